"""The search page."""

import json
from pathlib import Path

import pytest

from coolpapers.errors import IndexMissingError
from coolpapers.flows.latent import build_space
from coolpapers.library import SPACE_DIRECTORY, Library
from coolpapers.search import lookups
from coolpapers.web.indexing import IndexState
from tests.semantic.test_space import papers
from tests.web.browsing import Browser, OpenBrowser, browsing

# What is typed, and the paper or papers it leads to.
LEADS = [
    ("1706.03762", "/arxiv/1706.03762"),
    ("arXiv:1406.02661v1 [stat.ML]", "/arxiv/1406.2661"),
    ("https://arxiv.org/abs/hep-th/9901001", "/arxiv/hep-th/9901001"),
    ("https://openreview.net/forum?id=oral_-1", "/venue/oral_-1@OpenReview"),
    ("1706.03762, 2401.00001", "/arxiv/1706.03762,2401.00001"),
    ("https://arxiv.org/abs/1706.03762 hep-th/9901001", "/arxiv/1706.03762,hep-th/9901001"),
]


@pytest.mark.parametrize(("query", "location"), LEADS)
def test_ids_lead_to_papers(browser: Browser, query: str, location: str) -> None:
    """An id or address typed into the box opens the paper."""
    answer = browser.ask("GET", "/all/search", params={"query": query})
    assert (302, location) == (answer.status, answer.location)


@pytest.mark.parametrize("query", ["attention 1706.03762", "graphs", "2017", "id:1706.03762"])
def test_words_are_searched(browser: Browser, query: str) -> None:
    """A query that says more than an id is a search."""
    assert 200 == browser.ask("GET", "/all/search", params={"query": query}).status


def test_hits(browser: Browser) -> None:
    """The page has the hits, their number, the time, and how the query was read."""
    page = browser.get('/all/search?query=spoken+"spoken+graphs"')
    assert ["oral_-1@OpenReview"] == page.ids[:1]
    assert "found in" in page.said
    assert ["words spoken", "phrase spoken graphs"] == page.texts(".said")
    assert ["Spoken graphs"] == page.texts(".paper:first-child .title-link mark")


def test_branches(browser: Browser) -> None:
    """A search stays in its branch and offers the others."""
    page = browser.get("/venue/search?query=graphs&sort=0&skip=1")
    assert all("@" in one for one in page.ids)
    assert [
        "/all/search?query=graphs&sort=0",
        "/arxiv/search?query=graphs&sort=0",
        "/venue/search?query=graphs&sort=0",
    ] == [link.get("href") for link in page.all(".branches a")]


@pytest.mark.parametrize("sort", ["", "0", "1", "weekend,spoken"])
def test_orders(browser: Browser, sort: str) -> None:
    """Every order shows the same papers."""
    page = browser.get(f"/all/search?query=graphs&show=100&sort={sort}")
    plain = browser.get("/all/search?query=graphs&show=100")
    assert sorted(plain.ids) == sorted(page.ids)
    assert 1 == len(page.all(".orders [aria-current]"))


def test_without_marks(browser: Browser) -> None:
    """`highlight=0` leaves the text unmarked."""
    assert browser.get("/all/search?query=graphs").all("mark")
    assert [] == browser.get("/all/search?query=graphs&highlight=0").all("mark")


def test_no_query(browser: Browser) -> None:
    """Without a query the page says how to search."""
    page = browser.get("/arxiv/search")
    assert "How to search" in page.said
    assert [] == page.ids


def test_no_hits(browser: Browser) -> None:
    """No hit is no error."""
    page = browser.get("/arxiv/search?query=zzyzzyx")
    assert "No paper matches." in page.said
    assert "Total: 0" in page.said


HOSTILE = ("<script>alert(1)</script>", '"', "((((", "a" * 9000, "\x00", "😀")


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_queries(browser: Browser, query: str) -> None:
    """Whatever is typed is text."""
    answer = browser.ask("GET", "/all/search", params={"query": query})
    assert 200 == answer.status
    assert [] == answer.all("main script")


def test_signs_that_would_turn_the_page_are_left_out(browser: Browser) -> None:
    """Control characters and those that change the direction of writing are read as spaces."""
    page = browser.ask("GET", "/all/search", params={"query": "\u202espoken\x07graphs\u2066"})
    assert "spoken graphs" == page.one("main input[name=query]").get("value")
    assert ["words spoken graphs"] == page.texts(".said")
    assert not {"\u202e", "\u2066", "\x07"} & set(page.text)


