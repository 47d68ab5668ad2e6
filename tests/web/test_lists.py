"""Lists of papers: by day, by edition, by id; their orders, their paging, their empty states."""

import sqlite3
from contextlib import AbstractContextManager

import pytest

from coolpapers.store import Database
from tests.builders import paper
from tests.web.browsing import Browser, OpenBrowser

FRIDAY = "2024-01-05"

# An address, and where it leads for good.
MOVED = [
    ("/arxiv/cs.NA", "/arxiv/math.NA"),
    ("/arxiv/CS.lg", "/arxiv/cs.LG"),
    ("/arxiv/cs.LG+cs.LG", "/arxiv/cs.LG"),
    ("/arxiv/cs.NA?show=5", "/arxiv/math.NA?show=5"),
    ("/arxiv/cs.NA/feed", "/arxiv/math.NA/feed"),
    ("/arxiv/1406.02661", "/arxiv/1406.2661"),
    ("/arxiv/arXiv:1406.2661", "/arxiv/1406.2661"),
    ("/arxiv/math.GT/0309136", "/arxiv/math/0309136"),
    ("/arxiv/1406.02661v2,hep-th/9901001", "/arxiv/1406.2661v2,hep-th/9901001"),
    ("/arxiv/oral_-1@OpenReview", "/venue/oral_-1@OpenReview"),
    ("/venue/2401.00001", "/arxiv/2401.00001"),
    ("/venue/iclr.2024", "/venue/ICLR.2024"),
    ("/venue/iclr", "/venue/ICLR"),
    ("/venue/2024.ACL-long.1@acl", "/venue/2024.acl-long.1@ACL"),
]
# An address and the papers on it.
SHOWN = [
    ("/arxiv/cs.LG?date=2024-01-05", ["2401.00001"]),
    ("/arxiv/cs.LG+hep-ex?date=2024-01-05", ["2401.00001", "2401.00002"]),
    ("/arxiv/cs.LG,hep-ex?date=2024-01-05", ["2401.00001", "2401.00002"]),
    ("/arxiv/cs?date=2024-01-05", ["2401.00001", "2401.00002"]),
    ("/arxiv/cs-cs.CY?date=2024-01-05", ["2401.00001"]),
    ("/arxiv/hep-th", ["hep-th/9901001"]),
    ("/arxiv/stat.ML?from=2013-12-01&to=2014-06-30", ["1406.2661"]),
    ("/arxiv/cs.LG?skip=28", ["2401.01001", "2401.01000"]),
    ("/arxiv/cs.LG?show=1", ["2401.01029"]),
    ("/arxiv/hep-th/9901001,2401.00001", ["hep-th/9901001", "2401.00001"]),
    ("/arxiv/hep-th/9901001,2401.00001?sort=0", ["2401.00001", "hep-th/9901001"]),
    ("/arxiv/hep-th/9901001,2401.00001?show=1&skip=1", ["2401.00001"]),
    ("/arxiv/2401.00001v1", ["2401.00001"]),
    ("/venue/ICLR", ["oral_-1@OpenReview", "poster_-2@OpenReview", "poster_-3@OpenReview"]),
    ("/venue/ICLR.2023", ["before_-5@OpenReview"]),
    ("/venue/ICLR.2024?group=oral", ["oral_-1@OpenReview"]),
    ("/venue/ICLR.2024?group=Reject", ["rejected_-4@OpenReview"]),
    ("/venue/oral_-1%40OpenReview", ["oral_-1@OpenReview"]),
    ("/venue/oral_-1@OpenReview,2401.00002", ["oral_-1@OpenReview", "2401.00002"]),
]
# An address, and what its notes speak of.
NOTED = [
    ("/arxiv/cs.LG?foo=1&bar=2", "foo, bar"),
    ("/arxiv/cs.LG?show=many", "show"),
    ("/arxiv/cs.LG?show=0", "show"),
    ("/arxiv/cs.LG?skip=-1", "skip"),
    ("/arxiv/cs.LG?show=99999999999999999", "1,000"),
    ("/arxiv/cs.LG?skip=99999999999999999", "1,000,000"),
    ("/arxiv/cs.LG?date=yesterday", "yesterday"),
    ("/arxiv/cs.LG?date=2024-02-30", "2024-02-30"),
    ("/arxiv/cs.LG?group=Oral", "group"),
    ("/arxiv/cs.LG?highlight=perhaps", "perhaps"),
    ("/arxiv/cs.LG?sort=,,", "sort"),
    ("/arxiv/cs.LG?date=2024-01-05&from=2024-01-01", "range was ignored"),
    ("/arxiv/cs.LG?from=2024-01-31&to=2024-01-01", "turned round"),
    ("/arxiv/cs.LG?from=2020-01-01&to=2024-01-31", "62 days"),
    ("/arxiv/cs.LG+cs.XX", "cs.XX"),
    ("/venue/ICLR.2024?group=Nonsense", "Nonsense"),
    ("/venue/ICLR.2024?date=2024-01-05", "date"),
    ("/arxiv/2401.00001,2401.09999", "2401.09999"),
    ("/arxiv/2401.00001,nonsense", "nonsense"),
    ("/arxiv/2401.00001v1", "version 1"),
    ("/arxiv/2401.00001v9", "Version 9"),
    ("/all/search?query=graphs%20)", ")"),
    ("/all/search?query=graphs&from=2024-01-01", "from"),
]


