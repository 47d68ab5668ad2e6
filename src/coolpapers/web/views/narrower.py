"""The links that narrow a search: by category, year or venue, each with its count."""

from coolpapers.flows.asking import facets_of
from coolpapers.search.query import Query
from coolpapers.web.pages import Link
from coolpapers.web.params import ListRequest
from coolpapers.web.site import Visit


def narrower(
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
