"""Query strings to typed requests. What cannot be read is ignored, and a note says so."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal, NamedTuple
from urllib.parse import quote_plus

from coolpapers.flows.related import MODES, Mode
from coolpapers.web.notes import Note, quoted

SHOW, MOST_SHOWN = 25, 1000
DEEPEST_SKIP = 1_000_000
LONGEST_RANGE_DAYS = 62
MOST_WORDS, LONGEST_WORD = 50, 60
LONGEST_QUERY = 10_000

_NUMBER = re.compile(r"\d{1,18}", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
# Control characters, and those that turn the direction of what follows them on a page.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_COMMAS = re.compile(r"[,，、;；\n]+")
_DAY_LENGTH = timedelta(days=1)

SortKind = Literal["", "date", "stars", "words"]
Whose = Literal["", "mine", "learned"]
"""Where words of taste come from: the address, or what the reader's browser sent beside it."""
LEARNED: Whose = "learned"
RECENT = "recent"
MINE = "~"
"""The value of `sort` that means the reader's own words; no word is written so."""


class Sort(NamedTuple):
    """An order: the page's own, by date, by stars, or by preference words."""

    kind: SortKind = ""
    words: tuple[str, ...] = ()
    whose: Whose = ""

    def __str__(self) -> str:
        """The value of `sort` in an address; a reader's own words are in none."""
        words = {"": ",".join(self.words), "mine": MINE, "learned": ""}[self.whose]
        return {"": "", "date": "0", "stars": "1", "words": words}[self.kind]


UNSORTED = Sort()


@dataclass(frozen=True, slots=True)
class ListRequest:
    """What a query string asks of a list; `notes` say what was ignored.

    `mine` are the reader's own words of taste, which stand in no address.
    """

    skip: int = 0
    show: int = SHOW
    sort: Sort = UNSORTED
    day: date | None = None
    first: date | None = None
    last: date | None = None
    highlight: bool | None = None
    group: str = ""
    query: str = ""
    like: str = ""
    mode: Mode | Literal[""] = ""
    order: str = ""
    facets: bool | None = None
    faq: bool | None = None
    notes: tuple[Note, ...] = ()
    mine: tuple[str, ...] = ()

    @property
    def is_range(self) -> bool:
        """Whether several days are asked for."""
        return self.first is not None or self.last is not None

    def query_string(self, **changes: object) -> str:
        """This request as a query string, with changes; `?...`, or nothing if it is the default."""
        pairs = [f"{name}={_quoted(text)}" for name, text in self.fields(**changes)]
        return f"?{'&'.join(pairs)}" if pairs else ""

    def fields(self, **changes: object) -> tuple[tuple[str, str], ...]:
        """The same as names and values, for a form."""
        # A copy with the changes would cost more than all else: a page has a dozen addresses.
        found: list[tuple[str, str]] = []
        for name, of, printed in _PRINTED:
            text = printed(changes[of] if of in changes else getattr(self, of))
            if text:
                found.append((name, text))
        return tuple(found)


_quoted = lru_cache(maxsize=1024)(quote_plus)


def _day_printed(day: date | None) -> str:
    return day.isoformat() if day else ""


def _if_set(switch: bool | None) -> str:
    return "1" if switch else ""


_PRINTED: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("query", "query", str),
    ("like", "like", str),
    ("mode", "mode", str),
    ("order", "order", str),
    ("facets", "facets", _if_set),
    ("date", "day", _day_printed),
    ("from", "first", _day_printed),
    ("to", "last", _day_printed),
    ("group", "group", str),
    ("sort", "sort", str),
    ("highlight", "highlight", lambda on: "" if on is None else str(int(on))),
    ("faq", "faq", _if_set),
    ("show", "show", lambda show: "" if show == SHOW else str(show)),
    ("skip", "skip", lambda skip: str(skip) if skip else ""),
)
"""Names in an address, the fields they print, and how; in their order there."""


# --- reading

IDS = frozenset({"show", "skip", "sort", "order", "highlight", "faq"})
DAYS = IDS | {"date", "from", "to"}
EDITION = IDS | {"group"}
SEARCH = IDS | {"query", "like", "mode", "facets"}

_KNOWN = DAYS | EDITION | SEARCH


def read_list_request(given: Mapping[str, str], meant: frozenset[str]) -> ListRequest:
    """The typed request of a query string.

    Args:
        given: Names and values as sent.
        meant: The names that mean something on this page.
    """
    notes: list[Note] = []
    values: dict[str, object] = {}
    for name in sorted(meant & given.keys()):
        if value := given[name].strip():
            field, read = _READERS[name]
            try:
                values[field] = read(value, notes)
            except _UnreadableError as error:
                notes.append(Note(error.key, {"name": name, "value": quoted(value)}))
    _note_others(given, meant, notes)
    return _with_range(ListRequest(**values), notes)  # type: ignore[arg-type]


