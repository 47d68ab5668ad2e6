"""NeurIPS proceedings, from 1987 on; MLSys keeps its own with the same software.

A list has titles and authors, a paper's own page the abstract.

Source: https://papers.nips.cc; written from descriptions of its markup.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from coolpapers.ids import PaperId
from coolpapers.records import Paper, Venue
from coolpapers.sources.editions import Entry, Site
from coolpapers.sources.highwire import read_citation
from coolpapers.sources.html import find, links, text_at, text_in, with_class
from coolpapers.sources.venue_fields import (
    EditionName,
    is_paper,
    listed_id,
    names,
    venue_id,
    venue_paper,
)
from coolpapers.sources.xml import Element

ADDRESS = "https://papers.nips.cc/paper_files/paper"
PAPER = re.compile(r".*/hash/(?P<hash>[0-9a-f]{32})-Abstract(?:-(?P<track>[\w-]+))?\.html")
_PDF = re.compile(r".*/file/[0-9a-f]{32}-Paper(?:-[\w-]+)?\.pdf")
_ABSTRACT = "//*[self::h2 or self::h3 or self::h4][normalize-space()='Abstract']"
_DATASETS, _POSITION = "Datasets & Benchmarks", "Position Papers"
_TRACKS = {
    "Datasets_and_Benchmarks": _DATASETS,
    "Datasets_and_Benchmarks_Track": _DATASETS,
    "round1": _DATASETS,
    "round2": _DATASETS,
    "Position": _POSITION,
    "Position_Paper_Track": _POSITION,
    "Journal": "Journal",
}


def addresses(edition: EditionName) -> Sequence[str]:
    """The list of an edition."""
    return (f"{ADDRESS}/{edition.year}",)


def follow(root: Element, _: EditionName) -> Sequence[str]:
    """The pages of the papers on a list."""
    return list(links(root, PAPER))


def entries(root: Element, edition: EditionName) -> Iterator[Entry]:
    """The papers on a list."""
    for item in find(root, "//li"):
        for link in find(item, ".//a[@href]"):
            if PAPER.fullmatch(link.get("href") or ""):
                yield link.get("href") or "", partial(_entry, item, link, edition)
                break


def _entry(item: Element, link: Element, edition: EditionName) -> Paper:
    address = link.get("href") or ""
    people = text_at(item, f".//*[{with_class('paper-authors')}]") or text_at(item, ".//i")
    return venue_paper(
        _id(address, edition),
        text_in(link),
        _venue(address, edition),
        authors=names(people),
        page_url=address,
    )


def own_page(root: Element, address: str, edition: EditionName) -> Paper:
    """The paper on its own page."""
    citation = read_citation(root)
    return venue_paper(
        _id(address, edition),
        citation.title,
        _venue(address, edition, citation.pages),
        authors=citation.authors,
        abstract=_abstract(root),
        page_url=address,
        pdf_url=next(links(root, _PDF), "") or citation.pdf_url,
        doi=citation.doi,
    )


def is_own_page(address: str) -> bool:
    """Whether this is the address of a single paper."""
    return PAPER.fullmatch(address) is not None


def _id(address: str, edition: EditionName) -> PaperId:
    found = PAPER.fullmatch(address)
    if found and not is_paper(address):
        return listed_id(found["hash"], edition)
    return venue_id(address)


def _venue(address: str, edition: EditionName, pages: str = "") -> Venue:
    """Edition and track of a paper; its address names the track."""
    found = PAPER.fullmatch(address)
    track = _TRACKS.get(found["track"] or "", "") if found else ""
    return Venue(edition.venue, edition.year, track, pages=pages)


def _abstract(root: Element) -> str:
    """The abstract: what stands under its heading."""
    own = text_at(root, f"//*[{with_class('paper-abstract')}]").removeprefix("Abstract").strip()
    paragraphs = find(root, f"{_ABSTRACT}/following-sibling::p")
    return own or next((text for part in paragraphs if (text := text_in(part))), "")


SITE = Site("neurips", frozenset({"NeurIPS"}), addresses, entries, own_page, follow, is_own_page)
