"""The best view of a large sparse matrix in few dimensions, read in blocks.

Sources: Halko, Martinsson, Tropp, arXiv:0909.4061, algorithms 4.4 and 5.1 (randomized range finder
with power iterations); Eckart, Young, doi:10.1007/BF02288367 (no view of this rank is better);
Musco, Musco, arXiv:1504.05477 (why each pass over the data is used for the subspace and its Ritz
values at once).
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Blocks = Callable[[], Iterable[Any]]
"""The rows of a matrix from the first on, some at a time: arrays, or sparse arrays of SciPy."""

EXTRA = 16
PASSES = 4
"""Over the data; each is a power of the Gram matrix, so two would do for most spectra."""


class Svd(NamedTuple):
    """Leading singular values, descending, and right singular vectors as orthonormal rows."""

    weights: NDArray[np.float64]
    axes: Array


def truncated_svd(
    blocks: Blocks,
    columns: int,
    rank: int,
    *,
    seed: int = 0,
    extra: int = EXTRA,
    passes: int = PASSES,
    kind: type[np.floating[Any]] = np.float64,
    progress: Callable[[], None] = lambda: None,
) -> Svd:
    """The leading singular values and right singular vectors of a matrix.

    Memory: two arrays of (columns, rank + extra) beside the block at hand, however many rows
    there are. The same seed gives the same vectors, each with its largest entry positive. Values
    below a millionth of the largest are not resolved: they come from the Gram matrix.

    Args:
        blocks: Called once a pass; gives blocks of (some, columns).
        columns: At least 1.
        rank: 1 <= rank; fewer come back where there are fewer columns.
        seed: Of the random start.
        extra: Dimensions calculated beside those asked for.
        passes: Over the data.
        kind: What to calculate in; `np.float32` takes half the memory and time.
        progress: Called after each block.
    """
    width = min(rank + extra, columns)
    start = np.random.default_rng(seed).standard_normal((columns, width)).astype(kind)
    basis, image = start, start
    for _ in range(max(1, passes)):
        basis = np.linalg.qr(image)[0]
        image = np.zeros_like(basis)
        for block in blocks():
            image += block.T @ (block @ basis)
            progress()
    return _ritz(basis, image, min(rank, width))


def fold_in(rows: Any, axes: Array) -> Array:
    """The coordinates of new rows, (some, rank): their projection on the axes."""
    return np.asarray(rows @ axes.T)


def random_rotation(size: int, seed: int = 0) -> NDArray[np.float64]:
    """A rotation drawn evenly from all of them.

    Source: Mezzadri, arXiv:math-ph/0609050 (the signs make it even).
    """
    normal = np.random.default_rng(seed).standard_normal((size, size))
    turn, upper = np.linalg.qr(normal)
    return np.asarray(turn * np.sign(np.diag(upper)))


def _ritz(basis: Array, image: Array, rank: int) -> Svd:
    """The best values and axes within a basis, whose image under the Gram matrix is known."""
    gram = basis.T.astype(np.float64) @ image
    values, turn = np.linalg.eigh((gram + gram.T) / 2)
    first = np.argsort(-values)[:rank]
    axes = _signed((basis @ turn[:, first].astype(basis.dtype)).T)
    return Svd(np.sqrt(np.maximum(values[first], 0.0)), axes)


def _signed(axes: Array) -> Array:
    """The axes with the largest entry of each positive."""
    largest = np.abs(axes).argmax(axis=1)
    signs = np.sign(axes[np.arange(len(axes)), largest])
    return np.asarray(axes * np.where(signs == 0, 1, signs)[:, None], dtype=axes.dtype)
