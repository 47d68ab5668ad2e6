"""CVF open access: CVPR, ICCV, WACV and ACCV, from 2013 on.

The list of an edition has everything but the abstracts, which stand on the papers' own pages.
Editions of several years have a list for each day.

Source: https://openaccess.thecvf.com/menu; written from the shape of its markup.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from coolpapers.ids import PaperId, find_ids
from coolpapers.records import Paper, Venue
from coolpapers.sources.editions import Entry, Site
from coolpapers.sources.highwire import read_citation
from coolpapers.sources.html import find, links, read_list, text_at, text_in
from coolpapers.sources.venue_fields import EditionName, names, venue_id, venue_paper
from coolpapers.sources.xml import Element

ADDRESS = "https://openaccess.thecvf.com"
_FIRST_OF_ALL_DAYS = 2021
_PAGES = re.compile(r"pages\s*=\s*\{\s*([\d–-]+)\s*\}")
_PDF = re.compile(r".*/papers/.*_paper\.pdf", re.IGNORECASE)
_DAY = re.compile(r".*/[A-Z]{4}\d{4}(?:\.py)?\?day=[\d-]+")
_ARXIV = re.compile(r"https?://arxiv\.org/abs/.*")


def addresses(edition: EditionName) -> Sequence[str]:
    """The list of an edition."""
    query = "?day=all" if edition.year >= _FIRST_OF_ALL_DAYS else ""
    return (f"{ADDRESS}/{edition.venue}{edition.year}{query}",)


def follow(root: Element, _: EditionName) -> Sequence[str]:
    """The papers on a list, or the days of an edition that has no list of all."""
    return [address for address, _, _ in read_list(root)] or list(links(root, _DAY))


def entries(root: Element, edition: EditionName) -> Iterator[Entry]:
    """The papers on a list."""
    for address, title, parts in read_list(root):
        yield address, partial(_entry, address, title, parts, edition)


def _entry(address: str, title: str, parts: list[Element], edition: EditionName) -> Paper:
    paper_id = venue_id(address)
    fields = [field for part in parts for field in find(part, ".//input[@name='query_author']")]
    people = [field.get("value") or "" for field in fields] or text_in(parts[0]).split(",")
    pages = _PAGES.search(" ".join(map(text_in, parts)))
    return venue_paper(
        paper_id,
        title,
        _venue(edition, paper_id, pages[1] if pages else ""),
        authors=names(people),
        page_url=address,
        pdf_url=next((pdf for part in parts for pdf in links(part, _PDF)), ""),
        same_as=_preprints(parts),
    )


def _preprints(parts: Sequence[Element]) -> tuple[PaperId, ...]:
    return tuple(find_ids(" ".join(found for part in parts for found in links(part, _ARXIV))))


def _venue(edition: EditionName, paper_id: PaperId, pages: str) -> Venue:
    track = "Workshops" if paper_id.local.endswith("W@CVF") else ""
    return Venue(edition.venue, edition.year, track, pages=pages)


def own_page(root: Element, address: str, edition: EditionName) -> Paper:
    """The paper on its own page."""
    citation = read_citation(root)
    paper_id = venue_id(address)
    return venue_paper(
        paper_id,
        text_at(root, "//*[@id='papertitle']") or citation.title,
        _venue(edition, paper_id, citation.pages),
        authors=names(text_at(root, "//*[@id='authors']//b")) or citation.authors,
        abstract=text_at(root, "//*[@id='abstract']"),
        page_url=address,
        pdf_url=next(links(root, _PDF), "") or citation.pdf_url,
        same_as=_preprints([root]),
    )


SITE = Site(
    "cvf", frozenset({"CVPR", "ICCV", "WACV", "ACCV"}), addresses, entries, own_page, follow
)
