"""Many vectors in a plane, near ones near: a force layout of the graph of nearest neighbours.

Neighbours pull each other, all push each other away; what pushes is a sample of points drawn anew
at each step and shared by all, so a step costs O(n) and is a few array operations.

Sources: McInnes, Healy, Melville, arXiv:1802.03426 (the graph, its weights, pulling and pushing,
steps that get shorter); van der Maaten, Hinton, JMLR 9:2579 (the kernel 1 / (1 + r^2));
Kobak, Linderman, doi:10.1038/s41587-020-00809-z (begin at the principal axes); Venna, Kaski,
doi:10.1007/3-540-44668-0_68 (trustworthiness).
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

NEIGHBOURS = 20
STEPS = 300
STEP = 0.7
PUSH = 3.0
"""How much more pushing counts than pulling; `python -m benchmarks.maps` compares."""
SAMPLE, SAMPLED_PAIRS = 40, 40_000
"""Points that push, at least; few points are pushed by more of them."""
NEGATIVES = 20.0
"""What all that push weigh together, in neighbours."""
BEGINNING = 10.0
LONGEST_PUSH = 4.0
_SOFT = 0.001
_TINY = 1e-12
_BLOCK = 1_000
_HALVINGS = 30


class Graph(NamedTuple):
    """Pairs of neighbours, both ways round and ordered by the first, and how much each pulls."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    weights: Array


def layout(
    vectors: NDArray[Any], *, seed: int = 0, steps: int = STEPS, push: float = PUSH
) -> Array:
    """Places in the plane, (n, 2), within -1 and 1; the same for the same vectors and seed.

    Memory: a block of a thousand by n.

    Args:
        vectors: (n, d), of length one.
        seed: Of the points that push.
        steps: More keep neighbourhoods somewhat better.
        push: How much pushing counts beside pulling.
    """
    rows = np.asarray(vectors, dtype=np.float32)
    if len(rows) < 3:
        return np.linspace(-0.5, 0.5, 2 * len(rows), dtype=np.float32).reshape(-1, 2)
    begun = principal_places(rows)
    places = begun * np.float32(BEGINNING / max(float(np.abs(begun).max()), _TINY))
    moved = _moved(places, neighbour_graph(rows), seed, steps, push)
    turned = moved @ _turn(moved, begun)
    return np.asarray(turned / max(float(np.abs(turned).max()), _TINY), dtype=np.float32)


def principal_places(rows: Array) -> Array:
    """The two best axes of the centred rows; each points to where its long tail is."""
    centred = rows - rows.mean(axis=0)
    axes = np.linalg.eigh(centred.T.astype(np.float64) @ centred)[1][:, :-3:-1]
    places = centred @ axes
    tails = np.where(np.sum(places**3, axis=0) < 0, -1.0, 1.0)
    return np.asarray(places * tails, dtype=np.float32)


def neighbour_graph(rows: Array, count: int = NEIGHBOURS) -> Graph:
    """Each row with its nearest; the pulls of a row are alike whether these are near or far."""
    count = min(count, len(rows) - 1)
    near, distances = _nearest(rows, count)
    pulls = _pulls(distances, np.log2(count + 1) if count < 3 else count / 1.5)
    own = np.repeat(np.arange(len(rows)), count)
    one_way = own * len(rows) + near.ravel()
    other_way = near.ravel() * len(rows) + own
    keys, at = np.unique(np.concatenate([one_way, other_way]), return_inverse=True)
    weights = np.bincount(at, np.tile(pulls.ravel(), 2))
    first, second = np.divmod(keys, len(rows))
    return Graph(first, second, (weights / weights.max()).astype(np.float32))


