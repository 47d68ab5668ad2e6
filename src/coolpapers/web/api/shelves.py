"""What the library holds: itself, venues, categories, days."""

from datetime import UTC, date, datetime, timedelta

import msgspec

from coolpapers import wire
from coolpapers.store.ledger import Entry
from coolpapers.subjects import CATEGORIES, SubjectExpression, canonical
from coolpapers.web.api.asked import Nothing, Subjects, check_range
from coolpapers.web.site import VERSION, Visit

MOST_DAYS = 3_700
"""Ten years."""
DAYS_UNASKED = 31


class DaysAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Categories, and the days to look at: the last month unless told."""

    subjects: Subjects
    first: date | None = msgspec.field(default=None, name="from")
    last: date | None = msgspec.field(default=None, name="to")


class LedgerAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The days to look at, the last month unless told; or one day, by category."""

    day: date | None = msgspec.field(default=None, name="date")
    first: date | None = msgspec.field(default=None, name="from")
    last: date | None = msgspec.field(default=None, name="to")


def service(visit: Visit, _asked: Nothing) -> wire.Service:
    """What answers here, and what it holds."""
    totals = visit.library.store.listings.totals()
    return wire.Service(
        name=visit.site.title,
        version=VERSION,
        papers=totals.papers,
        arxiv=totals.arxiv,
        venue=totals.venue,
        newest=totals.newest,
        openapi=visit.absolute(visit.addresses.at("/api/v1/openapi.json")),
        documentation=visit.absolute(visit.addresses.at("/api")),
    )


def venues(visit: Visit, _asked: Nothing) -> wire.Editions:
    """Every edition of every venue, the newest year first."""
    return wire.Editions(
        editions=tuple(
            wire.Edition(
                venue=one.venue,
                year=one.year,
                papers=one.papers,
                address=visit.absolute(visit.addresses.edition(one.venue, one.year)),
            )
            for one in visit.library.store.listings.editions()
        )
    )


def categories(visit: Visit, _asked: Nothing) -> wire.Categories:
    """ArXiv's categories, and how many papers each has on the newest day."""
    listings = visit.library.store.listings
    newest = listings.totals().newest
    papers = listings.by_category(newest) if newest else {}
    return wire.Categories(
        newest=newest,
        categories=tuple(
            wire.Category(
                code=one.code,
                name=one.name,
                archive=one.archive,
                group=one.group,
                papers=papers.get(one.code, 0),
            )
            for code, one in CATEGORIES.items()
            if canonical(code) == code
        ),
    )


def days(visit: Visit, asked: DaysAsked) -> wire.Days:
    """The days with papers in some categories, and how many each has."""
    subjects = SubjectExpression.parse(asked.subjects)
    listings = visit.library.store.listings
    last = asked.last or listings.newest_day(subjects)
    if last is None:
        return wire.Days(subjects=str(subjects))
    first = asked.first or _month_before(last)
    check_range(first, last, MOST_DAYS)
    found = listings.days(subjects, first, last)
    return wire.Days(
        subjects=str(subjects),
        first=first,
        last=last,
        days=tuple(wire.Day(day, papers) for day, papers in sorted(found.items())),
    )


def ledger(visit: Visit, asked: LedgerAsked) -> wire.LedgerPage:
    """How many papers were announced on each day, and how many of them are held."""
    found = visit.library.store.ledger
    if asked.day:
        entries = found.categories(asked.day)
    else:
        last = asked.last or datetime.now(UTC).date()
        first = asked.first or _month_before(last)
        check_range(first, last, MOST_DAYS)
        entries = found.days(first, last)
    return wire.LedgerPage(missing=found.missing(), entries=tuple(map(_entry, entries)))


def _entry(found: Entry) -> wire.Entry:
    verified = None if found.verified_s is None else datetime.fromtimestamp(found.verified_s, UTC)
    return wire.Entry(
        day=found.day,
        category=found.category,
        announced=found.announced,
        held=found.held,
        verified=verified,
    )


def _month_before(day: date) -> date:
    return max(day, date.min + timedelta(DAYS_UNASKED)) - timedelta(DAYS_UNASKED)
