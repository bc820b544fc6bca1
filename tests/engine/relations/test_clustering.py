"""The tree of a group is that of average linkage, and is drawn without a line that crosses another."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.relations.clustering import Tree, cluster

SEEDS = st.integers(0, 2**32 - 1)

Leaves = frozenset[int]
Nested = int | tuple["Nested", "Nested"]


def similarities(seed: int, size: int) -> np.ndarray:
    """Return similarities without ties."""
    upper = np.triu(np.random.default_rng(seed).random((size, size)), 1)
    return upper + upper.T + np.eye(size)


def leaves(branch: Nested) -> list[int]:
    """Return the films of a branch from left to right."""
    return [branch] if isinstance(branch, int) else leaves(branch[0]) + leaves(branch[1])


def merged_plainly(similarity: np.ndarray) -> tuple[list[tuple[Leaves, float]], Nested]:
    """Return what is merged at which distance, step by step, by the means over all pairs; and the tree."""
    branches: list[Nested] = list(range(len(similarity)))
    steps = []
    while len(branches) > 1:
        far = {
            (a, b): float(np.mean([1 - similarity[one, other] for one, other in product(leaves(a), leaves(b))]))
            for n, a in enumerate(branches)
            for b in branches[:n]
        }
        a, b = min(far, key=lambda pair: far[pair])
        steps.append((frozenset(leaves((a, b))), far[a, b]))
        branches = [branch for branch in branches if branch not in (a, b)] + [(a, b)]
    return steps, branches[0]


def orders(branch: Nested) -> list[list[int]]:
    """Return every order that a tree may be drawn in."""
    if isinstance(branch, int):
        return [[branch]]
    halves = list(product(orders(branch[0]), orders(branch[1])))
    return [one + other for one, other in halves] + [other + one for one, other in halves]


def walked(tree: Tree) -> list[tuple[Leaves, float]]:
    """Return what each merge joins, and at which distance; assert that it is drawn where its branches are."""
    # By position: the distance a branch begins at, and its films' places.
    branches = {float(place): (0.0, range(place, place + 1)) for place in range(len(tree.order))}
    steps = []
    for left, right, left_distance, right_distance, distance in tree.merges.tolist():
        (left_begins, left_places), (right_begins, right_places) = branches.pop(left), branches.pop(right)
        assert (left_begins, right_begins) == (left_distance, right_distance)
        assert left_places.stop == right_places.start
        places = range(left_places.start, right_places.stop)
        branches[(left + right) / 2] = distance, places
        steps.append((frozenset(tree.order[places].tolist()), distance))
    assert len(branches) == 1
    return steps


@settings(deadline=None, max_examples=60)
@given(SEEDS, st.integers(2, 14))
def test_the_tree_is_that_of_mean_distances_with_the_branches_of_each_merge_side_by_side(seed: int, size: int) -> None:
    similarity = similarities(seed, size)
    tree = cluster(similarity)
    assert sorted(tree.order.tolist()) == list(range(size))
    assert (tree.order.dtype, tree.merges.shape) == (np.int64, (size - 1, 5))
    expected, _ = merged_plainly(similarity)
    found = walked(tree)
    assert [films for films, _ in found] == [films for films, _ in expected]
    assert [distance for _, distance in found] == pytest.approx([distance for _, distance in expected], abs=1e-12)


@settings(deadline=None, max_examples=60)
@given(SEEDS, st.integers(2, 8))
def test_the_order_is_one_that_the_tree_can_be_drawn_in(seed: int, size: int) -> None:
    similarity = similarities(seed, size)
    assert cluster(similarity).order.tolist() in orders(merged_plainly(similarity)[1])


def test_two_films_meet_once() -> None:
    tree = cluster(np.array([[1, 0.25], [0.25, 1]], dtype=np.float32))
    assert sorted(tree.order.tolist()) == [0, 1]
    assert tree.merges.tolist() == [[0, 1, 0, 0, 0.75]]


@pytest.mark.parametrize(("alike", "distance"), [(0.0, 1.0), (1.0, 0.0), (1 + 2e-7, 0.0), (0.5, 0.5)])
def test_films_that_are_all_equally_alike_meet_at_one_distance(alike: float, distance: float) -> None:
    tree = cluster(np.full((7, 7), alike, dtype=np.float32))
    assert sorted(tree.order.tolist()) == list(range(7))
    assert {height for _, height in walked(tree)} == {distance}


def test_what_a_film_is_to_itself_does_not_matter() -> None:
    similarity = similarities(7, 9)
    blank = similarity * (1 - np.eye(9))
    np.testing.assert_array_equal(cluster(similarity).merges, cluster(blank).merges)


def test_what_was_given_is_left_as_it_was() -> None:
    similarity = similarities(7, 9)
    before = similarity.copy()
    cluster(similarity)
    np.testing.assert_array_equal(similarity, before)
