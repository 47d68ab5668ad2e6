"""`/arxiv/<categories>`: papers of some categories on a day, or over several days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial

from starlette.responses import Response

from coolpapers.records import DaySelection
from coolpapers.subjects import ARCHIVES, CATEGORIES, SubjectExpression, name_of
from coolpapers.web.months import Month, bounds, lay_out
from coolpapers.web.notes import Note, quoted
from coolpapers.web.pages import Chip, DaysPage, Emptiness
from coolpapers.web.params import DAYS, ListRequest, Sort, completed_range
from coolpapers.web.respond import render
from coolpapers.web.site import Visit
from coolpapers.web.taste import list_request
from coolpapers.web.views import missing
from coolpapers.web.views.forms import FEEDS, OtherForm, in_form
from coolpapers.web.views.lists import (
    Found,
    Numbered,
    cards_of,
    find,
    find_numbers,
    orders_of,
    paging_of,
)

ARXIV_BEGAN = date(1991, 8, 14)
_NAMED_CATEGORIES = 3
_SATURDAY = 5

Said = tuple[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for: which categories, which days, and the rest of the query string."""

    visit: Visit
    subjects: SubjectExpression
    request: ListRequest
    newest: date | None
    first: date | None
    last: date | None
    address: str
    others: str
    """What the address of another day carries along."""

    def on(self, day: date) -> str:
        """The same list on another day."""
        return f"{self.address}?date={day.isoformat()}{self.others}"


def days(
    visit: Visit, subjects: SubjectExpression, unknown: tuple[str, ...], form: str = ""
) -> Response:
    """The newest day, the day or the range that the query string names."""
    asked = _read(visit, subjects)
    if form:
        title = _title_in_form(asked, form)
        wanted = OtherForm(title, asked.address, asked.request, partial(_find, asked))
        return in_form(visit, form, wanted)
    found = _numbers(asked)
    notes = (*_unknown(visit, unknown), *asked.request.notes, *found.notes)
    return render(visit, "days.html", _page(asked, found, notes))


def _read(visit: Visit, subjects: SubjectExpression) -> _Asked:
    request = list_request(visit, DAYS)
    newest = visit.library.store.listings.newest_day(subjects)
    first = last = request.day or newest
    if request.is_range:
        first, last = completed_range(request, newest or datetime.now(UTC).date())
    address = visit.addresses.subjects(subjects)
    others = request.query_string(day=None, first=None, last=None, skip=0).replace("?", "&", 1)
    return _Asked(visit, subjects, request, newest, first, last, address, others)


def _find(asked: _Asked, request: ListRequest) -> Found:
    selection = _selection(asked)
    return find(asked.visit, selection, request) if selection else Found((), 0)


def _numbers(asked: _Asked) -> Numbered:
    selection = _selection(asked)
    return find_numbers(asked.visit, selection, asked.request) if selection else Numbered((), 0)


def _selection(asked: _Asked) -> DaySelection | None:
    if asked.first is None or asked.last is None:
        return None
    return DaySelection(asked.subjects, asked.first, asked.last)


def _page(asked: _Asked, found: Numbered, notes: tuple[Note, ...]) -> DaysPage:
    visit, request = asked.visit, asked.request
    heading = heading_of(visit, asked.subjects)
    before, after = _beside(asked)
    cards = cards_of(visit, request, found.numbers, asked.address)
    return DaysPage(
        body="arxiv",
        title=f"{heading} – {_span(asked)} – {visit.site.title}",
        description=f"{heading}, {_span(asked)}",
        canonical=asked.address + request.query_string(sort=Sort(), highlight=None, faq=None),
        feed=f"{asked.address}/feed{request.query_string(skip=0)}",
        notes=notes,
        heading=heading,
        cards=cards,
        paging=paging_of(asked.address, request, found.total, len(cards)),
        orders=orders_of(asked.address, request),
        first=asked.first,
        last=asked.last,
        first_href=asked.on(asked.first) if asked.first else "",
        last_href=asked.on(asked.last) if asked.last else "",
        chips=_chips(visit, asked.subjects),
        edit=visit.addresses.at(f"/?watch={str(asked.subjects).replace('+', ',')}#categories"),
        previous_day=(asked.on(before), before) if before else None,
        next_day=(asked.on(after), after) if after else None,
        month=_month(asked),
        standing=_standing(asked),
        action=asked.address,
        empty=None if found.total else _emptiness(asked, before, after),
    )


def heading_of(visit: Visit, subjects: SubjectExpression) -> str:
    """What a list of categories is called: a few by name, many by code."""
    if not subjects.exclude and set(subjects.include) >= set(ARCHIVES):
        return visit.texts("list.everything")
    if not subjects.exclude and 0 < len(subjects.include) < _NAMED_CATEGORIES:
        return " + ".join(_named(visit, code) for code in subjects.include)
    included = " + ".join(subjects.include) or visit.texts("list.everything")
    return included + "".join(f" − {code}" for code in subjects.exclude)


