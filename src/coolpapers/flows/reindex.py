"""Bringing the index up to the store, batch by batch, from the change log."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from coolpapers.errors import EngineError
from coolpapers.search.index import IndexWriter
from coolpapers.store import Store

BATCH_CHANGES = 2000
COMMIT_SECONDS = 60.0
"""How much work a kill can cost; the next start does it again. Each commit stops the import until
tantivy has written all it holds, and leaves small segments to be merged."""

Progress = Callable[[int], None]


def ignore_progress(papers: int) -> None:
    """A Progress that shows nothing."""


class Reindexer:
    """Moves changes from one store to one index; `commit` makes them visible.

    The store is always first: what is applied was committed there before. A kill at any
    moment leaves the index behind, never ahead, and the next reindexer starts from its position.
    """

    def __init__(self, store: Store, writer: IndexWriter) -> None:
        self._store = store
        self._writer = writer
        self._applied = writer.position
        self._committed = monotonic()

    def step(self) -> int:
        """Apply the next changes without making them visible; how many papers that was."""
        changes = self._store.changes.since(self._applied, BATCH_CHANGES)
        if changes:
            held = self._store.papers.numbered([change.number for change in changes])
            self._writer.apply(self._store.works.joined(held), changes[-1].position)
            self._applied = changes[-1].position
        if self._applied > self._writer.position and monotonic() - self._committed > COMMIT_SECONDS:
            self.commit()
        return len(changes)

    def commit(self) -> None:
        """Make everything applied so far visible and lasting."""
        if self._applied > self._writer.position:
            self._writer.commit(self._applied)
        self._committed = monotonic()

    def catch_up(self, progress: Progress = ignore_progress) -> int:
        """Apply all changes there are, commit, and publish the index; how many papers that was."""
        total = 0
        while applied := self.step():
            total += applied
            progress(applied)
        self.commit()
        self._writer.publish()
        return total


@contextmanager
def keeping_up(reindexer: Reindexer | None) -> Iterator[Callable[[], None]]:
    """A function that indexes what was put since its last call, to be called between puts.

    Documents are made between puts, in the same thread: in one of its own they would wait for the
    interpreter at every statement of SQLite. tantivy turns them into an index in threads of its
    own meanwhile, so that another core is busy too. What is left is for `catch_up`.

    Raises:
        EngineError: At the end: the index could not be written; the papers are kept all the same.
    """
    failed: list[EngineError] = []

    def keep_up() -> None:
        if reindexer is not None and not failed:
            try:
                reindexer.step()
            except EngineError as error:
                failed.append(error)

    yield keep_up
    if failed:
        raise failed[0]
