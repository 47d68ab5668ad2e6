"""`/search`: papers for a query, in the language that the site's search box reads."""

from typing import Annotated, Literal

from msgspec import Meta

from coolpapers import wire
from coolpapers.flows.asking import search_papers
from coolpapers.search.query import parse
from coolpapers.web.api.asked import SortedPart
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


def search(visit: Visit, asked: SearchAsked) -> wire.SearchPage:
    """Papers for a query, best first; nothing a person types is an error."""
    query = parse(asked.query)
    branch = None if asked.branch == "all" else asked.branch
    found = search_papers(visit.library, query, branch, asked.slice)
    return wire.SearchPage(
        query=str(query),
        ignored=query.ignored,
        total=found.total,
        reachable=found.reachable,
        complete=found.complete,
        skip=asked.skip,
        show=asked.show,
        next=next_page(visit, asked, found.reachable),
        papers=told_all(visit, found.papers),
    )
