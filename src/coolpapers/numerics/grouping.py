"""Points that lie together, as groups.

Sources: Lloyd, doi:10.1109/TIT.1982.1056489; Arthur, Vassilvitskii, k-means++, SODA 2007 (where to
begin). SciPy's `kmeans2` does the same but may come back with empty groups.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

ROUNDS = 50


def groups(points: NDArray[Any], count: int, *, seed: int = 0) -> NDArray[np.intp]:
    """The group of each point, (n,), numbered from 0 without gaps, the largest first.

    Args:
        points: (n, d), few dimensions.
        count: At least 1; fewer come back where there are fewer different points.
        seed: Of where the groups begin.
    """
    middles = _beginnings(points, count, np.random.default_rng(seed))
    found = _nearest(points, middles)
    for _ in range(ROUNDS):
        middles = np.array([points[found == one].mean(axis=0) for one in np.unique(found)])
        again = _nearest(points, middles)
        if np.array_equal(again, found):
            break
        found = again
    _, at, sizes = np.unique(found, return_inverse=True, return_counts=True)
    place = np.empty(len(sizes), dtype=np.intp)
    place[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    return np.asarray(place[at])


def _beginnings(points: NDArray[Any], count: int, rng: np.random.Generator) -> NDArray[Any]:
    chosen = [int(rng.integers(len(points)))]
    apart = np.square(points - points[chosen[0]]).sum(axis=1)
    while len(chosen) < count and apart.max() > 0:
        chosen.append(int(rng.choice(len(points), p=apart / apart.sum())))
        apart = np.minimum(apart, np.square(points - points[chosen[-1]]).sum(axis=1))
    return np.asarray(points[chosen], dtype=np.float64)


def _nearest(points: NDArray[Any], middles: NDArray[Any]) -> NDArray[np.intp]:
    apart = np.square(points[:, None] - middles[None]).sum(axis=2)
    return np.asarray(np.argmin(apart, axis=1))
