"""What programs ask of a site: whether it is well, its counts, what they may crawl, its log."""

import json
import logging
import re

import lxml.etree
import pytest
from prometheus_client.parser import text_string_to_metric_families

from coolpapers.errors import IndexMissingError, SettingError, StoreError
from coolpapers.library import Library
from coolpapers.settings import read_settings
from coolpapers.web import logs
from coolpapers.web.app import create_app
from tests.web.browsing import HOST, Browser, OpenBrowser, browsing
from tests.web.shelf import PAPERS


class Broken:
    """A part of a library that raises whatever it is asked."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, _name: str) -> object:
        raise self._error


def counts_of(browser: Browser) -> dict[tuple[str, ...], float]:
    """The samples of `/metrics` by name and label values, those in order of their names."""
    families = text_string_to_metric_families(browser.get("/metrics").text)
    return {
        (one.name, *(one.labels[name] for name in sorted(one.labels))): one.value
        for family in families
        for one in family.samples
    }


def test_a_sound_site_is_alive_and_ready(browser: Browser) -> None:
    """Both probes answer 200, and say nothing that may be kept."""
    assert (200, "ok\n") == ((alive := browser.get("/healthz")).status, alive.text)
    ready = browser.get("/readyz")
    assert (200, True) == (ready.status, json.loads(ready.text)["ready"])
    assert "no-store" == ready.headers["cache-control"]


def test_a_broken_site_is_alive_but_not_ready(library: Library) -> None:
    """Without store or index the process lives, and the second probe says what is missing."""
    store = library.store._replace(listings=Broken(StoreError("x")))  # type: ignore[arg-type]
    engine = Broken(IndexMissingError("x"))
    with browsing(create_app(library._replace(store=store, engine=engine))) as browser:  # type: ignore[arg-type]
        assert 200 == browser.get("/healthz").status
        ready = browser.get("/readyz")
    assert 503 == ready.status
    assert {"store": "cannot be read", "index": "missing"} == json.loads(ready.text)["checks"]


def test_an_empty_library_is_ready(open_browser: OpenBrowser) -> None:
    """Nothing to show is no fault."""
    assert 200 == open_browser([]).get("/readyz").status


def test_requests_are_counted_by_route(browser: Browser) -> None:
    """A request counts under its route, not its address; the library's size is there too."""
    route = ("coolpapers_requests_total", "GET", "/api/v1/papers/{paper:path}", "404")
    before = counts_of(browser).get(route, 0)
    browser.get("/api/v1/papers/2401.99999")
    after = counts_of(browser)
    assert before + 1 == after[route]
    assert 34 == after["coolpapers_papers", "arxiv"]
    assert 0 == after["coolpapers_index_waiting",]
    assert "2401.99999" not in browser.get("/metrics").text


@pytest.mark.parametrize(("allowed", "status"), [("local", 200), ("all", 200), ("none", 404)])
def test_counts_are_for_whom_the_operator_says(
    open_browser: OpenBrowser, allowed: str, status: int
) -> None:
    """`metrics` opens and closes them."""
    assert status == open_browser([], metrics=allowed).get("/metrics").status


def test_requests_have_an_id(browser: Browser) -> None:
    """The id of a proxy is kept, one that could harm the log is replaced."""
    assert re.fullmatch("[0-9a-f]{16}", browser.get("/").headers["x-request-id"])
    assert "abc-1" == browser.get("/", x_request_id="abc-1").headers["x-request-id"]
    assert "a b" != browser.get("/", x_request_id="a b").headers["x-request-id"]


def test_the_log_has_no_queries(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    """A line for a request names path, status and time; what was searched stays outside."""
    caplog.set_level(logging.INFO, "coolpapers.requests")
    browser.get("/all/search?query=secretword&sort=tasteword")
    browser.get("/api/v1/search?query=secretword&nonsense=tasteword")
    lines = [logs.TextLines().format(record) for record in caplog.records]
    assert ["GET /all/search", "GET /api/v1/search"] == [one.message for one in caplog.records]
    assert "status=200" in lines[0]
    assert "status=400" in lines[1]
    assert not re.search("secretword|tasteword|127.0.0.1", "".join(lines))


def test_log_lines_as_json() -> None:
    """A line of JSON has time, level, message, the request's id, facts, and a trace if any."""
    token = logs.request_id.set("r1")
    try:
        record = logging.LogRecord("coolpapers.x", 30, "f", 1, "seen %s", ("ü\n",), None)
        record.facts = {"status": 200}
        line = logs.JsonLines().format(record)
    finally:
        logs.request_id.reset(token)
    assert "\n" not in line
    found = json.loads(line)
    assert ("warning", "seen ü\n", "r1", 200) == (
        found["level"],
        found["message"],
        found["request"],
        found["status"],
    )


@pytest.mark.parametrize("wrong", [{"log_format": "xml"}, {"log_level": "loud"}])
def test_a_wrong_log_is_refused(tmp_path: object, wrong: dict[str, object]) -> None:
    """Forms and levels that do not exist stop the server."""
    with pytest.raises(SettingError):
        logs.set_up(read_settings({"data": str(tmp_path), **wrong}, {}))


def located(browser: Browser, address: str) -> list[str]:
    """The addresses that a sitemap names."""
    tree = lxml.etree.fromstring(browser.get(address.removeprefix(HOST)).bytes)
    return [str(element.text) for element in tree.iter("{*}loc")]


def test_the_sitemap_has_every_paper_once(browser: Browser) -> None:
    """Its index leads to pages that together name every paper and list."""
    found = [one for page in located(browser, "/sitemap.xml") for one in located(browser, page)]
    for paper in PAPERS:
        assert 1 == found.count(f"{HOST}/{paper.id.branch}/{paper.id.path}")
    assert f"{HOST}/venue/ICLR.2024" in found
    for page in ("0", "2", "x", "99999999999999"):
        assert 404 == browser.get(f"/sitemap/{page}.xml").status


def test_robots_stay_off_what_is_dear(browser: Browser) -> None:
    """Searches, exports, PDFs and the API are closed, papers open, the sitemap named."""
    text = browser.get("/robots.txt").text
    for path in ("/*/search", "/export", "/pdf", "/api/", "/mcp"):
        assert f"Disallow: {path}\n" in text
    assert "Disallow: /arxiv\n" not in text
    assert f"Sitemap: {HOST}/sitemap.xml" in text


def test_llms_txt_leads_to_what_programs_need(browser: Browser) -> None:
    """Every address in it is answered."""
    text = browser.get("/llms.txt").text
    assert text.startswith("# Cool Papers\n\n> ")
    addresses = re.findall(rf"\({HOST}([^)]*)\)", text)
    assert 8 <= len(addresses)
    for address in addresses:
        if not address.startswith(("/mcp", "/api/v1/papers?")):
            assert 200 == browser.get(address).status, address
