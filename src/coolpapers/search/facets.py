"""Counting what a query finds by category, year and venue."""

from typing import Any

from tantivy import Query

from coolpapers.search.engine import Facets
from coolpapers.search.lookups import Reading

CATEGORIES, YEARS, VENUES = 12, 12, 12
"""So many of each are named, the commonest first."""

_EACH_SEGMENT = 1_000
"""More values than there are, so that none is lost before the segments' counts are added up."""

_ASKED = {
    name: {"terms": {"field": field, "size": size, "segment_size": _EACH_SEGMENT}}
    for name, field, size in (
        ("categories", "category", CATEGORIES),
        ("years", "year", YEARS),
        ("venues", "series", VENUES),
    )
}


def counted(reading: Reading, query: Query) -> Facets:
    """The facets of all papers that a query matches."""
    found: Any = reading.searcher.aggregate(query, _ASKED)
    return Facets(**{name: _values(found[name]["buckets"]) for name in _ASKED})


def _values(buckets: list[dict[str, Any]]) -> tuple[tuple[str, int], ...]:
    return tuple((_printed(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets)


def _printed(key: object) -> str:
    return str(int(key)) if isinstance(key, float) else str(key)
