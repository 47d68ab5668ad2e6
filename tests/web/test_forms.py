"""Lists in other forms than pages: feeds by the rules, and files of citations."""

import json
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from unittest.mock import patch

import feedparser
import feedparser_sgmllib
import pytest
from reader import make_reader

from coolpapers.flows.follow import bring_up
from coolpapers.formats.citations import FORMS
from coolpapers.library import INDEX_DIRECTORY, Library
from coolpapers.web.views import forms
from tests.builders import paper
from tests.serving import serving
from tests.web.browsing import HOST, Browser, OpenBrowser
from tests.web.feedrules import FAULTS
from tests.web.shelf import ATTENTIVE

LISTS = [
    ("/arxiv/cs.LG", "?date=2024-01-05"),
    ("/arxiv/cs.LG+hep-th-econ.GN", "?from=2024-01-01&to=2024-01-31&show=7&skip=14"),
    ("/arxiv/2401.00001,hep-th/9901001", ""),
    ("/arxiv/2401.00001", ""),
    ("/venue/ICLR.2024", "?group=Poster"),
    ("/venue/oral_-1@OpenReview", ""),
    ("/all/search", "?query=graphs&show=3"),
    ("/all/search", "?query=nothing+has+this+wordofmine"),
    ("/arxiv/search", "?query=weekend&sort=0&skip=10&show=5"),
    ("/arxiv/econ.GN", ""),
]


@pytest.mark.parametrize("form", FAULTS)
@pytest.mark.parametrize(("path", "query"), LISTS)
def test_feeds_keep_the_rules(browser: Browser, path: str, query: str, form: str) -> None:
    """Every list is a valid feed in each format, and feedparser finds no fault in it."""
    address = f"{path}/{form}{query}"
    answer = browser.get(address)

    assert [] == FAULTS[form](answer.bytes, HOST + address)
    assert answer.headers["content-type"] == f"{forms.FEEDS[form].kind}; charset=utf-8"
    if form != "feed.json":
        assert not feedparser.parse(answer.bytes).bozo


@pytest.mark.parametrize("form", FAULTS)
def test_the_three_formats_have_the_same_papers(browser: Browser, form: str) -> None:
    """Whatever the format, the papers of the page come in its order."""
    page = browser.get("/arxiv/cs.LG?date=2024-01-08&show=6&skip=2")
    answer = browser.get(f"/arxiv/cs.LG/{form}?date=2024-01-08&show=6&skip=2")
    if form == "feed.json":
        found = [item["url"] for item in json.loads(answer.text)["items"]]
    else:
        found = [entry.link for entry in feedparser.parse(answer.bytes).entries]

    assert page.ids == [address.rpartition("/")[2] for address in found]


ORDERED = [
    ("/arxiv/cs.LG", "?date=2024-01-08&sort=graph%2C-number&show=6"),
    ("/venue/ICLR.2024", "?group=Poster&sort=1"),
    ("/arxiv/2401.00001,hep-th/9901001", "?sort=0"),
    ("/all/search", "?query=graphs&order=recent&show=3"),
    ("/all/search", "?query=graphs&like=2401.00001&mode=keywords&show=3"),
]


@pytest.mark.parametrize(("path", "query"), ORDERED)
def test_a_feed_is_in_the_order_of_its_page(browser: Browser, path: str, query: str) -> None:
    """What orders and narrows a list stands in its feed's address, and the feed obeys it."""
    page = browser.get(path + query)
    feed = page.one("link[type='application/atom+xml']").get("href")
    entries = feedparser.parse(browser.get(feed).bytes).entries

    assert page.ids
    shown = [one.rpartition("/")[2] for one in page.ids]
    assert shown == [entry.link.rpartition("/")[2] for entry in entries]


