"""Distances in the drawing match distances in the graph, as well as a plane allows."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import floyd_warshall

from engine.relations.layout import kamada_kawai_layout

SEEDS = st.integers(0, 2**32 - 1)


def distances_of(points: np.ndarray) -> np.ndarray:
    """Return the distance of any two points."""
    distances: np.ndarray = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    return distances


def random_graph(seed: int, size: int) -> np.ndarray:
    """Return the lengths of the shortest paths in a graph; infinite if there is none."""
    random = np.random.default_rng(seed)
    edges = np.triu(np.where(random.random((size, size)) < 0.4, random.random((size, size)) + 0.05, 0), 1)
    distances: np.ndarray = floyd_warshall(edges, directed=False)
    return distances


def stress(points: np.ndarray, distances: np.ndarray) -> float:
    """Return the sum over pairs of the squared relative error, at the scale that makes it smallest."""
    ratios = np.array(
        [np.hypot(*(points[a] - points[b])) / distances[a, b] for a, b in combinations(range(len(points)), 2)]
    )
    return float(((ratios * ratios.sum() / (ratios @ ratios) - 1) ** 2).sum())


@settings(deadline=None, max_examples=30)
@given(SEEDS, st.integers(2, 25))
def test_points_fill_the_unit_square_and_are_the_same_each_time(seed: int, size: int) -> None:
    distances = random_graph(seed, size)
    before = distances.copy()
    points = kamada_kawai_layout(distances)
    assert points.shape == (size, 2)
    assert np.isfinite(points).all()
    np.testing.assert_array_equal(points.min(axis=0), [0, 0])
    assert points.max() == 1
    np.testing.assert_array_equal(points, kamada_kawai_layout(distances))
    np.testing.assert_array_equal(distances, before)


def test_no_nodes_have_no_points_and_one_node_is_at_the_centre() -> None:
    assert kamada_kawai_layout(np.zeros((0, 0))).shape == (0, 2)
    assert kamada_kawai_layout(np.zeros((1, 1))).tolist() == [[0.5, 0.5]]


def test_two_nodes_are_as_far_apart_as_the_square_is_wide() -> None:
    for distance in (0.05, 1, 30, np.inf):
        a, b = kamada_kawai_layout(np.array([[0, distance], [distance, 0]]))
        assert np.abs(a - b).max() == 1


def test_nodes_that_are_all_equally_far_apart_do_not_share_a_point() -> None:
    for nodes in (12, 17, 23):
        drawn = distances_of(kamada_kawai_layout(1 - np.eye(nodes)))
        assert drawn[np.triu_indices(nodes, 1)].min() > 0.01


@settings(deadline=None, max_examples=30)
@given(SEEDS, st.integers(3, 20), st.sampled_from([0.01, 1, 40]))
def test_points_of_a_plane_are_drawn_to_scale(seed: int, size: int, scale: float) -> None:
    distances = distances_of(np.random.default_rng(seed).random((size, 2))) * scale
    drawn = distances_of(kamada_kawai_layout(distances))
    pairs = np.triu_indices(size, 1)
    ratio = drawn[pairs].sum() / distances[pairs].sum()
    np.testing.assert_allclose(drawn, ratio * distances, atol=1e-2)


def test_a_chain_is_drawn_straight_with_equal_steps() -> None:
    for size in (3, 6, 12):
        steps = np.arange(size, dtype=float)
        drawn = distances_of(kamada_kawai_layout(np.abs(steps[:, None] - steps)))
        lengths = drawn[0, 1:] - drawn[0, :-1]
        np.testing.assert_allclose(lengths, lengths.mean(), rtol=1e-2)
        np.testing.assert_allclose(np.diagonal(drawn, 1), lengths.mean(), rtol=1e-2)


@pytest.mark.parametrize("seed", range(20))
def test_moving_any_node_a_little_makes_no_layout_much_better(seed: int) -> None:
    size = 5 + seed % 8
    distances = random_graph(seed, size)
    distances = np.where(np.isfinite(distances), distances, 1.25 * distances[np.isfinite(distances)].max())
    assert distances.any()
    points = kamada_kawai_layout(distances)
    lowest = stress(points, distances)
    for node in range(size):
        for angle in np.linspace(0, 2 * np.pi, 8, endpoint=False):
            moved = points.copy()
            moved[node] += 0.02 * np.array([np.cos(angle), np.sin(angle)])
            assert stress(moved, distances) > 0.95 * lowest - 1e-6


def test_unconnected_nodes_are_drawn_farther_apart_than_connected_ones() -> None:
    distances = np.full((5, 5), np.inf)
    distances[:3, :3] = [[0, 1, 2], [1, 0, 1], [2, 1, 0]]
    distances[3:, 3:] = [[0, 1], [1, 0]]
    drawn = distances_of(kamada_kawai_layout(distances))
    assert np.isfinite(drawn).all()
    assert drawn[:3, 3:].min() > drawn[0, 1]
    assert drawn[:3, 3:].mean() > drawn[0, 2]


def test_nodes_without_any_connection_are_drawn_apart() -> None:
    distances = np.full((6, 6), np.inf)
    np.fill_diagonal(distances, 0)
    drawn = distances_of(kamada_kawai_layout(distances))
    assert drawn[np.triu_indices(6, 1)].min() > 0.2