@pytest.mark.parametrize(("address", "location"), MOVED)
def test_canonical_addresses(browser: Browser, address: str, location: str) -> None:
    """Another spelling of an address leads to the canonical one, for good."""
    answer = browser.get(address)
    assert (301, location) == (answer.status, answer.location)


@pytest.mark.parametrize(("address", "ids"), SHOWN)
def test_papers_shown(browser: Browser, address: str, ids: list[str]) -> None:
    """The list has these papers in this order."""
    answer = browser.get(address)
    assert (200, ids) == (answer.status, answer.ids)


@pytest.mark.parametrize(("address", "words"), NOTED)
def test_what_is_ignored_is_noted(browser: Browser, address: str, words: str) -> None:
    """What cannot be read is no error: the page is there, and says what it ignored."""
    answer = browser.get(address)
    assert 200 == answer.status
    assert any(words in note for note in answer.texts(".notes li")), answer.texts(".notes li")


def test_the_newest_day(browser: Browser) -> None:
    """Without a date the newest day with papers is shown."""
    page = browser.get("/arxiv/cs.LG")
    assert ["Monday, 8 January 2024"] == page.texts("p.info a.date")
    assert "Total: 30" in page.said
    assert 25 == len(page.ids)


def test_paging(browser: Browser) -> None:
    """The pages of a list link to one another and keep what was asked for."""
    first = browser.get("/arxiv/cs.LG?show=10&sort=1")
    assert [] == first.all("a[rel=prev]")
    middle = browser.get(first.one("nav a[rel=next]").get("href"))
    assert "/arxiv/cs.LG?sort=1&show=10&skip=20" == middle.one("nav a[rel=next]").get("href")
    assert "/arxiv/cs.LG?sort=1&show=10" == middle.one("nav a[rel=prev]").get("href")
    assert "#11" == middle.texts(".index")[0]
    assert "11–20 of 30" in middle.said


def test_beyond_the_end(browser: Browser) -> None:
    """Skipping everything says where the list ends."""
    page = browser.get("/arxiv/cs.LG?skip=500")
    assert [] == page.ids
    assert "This list ends at 30." in page.said
    assert "/arxiv/cs.LG?skip=25" == page.one(".empty a").get("href")


def test_days_beside(browser: Browser) -> None:
    """The nearest days with papers are linked."""
    page = browser.get(f"/arxiv/cs.LG?date={FRIDAY}&show=5")
    links = [link.get("href") for link in page.all("nav.days a")]
    assert [
        "/arxiv/cs.LG?date=2014-06-11&show=5",
        "/arxiv/cs.LG?date=2024-01-08&show=5",
    ] == links


def test_the_calendar(browser: Browser) -> None:
    """The month offers exactly the days that have papers, and the months beside it."""
    page = browser.get(f"/arxiv/cs.LG?date={FRIDAY}")
    links = [link.get("href") for link in page.all(".calendar td a")]
    assert ["/arxiv/cs.LG?date=2024-01-05", "/arxiv/cs.LG?date=2024-01-08"] == links
    assert ["5"] == page.texts(".calendar td a[aria-current]")
    assert ["/arxiv/cs.LG?date=2014-06-11"] == [
        link.get("href") for link in page.all(".month-name a")
    ]


