"""The nearest of many vectors, found by the signs of their entries and ranked by the vectors.

After an even rotation the share of signs in which two vectors differ tells the angle between
them, and differing signs are counted eight bytes at a time.

Source: Charikar, doi:10.1145/509907.509965.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Signs = NDArray[np.uint64]


def signs_of(vectors: NDArray[Any]) -> Signs:
    """The signs of each row, (n, d / 64), a bit each; d is padded to a multiple of 64."""
    positive = np.asarray(vectors) > 0
    missing = -positive.shape[1] % 64
    if missing:
        positive = np.pad(positive, ((0, 0), (0, missing)))
    return np.packbits(positive, axis=1).view(np.uint64)


def differing(signs: Signs, one: Signs) -> NDArray[np.uint16]:
    """In how many signs each of some rows differs from one, (n,)."""
    found = np.zeros(len(signs), dtype=np.uint16)
    for at, word in enumerate(one):
        found += np.bitwise_count(signs[:, at] ^ word)
    return found


def fewest(counts: NDArray[np.uint16], wanted: int) -> NDArray[np.intp]:
    """The places of at least `wanted` of the smallest counts, all of an equal count together."""
    if wanted >= len(counts):
        return np.arange(len(counts))
    reached = np.cumsum(np.bincount(counts)) >= wanted
    return np.flatnonzero(counts <= np.argmax(reached))
