"""Counts of openings."""

import pytest

from coolpapers.errors import PaperNotFoundError
from coolpapers.ids import PaperId
from coolpapers.records import Stars
from coolpapers.store import Store
from tests.builders import paper

ID = PaperId.parse("2401.00001")


def test_counts_move_by_one_and_stay_above_zero(store: Store) -> None:
    """Whatever delta is sent, a count moves by one and never below zero."""
    store.papers.put([paper()], source="arxiv")

    assert 1 == store.stars.add(ID, "pdf", 1_000_000)
    assert 2 == store.stars.add(ID, "pdf", 1)
    assert 1 == store.stars.add(ID, "pdf", -5)
    assert 0 == store.stars.add(ID, "pdf", -1)
    assert 0 == store.stars.add(ID, "pdf", -1)
    assert 0 == store.stars.add(ID, "faq", -1)
    assert {1: Stars(0, 0)} == store.stars.get([1, 2])


def test_an_unknown_paper_cannot_be_starred(store: Store) -> None:
    """Starring what is not held is an error of its own."""
    with pytest.raises(PaperNotFoundError):
        store.stars.add(ID, "pdf", 1)
