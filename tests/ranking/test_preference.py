"""Order by preference words."""

from hypothesis import given
from hypothesis import strategies as st

from coolpapers.ranking import by_preference

NUMBERS = st.lists(st.integers(1, 1000), unique=True)
SCORES = st.dictionaries(st.integers(1, 1000), st.floats(0, 50, allow_nan=False))


def test_matching_papers_come_first() -> None:
    """Papers with a score stand first, the best at the top, the others as they were."""
    assert [4, 2, 1, 3, 5] == by_preference([1, 2, 3, 4, 5], {2: 1.5, 4: 2.5})


def test_equal_scores_keep_their_order() -> None:
    """A tie does not move papers."""
    assert [3, 1, 2] == by_preference([3, 1, 2], {1: 1.0, 2: 1.0, 3: 1.0})


@given(NUMBERS, SCORES)
def test_nothing_is_lost_or_added(numbers: list[int], scores: dict[int, float]) -> None:
    """The result is a rearrangement of what was given."""
    assert sorted(numbers) == sorted(by_preference(numbers, scores))


@given(NUMBERS, SCORES)
def test_ordering_twice_is_ordering_once(numbers: list[int], scores: dict[int, float]) -> None:
    """An ordered list stays as it is."""
    once = by_preference(numbers, scores)
    assert once == by_preference(once, scores)


def test_disliked_papers_come_last() -> None:
    """Papers that match nothing keep their order between liked and disliked ones."""
    assert [3, 1, 4, 2] == by_preference([1, 2, 3, 4], {2: -1.0, 3: 2.0})
