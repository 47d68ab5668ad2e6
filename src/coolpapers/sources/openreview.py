"""OpenReview, API version 2 and, for older editions, 1: public notes that were accepted.

A note of an accepted paper bears the venue's own id; submitted, rejected and withdrawn ones bear
ids below it. The venue's text, `ICLR 2024 oral`, says the track.

Sources: https://docs.openreview.net/reference/api-v2/entities/note and
https://docs.openreview.net/reference/api-v1/entities/note/fields; written from them.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

import msgspec

from coolpapers.errors import RecordError, SourceFormatError
from coolpapers.formats.links import address_in
from coolpapers.formats.venues import list_track, venue_name
from coolpapers.ids import PaperId
from coolpapers.records import Author, Paper, Venue
from coolpapers.sources.base import Page, Skip, each, log_skipped
from coolpapers.sources.http import Client
from coolpapers.sources.venue_fields import EditionName, venue_paper
from coolpapers.text import clean_name

NAME = "openreview"
ADDRESS = "https://api2.openreview.net/notes"
OLD_ADDRESS = "https://api.openreview.net/notes"
PAGE_SIZE = 500
# The ids under which a venue's accepted papers stand, and the first year in version 2.
GROUPS: dict[str, tuple[tuple[str, ...], int]] = {
    "ICLR": (("ICLR.cc/{year}/Conference", "ICLR.cc/{year}/BlogPosts"), 2024),
    "NeurIPS": (
        (
            "NeurIPS.cc/{year}/Conference",
            "NeurIPS.cc/{year}/Track/Datasets_and_Benchmarks",
            "NeurIPS.cc/{year}/Datasets_and_Benchmarks_Track",
            "NeurIPS.cc/{year}/Position_Paper_Track",
        ),
        2023,
    ),
    "ICML": (("ICML.cc/{year}/Conference", "ICML.cc/{year}/Position_Paper_Track"), 2023),
    "COLM": (("colmweb.org/COLM/{year}/Conference",), 2024),
    "CoRL": (("robot-learning.org/CoRL/{year}/Conference",), 2023),
    "TMLR": (("TMLR",), 2022),
}
VENUES = frozenset(GROUPS)
# One group for all years.
_JOURNALS = frozenset({"TMLR"})
_EVERYBODY = "everyone"
_NOT_ACCEPTED = re.compile(
    r"submitted|submission|reject|withdr(?:e|a)w|under review|anonymous|retracted", re.IGNORECASE
)
_NAMED = re.compile(r"(?P<name>[A-Za-z]+)\W*(?P<year>(?:19|20)\d\d)?\W*(?P<rest>.*)", re.DOTALL)
_ORDER = (
    (re.compile(r"notable[- ]top[- ]5%|\boral\b|\btalk\b", re.I), "Oral"),
    (re.compile(r"notable[- ]top[- ]25%|\bspotlight", re.I), "Spotlight"),
    (re.compile(r"\bposter\b", re.I), "Poster"),
)
_TRACKS = (
    (re.compile(r"datasets?[ _]and[ _]benchmarks?", re.I), "Datasets & Benchmarks"),
    (re.compile(r"position[ _]papers?", re.I), "Position Papers"),
    (re.compile(r"blog", re.I), "Blog Posts"),
)


class _Note(msgspec.Struct):
    id: str
    content: dict[str, Any]
    readers: list[str] = []
    pdate: int | None = None
    odate: int | None = None
    cdate: int | None = None
    ddate: int | None = None


class _Answer(msgspec.Struct):
    notes: list[msgspec.Raw]
    count: int | None = None


_ANSWER = msgspec.json.Decoder(_Answer)
_NOTE = msgspec.json.Decoder(_Note)


class OpenReviewSource:
    """The accepted papers of some editions."""

    name = NAME
    venues = VENUES

    def __init__(self, client: Client, editions: Sequence[str] = ()) -> None:
        self._client = client
        self._editions = [EditionName.read(text, NAME) for text in editions]

    def pages(self, since: str = "") -> Iterator[Page]:
        """All notes of each edition, some hundred to a page; after a cursor, what is left."""
        wanted = [(one, group) for one in self._editions for group in groups_of(one)]
        keys = [f"{edition} {group}" for edition, group in wanted]
        name, _, offset = since.rpartition(" ")
        start = keys.index(name) if name in keys and offset.isdecimal() else 0
        first = int(offset) if name in keys and offset.isdecimal() else 0
        for at, (edition, group) in enumerate(wanted[start:], start):
            is_last = at == len(wanted) - 1
            yield from self._group(edition, group, first if at == start else 0, is_last=is_last)

    def _group(
        self, edition: EditionName, group: str, offset: int, *, is_last: bool
    ) -> Iterator[Page]:
        while True:
            response = self._client.get(address(edition, group, offset), source=NAME)
            try:
                found = len(_answer(response.data).notes)
            except SourceFormatError:
                found = 0
            offset += found
            cursor = "" if is_last and found < PAGE_SIZE else f"{edition} {group} {offset}"
            yield Page(response.data, response.url, response.fetched_utc, cursor, str(edition))
            if found < PAGE_SIZE:
                return

    def parse(self, page: Page, skip: Skip = log_skipped) -> Iterator[Paper]:
        """The accepted papers on a page."""
        return parse_notes(page.data, EditionName.read(page.edition, NAME), skip)


def groups_of(edition: EditionName) -> Sequence[str]:
    """The ids that the accepted papers of an edition may bear."""
    forms, _ = GROUPS.get(edition.venue, ((), 0))
    return [form.format(year=edition.year) for form in forms]


def address(edition: EditionName, group: str, offset: int) -> str:
    """Where some hundred notes of a group are."""
    _, first = GROUPS[edition.venue]
    base = ADDRESS if edition.year >= first else OLD_ADDRESS
    order = "number:asc" if base == ADDRESS else "cdate:asc"
    query = {"content.venueid": group, "limit": PAGE_SIZE, "offset": offset, "sort": order}
    return f"{base}?{urlencode(query, safe='/:')}"


def parse_notes(data: bytes, edition: EditionName, skip: Skip = log_skipped) -> Iterator[Paper]:
    """The accepted papers of an edition among some notes, in their order.

    Notes that not everybody may read, that were deleted, or that are no accepted papers are left
    out.

    Raises:
        SourceFormatError: This is no answer of OpenReview.
    """
    yield from each(_notes(_answer(data).notes, edition), skip)


def _answer(data: bytes) -> _Answer:
    try:
        return _ANSWER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SourceFormatError(NAME, f"not a list of notes: {error}") from error


def _notes(
    raws: Sequence[msgspec.Raw], edition: EditionName
) -> Iterator[tuple[str, Callable[[], Paper | None]]]:
    for at, raw in enumerate(raws):
        try:
            note = _NOTE.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            yield f"note {at}", partial(_refuse, str(error))
        else:
            yield note.id, partial(_paper, note, edition)


def _refuse(reason: str) -> Paper | None:
    raise RecordError(reason)


def _paper(note: _Note, edition: EditionName) -> Paper | None:
    fields = {name: _value(value) for name, value in note.content.items()}
    told, group = _text(fields, "venue"), _text(fields, "venueid")
    published = _moment(note.pdate or note.odate or note.cdate)
    if note.ddate or (note.readers and _EVERYBODY not in note.readers):
        return None
    if group not in groups_of(edition) or _NOT_ACCEPTED.search(told):
        return None
    if edition.venue in _JOURNALS and (published is None or published.year != edition.year):
        return None
    return venue_paper(
        PaperId.parse(f"{note.id}@OpenReview"),
        _text(fields, "title"),
        Venue(edition.venue, edition.year, track_of(told, group)),
        authors=_people(fields.get("authors")),
        abstract=_text(fields, "abstract"),
        published_utc=published,
        pdf_url=_pdf(_text(fields, "pdf")),
        comment=_text(fields, "TLDR") or _text(fields, "TL;DR"),
        code_url=address_in(_text(fields, "code")),
        keywords=_list(fields.get("keywords")),
    )


def venue_of(told: str) -> Venue | None:
    """The venue in a text such as `ICLR 2024 oral`; None if it names no edition."""
    found = _NAMED.match(told.strip())
    if found is None or not found["year"] or _NOT_ACCEPTED.search(told):
        return None
    return Venue(venue_name(found["name"]), int(found["year"]), track_of(found["rest"]))


def track_of(told: str, group: str = "") -> str:
    """The track that a venue's text or its group names: `Oral`, `Datasets & Benchmarks Poster`."""
    order = next((name for pattern, name in _ORDER if pattern.search(told)), "")
    texts = (told, group)
    kind = next((n for pattern, n in _TRACKS if any(map(pattern.search, texts))), "")
    return list_track(kind, order)


def _value(field: object) -> object:
    """A field's value: version 2 wraps it, version 1 does not."""
    return field.get("value") if isinstance(field, dict) else field


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    return value.strip() if isinstance(value, str) else ""


def _list(value: object) -> list[str]:
    """The texts in a list; a text with semicolons or commas is one as well."""
    if isinstance(value, str):
        return [part.strip() for part in re.split(r"[;,]", value)]
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []


def _people(value: object) -> tuple[Author, ...]:
    return tuple(Author(name) for text in _list(value) if (name := clean_name(text)))


def _pdf(path: str) -> str:
    return f"https://openreview.net{path}" if path.startswith("/") else address_in(path)


def _moment(milliseconds: int | None) -> datetime | None:
    try:
        return datetime.fromtimestamp((milliseconds or 0) // 1000, UTC) if milliseconds else None
    except (ValueError, OverflowError, OSError):
        return None