def trustworthiness(vectors: NDArray[Any], places: NDArray[Any], near: int = 10) -> float:
    """How far the nearest in the plane are also near as vectors: 1 if they are the same."""
    n = len(places)
    lost = 0
    for begin in range(0, n, _BLOCK):
        own = np.arange(begin, min(begin + _BLOCK, n))
        cosines = vectors[own] @ vectors.T
        cosines[np.arange(len(own)), own] = np.inf
        order = np.argsort(-cosines, axis=1, kind="stable")
        ranks = np.empty_like(order)
        np.put_along_axis(ranks, order, np.arange(n)[None], axis=1)
        apart = np.square(places[own, None] - places[None]).sum(axis=2)
        apart[np.arange(len(own)), own] = np.inf
        shown = np.argpartition(apart, near, axis=1)[:, :near]
        lost += int(np.maximum(np.take_along_axis(ranks, shown, axis=1) - near, 0).sum())
    return 1.0 - 2.0 * lost / (n * near * (2 * n - 3 * near - 1))


def _nearest(rows: Array, count: int) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The nearest others of each row, and their squared distances."""
    found = np.empty((len(rows), count), dtype=np.intp)
    distances = np.empty((len(rows), count))
    for begin in range(0, len(rows), _BLOCK):
        cosines = rows[begin : begin + _BLOCK] @ rows.T
        at = np.arange(len(cosines))
        cosines[at, begin + at] = -np.inf
        near = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
        found[begin : begin + _BLOCK] = near
        distances[begin : begin + _BLOCK] = 2 - 2 * np.take_along_axis(cosines, near, axis=1)
    return found, np.maximum(distances, 0.0)


def _pulls(distances: NDArray[np.float64], perplexity: float) -> NDArray[np.float64]:
    """Weights that fall with distance, each row's as spread as `perplexity` equal ones."""
    above = distances - distances.min(axis=1, keepdims=True)
    low, high = np.full(len(above), 1e-3), np.full(len(above), 1e4)
    for _ in range(_HALVINGS):
        sharpness = np.sqrt(low * high)
        pulls = np.exp(-above * sharpness[:, None])
        sums = pulls.sum(axis=1)
        entropy = np.log(sums) + sharpness * np.sum(above * pulls, axis=1) / sums
        is_spread = entropy > np.log(perplexity)
        low, high = np.where(is_spread, sharpness, low), np.where(is_spread, high, sharpness)
    return np.asarray(pulls / sums[:, None])


def _moved(places: Array, graph: Graph, seed: int, steps: int, push: float) -> Array:
    rng = np.random.default_rng(seed)
    n = len(places)
    size = max(SAMPLE, SAMPLED_PAIRS // n)
    begins = np.searchsorted(graph.first, np.arange(n))
    degrees = np.add.reduceat(graph.weights, begins)
    share = (degrees * (NEGATIVES / (4 * size)))[:, None]
    for step in range(steps):
        force = _pull(places, graph, begins)
        force += share * _push(places, places[rng.integers(0, n, size)], push)
        places = places + np.float32(STEP * (1 - step / steps)) * force
    return places


def _pull(places: Array, graph: Graph, begins: NDArray[np.intp]) -> Array:
    apart = places[graph.first] - places[graph.second]
    apart *= (-2 * graph.weights / (1 + np.einsum("ij,ij->i", apart, apart)))[:, None]
    return np.add.reduceat(apart, begins, axis=0)


def _push(places: Array, sample: Array, strength: float) -> Array:
    across, along = places[:, :1] - sample[:, 0], places[:, 1:] - sample[:, 1]
    squares = across * across + along * along
    push = 2 * strength / ((_SOFT + squares) * (1 + squares))
    forces = [
        np.clip(one * push, -LONGEST_PUSH, LONGEST_PUSH).sum(axis=1) for one in (across, along)
    ]
    return np.stack(forces, axis=1)


def _turn(places: Array, begun: Array) -> Array:
    """The turn, mirrored if need be, that brings places nearest to where they began.

    Source: Schönemann, doi:10.1007/BF02289451.
    """
    left, _, right = np.linalg.svd(places.T @ begun)
    return np.asarray(left @ right, dtype=np.float32)
