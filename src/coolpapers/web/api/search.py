"""`/search`: papers for a query, in the language that the site's search box reads."""

from typing import Annotated, Literal

from msgspec import Meta

from coolpapers import wire
from coolpapers.flows.asking import Slice, facets_of, search_papers
from coolpapers.flows.suggesting import meant
from coolpapers.search.query import Query, parse
from coolpapers.web.api.asked import InvalidRequestError, SortedPart
from coolpapers.web.api.papers import next_page, told_all
from coolpapers.web.params import LONGEST_QUERY
from coolpapers.web.site import Visit


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
    better = None if asked.skip else meant(visit.library, query, found.total)
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


def _facets(visit: Visit, query: Query, branch: str | None, part: Slice) -> wire.Facets:
    found = facets_of(visit.library, query, branch, part.order)
    return wire.Facets(
        **{
            name: tuple(wire.Count(value, papers) for value, papers in getattr(found, name))
            for name in ("categories", "years", "venues")
        }
    )