def _note_others(given: Mapping[str, str], meant: frozenset[str], notes: list[Note]) -> None:
    strange = [quoted(name) for name in given if name not in _KNOWN]
    meaningless = [name for name in given if name in _KNOWN - meant and given[name]]
    if strange:
        notes.append(Note("note.unknown", {"names": ", ".join(strange[:10])}))
    if meaningless:
        notes.append(Note("note.meaningless", {"names": ", ".join(meaningless)}))


def _with_range(asked: ListRequest, notes: list[Note]) -> ListRequest:
    """Days in order and not too many; a single day wins over a range."""
    first, last = asked.first, asked.last
    if asked.day and asked.is_range:
        notes.append(Note("note.date_wins", {}))
        first = last = None
    if first and last and first > last:
        notes.append(Note("note.range_turned", {}))
        first, last = last, first
    if first and last and (last - first).days >= LONGEST_RANGE_DAYS:
        first = last - (LONGEST_RANGE_DAYS - 1) * _DAY_LENGTH
        notes.append(Note("note.range_cut", {"n": LONGEST_RANGE_DAYS}))
    return replace(asked, first=first, last=last, notes=tuple(notes))


def completed_range(asked: ListRequest, newest: date) -> tuple[date, date]:
    """Both ends of the range that is asked for, where only one was named."""
    longest = (LONGEST_RANGE_DAYS - 1) * _DAY_LENGTH
    if asked.first is None:
        last = asked.last or newest
        return max(date.min + longest, last) - longest, last
    if asked.last is None:
        return asked.first, min(date.max - longest, asked.first) + longest
    return asked.first, asked.last


# --- one value each

_Reader = Callable[[str, list[Note]], object]


class _UnreadableError(Exception):
    """A value is not what it should be; `key` names the text that says so."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _whole(value: str) -> int:
    if not _NUMBER.fullmatch(value):
        raise _UnreadableError("note.not_number")
    return int(value)


def _skip(value: str, notes: list[Note]) -> int:
    number = _whole(value)
    if number > DEEPEST_SKIP:
        notes.append(Note("note.skip_capped", {"n": DEEPEST_SKIP}))
    return min(number, DEEPEST_SKIP)


def _show(value: str, notes: list[Note]) -> int:
    number = _whole(value)
    if number == 0:
        raise _UnreadableError("note.not_number")
    if number > MOST_SHOWN:
        notes.append(Note("note.show_capped", {"n": MOST_SHOWN}))
    return min(number, MOST_SHOWN)


def _order(value: str, _notes: list[Note]) -> str:
    if value not in (RECENT, LEARNED):
        raise _UnreadableError("note.not_order")
    return value


def _mode(value: str, _notes: list[Note]) -> Mode:
    for mode in MODES:
        if mode == value:
            return mode
    raise _UnreadableError("note.not_mode")


def _sort(value: str, _notes: list[Note]) -> Sort:
    if value == MINE:
        return Sort("words", (), "mine")
    if value in ("0", "1"):
        return Sort("date" if value == "0" else "stars")
    words = read_words(value)
    if not words:
        raise _UnreadableError("note.not_words")
    return Sort("words", words)


def read_words(text: str) -> tuple[str, ...]:
    """Preference words from a comma list, each once."""
    words = (" ".join(word.split())[:LONGEST_WORD] for word in _COMMAS.split(text))
    return tuple(dict.fromkeys(word for word in words if word.strip("-")))[:MOST_WORDS]


def _day(value: str, _notes: list[Note]) -> date:
    found = _DAY.fullmatch(value)
    if found is None:
        raise _UnreadableError("note.not_day")
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        raise _UnreadableError("note.not_day") from None


def _highlight(value: str, _notes: list[Note]) -> bool:
    if value not in ("0", "1"):
        raise _UnreadableError("note.not_switch")
    return value == "1"


def _text(value: str, notes: list[Note]) -> str:
    value = _UNSEEN.sub(" ", value).strip()
    if len(value) > LONGEST_QUERY:
        notes.append(Note("note.query_cut", {"n": LONGEST_QUERY}))
    return value[:LONGEST_QUERY]


_READERS: dict[str, tuple[str, _Reader]] = {
    "skip": ("skip", _skip),
    "show": ("show", _show),
    "sort": ("sort", _sort),
    "date": ("day", _day),
    "from": ("first", _day),
    "to": ("last", _day),
    "highlight": ("highlight", _highlight),
    "group": ("group", _text),
    "query": ("query", _text),
    "like": ("like", _text),
    "mode": ("mode", _mode),
    "order": ("order", _order),
    "facets": ("facets", _highlight),
    "faq": ("faq", _highlight),
}
