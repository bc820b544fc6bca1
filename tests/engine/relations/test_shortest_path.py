"""The smoothest path is the one whose steps cost the least, among all paths."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.relations.shortest_path import smoothest_path

Costs = dict[int, dict[int, float]]


def random_neighbours(seed: int, size: int, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Return up to k neighbours of each film, and their similarities."""
    random = np.random.default_rng(seed)
    similarity = random.random((size, size), dtype=np.float32) + np.float32(0.01)
    similarity = np.maximum(similarity, similarity.T)
    rows, similarities = np.full((size, k), -1, dtype=np.int32), np.zeros((size, k), dtype=np.float32)
    for row in range(size):
        others = random.permutation([other for other in range(size) if other != row])[: random.integers(0, k + 1)]
        rows[row, : len(others)], similarities[row, : len(others)] = others, similarity[row, others]
    return rows, similarities


def step_costs(rows: np.ndarray, similarities: np.ndarray) -> Costs:
    """Return the cost of each step, in both directions."""
    costs: Costs = {row: {} for row in range(len(rows))}
    for row, (others, values) in enumerate(zip(rows.tolist(), similarities.tolist(), strict=True)):
        for other, value in zip(others, values, strict=True):
            if value > 0:
                costs[row][other] = costs[other][row] = 1 / value
    return costs


def lowest_cost(costs: Costs, start: int, end: int) -> float:
    """Return the lowest cost of all paths that visit no film twice; infinite if there is no path."""

    def lowest(film: int, visited: frozenset[int]) -> float:
        if film == end:
            return 0.0
        return min(
            (cost + lowest(other, visited | {other}) for other, cost in costs[film].items() if other not in visited),
            default=np.inf,
        )

    return lowest(start, frozenset({start}))


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 2**32 - 1), st.integers(2, 7), st.integers(1, 3), st.data())
def test_no_path_costs_less(seed: int, size: int, k: int, data: st.DataObject) -> None:
    rows, similarities = random_neighbours(seed, size, k)
    start, end = data.draw(st.permutations(range(size)))[:2]
    costs = step_costs(rows, similarities)
    lowest = lowest_cost(costs, start, end)
    path = smoothest_path(rows, similarities, start, end)
    if lowest == np.inf:
        assert path == []
        return
    assert (path[0], path[-1]) == (start, end)
    assert len(path) == len({*path})
    assert sum(costs[a][b] for a, b in pairwise(path)) == pytest.approx(lowest)
    assert smoothest_path(rows, similarities, end, start) == path[::-1]


def test_a_step_also_leads_back() -> None:
    rows, similarities = np.array([[1], [2], [-1]], dtype=np.int32), np.array([[0.5], [0.5], [0]], dtype=np.float32)
    assert smoothest_path(rows, similarities, 0, 2) == [0, 1, 2]
    assert smoothest_path(rows, similarities, 2, 0) == [2, 1, 0]


def test_several_steps_between_similar_films_beat_a_short_cut_between_films_that_share_little() -> None:
    rows = np.array([[1, 3], [2, -1], [3, -1], [-1, -1]], dtype=np.int32)
    for short_cut, expected in ((0.1, [0, 1, 2, 3]), (0.2, [0, 3])):
        similarities = np.array([[0.5, short_cut], [0.5, 0], [0.5, 0], [0, 0]], dtype=np.float32)
        assert smoothest_path(rows, similarities, 0, 3) == expected


@pytest.mark.filterwarnings("error")
def test_a_neighbour_with_similarity_0_does_not_count() -> None:
    rows, zeros = np.array([[1], [0], [0]], dtype=np.int32), np.zeros((3, 1), dtype=np.float32)
    assert smoothest_path(rows, zeros, 0, 1) == []
    assert smoothest_path(rows, np.array([[1], [1], [0]], dtype=np.float32), 2, 1) == []


def test_the_path_from_a_film_to_itself_is_that_film() -> None:
    assert smoothest_path(np.array([[1], [0]], dtype=np.int32), np.ones((2, 1), dtype=np.float32), 1, 1) == [1]