def test_what_costs_too_much_is_said(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that are left out because of what they cost are named: page, API, no error."""
    monkeypatch.setattr(lookups, "BUDGET", 1)
    query = "gr*+sp*+graphs"

    page = browser.get(f"/all/search?query={query}")
    assert "would take too long: sp*" in page.said
    assert ["sp*"] == json.loads(browser.get(f"/api/v1/search?query={query}").text)["ignored"]


def test_while_there_is_no_index(library: Library) -> None:
    """Without an index search says so with 503, and every page quietly tells how far it is."""
    from coolpapers.web.app import create_app

    class _NoEngine:
        def __getattr__(self, _name: str) -> object:
            raise IndexMissingError("none")

    bare = library._replace(engine=_NoEngine())
    app = create_app(bare, look_at_index=lambda: IndexState(is_ready=False, percent=43))
    with browsing(app) as browser:
        page = browser.get("/all/search?query=graphs")
        assert (503, "5") == (page.status, page.headers["retry-after"])
        assert "Search is being prepared" in page.said
        listed = browser.get("/arxiv/cs.LG?sort=graphs")
        assert ["Search is being prepared, 43 % done."] == listed.texts(".indexing")
        assert "the order is by date" in listed.said


def test_facets_narrow_by_one_click(browser: Browser) -> None:
    """Each value says how many papers are left, and its link leads to exactly those."""
    page = browser.get("/all/search?query=graphs+weekend&facets=1")
    links = page.all(".facets a")
    assert links
    for link in links:
        narrowed = browser.get(str(link.get("href")))
        count = link.text_content().split()[-1]
        assert f"Total: {count}" in narrowed.said


def test_related_papers_say_why(browser: Browser, library: Library) -> None:
    """[REL] leads to papers like the one, without it, each with what it shares."""
    href = str(browser.get("/arxiv/2401.01001").one(".title-rel").get("href"))
    page = browser.get(href)
    assert page.ids
    assert "2401.01001" not in page.ids
    assert page.texts(".beside")[0].startswith("Shares: ")
    assert page.ids == browser.get(href.replace("query=", "query=x")).ids
    assert browser.get(f"{href}&mode=keywords").ids


def test_an_unknown_paper_is_searched_by_words(browser: Browser) -> None:
    """Without the paper in the library its words are a search, and a note says so."""
    page = browser.get("/all/search?query=spoken&like=2401.99999")
    assert page.ids
    assert "“2401.99999” is not in this library" in page.said


@pytest.mark.parametrize("order", ["sort=0", "sort=1", "sort=spoken^2,-weekend", "order=recent"])
def test_related_papers_in_every_order(browser: Browser, order: str) -> None:
    """Papers like one can be ordered as any list, still say why, and go on from page to page."""
    href = str(browser.get("/arxiv/2401.00001").one(".title-rel").get("href"))
    page = browser.get(f"{href}&{order}")
    assert sorted(browser.get(href).ids) == sorted(page.ids)
    assert all("Shares: " in text for text in page.texts("p.beside"))
    assert page.ids[1:2] == browser.get(f"{href}&{order}&skip=1&show=1").ids
    if order.startswith("sort=spoken"):
        assert all("Why here: weekend −" in text for text in page.texts(".why summary")[:1])
        assert page.all(".why")


@pytest.mark.parametrize(
    ("more", "name"),
    [("mode=keywords", "mode"), ("order=recent&sort=1", "order"), ("like={}&facets=1", "facets")],
)
def test_what_goes_not_together_is_said(browser: Browser, more: str, name: str) -> None:
    """A parameter that another one makes meaningless is named."""
    page = browser.get(f"/all/search?query=spoken&{more.format('2401.00001')}")
    assert f"means nothing on this page: {name}." in page.said


def test_recent_papers_first(browser: Browser) -> None:
    """The blended order has the same papers and a link of its own."""
    page = browser.get("/all/search?query=graphs&show=100&order=recent")
    assert sorted(browser.get("/all/search?query=graphs&show=100").ids) == sorted(page.ids)


def test_related_papers_by_meaning(open_browser: OpenBrowser, tmp_path: Path) -> None:
    """With a space meaning counts, each card says so, and every way has a link to itself."""
    browser = open_browser(papers(90))
    build_space(browser.app.state.site.library.store, tmp_path / "library" / SPACE_DIRECTORY)
    href = str(browser.get("/arxiv/2401.00006").one(".title-rel").get("href"))
    page = browser.get(href)
    assert {0} == {int(one.rpartition(".")[2]) % 3 for one in page.ids}
    assert all("Near in meaning (" in text for text in page.texts(".beside"))
    assert "Words and meaning" == page.one(".modes [aria-current]").text_content()
    assert page.ids == browser.get(f"{href}&mode=blend").ids
    assert page.ids == browser.get(f"{href}&mode=nonsense").ids
    for link in page.all(".modes a"):
        other = browser.get(str(link.get("href")))
        assert link.text_content() == other.one(".modes [aria-current]").text_content()
        assert ("Near in meaning" in other.said) == (link.text_content() == "Words and meaning")


def test_related_papers_without_a_space(browser: Browser) -> None:
    """Where there are no vectors the page does not offer meaning, asked for or not."""
    href = str(browser.get("/arxiv/2401.01001").one(".title-rel").get("href"))
    for address in (href, f"{href}&mode=blend"):
        page = browser.get(address)
        assert ["Words", "Keywords", "Whole text"] == page.texts(".modes a")
        assert "Words" == page.one(".modes [aria-current]").text_content()
        assert "Near in meaning" not in page.said
