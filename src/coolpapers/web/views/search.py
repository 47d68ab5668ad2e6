"""`/<branch>/search`: papers for a query; an id or an address leads straight to its paper."""

import time
from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from starlette.responses import Response

from coolpapers.flows.asking import Slice, order_of_near, search_numbers
from coolpapers.flows.related import BEST_ONLY, Near
from coolpapers.flows.suggesting import meant
from coolpapers.records import Held
from coolpapers.search.engine import Order
from coolpapers.search.naming import ids_alone
from coolpapers.search.query import Query, parse
from coolpapers.web.cards import Mark
from coolpapers.web.notes import Note, quoted
from coolpapers.web.pages import Link, SearchPage
from coolpapers.web.params import RECENT, SEARCH, ListRequest, Sort
from coolpapers.web.respond import only_get, redirect, render
from coolpapers.web.site import Visit
from coolpapers.web.taste import list_request, why_here
from coolpapers.web.views import missing
from coolpapers.web.views.alike import alike, paper_alike, ways_of
from coolpapers.web.views.beside import said_beside
from coolpapers.web.views.forms import DIGEST, NAMES, OtherForm, in_form, unless_known
from coolpapers.web.views.lists import (
    Found,
    marks_for,
    newest_of,
    notes_on,
    orders_of,
    paging_of,
    slice_of,
)
from coolpapers.web.views.narrower import narrower

BRANCHES = ("all", "arxiv", "venue")
NAMED = 10
"""So many parts of a query that were left out are named."""


class _Answer(NamedTuple):
    """What the engine answered, and how long that took."""

    numbers: Sequence[int] = ()
    total: int = 0
    complete: int | None = None
    milliseconds: int = 0
    is_cut: bool = False
    notes: tuple[Note, ...] = ()
    presented: int = 0
    near: Mapping[int, Near] = MappingProxyType({})
    like: Held | None = None


def search(visit: Visit) -> Response:
    """The page of hits."""
    return _search(visit)


def search_in_form(visit: Visit) -> Response:
    """The hits as a feed, or as a file of citations."""
    form = visit.request.path_params["form"]
    if form not in NAMES:
        return missing.no_page(visit)
    return unless_known(visit, form, lambda: _search(visit, form))


def digest_by_post(visit: Visit) -> Response:
    """The digest of the hits without what the browser that asks has seen."""
    if visit.request.path_params["form"] != DIGEST:
        only_get()
    return _search(visit, DIGEST)


def _search(visit: Visit, form: str = "") -> Response:
    branch = visit.request.path_params["branch"]
    asked = list_request(visit, SEARCH)
    ids = [] if asked.like else ids_alone(asked.query)
    if ids and not form:
        return redirect(visit.addresses.papers(ids))
    query = parse(asked.query)
    like = paper_alike(visit, asked)
    if form:
        title, address = asked.query or visit.texts("search.title"), visit.addresses.search(branch)
        wanted = OtherForm(title, address, asked, partial(_found, visit, branch, query))
        return in_form(visit, form, wanted)
    if like is not None:
        answer = _alike(visit, branch, like, asked)
    else:
        answer = _asked(visit, branch, query, asked) if query.root is not None else _Answer()
    return render(visit, "search.html", _page(visit, branch, asked, query, answer))


def _found(visit: Visit, branch: str, query: Query, asked: ListRequest) -> Found:
    """A page of the hits; of the papers themselves where the query only names some."""
    papers = visit.library.store.papers
    if like := paper_alike(visit, asked):
        answer = _alike(visit, branch, like, asked)
        return Found(papers.numbered(answer.numbers), answer.total)
    if ids := ids_alone(asked.query):
        held = papers.get(ids)
        return Found(held[asked.skip : asked.skip + asked.show], len(held))
    if query.root is None:
        return Found((), 0)
    answer = _asked(visit, branch, query, asked)
    reachable = min(answer.total, BEST_ONLY) if answer.is_cut else answer.total
    return Found(papers.numbered(answer.numbers), reachable)


def _alike(visit: Visit, branch: str, like: Held, asked: ListRequest) -> _Answer:
    started = time.perf_counter()
    order = order_of_near(visit.library, _part_of(asked))
    near = alike(visit, branch, like, asked, order)
    passed = round((time.perf_counter() - started) * 1000)
    by_number = {one.number: one for one in near.papers}
    is_cut = order is not None and near.total > BEST_ONLY
    return _Answer(
        list(by_number), near.total, milliseconds=passed, is_cut=is_cut, near=by_number, like=like
    )


def _asked(visit: Visit, branch: str, query: Query, asked: ListRequest) -> _Answer:
    started = time.perf_counter()
    answer = _ordered(visit, None if branch == "all" else branch, query, asked)
    milliseconds = round((time.perf_counter() - started) * 1000)
    return answer._replace(milliseconds=milliseconds)


