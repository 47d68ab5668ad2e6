"""`/<branch>/search`: papers for a query; an id or an address leads straight to its paper."""

import time
from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from types import MappingProxyType
from typing import NamedTuple

from starlette.responses import Response

from coolpapers.errors import PaperIdError
from coolpapers.flows.asking import BEST_ONLY, facets_of, search_papers
from coolpapers.flows.related import DEFAULT, MODES, Mode, Near, related
from coolpapers.flows.suggesting import meant
from coolpapers.ids import PaperId
from coolpapers.records import Held, Other
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

BRANCHES = ("all", "arxiv", "venue")


class _Answer(NamedTuple):
    """What the engine and the store answered, and how long that took."""

    papers: Sequence[Held] = ()
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
    if like := paper_alike(visit, asked):
        answer = _alike(visit, branch, like, asked)
        return Found(answer.papers, answer.total)
    if ids := ids_alone(asked.query):
        held = visit.library.store.papers.get(ids)
        return Found(held[asked.skip : asked.skip + asked.show], len(held))
    if query.root is None:
        return Found((), 0)
    answer = _asked(visit, branch, query, asked)
    return Found(answer.papers, min(answer.total, BEST_ONLY) if answer.is_cut else answer.total)


def paper_alike(visit: Visit, asked: ListRequest) -> Held | None:
    """The paper that papers like it are asked of; None if none is named or held."""
    try:
        found = visit.library.store.papers.get([PaperId.parse(asked.like)]) if asked.like else []
    except PaperIdError:
        return None
    return found[0] if found else None


def _alike(visit: Visit, branch: str, like: Held, asked: ListRequest) -> _Answer:
    """Papers like a paper, each with what it shares with it."""
    started = time.perf_counter()
    scope = None if branch == "all" else branch
    near = related(
        visit.library,
        like,
        mode=_mode(asked),
        branch=scope,
        limit=asked.show,
        offset=asked.skip,
    )
    papers = visit.library.store.papers.numbered([one.number for one in near.papers])
    passed = round((time.perf_counter() - started) * 1000)
    by_number = {one.number: one for one in near.papers}
    return _Answer(papers, near.total, milliseconds=passed, near=by_number, like=like)


def _mode(asked: ListRequest) -> Mode:
    """The way to find related papers; one that is unknown is the usual one."""
    return next((mode for mode in MODES if mode == asked.mode), DEFAULT)


def _asked(visit: Visit, branch: str, query: Query, asked: ListRequest) -> _Answer:
    started = time.perf_counter()
    answer = _ordered(visit, None if branch == "all" else branch, query, asked)
    milliseconds = round((time.perf_counter() - started) * 1000)
    return answer._replace(milliseconds=milliseconds)


def _ordered(visit: Visit, branch: str | None, query: Query, asked: ListRequest) -> _Answer:
    part = slice_of(asked)
    if asked.order == RECENT and part.order not in ("stars", "words"):
        part = part._replace(order="recent")
    found = search_papers(visit.library, query, branch, part)
    presented = 0
    if part.order in ("", "date") and not branch:
        by: Order = "date" if part.order == "date" else "relevance"
        presented = visit.library.engine.presented(query, order=by)
    return _Answer(
        found.papers,
        found.total,
        found.complete,
        is_cut=found.reachable < found.total,
        notes=notes_on(found.is_ordered),
        presented=presented,
    )


def _page(
    visit: Visit, branch: str, asked: ListRequest, query: Query, answer: _Answer
) -> SearchPage:
    texts, address = visit.texts, visit.addresses.search(branch)
    title = texts("search.title_for", query=quoted(asked.query)) if asked.query else ""
    reachable = min(answer.total, BEST_ONLY) if answer.is_cut else answer.total
    beside = said_beside(visit, answer)
    for number, why in why_here(visit, asked, answer.papers, address).items():
        beside[number] = beside.get(number, "") + why
    return SearchPage(
        body=branch,
        title=f"{title or texts('search.title')} – {visit.site.title}",
        feed=f"{address}/feed{asked.query_string(skip=0)}" if asked.query else "",
        notes=(*_ignored(query), *asked.notes, *answer.notes),
        query=asked.query,
        heading=asked.query or texts("search.empty"),
        cards=visit.site.cards.of(texts, answer.papers, asked.skip, _marks(asked, query), beside),
        paging=paging_of(address, asked, reachable, len(answer.papers)),
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
        modes=_modes(visit, address, asked, answer.like) if answer.like else (),
        recent=_recent(address, asked, answer),
        narrow="" if answer.like else address + asked.query_string(skip=0, facets=True),
        facets=_facets(visit, branch, asked, query) if asked.facets and not answer.like else (),
        branches=_branches(visit, branch, asked),
        meant=None if answer.like else _meant(visit, address, asked, query),
    )


