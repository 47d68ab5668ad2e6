"""The filters of a query, `cat: venue: year: date: id: has:`, from their text."""

import calendar
import re
from collections.abc import Callable
from datetime import date

from coolpapers.ids import PaperId, find_ids
from coolpapers.search.tree import AtVenue, Days, Filter, Has, Named, Subjects, Years
from coolpapers.subjects import parse_lenient

HOLDINGS = frozenset({"code", "doi", "venue", "comment", "abstract"})

_RANGE = re.compile(r"(?P<first>[^.]*?)\s*\.\.+\s*(?P<last>[^.]*)")
_YEARS = re.compile(r"(?P<first>\d{4})-(?P<last>\d{4})")
_YEAR = re.compile(r"(?:1[5-9]|2[01])\d\d", re.ASCII)
_DAY = re.compile(r"(\d{4})(?:[-/]?(\d\d)(?:[-/]?(\d\d))?)?", re.ASCII)
_EDITION = re.compile(r"(?P<name>.+?)[. @]?(?P<year>(?:19|20)\d\d)", re.ASCII)


def filter_of(text: str) -> Filter | None:
    """The filter that a text such as `cat:cs.AI+cs.LG` means; None if it means none."""
    name, _, value = text.partition(":")
    value = value.strip().strip('"').strip(" ,;")
    return FILTERS[name.lower()](value) if value else None


def _subjects(value: str) -> Filter | None:
    expression, _ = parse_lenient(value)
    return None if expression is None else Subjects(expression)


def _venue(value: str) -> Filter | None:
    name = " ".join(value.split())
    edition = _EDITION.fullmatch(name)
    found = AtVenue(edition["name"], int(edition["year"])) if edition else AtVenue(name)
    return found if any(map(str.isalnum, found.name)) else None


def _years(value: str) -> Filter | None:
    span = _RANGE.fullmatch(value) or _YEARS.fullmatch(value)
    first, last = (span["first"], span["last"]) if span else (value, value)
    if not (first or last) or not all(_YEAR.fullmatch(year) for year in (first, last) if year):
        return None
    years = [int(year) if year else None for year in (first, last)]
    return Years(*_ordered(*years))


def _days(value: str) -> Filter | None:
    span = _RANGE.fullmatch(value)
    first, last = (span["first"], span["last"]) if span else (value, value)
    start, end = _day(first, end=False), _day(last, end=True)
    if (first and not start) or (last and not end) or not (start or end):
        return None
    if start and end and start > end:
        start, end = _day(last, end=False), _day(first, end=True)
    return Days(start, end)


def _day(text: str, *, end: bool) -> date | None:
    """The first or last day of a day, month or year."""
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        month = month or (12 if end else 1)
        return date(year, month, day or (calendar.monthrange(year, month)[1] if end else 1))
    except (ValueError, calendar.IllegalMonthError):
        return None


def _ordered(first: int | None, last: int | None) -> tuple[int | None, int | None]:
    if first is not None and last is not None and first > last:
        return last, first
    return first, last


def _named(value: str) -> Filter | None:
    ids: tuple[PaperId, ...] = tuple(find_ids(value))
    return Named(ids) if ids else None


def _has(value: str) -> Filter | None:
    return Has(value.lower()) if value.lower() in HOLDINGS else None


FILTERS: dict[str, Callable[[str], Filter | None]] = {
    "cat": _subjects,
    "category": _subjects,
    "venue": _venue,
    "year": _years,
    "date": _days,
    "id": _named,
    "has": _has,
}
NAMES = {"cat": "category", "id": "papers", "has": "with"}
