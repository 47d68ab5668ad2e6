"""What protects readers, and what every answer has in common."""

import re
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.browsing import Browser

PAGES = (
    "/",
    "/?watch=cs.LG",
    "/arxiv/cs.LG",
    "/arxiv/2401.00001",
    "/arxiv/2401.00002",
    "/venue/latest",
    "/venue/ICLR.2024",
    "/all/search?query=graphs",
    "/all/search",
    "/none",
    "/arxiv/nonsense",
)
EVERYTHING = (*PAGES, "/arxiv/cs.LG/feed", "/health", "/robots.txt", "/go", "/arxiv/kimi")


@pytest.mark.parametrize("address", EVERYTHING)
def test_headers(browser: Browser, address: str) -> None:
    """Every answer carries the policy, nosniff and a referrer policy."""
    headers = browser.get(address).headers
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy
    for directive in ("script-src 'self'", "object-src 'none'", "frame-ancestors 'none'"):
        assert directive in policy
    assert "nosniff" == headers["x-content-type-options"]
    assert headers["referrer-policy"]


@pytest.mark.parametrize("address", PAGES)
def test_nothing_inline(browser: Browser, address: str) -> None:
    """No page has inline scripts, styles or handlers, nor anything of another host."""
    page = browser.get(address)
    scripts = [script for script in page.all("script") if not script.get("src")]
    assert [] == scripts + page.all("style") + page.all("[style]") + page.all("base")
    for element in page.tree.iter("*"):
        assert not [name for name in element.attrib if name.startswith("on")]
    loaded = [e.get("src") or e.get("href") for e in page.all("script, link[rel=stylesheet], img")]
    assert all(address.startswith("/") for address in loaded)


@pytest.mark.parametrize("address", PAGES)
def test_sound_html(browser: Browser, address: str) -> None:
    """Ids are unique, labels lead to fields, every field and button has a name."""
    page = browser.get(address)
    ids = [element.get("id") for element in page.all("[id]")]
    assert len(ids) == len(set(ids))
    assert set() == {label.get("for") for label in page.all("label[for]")} - set(ids)
    assert 1 == len(page.all("h1"))
    assert 1 == len(page.all("main"))


@pytest.mark.parametrize("address", PAGES)
def test_links_lead_somewhere(browser: Browser, address: str) -> None:
    """Every link of ours on a page is answered."""
    links = {a.get("href") for a in browser.get(address).all("a[href^='/'], link[href^='/']")}
    for link in sorted(links)[:60]:
        assert browser.get(link.partition("#")[0]).status in (200, 301, 302), link


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("POST", "/", "GET, HEAD"),
        ("POST", "/arxiv/cs.LG", "GET, HEAD"),
        ("GET", "/arxiv/star", "POST"),
        ("DELETE", "/venue/latest", "GET, HEAD"),
        ("PUT", "/all/search", "GET, HEAD"),
    ],
)
def test_wrong_methods(browser: Browser, method: str, address: str, allowed: str) -> None:
    """A wrong method is refused with the ones that work."""
    answer = browser.ask(method, address)
    assert 405 == answer.status
    assert set(allowed.split(", ")) == set(answer.headers["allow"].split(", "))


@pytest.mark.parametrize("address", PAGES)
def test_head(browser: Browser, address: str) -> None:
    """HEAD is answered as GET is."""
    assert browser.get(address).status == browser.ask("HEAD", address).status


def test_unchanged_pages(browser: Browser) -> None:
    """A page that has not changed is not sent again."""
    first = browser.get("/arxiv/cs.LG")
    again = browser.get("/arxiv/cs.LG", if_none_match=first.headers["etag"])
    assert (304, b"") == (again.status, again.bytes)
    assert "Accept-Language" in first.headers["vary"]


@pytest.mark.parametrize(
    ("accepted", "coded"), [("gzip", "gzip"), ("gzip;q=0", None), ("br", None)]
)
def test_compression(browser: Browser, accepted: str, coded: str | None) -> None:
    """Long pages are compressed as the browser can read it."""
    answer = browser.get("/arxiv/cs.LG", accept_encoding=accepted)
    assert coded == answer.headers.get("content-encoding")
    assert 25 == len(answer.ids)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "http://site.test"}, 200),
        ({"origin": "http://evil.test"}, 403),
        ({"origin": "null"}, 403),
        ({"sec_fetch_site": "same-origin"}, 200),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
    ],
)
def test_who_may_post(browser: Browser, headers: dict[str, str], status: int) -> None:
    """Pages of other sites cannot post here; programs can."""
    answer = browser.post("/arxiv/star?key=pdf&paper=2401.00002&delta=-1", **headers)
    assert status == answer.status


def test_large_posts(browser: Browser) -> None:
    """A POST that is too large is refused."""
    assert 413 == browser.ask("POST", "/preferences", content=b"x" * 100_000).status


def test_static_files(browser: Browser) -> None:
    """Our files are kept for a year under today's address, and asked for again under another."""
    link = browser.get("/").one("link[rel=stylesheet][href$='site.css']").get("href")
    fresh = browser.get(link)
    assert "immutable" in fresh.headers["cache-control"]
    assert "text/css" in fresh.headers["content-type"]
    version = link.split("/")[2]
    assert "no-cache" == browser.get(link.replace(version, "older")).headers["cache-control"]
    assert 404 == browser.get(f"/static/{version}/../app.py").status
    assert 404 == browser.get(f"/static/{version}/%2e%2e/app.py").status


PARTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["arxiv", "venue", "all", "search", "feed", "latest", "cs.LG", "ICLR.2024", "2401.00001",
         "..", "%", "%00", "@", ",", "+", "-", "v1", "hep-th", "9901001", "oral_-1@OpenReview"]
    ),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PARTS, max_size=5), st.dictionaries(st.text(max_size=6), st.text(max_size=9)))
def test_no_address_breaks_the_site(
    browser: Browser, parts: list[str], query: dict[str, str]
) -> None:
    """Whatever is asked for is answered, and never with a server error."""
    path = "/" + "/".join(re.sub(r"[/?#]", "", part) for part in parts)
    answer = browser.ask("GET", "http://site.test" + _quoted(path), params=query)
    assert answer.status < 500


def _quoted(path: str) -> str:
    return quote(path.encode("utf-8", "replace"), safe="/%+,@:-.")
