"""The browser extension in a real Chromium, on pages with each site's markup written by us."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Route, Worker, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, NAMES

pytestmark = pytest.mark.browser

EXTENSION = Path(__file__).resolve().parents[2] / "clients" / "browser"
PAGES = {
    "https://arxiv.org/abs/2401.00001v2":
        '<h1 class="title mathjax"><span>Title:</span>Graphs</h1>',
    "https://openreview.net/forum?id=abcdefghij":
        '<div class="forum-title mt-2"><h2 class="citation_title">Graphs</h2></div>',
    "https://aclanthology.org/2024.acl-long.1/":
        '<h2 id="title"><a href="https://aclanthology.org/2024.acl-long.1.pdf">Graphs</a></h2>',
    "https://proceedings.mlr.press/v235/doe24a.html": "<article><h1>Graphs</h1></article>",
    "https://www.ijcai.org/proceedings/2023/123": '<div class="page-title"><h1>Graphs</h1></div>',
    "https://openaccess.thecvf.com/content/CVPR2024/html/Doe_Graphs_CVPR_2024_paper.html":
        '<div id="papertitle">Graphs</div>',
    "https://huggingface.co/papers/2401.00001": "<main><h1>Graphs</h1></main>",
    "https://www.alphaxiv.org/abs/2401.00001": "<h1>Graphs</h1>",
    "https://www.semanticscholar.org/paper/Graphs-Doe/0123456789abcdef":
        '<h1>Graphs</h1><a href="https://arxiv.org/pdf/2401.00001.pdf">View PDF</a>',
}  # fmt: skip
OTHERS = ("https://arxiv.org/list/cs.CL/recent", "https://openreview.net/group?id=ICLR.cc",
          "https://aclanthology.org/", "https://huggingface.co/models")  # fmt: skip


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """Chromium with the extension; every site is answered by us."""
    given = os.environ.get("COOLPAPERS_TEST_BROWSER")
    path = given or next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium here; `make test` installs it")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch_persistent_context(
            str(tmp_path_factory.mktemp("profile")),
            executable_path=path,
            headless=False,
            ignore_default_args=["--disable-extensions"],
            args=[
                *ARGUMENTS,
                "--headless=new",
                f"--disable-extensions-except={EXTENSION}",
                f"--load-extension={EXTENSION}",
            ],
        )
        opened.route(re.compile("^https?://"), _answer)
        yield opened
        opened.close()


def _answer(route: Route) -> None:
    body = PAGES.get(route.request.url, "<h1>Something else</h1>")
    html = f"<!DOCTYPE html><title>t</title><body>{body}"
    route.fulfill(body=html, content_type="text/html")


@pytest.fixture
def worker(context: BrowserContext) -> Worker:
    """The extension's background."""
    return (
        context.service_workers[0]
        if context.service_workers
        else context.wait_for_event("serviceworker")
    )


@pytest.mark.parametrize("address", PAGES)
def test_papers_get_a_link(context: BrowserContext, worker: Worker, address: str) -> None:
    """On a paper's page one link beside the title leads to one's instance with its address.

    It can be read on a light page and on a dark one.
    """
    page = context.new_page()
    page.goto(address)
    link = page.locator("a.coolpapers-link")
    named = address if "semanticscholar" not in address else "https://arxiv.org/pdf/2401.00001.pdf"

    expect(link).to_have_attribute("href", f"http://127.0.0.1:8000/go?url={quote(named, safe='')}")
    expect(link).to_have_count(1)
    expect(link).to_have_css("color", "rgb(255, 255, 255)")
    expect(link).to_have_css("background-color", "rgb(166, 52, 31)")
    page.close()


@pytest.mark.parametrize("address", OTHERS)
def test_other_pages_get_none(context: BrowserContext, worker: Worker, address: str) -> None:
    """Lists and front pages stay as they are."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")

    assert 0 == page.locator("a.coolpapers-link").count()
    page.close()


def test_the_link_follows_a_page_that_changes(context: BrowserContext, worker: Worker) -> None:
    """Where a site goes from paper to paper without loading, the link goes along."""
    page = context.new_page()
    page.goto("https://www.alphaxiv.org/abs/2401.00001")
    page.locator("a.coolpapers-link").wait_for()
    page.evaluate(
        "history.pushState({}, '', '/abs/2401.00002');document.body.innerHTML = '<h1>Another</h1>'"
    )

    expect(page.locator("a.coolpapers-link")).to_have_attribute("href", _ends("2401.00002"))
    page.close()


def _ends(text: str) -> re.Pattern[str]:
    return re.compile(f"{re.escape(text)}$")


def test_the_menu_takes_links_and_several_ids(worker: Worker) -> None:
    """A link's address, or all of a selected text, goes to /go of the instance."""
    link = {"menuItemId": "link", "linkUrl": "https://arxiv.org/abs/2401.00001"}
    text = {"menuItemId": "selection", "selectionText": "2401.00001, 2401.00002"}

    asked = [worker.evaluate(f"addressOf({json.dumps(one)})") for one in (link, text)]
    assert [
        "http://127.0.0.1:8000/go?url=https%3A%2F%2Farxiv.org%2Fabs%2F2401.00001",
        "http://127.0.0.1:8000/go?url=2401.00001%2C%202401.00002",
    ] == asked


def test_the_instance_is_set_on_the_options_page(context: BrowserContext, worker: Worker) -> None:
    """The address that is saved there is where links lead from then on."""
    page = context.new_page()
    page.goto(worker.url.replace("background.js", "options.html"))
    page.fill("#instance", "https://papers.test/p/")
    page.click("button")
    page.get_by_text("Saved.").wait_for()
    asked = worker.evaluate('addressOf({menuItemId: "link", linkUrl: "x"})')
    page.fill("#instance", "http://127.0.0.1:8000")
    page.click("button")

    assert "https://papers.test/p/go?url=x" == asked
    page.close()


@pytest.mark.parametrize(
    ("select", "named"),
    [
        ("", "https://arxiv.org/abs/2401.00001v2"),
        ("getSelection().selectAllChildren(document.querySelector('p'))", "2401.00001 2401.00002"),
    ],
)
def test_the_bookmarklet_leads_there_too(context: BrowserContext, select: str, named: str) -> None:
    """It opens the page one is on, or the text one has selected."""
    page = context.new_page()
    page.goto("https://arxiv.org/abs/2401.00001v2")
    page.evaluate(
        """code => {
            document.body.innerHTML = "<p>2401.00001 2401.00002</p><a>Bookmark</a>";
            document.querySelector("a").href = code;
        }""",
        (EXTENSION / "bookmarklet.js").read_text().strip(),
    )
    page.evaluate(select)
    with context.expect_page() as opened:
        page.locator("a").click()

    opened.value.wait_for_url(f"http://127.0.0.1:8000/go?url={quote(named, safe='')}")
    opened.value.close()
    page.close()


def test_it_may_do_no_more_than_it_needs() -> None:
    """No host permissions, no tabs: storage, the menu, and the pages it writes its link into."""
    manifest = json.loads((EXTENSION / "manifest.json").read_text())

    assert {"storage", "contextMenus"} == set(manifest["permissions"])
    assert "host_permissions" not in manifest
    (script,) = manifest["content_scripts"]
    assert all(match.startswith("*://") and match.endswith("/*") for match in script["matches"])
    assert 9 == len(script["matches"])
