"""`/<list>/digest`: the few papers that span a list."""

import json
import re
from pathlib import Path

import pytest

from coolpapers.flows.latent import build_space
from coolpapers.library import SPACE_DIRECTORY
from coolpapers.web.views.digest import LARGEST_SKIPPED
from tests.semantic.test_space import papers
from tests.web.browsing import Browser, OpenBrowser


@pytest.fixture
def browser(open_browser: OpenBrowser, tmp_path: Path) -> Browser:
    """Ninety papers of three topics on one day, with their space."""
    opened = open_browser(papers(90))
    build_space(opened.app.state.site.library.store, tmp_path / "library" / SPACE_DIRECTORY)
    return opened


def test_digest_of_a_day(browser: Browser) -> None:
    """One paper of each topic, each with those it stands for; the list is one link away."""
    page = browser.get("/arxiv/cs.CL/digest?k=3")
    assert 3 == len(page.ids)
    assert {0, 1, 2} == {int(one.rpartition(".")[2]) % 3 for one in page.ids}
    assert 87 == len(page.all("details.stands-for li"))
    assert "3 papers that span these 90" in page.said
    assert 1 == len(page.all('p.where a[href="/arxiv/cs.CL"]'))


@pytest.mark.parametrize("form", ["digest", "map", "map/svg", "feed", "digest/feed.json"])
def test_titles_say_the_days(browser: Browser, form: str) -> None:
    """Digests, maps and feeds of a day or several name them; feeds of the newest day none."""
    days = "Computation and Language, 2024-01-01–2024-01-03"
    assert days in browser.get(f"/arxiv/cs.CL/{form}?from=2024-01-01&to=2024-01-03").text
    assert f"{days[:-11]}" in browser.get(f"/arxiv/cs.CL/{form}?date=2024-01-01").text
    newest = "Computation and Language, 2024-01-02"
    assert ("feed" not in form) == (newest in browser.get(f"/arxiv/cs.CL/{form}").text)


def test_lists_and_searches_offer_it(browser: Browser) -> None:
    """A list that is longer than a digest has the button, and it leads to the digest."""
    for address in ("/arxiv/cs.CL?date=2024-01-02", "/arxiv/search?query=hadron+network+galaxy"):
        link = browser.get(address).one("a.digest-it").get("href")
        page = browser.get(link)
        assert 200 == page.status
        assert 0 < len(page.ids) <= 20


def test_digest_as_feed_and_record(browser: Browser) -> None:
    """The same papers as feed and as JSON, whose shares add up to one."""
    ids = browser.get("/arxiv/cs.CL/digest?k=4").ids
    feed = browser.get("/arxiv/cs.CL/digest/feed?k=4")
    assert "application/atom+xml; charset=utf-8" == feed.headers["content-type"]
    assert 4 == feed.text.count("<entry")
    record = json.loads(browser.get("/arxiv/cs.CL/digest/json?k=4").text)
    assert ids == [one["paper"]["id"].removeprefix("arxiv:") for one in record["chosen"]]
    assert 90 == record["papers"] == len(record["parts"])
    assert all(
        sum(parts.values()) == pytest.approx(1, abs=0.2) for parts in record["parts"].values()
    )
    assert record["coverage"] <= record["bound"]


def test_what_cannot_be_read_is_ignored(browser: Browser) -> None:
    """Strange numbers of papers are the usual number, too large ones the most there are."""
    for text in ("", "x", "-1", "0", "99999", "²"):
        page = browser.get(f"/arxiv/cs.CL/digest?k={text}")
        assert 200 == page.status
        assert page.ids


def test_left_out_papers_stay_out(browser: Browser) -> None:
    """Papers named by `without` are neither chosen nor counted."""
    first = browser.get("/arxiv/cs.CL/digest?k=3").ids
    again = browser.get(f"/arxiv/cs.CL/digest?k=3&without={','.join(first)}")
    assert set() == set(first) & set(again.ids)
    assert 3 == len(again.ids)


def test_without_a_space_it_says_so(open_browser: OpenBrowser) -> None:
    """No space, no button, and the digest's page says why it is empty."""
    opened = open_browser(papers(30))
    assert [] == opened.get("/arxiv/cs.CL").all("a.digest-it")
    assert "No digest can be made" in opened.get("/arxiv/cs.CL/digest").said


def test_what_a_paper_is_made_of(browser: Browser) -> None:
    """Behind each paper stand the shares it has of the chosen ones, the largest its own."""
    page = browser.get("/arxiv/cs.CL/digest?k=5")
    for details, at in zip(page.all("details.stands-for"), range(1, 6), strict=False):
        said = [one.text_content() for one in details.cssselect("li .count")]
        assert all(re.fullmatch(r"= [.\d]+ #\d( \+ [.\d]+ #\d)*", one) for one in said), said
        assert {f"#{at}"} == {one.split()[2] for one in said}


def test_what_a_browser_has_seen_is_left_out(browser: Browser) -> None:
    """Addresses that a browser sends along are neither chosen nor counted; lists take no POST."""
    address = "/arxiv/cs.CL/digest?k=3"
    first = browser.get(address).ids
    seen = "\r\n".join(["seen=", *(f"/arxiv/{one}" for one in first), "/arxiv/no.such", "\x00"])
    page = browser.ask("POST", address, content=seen, headers={"content-type": "text/plain"})
    assert 3 == len(page.ids)
    assert set() == set(first) & set(page.ids)
    assert "3 papers of the list were left out" in page.said
    for other in ("/arxiv/cs.CL", "/arxiv/cs.CL/digest/feed", "/arxiv/search/feed?query=galaxy"):
        assert 405 == browser.ask("POST", other, content=seen).status
    search = browser.ask("POST", "/all/search/digest?query=galaxy&k=2", content="seen=")
    assert 2 == len(search.ids)


def test_other_sites_cannot_post(browser: Browser) -> None:
    """A page of another site may not have a digest made, nor may anybody send too much."""
    headers = {"origin": "https://elsewhere.test"}
    assert 403 == browser.ask("POST", "/arxiv/cs.CL/digest", content="", headers=headers).status
    large = "x" * (LARGEST_SKIPPED + 1)
    assert 413 == browser.ask("POST", "/arxiv/cs.CL/digest", content=large).status


def test_muted_words_keep_papers_out(browser: Browser) -> None:
    """Papers with a muted word are not chosen; the feed of what is left says the same."""
    address = "/arxiv/cs.CL/digest?k=4&mute=galaxy,halo,redshift,lensing,survey,cosmology"
    page = browser.get(address)
    assert {0, 1} == {int(one.rpartition(".")[2]) % 3 for one in page.ids}
    assert "30 papers of the list were left out" in page.said
    feed = browser.get(page.one("main a.feed-it").get("href"))
    assert all(one in feed.text for one in page.ids)
    assert 4 == feed.text.count("<entry")


def test_choosing_otherwise_keeps_the_list(browser: Browser) -> None:
    """The form carries the day along, and says what was asked."""
    page = browser.get("/arxiv/cs.CL/digest?date=2024-01-02&k=7&sort=quark&mute=halo")
    fields = {one.get("name"): one.get("value") for one in page.all("#digest-choices input[name]")}
    assert {"date": "2024-01-02", "k": "7", "sort": "quark", "mute": "halo"} == fields
