"""USENIX: Security, FAST, OSDI and its other symposia; everything stands on the programme's page.

The Security Symposium parts its programme; where the technical sessions do not exist yet, the
lists of accepted papers by cycle do.

Source: https://www.usenix.org/conferences; written from descriptions of its markup.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from coolpapers.formats.authors import split_authors
from coolpapers.records import Author, Paper, Venue
from coolpapers.sources.editions import Entry, Site
from coolpapers.sources.html import find, links, text_at, text_in, with_class
from coolpapers.sources.venue_fields import EditionName, venue_id, venue_paper
from coolpapers.sources.xml import Element

ADDRESS = "https://www.usenix.org/conference"
_SLUGS = {"USENIX-Security": "usenixsecurity", "OSDI": "osdi", "FAST": "fast", "NSDI": "nsdi"}
_CYCLES = ("fall-accepted-papers", "winter-accepted-papers", "summer-accepted-papers")
_PAPER = re.compile(r".*/conference/[\w-]+/(?:technical-sessions/)?presentation/[\w-]+")
_PDF = re.compile(r".*/system/files/(?!.*(?:slides|appendix|prepub)).*\.pdf", re.IGNORECASE)
_PEOPLE = "field-name-field-paper-people-text"
_TEXTS = ("field-name-field-paper-description-long", "field-name-field-paper-description")
_NO_PAPERS = ("keynote", "opening remarks", "closing remarks", "poster session", "panel:")


def addresses(edition: EditionName) -> Sequence[str]:
    """The programme of an edition, and its lists of accepted papers."""
    base = f"{ADDRESS}/{_SLUGS[edition.venue]}{edition.year % 100:02}"
    cycles = _CYCLES if edition.venue == "USENIX-Security" else ()
    return tuple(f"{base}/{page}" for page in ("technical-sessions", *cycles))


def entries(root: Element, edition: EditionName) -> Iterator[Entry]:
    """The papers of a programme."""
    for block in find(root, f"//article[{with_class('node-paper')}]"):
        address = next(links(block, _PAPER, ".//h2//a[@href]"), "")
        yield address, partial(_entry, block, address, edition)


def _entry(block: Element, address: str, edition: EditionName) -> Paper | None:
    title = text_at(block, ".//h2")
    people = _people(block)
    if not address or not people or title.lower().startswith(_NO_PAPERS):
        return None
    return venue_paper(
        venue_id(address),
        title,
        Venue(edition.venue, edition.year),
        authors=people,
        abstract=_abstract(block),
        page_url=address,
        pdf_url=next(links(block, _PDF), ""),
    )


def _people(block: Element) -> tuple[Author, ...]:
    """The authors: `A and B, Here; C, There`, with the places in italics."""
    field = next(iter(find(block, f".//*[{with_class(_PEOPLE)}]//p")), None)
    if field is None:
        return ()
    found: list[Author] = []
    waiting = field.text or ""
    for child in field:
        if child.tag in ("em", "i"):
            place = text_in(child).strip(" ;,")
            found += [Author(one.name, place) for one in split_authors(waiting.strip(" ;,"))]
            waiting = child.tail or ""
        else:
            waiting += f" {text_in(child)} {child.tail or ''}"
    return (*found, *split_authors(waiting.strip(" ;,")))


def _abstract(block: Element) -> str:
    for name in _TEXTS:
        parts = find(block, f".//*[{with_class(name)}]//p")
        if parts:
            return " ".join(map(text_in, parts))
    return ""


SITE = Site("usenix", frozenset(_SLUGS), addresses, entries)
