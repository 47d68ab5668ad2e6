"""`/<list>/digest`: the few papers that span a list, each with those it stands for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import unquote, urlencode

import msgspec
from starlette.responses import Response

from coolpapers.errors import EngineError
from coolpapers.flows import digest
from coolpapers.ids import PaperId, find_ids
from coolpapers.records import Held
from coolpapers.settings import Settings
from coolpapers.web.pages import DigestPage, DigestRow, Link
from coolpapers.web.params import ListRequest, Sort, read_words
from coolpapers.web.respond import packed, render
from coolpapers.web.site import Visit
from coolpapers.web.views.lists import Found

MOST_LISTED = 5_000
"""Papers of a list that a digest is made of: the first in its order."""
CHOSEN = 20
JSON = "application/json"

Find = Callable[[ListRequest], Found]


LARGEST_SKIPPED = 400_000
"""Bytes of addresses that a browser may send of papers it has seen or hidden."""


class Digested(NamedTuple):
    """A digest with its papers, how many the list has in all, and how many were left out."""

    digest: digest.Digest
    held: Mapping[int, Held]
    total: int
    left_out: int

    @property
    def papers(self) -> Sequence[Held]:
        """The chosen papers, in list order."""
        return [self.held[one.number] for one in self.digest.chosen]


def digest_of(visit: Visit, asked: ListRequest, find: Find) -> Digested:
    """The digest of a list; `k` says how many, `without` and `mute` which papers to leave out."""
    found = find(replace(asked, skip=0, show=MOST_LISTED))
    held = {one.number: one for one in found.papers}
    skipped = _skipped(visit, held)
    chosen = digest.digest(
        visit.library.space,
        list(held),
        count_of(visit),
        scores=_scores(visit, asked, list(held)),
        skip=skipped.__contains__ if skipped else None,
    )
    return Digested(chosen, held, found.total, len(skipped))


def largest_skipped(_settings: Settings) -> int:
    """How many bytes a browser may send of what it has seen."""
    return LARGEST_SKIPPED


def _skipped(visit: Visit, held: Mapping[int, Held]) -> set[int]:
    """Papers named in the address, seen by the reader as the browser says, or with muted words."""
    given = visit.request.query_params
    ids = {str(one) for one in find_ids(given.get("without", ""))}
    paths = {unquote(line.strip()) for line in visit.body.decode("utf-8", "replace").split("\n")}
    skipped = {
        number
        for number, one in held.items()
        if str(one.paper.id) in ids or _path(one.paper.id) in paths
    }
    muted = read_words(given.get("mute", ""))
    return skipped | set(_scored(visit, muted, list(held)) or ()) if muted else skipped


def _path(paper: PaperId) -> str:
    """A paper's address below the site's base, as browsers remember it."""
    return unquote(f"/{paper.branch}/{paper.path}")


def count_of(visit: Visit) -> int:
    """How many papers are asked for; the usual number where that cannot be read."""
    text = visit.request.query_params.get("k", "")
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    return max(1, min(digest.MOST_CHOSEN, int(text))) if is_number else CHOSEN


def page(visit: Visit, title: str, address: str, asked: ListRequest, found: Digested) -> Response:
    """The digest as a page."""
    choices = _choices(visit)
    own = asked.query_string(skip=0)
    cards = visit.site.cards.of(visit.texts, found.papers)
    place = {one.number: at for at, one in enumerate(found.digest.chosen, start=1)}
    rows = [
        DigestRow(card=card, stands_for=[_link(visit, found, place, n) for n in one.stands_for])
        for card, one in zip(cards, found.digest.chosen, strict=True)
    ]
    whole = address.removesuffix("/digest") + own
    return render(
        visit,
        "digest.html",
        DigestPage(
            body=visit.path.split("/")[1],
            title=f"{title} – {visit.site.title}",
            feed=with_fields(f"{address}/feed{own}", choices),
            heading=title,
            rows=rows,
            papers=found.digest.papers,
            total=found.total,
            coverage=round(100 * found.digest.coverage),
            bound=round(100 * found.digest.bound),
            whole=whole,
            record=with_fields(f"{address}/json{own}", choices),
            map=f"{address.removesuffix('/digest')}/map{own}",
            action=address,
            hidden=asked.fields(skip=0, sort=Sort()),
            words=", ".join(asked.sort.words),
            mute=choices.get("mute", ""),
            count=count_of(visit),
            left_out=found.left_out,
            is_indexed=False,
        ),
    )


def _choices(visit: Visit) -> dict[str, str]:
    """What the address says of the digest itself, to be carried along."""
    given = visit.request.query_params
    return {name: given[name] for name in ("k", "mute", "without") if given.get(name)}


def with_fields(address: str, fields: Mapping[str, str]) -> str:
    """An address with more fields in its query string."""
    mark = "&" if "?" in address else "?"
    return f"{address}{mark}{urlencode(fields)}" if fields else address


def record(visit: Visit, found: Digested) -> Response:
    """The digest for programs."""
    body = msgspec.json.encode(digest.as_record(found.digest, found.held))
    return packed(visit, body, JSON)


def _scores(visit: Visit, asked: ListRequest, numbers: Sequence[int]) -> dict[int, float] | None:
    return _scored(visit, asked.sort.words, numbers) if asked.sort.kind == "words" else None


def _scored(visit: Visit, words: Sequence[str], numbers: Sequence[int]) -> dict[int, float] | None:
    """How well papers match words; None where there is no index to say so."""
    try:
        return visit.library.engine.scores(words, numbers)
    except EngineError:
        return None


def _link(visit: Visit, found: Digested, place: Mapping[int, int], number: int) -> Link:
    """A paper that a chosen one stands for, and of which chosen ones it is made."""
    paper = found.held[number].paper
    parts = found.digest.parts[number]
    made = " + ".join(f"{one.share:.2f}".lstrip("0") + f" #{place[one.number]}" for one in parts)
    return Link(visit.addresses.paper(paper.id), paper.title, f"= {made}")
