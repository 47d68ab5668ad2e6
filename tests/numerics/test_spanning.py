"""The few vectors that span the many."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import nnls

from coolpapers.numerics.spanning import best_error, nonnegative_weights, span_error, spanning

vectors = st.builds(
    lambda n, d, base, seed: (
        np.random.default_rng(seed).standard_normal((n, d)) * base ** np.arange(d)
    ),
    st.integers(5, 30),
    st.integers(3, 12),
    st.floats(0.4, 1.0),
    st.integers(0, 10_000),
)

even_vectors = st.builds(
    lambda n, d, seed: np.random.default_rng(seed).standard_normal((n, d)),
    st.integers(6, 30),
    st.integers(6, 12),
    st.integers(0, 10_000),
)


@settings(max_examples=30)
@given(rows=vectors, count=st.integers(1, 8))
def test_error_is_that_of_the_span(rows: np.ndarray, count: int) -> None:
    """What the recursion says is left is what a projection leaves; the axes leave no more."""
    found = spanning(rows, count)
    assert span_error(rows, found.indices) == pytest.approx(found.error, abs=1e-8)
    assert best_error(rows, count) <= found.error + 1e-9


@settings(max_examples=30)
@given(rows=vectors, count=st.integers(1, 8))
def test_exchanges_never_hurt(rows: np.ndarray, count: int) -> None:
    """With exchanges no more is left than by the greedy choice alone."""
    assert spanning(rows, count).error <= spanning(rows, count, exchanges=0).error + 1e-12


@settings(max_examples=30)
@given(
    rows=st.builds(
        lambda seed: np.random.default_rng(seed).standard_normal((10, 6)), st.integers(0, 10_000)
    )
)
def test_near_the_best_of_all_choices(rows: np.ndarray) -> None:
    """Of all choices of three among ten, none leaves a fifth less."""
    best = min(span_error(rows, np.array(some)) for some in combinations(range(10), 3))
    assert spanning(rows, 3).error <= best * 1.2


@settings(max_examples=30)
@given(rows=vectors, count=st.integers(1, 6), seed=st.integers(0, 99))
def test_choice_does_not_depend_on_the_order(rows: np.ndarray, count: int, seed: int) -> None:
    """The same vectors are chosen when they stand in another order."""
    assume(count < rows.shape[1])  # beyond, every choice leaves nothing
    order = np.random.default_rng(seed).permutation(len(rows))
    first, again = spanning(rows, count).indices, order[spanning(rows[order], count).indices]
    assert set(first.tolist()) == set(again.tolist())


@settings(max_examples=30)
@given(rows=vectors)
def test_no_more_than_the_rank(rows: np.ndarray) -> None:
    """All is explained by as many vectors as there are dimensions, and no more are chosen."""
    found = spanning(rows, 100)
    assert len(found.indices) <= min(rows.shape)
    assert 0.0 == pytest.approx(found.error, abs=1e-7)


def test_nothing_to_choose() -> None:
    """Of no vectors, of zeros, or asked for none, none is chosen and nothing is left over."""
    for rows, count in ((np.zeros((0, 3)), 2), (np.zeros((4, 3)), 2), (np.eye(3), 0)):
        assert [] == spanning(rows, count).indices.tolist()
    assert 0.0 == spanning(np.zeros((4, 3)), 2).error


def test_copies_are_chosen_once() -> None:
    """Of equal vectors the first is taken, and only that."""
    rows = np.array([[1.0, 0], [1, 0], [0, 1], [0, 1], [0, 1]])
    assert [0, 2] == sorted(spanning(rows, 5).indices.tolist())


def test_weights_raise_what_counts() -> None:
    """A vector whose error counts a hundredfold is chosen first."""
    rows = np.vstack([np.tile([1.0, 0.0, 0.0], (9, 1)), [[0.0, 1.0, 0.0]]])
    assert 0 == spanning(rows, 1).indices[0]
    assert 9 == spanning(rows, 1, weights=np.array([1.0] * 9 + [100.0])).indices[0]


def test_stays_when_a_few_are_added() -> None:
    """Five more papers in four hundred change at most a third of twelve."""
    rng = np.random.default_rng(7)
    centres = rng.standard_normal((12, 40))
    rows = centres[rng.integers(0, 12, 405)] + 0.3 * rng.standard_normal((405, 40))
    first, more = spanning(rows[:400], 12).indices, spanning(rows, 12).indices
    assert len(set(first.tolist()) & set(more.tolist())) >= 8


@settings(max_examples=30)
@given(rows=even_vectors, count=st.integers(1, 5))
def test_nonnegative_weights_are_scipys(rows: np.ndarray, count: int) -> None:
    """Weights take nothing away, hold an identity, and leave what SciPy's solver leaves."""
    indices = spanning(rows, count).indices
    weights = nonnegative_weights(rows, indices)
    assert (weights >= 0).all()
    assert np.eye(len(indices)).tolist() == weights[:, indices].tolist()
    for at, row in enumerate(rows):
        _, theirs = nnls(rows[indices].T, row)
        ours = float(np.linalg.norm(row - weights[:, at] @ rows[indices]))
        assert ours <= theirs + 1e-2 * np.linalg.norm(row)