def _meant(visit: Visit, address: str, asked: ListRequest, query: Query) -> Link | None:
    """The query that was probably meant, said once, on the first page."""
    better = None if asked.skip else meant(visit.library, query)
    if better is None:
        return None
    return Link(address + asked.query_string(query=str(better)), str(better))


def _link_to(visit: Visit, like: Held | None) -> Link | None:
    return Link(visit.addresses.paper(like.paper.id), like.paper.title) if like else None


def _modes(visit: Visit, address: str, asked: ListRequest, like: Held) -> list[Link]:
    """The ways to find papers like one; without a vector it has none by meaning."""
    has_meaning = visit.library.space.has(like.number)
    now: Mode = _mode(asked) if has_meaning or _mode(asked) != "blend" else "words"
    usual: Mode = DEFAULT if has_meaning else "words"
    return [
        Link(
            address + asked.query_string(mode="" if mode == usual else mode, skip=0),
            f"search.mode_{mode}",
            is_current=mode == now,
        )
        for mode in MODES
        if has_meaning or mode != "blend"
    ]


def _recent(address: str, asked: ListRequest, answer: _Answer) -> Link | None:
    """The order in which new papers count more; related papers have none."""
    if answer.like is not None or not asked.query:
        return None
    href = address + asked.query_string(sort=Sort(), skip=0, order=RECENT)
    is_current = asked.order == RECENT and not asked.sort.kind
    return Link(href, "search.by_recency", is_current=is_current)


def said_beside(visit: Visit, answer: _Answer) -> dict[int, str]:
    """What a card says on this page only: where else the work stands, and why it is here."""
    lines: dict[int, list[str]] = {}
    for number, others in visit.library.store.works.others(
        [held.number for held in answer.papers]
    ).items():
        links = ", ".join(
            f'<a href="{escape(visit.addresses.paper(other.paper))}">{escape(_named(other))}</a>'
            for other in others
        )
        lines.setdefault(number, []).append(visit.texts("card.also", links=links))
    for number, near in answer.near.items():
        if said := _why(visit, near):
            lines.setdefault(number, []).append(said)
    return {
        number: "".join(f'<p class="metainfo beside notranslate">{line}</p>' for line in some)
        for number, some in lines.items()
    }


def _why(visit: Visit, near: Near) -> str:
    """Why a paper is among the related ones: words it shares, or that it means the like."""
    said = [visit.texts("card.shares", words=escape(", ".join(near.why)))] if near.why else []
    if near.by_meaning:
        said.append(visit.texts("card.near", cosine=f"{near.cosine:.2f}"))
    return " · ".join(said)


def _named(other: Other) -> str:
    if other.venue is None:
        return other.paper.local
    return f"{other.venue.edition} {other.venue.track}".strip()


def _facets(
    visit: Visit, branch: str, asked: ListRequest, query: Query
) -> list[tuple[str, list[Link]]]:
    """Each value with its count; a link adds it to the query."""
    if query.root is None:
        return []
    scope = None if branch == "all" else branch
    found = facets_of(visit.library, query, scope, asked.sort.kind)
    groups = (
        ("category", "cat", found.categories),
        ("year", "year", sorted(found.years, reverse=True)),
        ("venue", "venue", found.venues),
    )
    address = visit.addresses.search(branch)
    return [
        (
            f"read.{key}",
            [
                Link(
                    address + asked.query_string(query=_narrowed(asked.query, name, value), skip=0),
                    value,
                    papers=count,
                )
                for value, count in values
            ],
        )
        for key, name, values in groups
        if values
    ]


def _narrowed(query: str, name: str, value: str) -> str:
    quote = '"' if " " in value else ""
    return f"{query} {name}:{quote}{value}{quote}"


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
