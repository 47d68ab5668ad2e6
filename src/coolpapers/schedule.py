"""When arXiv announces what it receives.

What comes in before 14:00 US Eastern on a working day is announced at 20:00, from Sunday to
Thursday: Friday's on Sunday, the weekend's on Monday. A listing bears the day after its
evening, which is the UTC date of the mailing, summer and winter. The years before this
schedule are treated alike. On US holidays the mailing is put off; those that can be foreseen are
here so that nobody waits for a list that will not come, but the feed has the last word.

Source: https://info.arxiv.org/help/availability.html
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

_EASTERN = ZoneInfo("America/New_York")
_DEADLINE, _MAILING = time(14, tzinfo=_EASTERN), time(20, tzinfo=_EASTERN)
_SATURDAY = 5
_DAY = timedelta(days=1)
_HALF_A_CENTURY_DAYS = 18_300


class Holiday(NamedTuple):
    """A day on whose evening nothing is announced: of a month, or the n-th weekday in it.

    `weekday` counts from Monday, 0; `nth` from the month's end if it is negative.
    """

    name: str
    month: int
    day: int = 0
    weekday: int = 0
    nth: int = 0

    def falls_on(self, day: date) -> bool:
        """Whether this is the day."""
        if day.month != self.month:
            return False
        if self.day:
            return day.day == self.day
        week = (day.day - 1) // 7 + 1
        if self.nth < 0:
            week = -1 if (day + 7 * _DAY).month != day.month else 0
        return day.weekday() == self.weekday and week == self.nth


HOLIDAYS = (
    Holiday("New Year", 1, day=1),
    Holiday("Martin Luther King", 1, weekday=0, nth=3),
    Holiday("Memorial Day", 5, weekday=0, nth=-1),
    Holiday("Juneteenth", 6, day=19),
    Holiday("Independence Day", 7, day=4),
    Holiday("Labor Day", 9, weekday=0, nth=1),
    Holiday("Thanksgiving", 11, weekday=3, nth=4),
    Holiday("Christmas", 12, day=25),
)
"""As arXiv kept them in 2023; others are decided from year to year.

Source: https://info.arxiv.org/help/availability.html
"""


class _Day(NamedTuple):
    """The deadline of a day, and when what comes before and from then on is announced."""

    deadline_utc: datetime
    before: date
    after: date


def announced_day(submitted_utc: datetime) -> date:
    """The day, a Monday to Friday, whose listing carries what was submitted at this time."""
    if submitted_utc.tzinfo is not UTC:
        submitted_utc = submitted_utc.astimezone(UTC)
    day = _schedule_of(submitted_utc.date())
    return day.before if submitted_utc < day.deadline_utc else day.after


def announced_day_of_date(day: date) -> date:
    """The announced day of what was submitted on this day, taken as midday UTC."""
    return _schedule_of(day).before


def mailing_utc(day: date) -> datetime:
    """When the listing of a day is announced: 20:00 US Eastern the evening before."""
    return datetime.combine(day - _DAY, _MAILING).astimezone(UTC)


def is_expected(day: date) -> bool:
    """Whether a list is likely to be announced for a day: a working day, no holiday before it."""
    evening = day - _DAY
    return day.weekday() < _SATURDAY and not any(one.falls_on(evening) for one in HOLIDAYS)


def feed_day(moment_utc: datetime) -> date:
    """The day that the feeds are of at a moment: they change at midnight US Eastern."""
    return moment_utc.astimezone(_EASTERN).date()


def feed_utc(day: date) -> datetime:
    """When the feeds of a day are made: its first moment US Eastern."""
    return datetime.combine(day, time(tzinfo=_EASTERN)).astimezone(UTC)


# The deadline is at 18:00 or 19:00 UTC, so the Eastern and the UTC date agree there.
@lru_cache(maxsize=_HALF_A_CENTURY_DAYS)
def _schedule_of(day: date) -> _Day:
    deadline_utc = datetime.combine(day, _DEADLINE).astimezone(UTC)
    return _Day(deadline_utc, _announced_after(day), _announced_after(day + _DAY))


def _announced_after(day: date) -> date:
    """The day after the first deadline that is on this day or later, weekends left out."""
    return _working_day(_working_day(day) + _DAY)


def _working_day(day: date) -> date:
    """This day, or Monday if it is a weekend."""
    return day + (7 - day.weekday()) * _DAY if day.weekday() >= _SATURDAY else day