def _ordered(visit: Visit, branch: str | None, query: Query, asked: ListRequest) -> _Answer:
    part = _part_of(asked)
    found = search_numbers(visit.library, query, branch, part)
    presented = 0
    if part.order in ("", "date") and not branch:
        by: Order = "date" if part.order == "date" else "relevance"
        presented = visit.library.engine.presented(query, order=by)
    return _Answer(
        found.numbers,
        found.total,
        found.complete,
        is_cut=found.reachable < found.total,
        notes=(*notes_on(found.is_ordered), *_left_out("note.skipped_query", found.skipped)),
        presented=presented,
    )


def _part_of(asked: ListRequest) -> Slice:
    """The part and its order; `sort` goes before `order`."""
    part = slice_of(asked)
    return part._replace(order="recent") if asked.order == RECENT and not part.order else part


def _read_otherwise(asked: ListRequest, query: Query, like: Held | None) -> tuple[Note, ...]:
    """What of the query is left out, and what parameters cannot do together."""
    names = [
        *(["order"] if asked.order == RECENT and asked.sort.kind else []),
        *(["mode"] if asked.mode and not asked.like else []),
        *(["facets"] if asked.facets and like else []),
    ]
    notes = [*_left_out("note.ignored_query", query.ignored)]
    if names:
        notes.append(Note("note.meaningless", {"names": ", ".join(names)}))
    if asked.like and like is None:
        notes.append(Note("note.not_like", {"value": quoted(asked.like)}))
    return tuple(notes)


def _page(
    visit: Visit, branch: str, asked: ListRequest, query: Query, answer: _Answer
) -> SearchPage:
    texts, address = visit.texts, visit.addresses.search(branch)
    title = texts("search.title_for", query=quoted(asked.query)) if asked.query else ""
    reachable = min(answer.total, BEST_ONLY) if answer.is_cut else answer.total
    beside = _beside(visit, address, asked, answer)
    marks = _marks(asked, query)
    cards = visit.site.cards.numbered(texts, answer.numbers, asked.skip, marks, beside)
    return SearchPage(
        body=branch,
        title=f"{title or texts('search.title')} – {visit.site.title}",
        feed=f"{address}/feed{asked.query_string(skip=0)}" if asked.query else "",
        notes=(*_read_otherwise(asked, query, answer.like), *asked.notes, *answer.notes),
        query=asked.query,
        heading=asked.query or texts("search.empty"),
        cards=cards,
        paging=paging_of(address, asked, reachable, len(cards)),
        orders=orders_of(address, asked, "search.by_relevance"),
        newest=newest_of(visit),
        is_indexed=False,
        branch=branch,
        hits=answer.total,
        said=() if answer.like else query.said,
        milliseconds=answer.milliseconds,
        complete=answer.complete,
        best_only=BEST_ONLY if answer.is_cut else 0,
        presented=answer.presented,
        like=_link_to(visit, answer.like),
        modes=ways_of(visit, address, asked, answer.like) if answer.like else (),
        recent=_recent(address, asked, answer),
        narrow="" if answer.like else address + asked.query_string(skip=0, facets=True),
        facets=narrower(visit, branch, asked, query) if asked.facets and not answer.like else (),
        branches=_branches(visit, branch, asked),
        meant=None if answer.like else _meant(visit, address, asked, query, answer.total),
    )


def _beside(visit: Visit, address: str, asked: ListRequest, answer: _Answer) -> dict[int, str]:
    """What each card says that it says nowhere else, by row number."""
    said = said_beside(visit, answer.numbers, answer.near)
    for number, why in why_here(visit, asked, answer.numbers, address).items():
        said[number] = said.get(number, "") + why
    return said


def _meant(visit: Visit, address: str, asked: ListRequest, query: Query, found: int) -> Link | None:
    """The query that was probably meant, said once, on the first page."""
    better = None if asked.skip else meant(visit.library, query, found)
    if better is None:
        return None
    return Link(address + asked.query_string(query=str(better)), str(better))


def _link_to(visit: Visit, like: Held | None) -> Link | None:
    return Link(visit.addresses.paper(like.paper.id), like.paper.title) if like else None


def _recent(address: str, asked: ListRequest, answer: _Answer) -> Link | None:
    """The order in which new papers count more; related papers have none."""
    if answer.like is not None or not asked.query:
        return None
    href = address + asked.query_string(sort=Sort(), skip=0, order=RECENT)
    is_current = asked.order == RECENT and not asked.sort.kind
    return Link(href, "search.by_recency", is_current=is_current)


def _marks(asked: ListRequest, query: Query) -> Mark | None:
    return marks_for(asked, query) if query.root is not None else None


def _left_out(key: str, parts: Sequence[str]) -> tuple[Note, ...]:
    if not parts:
        return ()
    names = ", ".join(map(quoted, parts[:NAMED]))
    more = f" + {len(parts) - NAMED}" if parts[NAMED:] else ""
    return (Note(key, {"names": names + more}),)


def _branches(visit: Visit, branch: str, asked: ListRequest) -> list[Link]:
    return [
        Link(
            visit.addresses.search(one) + asked.query_string(skip=0),
            visit.texts(f"search.{one}"),
            is_current=one == branch,
        )
        for one in BRANCHES
    ]
