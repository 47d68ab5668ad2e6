"""The `citation_` tags that pages of papers carry for those who index them.

Source: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
"""

import re
from typing import NamedTuple

from coolpapers.records import Author
from coolpapers.sources.html import find
from coolpapers.sources.venue_fields import turned
from coolpapers.sources.xml import Element
from coolpapers.text import clean_name

_YEAR = re.compile(r"(?:19|20)\d\d")


class Citation(NamedTuple):
    """What the tags of a page say; nothing where they are silent."""

    title: str
    authors: tuple[Author, ...]
    abstract: str
    pdf_url: str
    doi: str
    pages: str
    book: str
    year: int
    keywords: tuple[str, ...]


def read_citation(root: Element) -> Citation:
    """The citation in the head of a page."""
    pairs = [
        ((tag.get("name") or "").lower(), (tag.get("content") or "").strip())
        for tag in find(root, "//meta[@name and @content]")
    ]
    found: dict[str, str] = {}
    for name, content in pairs:
        found.setdefault(name, content)
    first, last = found.get("citation_firstpage", ""), found.get("citation_lastpage", "")
    books = ("citation_conference_title", "citation_inbook_title", "citation_journal_title")
    year = _YEAR.search(found.get("citation_publication_date") or found.get("citation_date", ""))
    words = [content for name, content in pairs if name in ("citation_keywords", "dc.subject")]
    return Citation(
        title=found.get("citation_title", ""),
        authors=_authors(pairs),
        abstract=found.get("citation_abstract") or found.get("dc.description", ""),
        pdf_url=found.get("citation_pdf_url", ""),
        doi=found.get("citation_doi", ""),
        pages=f"{first}-{last}" if first and last and first != last else first,
        book=next((found[name] for name in books if found.get(name)), ""),
        year=int(year[0]) if year else 0,
        keywords=tuple(word.strip() for text in words for word in text.split(";")),
    )


def _authors(pairs: list[tuple[str, str]]) -> tuple[Author, ...]:
    """The authors; an institution belongs to the author before it."""
    authors: list[Author] = []
    for name, content in pairs:
        if name == "citation_author" and (who := turned(content)):
            authors.append(Author(who))
        elif name == "citation_author_institution" and authors:
            last = authors[-1]
            place = clean_name(content)
            authors[-1] = Author(last.name, f"{last.affiliation}; {place}".strip("; "))
    return tuple(authors)
