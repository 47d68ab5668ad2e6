"""A product of matrices by few of its columns and rows: the CR approximation, chosen greedily.

`left @ right` is the sum over j of the matrices `outer(left[:, j], right[j, :])`. Few of them, each
with a weight of its own, may come close to the whole sum. Which, and with what weights, follows
from their inner products alone, and those need no matrix of the product's size.

Sources: Drineas, Kannan, Mahoney, doi:10.1137/S0097539704442684 (a product by some of its columns
and rows); Natarajan, doi:10.1137/S0097539792240406 (the greedy choice, and how far it is from the
best one); Chen, Cowan, Grant, doi:10.1109/72.80341, section III (what each choice still explains).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

TINY = 1e-10
"""A column of which less than this share is new is a combination of those chosen before."""


class Columns(NamedTuple):
    """Chosen columns in the order of their choice, their weights, and what is left to explain.

    `errors[k]` is the weighted square error with the first k + 1 columns and the best weights for
    these, as a share of the error without any.
    """

    indices: NDArray[np.intp]
    weights: Array
    errors: Array


def gram_of_products(left: Array, right: Array, left_weights: Array, right_weights: Array) -> Array:
    """Inner products of the matrices `outer(left[:, j], right[j, :])` with each other.

    The entry (i, d) of a product counts `left_weights[i] * right_weights[d]` times. By Hadamard's
    identity it is the product, entry by entry, of two small Gram matrices.

    Args:
        left: (m, q).
        right: (q, n).
        left_weights: (m,), not negative.
        right_weights: (n,), not negative.

    Returns:
        (q, q), symmetric and positive semidefinite.
    """
    columns = (left.T * left_weights) @ left
    rows = (right * right_weights) @ right.T
    return np.asarray(columns * rows, dtype=np.float64)


def choose_columns(gram: Array, rank: int) -> Columns:
    """At most `rank` of the matrices whose weighted sum is closest to the sum of all of them.

    Each is the one that with those before leaves the least error. Fewer than `rank` come back
    when nothing is left to explain.

    Args:
        gram: (q, q), inner products of the matrices with each other.
        rank: At least 0.
    """
    rest = np.array(gram, dtype=np.float64)
    unexplained = rest.sum(axis=1)
    total = float(unexplained.sum())
    floor = TINY * np.diag(gram)
    chosen: list[int] = []
    errors: list[float] = []
    while len(chosen) < min(rank, len(gram)):
        own = np.diag(rest)
        gains = np.where(own > floor, unexplained**2, 0.0) / np.where(own > floor, own, 1.0)
        gains[chosen] = 0.0
        best = int(np.argmax(gains))
        if gains[best] <= TINY * abs(total):
            break
        chosen.append(best)
        # What the chosen one explains is taken out of the others, as in elimination.
        column = rest[:, best] / own[best]
        unexplained = unexplained - column * unexplained[best]
        rest -= np.outer(column, rest[best])
        errors.append(float(unexplained.sum()) / total)
    indices = np.array(chosen, dtype=np.intp)
    return Columns(indices, best_weights(gram, indices), np.array(errors))


def best_weights(gram: Array, indices: NDArray[np.intp]) -> Array:
    """The weights with which some of the matrices come closest to the sum of all of them.

    Args:
        gram: (q, q), inner products of the matrices with each other.
        indices: (r,), which of them.
    """
    among = gram[np.ix_(indices, indices)]
    targets = gram[indices].sum(axis=1)
    return np.asarray(np.linalg.pinv(among, hermitian=True) @ targets, dtype=np.float64)


def choose_words(contributions: Array, importance: Array, rank: int) -> Columns:
    """Few words that score documents almost as all the words of a query do.

    Args:
        contributions: (words, documents), what each word adds to the score of each document.
        importance: (documents,), not negative, how much the square error of each counts.
        rank: How many words, at most.
    """
    query = np.ones((1, len(contributions)))
    gram = gram_of_products(query, contributions, np.ones(1), importance)
    return choose_columns(gram, rank)
