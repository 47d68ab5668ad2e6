"""The questions that the API answers: each gives the request, or the requests, to be sent."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Generic, Literal, NamedTuple, TypeVar
from urllib.parse import quote

import msgspec

from coolpapers import wire

Answer = TypeVar("Answer")

BASE = "/api/v1"
BATCH_IDS = 200

Branch = Literal["all", "arxiv", "venue"]
Form = Literal["bibtex", "biblatex", "ris", "json", "plain", "jsonl"]
Day = date | str | None
"""A day, or one as `2026-02-03`."""


class Call(NamedTuple, Generic[Answer]):
    """A GET: path, parameters, and what its answer is read as; `str` is text as it comes."""

    path: str
    parameters: dict[str, str]
    kind: type[Answer]


class Calls(NamedTuple, Generic[Answer]):
    """Several requests, and what makes one answer of theirs."""

    calls: list[Call[Any]]
    join: Callable[[list[Any]], Answer]


def library() -> Call[wire.Service]:
    """What answers there, and what it holds."""
    return _call("/library", wire.Service)


def search(
    query: str,
    *,
    branch: Branch = "all",
    sort: str = "",
    order: Literal["", "recent"] = "",
    skip: int = 0,
    show: int = 25,
    facets: bool = False,
) -> Call[wire.SearchPage]:
    """Papers for a query; `sort` is `date`, `stars` or words of taste with commas.

    Instead of it, the order `recent` has the best first where new papers count more. With
    `facets`, its papers are counted by category, year and venue.
    """
    asked = {"query": query, "branch": branch, "sort": sort, "skip": skip, "show": show}
    more = {"order": order, "facets": "true" if facets else ""}
    return _call("/search", wire.SearchPage, **asked, **more)


def paper(paper: str) -> Call[wire.Paper]:
    """One paper, by any form of its id; raises `PaperNotFoundError`."""
    return _call(_paper(paper), wire.Paper)


def papers(ids: Iterable[str]) -> Calls[wire.Batch]:
    """Papers by id, as many as wanted."""
    return Calls([_call("/papers", wire.Batch, ids=some) for some in _batches(ids)], _batch)


def related(
    paper: str, *, branch: Branch = "all", skip: int = 0, show: int = 25
) -> Call[wire.RelatedPage]:
    """Papers like a paper."""
    path = _paper(paper, "/related")
    return _call(path, wire.RelatedPage, branch=branch, skip=skip, show=show)


def keywords(paper: str) -> Call[wire.Keywords]:
    """The words that tell a paper from others, with their weights."""
    return _call(_paper(paper, "/keywords"), wire.Keywords)


def answers(paper: str) -> Call[wire.Answers]:
    """What models said about a paper so far."""
    return _call(_paper(paper, "/answers"), wire.Answers)


def text(paper: str, *, page: int = 1) -> Call[wire.TextPage]:
    """The text of a page of a paper's PDF."""
    return _call(_paper(paper, "/text"), wire.TextPage, page=page)


def day(
    subjects: str,
    *,
    date: Day = None,
    first: Day = None,
    last: Day = None,
    sort: str = "",
    skip: int = 0,
    show: int = 25,
) -> Call[wire.DayPage]:
    """The papers of categories on their newest day, on a day, or over days."""
    asked = {"date": date, "from": first, "to": last, "sort": sort, "skip": skip, "show": show}
    return _call(f"/lists/arxiv/{quote(subjects)}", wire.DayPage, **asked)


def edition(
    edition: str, *, group: str = "", sort: str = "", skip: int = 0, show: int = 25
) -> Call[wire.EditionPage]:
    """The papers of an edition of a venue, such as `ICLR.2024`; `group` names a track."""
    asked = {"group": group, "sort": sort, "skip": skip, "show": show}
    return _call(f"/lists/venue/{quote(edition)}", wire.EditionPage, **asked)


def venues() -> Call[wire.Editions]:
    """Every edition of every venue."""
    return _call("/venues", wire.Editions)


def categories() -> Call[wire.Categories]:
    """ArXiv's categories, and how many papers each has on the newest day."""
    return _call("/categories", wire.Categories)


def days(subjects: str, *, first: Day = None, last: Day = None) -> Call[wire.Days]:
    """The days with papers in some categories."""
    return _call("/days", wire.Days, subjects=subjects, **{"from": first, "to": last})


def ledger(*, date: Day = None, first: Day = None, last: Day = None) -> Call[wire.LedgerPage]:
    """How complete days are; one day by category."""
    return _call("/ledger", wire.LedgerPage, **{"date": date, "from": first, "to": last})


def citations(ids: Iterable[str], form: Form = "bibtex") -> Calls[str]:
    """Papers as text for a reference manager."""
    asked = [_call("/citations", str, ids=some, format=form) for some in _batches(ids)]
    return Calls(asked, _items if form == "json" else "".join)


def _call(path: str, kind: type[Answer], **parameters: object) -> Call[Answer]:
    """A call; parameters that are None or empty are left out."""
    written = {
        name: value.isoformat() if isinstance(value, date) else str(value)
        for name, value in parameters.items()
        if value not in (None, "")
    }
    return Call(BASE + path, written, kind)


def _paper(paper: str, rest: str = "") -> str:
    return f"/papers/{quote(paper, safe='@:')}{rest}"


def _batches(ids: Iterable[str]) -> list[str]:
    """Ids as comma lists that one request can carry."""
    listed = list(ids)
    return [",".join(listed[at : at + BATCH_IDS]) for at in range(0, len(listed), BATCH_IDS)]


def _batch(found: list[wire.Batch]) -> wire.Batch:
    return wire.Batch(
        papers=tuple(paper for one in found for paper in one.papers),
        missing=tuple(paper for one in found for paper in one.missing),
        invalid=tuple(text for one in found for text in one.invalid),
    )


def _items(found: list[str]) -> str:
    """Several lists of JSON as one."""
    items = [item for text in found for item in msgspec.json.decode(text, type=list[msgspec.Raw])]
    return msgspec.json.encode(items).decode() + "\n"
