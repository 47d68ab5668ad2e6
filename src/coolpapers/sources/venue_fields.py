"""What the pages of several venues have in common: how their fields become a paper."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from coolpapers.errors import PaperIdError, RecordError, SourceFormatError
from coolpapers.formats.names import clean_list_name
from coolpapers.formats.venues import venue_name
from coolpapers.ids import VENUE, PaperId
from coolpapers.records import Author, Paper, Venue
from coolpapers.sources.html import without_tags
from coolpapers.text import clean_name, clean_prose

_EDITION = re.compile(r"(?P<name>[A-Za-z0-9-]+)\.(?P<year>(?:19|20)\d\d)")
_SAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 120


class EditionName(NamedTuple):
    """One edition of a venue, printed `ICLR.2024`."""

    venue: str
    year: int

    def __str__(self) -> str:
        return f"{self.venue}.{self.year}"

    @classmethod
    def read(cls, text: str, source: str) -> "EditionName":
        """The edition that prints like this.

        Raises:
            SourceFormatError: It is none.
        """
        found = _EDITION.fullmatch(text)
        if found is None:
            raise SourceFormatError(source, f"no edition of a venue: {text[:80]!r}")
        return cls(venue_name(found["name"]), int(found["year"]))


def venue_id(address: str) -> PaperId:
    """The id of a venue paper from its address.

    Raises:
        PaperIdError: It is not the address of one.
    """
    paper = PaperId.parse(address)
    if paper.branch != VENUE:
        raise PaperIdError(address)
    return paper


def is_paper(address: str) -> bool:
    """Whether this is the address of a venue paper."""
    try:
        venue_id(address)
    except PaperIdError:
        return False
    return True


def listed_id(name: str, edition: EditionName) -> PaperId:
    """An id of our own for a paper whose site has none that we know."""
    safe = _SAFE.sub("-", name).strip("-._")[:_LONGEST_NAME]
    return PaperId.parse(f"{safe}@{edition.venue}{edition.year}@List")


def names(listed: str | Iterable[str]) -> tuple[Author, ...]:
    """Authors from a list with commas, or from their names."""
    parts = listed.split(",") if isinstance(listed, str) else listed
    return tuple(Author(name) for part in parts if (name := clean_list_name(part.strip())))


def turned(name: str) -> str:
    """`Lovelace, Ada` as `Ada Lovelace`; a name without comma as it is."""
    key, _, fore = name.partition(",")
    return clean_name(f"{fore} {key}")


def venue_paper(
    paper_id: PaperId,
    title: str,
    venue: Venue,
    *,
    authors: tuple[Author, ...] = (),
    abstract: str = "",
    published_utc: datetime | None = None,
    pdf_url: str = "",
    page_url: str = "",
    doi: str = "",
    comment: str = "",
    code_url: str = "",
    keywords: Iterable[str] = (),
    same_as: tuple[PaperId, ...] = (),
) -> Paper:
    """A venue's paper from fields as they came.

    Raises:
        RecordError: It has no title.
    """
    title = clean_prose(without_tags(title))
    if not title:
        raise RecordError(f"{paper_id}: no title")
    words = dict.fromkeys(word for part in keywords if (word := clean_prose(part)))
    return Paper(
        id=paper_id,
        title=title,
        abstract=clean_prose(without_tags(abstract)),
        authors=authors,
        published_utc=published_utc,
        comment=comment,
        doi=doi.strip().removeprefix("https://doi.org/"),
        pdf_url=pdf_url,
        page_url=page_url,
        venue=venue,
        code_url=code_url,
        keywords=tuple(words),
        same_as=tuple(other for other in dict.fromkeys(same_as) if other != paper_id),
    )
