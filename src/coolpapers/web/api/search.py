"""`/search`: papers for a query, in the language that the site's search box reads."""

import re
from typing import Annotated, Literal

from msgspec import Meta

from coolpapers import wire
from coolpapers.flows.asking import Slice, facets_of, search_papers
from coolpapers.flows.suggesting import is_known, meant
from coolpapers.search.query import Query, parse
from coolpapers.web.api.asked import InvalidRequestError, SortedPart
from coolpapers.web.api.papers import next_page, told_all
from coolpapers.web.params import LONGEST_QUERY
from coolpapers.web.site import Visit

_FEW_WORDS = re.compile(r"[A-Za-z0-9]{1,30}(?: [A-Za-z0-9]{1,30}){0,3}")
_FEW_PAPERS = re.compile(r"\d{1,2}")


class SearchAsked(SortedPart, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A query."""

    query: Annotated[
        str,
        Meta(
            max_length=LONGEST_QUERY,
            description='Words are preferred, `"phrases"` required, `-words` excluded.',
            examples=["attention is all you need"],
        ),
    ]
    branch: Literal["all", "arxiv", "venue"] = "all"
    order: Annotated[
        Literal["", "recent"],
        Meta(description="`recent`: the best, new papers counting more; without `sort`."),
    ] = ""
    facets: Annotated[
        bool, Meta(description="Whether to count the papers by category, year and venue.")
    ] = False

    @property
    def slice(self) -> Slice:
        """The part and its order."""
        if self.order and self.sort:
            raise InvalidRequestError("order", "either an order or sort")
        part = super().slice
        return part._replace(order=self.order) if self.order else part


def search(visit: Visit, asked: SearchAsked) -> wire.SearchPage:
    """Papers for a query, best first; nothing a person types is an error."""
    query = parse(asked.query)
    branch = None if asked.branch == "all" else asked.branch
    part = asked.slice
    found = search_papers(visit.library, query, branch, part)
    # Of a short search all words are known, and so are those meant.
    is_clear = asked.skip or visit.is_short
    better = None if is_clear else meant(visit.library, query, found.total)
    return wire.SearchPage(
        query=str(query),
        ignored=(*query.ignored, *found.skipped),
        total=found.total,
        reachable=found.reachable,
        complete=found.complete,
        skip=asked.skip,
        show=asked.show,
        next=next_page(visit, asked, found.reachable),
        facets=_facets(visit, query, branch, part) if asked.facets else None,
        meant="" if better is None else str(better),
        papers=told_all(visit, found.papers),
    )


def is_short(visit: Visit) -> bool:
    """Whether a search is over sooner than another thread would have begun and ended it.

    The first papers for a few plain words, all known: three milliseconds in a million papers.
    What may take long (phrases, facets, corrections, long pages, other orders) is not.
    """
    given = visit.request.query_params
    text = given.get("query", "")
    return (
        given.keys() <= {"query", "branch", "show"}
        and _FEW_WORDS.fullmatch(text) is not None
        and _FEW_PAPERS.fullmatch(given.get("show", "25")) is not None
        and is_known(visit.library, text)
    )


def _facets(visit: Visit, query: Query, branch: str | None, part: Slice) -> wire.Facets:
    found = facets_of(visit.library, query, branch, part.order)
    return wire.Facets(
        **{
            name: tuple(wire.Count(value, papers) for value, papers in getattr(found, name))
            for name in ("categories", "years", "venues")
        }
    )
