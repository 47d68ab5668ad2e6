"""Announced days: deadlines, weekends, summer time, and what holds for every moment."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.schedule import (
    announced_day,
    announced_day_of_date,
    feed_day,
    feed_utc,
    is_expected,
    mailing_utc,
)

MOMENTS = st.datetimes(datetime(1991, 1, 1), datetime(2089, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
DAYS = st.dates(date(1991, 1, 1), date(2089, 12, 31))
WEEKEND = (5, 6)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("submitted", "announced"),
    [
        # A week in winter: the deadline is at 19:00 UTC.
        ("2024-01-08 18:59:59", "2024-01-09"),  # Monday before the deadline: Monday evening
        ("2024-01-08 19:00:00", "2024-01-10"),
        ("2024-01-09 18:59:59", "2024-01-10"),
        ("2024-01-10 19:00:00", "2024-01-12"),
        ("2024-01-11 18:59:59", "2024-01-12"),  # Thursday before it: Thursday evening
        ("2024-01-11 19:00:00", "2024-01-15"),  # Thursday after it: Sunday evening
        ("2024-01-12 18:59:59", "2024-01-15"),
        ("2024-01-12 19:00:00", "2024-01-16"),  # Friday after it: Monday evening
        ("2024-01-13 12:00:00", "2024-01-16"),
        ("2024-01-14 23:00:00", "2024-01-16"),
        ("2024-01-15 18:59:59", "2024-01-16"),
        # In summer it is at 18:00 UTC.
        ("2024-07-10 17:59:59", "2024-07-11"),
        ("2024-07-10 18:00:00", "2024-07-12"),
        # Paper 1706.03762, a Monday evening.
        ("2017-06-12 17:57:34", "2017-06-13"),
        # The clocks go forward on 10 March 2024 and back on 3 November 2024, both Sundays.
        ("2024-03-08 18:59:59", "2024-03-11"),
        ("2024-03-08 19:00:00", "2024-03-12"),
        ("2024-03-11 17:59:59", "2024-03-12"),
        ("2024-03-11 18:00:00", "2024-03-13"),
        ("2024-11-01 17:59:59", "2024-11-04"),
        ("2024-11-01 18:00:00", "2024-11-05"),
        ("2024-11-04 18:59:59", "2024-11-05"),
        ("2024-11-04 19:00:00", "2024-11-06"),
        # Before 2007 summer time began in April.
        ("1999-03-15 18:59:59", "1999-03-16"),
        ("1999-04-05 18:00:00", "1999-04-07"),
        # Around midnight and at the turn of a year.
        ("2024-01-09 23:59:59", "2024-01-11"),
        ("2024-01-10 00:00:00", "2024-01-11"),
        ("2024-12-31 20:00:00", "2025-01-02"),
    ],
)
def test_the_deadline_decides(submitted: str, announced: str) -> None:
    """What comes in before 14:00 Eastern is in the next listing, what comes later in another."""
    assert date.fromisoformat(announced) == announced_day(utc(submitted))


@pytest.mark.parametrize(
    ("day", "mailing"),
    [
        ("2024-01-15", "2024-01-15 01:00:00"),
        ("2024-07-11", "2024-07-11 00:00:00"),
        ("2024-03-11", "2024-03-11 00:00:00"),
        ("2024-11-04", "2024-11-04 01:00:00"),
        ("2024-11-01", "2024-11-01 00:00:00"),
    ],
)
def test_the_mailing_is_at_eight_in_the_evening_before(day: str, mailing: str) -> None:
    """A listing is announced at 20:00 Eastern of the evening before its day."""
    assert utc(mailing) == mailing_utc(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "announced"),
    [
        ("2024-01-11", "2024-01-12"),
        ("2024-01-12", "2024-01-15"),
        ("2024-01-13", "2024-01-16"),
        ("2024-01-14", "2024-01-16"),
        ("2024-01-15", "2024-01-16"),
    ],
)
def test_a_date_stands_for_its_midday(day: str, announced: str) -> None:
    """A submission date without a time of day counts as before that day's deadline."""
    assert date.fromisoformat(announced) == announced_day_of_date(date.fromisoformat(day))


def test_other_time_zones_mean_the_same_moment() -> None:
    """The announced day depends on the moment, not on the zone it is told in."""
    tokyo = timezone(timedelta(hours=9))
    moment = utc("2024-01-11 19:00:00")

    assert announced_day(moment) == announced_day(moment.astimezone(tokyo))


@given(MOMENTS)
def test_announced_days_are_working_days(moment: datetime) -> None:
    """Listings are of Monday to Friday."""
    assert announced_day(moment).weekday() not in WEEKEND


@given(MOMENTS)
def test_announcement_follows_submission_within_days(moment: datetime) -> None:
    """A mailing comes six hours to a little over four days after the submission."""
    wait = mailing_utc(announced_day(moment)) - moment

    assert timedelta(hours=6) < wait <= timedelta(days=3, hours=7)


@given(MOMENTS, MOMENTS)
def test_later_submissions_are_never_announced_earlier(one: datetime, other: datetime) -> None:
    """The announced day grows with the moment of submission."""
    first, last = sorted((one, other))

    assert announced_day(first) <= announced_day(last)


@given(DAYS)
def test_dates_agree_with_their_midday(day: date) -> None:
    """A date is announced when its midday UTC is."""
    midday = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

    assert announced_day(midday) == announced_day_of_date(day)


@given(DAYS)
def test_a_listing_bears_the_utc_date_of_its_mailing(day: date) -> None:
    """The mailing of a day falls on that day in UTC, summer and winter."""
    assert day == mailing_utc(day).date()


@pytest.mark.parametrize(
    "evening",
    ["2023-01-16", "2023-06-19", "2023-07-04", "2023-09-04", "2023-11-23", "2023-12-25",
     "2026-05-25", "2026-11-26"],
)  # fmt: skip
def test_nothing_is_expected_after_a_holiday(evening: str) -> None:
    """The evening of a US holiday brings no list for the next day."""
    assert not is_expected(date.fromisoformat(evening) + timedelta(days=1))


def test_working_days_are_expected() -> None:
    """Monday to Friday has lists, 256 in 2026; Saturday and Sunday have none."""
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    expected = [day for day in days if is_expected(day)]

    assert {0, 1, 2, 3, 4} == {day.weekday() for day in expected}
    assert 256 == len(expected)


def test_feeds_change_at_eastern_midnight() -> None:
    """The feeds' day begins at 05:00 UTC in winter, at 04:00 in summer."""
    assert datetime(2026, 1, 6, 5, tzinfo=UTC) == feed_utc(date(2026, 1, 6))
    assert datetime(2026, 7, 7, 4, tzinfo=UTC) == feed_utc(date(2026, 7, 7))
    assert date(2026, 1, 5) == feed_day(datetime(2026, 1, 6, 4, 59, tzinfo=UTC))
