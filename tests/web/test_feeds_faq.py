"""Feeds with the questions and answers that are there."""

import json
from collections.abc import Callable, Iterator

import feedparser
import pytest

from coolpapers.records import AnswerPart, Paper
from coolpapers.store import Store
from coolpapers.store.answers import STATE
from coolpapers.web.language import TEXTS
from tests.web.browsing import HOST, Browser, OpenBrowser
from tests.web.feedrules import FAULTS
from tests.web.shelf import ATTENTIVE, MONDAYS, TALKS

TEXT = "It is $x^2 < 3$ & **bold** [p. 3] <script>alert(1)</script> [here](https://evil.test/)."
FEED = "/arxiv/cs.LG/feed?date=2024-01-05&faq=1"
Say = Callable[..., None]


@pytest.fixture
def browser(open_browser: OpenBrowser) -> Browser:
    """A browser for a few papers that nobody has asked about."""
    return open_browser([ATTENTIVE, *MONDAYS, *TALKS])


@pytest.fixture
def store(browser: Browser) -> Iterator[Store]:
    """The store of these papers."""
    return browser.app.state.site.library.store  # type: ignore[no-any-return]


def say(
    store: Store, paper: Paper, text: str, language: str = "en", *, is_whole: bool = True
) -> None:
    """Answer the first two questions about a paper."""
    answers = store.answers
    number = answers.open(str(paper.id), 2, language, "m", "m", "1").number
    answers.take(number, "w")
    for part in (1, 2):
        answers.finish_part(number, "w", AnswerPart(part, text))
    if is_whole:
        answers.finish(number, "w")


@pytest.mark.parametrize("form", FAULTS)
def test_answers_stand_below_the_abstract(browser: Browser, store: Store, form: str) -> None:
    """In each format a paper has its abstract and its answers, as safe as on the page."""
    say(store, ATTENTIVE, TEXT)
    address = FEED.replace("/feed", f"/{form}")
    answer = browser.get(address)
    if form == "feed.json":
        content = json.loads(answer.text)["items"][0]["content_html"]
    else:
        content = feedparser.parse(answer.bytes, sanitize_html=False).entries[0].content[0].value

    assert [] == FAULTS[form](answer.bytes, HOST + address)
    assert content.startswith("<p>We bound")
    assert 2 == content.count("<strong>bold</strong>") == content.count("<math")
    assert TEXTS["en"]("faq.q2").split()[0] in content
    assert "<script" not in content
    assert 'href="https://evil.test/' not in content
    assert f'href="{HOST}/pdf/arxiv/2401.00001v2#page=3"' in content


def test_only_whole_answers_and_only_when_asked_for(browser: Browser, store: Store) -> None:
    """What is being written is not shown, and a feed without the parameter is as ever."""
    say(store, ATTENTIVE, "half of it", is_whole=False)
    assert "half of it" not in browser.get(FEED).text
    say(store, ATTENTIVE, "the whole", "zh")
    assert "the whole" in browser.get(FEED).text
    assert "the whole" not in browser.get(FEED.replace("&faq=1", "")).text


def test_the_readers_language_comes_first(browser: Browser, store: Store) -> None:
    """Of several answers the one in the reader's language is shown."""
    say(store, ATTENTIVE, "in English")
    say(store, ATTENTIVE, "in Chinese", "zh")

    assert "in English" in browser.get(FEED).text
    assert "in Chinese" in browser.get(FEED, accept_language="zh").text


def test_venue_papers(browser: Browser, store: Store) -> None:
    """The answers about a conference paper are in the feed of its edition."""
    say(store, TALKS[1], "of a talk")
    assert "of a talk" in browser.get("/venue/ICLR.2024/feed?faq=1").text


def test_a_finished_answer_ends_304(browser: Browser, store: Store) -> None:
    """The feed with answers is new when one is finished; the one without stays as it was."""
    plain = FEED.replace("&faq=1", "")
    tags = {one: browser.get(one).headers["etag"] for one in (FEED, plain)}
    assert 304 == browser.get(FEED, if_none_match=tags[FEED]).status
    assert "last-modified" not in browser.get(FEED).headers
    say(store, ATTENTIVE, "news")

    assert 200 == browser.get(FEED, if_none_match=tags[FEED]).status
    assert 304 == browser.get(plain, if_none_match=tags[plain]).status


def test_what_304_is_told_by_is_looked_up(browser: Browser, store: Store) -> None:
    """Each answer that becomes whole changes the state, and no answers are counted to tell it."""
    states = [store.answers.state()]
    for language in ("en", "zh"):
        say(store, ATTENTIVE, "more", language)
        states.append(store.answers.state())
    assert [0, 1, 2] == [whole for whole, _ in states]
    assert 3 == len(set(states))
    plan = store.database.connection.execute(f"EXPLAIN QUERY PLAN {STATE}").fetchall()
    assert "SEARCH answers USING INDEX answers_done" in [row[3] for row in plan]
    assert "SCAN answers" not in " ".join(row[3] for row in plan)


def test_its_pages_are_pages_of_the_same_feed(browser: Browser) -> None:
    """Paging keeps the parameter, and all pages have one id, not that of the other feed."""
    address = f"{HOST}/arxiv/cs.LG/feed?date=2024-01-08&faq=1&show=20"
    first = feedparser.parse(browser.get(address).bytes).feed
    following = next(link.href for link in first.links if link.rel == "next")

    assert f"{address}&skip=20" == following
    assert address == first.id == feedparser.parse(browser.get(following).bytes).feed.id
    page = next(link.href for link in first.links if link.rel == "alternate")
    assert "faq" not in page


def test_a_feed_with_answers_is_bounded(browser: Browser) -> None:
    """However many papers are asked for, no more than a hundred are made readable at once."""
    feed = feedparser.parse(browser.get("/arxiv/cs.LG/feed?faq=1&show=1000").bytes).feed
    assert feed.id.endswith("?faq=1&show=100")