def test_paging_leads_through_the_whole_list(browser: Browser) -> None:
    """Whoever follows `next` meets every paper once; `first` and `last` are the ends."""
    address, seen = "/arxiv/cs.LG/feed?date=2024-01-08&show=8", []
    ids = set()
    while address:
        feed = feedparser.parse(browser.get(address).bytes)
        links = {link.rel: link.href for link in feed.feed.links}
        seen += [entry.id for entry in feed.entries]
        ids.add(feed.feed.id)
        address = links.get("next", "").removeprefix(HOST)
        assert links["first"] == f"{HOST}/arxiv/cs.LG/feed?date=2024-01-08&show=8"
        assert links["last"] == f"{HOST}/arxiv/cs.LG/feed?date=2024-01-08&show=8&skip=24"

    assert 30 == len(seen) == len(set(seen))
    assert 1 == len(ids)


@pytest.mark.parametrize(
    "path", ["/arxiv/cs.LG", "/venue/ICLR.2024", "/all/search?query=graphs", "/"]
)
def test_pages_name_all_their_feeds(browser: Browser, path: str) -> None:
    """A page's head names its feed in three formats, and each is there."""
    page = browser.get(path)
    for form in forms.FEEDS.values():
        link = page.one(f"link[rel=alternate][type='{form.kind}']").get("href")
        assert browser.get(link).headers["content-type"].startswith(form.kind)


# --- asking again


FEED = "/arxiv/cs.LG/feed"


def test_asking_again_costs_no_feed(open_browser: OpenBrowser) -> None:
    """A reader who has the feed gets 304 without a list being read or a feed written."""
    browser = open_browser([ATTENTIVE])
    first = browser.get(FEED)
    with patch.object(forms, "in_form", side_effect=AssertionError("made again")):
        again = browser.get(FEED, if_none_match=first.headers["etag"])

    assert (304, "") == (again.status, again.text)
    assert first.headers["etag"] == again.headers["etag"]
    assert first.headers["vary"] == again.headers["vary"]


def test_news_end_it(open_browser: OpenBrowser) -> None:
    """After a new paper the reader gets the new feed; a change elsewhere leaves 304 as it was."""
    browser = open_browser([ATTENTIVE])
    store = browser.app.state.site.library.store
    tag = browser.get(FEED).headers["etag"]
    store.papers.put([paper("2401.00077", subjects=("math.CO",))], source="test")
    assert 304 == browser.get(FEED, if_none_match=tag).status
    news = paper("2401.00078", subjects=("cs.LG",), announced=ATTENTIVE.announced)
    store.papers.put([news], source="test")

    assert 200 == browser.get(FEED, if_none_match=tag).status


def test_last_modified_is_when_the_library_changed(open_browser: OpenBrowser) -> None:
    """Readers that know only dates are served: 304 until something changes after that date."""
    browser = open_browser([ATTENTIVE])
    store = browser.app.state.site.library.store
    with store.database.writing() as connection:
        connection.execute("UPDATE changes SET changed = changed - 3600")
    first = browser.get(FEED)
    moment = first.headers["last-modified"]
    earlier = format_datetime(datetime.now(UTC) - timedelta(days=2), usegmt=True)

    assert 304 == browser.get(FEED, if_modified_since=moment).status
    assert 200 == browser.get(FEED, if_modified_since=earlier).status
    assert 200 == browser.get(FEED, if_modified_since="yesterday").status
    # A tag says more than a date, and counts alone.
    assert 200 == browser.get(FEED, if_modified_since=moment, if_none_match='W/"other"').status
    store.papers.put([paper("2401.00079")], source="test")
    assert 200 == browser.get(FEED, if_modified_since=moment).status
    assert "last-modified" not in browser.get(FEED).headers  # too young to be told from the next


def test_a_search_feed_follows_the_index(open_browser: OpenBrowser) -> None:
    """The feed of a search is new when the index has the new paper."""
    browser = open_browser([ATTENTIVE])
    library: Library = browser.app.state.site.library
    address = "/all/search/feed?query=spectra"
    tag = browser.get(address).headers["etag"]
    assert 304 == browser.get(address, if_none_match=tag).status
    library.store.papers.put([paper("2401.00080", "More spectra")], source="test")
    bring_up(library.store, library.settings.data / INDEX_DIRECTORY)

    assert 2 == len(feedparser.parse(browser.get(address, if_none_match=tag).bytes).entries)


