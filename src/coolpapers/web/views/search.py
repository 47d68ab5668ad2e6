"""`/<branch>/search`: papers for a query; an id or an address leads straight to its paper."""

import time
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from starlette.responses import Response

from coolpapers.records import Held
from coolpapers.search.engine import Hits
from coolpapers.search.naming import ids_alone
from coolpapers.search.query import Query, parse
from coolpapers.web.cards import Mark
from coolpapers.web.notes import Note, quoted
from coolpapers.web.pages import Link, SearchPage
from coolpapers.web.params import SEARCH, ListRequest, read_list_request
from coolpapers.web.respond import redirect, render
from coolpapers.web.site import Visit
from coolpapers.web.views import missing
from coolpapers.web.views.forms import NAMES, OtherForm, in_form, unless_known
from coolpapers.web.views.lists import (
    Found,
    by_stars,
    marks_for,
    newest_of,
    orders_of,
    paging_of,
    prefer,
)

BEST_ONLY = 1_000
"""Orders that the index does not know are made of this many of the best hits."""
BRANCHES = ("all", "arxiv", "venue")


class _Answer(NamedTuple):
    """What the engine and the store answered, and how long that took."""

    papers: Sequence[Held] = ()
    total: int = 0
    complete: int | None = None
    milliseconds: int = 0
    is_cut: bool = False
    notes: tuple[Note, ...] = ()


def search(visit: Visit) -> Response:
    """The page of hits."""
    return _search(visit)


def search_in_form(visit: Visit) -> Response:
    """The hits as a feed, or as a file of citations."""
    form = visit.request.path_params["form"]
    if form not in NAMES:
        return missing.no_page(visit)
    return unless_known(visit, form, lambda: _search(visit, form))


def _search(visit: Visit, form: str = "") -> Response:
    branch = visit.request.path_params["branch"]
    asked = read_list_request(visit.request.query_params, SEARCH)
    ids = ids_alone(asked.query)
    if ids and not form:
        return redirect(visit.addresses.papers(ids))
    query = parse(asked.query)
    if form:
        title, address = asked.query or visit.texts("search.title"), visit.addresses.search(branch)
        wanted = OtherForm(title, address, asked, partial(_found, visit, branch, query))
        return in_form(visit, form, wanted)
    answer = _asked(visit, branch, query, asked) if query.root is not None else _Answer()
    return render(visit, "search.html", _page(visit, branch, asked, query, answer))


def _found(visit: Visit, branch: str, query: Query, asked: ListRequest) -> Found:
    """A page of the hits; of the papers themselves where the query only names some."""
    if ids := ids_alone(asked.query):
        held = visit.library.store.papers.get(ids)
        return Found(held[asked.skip : asked.skip + asked.show], len(held))
    if query.root is None:
        return Found((), 0)
    answer = _asked(visit, branch, query, asked)
    return Found(answer.papers, min(answer.total, BEST_ONLY) if answer.is_cut else answer.total)


def _asked(visit: Visit, branch: str, query: Query, asked: ListRequest) -> _Answer:
    started = time.perf_counter()
    answer = _ordered(visit, None if branch == "all" else branch, query, asked)
    milliseconds = round((time.perf_counter() - started) * 1000)
    return answer._replace(milliseconds=milliseconds)


def _ordered(visit: Visit, branch: str | None, query: Query, asked: ListRequest) -> _Answer:
    library = visit.library
    if asked.sort.kind in ("stars", "words"):
        return _reordered(visit, branch, query, asked)
    hits = library.engine.search(
        query,
        branch=branch,
        order="date" if asked.sort.kind == "date" else "relevance",
        limit=asked.show,
        offset=asked.skip,
    )
    papers = library.store.papers.numbered(_numbers(hits))
    return _Answer(papers, hits.total, hits.complete)


def _reordered(visit: Visit, branch: str | None, query: Query, asked: ListRequest) -> _Answer:
    """The best hits in an order of the reader's."""
    library = visit.library
    hits = library.engine.search(query, branch=branch, limit=BEST_ONLY)
    numbers: list[int] = _numbers(hits)
    notes: tuple[Note, ...] = ()
    if asked.sort.kind == "stars":
        numbers = by_stars(visit, numbers)
    else:
        numbers, notes = prefer(visit, numbers, asked.sort.words)
    papers = library.store.papers.numbered(numbers[asked.skip : asked.skip + asked.show])
    is_cut = hits.total > len(numbers)
    return _Answer(papers, hits.total, hits.complete, is_cut=is_cut, notes=notes)


def _numbers(hits: Hits) -> list[int]:
    return [hit.number for hit in hits.hits]


def _page(
    visit: Visit, branch: str, asked: ListRequest, query: Query, answer: _Answer
) -> SearchPage:
    texts, address = visit.texts, visit.addresses.search(branch)
    title = texts("search.title_for", query=quoted(asked.query)) if asked.query else ""
    reachable = min(answer.total, BEST_ONLY) if answer.is_cut else answer.total
    return SearchPage(
        body=branch,
        title=f"{title or texts('search.title')} – {visit.site.title}",
        feed=f"{address}/feed{asked.query_string(skip=0)}" if asked.query else "",
        notes=(*_ignored(query), *asked.notes, *answer.notes),
        query=asked.query,
        heading=asked.query or texts("search.empty"),
        cards=visit.site.cards.of(visit.texts, answer.papers, asked.skip, _marks(asked, query)),
        paging=paging_of(address, asked, reachable, len(answer.papers)),
        orders=orders_of(address, asked, "search.by_relevance"),
        newest=newest_of(visit),
        is_indexed=False,
        branch=branch,
        hits=answer.total,
        said=query.said,
        milliseconds=answer.milliseconds,
        complete=answer.complete,
        best_only=BEST_ONLY if answer.is_cut else 0,
        branches=_branches(visit, branch, asked),
    )


def _marks(asked: ListRequest, query: Query) -> Mark | None:
    return marks_for(asked, query) if query.root is not None else None


def _ignored(query: Query) -> tuple[Note, ...]:
    if not query.ignored:
        return ()
    names = ", ".join(quoted(part) for part in query.ignored)
    return (Note("note.ignored_query", {"names": names}),)


def _branches(visit: Visit, branch: str, asked: ListRequest) -> list[Link]:
    return [
        Link(
            visit.addresses.search(one) + asked.query_string(skip=0),
            visit.texts(f"search.{one}"),
            is_current=one == branch,
        )
        for one in BRANCHES
    ]
