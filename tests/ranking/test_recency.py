"""Relevance blended with recency."""

from typing import NamedTuple

from coolpapers.ranking import by_recency


class Hit(NamedTuple):
    """A paper and its score."""

    number: int
    score: float


def test_of_papers_that_fit_alike_the_newer_comes_first() -> None:
    """Age decides between equal scores; papers without a day come last among them."""
    hits = [Hit(1, 2.0), Hit(2, 2.0), Hit(3, 2.0)]

    assert [2, 1, 3] == by_recency(hits, {1: 700_000, 2: 700_500})


def test_relevance_is_not_drowned() -> None:
    """A paper that fits more than twice as well stays in front, however old it is."""
    assert [1, 2] == by_recency([Hit(1, 2.1), Hit(2, 1.0)], {1: 600_000, 2: 700_000})


def test_nothing_is_lost() -> None:
    """Every paper stands in the order once."""
    assert [] == by_recency([], {})
    assert [7] == by_recency([Hit(7, 0.0)], {})
