"""Keeping the index in step with the store for as long as a site is served."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from coolpapers.errors import IndexLockedError
from coolpapers.flows.reindex import Progress, Reindexer, ignore_progress
from coolpapers.search.index import open_writer
from coolpapers.search.upkeep import is_behind
from coolpapers.store import Store

POLL_SECONDS = 0.05
"""How long a new paper may wait before it is noticed; a poll is one indexed read."""


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
    while True:
        if is_behind(index, store.changes.newest()):
            with suppress(IndexLockedError):
                bring_up(store, index, progress)
        if wait(POLL_SECONDS):
            return


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
