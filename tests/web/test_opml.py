"""`/opml`: the feeds of some lists for a feed reader."""

from urllib.parse import quote
from xml.etree import ElementTree as ET

import feedparser
import pytest

from tests.web.browsing import HOST, Browser
from tests.web.feedrules import opml_faults


def outlines(browser: Browser, *lists: str) -> list[tuple[str, str]]:
    """Titles and feeds of the file for these lists, which is valid."""
    answer = browser.get("/opml?" + "&".join(f"lists={quote(one)}" for one in lists))
    assert [] == opml_faults(answer.bytes)
    found = ET.fromstring(answer.bytes).findall("body/outline")
    return [(one.get("text", ""), one.get("xmlUrl", "")) for one in found]


def test_watched_categories_have_one_feed_each_and_one_together(browser: Browser) -> None:
    """What one excludes is left out of each."""
    assert [
        f"{HOST}/arxiv/{path}/feed?show=1000"
        for path in ("cs.LG+stat.ML-econ.GN", "cs.LG-econ.GN", "stat.ML-econ.GN")
    ] == [feed for _, feed in outlines(browser, "cs.LG+stat.ML-econ.GN")]


@pytest.mark.parametrize(
    ("given", "feed"),
    [
        ("/venue/ICLR", "/venue/ICLR/feed?show=1000"),
        ("venue/iclr.2023", "/venue/ICLR.2023/feed?show=1000"),
        ("/all/search?query=graph+theory", "/all/search/feed?query=graph+theory&sort=0"),
        (f"{HOST}/arxiv/hep-th", "/arxiv/hep-th/feed?show=1000"),
    ],
)
def test_any_list_may_be_followed(browser: Browser, given: str, feed: str) -> None:
    """Editions and searches are lists as well; every feed that is named is there."""
    ((title, address),) = outlines(browser, given)

    assert title
    assert HOST + feed == address
    assert not feedparser.parse(browser.get(feed).bytes).bozo


def test_a_plus_sign_may_arrive_as_a_space(browser: Browser) -> None:
    """Whoever writes the address by hand need not escape."""
    answer = browser.get("/opml?lists=cs.LG+hep-th")

    assert 3 == len(ET.fromstring(answer.bytes).findall("body/outline"))


def test_nothing_asked_is_everything_and_nonsense_is_nothing(browser: Browser) -> None:
    """Without lists the file follows all of arXiv; lists that are none are said to be none."""
    assert 1 == len(ET.fromstring(browser.get("/opml").bytes).findall("body/outline"))
    assert 404 == browser.get("/opml?lists=nonsense&lists=venue/none").status


def test_home_leads_there(browser: Browser) -> None:
    """The home page's link has the categories that are ticked."""
    page = browser.get("/?watch=cs.LG,hep-th")

    assert "/opml?lists=cs.LG%2Bhep-th" == page.one("a#opml-link").get("href")
