"""What all lists of papers share: their orders, their paging, their marks."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from coolpapers.flows.asking import Slice, list_numbers
from coolpapers.records import Held, Selection
from coolpapers.search.highlight import Highlighter
from coolpapers.search.query import Query, parse
from coolpapers.search.taste import taste_of
from coolpapers.subjects import ARCHIVES, SubjectExpression
from coolpapers.web.cards import Mark
from coolpapers.web.notes import Note
from coolpapers.web.pages import Orders, Paging
from coolpapers.web.params import LEARNED, ListRequest, Sort
from coolpapers.web.site import Visit
from coolpapers.web.taste import why_here

EVERYTHING = SubjectExpression(tuple(ARCHIVES))
"""All of arXiv, as an expression of its archives."""


class Found(NamedTuple):
    """The papers of one page of a list, how many the list has, and what there is to say."""

    papers: Sequence[Held]
    total: int
    notes: tuple[Note, ...] = ()


class Numbered(NamedTuple):
    """The same as row numbers, for cards, which hardly ever need a record."""

    numbers: Sequence[int]
    total: int
    notes: tuple[Note, ...] = ()


def find(visit: Visit, selection: Selection, asked: ListRequest) -> Found:
    """The papers of a selection in the order that is asked for."""
    numbers, total, notes = find_numbers(visit, selection, asked)
    return Found(visit.library.store.papers.numbered(numbers), total, notes)


def find_numbers(visit: Visit, selection: Selection, asked: ListRequest) -> Numbered:
    """The same as row numbers."""
    found = list_numbers(visit.library, selection, slice_of(asked))
    return Numbered(found.numbers, found.total, notes_on(found.is_ordered))


def slice_of(asked: ListRequest) -> Slice:
    """The part of a list and the order that a reader asks for."""
    return Slice(asked.skip, asked.show, asked.sort.kind, asked.sort.words)


def notes_on(is_ordered: bool) -> tuple[Note, ...]:
    """What a reader is told where there is no order by words yet."""
    return () if is_ordered else (Note("note.no_preference"),)


def marks_for(asked: ListRequest, query: Query | None = None) -> Mark | None:
    """What marks the words of a query, or the preference words where that is asked for."""
    if query is None and asked.highlight and asked.sort.kind == "words":
        tastes = map(taste_of, asked.sort.words)
        liked = [text.replace('"', "") for text, weight in tastes if weight > 0]
        query = parse(" ".join(f'"{text}"' for text in liked))
    if query is None or asked.highlight is False:
        return None
    highlighter = Highlighter(query)
    return highlighter.mark_all if highlighter else None


def cards_of(
    visit: Visit, asked: ListRequest, numbers: Sequence[int], address: str
) -> list[Markup]:
    """The cards of a list's page; in an order by words each says why it is where it is."""
    why = why_here(visit, asked, numbers, address)
    return visit.site.cards.numbered(visit.texts, numbers, asked.skip, marks_for(asked), why)


def newest_of(visit: Visit) -> tuple[str, date] | None:
    """The newest day of the library and its address; kept until the library changes."""
    key = ("newest day", visit.library.store.changes.newest())
    day: date | None = visit.site.remembered.get(
        key, lambda: visit.library.store.listings.newest_day(EVERYTHING)
    )
    if day is None:
        return None
    return f"{visit.addresses.subjects(EVERYTHING)}?date={day.isoformat()}", day


def orders_of(address: str, asked: ListRequest, own: str = "") -> Orders:
    """The links to the orders of a list; `own` names one that is none of the three."""
    words = asked.sort if asked.sort.kind == "words" and asked.sort.whose != LEARNED else None
    if asked.mine:
        words = words or Sort("words", asked.mine, "mine")
    date = Sort("date") if own else Sort()
    return Orders(
        current=asked.sort,
        date=address + asked.query_string(sort=date, skip=0, order=""),
        stars=address + asked.query_string(sort=Sort("stars"), skip=0, order=""),
        preference=address + asked.query_string(sort=words, skip=0, order="") if words else "",
        own=address + asked.query_string(sort=Sort(), skip=0, order="") if own else "",
        own_name=own,
        mine=address + asked.query_string(sort=Sort("words", (), "mine"), skip=0, order=""),
        mine_words=asked.mine,
        learned=address + asked.query_string(sort=Sort(), skip=0, order=LEARNED),
    )


def paging_of(address: str, asked: ListRequest, total: int, count: int) -> Paging:
    """The links to the pages before and after."""
    before, after = max(0, asked.skip - asked.show), asked.skip + asked.show
    last = max(0, (total - 1) // asked.show * asked.show)
    return Paging(
        total=total,
        skip=asked.skip,
        show=asked.show,
        count=count,
        previous=address + asked.query_string(skip=before) if 0 < asked.skip <= total else "",
        next=address + asked.query_string(skip=after) if after < total else "",
        last=address + asked.query_string(skip=last) if asked.skip >= total > 0 else "",
    )
