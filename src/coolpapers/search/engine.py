"""The seam between the search room and everybody else: what an engine answers."""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

import msgspec

from coolpapers.search.query import Query

Order = Literal["relevance", "date"]


class Hit(msgspec.Struct, frozen=True, array_like=True):
    """A paper's row number and its score; 0 when the order is not by relevance."""

    number: int
    score: float


class Hits(msgspec.Struct, frozen=True):
    """A page of hits and how many papers there are in all.

    `complete` is how many of them have every word; None if that was not counted. `skipped` are
    the words and phrases that would have cost too much.
    """

    total: int
    hits: tuple[Hit, ...]
    complete: int | None = None
    skipped: tuple[str, ...] = ()


class Facets(msgspec.Struct, frozen=True):
    """How many of a query's papers are of each category, year and venue, the commonest first."""

    categories: tuple[tuple[str, int], ...] = ()
    years: tuple[tuple[str, int], ...] = ()
    venues: tuple[tuple[str, int], ...] = ()


class Engine(Protocol):
    """Ranked paper numbers for queries; safe to use from several threads.

    Any query is answered in bounded time. Every method may raise `IndexMissingError` while there
    is no index, and `EngineError` when it cannot be read.
    """

    def search(
        self,
        query: Query,
        *,
        branch: str | None = None,
        order: Order = "relevance",
        limit: int = 25,
        offset: int = 0,
    ) -> Hits:
        """The hits from `offset` on, best or newest first; no query matches every paper."""
        ...

    def facets(
        self, query: Query, *, branch: str | None = None, order: Order = "relevance"
    ) -> Facets:
        """Counts over all papers that the query finds, not only a page of them."""
        ...

    def presented(
        self, query: Query, *, branch: str | None = None, order: Order = "relevance"
    ) -> int:
        """How many of the papers that the query finds were presented at a venue."""
        ...

    def scores(self, words: Sequence[str], numbers: Sequence[int]) -> dict[int, float]:
        """BM25 of the words for those of these papers that have any of them."""
        ...

    def days(self, numbers: Sequence[int]) -> dict[int, int]:
        """The day each paper stands under, as `date.toordinal` counts; 0 if none is known."""
        ...

    def refresh(self) -> None:
        """Sees what was committed or published since; searches do so themselves now and then."""
        ...

    @property
    def documents(self) -> int:
        """How many papers the index holds."""
        ...

    @property
    def position(self) -> int:
        """The newest change of the store that the index has."""
        ...

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the table the index was built by."""
        ...

    @property
    def is_current(self) -> bool:
        """Whether today's table would build the same index."""
        ...

    def describe(self) -> Mapping[str, str | int | bool]:
        """What `index status` shows, in order."""
        ...
