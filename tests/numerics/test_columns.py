"""Few columns for many: the CR approximation, its choice and its weights."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.numerics.columns import (
    Array,
    best_weights,
    choose_columns,
    choose_words,
    gram_of_products,
)


def _problem(seed: int, words: int, documents: int) -> tuple[Array, Array]:
    """Contributions as postings give them, many of them 0, and an importance per document."""
    random = np.random.default_rng(seed)
    added = random.exponential(size=(words, documents))
    added *= random.random((words, documents)) < 0.4
    return added, random.random(documents) ** 2


problems = st.builds(_problem, st.integers(0, 10_000), st.integers(1, 12), st.integers(1, 40))


def test_inner_products_are_those_of_the_full_matrices() -> None:
    """Hadamard's identity gives the inner products of the outer products themselves."""
    random = np.random.default_rng(1)
    left, right = random.normal(size=(5, 4)), random.normal(size=(4, 7))
    left_weights, right_weights = random.random(5), random.random(7)
    full = [np.outer(left[:, j], right[j]) for j in range(4)]
    counted = np.outer(left_weights, right_weights)
    expected = [[float((counted * one * other).sum()) for other in full] for one in full]

    np.testing.assert_allclose(
        expected, gram_of_products(left, right, left_weights, right_weights), atol=1e-12
    )


@given(problems)
def test_error_never_grows(problem: tuple[Array, Array]) -> None:
    """Each further column leaves as much error or less, and never less than none."""
    added, importance = problem
    errors = choose_words(added, importance, len(added)).errors

    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(errors))
    assert all(-1e-9 <= error <= 1 + 1e-9 for error in errors)


@given(problems)
def test_told_errors_are_true(problem: tuple[Array, Array]) -> None:
    """The last error told is the weighted square error of the chosen columns."""
    added, importance = problem
    chosen = choose_words(added, importance, 3)
    full = added.sum(axis=0)
    nothing = float((importance * full**2).sum())
    if len(chosen.indices) == 0:
        assert nothing == pytest.approx(0, abs=1e-12)
        return
    rest = full - chosen.weights @ added[chosen.indices]

    assert float((importance * rest**2).sum()) / nothing == pytest.approx(
        chosen.errors[-1], abs=1e-6
    )


@given(problems)
def test_all_columns_give_the_scores_again(problem: tuple[Array, Array]) -> None:
    """With every column that adds anything, documents that count are scored as in full."""
    added, importance = problem
    chosen = choose_words(added, importance, len(added))
    scores = chosen.weights @ added[chosen.indices] if len(chosen.indices) else 0 * importance

    expected = np.sqrt(importance) * added.sum(axis=0)
    np.testing.assert_allclose(expected, np.sqrt(importance) * scores, atol=1e-3)


@given(problems, st.integers(1, 6))
def test_weights_are_those_of_least_squares(problem: tuple[Array, Array], rank: int) -> None:
    """The weights fit the full scores as a weighted least squares solver would."""
    added, importance = problem
    gram = gram_of_products(np.ones((1, len(added))), added, np.ones(1), importance)
    chosen = choose_columns(gram, rank).indices
    root = np.sqrt(importance)
    solved = np.linalg.lstsq((root * added[chosen]).T, root * added.sum(axis=0), rcond=None)[0]

    fitted = root * (best_weights(gram, chosen) @ added[chosen])
    np.testing.assert_allclose(root * (solved @ added[chosen]), fitted, atol=1e-6)


def test_the_best_single_column_comes_first() -> None:
    """The first choice leaves the least error of all single columns."""
    added, importance = _problem(3, 8, 30)
    gram = gram_of_products(np.ones((1, 8)), added, np.ones(1), importance)
    full = added.sum(axis=0)
    left = []
    for at in range(8):
        weight = best_weights(gram, np.array([at]))[0]
        left.append(float((importance * (full - weight * added[at]) ** 2).sum()))

    assert int(np.argmin(left)) == choose_columns(gram, 1).indices[0]


def test_repeated_columns_are_chosen_once() -> None:
    """Of equal columns one is chosen, with the weight of all of them."""
    added = np.array([[1.0, 2.0, 0.0], [1.0, 2.0, 0.0], [0.0, 0.0, 1.0]])
    chosen = choose_words(added, np.ones(3), 3)

    assert [0, 2] == chosen.indices.tolist()
    np.testing.assert_allclose([2.0, 1.0], chosen.weights)
    np.testing.assert_allclose([1 / 21, 0.0], chosen.errors, atol=1e-12)


@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (3, 0)])
def test_nothing_is_chosen_from_nothing(shape: tuple[int, int]) -> None:
    """Without words or documents no column is chosen."""
    chosen = choose_words(np.zeros(shape), np.zeros(shape[1]), 10)

    assert ([], [], []) == (*(part.tolist() for part in chosen),)
