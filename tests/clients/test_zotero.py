"""Reference managers: what they find on the pages, and our own translator run as Zotero runs it."""

import json
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from lxml.html import HtmlElement

from tests.web.browsing import HOST, Browser
from tests.web.conftest import browser, library

__all__ = ["browser", "library"]

ROOT = Path(__file__).resolve().parents[2]
TRANSLATOR = ROOT / "clients" / "zotero" / "CoolPapers.js"


def tree(element: HtmlElement) -> list[object]:
    """An element as nested lists: tag, attributes, children."""
    children: list[object] = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            children.append(tree(child))
        children.append(child.tail or "")
    return [element.tag, dict(element.attrib), *children]


def translated(
    browser: Browser, address: str, *choose: str, export: str = "[]"
) -> dict[str, object]:
    """What the translator detects and saves on a page of the real application."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node here")
    given = {
        "url": HOST + address,
        "tree": tree(browser.get(address).tree),
        "answers": {"/export/json": export},
        "choose": choose,
    }
    done = subprocess.run(
        [node, str(Path(__file__).with_name("zotero.mjs")), str(TRANSLATOR)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert 0 == done.returncode, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_paper_is_saved_with_its_pdf(browser: Browser) -> None:
    """On a paper's page Zotero sees a preprint, and saves what the export says of it."""
    export = browser.get("/export/json?ids=arxiv:2401.00001").text
    found = translated(browser, "/arxiv/2401.00001", export=export)
    (item,) = found["saved"]  # type: ignore[misc]

    assert ("preprint", True) == (found["detected"], found["fits"])
    assert "Attentive graphs & their <b>bold</b> spectra" == item["title"]
    assert {"firstName": "Ada", "lastName": "Lovelace", "creatorType": "author"} in item["creators"]
    assert ("2024-01-04", "arXiv:2401.00001") == (item["date"], item["archiveID"])
    assert ["https://arxiv.org/pdf/2401.00001"] == [one["url"] for one in item["attachments"]]
    assert [f"{HOST}/export/json?ids=arxiv%3A2401.00001"] == found["asked"]


def test_a_list_offers_its_papers(browser: Browser) -> None:
    """On a list Zotero asks which papers, and only those are asked of the instance."""
    export = browser.get("/export/json?ids=venue:oral_-1@OpenReview").text
    found = translated(browser, "/venue/ICLR.2024", "Spoken graphs", export=export)
    (item,) = found["saved"]  # type: ignore[misc]

    assert "multiple" == found["detected"]
    assert ("conferencePaper", "ICLR 2024") == (item["itemType"], item["conferenceName"])
    (asked,) = found["asked"]  # type: ignore[misc]
    assert "ids=venue%3Aoral_-1%40OpenReview" == urlsplit(asked).query
    assert [] == translated(browser, "/venue/ICLR.2024")["saved"]


@pytest.mark.parametrize("address", ["/", "/venue/latest", "/all/search?query=wordofmine"])
def test_other_pages_are_left_alone(browser: Browser, address: str) -> None:
    """Where there are no papers there is nothing to save."""
    assert translated(browser, address)["detected"] is False


# --- what the public translator for the original site selects: its card markup, see the contract

SELECTED = (
    "body#arxiv",
    ".papers > .panel.paper[id][keywords]",
    "h2.title a.title-link[id^='title-'][href]",
    "h2.title a.title-pdf[id^='pdf-'][data]",
    "p.metainfo.authors[id^='authors-'] a.author",
    "p.summary[id^='summary-']",
    "p.metainfo.subjects a.subject-1[href]",
    "p.metainfo.date .date-data",
)
META = ("citation_title", "citation_author", "citation_publication_date", "citation_pdf_url",
        "citation_abstract", "citation_authors", "citation_date", "citation_year")  # fmt: skip


@pytest.mark.parametrize("address", ["/arxiv/2401.00001", "/arxiv/cs.LG?date=2024-01-05"])
def test_the_public_translators_selectors(browser: Browser, address: str) -> None:
    """On a single paper and on a list, each selector finds what it names on every card."""
    page = browser.get(address)
    cards = len(page.all(".papers > .paper"))
    for selector in SELECTED[1:]:
        assert cards <= len(page.all(selector)), selector
    assert 1 == len(page.all(SELECTED[0]))


def test_a_list_is_no_single_paper_to_it(browser: Browser) -> None:
    """Only a paper's own page has the tags by which a single paper is told."""
    paper, listing = browser.get("/arxiv/2401.00001"), browser.get("/arxiv/cs.LG")

    assert [True] * len(META) == [bool(paper.all(f"meta[name={name}]")) for name in META]
    assert [] == listing.all("meta[name^=citation_]")


# --- what generic translators read


def test_proceedings_are_told_in_the_head(browser: Browser) -> None:
    """A conference paper's page names its conference; a preprint's page has none."""
    page = browser.get("/venue/2024.acl-long.1@ACL")

    assert "ACL 2024" == page.one("meta[name=citation_conference_title]").get("content")
    assert [] == browser.get("/arxiv/2401.00001").all("meta[name=citation_conference_title]")


@pytest.mark.parametrize(
    "address", ["/arxiv/2401.00001", "/venue/ICLR.2024", "/all/search?query=graphs"]
)
def test_every_paper_on_a_page_is_had_by_unapi(browser: Browser, address: str) -> None:
    """A page names its unAPI server, and that has each of its papers as RIS and BibTeX."""
    page = browser.get(address)
    server = page.one("link[rel=unapi-server]").get("href").removeprefix(HOST)
    ids = [one.get("title") for one in page.all("abbr.unapi-id")]
    offered = ET.fromstring(browser.get(server).bytes)

    assert page.ids == ids
    assert ["ris", "bibtex"] == [one.get("name") for one in offered]
    for paper in ids[:3]:
        assert 300 == browser.get(f"{server}?id={paper}").status
        assert browser.get(f"{server}?id={paper}&format=ris").text.startswith("TY  - ")
        assert browser.get(f"{server}?id={paper}&format=bibtex").text.startswith("@")


@pytest.mark.parametrize(
    ("asked", "status"),
    [("id=2401.99999", 404), ("id=nonsense", 404), ("id=2401.00001&format=mods", 406)],
)
def test_unapi_says_what_it_has_not(browser: Browser, asked: str, status: int) -> None:
    """Papers that are not held are not found; other formats are not acceptable."""
    assert status == browser.get(f"/unapi?{asked}").status
