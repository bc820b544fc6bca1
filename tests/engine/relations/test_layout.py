"""Lengths on paper are like lengths in the graph, as far as a plane allows."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import floyd_warshall

from engine.relations.layout import place

SEEDS = st.integers(0, 2**32 - 1)


def distances_of(points: np.ndarray) -> np.ndarray:
    """Return how far any two points are from each other."""
    return np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))


def graph(seed: int, size: int) -> np.ndarray:
    """Return the lengths of the shortest ways through a graph; inf where there is none."""
    random = np.random.default_rng(seed)
    lines = np.triu(np.where(random.random((size, size)) < 0.4, random.random((size, size)) + 0.05, 0), 1)
    return floyd_warshall(lines, directed=False)


def stress(points: np.ndarray, distances: np.ndarray) -> float:
    """Return the sum over pairs of the squared relative error, at the scale that makes it least."""
    ratios = np.array(
        [np.hypot(*(points[a] - points[b])) / distances[a, b] for a, b in combinations(range(len(points)), 2)]
    )
    return float(((ratios * ratios.sum() / (ratios @ ratios) - 1) ** 2).sum())


@settings(deadline=None, max_examples=60)
@given(SEEDS, st.integers(2, 25))
def test_points_lie_within_the_square_the_same_each_time(seed: int, size: int) -> None:
    distances = graph(seed, size)
    before = distances.copy()
    points = place(distances)
    assert points.shape == (size, 2)
    assert np.isfinite(points).all()
    np.testing.assert_array_equal(points.min(axis=0), [0, 0])
    assert points.max() == 1
    np.testing.assert_array_equal(points, place(distances))
    np.testing.assert_array_equal(distances, before)


def test_where_there_is_nothing_to_place_there_are_no_points() -> None:
    assert place(np.zeros((0, 0))).shape == (0, 2)


@pytest.mark.parametrize("nodes", [12, 17, 23])
def test_of_nodes_all_equally_far_apart_no_two_lie_on_one_point(nodes: int) -> None:
    unrelated = distances_of(place(1 - np.eye(nodes)))
    assert unrelated[np.triu_indices(nodes, 1)].min() > 0.01


def test_one_node_is_in_the_middle() -> None:
    assert place(np.zeros((1, 1))).tolist() == [[0.5, 0.5]]


@pytest.mark.parametrize("distance", [0.05, 1, 30, np.inf])
def test_two_nodes_are_as_far_apart_as_the_square_is_wide(distance: float) -> None:
    one, other = place(np.array([[0, distance], [distance, 0]]))
    assert np.abs(one - other).max() == 1


@settings(deadline=None, max_examples=60)
@given(SEEDS, st.integers(3, 20), st.sampled_from([0.01, 1, 40]))
def test_what_fits_on_paper_is_drawn_to_scale(seed: int, size: int, scale: float) -> None:
    wanted = distances_of(np.random.default_rng(seed).random((size, 2))) * scale
    drawn = distances_of(place(wanted))
    pairs = np.triu_indices(size, 1)
    ratio = drawn[pairs].sum() / wanted[pairs].sum()
    np.testing.assert_allclose(drawn, ratio * wanted, atol=1e-2)


@pytest.mark.parametrize("size", [3, 6, 12])
def test_a_path_is_drawn_straight_with_steps_alike(size: int) -> None:
    steps = np.arange(size, dtype=float)
    drawn = distances_of(place(np.abs(steps[:, None] - steps)))
    each = drawn[0, 1:] - drawn[0, :-1]
    np.testing.assert_allclose(each, each.mean(), rtol=1e-2)
    np.testing.assert_allclose(np.diagonal(drawn, 1), each.mean(), rtol=1e-2)


@pytest.mark.parametrize("seed", range(20))
def test_no_node_could_be_moved_to_a_much_better_place_nearby(seed: int) -> None:
    size = 5 + seed % 8
    distances = graph(seed, size)
    distances = np.where(np.isfinite(distances), distances, 1.25 * distances[np.isfinite(distances)].max())
    if not distances.any():
        return
    points = place(distances)
    least = stress(points, distances)
    for node in range(size):
        for angle in np.linspace(0, 2 * np.pi, 8, endpoint=False):
            moved = points.copy()
            moved[node] += 0.02 * np.array([np.cos(angle), np.sin(angle)])
            assert stress(moved, distances) > 0.95 * least - 1e-6


def test_nodes_that_nothing_connects_are_drawn_farther_apart_than_those_of_the_longest_way() -> None:
    distances = np.full((5, 5), np.inf)
    distances[:3, :3] = [[0, 1, 2], [1, 0, 1], [2, 1, 0]]
    distances[3:, 3:] = [[0, 1], [1, 0]]
    drawn = distances_of(place(distances))
    assert np.isfinite(drawn).all()
    assert drawn[:3, 3:].min() > drawn[0, 1]
    assert drawn[:3, 3:].mean() > drawn[0, 2]


def test_nodes_that_are_all_apart_are_told_apart() -> None:
    distances = np.full((6, 6), np.inf)
    np.fill_diagonal(distances, 0)
    drawn = distances_of(place(distances))
    assert drawn[np.triu_indices(6, 1)].min() > 0.2
