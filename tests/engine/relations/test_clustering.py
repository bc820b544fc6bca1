"""The dendrogram of a group is that of average linkage, and can be drawn without crossing lines."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.relations.clustering import Dendrogram, cluster

SEEDS = st.integers(0, 2**32 - 1)

Films = frozenset[int]
Branch = int | tuple["Branch", "Branch"]


def random_similarity(seed: int, size: int) -> np.ndarray:
    """Return similarities without ties."""
    upper = np.triu(np.random.default_rng(seed).random((size, size)), 1)
    return upper + upper.T + np.eye(size)


def leaves(branch: Branch) -> list[int]:
    """Return the films of a branch from left to right."""
    return [branch] if isinstance(branch, int) else leaves(branch[0]) + leaves(branch[1])


def average_linkage(similarity: np.ndarray) -> tuple[list[tuple[Films, float]], Branch]:
    """Return the films that each merge joins, its distance as the mean over all pairs, and the tree."""
    branches: list[Branch] = list(range(len(similarity)))
    merges = []
    while len(branches) > 1:
        distances = {
            (a, b): float(np.mean([1 - similarity[film, other] for film, other in product(leaves(a), leaves(b))]))
            for n, a in enumerate(branches)
            for b in branches[:n]
        }
        a, b = min(distances, key=lambda pair: distances[pair])
        merges.append((frozenset(leaves((a, b))), distances[a, b]))
        branches = [branch for branch in branches if branch not in (a, b)] + [(a, b)]
    return merges, branches[0]


def orders(branch: Branch) -> list[list[int]]:
    """Return every order that a tree can be drawn in."""
    if isinstance(branch, int):
        return [[branch]]
    halves = list(product(orders(branch[0]), orders(branch[1])))
    return [left + right for left, right in halves] + [right + left for left, right in halves]


def merges_of(tree: Dendrogram) -> list[tuple[Films, float]]:
    """Return the films that each merge joins, and its distance; assert that it is drawn where its branches are."""
    # Position of a branch -> the distance it begins at, and the positions of its films.
    branches = {float(position): (0.0, range(position, position + 1)) for position in range(len(tree.order))}
    merges = []
    for left, right, left_distance, right_distance, distance in tree.merges.tolist():
        (left_start, left_films), (right_start, right_films) = branches.pop(left), branches.pop(right)
        assert (left_start, right_start) == (left_distance, right_distance)
        assert left_films.stop == right_films.start
        films = range(left_films.start, right_films.stop)
        branches[(left + right) / 2] = distance, films
        merges.append((frozenset(tree.order[films].tolist()), distance))
    assert len(branches) == 1
    return merges


@settings(deadline=None, max_examples=30)
@given(SEEDS, st.integers(2, 14))
def test_branches_merge_at_their_mean_distance_and_are_side_by_side(seed: int, size: int) -> None:
    similarity = random_similarity(seed, size)
    tree = cluster(similarity)
    assert sorted(tree.order.tolist()) == list(range(size))
    assert tree.order.dtype == np.int64
    assert tree.merges.shape == (size - 1, 5)
    expected, _ = average_linkage(similarity)
    merges = merges_of(tree)
    assert [films for films, _ in merges] == [films for films, _ in expected]
    assert [distance for _, distance in merges] == pytest.approx([distance for _, distance in expected], abs=1e-12)


@settings(deadline=None, max_examples=30)
@given(SEEDS, st.integers(2, 8))
def test_the_order_is_one_that_the_tree_can_be_drawn_in(seed: int, size: int) -> None:
    similarity = random_similarity(seed, size)
    assert cluster(similarity).order.tolist() in orders(average_linkage(similarity)[1])


def test_two_films_merge_once() -> None:
    tree = cluster(np.array([[1, 0.25], [0.25, 1]], dtype=np.float32))
    assert sorted(tree.order.tolist()) == [0, 1]
    assert tree.merges.tolist() == [[0, 1, 0, 0, 0.75]]


def test_films_that_are_all_equally_similar_merge_at_one_distance() -> None:
    # Rounding may make a similarity larger than 1.
    for similarity, distance in ((0.0, 1.0), (1.0, 0.0), (1 + 2e-7, 0.0), (0.5, 0.5)):
        tree = cluster(np.full((7, 7), similarity, dtype=np.float32))
        assert sorted(tree.order.tolist()) == list(range(7))
        assert {height for _, height in merges_of(tree)} == {distance}


def test_the_similarity_of_a_film_to_itself_does_not_matter() -> None:
    similarity = random_similarity(7, 9)
    without = similarity * (1 - np.eye(9))
    np.testing.assert_array_equal(cluster(similarity).merges, cluster(without).merges)


def test_the_input_is_not_changed() -> None:
    similarity = random_similarity(7, 9)
    before = similarity.copy()
    cluster(similarity)
    np.testing.assert_array_equal(similarity, before)
