"""The browser extension in a real Firefox, on pages with each site's markup written by us."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

import pytest

from tests.clients.firefox import Firefox, firefox, installed
from tests.clients.test_extension import EXTENSION, OTHERS, PAGES

pytestmark = pytest.mark.browser

BODIES = {address.replace("https:", "http:"): body for address, body in PAGES.items()}
NAME = json.loads((EXTENSION / "manifest.json").read_text())["browser_specific_settings"]["gecko"][
    "id"
]
PLACE = "00000000-0000-4000-8000-000000000001"
WAITING = """
const found = () => document.querySelectorAll("a.coolpapers-link");
const look = () => found().length ? done([...found()].map((a) => a.href)) : setTimeout(look, 20);
look();
"""


class _Sites(BaseHTTPRequestHandler):
    """Every site, answered by us."""

    def do_GET(self) -> None:
        address = f"http://{self.headers['Host']}{self.path}"
        body = f"<!DOCTYPE html><title>t</title><body>{BODIES.get(address, '<h1>Other</h1>')}"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Firefox with the extension; every name leads to this machine."""
    path = installed()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Sites) as sites:
        threading.Thread(target=sites.serve_forever, args=(0.02,), daemon=True).start()
        preferences = {
            "network.dns.forceResolve": "127.0.0.1",
            "network.socket.forcePort": f"80={sites.server_address[1]}",
            "network.stricttransportsecurity.preloadlist": False,
            "extensions.webextensions.uuids": json.dumps({NAME: PLACE}),
            "dom.security.https_first": False,
        }
        with firefox(path, tmp_path_factory.mktemp("firefox") / "profile", preferences) as opened:
            opened.do("Addon:Install", path=str(EXTENSION), temporary=True)
            yield opened
        sites.shutdown()


def test_papers_get_a_link(browser: Firefox) -> None:
    """On a paper's page of each site one link leads to one's instance with its address."""
    for address in BODIES:
        browser.do("WebDriver:Navigate", url=address)
        named = "https://arxiv.org/pdf/2401.00001.pdf" if "semanticscholar" in address else address
        assert [f"http://127.0.0.1:8000/go?url={quote(named, safe='')}"] == browser.run(WAITING)


def test_the_instance_is_set_on_the_options_page(browser: Firefox) -> None:
    """The address saved there is where links lead from then on; lists get none."""
    browser.do("WebDriver:Navigate", url=f"moz-extension://{PLACE}/options.html")
    browser.run(
        """document.querySelector("#instance").value = "https://papers.test/p/";
        document.querySelector("button").click();
        const saved = () => document.body.textContent.includes("Saved.");
        const look = () => saved() ? done() : setTimeout(look, 20);
        look();"""
    )
    browser.do("WebDriver:Navigate", url=OTHERS[0].replace("https:", "http:"))
    assert 0 == browser.run("done(document.querySelectorAll('a.coolpapers-link').length)")
    browser.do("WebDriver:Navigate", url="http://arxiv.org/abs/2401.00001v2")
    (link,) = browser.run(WAITING)
    assert link.startswith("https://papers.test/p/go?url=http%3A%2F%2Farxiv.org")
