"""Ways to choose a few rows of many, each from (vectors, count) to one or more choices."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.vq import kmeans2

from coolpapers.numerics.interpolative import pivoted_qr, strong_rrqr
from coolpapers.numerics.spanning import spanning

Array = NDArray[np.float64]
Choice = NDArray[np.intp]
Way = Callable[[Array, int], Sequence[Choice]]

DRAWS = 20
STARTS = 5
ROUNDS = 20
MMR_SHARE = 0.5


def with_exchanges(vectors: Array, count: int) -> list[Choice]:
    """What the digest does."""
    return [spanning(vectors, count).indices]


def greedy(vectors: Array, count: int) -> list[Choice]:
    """The same without exchanges."""
    return [spanning(vectors, count, exchanges=0).indices]


def facility_location(vectors: Array, count: int) -> list[Choice]:
    """Greedily the rows to whose nearest all are near, by cosine."""
    cosines, nearest = vectors @ vectors.T, np.zeros(len(vectors))
    chosen: list[int] = []
    for _ in range(count):
        gains = np.maximum(cosines, nearest).sum(axis=1)
        gains[chosen] = -np.inf
        chosen.append(int(np.argmax(gains)))
        nearest = np.maximum(nearest, cosines[chosen[-1]])
    return [np.array(chosen)]


def k_medoids(vectors: Array, count: int) -> list[Choice]:
    """From the greedy facilities on: each group's own middle, until nothing moves.

    Source: Park, Jun, doi:10.1016/j.eswa.2008.01.039.
    """
    cosines = vectors @ vectors.T
    chosen = facility_location(vectors, count)[0]
    for _ in range(ROUNDS):
        group = np.argmax(cosines[chosen], axis=0)
        group[chosen] = np.arange(len(chosen))
        members = [np.flatnonzero(group == at) for at in range(len(chosen))]
        moved = np.array([one[np.argmax(cosines[np.ix_(one, one)].sum(axis=0))] for one in members])
        if np.array_equal(moved, chosen):
            break
        chosen = moved
    return [chosen]


def k_means_medoids(vectors: Array, count: int) -> list[Choice]:
    """The rows nearest to the means of k-means++, by several starts."""
    found = []
    for seed in range(STARTS):
        means, _ = kmeans2(vectors, count, iter=ROUNDS, minit="++", rng=seed, missing="warn")
        found.append(np.unique(np.argmax(_unit(means) @ vectors.T, axis=1)))
    return found


def mmr(vectors: Array, count: int) -> list[Choice]:
    """Near to the middle of the list, far from those chosen: maximal marginal relevance.

    Source: Carbonell, Goldstein, doi:10.1145/290941.291025.
    """
    relevance, nearest = vectors @ _unit(vectors.mean(axis=0)), np.zeros(len(vectors))
    chosen: list[int] = []
    for _ in range(count):
        worth = MMR_SHARE * relevance - (1 - MMR_SHARE) * nearest
        worth[chosen] = -np.inf
        chosen.append(int(np.argmax(worth)))
        nearest = np.maximum(nearest, vectors @ vectors[chosen[-1]])
    return [np.array(chosen)]


def lots(vectors: Array, count: int) -> list[Choice]:
    """Any rows."""
    rng = np.random.default_rng(0)
    return [rng.choice(len(vectors), count, replace=False) for _ in range(DRAWS)]


def newest(vectors: Array, count: int) -> list[Choice]:
    """The last of the list."""
    return [np.arange(len(vectors) - count, len(vectors))]


def column_pivoting(vectors: Array, count: int) -> list[Choice]:
    """The rows that QR with column pivoting takes first."""
    return [pivoted_qr(vectors.T, count).indices]


def strong(vectors: Array, count: int) -> list[Choice]:
    """The rows of the strong rank-revealing QR."""
    return [strong_rrqr(vectors.T, count).indices]


WAYS: Mapping[str, Way] = {
    "greedy with exchanges": with_exchanges,
    "greedy": greedy,
    "k-medoids": k_medoids,
    "facility location": facility_location,
    "k-means, nearest papers": k_means_medoids,
    "MMR": mmr,
    "random": lots,
    "newest": newest,
    "pivoted QR": column_pivoting,
    "strong RRQR": strong,
}


def _unit(rows: Array) -> Array:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12))
