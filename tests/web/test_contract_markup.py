"""CONTRACT.md, section 2: what clients select on the pages."""

import re

import pytest

from coolpapers.ids import PaperId
from coolpapers.library import Library
from tests.web.browsing import Browser

LISTS = (
    "/arxiv/cs.LG?date=2024-01-05",
    "/arxiv/2401.00001,hep-th/9901001",
    "/venue/ICLR.2024",
    "/all/search?query=graphs",
)
# A page, a selector of the contract, and how many elements it has there.
ELEMENTS = [
    ("/", "body#home", 1),
    ("/", "a#arxiv-allin-link[href]", 1),
    ("/", "a#cat-cs\\.LG[href='/arxiv/cs.LG']", 1),
    ("/", "#cat-astro-ph\\.CO, #cat-quant-ph, #cat-cs\\.NA", 3),
    ("/", "a#venue-ICLR[href^='/venue/ICLR.2024']", 1),
    ("/", "a[href^='/venue/ICLR.2023']", 1),
    ("/arxiv/cs.LG", "body#arxiv", 1),
    ("/venue/ICLR.2024", "body#venue", 1),
    ("/all/search?query=graphs", "body#all", 1),
    ("/arxiv/search?query=graphs", "body#arxiv", 1),
    ("/arxiv/2401.00001", "body#arxiv", 1),
    ("/arxiv/2401.00001", "h2.title > a:first-child > span.index.notranslate", 1),
    ("/arxiv/2401.00001", "a#title-2401\\.00001.title-link[href='/arxiv/2401.00001']", 1),
    ("/arxiv/2401.00001", "a#pdf-2401\\.00001.title-pdf[data] sup#pdf-stars-2401\\.00001", 1),
    ("/arxiv/2401.00001", "a#copy-2401\\.00001.title-copy", 1),
    ("/arxiv/2401.00001", "a#kimi-2401\\.00001.title-kimi sup#kimi-stars-2401\\.00001", 1),
    ("/arxiv/2401.00001", "a#rel-2401\\.00001.title-rel[href^='/arxiv/search?query=']", 1),
    ("/arxiv/2401.00001", "p#authors-2401\\.00001.metainfo.authors a.author", 3),
    ("/arxiv/2401.00001", "p#summary-2401\\.00001.summary", 1),
    ("/arxiv/2401.00001", "p#subjects-2401\\.00001.metainfo.subjects a.subject-1", 1),
    ("/arxiv/2401.00001", "a.subject-3[href$='/stat.ML']", 1),
    ("/arxiv/2401.00001", "p#date-2401\\.00001.metainfo.date span.date-data", 1),
    ("/arxiv/2401.00001", "div#pdf-container-2401\\.00001.pdf-container", 1),
    ("/arxiv/2401.00001", "div#kimi-container-2401\\.00001.kimi-container.notranslate", 1),
    ("/arxiv/2401.00001", "meta[name=citation_author]", 3),
    ("/arxiv/2401.00002", "p.authors a.author", 57),
    ("/venue/oral_-1@OpenReview", "div[id='oral_-1@OpenReview'].panel.paper", 1),
]
HEAD_OF_LIST = (
    ("h1.notranslate", 1),
    ("p.info.notranslate", 1),
    ("p.info a.date", 1),
    ("p.info a.shortcut.sort-it", 3),
    ("p.info a.feed-it[href*='/feed']", 1),
    ("div.papers", 1),
)
BAR = (
    "#app-bar #app-bar-search",
    "#app-bar #app-bar-star div.items",
    "#app-bar #app-bar-config",
    "#app-bar #app-bar-bug",
)
META = {
    "citation_title": "Attentive graphs & their <b>bold</b> spectra",
    "citation_authors": "Ada Lovelace; Émilie du Châtelet; 王小明",
    "citation_publication_date": "2024/01/04",
    "citation_date": "2024/01/04",
    "citation_year": "2024",
    "citation_pdf_url": "https://arxiv.org/pdf/2401.00001",
    "citation_doi": "10.1000/182",
    "citation_abstract": 'We bound $\\lambda_1 < n$ and say "quotes" <script>alert(1)</script>.',
}