def test_stars_may_reorder_a_feed_at_any_time(browser: Browser) -> None:
    """A feed in the order of stars is compared as a whole, not by the state of the library."""
    first = browser.get(f"{FEED}?sort=1")

    assert "last-modified" not in first.headers
    assert 304 == browser.get(f"{FEED}?sort=1", if_none_match=first.headers["etag"]).status


def test_a_feed_reader_follows_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader library takes Atom, RSS and JSON feeds over HTTP, and asks again for nothing."""
    # reader 3.26 brings a feedparser that imports this module by the name it had before.
    monkeypatch.setitem(sys.modules, "sgmllib", feedparser_sgmllib)
    with serving(tmp_path / "library", "--demo") as site, make_reader(":memory:") as reader:
        addresses = [f"{site.url}/arxiv/1706.03762,1810.04805/{form}" for form in forms.FEEDS]
        for address in addresses:
            reader.add_feed(address)
        reader.update_feeds()
        again = [reader.update_feed(address) for address in addresses]

        feeds = [reader.get_feed(address) for address in addresses]
        assert [None] * 3 == [feed.last_exception for feed in feeds] == again
        assert 6 == reader.get_entry_counts().total
        assert "Attention Is All You Need" in {entry.title for entry in reader.get_entries()}


# --- citations


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("path", "query"), LISTS)
def test_every_list_is_a_file(browser: Browser, path: str, query: str, form: str) -> None:
    """A list can be kept in each format, under a name that any system takes."""
    answer = browser.get(f"{path}/{form}{query}")

    assert 200 == answer.status
    assert answer.headers["content-type"] == f"{FORMS[form].kind}; charset=utf-8"
    name = answer.headers["content-disposition"].partition('"')[2].rstrip('"')
    assert name.isascii()
    assert name.endswith(f".{FORMS[form].suffix}")


def test_a_file_has_the_whole_list_or_what_is_asked(browser: Browser) -> None:
    """Without `show` all papers come, in the list's order; with it, that many from `skip` on."""
    day = "/arxiv/cs.LG/json?date=2024-01-08"
    whole = [item["id"].partition(":")[2] for item in json.loads(browser.get(day).text)]
    part = [
        item["id"].partition(":")[2]
        for item in json.loads(browser.get(f"{day}&show=5&skip=3").text)
    ]

    assert browser.get("/arxiv/cs.LG?date=2024-01-08&show=50").ids == whole
    assert whole[3:8] == part


def test_keys_are_unique_within_a_file(browser: Browser) -> None:
    """Thirty results of the same author and year have thirty keys, the same every time."""
    text = browser.get("/arxiv/cs.LG/bibtex?date=2024-01-08").text
    keys = [line[6:-1] for line in text.splitlines() if line.startswith("@misc{")]

    assert ["lovelace2024result", "lovelace2024resultb"] == keys[:2]
    assert "lovelace2024resultaa" == keys[26]
    assert 30 == len(set(keys))
    assert text == browser.get("/arxiv/cs.LG/bibtex?date=2024-01-08").text


def test_a_list_that_moves_while_it_is_written_repeats_nothing(browser: Browser) -> None:
    """Papers that are pushed to the next piece by newer ones are not written twice."""
    with patch.object(forms, "BATCH", 7):
        whole = json.loads(browser.get("/arxiv/cs.LG/json?date=2024-01-08").text)
    assert 30 == len({item["id"] for item in whole}) == len(whole)


@pytest.mark.parametrize(
    "address", ["/all/search/doc?query=a", "/venue/latest/doc", "/arxiv/cs.LG/doc"]
)
def test_other_forms_are_not_there(browser: Browser, address: str) -> None:
    """A form that nobody knows is no page."""
    assert 404 == browser.get(address).status


def test_spellings_redirect_within_their_form(browser: Browser) -> None:
    """A list's other spelling leads to the canonical address in the same form."""
    assert "/arxiv/math.NA/feed.json" == browser.get("/arxiv/cs.NA/feed.json").location
    assert browser.get("/venue/latest/ris").location.endswith("/ris")
