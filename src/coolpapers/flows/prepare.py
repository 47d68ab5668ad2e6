"""Preparing cards: what a page shows of each paper, made once and kept beside the store."""

from collections.abc import Callable
from contextlib import suppress

from coolpapers.errors import StoreError
from coolpapers.flows.background import step_back
from coolpapers.records import Held
from coolpapers.store import Store

BATCH_PAPERS = 500
POLL_SECONDS = 0.2

Make = Callable[[Held], tuple[bytes, bytes]]
"""What a card is made from, and the card."""


def keep_prepared(store: Store, version: str, make: Make, wait: Callable[[float], bool]) -> None:
    """Prepare the cards of changed papers until `wait` says stop; for a thread of its own.

    Pages never wait for it: they make the cards they miss themselves. `version` names the way
    cards are made; with another one all are made again.
    """
    step_back()
    prepared = 0
    while not wait(0 if prepared else POLL_SECONDS):
        prepared = 0
        # A busy store has its time later; one that is broken is the business of `doctor`.
        with suppress(StoreError):
            prepared = prepare_some(store, version, make)


def prepare_some(store: Store, version: str, make: Make) -> int:
    """Cards for the next changed papers; how many changes that was."""
    changes = store.changes.since(store.cards.position(version), BATCH_PAPERS)
    if changes:
        held = store.papers.numbered([change.number for change in changes])
        store.cards.put({one.number: make(one) for one in held}, version, changes[-1].position)
    return len(changes)
