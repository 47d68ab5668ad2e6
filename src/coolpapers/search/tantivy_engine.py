"""The engine over tantivy: query trees to ranked paper numbers."""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import tantivy
from tantivy import Occur, Query

from coolpapers.search import generations
from coolpapers.search.clauses import Clause, Plan, all_of, plan, words_of
from coolpapers.search.engine import Hit, Hits, Order
from coolpapers.search.failures import as_engine_error
from coolpapers.search.fields import SPEC, Spec, Weights
from coolpapers.search.lookups import Reading, any_of
from coolpapers.search.narrowing import branch_clauses, silent
from coolpapers.search.query import Query as QueryTree
from coolpapers.search.views import View, renewed

REFRESH_S = 0.1
DEEPEST = 100_000
SCORED_WORDS = 64


class TantivyEngine:
    """Searches the index of a directory; an `Engine`. Safe to use from several threads.

    The directory may be empty when the engine is made. Commits and newly published generations
    are seen within `REFRESH_S` of a search, at once after `refresh`.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._view: View | None = None
        self._next_look = 0.0

    # --- searching ---

    def search(
        self,
        query: QueryTree,
        *,
        branch: str | None = None,
        order: Order = "relevance",
        limit: int = 25,
        offset: int = 0,
    ) -> Hits:
        """The hits from `offset` on, best or newest first; no query matches every paper.

        Papers with all the words come first. Up to `Weights.all_words_up_to` bare words they are
        the only ones if there are `Weights.enough`, or in order of date if there are any.

        Raises:
            IndexMissingError: There is no index.
            EngineError: The index cannot be read.
        """
        reading = self._looked().reading
        with as_engine_error("the search failed"):
            asked = plan(query.root, reading)
            if branch is not None:
                asked.required.extend(branch_clauses(branch, reading.searcher, reading.schema))
            page = _Page(reading.searcher, max(0, limit), max(0, offset))
            by_date = order == "date" or not asked.is_scored
            hits = _newest(page, asked) if by_date else _best(page, asked, reading.weights)
        if asked.skipped:
            return msgspec.structs.replace(hits, skipped=asked.skipped)
        return hits

    def scores(self, words: Sequence[str], numbers: Sequence[int]) -> dict[int, float]:
        """BM25 of the words for those of these papers that have any of them."""
        searcher, schema, *_ = reading = self._looked().reading
        with as_engine_error("the search failed"):
            wanted = words_of(words[:SCORED_WORDS], reading)
            if not wanted or not numbers:
                return {}
            among = silent(Query.term_set_query(schema, "number", list(numbers)))
            query = all_of([(Occur.Must, among), (Occur.Must, any_of(wanted))])
            found = _Page(searcher, len(numbers), 0).best(query)
        return {hit.number: hit.score for hit in found.hits}

    def present(self, numbers: Sequence[int]) -> dict[int, int]:
        """How many documents the index has of each of these papers; 0 is left out, 1 is right."""
        searcher, schema, *_ = self._looked().reading
        asked = Query.term_set_query(schema, "number", list(numbers))
        found = searcher.search(asked, 2 * len(numbers) + 1)
        addresses = [address for _, address in found.hits]
        kept: list[Any] = searcher.fast_field_values("number", addresses)
        return dict(Counter(kept))

    # --- what is open ---

    def refresh(self) -> None:
        """Sees what was committed or published since."""
        with self._lock:
            self._next_look = 0.0
        self._looked()

    @property
    def reading(self) -> Reading:
        """The newest state of the index, to look words up in."""
        return self._looked().reading

    @property
    def documents(self) -> int:
        """How many papers the index holds."""
        return self._looked().reading.searcher.num_docs

    @property
    def position(self) -> int:
        """The newest change of the store that the index has."""
        return generations.read_position(self._looked().path)

    @property
    def spec(self) -> Spec:
        """The table the index was built by."""
        return self._looked().spec

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the table the index was built by."""
        return self._looked().spec.fingerprint

    @property
    def is_current(self) -> bool:
        """Whether today's table would build the same index."""
        return self.fingerprint == SPEC.fingerprint

    def describe(self) -> dict[str, str | int | bool]:
        """What `index status` shows, in order."""
        view = self._looked()
        return {
            "generation": view.path.name,
            "documents": view.reading.searcher.num_docs,
            "segments": view.reading.searcher.num_segments,
            "size_bytes": generations.size_bytes(view.path),
            "position": generations.read_position(view.path),
            "fingerprint": view.spec.fingerprint,
            "is_current": view.spec.fingerprint == SPEC.fingerprint,
        }

    def _looked(self) -> View:
        """The newest view; looks at the files only now and then, as two stats cost little."""
        view = self._view
        if view is not None and time.monotonic() < self._next_look:
            return view
        with self._lock:
            view = self._view
            if view is None or time.monotonic() >= self._next_look:
                self._view = None
                self._view = view = renewed(self._root, view)
                self._next_look = time.monotonic() + REFRESH_S
            return view


