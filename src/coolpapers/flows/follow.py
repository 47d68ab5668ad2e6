"""Keeping the index in step with the store for as long as a site is served."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic

from coolpapers.errors import IndexLockedError
from coolpapers.flows.reindex import Progress, Reindexer, ignore_progress
from coolpapers.search.index import IndexWriter, open_writer
from coolpapers.search.upkeep import is_behind
from coolpapers.store import Store

POLL_SECONDS = 0.05
"""How long a new paper may wait before it is noticed; a poll is one indexed read."""
KEPT_SECONDS = 5.0
"""How long a writer stays open after its last paper: closing one waits for merges, which take
seconds in a large library, and papers that come meanwhile would wait with it."""


def follow(
    store: Store,
    index: Path,
    wait: Callable[[float], bool],
    progress: Progress = ignore_progress,
) -> None:
    """Bring the index up whenever the store has changed, until `wait` answers True.

    `wait(seconds)` pauses and tells whether to stop. While another process writes the index
    there is nothing to do here: that process brings it up itself.
    """
    follower = _Follower(store, index, progress)
    try:
        while True:
            follower.look()
            if wait(POLL_SECONDS):
                return
    finally:
        follower.close()


class _Follower:
    """Writes what the index misses; its writer stays open for a while."""

    def __init__(self, store: Store, index: Path, progress: Progress) -> None:
        self._store, self._index, self._progress = store, index, progress
        self._writer: IndexWriter | None = None
        self._until = 0.0

    def look(self) -> None:
        """Bring the index up if it is behind."""
        if is_behind(self._index, self._store.changes.newest()):
            with suppress(IndexLockedError):
                Reindexer(self._store, self._opened()).catch_up(self._progress)
            self._until = monotonic() + KEPT_SECONDS
        elif self._writer is not None and monotonic() > self._until:
            self.close()

    def _opened(self) -> IndexWriter:
        """The writer of what is served, or is to be: `index rebuild` may have begun another."""
        if self._writer is not None and not self._writer.is_published:
            self.close()
        if self._writer is None:
            self._writer = open_writer(self._index)
        return self._writer

    def close(self) -> None:
        """Let others write."""
        if self._writer is not None:
            self._writer.close()
        self._writer = None


def bring_up(store: Store, index: Path, progress: Progress = ignore_progress) -> int:
    """Write everything the index misses; how many papers that was.

    Raises:
        IndexLockedError: Another process is writing the index.
    """
    writer = open_writer(index)
    try:
        return Reindexer(store, writer).catch_up(progress)
    finally:
        writer.close()
