"""`/papers`: papers by id, one or many, and their words."""

import re
from collections.abc import Iterable
from typing import Literal
from urllib.parse import quote

import msgspec

from coolpapers import wire
from coolpapers.flows.asking import (
    Slice,
    paper_named,
    papers_named,
    related_papers,
    weighted_keywords,
)
from coolpapers.records import Held
from coolpapers.web.api.asked import OnePaper, PaperName, PaperNames, Part, names_in
from coolpapers.web.site import Visit

_SKIP = re.compile("&skip=[^&]*")
_SAFE = "/:@!$&'()*+,;=~"


class Ids(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Papers by id."""

    ids: PaperNames


class RelatedAsked(Part, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Papers like a paper, of one branch or both."""

    paper: PaperName
    branch: Literal["all", "arxiv", "venue"] = "all"


def batch(visit: Visit, asked: Ids) -> wire.Batch:
    """Papers by id, in the order asked, each once."""
    found = papers_named(visit.library, names_in(asked.ids))
    return wire.Batch(
        papers=told_all(visit, found.held),
        missing=tuple(map(str, found.missing)),
        invalid=tuple(found.invalid),
    )


def one(visit: Visit, asked: OnePaper) -> wire.Paper:
    """One paper."""
    return told(visit, paper_named(visit.library, asked.paper))


def related(visit: Visit, asked: RelatedAsked) -> wire.RelatedPage:
    """Papers like a paper, and the words they share with it."""
    held = paper_named(visit.library, asked.paper)
    branch = None if asked.branch == "all" else asked.branch
    part = Slice(asked.skip, asked.show)
    likely, total = related_papers(visit.library, held, part, branch)
    return wire.RelatedPage(
        id=str(held.paper.id),
        total=total,
        skip=asked.skip,
        show=asked.show,
        next=next_page(visit, asked, total),
        related=tuple(
            wire.Related(
                paper=told(visit, each.held),
                score=each.score,
                shared=each.shared,
                cosine=each.cosine,
            )
            for each in likely
        ),
    )


def keywords(visit: Visit, asked: OnePaper) -> wire.Keywords:
    """The words that tell a paper from others, with their weights."""
    held = paper_named(visit.library, asked.paper)
    words = weighted_keywords(visit.library, held)
    return wire.Keywords(
        id=str(held.paper.id),
        words=tuple(wire.Keyword(each.word, each.weight) for each in words),
        given=held.paper.keywords,
    )


# --- what all resources share


def told(visit: Visit, held: Held) -> wire.Paper:
    """A paper with its page's address."""
    return wire.told(held, visit.absolute(visit.addresses.paper(held.paper.id)))


def told_all(visit: Visit, papers: Iterable[Held]) -> tuple[wire.Paper, ...]:
    """Papers with their pages' addresses."""
    base = visit.site_url
    return tuple(
        [wire.told(held, f"{base}/{held.paper.id.branch}/{held.paper.id.path}") for held in papers]
    )


def next_page(visit: Visit, asked: Part, total: int) -> str | None:
    """The address of the page behind the one that is asked for."""
    after = asked.skip + asked.show
    if after >= total:
        return None
    scope = visit.request.scope
    others = _SKIP.sub("", f"&{scope['query_string'].decode('latin-1')}")[1:]
    here = visit.absolute(quote(scope["path"], safe=_SAFE))
    return f"{here}?{others}{'&' if others else ''}skip={after}"
