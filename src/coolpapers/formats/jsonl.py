"""Our own form: one JSON object a line that holds every field of a paper."""

from datetime import UTC, date, datetime

import msgspec

from coolpapers.errors import RecordError
from coolpapers.formats.base import Parsed, decoded
from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue, Version

SOURCE = "coolpapers"


class _Author(msgspec.Struct, omit_defaults=True, gc=False):
    name: str
    affiliation: str = ""


class _Version(msgspec.Struct, gc=False):
    number: int
    created: datetime


class _Venue(msgspec.Struct, omit_defaults=True, gc=False):
    name: str
    year: int
    track: str = ""
    booktitle: str = ""
    pages: str = ""


class _Paper(msgspec.Struct, omit_defaults=True, kw_only=True):
    """The paper as it is written: names of people may also stand as plain strings."""

    id: str
    title: str
    abstract: str = ""
    authors: tuple[_Author | str, ...] = ()
    subjects: tuple[str, ...] = ()
    versions: tuple[_Version, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    announced: date | None = None
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    licence: str = ""
    pdf_url: str = ""
    page_url: str = ""
    venue: _Venue | None = None
    code_url: str = ""
    keywords: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


_DECODER = msgspec.json.Decoder(_Paper)
_ENCODER = msgspec.json.Encoder()
_PLAIN = (
    "title", "abstract", "subjects", "announced", "comment", "journal_ref", "doi", "licence",
    "pdf_url", "page_url", "code_url", "keywords",
)  # fmt: skip


def to_json(paper: Paper) -> bytes:
    """The paper as one line of JSON, with its line end."""
    wire = _Paper(
        id=str(paper.id),
        authors=tuple(_written(author) for author in paper.authors),
        versions=tuple(_Version(v.number, v.created_utc) for v in paper.versions),
        published=paper.published_utc,
        updated=paper.updated_utc,
        venue=None if paper.venue is None else _Venue(*msgspec.structs.astuple(paper.venue)),
        same_as=tuple(map(str, paper.same_as)),
        **{name: getattr(paper, name) for name in _PLAIN},
    )
    return _ENCODER.encode(wire) + b"\n"


def _written(author: Author) -> _Author | str:
    return _Author(author.name, author.affiliation) if author.affiliation else author.name


def parse_paper(line: bytes) -> Parsed:
    """The paper on one line.

    Raises:
        RecordError: It is not such a line, has no title, or a time without zone.
        PaperIdError: Its id, or one it names in `same_as`, is none.
    """
    if b"\\u0000" in line:
        raise RecordError("contains the character NUL")
    wire = decoded(_DECODER, line)
    if not wire.title.strip():
        raise RecordError(f"{wire.id[:40]}: no title")
    paper = Paper(
        id=PaperId.parse(wire.id),
        authors=tuple(_read(author) for author in wire.authors),
        versions=tuple(Version(v.number, _aware(v.created)) for v in wire.versions),
        published_utc=None if wire.published is None else _aware(wire.published),
        updated_utc=None if wire.updated is None else _aware(wire.updated),
        venue=None if wire.venue is None else Venue(*msgspec.structs.astuple(wire.venue)),
        same_as=tuple(map(PaperId.parse, wire.same_as)),
        **{name: getattr(wire, name) for name in _PLAIN},
    )
    return paper, SOURCE


def _read(author: _Author | str) -> Author:
    return Author(author) if isinstance(author, str) else Author(author.name, author.affiliation)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise RecordError(f"a time without zone: {moment.isoformat()}")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise RecordError(f"no such time: {moment.isoformat()}") from error
