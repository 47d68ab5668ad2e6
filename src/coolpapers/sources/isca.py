"""ISCA archive: Interspeech, a list for each year in sessions, abstracts on papers' own pages.

Source: https://www.isca-archive.org; written from descriptions of its markup.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from coolpapers.records import Paper, Venue
from coolpapers.sources.editions import Entry, Site
from coolpapers.sources.highwire import read_citation
from coolpapers.sources.html import find, links, text_at, text_in
from coolpapers.sources.venue_fields import EditionName, is_paper, names, venue_id, venue_paper
from coolpapers.sources.xml import Element

ADDRESS = "https://www.isca-archive.org"
_PAPER = re.compile(r".*/interspeech_\d{4}/[\w-]+_interspeech\.html")
_DOI = re.compile(r"https://doi\.org/10\.21437/.*")
_PDF = re.compile(r".*/interspeech_\d{4}/[\w-]+_interspeech\.pdf")


def addresses(edition: EditionName) -> Sequence[str]:
    """The list of an edition."""
    return (f"{ADDRESS}/interspeech_{edition.year}/index.html",)


def follow(root: Element, _: EditionName) -> Sequence[str]:
    """The pages of the papers on a list."""
    return [address for address in links(root, _PAPER) if is_paper(address)]


def entries(root: Element, edition: EditionName) -> Iterator[Entry]:
    """The papers on a list: each is a link around title and authors."""
    for link in find(root, "//a[@href]"):
        address = link.get("href") or ""
        if _PAPER.fullmatch(address):
            yield address, partial(_entry, link, address, edition)


def _entry(link: Element, address: str, edition: EditionName) -> Paper:
    people = text_at(link, ".//span")
    return venue_paper(
        venue_id(address),
        text_in(link).removesuffix(people),
        Venue(edition.venue, edition.year),
        authors=names(people),
        page_url=address,
    )


def own_page(root: Element, address: str, edition: EditionName) -> Paper:
    """The paper on its own page."""
    citation = read_citation(root)
    return venue_paper(
        venue_id(address),
        citation.title or text_at(root, "//h3"),
        Venue(edition.venue, edition.year, pages=citation.pages),
        authors=citation.authors or names(text_at(root, "//h5")),
        abstract=citation.abstract or text_at(root, "//*[@id='abstract']//p"),
        page_url=address,
        pdf_url=citation.pdf_url or next(links(root, _PDF), ""),
        doi=citation.doi or next(links(root, _DOI), ""),
    )


SITE = Site("isca", frozenset({"Interspeech"}), addresses, entries, own_page, follow)
