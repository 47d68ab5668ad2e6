"""Dates as metadata write them, read quickly."""

from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
_ZULU = frozenset({"GMT", "UTC", "+0000"})


@lru_cache(maxsize=4096)
def parse_time(text: str) -> datetime | None:
    """`Mon, 2 Apr 2007 19:18:42 GMT`, in UTC; None if this is no such time."""
    parts = text.split()
    try:
        if len(parts) == 6 and parts[5] in _ZULU:
            _, day, month, year, clock, _ = parts
            hour, minute, second = clock.split(":")
            return datetime(
                int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=UTC
            )
        moment = parsedate_to_datetime(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError):
        return parse_iso_time(text)


def parse_iso_time(text: str) -> datetime | None:
    """`2007-04-02T19:18:42Z` or `2007-04-02`, in UTC; None if this is no such time."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=4096)
def parse_day(text: str) -> date | None:
    """`2008-11-26`; None if this is no day."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def midnight(day: date) -> datetime:
    """The first moment of a day in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
