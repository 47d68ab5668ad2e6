"""A matrix by some of its own columns."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import interpolative as scipy_id

from coolpapers.numerics.interpolative import (
    pivoted_qr,
    randomized,
    relative_error,
    strong_rrqr,
    weights_of,
)
from tests.numerics.test_lowrank import decaying

WAYS = {"pivoted": pivoted_qr, "strong": strong_rrqr, "randomized": randomized}

matrices = st.builds(
    decaying,
    st.integers(6, 25),
    st.integers(6, 25),
    st.floats(0.3, 0.95),
    st.integers(0, 1000),
)


def kahan(size: int, angle: float) -> np.ndarray:
    """Kahan's matrix: upper triangular, and column pivoting leaves its columns as they are.

    Source: Kahan, doi:10.4153/CMB-1966-083-2; scaled a little so that pivoting sees no ties.
    """
    sine, cosine = np.sin(angle), np.cos(angle)
    upper = np.triu(-cosine * np.ones((size, size)), 1) + np.eye(size)
    scale = sine ** np.arange(size)
    return scale[:, None] * upper * (1 - 1e-10) ** np.arange(size)


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=30)
@given(matrix=matrices, rank=st.integers(1, 5))
def test_chosen_columns_make_themselves(way: str, matrix: np.ndarray, rank: int) -> None:
    """Weights hold an identity, and no error is below the one no rank-k matrix goes below."""
    found = WAYS[way](matrix, rank)
    assert np.eye(len(found.indices)).tolist() == found.weights[:, found.indices].tolist()
    values = np.linalg.svd(matrix, compute_uv=False)
    best = np.sum(values[rank:] ** 2) / np.sum(values**2)
    assert relative_error(matrix, found) >= best * (1 - 1e-9) - 1e-12


@settings(max_examples=30)
@given(matrix=matrices, rank=st.integers(1, 5))
def test_strong_choice_is_near_the_best(matrix: np.ndarray, rank: int) -> None:
    """The spectral error is at most sqrt(1 + k (n - k)) of the next singular value."""
    found = strong_rrqr(matrix, rank, bound=1.0)
    values = np.linalg.svd(matrix, compute_uv=False)
    error = np.linalg.norm(matrix - matrix[:, found.indices] @ found.weights, 2)
    k, n = len(found.indices), matrix.shape[1]
    assert error <= np.sqrt(1 + k * (n - k)) * values[k] * (1 + 1e-6) + 1e-12


@settings(max_examples=30)
@given(matrix=matrices, rank=st.integers(1, 5), bound=st.floats(1.0, 4.0))
def test_no_weight_passes_the_bound(matrix: np.ndarray, rank: int, bound: float) -> None:
    """Coefficients of the strong choice are bounded as asked."""
    assert np.abs(strong_rrqr(matrix, rank, bound).weights).max() <= bound * (1 + 1e-6)


def test_kahans_matrix_needs_the_strong_choice() -> None:
    """Column pivoting gives Kahan's matrix a large weight; the strong choice keeps its bound."""
    matrix = kahan(60, 1.2)
    assert np.abs(pivoted_qr(matrix, 59).weights).max() > 1000
    assert np.abs(strong_rrqr(matrix, 59, 2.0).weights).max() <= 2.0 + 1e-6


@settings(max_examples=30)
@given(matrix=matrices, rank=st.integers(1, 4), seed=st.integers(0, 99))
def test_choice_does_not_depend_on_the_order(matrix: np.ndarray, rank: int, seed: int) -> None:
    """The same columns are taken when the columns stand in another order."""
    order = np.random.default_rng(seed).permutation(matrix.shape[1])
    first = strong_rrqr(matrix, rank, bound=2.0).indices
    again = order[strong_rrqr(matrix[:, order], rank, bound=2.0).indices]
    assert set(first.tolist()) == set(again.tolist())


def test_as_scipy_does() -> None:
    """On a decaying spectrum pivoting finds SciPy's columns, and sampling errs no more."""
    matrix = decaying(60, 40, 0.6, seed=4)
    order, weights = scipy_id.interp_decomp(matrix, 8, rand=False)
    found = pivoted_qr(matrix, 8)
    assert set(order[:8].tolist()) == set(found.indices.tolist())
    theirs = np.linalg.norm(
        scipy_id.reconstruct_matrix_from_id(matrix[:, order[:8]], order, weights) - matrix
    )
    sampled = randomized(matrix, 8)
    ours = np.linalg.norm(matrix - matrix[:, sampled.indices] @ sampled.weights)
    assert ours <= 3 * theirs


@settings(max_examples=30)
@given(matrix=matrices, rank=st.integers(1, 5))
def test_least_squares_weights_are_at_least_as_good(matrix: np.ndarray, rank: int) -> None:
    """No weights for the same columns leave less than those by least squares."""
    found = pivoted_qr(matrix, rank)
    better = found._replace(weights=weights_of(matrix, found.indices))
    assert relative_error(matrix, better) <= relative_error(matrix, found) + 1e-9


def test_rank_is_guarded() -> None:
    """Two independent columns are two, however many are asked for; of zeros there are none."""
    matrix = np.outer([1.0, 2.0, 3.0], [1.0, 2.0, 0.0]) + np.outer([1.0, 0.0, 0.0], [0.0, 0.0, 1.0])
    assert 2 == len(strong_rrqr(matrix, 3).indices)
    assert 0 == len(pivoted_qr(np.zeros((3, 3)), 2).indices)
