"""A product of matrices by a few sampled columns and rows.

Source: Drineas, Kannan, Mahoney, doi:10.1137/S0097539704442684, algorithm BasicMatrixMultiplication
with the probabilities of its lemma 4, which give the least expected error of all.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Sample(NamedTuple):
    """Which columns were drawn, perhaps some twice, and the number each is multiplied by."""

    indices: NDArray[np.intp]
    scales: Array


def cr_sample(left_norms: Array, right_norms: Array, count: int, *, seed: int = 0) -> Sample:
    """Columns of a left and rows of a right matrix whose scaled product is right on average.

    `(left[:, indices] * scales) @ (right[indices] * scales[:, None])` has the whole product as its
    mean. For a matrix with itself, `rows.T @ rows`, both norms are those of the rows.

    Args:
        left_norms: (q,), Euclidean norms of the left matrix's columns.
        right_norms: (q,), Euclidean norms of the right matrix's rows.
        count: How many are drawn, at least 1.
        seed: Of the draw.
    """
    sizes = np.asarray(left_norms, dtype=np.float64) * np.asarray(right_norms, dtype=np.float64)
    total = float(sizes.sum())
    if not total:
        return Sample(np.zeros(0, dtype=np.intp), np.zeros(0))
    shares = sizes / total
    indices = np.random.default_rng(seed).choice(len(shares), count, p=shares)
    return Sample(indices.astype(np.intp), 1.0 / np.sqrt(count * shares[indices]))


def expected_error(left_norms: Array, right_norms: Array, product_norm: float, count: int) -> float:
    """The mean of the squared Frobenius error of such a product.

    Args:
        left_norms: (q,), Euclidean norms of the left matrix's columns.
        right_norms: (q,), Euclidean norms of the right matrix's rows.
        count: How many are drawn.
        product_norm: The Frobenius norm of the whole product.
    """
    sizes = np.asarray(left_norms, dtype=np.float64) * np.asarray(right_norms, dtype=np.float64)
    return float((sizes.sum() ** 2 - product_norm**2) / count)
