"""`/<list>/digest`: the few papers that span a list, each with those it stands for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import msgspec
from starlette.responses import Response

from coolpapers.errors import EngineError
from coolpapers.flows import digest
from coolpapers.ids import find_ids
from coolpapers.records import Held
from coolpapers.web.pages import DigestPage, DigestRow, Link
from coolpapers.web.params import ListRequest
from coolpapers.web.respond import packed, render
from coolpapers.web.site import Visit
from coolpapers.web.views.lists import Found

MOST_LISTED = 5_000
"""Papers of a list that a digest is made of: the first in its order."""
CHOSEN = 20
JSON = "application/json"

Find = Callable[[ListRequest], Found]


class Digested(NamedTuple):
    """A digest with its papers, and how many the list has in all."""

    digest: digest.Digest
    held: Mapping[int, Held]
    total: int

    @property
    def papers(self) -> Sequence[Held]:
        """The chosen papers, in list order."""
        return [self.held[one.number] for one in self.digest.chosen]


def digest_of(visit: Visit, asked: ListRequest, find: Find) -> Digested:
    """The digest of a list; `k` in the address says how many, `without` which papers to skip."""
    found = find(replace(asked, skip=0, show=MOST_LISTED))
    held = {one.number: one for one in found.papers}
    without = {str(one) for one in find_ids(visit.request.query_params.get("without", ""))}
    chosen = digest.digest(
        visit.library.space,
        list(held),
        count_of(visit),
        scores=_scores(visit, asked, list(held)),
        skip=(lambda number: str(held[number].paper.id) in without) if without else None,
    )
    return Digested(chosen, held, found.total)


def count_of(visit: Visit) -> int:
    """How many papers are asked for; the usual number where that cannot be read."""
    text = visit.request.query_params.get("k", "")
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    return max(1, min(digest.MOST_CHOSEN, int(text))) if is_number else CHOSEN


def page(visit: Visit, title: str, address: str, asked: ListRequest, found: Digested) -> Response:
    """The digest as a page."""
    own = asked.query_string(skip=0)
    cards = visit.site.cards.of(visit.texts, found.papers)
    rows = [
        DigestRow(
            card=card,
            stands_for=[_link(visit, found, one.number, other) for other in one.stands_for],
        )
        for card, one in zip(cards, found.digest.chosen, strict=True)
    ]
    return render(
        visit,
        "digest.html",
        DigestPage(
            body=visit.path.split("/")[1],
            title=f"{title} – {visit.site.title}",
            feed=f"{address}/feed{own}",
            heading=title,
            rows=rows,
            papers=len(found.held),
            total=found.total,
            coverage=round(100 * found.digest.coverage),
            bound=round(100 * found.digest.bound),
            whole=address.removesuffix("/digest") + own,
            record=f"{address}/json{own}",
            is_indexed=False,
        ),
    )


def record(visit: Visit, found: Digested) -> Response:
    """The digest for programs."""
    body = msgspec.json.encode(digest.as_record(found.digest, found.held))
    return packed(visit, body, JSON)


def _scores(visit: Visit, asked: ListRequest, numbers: Sequence[int]) -> dict[int, float] | None:
    if asked.sort.kind != "words":
        return None
    try:
        return visit.library.engine.scores(asked.sort.words, numbers)
    except EngineError:
        return None


def _link(visit: Visit, found: Digested, chosen: int, number: int) -> Link:
    """A paper that a chosen one stands for, and the share that it has of it, in per cent."""
    paper = found.held[number].paper
    share = next((one.share for one in found.digest.parts[number] if one.number == chosen), 0.0)
    return Link(visit.addresses.paper(paper.id), paper.title, papers=round(100 * share))
