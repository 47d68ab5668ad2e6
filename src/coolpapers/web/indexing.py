"""How far the search index is, looked at now and then for a line on the page."""

import logging
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from coolpapers.errors import EngineError, IndexMissingError, StoreError
from coolpapers.library import INDEX_DIRECTORY, Library
from coolpapers.search.upkeep import building_position, is_served_by_table

_LOG = logging.getLogger("coolpapers.web")

LOOK_S = 1.0
QUIET_CHANGES = 2_000
"""Fewer waiting papers than this are a matter of a second and not worth a word."""


class IndexState(NamedTuple):
    """Whether everything is searchable, and if not the share that is, where that is known.

    While an index `is_renewed` the old one answers, and the share is that of the new one.
    """

    is_ready: bool
    percent: int | None = None
    is_renewed: bool = False


READY = IndexState(is_ready=True)
Look = Callable[[], IndexState]


def look(library: Library) -> IndexState:
    """The state of a library's index."""
    root = library.settings.data / INDEX_DIRECTORY
    try:
        newest = library.store.changes.newest()
        position = library.engine.position
    except IndexMissingError:
        return IndexState(is_ready=library.store.changes.newest() == 0)
    except (EngineError, StoreError):
        return READY
    if newest - position >= QUIET_CHANGES:
        return IndexState(is_ready=False, percent=_percent(position, newest))
    if newest and not is_served_by_table(root):
        done = _percent(building_position(root), newest)
        return IndexState(is_ready=False, percent=done, is_renewed=True)
    return READY


def _percent(position: int, newest: int) -> int:
    """Never all of it: what is done is not spoken of."""
    return min(99, 100 * position // newest)


class IndexWatch:
    """The state of the index, at most a second old."""

    def __init__(self, look_now: Look) -> None:
        self._look = look_now
        self._lock = threading.Lock()
        self._state = READY
        self._next = 0.0

    def state(self) -> IndexState:
        """The state as it was seen last."""
        if time.monotonic() >= self._next:
            with self._lock:
                if time.monotonic() >= self._next:
                    self._next = time.monotonic() + LOOK_S
                    self._state = self._seen()
        return self._state

    def _seen(self) -> IndexState:
        """What is to be seen now. A line on a page must not break it, whatever goes wrong."""
        try:
            return self._look()
        except Exception:
            _LOG.exception("the state of the index could not be read")
            return READY
