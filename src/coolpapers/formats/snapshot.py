"""arXiv's metadata snapshot: one JSON object a line, as published on Kaggle.

Source: https://www.kaggle.com/datasets/Cornell-University/arxiv
"""

from datetime import date, datetime, time

import msgspec

from coolpapers.errors import RecordError
from coolpapers.formats.authors import split_authors
from coolpapers.formats.base import Parsed, decoded
from coolpapers.formats.dates import midnight, parse_day, parse_time
from coolpapers.formats.links import code_in
from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Version
from coolpapers.schedule import announced_day, announced_day_of_date
from coolpapers.subjects import canonical
from coolpapers.text import clean_name, clean_prose

SOURCE = "arxiv"
_MIDNIGHT = time()


class _Version(msgspec.Struct, gc=False):
    version: str = ""
    created: str = ""


class _Entry(msgspec.Struct, gc=False):
    id: str
    title: str | None = None
    authors: str | None = None
    authors_parsed: list[list[str | None]] | None = None
    abstract: str | None = None
    comments: str | None = None
    journal_ref: str | None = msgspec.field(name="journal-ref", default=None)
    doi: str | None = None
    categories: str | list[str] | None = None
    license: str | None = None
    versions: list[_Version] | None = None
    update_date: str | None = None


_DECODER = msgspec.json.Decoder(_Entry)


def parse_entry(line: bytes) -> Parsed:
    """The paper on one line of the snapshot.

    Raises:
        RecordError: It is not such a line, or has no title.
        PaperIdError: Its id is not one of arXiv's.
    """
    entry = decoded(_DECODER, line)
    paper_id = _id(entry.id)
    title = clean_prose(entry.title or "")
    if not title:
        raise RecordError(f"{entry.id[:40]}: no title")
    comment = clean_prose(entry.comments or "")
    abstract = clean_prose(entry.abstract or "")
    versions = _versions(entry.versions or [])
    changed = parse_day(entry.update_date) if entry.update_date else None
    first = versions[0].created_utc if versions else None
    last = versions[-1].created_utc if versions else None
    paper = Paper(
        id=paper_id,
        title=title,
        abstract=abstract,
        authors=_authors(entry),
        subjects=_subjects(entry.categories),
        versions=versions,
        published_utc=first,
        updated_utc=last or (midnight(changed) if changed else None),
        announced=_announced(versions, changed),
        comment=comment,
        journal_ref=clean_prose(entry.journal_ref or ""),
        doi=(entry.doi or "").strip(),
        licence=(entry.license or "").strip(),
        code_url=code_in(comment, abstract),
    )
    return paper, SOURCE


def _id(text: str) -> PaperId:
    paper_id = PaperId.parse(text)
    if paper_id.branch != "arxiv":
        raise RecordError(f"not an arXiv id: {text[:40]!r}")
    return paper_id


def _authors(entry: _Entry) -> tuple[Author, ...]:
    if entry.authors_parsed:
        authors = (_author(parts) for parts in entry.authors_parsed)
        return tuple(author for author in authors if author.name)
    return split_authors(entry.authors) if entry.authors else ()


def _author(parts: list[str | None]) -> Author:
    """From key name, forenames, suffix and affiliations; the source writes `C.-P.` as `C. -P.`."""
    key, fore, suffix = (*(part or "" for part in parts[:3]), "", "", "")[:3]
    name = f"{fore} {key} {suffix}" if suffix else f"{fore} {key}"
    places = "; ".join(clean_name(part) for part in parts[3:] if part)
    return Author(clean_name(name.replace(". -", ".-")).strip(" ;:,"), places)


def _subjects(categories: str | list[str] | None) -> tuple[str, ...]:
    codes = " ".join(categories) if isinstance(categories, list) else categories or ""
    return tuple(dict.fromkeys(map(canonical, codes.split())))


def _versions(entries: list[_Version]) -> tuple[Version, ...]:
    """The versions with a readable date, by number; `v2+` is at least the second."""
    versions = {}
    for entry in entries:
        number = entry.version.lstrip("v").rstrip("+")
        created = parse_time(entry.created)
        if created is not None and number.isdecimal() and len(number) < 5:
            versions[int(number)] = Version(int(number), created)
    return tuple(versions[number] for number in sorted(versions))


def _announced(versions: tuple[Version, ...], changed: date | None) -> date | None:
    """The day whose listing carries the first version, from its time or, without one, its day.

    With days alone: a paper is announced neither before it was submitted nor after its record
    was last changed, so if both days are one, that is the day.
    """
    if not versions:
        return None
    first = versions[0].created_utc
    if any(version.created_utc.time() != _MIDNIGHT for version in versions):
        return announced_day(first)
    return _announced_by_day(first, changed)


def _announced_by_day(first: datetime, changed: date | None) -> date:
    day = first.date()
    if changed is None or changed < day:
        return announced_day_of_date(day)
    return day if changed == day else min(announced_day_of_date(day), changed)
