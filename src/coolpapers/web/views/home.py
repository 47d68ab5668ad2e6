"""`/`: the search box, the categories one watches, the conferences, what is new."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.responses import Response

from coolpapers.ids import find_ids
from coolpapers.records import Totals
from coolpapers.search.naming import ids_alone
from coolpapers.subjects import (
    ARCHIVES,
    CATEGORIES,
    Category,
    SubjectExpression,
    canonical,
    parse_lenient,
)
from coolpapers.web.pages import CategoryGroup, CategoryRow, EditionRow, HomePage
from coolpapers.web.respond import HTML, html_of, packed, redirect
from coolpapers.web.site import Visit
from coolpapers.web.views.edition import edition_years, editions_of
from coolpapers.web.views.lists import EVERYTHING

NOTHING = SubjectExpression(())
LONGEST_CHOICE = 2_000
LONGEST_WORDS = 300
MOST_PAPERS = 50


class _Newest(NamedTuple):
    """What the library holds and what its newest day brought."""

    totals: Totals
    papers: int
    by_category: Mapping[str, int]


def home(visit: Visit) -> Response:
    """The home page; `?watch=cs.AI,cs.LG-cs.CY` has these ticked already."""
    watch = visit.request.query_params.get("watch", "")[:LONGEST_CHOICE]
    if visit.request.url.query:
        return packed(visit, _html(visit, watch), HTML)
    # The page as most readers get it is long and changes only with the library.
    newest, state = visit.library.store.changes.newest(), visit.site.index_watch.state()
    key = (newest, state, visit.texts.code, visit.theme, visit.site_url)
    body: bytes = visit.site.remembered.get(key, lambda: _html(visit, watch))
    return packed(visit, body, HTML)


def _html(visit: Visit, watch: str) -> bytes:
    return html_of(visit, "home.html", _page(visit, parse_lenient(watch)[0] or NOTHING))


def _page(visit: Visit, chosen: SubjectExpression) -> HomePage:
    newest = _newest(visit)
    day = newest.totals.newest
    return HomePage(
        body="home",
        title=f"{visit.site.title} – {visit.texts('site.tagline')}",
        description=visit.texts("site.tagline"),
        canonical=visit.addresses.at("/"),
        totals=newest.totals,
        papers_that_day=newest.papers,
        groups=_groups(visit, newest, chosen),
        chosen=len(chosen.include),
        allin=visit.addresses.subjects(chosen if chosen.include else EVERYTHING),
        opml=_opml(visit, chosen),
        feed=visit.addresses.subjects(chosen if chosen.include else EVERYTHING) + "/feed",
        years=_years(visit),
        today=visit.addresses.subjects(EVERYTHING) + (f"?date={day.isoformat()}" if day else ""),
    )


def _opml(visit: Visit, chosen: SubjectExpression) -> str:
    asked = f"?{urlencode({'lists': str(chosen)})}" if chosen.include else ""
    return visit.addresses.at(f"/opml{asked}")


def go(visit: Visit) -> Response:
    """`/go?watch=cs.AI&watch=cs.LG&exclude=cs.CY`: to the list of that choice."""
    asked = visit.request.query_params
    if url := asked.get("url", ""):
        return _go_to_papers(visit, url)
    watched = _codes(asked.getlist("watch"))
    excluded = tuple(code for code in _codes(asked.getlist("exclude")) if code not in watched)
    if not watched:
        return redirect(visit.addresses.at("/#categories"))
    return redirect(visit.addresses.subjects(SubjectExpression(watched, excluded)))


def _go_to_papers(visit: Visit, text: str) -> Response:
    """`/go?url=`: to the papers whose ids and addresses a text holds, else to a search for it."""
    text = text.strip()[:LONGEST_CHOICE]
    if ids := ids_alone(text) or find_ids(text):
        return redirect(visit.addresses.papers(ids[:MOST_PAPERS]))
    words = "" if "://" in text else " ".join(text.split())[:LONGEST_WORDS]
    return redirect(visit.addresses.search("all", words))


def _codes(given: list[str]) -> tuple[str, ...]:
    """Known codes, each once, in the taxonomy's order."""
    asked = {canonical(code) for code in given}
    return tuple(code for code in (*ARCHIVES, *CATEGORIES) if code in asked)


def _newest(visit: Visit) -> _Newest:
    """Totals and counts, kept until the library changes."""
    found: _Newest = visit.site.remembered.get(
        ("newest", visit.library.store.changes.newest()), lambda: _read_newest(visit)
    )
    return found


def _read_newest(visit: Visit) -> _Newest:
    listings = visit.library.store.listings
    totals = listings.totals()
    day: date | None = totals.newest
    if day is None:
        return _Newest(totals, 0, {})
    archives = [SubjectExpression((code,)) for code in ARCHIVES if code not in CATEGORIES]
    of_archives = {str(one): listings.days(one, day, day).get(day, 0) for one in archives}
    papers = listings.days(EVERYTHING, day, day).get(day, 0)
    return _Newest(totals, papers, of_archives | listings.by_category(day))


def _years(visit: Visit) -> list[tuple[int, tuple[EditionRow, ...]]]:
    return [(year, tuple(rows)) for year, rows in edition_years(visit, editions_of(visit))]


def _groups(visit: Visit, newest: _Newest, chosen: SubjectExpression) -> list[CategoryGroup]:
    """Archives in the taxonomy's order; those of a single category stand together."""
    together = [one for one in CATEGORIES.values() if one.code in ARCHIVES]
    groups = [
        _group(visit, archive.code, newest, chosen)
        for archive in ARCHIVES.values()
        if archive.code not in CATEGORIES
    ]
    rows = tuple(_rows(visit, together, newest, chosen))
    return [*groups, _open_if_chosen(visit.texts("home.fundamental"), rows, 0)]


def _group(visit: Visit, archive: str, newest: _Newest, chosen: SubjectExpression) -> CategoryGroup:
    name = visit.texts(f"archives.{archive}")
    categories = [one for one in CATEGORIES.values() if one.archive == archive]
    whole = Category(archive, visit.texts("home.whole", name=name), archive, "")
    rows = tuple(_rows(visit, [whole, *categories], newest, chosen))
    return _open_if_chosen(name, rows, newest.by_category.get(archive, 0))


def _open_if_chosen(name: str, rows: tuple[CategoryRow, ...], count: int) -> CategoryGroup:
    is_open = any(row.is_watched or row.is_excluded for row in rows)
    return CategoryGroup(name=name, rows=rows, count=count, is_open=is_open)


def _rows(
    visit: Visit, categories: Iterable[Category], newest: _Newest, chosen: SubjectExpression
) -> Iterator[CategoryRow]:
    for category in categories:
        code = canonical(category.code)
        yield CategoryRow(
            code=category.code,
            name=category.name,
            href=visit.addresses.subjects(code),
            count=newest.by_category.get(code, 0),
            same_as=code if code != category.code else "",
            is_watched=code in chosen.include,
            is_excluded=code in chosen.exclude,
        )
