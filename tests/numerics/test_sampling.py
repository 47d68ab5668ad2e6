"""A product of matrices by sampled columns and rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coolpapers.numerics.sampling import cr_sample, expected_error


def gram_of(rows: np.ndarray, count: int, seed: int) -> np.ndarray:
    """The sampled product of a matrix with itself."""
    norms = np.linalg.norm(rows, axis=1)
    sample = cr_sample(norms, norms, count, seed=seed)
    drawn = rows[sample.indices] * sample.scales[:, None]
    return np.asarray(drawn.T @ drawn)


def test_right_on_average_and_as_far_off_as_said() -> None:
    """Over many seeds the mean is the product, and the mean square error the expected one."""
    rng = np.random.default_rng(1)
    rows = rng.standard_normal((40, 4)) * rng.exponential(1.0, 40)[:, None]
    whole, norms = rows.T @ rows, np.linalg.norm(rows, axis=1)
    products = [gram_of(rows, 10, seed) for seed in range(3000)]
    scale = np.linalg.norm(whole)
    assert np.linalg.norm(np.mean(products, axis=0) - whole) < 0.04 * scale
    errors = [float(np.sum((one - whole) ** 2)) for one in products]
    said = expected_error(norms, norms, float(scale), 10)
    assert said == pytest.approx(np.mean(errors), rel=0.06)


@settings(max_examples=30)
@given(seed=st.integers(0, 1000), count=st.integers(1, 30))
def test_other_probabilities_expect_more(seed: int, count: int) -> None:
    """Drawing evenly has at least the expected error of drawing by norms."""
    rng = np.random.default_rng(seed)
    rows = rng.standard_normal((20, 3)) * rng.exponential(1.0, 20)[:, None]
    norms = np.linalg.norm(rows, axis=1)
    product = float(np.linalg.norm(rows.T @ rows))
    evenly = (20 * float(np.sum(norms**4)) - product**2) / count
    assert expected_error(norms, norms, product, count) <= evenly * (1 + 1e-12)


def test_what_is_zero_is_never_drawn() -> None:
    """Rows of zeros are not drawn; of nothing but zeros nothing is."""
    norms = np.array([0.0, 1.0, 0.0])
    assert {1} == set(cr_sample(norms, norms, 50).indices.tolist())
    assert 0 == len(cr_sample(norms * 0, norms, 5).indices)
