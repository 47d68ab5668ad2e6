"""The direction that tells two kinds of rows apart."""

import numpy as np

from coolpapers.numerics.separating import separating_axis


def test_liked_rows_score_above_the_others() -> None:
    """With a small penalty every liked row scores higher, however few they are."""
    random = np.random.default_rng(5)
    features = random.normal(size=(60, 200))
    liked = np.arange(60) < 6
    features[liked, 7] += 2.0
    scores = features @ separating_axis(features, liked, 1e-3)

    assert scores[liked].min() > scores[~liked].max()


def test_it_is_the_minimum() -> None:
    """No small step from the weights makes the penalised squares smaller."""
    random = np.random.default_rng(6)
    features, liked, penalty = random.normal(size=(12, 5)), np.arange(12) < 4, 0.3
    middle = (features[liked].mean(axis=0) + features[~liked].mean(axis=0)) / 2
    targets, share = np.where(liked, 1.0, -1.0), np.where(liked, 1 / 8, 1 / 16)

    def loss(weights: np.ndarray) -> float:
        errors = (features - middle) @ weights - targets
        return float((share * errors**2).sum() + penalty * (weights**2).sum())

    best = separating_axis(features, liked, penalty)
    for step in 1e-3 * np.vstack([np.eye(5), -np.eye(5)]):
        assert loss(best) < loss(best + step)


def test_a_large_penalty_gives_the_difference_of_the_means() -> None:
    """In the limit the weights point from the mean of the others to that of the liked."""
    random = np.random.default_rng(7)
    features, liked = random.normal(size=(20, 4)), np.arange(20) < 5
    weights = separating_axis(features, liked, 1e9)
    difference = features[liked].mean(axis=0) - features[~liked].mean(axis=0)

    np.testing.assert_allclose(
        weights / np.linalg.norm(weights), difference / np.linalg.norm(difference), atol=1e-6
    )
