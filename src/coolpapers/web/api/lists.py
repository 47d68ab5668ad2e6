"""`/lists`: the papers of categories on a day or over days, and of editions of venues."""

from datetime import date
from typing import Any

import msgspec
from starlette.exceptions import HTTPException

from coolpapers import wire
from coolpapers.errors import SubjectError
from coolpapers.flows.asking import (
    LONGEST_RANGE_DAYS,
    Found,
    days_selected,
    edition_named,
    list_papers,
)
from coolpapers.records import EditionSelection
from coolpapers.store import UNLISTED_TRACKS
from coolpapers.subjects import parse_lenient
from coolpapers.web.api.asked import InvalidRequestError, SortedPart, Subjects, check_range
from coolpapers.web.api.papers import next_page, told_all
from coolpapers.web.site import Visit


class DaysAsked(SortedPart, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Categories, over a day or several."""

    subjects: Subjects
    day: date | None = msgspec.field(default=None, name="date")
    first: date | None = msgspec.field(default=None, name="from")
    last: date | None = msgspec.field(default=None, name="to")


class EditionAsked(SortedPart, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An edition of a venue: `ICLR.2024`, or `ICLR` for the latest one."""

    edition: str
    group: str = ""


def of_days(visit: Visit, asked: DaysAsked) -> wire.DayPage:
    """Papers announced in some categories: the newest day, a day, or several days."""
    check_range(asked.first, asked.last, LONGEST_RANGE_DAYS)
    if asked.day and (asked.first or asked.last):
        raise InvalidRequestError("date", "either a day or a range")
    subjects, unknown = parse_lenient(asked.subjects)
    if subjects is None:
        raise SubjectError(asked.subjects, unknown)
    chosen = days_selected(visit.library, subjects, asked.day, asked.first, asked.last)
    if chosen is None:
        return wire.DayPage(total=0, show=asked.show, subjects=str(subjects), unknown=unknown)
    found = list_papers(visit.library, chosen, asked.slice)
    listings = visit.library.store.listings
    return wire.DayPage(
        **_page(visit, asked, found),
        subjects=str(subjects),
        first=chosen.first,
        last=chosen.last,
        before=listings.neighbours(subjects, chosen.first)[0],
        after=listings.neighbours(subjects, chosen.last)[1],
        unknown=unknown,
    )


def of_edition(visit: Visit, asked: EditionAsked) -> wire.EditionPage:
    """Papers of an edition of a venue, or of the track named by `group`."""
    edition = edition_named(visit.library, asked.edition)
    if edition is None:
        raise HTTPException(404, f"no edition of {asked.edition[:80]!r} is held")
    tracks = visit.library.store.listings.tracks(edition.venue, edition.year)
    known = {track.lower(): track for track in tracks}
    if asked.group.lower() not in {"", *known}:
        raise InvalidRequestError("group", f"no such track; there are {', '.join(tracks)}")
    track = known.get(asked.group.lower(), "")
    chosen = EditionSelection(edition.venue, edition.year, track)
    return wire.EditionPage(
        **_page(visit, asked, list_papers(visit.library, chosen, asked.slice)),
        venue=edition.venue,
        year=edition.year,
        track=track,
        tracks=wire.tracks_of(tracks, UNLISTED_TRACKS),
    )


def _page(visit: Visit, asked: SortedPart, found: Found) -> dict[str, Any]:
    return {
        "total": found.total,
        "skip": asked.skip,
        "show": asked.show,
        "next": next_page(visit, asked, found.reachable),
        "papers": told_all(visit, found.papers),
    }
