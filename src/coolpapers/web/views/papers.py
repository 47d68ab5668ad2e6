"""`/<branch>/<id>,<id>...`: these papers, in this order."""

from collections.abc import Sequence
from functools import partial

from starlette.responses import Response

from coolpapers.flows.asking import by_stars, prefer
from coolpapers.ids import PaperId
from coolpapers.records import Held
from coolpapers.web.notes import Note, quoted
from coolpapers.web.pages import PapersPage
from coolpapers.web.params import IDS, ListRequest, Sort
from coolpapers.web.respond import render
from coolpapers.web.site import Visit
from coolpapers.web.taste import list_request
from coolpapers.web.views.forms import OtherForm, in_form
from coolpapers.web.views.lists import (
    Found,
    cards_of,
    newest_of,
    notes_on,
    orders_of,
    paging_of,
)

_NAMED = 5


def show_papers(
    visit: Visit, branch: str, papers: Sequence[PaperId], bad: Sequence[str], form: str = ""
) -> Response:
    """The papers that the library holds; notes name the others."""
    asked = list_request(visit, IDS)
    held = visit.library.store.papers.get(papers)
    title = visit.texts("ids.title", n=len(held))
    if form:
        address = _address(visit, branch, papers)
        title = held[0].paper.title if len(held) == 1 else title
        wanted = OtherForm(title, address, asked, partial(_page_of, visit, held))
        return in_form(visit, form, wanted)
    found = _page_of(visit, held, asked)
    notes = (*_left_out(papers, held, bad), *asked.notes, *found.notes)
    return render(visit, "papers.html", _page(visit, branch, papers, asked, title, found, notes))


def _page_of(visit: Visit, held: Sequence[Held], asked: ListRequest) -> Found:
    ordered, notes = _ordered(visit, held, asked.sort)
    return Found(ordered[asked.skip : asked.skip + asked.show], len(ordered), notes)


def _ordered(visit: Visit, held: Sequence[Held], sort: Sort) -> tuple[list[Held], tuple[Note, ...]]:
    """Papers in the order named in the address, or in another one."""
    by_number = {one.number: one for one in held}
    numbers = list(by_number)
    notes: tuple[Note, ...] = ()
    if sort.kind == "words":
        numbers, is_ordered = prefer(visit.library, numbers, sort.words)
        notes = notes_on(is_ordered)
    elif sort.kind == "stars":
        numbers = by_stars(visit.library, numbers)
    elif sort.kind == "date":
        numbers.sort(key=lambda number: _age(by_number[number]))
    return [by_number[number] for number in numbers], notes


def _age(held: Held) -> float:
    """Smaller is newer; papers without a date come last."""
    published = held.paper.published_utc
    return -published.timestamp() if published else float("inf")


def _page(
    visit: Visit,
    branch: str,
    papers: Sequence[PaperId],
    asked: ListRequest,
    title: str,
    found: Found,
    notes: tuple[Note, ...],
) -> PapersPage:
    address = _address(visit, branch, papers)
    return PapersPage(
        body=branch,
        title=f"{title} – {visit.site.title}",
        feed=f"{address}/feed{asked.query_string(skip=0)}",
        notes=notes,
        heading=title,
        cards=cards_of(visit, asked, [held.number for held in found.papers], address),
        paging=paging_of(address, asked, found.total, len(found.papers)),
        orders=orders_of(address, asked, "list.by_list"),
        newest=newest_of(visit),
        is_indexed=False,
    )


def _address(visit: Visit, branch: str, papers: Sequence[PaperId]) -> str:
    return visit.addresses.at(f"/{branch}/{','.join(paper.path for paper in papers)}")


def _left_out(papers: Sequence[PaperId], held: Sequence[Held], bad: Sequence[str]) -> list[Note]:
    known = {one.paper.id for one in held}
    missing = [paper.local for paper in papers if paper not in known]
    groups = (("note.bad_ids", bad), ("note.not_held", missing))
    return [Note(key, {"names": _names(texts)}) for key, texts in groups if texts]


def _names(texts: Sequence[str]) -> str:
    shown = ", ".join(quoted(text) for text in texts[:_NAMED])
    return f"{shown}, …" if len(texts) > _NAMED else shown
