"""The picture of a neighbourhood grows step by step, and a line means that two films are neighbours or nearer still."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.relations.network import Grown, Nearest, grow, lines

SEEDS = st.integers(0, 2**32 - 1)
SIZES = st.integers(3, 14)
LINKS = st.integers(1, 5)
CENTRES = st.integers(1, 3)


def eighths(seed: int, size: int) -> np.ndarray:
    """Return similarities with many ties, a third of them 0."""
    random = np.random.default_rng(seed)
    upper = np.triu(random.integers(0, 9, (size, size)) * (random.random((size, size)) < 0.7) / 8, 1)
    return upper + upper.T + np.eye(size)


def neighbours(similarity: np.ndarray, row: int, links: int) -> list[int]:
    """Return the neighbours of a film: of those that share anything with it the most similar."""
    others = [other for other in range(len(similarity)) if other != row and similarity[row, other] > 0]
    return sorted(others, key=lambda other: (-similarity[row, other], other))[:links]


def asked(similarity: np.ndarray, links: int) -> Nearest:
    """Return what `grow` asks."""

    def nearest(row: int) -> tuple[np.ndarray, np.ndarray]:
        rows = np.array(neighbours(similarity, row, links), dtype=np.int64)
        return rows, similarity[row, rows].astype(np.float32)

    return nearest


def grown(similarity: np.ndarray, middle: Sequence[int], links: int, depth: int, most: int = 99) -> Grown:
    return grow(middle, asked(similarity, links), depth, most)


def steps_plainly(similarity: np.ndarray, middle: Sequence[int], links: int, depth: int) -> dict[int, int]:
    """Return how many steps from the middle each film is, if there is room for all."""
    near = {row: neighbours(similarity, row, links) for row in range(len(similarity))}
    reached = [{*middle}]
    for _ in range(depth):
        reached.append(reached[-1] | {other for row in reached[-1] for other in near[row]})
    return {row: next(step for step, rows in enumerate(reached) if row in rows) for row in reached[-1]}


@settings(deadline=None, max_examples=80)
@given(SEEDS, SIZES, LINKS, CENTRES, st.integers(0, 3))
def test_with_room_for_all_every_film_within_so_many_steps_is_there(
    seed: int, size: int, links: int, centres: int, depth: int
) -> None:
    similarity, middle = eighths(seed, size), [*range(size)][-centres:]
    found = grown(similarity, middle, links, depth)
    expected = steps_plainly(similarity, middle, links, depth)
    assert dict(zip(found.rows, found.steps, strict=True)) == expected
    assert len(found.rows) == len(expected)
    assert found.rows[:centres] == middle
    assert found.left_out == 0


@settings(deadline=None, max_examples=80)
@given(SEEDS, SIZES, LINKS, CENTRES, st.integers(1, 3), st.integers(3, 12))
def test_films_come_by_steps_then_by_similarity_to_the_one_that_led_to_them(
    seed: int, size: int, links: int, centres: int, depth: int, most: int
) -> None:
    similarity, middle = eighths(seed, size), [*range(centres)]
    found = grown(similarity, middle, links, depth, most)
    assert found.reached[:centres] == [1.0] * centres
    for row, step, reached in zip(found.rows[centres:], found.steps[centres:], found.reached[centres:], strict=True):
        before = [one for one, of_one in zip(found.rows, found.steps, strict=True) if of_one == step - 1]
        assert reached == max(similarity[one, row] for one in before if row in neighbours(similarity, one, links))
    order = [(step, -reached, row) for row, step, reached in zip(found.rows, found.steps, found.reached, strict=True)]
    assert order[centres:] == sorted(order[centres:])


@settings(deadline=None, max_examples=80)
@given(SEEDS, SIZES, LINKS, CENTRES, st.integers(1, 3), st.integers(3, 12))
def test_a_picture_with_less_room_is_the_beginning_of_one_with_more_up_to_the_step_that_is_cut(
    seed: int, size: int, links: int, centres: int, depth: int, most: int
) -> None:
    similarity, middle = eighths(seed, size), [*range(centres)]
    whole, cut = (grown(similarity, middle, links, depth, room) for room in (99, most))
    assert cut.rows == whole.rows[:most]
    assert cut.steps == whole.steps[:most]
    assert cut.reached == whole.reached[:most]


@settings(deadline=None, max_examples=80)
@given(SEEDS, SIZES, LINKS, CENTRES, st.integers(3, 12))
def test_neighbours_without_room_are_counted(seed: int, size: int, links: int, centres: int, most: int) -> None:
    similarity, middle = eighths(seed, size), [*range(centres)]
    films = len(steps_plainly(similarity, middle, links, 1))
    found = grown(similarity, middle, links, 1, most)
    assert found.left_out == max(0, films - most)
    # All of the first step have room, and one less than all of the second.
    both = len(steps_plainly(similarity, middle, links, 2))
    if both > films:
        assert grown(similarity, middle, links, 2, both - 1).left_out == 1


@settings(deadline=None, max_examples=80)
@given(SEEDS, SIZES, LINKS, CENTRES, st.integers(1, 2), st.integers(3, 12))
def test_a_link_leads_from_a_film_that_was_asked_for_its_neighbours_to_one_of_them(
    seed: int, size: int, links: int, centres: int, depth: int, most: int
) -> None:
    similarity = eighths(seed, size)
    found = grown(similarity, [*range(centres)], links, depth, most)
    place = {row: number for number, row in enumerate(found.rows)}
    asked_for = [row for row, step in zip(found.rows, found.steps, strict=True) if step < depth]
    expected = {
        tuple(sorted((place[row], place[other])))
        for row in asked_for
        for other in neighbours(similarity, row, links)
        if other in place
    }
    assert found.links == expected
    assert all(a < b for a, b in found.links)


@settings(deadline=None, max_examples=100)
@given(SEEDS, SIZES, LINKS, CENTRES, st.integers(0, 2))
def test_a_line_is_a_link_or_joins_films_nearer_to_each_other_than_to_what_led_to_them(
    seed: int, size: int, links: int, centres: int, depth: int
) -> None:
    similarity = eighths(seed, size)
    found = grown(similarity, [*range(centres)], links, depth)
    inside = similarity[np.ix_(found.rows, found.rows)]
    expected = []
    for a, b in combinations(range(len(found.rows)), 2):
        value = inside[a, b]
        nearer = value >= found.reached[a] and value >= found.reached[b]
        if nearer or (a, b) in found.links:
            expected.append((-value, a, b))
    assert lines(found, inside) == [(a, b) for _, a, b in sorted(expected)]


def test_films_of_the_middle_that_are_the_same_in_all_but_name_have_a_line() -> None:
    twins = grow([4, 7], lambda _: (np.empty(0, np.int64), np.empty(0, np.float32)), 1, 9)
    assert lines(twins, np.ones((2, 2))) == [(0, 1)]
    assert lines(twins, np.array([[1, 0.9], [0.9, 1]])) == []


@pytest.mark.parametrize(("value", "drawn"), [(0.3, True), (0.2, True), (0.15, False)])
def test_films_have_a_line_only_if_both_are_as_near_to_each_other_as_to_what_led_to_them(
    value: float, drawn: bool
) -> None:
    found = Grown(rows=[5, 6, 7], steps=[0, 1, 1], reached=[1.0, 0.1, 0.2], links={(0, 1), (0, 2)}, left_out=0)
    similarity = np.array([[1, 0.1, 0.2], [0.1, 1, value], [0.2, value, 1]])
    assert ((1, 2) in lines(found, similarity)) == drawn


def test_a_film_that_is_left_out_twice_is_counted_once() -> None:
    def nearest(row: int) -> tuple[np.ndarray, np.ndarray]:
        return np.array([other for other in range(5) if other != row]), np.full(4, 0.5, dtype=np.float32)

    # Of five films that are all neighbours, three have room.
    assert grow([0], nearest, 1, 3).left_out == 2
    assert grow([0], nearest, 2, 3).left_out == 2


@pytest.mark.parametrize("depth", [1, 2])
def test_a_film_that_shares_nothing_is_alone(depth: int) -> None:
    found = grown(np.eye(5), [3], 4, depth)
    assert (found.rows, found.steps, found.reached, found.links, found.left_out) == ([3], [0], [1.0], set(), 0)
    assert lines(found, np.ones((1, 1))) == []


def test_no_film_is_asked_for_its_neighbours_that_is_not_in_the_picture() -> None:
    asked_for: list[int] = []

    def nearest(row: int) -> tuple[np.ndarray, np.ndarray]:
        asked_for.append(row)
        return np.array([row + 1, row + 2, row + 3]), np.array([0.9, 0.8, 0.7], dtype=np.float32)

    assert grow([0], nearest, 2, 3).rows == [0, 1, 2]
    assert asked_for == [0, 1, 2]
