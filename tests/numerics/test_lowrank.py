"""The best view of a matrix in few dimensions."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array, random_array
from scipy.sparse.linalg import svds

from coolpapers.numerics.lowrank import Svd, fold_in, random_rotation, truncated_svd


def decaying(rows: int, columns: int, base: float, seed: int = 0) -> np.ndarray:
    """A matrix whose singular values are powers of a base."""
    rng = np.random.default_rng(seed)
    left = np.linalg.qr(rng.standard_normal((rows, rows)))[0]
    right = np.linalg.qr(rng.standard_normal((columns, columns)))[0]
    size = min(rows, columns)
    return (left[:, :size] * base ** np.arange(size)) @ right[:size]


def svd_of(matrix: np.ndarray, rank: int, block: int = 7, **more: object) -> Svd:
    """The truncated decomposition of a matrix given in blocks."""

    def blocks() -> Iterator[np.ndarray]:
        for at in range(0, matrix.shape[0], block):
            yield matrix[at : at + block]

    return truncated_svd(blocks, matrix.shape[1], rank, **more)  # type: ignore[arg-type]


@settings(max_examples=30)
@given(
    rows=st.integers(12, 60),
    columns=st.integers(12, 60),
    base=st.floats(0.5, 0.95),
    rank=st.integers(1, 10),
)
def test_no_view_of_the_rank_is_a_hundredth_better(
    rows: int, columns: int, base: float, rank: int
) -> None:
    """The Frobenius error is within one per cent of the optimum of Eckart and Young."""
    matrix = decaying(rows, columns, base)
    axes = svd_of(matrix, rank).axes
    error = np.linalg.norm(matrix - fold_in(matrix, axes) @ axes)
    best = np.sqrt(np.sum(base ** (2 * np.arange(rank, min(rows, columns)))))
    assert best * (1 - 1e-9) <= error <= best * 1.01


@settings(max_examples=30)
@given(seed=st.integers(0, 2**32 - 1), rank=st.integers(1, 8))
def test_axes_are_orthonormal(seed: int, rank: int) -> None:
    """Axes have length one and stand at right angles, whatever the random start."""
    axes = svd_of(decaying(30, 20, 0.8), rank, seed=seed).axes
    assert np.eye(rank) == pytest.approx(axes @ axes.T, abs=1e-10)


def test_values_agree_with_arpack() -> None:
    """Singular values and the space of the axes are those of SciPy on a sparse matrix."""
    matrix = csr_array(random_array((120, 80), density=0.2, rng=np.random.default_rng(3)))
    found = truncated_svd(lambda: [matrix[:50], matrix[50:]], 80, 5, passes=30)
    _, values, axes = svds(matrix, k=5, random_state=0)
    order = np.argsort(-values)
    assert values[order] == pytest.approx(found.weights, rel=1e-6)
    assert np.ones(5) == pytest.approx(np.abs(np.sum(found.axes * axes[order], axis=1)), abs=1e-4)


def test_same_seed_same_axes() -> None:
    """Two runs give the same numbers, and blocks of another size the same view."""
    matrix = decaying(40, 25, 0.7)
    first, again = svd_of(matrix, 4), svd_of(matrix, 4)
    assert first.axes.tolist() == again.axes.tolist()
    assert first.axes == pytest.approx(svd_of(matrix, 4, block=40).axes, abs=1e-9)


def test_single_precision_keeps_its_type() -> None:
    """Asked for float32, the axes are float32 and still orthonormal."""
    axes = svd_of(decaying(40, 25, 0.7).astype(np.float32), 4, kind=np.float32).axes
    assert np.float32 == axes.dtype
    assert np.eye(4) == pytest.approx(axes @ axes.T, abs=1e-5)


def test_rank_is_no_more_than_the_columns() -> None:
    """A matrix of three columns has at most three axes, one of zeros values of zero."""
    assert 3 == len(svd_of(np.ones((5, 3)), 10).axes)
    assert [0.0, 0.0] == svd_of(np.zeros((5, 3)), 2).weights.tolist()


@settings(max_examples=30)
@given(size=st.integers(1, 20), seed=st.integers(0, 1000))
def test_rotations_keep_lengths(size: int, seed: int) -> None:
    """A random rotation is orthogonal."""
    turn = random_rotation(size, seed)
    assert np.eye(size) == pytest.approx(turn @ turn.T, abs=1e-9)
