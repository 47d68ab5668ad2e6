"""A matrix by some of its own columns: the interpolative decomposition.

`matrix ~ matrix[:, indices] @ weights`, where the weights hold an identity at the chosen columns.

Sources: Cheng, Gimbutas, Martinsson, Rokhlin, doi:10.1137/030602678 (the decomposition and its
bound); Gu, Eisenstat, doi:10.1137/0917055 (strong rank-revealing QR); Halko, Martinsson, Tropp,
arXiv:0909.4061, section 5.2 (columns of a sketch).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.intp]

BOUND = 2.0
MOST_SWAPS = 10_000
"""Each swap multiplies a determinant by more than the bound, so real matrices need a few."""
_TINY = 1e-12


class Interpolation(NamedTuple):
    """Chosen columns, (k,), and how all columns are made of them, (k, n)."""

    indices: Indices
    weights: Array


def pivoted_qr(matrix: Array, rank: int) -> Interpolation:
    """The columns that QR with column pivoting takes first; fewer where the rank is smaller."""
    upper, order = _pivoted(matrix)
    return _interpolation(upper, order, _held_rank(upper, rank))


def strong_rrqr(matrix: Array, rank: int, bound: float = BOUND) -> Interpolation:
    """Columns such that no weight is above `bound` in size.

    The spectral error is at most sqrt(1 + bound^2 k (n - k)) times the best of any rank-k
    matrix, also where column pivoting alone fails, as on Kahan's matrix.

    Args:
        matrix: (m, n).
        rank: How many columns, at most.
        bound: At least 1.
    """
    upper, order = _pivoted(matrix)
    k = _held_rank(upper, rank)
    for _ in range(MOST_SWAPS):
        pair = _worst_pair(upper, k, bound)
        if pair is None:
            break
        inside, outside = pair
        order[[inside, k + outside]] = order[[k + outside, inside]]
        upper = np.asarray(np.linalg.qr(matrix[:, order], mode="r"), dtype=np.float64)
    return _interpolation(upper, order, k)


def randomized(matrix: Array, rank: int, *, extra: int = 10, seed: int = 0) -> Interpolation:
    """The columns that column pivoting takes of a few random combinations of the rows."""
    mix = np.random.default_rng(seed).standard_normal((rank + extra, len(matrix)))
    return pivoted_qr(mix @ matrix, rank)


def weights_of(matrix: Array, indices: Indices) -> Array:
    """The weights, (k, n), with which chosen columns come closest to all: least squares."""
    chosen = matrix[:, indices]
    weights = np.asarray(np.linalg.lstsq(chosen, matrix, rcond=None)[0], dtype=np.float64)
    weights[:, indices] = np.eye(len(indices))
    return weights


def relative_error(matrix: Array, found: Interpolation) -> float:
    """What is left of the matrix, as a share of its squared Frobenius norm."""
    rest = matrix - matrix[:, found.indices] @ found.weights
    total = float(np.sum(np.square(matrix)))
    return float(np.sum(np.square(rest))) / total if total else 0.0


def _pivoted(matrix: Array) -> tuple[Array, Indices]:
    """The triangular factor of QR with column pivoting, and the order of the columns."""
    from scipy.linalg import qr  # noqa: PLC0415 takes half a second, and few need it

    upper, order = qr(matrix, mode="r", pivoting=True)
    return np.asarray(upper, dtype=np.float64), np.asarray(order, dtype=np.intp)


def _held_rank(upper: Array, rank: int) -> int:
    """No more columns than are independent."""
    own = np.abs(np.diag(upper))
    return min(rank, int(np.count_nonzero(own > _TINY * own.max(initial=0.0))))


def _interpolation(upper: Array, order: Indices, k: int) -> Interpolation:
    from scipy.linalg import solve_triangular  # noqa: PLC0415

    weights = np.zeros((k, upper.shape[1]))
    weights[:, order[:k]] = np.eye(k)
    weights[:, order[k:]] = solve_triangular(upper[:k, :k], upper[:k, k:])
    return Interpolation(np.asarray(order[:k], dtype=np.intp), weights)


def _worst_pair(upper: Array, k: int, bound: float) -> tuple[int, int] | None:
    """The exchange that most enlarges the determinant of the chosen part, if above the bound."""
    from scipy.linalg import solve_triangular  # noqa: PLC0415

    if k in (0, upper.shape[1]):
        return None
    inverse = solve_triangular(upper[:k, :k], np.eye(k))
    weights = inverse @ upper[:k, k:]
    rows = np.sum(np.square(inverse), axis=1)
    columns = np.sum(np.square(upper[k:, k:]), axis=0)
    grown = np.square(weights) + np.outer(rows, columns)
    inside, outside = np.unravel_index(int(np.argmax(grown)), grown.shape)
    if grown[inside, outside] <= (bound * (1 + 1e-9)) ** 2:
        return None
    return int(inside), int(outside)
