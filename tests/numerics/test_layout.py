"""Vectors in the plane, and points in groups."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coolpapers.numerics.grouping import groups
from coolpapers.numerics.layout import (
    layout,
    neighbour_graph,
    principal_places,
    trustworthiness,
)


def topics(count: int, members: int, seed: int = 0, spread: float = 0.25) -> np.ndarray:
    """Rows of length one around some random directions of 40 dimensions, topic by topic."""
    rng = np.random.default_rng(seed)
    middles = np.repeat(rng.standard_normal((count, 40)), members, axis=0)
    rows = middles + spread * rng.standard_normal(middles.shape) * np.sqrt(40) / 2
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


@settings(max_examples=10)
@given(count=st.integers(0, 40), seed=st.integers(0, 1_000))
def test_every_row_has_a_place(count: int, seed: int) -> None:
    """However few rows there are, equal ones too: finite, between -1 and 1, always the same."""
    rows = topics(max(1, count // 4), 4, seed)[:count]
    rows = np.concatenate([rows, rows[:2]])
    places = layout(rows)
    assert (len(rows), 2) == places.shape
    assert np.isfinite(places).all()
    assert np.abs(places).max(initial=0) <= 1 + 1e-6
    assert np.array_equal(places, layout(rows))


def test_neighbours_stay_neighbours() -> None:
    """The layout keeps more of the neighbourhoods than the two best axes do."""
    rows = topics(12, 25)
    kept = trustworthiness(rows, layout(rows))
    assert kept > 0.9
    assert kept > trustworthiness(rows, principal_places(rows)) + 0.1


def test_trustworthiness_is_what_it_is() -> None:
    """It is one where the plane has the same neighbours, and far less for places by lot."""
    angles = np.linspace(0, 1, 60)
    arc = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    assert trustworthiness(arc, arc) == pytest.approx(1)
    lots = np.random.default_rng(0).random((60, 2))
    assert trustworthiness(arc, lots) < 0.65


def test_each_topic_lies_together() -> None:
    """The nearest point in the plane is nearly always of the same topic."""
    rows = topics(8, 30)
    places = layout(rows)
    apart = np.square(places[:, None] - places[None]).sum(axis=2)
    np.fill_diagonal(apart, np.inf)
    topic = np.arange(len(rows)) // 30
    assert np.mean(topic[apart.argmin(axis=1)] == topic) > 0.95


def test_the_map_keeps_its_orientation() -> None:
    """With a few rows more or fewer, left stays left and the top stays the top."""
    rows = topics(8, 30)
    before, after = layout(rows)[5:], layout(rows[5:])
    for axis in (0, 1):
        assert np.corrcoef(before[:, axis], after[:, axis])[0, 1] > 0.8


@settings(max_examples=20)
@given(seed=st.integers(0, 1_000), count=st.integers(3, 60))
def test_graph_goes_both_ways(seed: int, count: int) -> None:
    """Every row has neighbours, none itself, and each pair pulls alike from both ends."""
    graph = neighbour_graph(topics(count, 1, seed).astype(np.float32), 5)
    assert set(range(count)) == set(graph.first.tolist())
    assert not np.any(graph.first == graph.second)
    pulls = np.zeros((count, count))
    pulls[graph.first, graph.second] = graph.weights
    assert np.array_equal(pulls > 0, pulls.T > 0)
    assert np.allclose(pulls, pulls.T)
    assert graph.weights.max() == pytest.approx(1)


def test_groups_are_found() -> None:
    """Clouds far apart are the groups, the largest first, and each point lies nearest its own."""
    rng = np.random.default_rng(0)
    clouds = [rng.standard_normal((size, 2)) + 20 * at for at, size in enumerate((10, 40, 20))]
    found = groups(np.concatenate(clouds), 3)
    assert [2] * 10 + [0] * 40 + [1] * 20 == found.tolist()


@settings(max_examples=20)
@given(count=st.integers(1, 30), wanted=st.integers(1, 12), seed=st.integers(0, 1_000))
def test_groups_have_no_gaps(count: int, wanted: int, seed: int) -> None:
    """They are numbered from 0, by size, no more than wanted, also where points coincide."""
    points = np.random.default_rng(seed).integers(0, 4, (count, 2)).astype(float)
    sizes = np.bincount(groups(points, wanted))
    assert len(sizes) <= wanted
    assert sizes.all()
    assert sorted(sizes, reverse=True) == sizes.tolist()
