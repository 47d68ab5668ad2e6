"""The measures of a ranking, against values computed by hand."""

from math import log2

import pytest
from benchmarks.relevance.metrics import average_precision, ndcg, ndcg_of_pool, recall

GRADES = {"a": 3.0, "b": 1.0, "c": 0.0, "d": 2.0}


def test_ndcg_discounts_by_rank() -> None:
    """Gains count 1, 1/log2(3), 1/2 ... and are compared with the best order."""
    found = 1 / log2(2) + 0 / log2(3) + 3 / log2(4)
    best = 3 / log2(2) + 2 / log2(3) + 1 / log2(4)

    assert ndcg(["b", "x", "a", "d"], GRADES, 3) == pytest.approx(found / best)
    assert pytest.approx(1.0) == ndcg(["a", "d", "b"], GRADES, 10)


def test_ndcg_of_a_pool_ranks_judged_papers_only() -> None:
    """A fifth of the pool counts, unjudged papers are passed over, missing ones come last."""
    grades = {str(at): 0.0 for at in range(20)} | {"3": 3.0, "7": 2.0, "9": 1.0}
    ranking = ["unjudged", "9", "0", "3", "1", "7"]
    found = 1 + 0 + 3 / log2(3) + 0
    best = 3 + 2 + 1 / log2(3)

    assert ndcg_of_pool(ranking, grades) == pytest.approx(found / best)
    assert pytest.approx((0 + 0 + 0 + 3 / log2(4)) / best) == ndcg_of_pool([], grades)


def test_average_precision_counts_what_is_missing() -> None:
    """Precisions at the ranks of relevant papers, over all that are relevant."""
    assert pytest.approx((1 / 1 + 2 / 3) / 3) == average_precision(["a", "x", "d"], GRADES)


def test_recall_is_a_share_of_the_relevant() -> None:
    """Of three relevant papers one is among the first two."""
    assert pytest.approx(1 / 3) == recall(["a", "c", "b"], GRADES, 2)


def test_nothing_relevant_is_worth_nothing() -> None:
    """Without relevant papers every measure is 0."""
    nothing = {"a": 0.0}

    assert [0.0] * 4 == [
        ndcg(["a"], nothing, 10),
        ndcg_of_pool(["a"], nothing),
        average_precision(["a"], nothing),
        recall(["a"], nothing, 10),
    ]
