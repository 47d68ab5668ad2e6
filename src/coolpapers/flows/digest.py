"""Digest: the few papers of a list that span it, and what each of them stands for."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from coolpapers.formats import jsonl
from coolpapers.numerics.sampling import cr_sample
from coolpapers.numerics.spanning import best_error, nonnegative_weights, span_error, spanning
from coolpapers.records import Held
from coolpapers.semantic.space import Space

MOST_CHOSEN = 100
SKETCHED = 20_000
"""Longer lists are chosen from a sketch of so many papers, by CR sampling; the shares are exact."""
MOST_PARTS, LEAST_SHARE = 4, 0.05
"""Of a paper: how many of the chosen it is said to be made of, and from which share on."""
PREFERRED = 4.0
"""How much more the error of a paper counts that has all of the reader's words; a judgement."""

Vectors = NDArray[np.float64]


class Part(NamedTuple):
    """A chosen paper's share in another: `number` is the chosen one's row number."""

    number: int
    share: float


class Chosen(NamedTuple):
    """A paper of the digest, and the papers that it stands for, those most like it first."""

    number: int
    place: int
    stands_for: tuple[int, ...]


class Digest(NamedTuple):
    """The chosen papers in list order, what each other paper is made of, and how much is covered.

    `coverage` is the share of the list that the chosen ones span, `bound` the most that any
    `len(chosen)` papers, or even axes, could. `without` are papers that have no vector yet.
    """

    chosen: tuple[Chosen, ...]
    parts: Mapping[int, tuple[Part, ...]]
    coverage: float
    bound: float
    papers: int
    without: int


EMPTY = Digest((), {}, 0.0, 0.0, 0, 0)


def digest(
    space: Space,
    numbers: Sequence[int],
    count: int,
    *,
    scores: Mapping[int, float] | None = None,
    skip: Callable[[int], bool] | None = None,
) -> Digest:
    """At most `count` papers of a list that leave least of it unsaid.

    Args:
        space: Where the vectors are.
        numbers: The list, in its order.
        count: How many are wanted; no more than `MOST_CHOSEN` come back.
        scores: How well papers match the reader's words; what matches counts for more.
        skip: Papers that are left out, such as those seen or muted.
    """
    listed = [number for number in dict.fromkeys(numbers) if skip is None or not skip(number)]
    whole = space.vectors_of(listed)
    held = np.flatnonzero(np.einsum("ij,ij->i", whole, whole) > 0)
    if not len(held):
        return EMPTY._replace(papers=len(listed), without=len(listed))
    some, vectors = [listed[at] for at in held], whole[held].astype(np.float64)
    places = _choose(vectors, min(count, MOST_CHOSEN), _weights(some, scores))
    weights = nonnegative_weights(vectors, places)
    return Digest(
        _stand_for(some, {number: at for at, number in enumerate(listed)}, places, weights),
        _parts(some, places, weights),
        1.0 - span_error(vectors, places),
        1.0 - best_error(vectors, len(places)),
        len(listed),
        len(listed) - len(some),
    )


def as_record(found: Digest, held: Mapping[int, Held]) -> dict[str, object]:
    """A digest for programs."""
    return {
        "papers": found.papers,
        "without_vector": found.without,
        "coverage": round(found.coverage, 4),
        "bound": round(found.bound, 4),
        "chosen": [
            {
                "place": one.place + 1,
                "paper": msgspec.Raw(jsonl.to_json(held[one.number].paper)),
                "stands_for": [str(held[other].paper.id) for other in one.stands_for],
            }
            for one in found.chosen
        ],
        "parts": {
            str(held[number].paper.id): {
                str(held[part.number].paper.id): round(part.share, 3) for part in parts
            }
            for number, parts in found.parts.items()
        },
    }


def _weights(numbers: Sequence[int], scores: Mapping[int, float] | None) -> Vectors | None:
    if not scores:
        return None
    found = np.array([scores.get(number, 0.0) for number in numbers])
    return np.asarray(1.0 + (PREFERRED - 1.0) * found / max(float(found.max()), 1e-12))


def _choose(vectors: Vectors, count: int, weights: Vectors | None) -> NDArray[np.intp]:
    """The chosen rows, in list order."""
    if len(vectors) <= SKETCHED:
        return np.sort(spanning(vectors, count, weights=weights).indices)
    norms = np.sqrt(np.ones(len(vectors)) if weights is None else weights)
    drawn = np.unique(cr_sample(norms, norms, SKETCHED).indices)
    own = None if weights is None else weights[drawn]
    return np.sort(drawn[spanning(vectors[drawn], count, weights=own).indices])


def _stand_for(
    numbers: Sequence[int],
    place: Mapping[int, int],
    places: NDArray[np.intp],
    weights: Vectors,
) -> tuple[Chosen, ...]:
    """Each other paper stands behind the chosen one it is most made of."""
    behind = np.where(weights.max(axis=0) > 0, weights.argmax(axis=0), -1)
    chosen = set(places.tolist())
    found = []
    for at, own in enumerate(places.tolist()):
        mine = [one for one in np.flatnonzero(behind == at).tolist() if one not in chosen]
        mine.sort(key=lambda one: -weights[at, one])
        number = numbers[own]
        found.append(Chosen(number, place[number], tuple(numbers[one] for one in mine)))
    return tuple(found)


def _parts(
    numbers: Sequence[int], places: NDArray[np.intp], weights: Vectors
) -> dict[int, tuple[Part, ...]]:
    """For each paper the chosen ones it is made of, as shares of one, the largest first."""
    shares = (weights / np.maximum(weights.sum(axis=0), 1e-12)).T
    order = np.argsort(-shares, axis=1)[:, :MOST_PARTS]
    sizes = np.take_along_axis(shares, order, axis=1)
    chosen, kept = np.asarray(numbers)[places][order].tolist(), (sizes >= LEAST_SHARE).sum(axis=1)
    return {
        number: tuple(map(Part, some[:count], own))
        for number, some, own, count in zip(
            numbers, chosen, sizes.tolist(), kept.tolist(), strict=True
        )
    }