# --- pages of hits ---


class _Page(NamedTuple):
    """Which hits are asked for."""

    searcher: tantivy.Searcher
    limit: int
    offset: int

    def first(self, limit: int) -> "_Page":
        """The first hits instead; none for their count alone."""
        return _Page(self.searcher, limit, 0)

    def best(self, query: Query) -> Hits:
        total, hits = self._search(query)
        addresses = [address for _, address in hits]
        numbers: list[Any] = self.searcher.fast_field_values("number", addresses)
        found = (Hit(number, hit[0]) for number, hit in zip(numbers, hits, strict=True))
        return Hits(total, tuple(found), total)

    def newest(self, query: Query) -> Hits:
        total, hits = self._search(query, order_by_field="when")
        # The row number is the lower half of the moment it is sorted by.
        return Hits(total, tuple(Hit(when & 0xFFFFFFFF, 0.0) for when, _ in hits), total)

    def _search(self, query: Query, **options: Any) -> tuple[int, list[tuple[Any, Any]]]:
        """The count and the hits; a page out of reach has no hits, as tantivy sorts all before."""
        is_within = self.limit > 0 and self.offset + self.limit <= DEEPEST
        limit, offset = (self.limit, self.offset) if is_within else (1, 0)
        found: Any = self.searcher.search(query, limit, True, offset=offset, **options)
        return found.count, found.hits if is_within else []


def _best(page: _Page, plan: Plan, weights: Weights) -> Hits:
    """By score; while the words are few, papers that have all of them first."""
    bonus = [(Occur.Should, query) for query in plan.bonus]
    every = [(Occur.Must, query) for query in plan.preferred]
    if len(every) > max(1, weights.all_words_up_to):
        return msgspec.structs.replace(page.best(all_of([*_loose(plan), *bonus])), complete=None)
    query = all_of([*plan.required, *every, *bonus])
    full = page.best(query)
    if len(every) < 2 or full.total >= weights.enough:
        return full
    return _filled(page, query, full, all_of(_loose(plan)))


def _filled(page: _Page, every: Query, full: Hits, loose: Query) -> Hits:
    """A page of the papers with every word, then those with any.

    The second kind is asked for from its beginning, without the first ones in front: cheaper
    than to exclude them, as they are few.
    """
    end = page.offset + page.limit
    if full.total >= end:
        return Hits(page.first(0).best(loose).total, full.hits, full.total)
    others = page.first(end).best(loose)
    first = full if page.offset == 0 else page.first(full.total).best(every)
    known = {hit.number for hit in first.hits}
    ordered = [*first.hits, *(hit for hit in others.hits if hit.number not in known)]
    return Hits(others.total, tuple(ordered[page.offset : end]), full.total)


def _newest(page: _Page, plan: Plan) -> Hits:
    """By day, of the papers that have all the words; if none has, of those that have any."""
    every = [(Occur.Must, query) for query in plan.preferred]
    full = page.newest(all_of([*plan.required, *every]))
    if full.total or len(every) < 2:
        return full
    return msgspec.structs.replace(page.newest(all_of(_loose(plan))), complete=0)


def _loose(plan: Plan) -> list[Clause]:
    """What is required, and any of the words."""
    if plan.required:
        return [*plan.required, (Occur.Must, any_of(plan.preferred))]
    return [(Occur.Should, query) for query in plan.preferred]