def _named(visit: Visit, code: str) -> str:
    """An archive in the reader's language; a category as arXiv calls it."""
    is_archive = code in ARCHIVES and code not in CATEGORIES
    return visit.texts(f"archives.{code}") if is_archive else name_of(code)


def _title_in_form(asked: _Asked, form: str) -> str:
    """The list's name and days; a feed that goes along with the newest day names none."""
    heading = heading_of(asked.visit, asked.subjects)
    is_asked_for = asked.request.day is not None or asked.request.is_range
    goes_along = form.rpartition("/")[2] in FEEDS and not is_asked_for
    return heading if goes_along or asked.first is None else f"{heading}, {_span(asked)}"


def _span(asked: _Asked) -> str:
    if asked.first is None or asked.last is None:
        return "arXiv"
    if asked.first == asked.last:
        return asked.first.isoformat()
    return f"{asked.first.isoformat()}–{asked.last.isoformat()}"


def _beside(asked: _Asked) -> tuple[date | None, date | None]:
    """The nearest days with papers before and after what is shown."""
    if asked.first is None or asked.last is None:
        return None, None
    listings = asked.visit.library.store.listings
    before, after = listings.neighbours(asked.subjects, asked.first)
    if asked.first != asked.last:
        after = listings.neighbours(asked.subjects, asked.last)[1]
    return before, after


def _month(asked: _Asked) -> Month | None:
    """The calendar of the month; its counts are kept until the library changes."""
    if asked.first is None or asked.last is None or asked.newest is None:
        return None
    first, last = bounds(min(asked.last, max(asked.newest, asked.first)))
    visit, listings = asked.visit, asked.visit.library.store.listings
    key = ("month", str(asked.subjects), first, visit.library.store.changes.newest())
    papers, beside = visit.site.remembered.get(
        key,
        lambda: (
            listings.days(asked.subjects, first, last),
            (
                listings.neighbours(asked.subjects, first)[0],
                listings.neighbours(asked.subjects, last)[1],
            ),
        ),
    )
    shown = (asked.first, min(asked.last, last))
    return lay_out(shown, papers, beside, asked.on)


def _standing(asked: _Asked) -> Said | None:
    """Whether everything that was announced for the day is here, and when that was checked."""
    if asked.first is None or asked.first != asked.last:
        return None
    ledger = asked.visit.library.store.ledger
    state = ledger.state(asked.subjects.included(), asked.first)
    if state.verified_s is None:
        return None
    if state.missing:
        return "list.missing", {"n": state.missing}
    checked = datetime.fromtimestamp(state.verified_s, UTC)
    is_today = checked.date() == datetime.now(UTC).date()
    return "list.whole", {"time": f"{checked:%H:%M}" if is_today else f"{checked:%Y-%m-%d %H:%M}"}


def _chips(visit: Visit, subjects: SubjectExpression) -> list[Chip]:
    """The categories of the list, each with the list that remains without it."""
    return [
        Chip(
            code=code,
            name=name_of(code),
            without=_address_without(visit, subjects, code),
            is_excluded=code in subjects.exclude,
        )
        for code in (*subjects.include, *subjects.exclude)
    ]


def _address_without(visit: Visit, subjects: SubjectExpression, code: str) -> str:
    include = tuple(one for one in subjects.include if one != code)
    exclude = tuple(one for one in subjects.exclude if one != code)
    if not include:
        return visit.addresses.at("/")
    return visit.addresses.subjects(SubjectExpression(include, exclude))


def _unknown(visit: Visit, unknown: tuple[str, ...]) -> tuple[Note, ...]:
    if not unknown:
        return ()
    near = missing.near_categories(unknown[0]) if len(unknown) == 1 else []
    if near:
        values: dict[str, object] = {"name": quoted(unknown[0])}
        href = visit.addresses.subjects(near[0])
        return (Note("note.unknown_category_near", values, href, near[0]),)
    return (Note("note.unknown_categories", {"names": quoted(", ".join(unknown))}),)


def _emptiness(asked: _Asked, before: date | None, after: date | None) -> Emptiness:
    first, last = asked.first, asked.last
    if first is None or last is None:
        held = asked.visit.library.store.listings.totals().papers
        name = heading_of(asked.visit, asked.subjects)
        said: Said = ("empty.category", {"name": name}) if held else ("empty.library", {})
        return Emptiness(said=(said,))
    return Emptiness(
        said=tuple(_why_empty(asked.visit, first, last)),
        next=(asked.on(after), after) if after else None,
        previous=(asked.on(before), before) if before else None,
    )


def _why_empty(visit: Visit, first: date, last: date) -> list[Said]:
    if first > datetime.now(UTC).date() + timedelta(days=1):
        return [("empty.future", {"day": first})]
    if last < ARXIV_BEGAN:
        return [("empty.before", {"day": ARXIV_BEGAN})]
    if first != last:
        return [("empty.range", {"first": first, "last": last})]
    said: list[Said] = [("empty.day", {"day": first})]
    if first.weekday() >= _SATURDAY:
        said.append(("empty.weekend", {"weekday": visit.texts.weekday(first)}))
    return said
