"""Every list as a feed."""

import feedparser
import pytest

from tests.web.browsing import Browser, OpenBrowser

FEEDS = [
    ("/arxiv/cs.LG/feed?date=2024-01-05", ["2401.00001"]),
    ("/arxiv/hep-th/9901001,2401.00001/feed", ["9901001", "2401.00001"]),
    ("/arxiv/2401.00001/feed", ["2401.00001"]),
    ("/venue/ICLR.2024/feed?group=Oral", ["oral_-1@OpenReview"]),
    ("/venue/search/feed?query=spoken", ["oral_-1@OpenReview"]),
    ("/arxiv/cs.LG/feed?skip=28", ["2401.01001", "2401.01000"]),
]


@pytest.mark.parametrize(("address", "ids"), FEEDS)
def test_entries(browser: Browser, address: str, ids: list[str]) -> None:
    """A feed has the papers of its list, each linked by its absolute address."""
    answer = browser.get(address)
    assert "application/atom+xml" in answer.headers["content-type"]
    feed = feedparser.parse(answer.bytes)
    assert not feed.bozo
    assert ids == [entry.link.rpartition("/")[2] for entry in feed.entries]
    assert all(entry.id.startswith("http://site.test/") for entry in feed.entries)
    assert f"http://site.test{address.removesuffix('?skip=28')}" == feed.feed.id
    assert f"http://site.test{address}" in [link.href for link in feed.feed.links]


def test_lists_name_their_feed(browser: Browser) -> None:
    """The feed that a page names is the feed of what it shows."""
    page = browser.get("/arxiv/cs.LG?date=2024-01-05&show=1")
    named = page.one("link[type='application/atom+xml']").get("href")
    assert named == page.one("a.feed-it").get("href")
    assert 200 == browser.get(named).status


def test_the_configured_address(open_browser: OpenBrowser) -> None:
    """Feeds carry the address by which readers know the site, below its base path."""
    from tests.web.shelf import ATTENTIVE

    browser = open_browser([ATTENTIVE], site_url="https://papers.test/p", base_path="/p")
    feed = feedparser.parse(browser.get("/p/arxiv/cs.LG/feed").bytes)
    assert "https://papers.test/p/arxiv/2401.00001" == feed.entries[0].link
    assert "https://papers.test/p/arxiv/cs.LG/feed" == feed.feed.id


@pytest.mark.parametrize("path", ["/p/arxiv/cs.LG", "/arxiv/cs.LG"])
def test_below_a_base_path(open_browser: OpenBrowser, path: str) -> None:
    """Whether or not the proxy takes the base path off, links and files stand below it."""
    from tests.web.shelf import ATTENTIVE

    browser = open_browser([ATTENTIVE], base_path="/p")
    page = browser.get(path)
    ours = [a.get("href") for a in page.all("a[href^='/'], link[href^='/']")]
    assert ours
    assert all(link.startswith("/p/") for link in ours)
    sheet = page.one("link[href$='site.css']").get("href")
    assert 200 == browser.get(sheet).status == browser.get(sheet.removeprefix("/p")).status
    assert "/p/arxiv/math.NA" == browser.get("/p/arxiv/cs.NA").location
