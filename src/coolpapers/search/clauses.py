"""A query tree as clauses of tantivy: what must match, what is preferred, what adds to the score.

Bare words are preferred; phrases, fields, filters and what is joined by operators are required.
A word said twice counts twice; `the` and the like are left out where there are other words.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from tantivy import Occur, Query

from coolpapers.search.lookups import Lookups, Reading, any_of, boosted
from coolpapers.search.narrowing import narrowing, silent
from coolpapers.search.stopwords import UNSPOKEN
from coolpapers.search.tree import (
    Either,
    Every,
    Filter,
    Node,
    Not,
    Phrase,
    Some,
    Word,
    is_bare,
    leaves,
)

Clause = tuple[Occur, Query]

EXACT_WORDS = 32
NAME_WORDS = 4
"""Among up to so many bare words, names are looked for."""
PROSE = 8
"""Among more bare words than this, quotes are emphasis: a sentence was pasted, not a query."""


class Plan(NamedTuple):
    """What a query asks of the index. Without words to score by, hits come newest first.

    `filters` are required as well, but say nothing: category, venue, days and the like. Each
    preferred word is the lookups that find it, any of which will do.
    """

    required: list[Clause]
    filters: list[Clause]
    preferred: list[list[Query]]
    bonus: list[Query]
    is_scored: bool
    skipped: tuple[str, ...]

    @property
    def every(self) -> list[Clause]:
        """What must be matched by a paper that has all the words."""
        return [
            *self.required,
            *self.filters,
            *((Occur.Must, any_of(ways)) for ways in self.preferred),
        ]

    @property
    def loose(self) -> list[Clause]:
        """What is required, and any of the words."""
        required, ways = [*self.required, *self.filters], flat(self.preferred)
        if required:
            return [*required, (Occur.Must, any_of(ways))]
        return [(Occur.Should, query) for query in ways]


def all_of(clauses: Sequence[Clause]) -> Query:
    """A conjunction, also if all its clauses exclude or there are none."""
    if any(occur != Occur.MustNot for occur, _ in clauses):
        return Query.boolean_query(clauses)
    return Query.boolean_query([(Occur.Must, silent(Query.all_query())), *clauses])


def flat(preferred: Sequence[Sequence[Query]]) -> list[Query]:
    """Every way to find any of the words: one union of terms is read faster than one of unions."""
    return [way for ways in preferred for way in ways]


def plan(root: Node | None, reading: Reading) -> Plan:
    """The clauses of a whole tree."""
    wanted = [leaf for leaf in leaves(root) if isinstance(leaf, Word | Phrase)]
    unwanted = leaves(root, negative=True)
    lookups = Lookups(reading, len(wanted) + sum(1 for _ in unwanted))
    matching = _Matching(lookups, reading)
    parts = root.parts if isinstance(root, Some) else (root,) if root else ()
    narrowing = tuple(part for part in parts if _narrows(part))
    required, preferred = matching.parts(Some(tuple(p for p in parts if p not in narrowing)))
    filters, _ = matching.parts(Some(narrowing))
    if wanted and not (required or preferred):
        required = [(Occur.Must, Query.empty_query())]
    words = [leaf for leaf in wanted if isinstance(leaf, Word) and not _is_unspoken(leaf)]
    exact = words if len(words) <= EXACT_WORDS else []
    bonus = [query for word in exact for query in lookups.exact(word)]
    return Plan(required, filters, preferred, bonus, bool(wanted), tuple(lookups.skipped))


def words_of(texts: Sequence[str], reading: Reading) -> list[Query]:
    """One clause for each bare word that has anything to look up."""
    lookups = Lookups(reading, len(texts))
    readable = (text.encode("utf-8", "replace").decode("utf-8") for text in texts)
    found = (lookups.ways(Word(text)) for text in readable)
    return [any_of(ways) for ways in found if ways]


class _Matching:
    """What the parts of a tree match."""

    def __init__(self, lookups: Lookups, reading: Reading) -> None:
        self._lookups = lookups
        self._schema = reading.schema
        self._names = reading.analysers["name"].analyze

    def parts(self, node: Node | None) -> tuple[list[Clause], list[list[Query]]]:
        """What is required and what preferred of parts that stand side by side."""
        required: list[Clause] = []
        preferred: list[list[Query]] = []
        found = Counter(node.parts if isinstance(node, Some) else [node] if node else [])
        is_prose = sum(map(_is_preferred, found)) > PROSE
        spoken = _spoken(found)
        names = self._names_among([part for part, _ in spoken])
        for part, times in spoken:
            if _is_preferred(part) or (is_prose and isinstance(part, Phrase) and not part.field):
                if ways := [*self._ways(part), *names.get(part, ())]:
                    preferred.append([boosted(way, times) for way in ways])
            elif clause := self._clause(part):
                required.append(clause)
        return required, preferred

    def _names_among(self, parts: Sequence[Node]) -> dict[Node, list[Query]]:
        """Names that a few bare words side by side are; each of their words finds them."""
        words = [one for one in parts if isinstance(one, Word) and not (one.field or one.prefix)]
        found: dict[Node, list[Query]] = {}
        if len(words) == len(parts) and 2 <= len(words) <= NAME_WORDS:
            for start, end, name in self._lookups.names(words):
                for word in words[start:end]:
                    found.setdefault(word, []).append(name)
        return found

    def _ways(self, part: Node) -> list[Query]:
        """The lookups any of which finds a part; none if there is nothing to look up in it."""
        if isinstance(part, Word):
            return self._lookups.ways(part)
        query = self._match(part)
        return [] if query is None else [query]

    def _clause(self, part: Node) -> Clause | None:
        negative = isinstance(part, Not)
        query = self._match(part.part if isinstance(part, Not) else part)
        return None if query is None else (Occur.MustNot if negative else Occur.Must, query)

    def _match(self, node: Node) -> Query | None:
        """What a part matches; None if there is nothing to look up in it."""
        match node:
            case Word():
                ways = self._lookups.ways(node)
                return any_of(ways) if ways else None
            case Phrase():
                return self._lookups.phrase(node)
            case Not() | Every():
                parts = node.parts if isinstance(node, Every) else (node,)
                clauses = [clause for part in parts if (clause := self._clause(part))]
                return all_of(clauses) if clauses else None
            case Either():
                found = [query for part in node.parts if (query := self._match(part))]
                return any_of(found) if found else None
            case Some():
                required, preferred = self.parts(node)
                clauses = [
                    *required,
                    *([(Occur.Must, any_of(flat(preferred)))] if preferred else []),
                ]
                return all_of(clauses) if clauses else None
        return narrowing(node, self._schema, self._names)


def _narrows(part: Node) -> bool:
    """Whether a part is a filter, or excludes what one lets through."""
    inner = part.part if isinstance(part, Not) else part
    return isinstance(inner, Filter)


def _spoken(found: Counter[Node]) -> list[tuple[Node, int]]:
    """Parts and how often each was said; without `the` and the like if there are other words."""
    kept = [(part, times) for part, times in found.items() if not _is_unspoken(part)]
    return kept if any(_is_preferred(part) for part, _ in kept) else list(found.items())


def _is_unspoken(part: Node) -> bool:
    """Whether a part is a bare word that nearly every paper has; `IT` is not `it`."""
    if not isinstance(part, Word) or part.field or part.prefix:
        return False
    return part.text.lower() in UNSPOKEN and not (len(part.text) > 1 and part.text.isupper())


def _is_preferred(part: Node) -> bool:
    """Bare words, alone or grouped, are preferred; what is spelt out is required."""
    if isinstance(part, Some):
        return all(_is_preferred(inner) for inner in part.parts)
    return is_bare(part)
