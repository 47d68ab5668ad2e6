"""The calendar beside a list: one month, with links to the days that have papers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in the calendar; without an address it has no papers."""

    day: date
    papers: int = 0
    href: str = ""
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks from Monday to Sunday; days of other months are None."""

    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]
    earlier: str
    later: str


def bounds(day: date) -> tuple[date, date]:
    """The first and the last day of the month of a day."""
    first = day.replace(day=1)
    if first.month == 12:
        return first, first.replace(day=31)
    return first, first.replace(month=first.month + 1) - _DAY


def lay_out(
    shown: tuple[date, date],
    papers: Mapping[date, int],
    beside: tuple[date | None, date | None],
    address: Callable[[date], str],
) -> Month:
    """The month in which the shown days end.

    Args:
        shown: The first and last day that the list shows.
        papers: How many papers the month's days have.
        beside: The nearest days with papers before and after the month.
        address: The address of a day's list.
    """
    first, last = bounds(shown[1])
    cells = [
        _cell(first + at * _DAY, shown, papers, address) for at in range((last - first).days + 1)
    ]
    padded: list[Cell | None] = [None] * first.weekday() + [*cells] + [None] * (6 - last.weekday())
    weeks = tuple(tuple(padded[at : at + 7]) for at in range(0, len(padded), 7))
    earlier, later = (address(day) if day else "" for day in beside)
    return Month(first, weeks, earlier, later)


def _cell(
    day: date,
    shown: tuple[date, date],
    papers: Mapping[date, int],
    address: Callable[[date], str],
) -> Cell:
    count = papers.get(day, 0)
    is_shown = shown[0] <= day <= shown[1]
    return Cell(day, count, address(day) if count else "", is_shown)
