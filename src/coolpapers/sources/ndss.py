"""NDSS: a list of accepted papers for each year, abstracts on papers' own pages.

Source: https://www.ndss-symposium.org/previous-ndss-symposia/; written from descriptions of its
markup.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from coolpapers.formats.authors import split_authors
from coolpapers.records import Paper, Venue
from coolpapers.sources.editions import Entry, Site
from coolpapers.sources.html import find, links, text_at, text_in, with_class
from coolpapers.sources.venue_fields import EditionName, venue_id, venue_paper
from coolpapers.sources.xml import Element

ADDRESS = "https://www.ndss-symposium.org"
_PAPER = re.compile(r".*/ndss-paper/[\w-]+/?")
_PDF = re.compile(r".*/(?!.*slides)[^/]*paper\.pdf", re.IGNORECASE)
_BLOCKS = f"//*[{with_class('rel-paper')} or {with_class('pt-cv-content-item')}]"
_PEOPLE = f".//p | .//*[{with_class('pt-cv-ctf-value')}]"


def addresses(edition: EditionName) -> Sequence[str]:
    """The list of an edition."""
    return (f"{ADDRESS}/ndss{edition.year}/accepted-papers/",)


def follow(root: Element, _: EditionName) -> Sequence[str]:
    """The pages of the papers on a list."""
    return list(links(root, _PAPER))


def entries(root: Element, edition: EditionName) -> Iterator[Entry]:
    """The papers on a list."""
    for block in find(root, _BLOCKS):
        address = next(links(block, _PAPER), "")
        if address:
            yield address, partial(_entry, block, address, edition)


def _entry(block: Element, address: str, edition: EditionName) -> Paper:
    return venue_paper(
        venue_id(address),
        text_at(block, ".//h2 | .//h3"),
        Venue(edition.venue, edition.year),
        authors=split_authors(text_at(block, _PEOPLE)),
        page_url=address,
    )


def own_page(root: Element, address: str, edition: EditionName) -> Paper:
    """The paper on its own page: the authors first, then the abstract, which is longest."""
    data = f"//*[{with_class('paper-data')}]"
    paragraphs = [text for part in find(root, f"{data}//p") if (text := text_in(part))]
    people = text_at(root, f"{data}//strong") or (paragraphs[0] if paragraphs else "")
    said = [text for text in paragraphs if text != people]
    return venue_paper(
        venue_id(address),
        text_at(root, f"//h1[{with_class('entry-title')}]") or text_at(root, "//h1"),
        Venue(edition.venue, edition.year),
        authors=split_authors(people),
        abstract=max(said, key=len, default=""),
        page_url=address,
        pdf_url=next(links(root, _PDF), ""),
    )


SITE = Site("ndss", frozenset({"NDSS"}), addresses, entries, own_page, follow)
