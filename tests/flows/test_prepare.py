"""Cards are prepared once for each change, and again by a program that makes them otherwise."""

import threading

from coolpapers.flows.prepare import BATCH_PAPERS, keep_prepared, prepare_some
from coolpapers.records import Held
from coolpapers.store import Store
from tests.builders import paper


def make(held: Held) -> tuple[bytes, bytes]:
    """A card that says which record it was made from."""
    return held.hash, held.paper.title.encode()


def test_changed_papers_get_a_card_once(store: Store) -> None:
    """A paper that did not change is not looked at again; one that did gets a new card."""
    store.papers.put([paper("2401.00001", "Old"), paper("2401.00002", "Other")], source="arxiv")
    assert 2 == prepare_some(store, "v1", make)
    assert 0 == prepare_some(store, "v1", make)
    store.papers.put([paper("2401.00001", "New")], source="arxiv", run=1)
    assert 1 == prepare_some(store, "v1", make)
    assert {1: b"New", 2: b"Other"} == cards_of(store)


def test_another_version_makes_all_cards_again(store: Store) -> None:
    """And going back to the one before does too, as its cards were replaced."""
    store.papers.put([paper("2401.00001"), paper("2401.00002")], source="arxiv")
    for version in ("v1", "v2", "v1"):
        assert 2 == prepare_some(store, version, make)
        assert 0 == prepare_some(store, version, make)


def test_preparing_follows_until_it_is_told_to_stop(store: Store) -> None:
    """More papers than a batch are prepared one batch after the other, without a pause."""
    some = [paper(f"2401.{at:05d}") for at in range(1, BATCH_PAPERS + 2)]
    store.papers.put(some, source="arxiv")
    pauses: list[float] = []

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        return len(pauses) == 4

    thread = threading.Thread(target=keep_prepared, args=(store, "v1", make, wait))
    thread.start()
    thread.join(60)

    assert [0.2, 0, 0, 0.2] == pauses
    assert len(some) == len(cards_of(store))


def cards_of(store: Store) -> dict[int, bytes]:
    """The cards that are kept, by row number."""
    kept = store.cards.get(range(1, BATCH_PAPERS + 10))
    return {number: card for number, (_, card) in kept.items()}
