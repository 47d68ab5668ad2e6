"""IJCAI proceedings from 2017 on: one list a year in sections, abstracts on papers' own pages.

Source: https://www.ijcai.org/all_proceedings; written from descriptions of its markup.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from coolpapers.formats.venues import list_track
from coolpapers.records import Paper, Venue
from coolpapers.sources.editions import Entry, Site
from coolpapers.sources.highwire import read_citation
from coolpapers.sources.html import find, links, text_at, text_in, with_class
from coolpapers.sources.venue_fields import EditionName, is_paper, names, venue_id, venue_paper
from coolpapers.sources.xml import Element

ADDRESS = "https://www.ijcai.org/proceedings"
_PAPER = re.compile(r".*/proceedings/\d{4}/\d+")
_PDF = re.compile(r".*/\d+\.pdf")
_ABSTRACT = "//*[self::div or self::p][preceding-sibling::*[1][normalize-space()='Abstract']]"
_SECTION = f"./ancestor::div[{with_class('section')}][1]//*[{with_class('section_title')}]"
_TRACK = re.compile(
    r"\b(?:track|survey|demo\w*|journal|doctoral|early career|best papers?)\b", re.I
)


def addresses(edition: EditionName) -> Sequence[str]:
    """The list of an edition."""
    return (f"{ADDRESS}/{edition.year}/",)


def follow(root: Element, _: EditionName) -> Sequence[str]:
    """The pages of the papers on a list."""
    return [address for address in links(root, _PAPER) if is_paper(address)]


def entries(root: Element, edition: EditionName) -> Iterator[Entry]:
    """The papers on a list."""
    for block in find(root, f"//div[{with_class('paper_wrapper')}]"):
        address = next(links(block, _PAPER), "") or next(links(block, _PDF), "")
        yield address, partial(_entry, block, address, edition)


def _entry(block: Element, address: str, edition: EditionName) -> Paper:
    heading = text_at(block, _SECTION)
    return venue_paper(
        venue_id(address),
        text_at(block, f".//*[{with_class('title')}]"),
        Venue(edition.venue, edition.year, list_track(_track(heading), "")),
        authors=names(text_at(block, f".//*[{with_class('authors')}]")),
        page_url=address if _PAPER.fullmatch(address) else "",
        pdf_url=next(links(block, _PDF), ""),
    )


def _track(heading: str) -> str:
    """The track that a section is, or nothing: most sections are fields of research."""
    if not _TRACK.search(heading) or heading.lower().startswith("main track"):
        return ""
    return re.sub(r"\s+track$", "", heading, flags=re.I)


def own_page(root: Element, address: str, edition: EditionName) -> Paper:
    """The paper on its own page."""
    citation = read_citation(root)
    said = [text for block in find(root, _ABSTRACT) if (text := text_in(block))]
    plain = text_at(root, f"//div[{with_class('proceedings-detail')}]"
                          f"//div[{with_class('row')}][3]//div[1]")  # fmt: skip
    return venue_paper(
        venue_id(address),
        citation.title or text_at(root, "//h1"),
        Venue(edition.venue, edition.year, pages=citation.pages),
        authors=citation.authors or names(text_at(root, "//h2")),
        abstract=citation.abstract or (said[0] if said else plain),
        page_url=address,
        pdf_url=citation.pdf_url or next(links(root, _PDF), ""),
        doi=citation.doi,
    )


SITE = Site("ijcai", frozenset({"IJCAI"}), addresses, entries, own_page, follow)
