"""Throwing away, soon after its day, what tells who opened what."""

from collections.abc import Callable
from contextlib import suppress

from coolpapers.errors import StoreError
from coolpapers.store import Store

POLL_SECONDS = 60.0


def keep_forgetting(store: Store, wait: Callable[[float], bool]) -> None:
    """Forget earlier days' visitors until `wait` says stop; for a thread of its own."""
    pause = 0.0
    while not wait(pause):
        with suppress(StoreError):
            store.stars.forget()
        pause = POLL_SECONDS
