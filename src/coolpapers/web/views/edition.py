"""`/venue/<NAME>`, `/venue/<NAME>.<YEAR>`, `/venue/latest`: conferences and their tracks."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import NamedTuple

from starlette.responses import Response

from coolpapers.records import Edition, EditionSelection
from coolpapers.store import UNLISTED_TRACKS
from coolpapers.web.notes import Note, quoted
from coolpapers.web.pages import EditionPage, EditionRow, Link, VenuesPage
from coolpapers.web.params import EDITION, ListRequest, Sort
from coolpapers.web.respond import redirect, render
from coolpapers.web.site import Visit
from coolpapers.web.taste import list_request
from coolpapers.web.views import missing
from coolpapers.web.views.forms import NAMES, OtherForm, in_form
from coolpapers.web.views.lists import Numbered, cards_of, find, find_numbers, orders_of, paging_of


def editions_of(visit: Visit) -> list[Edition]:
    """All editions, newest first; kept until the library changes."""
    key = ("editions", visit.library.store.changes.newest())
    found: list[Edition] = visit.site.remembered.get(key, visit.library.store.listings.editions)
    return found


def show_edition(
    visit: Visit, venue: str, year: int, editions: Sequence[Edition], form: str = ""
) -> Response:
    """The papers of an edition, or of the track that the query string names."""
    tracks = visit.library.store.listings.tracks(venue, year)
    asked = _read(visit, tracks)
    chosen = EditionSelection(venue, year, asked.group)
    if form:
        title, address = _name(venue, year, asked.group), visit.addresses.edition(venue, year)
        wanted = OtherForm(title, address, asked, partial(find, visit, chosen))
        return in_form(visit, form, wanted)
    found = find_numbers(visit, chosen, asked)
    found = found._replace(notes=(*asked.notes, *found.notes))
    page = _page(visit, chosen, asked, found, _links(visit, chosen, tracks, editions))
    return render(visit, "edition.html", page)


def latest(visit: Visit) -> Response:
    """`/venue/latest`: every edition, newest first."""
    title = visit.texts("venue.latest")
    page = VenuesPage(
        body="venue",
        title=f"{title} – {visit.site.title}",
        canonical=visit.addresses.at("/venue/latest"),
        years=edition_years(visit, editions_of(visit)),
    )
    return render(visit, "venues.html", page)


def latest_in_form(visit: Visit) -> Response:
    """`/venue/latest/feed` and the other forms: those of the newest edition."""
    editions, form = editions_of(visit), visit.request.path_params["form"]
    if not editions or form not in NAMES:
        return missing.no_page(visit)
    query = visit.request.url.query
    there = f"{visit.addresses.edition(editions[0].venue, editions[0].year)}/{form}"
    return redirect(f"{there}?{query}" if query else there)


def edition_years(
    visit: Visit, editions: Sequence[Edition]
) -> list[tuple[int, Sequence[EditionRow]]]:
    """Editions by year, newest first; each venue's first one is its newest."""
    seen: set[str] = set()
    years: list[tuple[int, Sequence[EditionRow]]] = []
    for year, group in groupby(editions, key=lambda edition: edition.year):
        rows = []
        for edition in group:
            href = visit.addresses.edition(edition.venue, edition.year)
            rows.append(EditionRow(edition=edition, href=href, is_newest=edition.venue not in seen))
            seen.add(edition.venue)
        years.append((year, rows))
    return years


def _read(visit: Visit, tracks: dict[str, int]) -> ListRequest:
    """The request with its track in the edition's spelling; an unknown one is ignored."""
    asked = list_request(visit, EDITION)
    known = {track.lower(): track for track in tracks}
    if not asked.group or asked.group.lower() in known:
        return replace(asked, group=known.get(asked.group.lower(), ""))
    note = Note("note.unknown_track", {"name": quoted(asked.group)})
    return replace(asked, group="", notes=(*asked.notes, note))


def _page(
    visit: Visit, chosen: EditionSelection, asked: ListRequest, found: Numbered, links: "_Links"
) -> EditionPage:
    name = _name(chosen.venue, chosen.year, chosen.track)
    address = visit.addresses.edition(chosen.venue, chosen.year)
    cards = cards_of(visit, asked, found.numbers, address)
    return EditionPage(
        body="venue",
        title=f"{name} – {visit.site.title}",
        canonical=address + asked.query_string(sort=Sort(), highlight=None, faq=None),
        feed=f"{address}/feed{asked.query_string(skip=0)}",
        notes=found.notes,
        heading=name,
        cards=cards,
        paging=paging_of(address, asked, found.total, len(cards)),
        orders=orders_of(address, asked),
        venue=chosen.venue,
        year=chosen.year,
        current_track=chosen.track,
        tracks=links.listed,
        unlisted=[] if chosen.track else links.unlisted,
        unlisted_count=sum(link.papers or 0 for link in links.unlisted),
        years=links.years,
    )


class _Links(NamedTuple):
    """Where else one may go from an edition: its tracks, those not listed, other years."""

    listed: list[Link]
    unlisted: list[Link]
    years: list[Link]


def _links(
    visit: Visit, chosen: EditionSelection, tracks: dict[str, int], editions: Sequence[Edition]
) -> _Links:
    links = [
        Link(
            visit.addresses.edition(chosen.venue, chosen.year, track),
            track,
            papers=papers,
            is_current=track == chosen.track,
        )
        for track, papers in tracks.items()
        if track
    ]
    return _Links(
        [link for link in links if link.name not in UNLISTED_TRACKS],
        [link for link in links if link.name in UNLISTED_TRACKS],
        _years(visit, chosen, editions),
    )


def _name(venue: str, year: int, track: str) -> str:
    return f"{venue} {year} – {track}" if track else f"{venue} {year}"


def _years(visit: Visit, chosen: EditionSelection, editions: Sequence[Edition]) -> list[Link]:
    return [
        Link(
            visit.addresses.edition(one.venue, one.year),
            str(one.year),
            papers=one.papers,
            is_current=one.year == chosen.year,
        )
        for one in editions
        if one.venue == chosen.venue
    ]
