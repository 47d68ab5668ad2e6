"""The engine over tantivy: query trees to ranked paper numbers."""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from tantivy import Occur, Query

from coolpapers.search import generations
from coolpapers.search.clauses import Plan, all_of, plan
from coolpapers.search.engine import Facets, Hits, Order
from coolpapers.search.facets import counted
from coolpapers.search.failures import as_engine_error
from coolpapers.search.fields import SPEC, Spec
from coolpapers.search.hits import Page, best, by_date, matched, newest
from coolpapers.search.lookups import Reading
from coolpapers.search.narrowing import silent, within
from coolpapers.search.query import Query as QueryTree
from coolpapers.search.taste import SCORED_WORDS, scored, taste_of
from coolpapers.search.tree import names_papers
from coolpapers.search.views import View, renewed

REFRESH_S = 0.1


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
            asked = self._plan(query, branch, reading)
            page = Page(reading.searcher, max(0, limit), max(0, offset))
            hits = (newest if by_date(asked, order) else best)(page, asked, reading.weights)
        if asked.skipped:
            return msgspec.structs.replace(hits, skipped=asked.skipped)
        return hits

    def facets(
        self, query: QueryTree, *, branch: str | None = None, order: Order = "relevance"
    ) -> Facets:
        """Counts over all papers that the query finds, not only a page of them.

        There are none while the index was built by an older table.
        """
        reading = self._looked().reading
        if "series" not in reading.fields:
            return Facets()
        with as_engine_error("the search failed"):
            asked = self._plan(query, branch, reading)
            return counted(reading, matched(reading, asked, order))

    def presented(
        self, query: QueryTree, *, branch: str | None = None, order: Order = "relevance"
    ) -> int:
        """How many of the papers that the query finds were presented at a venue."""
        reading = self._looked().reading
        with as_engine_error("the search failed"):
            found = matched(reading, self._plan(query, branch, reading), order)
            presented = Query.term_query(reading.schema, "has", "venue")
            both = all_of([(Occur.Must, silent(found)), (Occur.Must, silent(presented))])
            return Page(reading.searcher, 0, 0).best(both).total

    def _plan(self, query: QueryTree, branch: str | None, reading: Reading) -> Plan:
        asked = plan(query.root, reading)
        one_a_work = not names_papers(query.root)
        asked.filters.extend(within(branch, reading, one_a_work=one_a_work))
        return asked

    def scores(self, words: Sequence[str], numbers: Sequence[int]) -> dict[int, float]:
        """BM25 of the words for those of these papers that have any of them.

        `graph^2` counts twice; what `-survey` scores is taken away.
        """
        reading = self._looked().reading
        tastes = [taste_of(word) for word in words[:SCORED_WORDS]]
        scores: dict[int, float] = {}
        with as_engine_error("the search failed"):
            for sign in (1.0, -1.0):
                some = [(text, abs(weight)) for text, weight in tastes if sign * weight > 0]
                for number, score in scored(reading, some, numbers):
                    scores[number] = scores.get(number, 0.0) + sign * score
        return scores

    def days(self, numbers: Sequence[int]) -> dict[int, int]:
        """The day each paper stands under, as `date.toordinal` counts; 0 if none is known."""
        reading = self._looked().reading
        with as_engine_error("the search failed"):
            asked = silent(Query.term_set_query(reading.schema, "number", list(numbers)))
            found: Any = reading.searcher.search(
                asked, max(1, len(numbers)), False, order_by_field="when"
            )
        return {when & 0xFFFFFFFF: when >> 32 for when, _ in found.hits}

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
