"""Filters as clauses of tantivy; they narrow and score nothing."""

from collections.abc import Callable
from datetime import date

import tantivy
from tantivy import FieldType, Occur, Query

from coolpapers.search.lookups import Reading
from coolpapers.search.tree import AtVenue, Days, Filter, Has, Named, Subjects, Years

_OTHER_BRANCH = {"arxiv": "venue", "venue": "arxiv"}


def silent(query: Query) -> Query:
    """The same papers, none of them scored."""
    return Query.const_score_query(query, 0.0)


def narrowing(
    node: Filter, schema: tantivy.Schema, folded: Callable[[str], list[str]]
) -> Query | None:
    """The papers a filter lets through; `folded` analyses a name."""
    match node:
        case Subjects():
            return _subjects(node, schema)
        case AtVenue():
            name = folded(f"{node.name}.{node.year}" if node.year else node.name)
            return silent(Query.term_query(schema, "venue", name[0])) if name else None
        case Years():
            return _between(schema, "year", node.first, node.last)
        case Days():
            first = None if node.first is None else _begins(node.first)
            last = None if node.last is None else _begins(node.last, 1) - 1
            return _between(schema, "when", first, last)
        case Named():
            return silent(Query.term_set_query(schema, "id", [str(paper) for paper in node.ids]))
        case Has():
            return silent(Query.term_query(schema, "has", node.what))


def within(
    branch: str | None, reading: Reading, *, one_a_work: bool = True
) -> list[tuple[Occur, Query]]:
    """Only papers of a branch, if one is named, and only the record that stands for each work."""
    searcher, schema, *_ = reading
    clauses = [] if branch is None else _of_branch(branch, searcher, schema)
    if one_a_work and "shadowed" in reading.fields:
        clauses += _unshadowed(branch or "all", searcher, schema)
    return clauses


def _of_branch(
    branch: str, searcher: tantivy.Searcher, schema: tantivy.Schema
) -> list[tuple[Occur, Query]]:
    """Only papers of one branch: nothing if there are no others, else the shorter posting list."""
    other = _OTHER_BRANCH.get(branch)
    if other is not None:
        others = searcher.doc_freq("branch", other)
        if not others:
            return []
        if others < searcher.doc_freq("branch", branch):
            return [(Occur.MustNot, Query.term_query(schema, "branch", other))]
    return [(Occur.Must, silent(Query.term_query(schema, "branch", branch)))]


def _unshadowed(
    scope: str, searcher: tantivy.Searcher, schema: tantivy.Schema
) -> list[tuple[Occur, Query]]:
    """Without the papers that another record of their work stands for, in a branch or in `all`."""
    if not searcher.doc_freq("shadowed", scope):
        return []
    return [(Occur.MustNot, Query.term_query(schema, "shadowed", scope))]


def _subjects(node: Subjects, schema: tantivy.Schema) -> Query:
    included = sorted(node.expression.included())
    excluded = sorted(node.expression.excluded())
    found = silent(Query.term_set_query(schema, "category", included))
    if not excluded:
        return found
    unwanted = Query.term_set_query(schema, "category", excluded)
    return Query.boolean_query([(Occur.Must, found), (Occur.MustNot, unwanted)])


def _between(schema: tantivy.Schema, field: str, first: int | None, last: int | None) -> Query:
    return silent(Query.range_query(schema, field, FieldType.Integer, first, last))


def _begins(day: date, later: int = 0) -> int:
    return (day.toordinal() + later) << 32
