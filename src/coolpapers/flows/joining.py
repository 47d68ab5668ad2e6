"""Joining the works of papers that were taken in before works were looked for."""

from collections.abc import Callable
from contextlib import suppress

from coolpapers.errors import StoreError
from coolpapers.flows.background import step_back
from coolpapers.store import Store

BATCH_PAPERS = 500
PAUSE_SECONDS = 0.05
"""Between batches, so that whoever imports meanwhile does not wait long."""


def keep_joining(store: Store, wait: Callable[[float], bool]) -> None:
    """Join the works of all earlier papers, or until `wait` says stop; for a thread of its own."""
    step_back()
    while not wait(PAUSE_SECONDS):
        with suppress(StoreError):
            if not store.works.join_some(BATCH_PAPERS):
                return
