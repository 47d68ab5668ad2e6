"""Papers as they are told, and the records that they are."""

from datetime import date, datetime

import msgspec

from coolpapers import records
from coolpapers.ids import PaperId, outside_urls
from coolpapers.records import Stars


class Author(msgspec.Struct, frozen=True, gc=False):
    """One author, as printed."""

    name: str
    affiliation: str = ""


class Version(msgspec.Struct, frozen=True, gc=False):
    """One version of a paper, numbered from 1, and when it was submitted."""

    number: int
    created: datetime


class Venue(msgspec.Struct, frozen=True, gc=False):
    """Where a paper was presented."""

    name: str
    year: int
    track: str = ""
    booktitle: str = ""
    pages: str = ""


class Paper(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One work, whatever its versions.

    `id` is `arxiv:1706.03762` or `venue:2024.acl-long.1@ACL`; times are UTC; mathematics stays as
    its author wrote it, between dollars. `keywords` are the authors' own, `words` those that tell
    the paper from others. `address` is its page here, `page_url` and `pdf_url` those at its source.
    """

    id: str
    title: str
    abstract: str = ""
    authors: tuple[Author, ...] = ()
    subjects: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    announced: date | None = None
    versions: tuple[Version, ...] = ()
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    licence: str = ""
    venue: Venue | None = None
    keywords: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    stars: Stars = Stars()
    address: str = ""
    page_url: str = ""
    pdf_url: str = ""
    code_url: str = ""
    same_as: tuple[str, ...] = ()


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """The papers that were asked for, in that order; ids not held; texts that are no ids."""

    papers: tuple[Paper, ...] = ()
    missing: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()


_ALIKE = (
    "title", "abstract", "subjects", "announced", "comment", "journal_ref", "doi", "licence",
    "code_url", "keywords",
)  # fmt: skip


def told(held: records.Held, address: str = "") -> Paper:
    """What is told of a paper that the library holds; `address` is its page here."""
    paper = held.paper
    venue = paper.venue
    known = ("", "") if paper.page_url and paper.pdf_url else outside_urls(paper.id)
    return Paper(
        id=str(paper.id),
        authors=tuple([Author(one.name, one.affiliation) for one in paper.authors]),
        versions=tuple([Version(one.number, one.created_utc) for one in paper.versions]),
        published=paper.published_utc,
        updated=paper.updated_utc,
        venue=None if venue is None else Venue(*msgspec.structs.astuple(venue)),
        words=held.keywords,
        stars=held.stars,
        address=address,
        page_url=paper.page_url or known[0],
        pdf_url=paper.pdf_url or known[1],
        same_as=tuple(map(str, paper.same_as)) if paper.same_as else (),
        # One by one: a search has 25 papers, and a dictionary of these for each is dear.
        title=paper.title,
        abstract=paper.abstract,
        subjects=paper.subjects,
        announced=paper.announced,
        comment=paper.comment,
        journal_ref=paper.journal_ref,
        doi=paper.doi,
        licence=paper.licence,
        code_url=paper.code_url,
        keywords=paper.keywords,
    )


def held_of(paper: Paper) -> records.Held:
    """The paper as a record, as if it were held here; it has no row number."""
    venue = paper.venue
    record = records.Paper(
        id=PaperId.parse(paper.id),
        authors=tuple(records.Author(one.name, one.affiliation) for one in paper.authors),
        versions=tuple(records.Version(one.number, one.created) for one in paper.versions),
        published_utc=paper.published,
        updated_utc=paper.updated,
        venue=None if venue is None else records.Venue(*msgspec.structs.astuple(venue)),
        pdf_url=paper.pdf_url,
        page_url=paper.page_url,
        same_as=tuple(map(PaperId.parse, paper.same_as)),
        **{name: getattr(paper, name) for name in _ALIKE},
    )
    return records.Held(-1, b"", record, paper.stars, paper.words)
