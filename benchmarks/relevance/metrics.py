"""How good a ranking is: nDCG, average precision, recall.

A ranking is a sequence of ids, best first; grades say how relevant an id is, 0 if not named.

Source: Järvelin, Kekäläinen, doi:10.1145/582415.582418 (DCG, here with its linear gain);
https://trec.nist.gov/pubs/trec16/appendices/measures.pdf (average precision).
"""

from collections.abc import Mapping, Sequence
from math import log2
from typing import TypeVar

Id = TypeVar("Id")

POOL_SHARE = 0.2


def ndcg(ranking: Sequence[Id], grades: Mapping[Id, float], depth: int) -> float:
    """Discounted gain of the first `depth`, as a share of the best possible; 0 without any."""
    best = _dcg(sorted(grades.values(), reverse=True)[:depth])
    found = _dcg([grades.get(one, 0.0) for one in ranking[:depth]])
    return found / best if best else 0.0


def ndcg_of_pool(ranking: Sequence[Id], grades: Mapping[Id, float]) -> float:
    """NDCG%20 of CSFCube: the judged pool alone is ranked, to a fifth of its length.

    Gains are not discounted at the first two ranks. What is not in the ranking comes after it.

    Source: Mysore et al., arXiv:2103.12906, and the evaluation that comes with the collection.
    """
    pool = [one for one in ranking if one in grades]
    pool += [one for one in grades if one not in set(pool)]
    depth = int(POOL_SHARE * len(pool))
    best = _early_dcg(sorted(grades.values(), reverse=True)[:depth])
    return _early_dcg([grades[one] for one in pool[:depth]]) / best if best else 0.0


def average_precision(ranking: Sequence[Id], grades: Mapping[Id, float]) -> float:
    """Mean of the precisions at each relevant paper; those not found count 0."""
    relevant = {one for one, grade in grades.items() if grade > 0}
    found, total = 0, 0.0
    for rank, one in enumerate(ranking, start=1):
        if one in relevant:
            found += 1
            total += found / rank
    return total / len(relevant) if relevant else 0.0


def recall(ranking: Sequence[Id], grades: Mapping[Id, float], depth: int) -> float:
    """Share of the relevant papers among the first `depth`."""
    relevant = {one for one, grade in grades.items() if grade > 0}
    return len(relevant.intersection(ranking[:depth])) / len(relevant) if relevant else 0.0


def _dcg(gains: Sequence[float]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _early_dcg(gains: Sequence[float]) -> float:
    return sum(gain / max(1.0, log2(rank)) for rank, gain in enumerate(gains, start=1))