@pytest.mark.parametrize(("address", "selector", "count"), ELEMENTS)
def test_elements(browser: Browser, address: str, selector: str, count: int) -> None:
    """Each element that clients know is on its page."""
    assert count == len(browser.get(address).all(selector))


@pytest.mark.parametrize("address", LISTS)
def test_the_head_of_every_list(browser: Browser, address: str) -> None:
    """Heading, date, three orders, feed and total stand above every list."""
    page = browser.get(address)
    assert [count for _, count in HEAD_OF_LIST] == [len(page.all(s)) for s, _ in HEAD_OF_LIST]
    assert re.search(r"\bTotal: \d+\b", page.one("p.info").text_content())


@pytest.mark.parametrize("address", LISTS)
def test_cards_and_nothing_else(browser: Browser, address: str) -> None:
    """`div.papers` holds cards only, each ending with its fold line."""
    page = browser.get(address)
    children = list(page.one("div.papers"))
    assert children
    for place, card in enumerate(children, start=1):
        assert ["id", "class", "keywords"] == list(card.keys())
        assert "panel paper" == card.get("class")
        assert f"fold-{card.get('id')}" == card[-1].get("id")
        assert f"#{place}" == card.cssselect("span.index")[0].text
    pattern = r'<div id="[^"]+" class="panel paper" keywords="[^"]*">'
    assert len(children) == len(re.findall(pattern, page.text))


@pytest.mark.parametrize("address", [*LISTS, "/", "/venue/latest", "/arxiv/2401.00001", "/none"])
def test_the_bar(browser: Browser, address: str) -> None:
    """The app bar with its four parts is on every page."""
    page = browser.get(address)
    assert [1] * len(BAR) == [len(page.all(selector)) for selector in BAR]


@pytest.mark.parametrize(("name", "content"), META.items())
def test_what_reference_managers_read(browser: Browser, name: str, content: str) -> None:
    """A paper's page has the Highwire tags."""
    page = browser.get("/arxiv/2401.00001")
    assert content == page.one(f"meta[name={name}]").get("content")


def test_moments(browser: Browser) -> None:
    """The date of a card is printed to the second, in UTC."""
    page = browser.get("/arxiv/2401.00001")
    assert "2024-01-04 12:30:00 UTC" == page.one("span.date-data").text


def test_venue_subjects(browser: Browser) -> None:
    """The subject of a conference paper is its edition and track, and leads there."""
    page = browser.get("/venue/oral_-1@OpenReview")
    subject = page.one("a.subject-1")
    assert ("ICLR.2024 - Oral", "/venue/ICLR.2024?group=Oral") == (
        subject.text,
        subject.get("href"),
    )


def test_long_author_lists_fold(browser: Browser) -> None:
    """More than 40 authors stand behind `et al.`, and can be seen without scripts."""
    page = browser.get("/arxiv/2401.00002")
    assert 17 == len(page.all(".more-authors a.author"))
    box = page.one("input.fold-authors")
    assert ["et al. (17 more)"] == page.texts(f"label[for='{box.get('id')}']")


def test_cards_of_all_branches_link_to_their_own(browser: Browser) -> None:
    """In a search over everything each card leads to its own branch."""
    page = browser.get("/all/search?query=graphs")
    branches = {link.get("href").split("/")[1] for link in page.all("a.title-link")}
    assert {"arxiv", "venue"} == branches


def test_keywords_and_related(browser: Browser, library: Library) -> None:
    """Keywords stand on the card, and related papers are a search for them."""
    (held,) = library.store.papers.get([PaperId.parse("2401.00001")])
    library.store.keywords.put({held.number: ["graph", "spectral gap"]}, 1)
    page = browser.get("/arxiv/2401.00001")
    assert "graph,spectral gap" == page.one("div.paper").get("keywords")
    expected = "/arxiv/search?query=graph%2Cspectral+gap&highlight=1&like=2401.00001"
    assert expected == page.one("a.title-rel").get("href")
