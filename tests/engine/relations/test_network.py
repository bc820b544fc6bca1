"""A neighbourhood grows step by step, and a line joins neighbours, or films that are more similar still."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import floyd_warshall

from engine.relations.network import Nearest, Subgraph, edges, expand, path_lengths

SEEDS = st.integers(0, 2**32 - 1)
SIZES = st.integers(3, 14)
NEIGHBOURS = st.integers(1, 5)
CENTRES = st.integers(1, 3)


def tied_similarity(seed: int, size: int) -> np.ndarray:
    """Return similarities with many ties, a third of them 0."""
    random = np.random.default_rng(seed)
    upper = np.triu(random.integers(0, 9, (size, size)) * (random.random((size, size)) < 0.7) / 8, 1)
    return upper + upper.T + np.eye(size)


def neighbours(similarity: np.ndarray, row: int, count: int) -> list[int]:
    """Return the most similar films that have anything in common with a film."""
    others = [other for other in range(len(similarity)) if other != row and similarity[row, other] > 0]
    return sorted(others, key=lambda other: (-similarity[row, other], other))[:count]


def nearest_in(similarity: np.ndarray, count: int) -> Nearest:
    """Return the function that `expand` takes."""

    def nearest(row: int) -> tuple[np.ndarray, np.ndarray]:
        rows = np.array(neighbours(similarity, row, count), dtype=np.int64)
        return rows, similarity[row, rows].astype(np.float32)

    return nearest


def expanded(similarity: np.ndarray, centres: Sequence[int], count: int, depth: int, max_nodes: int = 99) -> Subgraph:
    return expand(centres, nearest_in(similarity, count), depth, max_nodes)


def steps_of_all(similarity: np.ndarray, centres: Sequence[int], count: int, depth: int) -> dict[int, int]:
    """Return the steps of each film from the nearest centre, without a limit of films."""
    near = {row: neighbours(similarity, row, count) for row in range(len(similarity))}
    reached = [{*centres}]
    for _ in range(depth):
        reached.append(reached[-1] | {other for row in reached[-1] for other in near[row]})
    return {row: next(step for step, rows in enumerate(reached) if row in rows) for row in reached[-1]}


@settings(deadline=None, max_examples=40)
@given(SEEDS, SIZES, NEIGHBOURS, CENTRES, st.integers(0, 3))
def test_without_a_limit_every_film_within_so_many_steps_is_shown(
    seed: int, size: int, count: int, n_centres: int, depth: int
) -> None:
    similarity, centres = tied_similarity(seed, size), [*range(size)][-n_centres:]
    subgraph = expanded(similarity, centres, count, depth)
    expected = steps_of_all(similarity, centres, count, depth)
    assert dict(zip(subgraph.rows, subgraph.steps, strict=True)) == expected
    assert len(subgraph.rows) == len(expected)
    assert subgraph.rows[:n_centres] == centres
    assert subgraph.not_shown == 0


@settings(deadline=None, max_examples=40)
@given(SEEDS, SIZES, NEIGHBOURS, CENTRES, st.integers(1, 3), st.integers(3, 12))
def test_films_are_ordered_by_steps_then_by_similarity_to_the_film_that_led_to_them(
    seed: int, size: int, count: int, n_centres: int, depth: int, max_nodes: int
) -> None:
    similarity = tied_similarity(seed, size)
    subgraph = expanded(similarity, [*range(n_centres)], count, depth, max_nodes)
    films = list(zip(subgraph.rows, subgraph.steps, subgraph.parent_similarities, strict=True))
    assert subgraph.parent_similarities[:n_centres] == [1.0] * n_centres
    for row, step, parent_similarity in films[n_centres:]:
        before = [other for other, other_step, _ in films if other_step == step - 1]
        parents = [other for other in before if row in neighbours(similarity, other, count)]
        assert parent_similarity == max(similarity[parent, row] for parent in parents)
    order = [(step, -parent_similarity, row) for row, step, parent_similarity in films]
    assert order[n_centres:] == sorted(order[n_centres:])


@settings(deadline=None, max_examples=40)
@given(SEEDS, SIZES, NEIGHBOURS, CENTRES, st.integers(1, 3), st.integers(3, 12))
def test_a_limit_cuts_off_the_last_films(
    seed: int, size: int, count: int, n_centres: int, depth: int, max_nodes: int
) -> None:
    similarity, centres = tied_similarity(seed, size), [*range(n_centres)]
    whole, cut = (expanded(similarity, centres, count, depth, limit) for limit in (99, max_nodes))
    assert cut.rows == whole.rows[:max_nodes]
    assert cut.steps == whole.steps[:max_nodes]
    assert cut.parent_similarities == whole.parent_similarities[:max_nodes]


@settings(deadline=None, max_examples=40)
@given(SEEDS, SIZES, NEIGHBOURS, CENTRES, st.integers(3, 12))
def test_neighbours_beyond_the_limit_are_counted(
    seed: int, size: int, count: int, n_centres: int, max_nodes: int
) -> None:
    similarity, centres = tied_similarity(seed, size), [*range(n_centres)]
    one_step, two_steps = (len(steps_of_all(similarity, centres, count, depth)) for depth in (1, 2))
    subgraph = expanded(similarity, centres, count, 1, max_nodes)
    assert subgraph.not_shown == max(0, one_step - max_nodes)
    if two_steps > one_step:
        assert expanded(similarity, centres, count, 2, two_steps - 1).not_shown == 1


@settings(deadline=None, max_examples=40)
@given(SEEDS, SIZES, NEIGHBOURS, CENTRES, st.integers(1, 2), st.integers(3, 12))
def test_neighbour_pairs_are_the_films_before_the_last_step_and_their_neighbours(
    seed: int, size: int, count: int, n_centres: int, depth: int, max_nodes: int
) -> None:
    similarity = tied_similarity(seed, size)
    subgraph = expanded(similarity, [*range(n_centres)], count, depth, max_nodes)
    node = {row: number for number, row in enumerate(subgraph.rows)}
    expected = {
        tuple(sorted((node[row], node[other])))
        for row, step in zip(subgraph.rows, subgraph.steps, strict=True)
        if step < depth
        for other in neighbours(similarity, row, count)
        if other in node
    }
    assert subgraph.neighbour_pairs == expected


@settings(deadline=None, max_examples=40)
@given(SEEDS, SIZES, NEIGHBOURS, CENTRES, st.integers(0, 2))
def test_lines_join_neighbours_and_films_more_similar_to_each_other_than_to_what_led_to_them(
    seed: int, size: int, count: int, n_centres: int, depth: int
) -> None:
    similarity = tied_similarity(seed, size)
    subgraph = expanded(similarity, [*range(n_centres)], count, depth)
    shown = similarity[np.ix_(subgraph.rows, subgraph.rows)]
    parents = subgraph.parent_similarities
    expected = [
        (-shown[a, b], a, b)
        for a, b in combinations(range(len(subgraph.rows)), 2)
        if (shown[a, b] >= parents[a] and shown[a, b] >= parents[b]) or (a, b) in subgraph.neighbour_pairs
    ]
    assert edges(subgraph, shown) == [(a, b) for _, a, b in sorted(expected)]


def test_a_line_joins_centres_only_if_they_are_equal() -> None:
    equal = expand([4, 7], lambda _: (np.empty(0, np.int64), np.empty(0, np.float32)), 1, 9)
    assert edges(equal, np.ones((2, 2))) == [(0, 1)]
    assert edges(equal, np.array([[1, 0.9], [0.9, 1]])) == []


@pytest.mark.parametrize(("value", "joined"), [(0.3, True), (0.2, True), (0.15, False)])
def test_a_line_needs_both_films_to_be_as_similar_as_to_what_led_to_them(value: float, joined: bool) -> None:
    subgraph = Subgraph([5, 6, 7], [0, 1, 1], [1.0, 0.1, 0.2], neighbour_pairs={(0, 1), (0, 2)}, not_shown=0)
    similarity = np.array([[1, 0.1, 0.2], [0.1, 1, value], [0.2, value, 1]])
    assert ((1, 2) in edges(subgraph, similarity)) == joined


def test_a_film_beyond_the_limit_is_counted_once() -> None:
    def nearest(row: int) -> tuple[np.ndarray, np.ndarray]:
        return np.array([other for other in range(5) if other != row]), np.full(4, 0.5, dtype=np.float32)

    # All five films are neighbours, and there is room for three.
    assert expand([0], nearest, 1, 3).not_shown == 2
    assert expand([0], nearest, 2, 3).not_shown == 2


def test_a_film_that_shares_nothing_is_alone() -> None:
    for depth in (1, 2):
        subgraph = expanded(np.eye(5), [3], 4, depth)
        assert subgraph == Subgraph([3], [0], [1.0], set(), 0)
        assert edges(subgraph, np.ones((1, 1))) == []


def test_only_films_that_are_shown_are_asked_for_neighbours() -> None:
    asked: list[int] = []

    def nearest(row: int) -> tuple[np.ndarray, np.ndarray]:
        asked.append(row)
        return np.array([row + 1, row + 2, row + 3]), np.array([0.9, 0.8, 0.7], dtype=np.float32)

    assert expand([0], nearest, 2, 3).rows == [0, 1, 2]
    assert asked == [0, 1, 2]


@settings(deadline=None, max_examples=30)
@given(SEEDS, st.integers(1, 10))
def test_path_lengths_are_those_of_the_shortest_paths_over_lines(seed: int, size: int) -> None:
    similarity = tied_similarity(seed, size)
    joined = [pair for pair in combinations(range(size), 2) if similarity[pair] > 0.3]
    lengths = np.full((size, size), np.inf)
    for a, b in joined:
        # Films that are equal have a line, too.
        lengths[a, b] = lengths[b, a] = max(0.05, 1 - similarity[a, b])
    np.testing.assert_allclose(path_lengths(joined, similarity), floyd_warshall(lengths), atol=1e-12)