def test_an_empty_weekend(browser: Browser) -> None:
    """A day without papers says so, why, and where the next papers are."""
    page = browser.get("/arxiv/cs.LG?date=2024-01-06")
    assert 200 == page.status
    for words in (
        "No papers on Saturday, 6 January 2024.",
        "arXiv announces nothing on a Saturday.",
        "The next day with papers is Monday, 8 January 2024.",
        "The last day with papers before that is Friday, 5 January 2024.",
    ):
        assert words in page.said


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/arxiv/cs.LG?date=1980-01-01", "arXiv began on Wednesday, 14 August 1991"),
        ("/arxiv/cs.LG?date=9999-12-31", "has not come yet"),
        ("/arxiv/cs.LG?date=0001-01-01", "arXiv began"),
        ("/arxiv/cs.LG?from=2001-01-01&to=2001-01-31", "No papers from Monday, 1 January 2001"),
        ("/arxiv/cs.LG?from=9999-12-30", "has not come yet"),
        ("/arxiv/cs.LG?to=0001-01-02", "arXiv began"),
        ("/arxiv/econ.TH", "holds no papers of Theoretical Economics"),
        ("/arxiv/2401.09998,2401.09999", "None of these papers is in this library."),
    ],
)
def test_honest_emptiness(browser: Browser, address: str, words: str) -> None:
    """An empty list says why it is empty."""
    page = browser.get(address)
    assert (200, []) == (page.status, page.ids)
    assert words in page.said


def test_an_empty_library(open_browser: OpenBrowser) -> None:
    """A library without papers says how papers come in; every page of it works."""
    browser = open_browser([])
    assert "There is nothing in this library yet." in browser.get("/").said
    assert "There is nothing in this library yet." in browser.get("/arxiv/cs.LG").said
    assert "no conference papers yet" in browser.get("/venue/latest").said
    assert 404 == browser.get("/venue/ICLR").status


def test_chips(browser: Browser) -> None:
    """Each category of a list is shown with the list without it."""
    page = browser.get("/arxiv/cs.LG+hep-ex-cs.CY")
    assert [
        "/arxiv/hep-ex-cs.CY",
        "/arxiv/cs.LG-cs.CY",
        "/arxiv/cs.LG+hep-ex",
    ] == [link.get("href") for link in page.all(".chips .remove")]


def test_tracks(browser: Browser) -> None:
    """An edition offers its tracks with their sizes; what was not presented stands apart."""
    page = browser.get("/venue/ICLR.2024")
    assert ["All presented", "Poster 2", "Oral 1"] == page.texts(".tracks a")
    assert "1 submission that was not presented is not shown: Reject (1)" in page.said
    assert "Total: 3" in page.said


def test_editions(browser: Browser) -> None:
    """`/venue/latest` lists editions, the newest year first."""
    page = browser.get("/venue/latest")
    assert ["2024", "2023"] == page.texts(".year h2")
    assert ["ACL", "ICLR", "ICLR"] == page.texts(".editions a")
    assert "/venue/ACL.2024/feed" == browser.get("/venue/latest/feed").location


def test_preference_order(browser: Browser) -> None:
    """Papers with the words come first, the others keep their order."""
    page = browser.get("/arxiv/cs.LG?sort=number+17&show=3&highlight=1")
    assert "2401.01017" == page.ids[0]
    assert "words" == page.one(".sort-it[aria-current]").get("data-sort")
    assert page.all(".summary mark")


def test_stars_order(open_browser: OpenBrowser) -> None:
    """The most opened papers come first."""
    from tests.web.shelf import MONDAYS

    browser = open_browser(MONDAYS[:3])
    browser.post("/arxiv/star?key=pdf&paper=2401.01000&delta=1")
    assert ["2401.01000", "2401.01002", "2401.01001"] == browser.get("/arxiv/cs.LG?sort=1").ids
    assert ["1"] == browser.get("/arxiv/2401.01000").texts("#pdf-stars-2401\\.01000")


def test_the_font_of_formulas_comes_early_where_it_is_needed(open_browser: OpenBrowser) -> None:
    """A page with formulas among its first cards fetches their font at once; no other does."""
    plain = [paper(f"2401.0000{at}", "Words") for at in range(1, 5)]
    browser = open_browser([*plain, paper("2401.00009", "Roots of $x^2$")])
    addresses = ("2401.00009", "2401.00001,2401.00009", "2401.00001", ",".join(
        ["2401.00001", "2401.00002", "2401.00003", "2401.00009"]))  # fmt: skip
    fonts = [
        len(browser.get(f"/arxiv/{one}").all("link[rel=preload][href$='math.woff2']"))
        for one in addresses
    ]
    assert [1, 1, 0, 0] == fonts


def test_a_list_page_asks_little(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of one category takes at most ten statements."""
    browser.get("/arxiv/cs.LG")
    asked: list[None] = []
    reading = Database.reading

    def counted(database: Database) -> AbstractContextManager[sqlite3.Connection]:
        asked.append(None)
        return reading(database)

    monkeypatch.setattr(Database, "reading", counted)
    browser.get("/arxiv/cs.LG")
    assert 1 <= len(asked) <= 10
