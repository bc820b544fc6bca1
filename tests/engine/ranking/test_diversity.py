"""The fast choice is the plain one, the dial means what it says, and of each group there is one film at most."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ranking.diversity import intra_list_diversity, mmr, one_each

SEEDS = st.integers(0, 2**32 - 1)
SIZES = st.integers(1, 25)
COUNTS = st.integers(0, 30)
DIALS = st.floats(0, 1)
EIGHTHS = st.integers(0, 8).map(lambda n: n / 8)


def eighths(seed: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return a pool with many ties."""
    random = np.random.default_rng(seed)
    similarity = np.triu(random.integers(0, 9, (size, size)) / 8, 1)
    relevance = random.integers(0, 9, size) / 8
    return relevance.astype(np.float32), (similarity + similarity.T + np.eye(size)).astype(np.float32)


def cosines(seed: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return a pool without ties, such as a blend and films with few terms in common give."""
    random = np.random.default_rng(seed)
    films = random.random((size, 12)) * (random.random((size, 12)) < 0.4) + 0.01
    films /= np.linalg.norm(films, axis=1, keepdims=True)
    return (random.random(size) * 1.3 - 0.4).astype(np.float32), (films @ films.T).astype(np.float32)


def marginal_relevance(pool: tuple[np.ndarray, np.ndarray], chosen: list[int], diversity: float) -> dict[int, Fraction]:
    """Return what each film that is left is worth by the formula, in fractions, with every maximum taken anew."""
    relevance = [Fraction(value) for value in pool[0].tolist()]
    alike = [[Fraction(value) for value in row] for row in pool[1].tolist()]
    ten = sorted(range(len(relevance)), key=lambda film: (-relevance[film], film))[:10]
    above = sum((relevance[film] - min(relevance) for film in ten), Fraction()) / len(ten) or Fraction(1)
    nearest = [max((alike[one][other] for other in ten if other != one), default=Fraction()) for one in ten]
    near = sum(nearest, Fraction()) / len(ten) or Fraction(1)
    turned = Fraction(diversity)
    return {
        film: (1 - turned) * relevance[film] / above - turned * max(alike[film][one] for one in chosen) / near
        for film in range(len(relevance))
        if film not in chosen
    }


def chosen_plainly(pool: tuple[np.ndarray, np.ndarray], k: int, diversity: float) -> list[int]:
    """Return the choice of the formula: the slow way that cannot be wrong."""
    chosen = [pool[0].tolist().index(pool[0].max())][: max(k, 0)]
    while len(chosen) < min(k, len(pool[0])):
        worth = marginal_relevance(pool, chosen, diversity)
        chosen.append(min(worth, key=lambda film: (-worth[film], film)))
    return chosen


@settings(deadline=None, max_examples=150)
@given(SEEDS, SIZES, COUNTS, st.integers(0, 100).map(lambda n: n / 100))
def test_of_a_real_pool_the_choice_is_the_one_of_the_formula(seed: int, size: int, k: int, diversity: float) -> None:
    pool = cosines(seed, size)
    assert mmr(*pool, k, diversity).tolist() == chosen_plainly(pool, k, diversity)


@settings(deadline=None, max_examples=150)
@given(SEEDS, SIZES, COUNTS, st.sampled_from([0, 1]))
def test_at_the_ends_of_the_dial_ties_go_to_the_lower_position(seed: int, size: int, k: int, diversity: float) -> None:
    pool = eighths(seed, size)
    assert mmr(*pool, k, diversity).tolist() == chosen_plainly(pool, k, diversity)


@settings(deadline=None, max_examples=100)
@given(SEEDS, SIZES, EIGHTHS)
def test_within_the_dial_equal_films_tie_and_others_that_come_out_even_may_only_be_told_apart_by_rounding(
    seed: int, size: int, diversity: float
) -> None:
    pool = relevance, similarity = eighths(seed, size)
    chosen = mmr(*pool, size, diversity).tolist()
    for place in range(1, size):
        before, film = chosen[:place], chosen[place]
        worth = marginal_relevance(pool, before, diversity)
        assert float(max(worth.values()) - worth[film]) < 1e-9
        closest = similarity[:, before].max(axis=1)
        assert film == min(
            other for other in worth if (relevance[other], closest[other]) == (relevance[film], closest[film])
        )


@settings(deadline=None, max_examples=100)
@given(SEEDS, SIZES, COUNTS, DIALS)
def test_the_first_is_the_most_relevant_and_none_comes_twice(seed: int, size: int, k: int, diversity: float) -> None:
    relevance, similarity = eighths(seed, size)
    chosen = mmr(relevance, similarity, k, diversity)
    assert chosen.dtype == np.int64
    assert len(chosen) == len({*chosen.tolist()}) == min(k, size)
    assert chosen[:1].tolist() == [relevance.tolist().index(relevance.max())][:k]


@settings(deadline=None, max_examples=200)
@given(st.lists(st.floats(-2, 2, width=32), min_size=1, max_size=40), st.integers(0, 50))
def test_the_dial_at_0_leaves_the_order_of_relevance(values: list[float], k: int) -> None:
    relevance = np.array(values, dtype=np.float32)
    alike = np.random.default_rng(7).random((len(values), len(values)), dtype=np.float32)
    assert mmr(relevance, alike, k, 0).tolist() == np.argsort(-relevance, kind="stable")[:k].tolist()


@settings(deadline=None, max_examples=100)
@given(SEEDS, SIZES, COUNTS, SEEDS)
def test_the_dial_at_1_knows_of_relevance_only_who_is_first(seed: int, size: int, k: int, other: int) -> None:
    relevance, similarity = eighths(seed, size)
    forgotten = np.random.default_rng(other).random(size, dtype=np.float32)
    forgotten[relevance.argmax()] = 2
    assert mmr(relevance, similarity, k, 1).tolist() == mmr(forgotten, similarity, k, 1).tolist()


@settings(deadline=None, max_examples=100)
@given(SEEDS, SIZES)
def test_with_the_dial_at_1_each_film_is_at_least_as_close_to_those_before_as_the_last_one_was(
    seed: int, size: int
) -> None:
    relevance, similarity = eighths(seed, size)
    chosen = mmr(relevance, similarity, size, 1)
    closeness = [similarity[film, chosen[:place]].max() for place, film in enumerate(chosen) if place]
    assert closeness == sorted(closeness)


@settings(deadline=None, max_examples=100)
@given(SEEDS, st.integers(2, 25), EIGHTHS, EIGHTHS)
def test_a_further_dial_gives_a_second_film_no_less_different_and_no_more_relevant(
    seed: int, size: int, one: float, other: float
) -> None:
    relevance, similarity = eighths(seed, size)
    near, far = (mmr(relevance, similarity, 2, diversity) for diversity in sorted((one, other)))
    lists = [similarity[np.ix_(chosen, chosen)] for chosen in (near, far)]
    assert intra_list_diversity(lists[0]) <= intra_list_diversity(lists[1])
    assert relevance[near[1]] >= relevance[far[1]]


@settings(deadline=None, max_examples=100)
@given(SEEDS, SIZES, st.integers(0, 25), DIALS)
def test_a_shorter_list_is_the_beginning_of_a_longer_one(seed: int, size: int, k: int, diversity: float) -> None:
    pool = cosines(seed, size)
    assert mmr(*pool, k, diversity).tolist() == mmr(*pool, size, diversity)[:k].tolist()


@settings(deadline=None, max_examples=100)
@given(SEEDS, SIZES, COUNTS, EIGHTHS, st.sampled_from([0.25, 1, 8]), st.sampled_from([-2, 0, 3]), EIGHTHS)
def test_the_scales_of_both_sides_do_not_matter(
    seed: int, size: int, k: int, diversity: float, stretch: float, lift: float, itself: float
) -> None:
    relevance, similarity = cosines(seed, size)
    relevance = (np.round(relevance * 1024) / 1024).astype(np.float32)
    lifted, shrunk = (stretch * relevance + lift).astype(np.float32), similarity / 4
    np.fill_diagonal(shrunk, itself)
    assert mmr(lifted, shrunk, k, diversity).tolist() == mmr(relevance, similarity, k, diversity).tolist()


@pytest.mark.parametrize(("alike", "next_ones"), [(0.15, [10, 11]), (0.3, [11, 10])])
def test_where_the_first_ten_share_nothing_similarity_counts_as_it_is(alike: float, next_ones: list[int]) -> None:
    relevance = np.array([1] * 10 + [0.6, 0.5], dtype=np.float32)
    similarity = np.eye(12, dtype=np.float32)
    similarity[0, 10] = similarity[10, 0] = alike
    assert mmr(relevance, similarity, 12, 0.5).tolist() == [*range(10), *next_ones]


@pytest.mark.parametrize("diversity", [0, 0.5, 1])
def test_films_that_are_all_alike_stay_in_order(diversity: float) -> None:
    relevance = np.full(4, 0.3, dtype=np.float32)
    for alike in (0.0, 0.4, 1.0):
        assert mmr(relevance, np.full((4, 4), alike, dtype=np.float32), 3, diversity).tolist() == [0, 1, 2]


def test_of_films_equally_relevant_the_most_different_come_first() -> None:
    similarity = np.array([[1, 0.9, 0.2], [0.9, 1, 0.1], [0.2, 0.1, 1]], dtype=np.float32)
    assert mmr(np.ones(3, dtype=np.float32), similarity, 3, 0.3).tolist() == [0, 2, 1]


def test_similarities_that_differ_in_the_last_bit_are_told_apart() -> None:
    alike = np.float32(0.4)
    for _ in range(8):
        more = np.nextafter(alike, np.float32(1))
        similarity = np.array([[1, more, alike], [more, 1, 0.75], [alike, 0.75, 1]], dtype=np.float32)
        assert mmr(np.array([1, 0, 0], dtype=np.float32), similarity, 2, 1).tolist() == [0, 2]
        alike = more


@pytest.mark.parametrize("k", [0, -1])
def test_none_are_asked_for_and_none_come(k: int) -> None:
    chosen = mmr(np.ones(2, dtype=np.float32), np.eye(2, dtype=np.float32), k, 0.5)
    assert chosen.tolist() == []
    assert chosen.dtype == np.int64


def test_an_empty_pool_has_nothing_to_choose() -> None:
    assert mmr(np.empty(0, np.float32), np.empty((0, 0), np.float32), 3, 0.5).tolist() == []


def test_what_was_given_is_left_as_it_was() -> None:
    relevance, similarity = cosines(7, 6)
    before = relevance.copy(), similarity.copy()
    mmr(relevance, similarity, 6, 0.5)
    intra_list_diversity(similarity)
    np.testing.assert_array_equal(relevance, before[0])
    np.testing.assert_array_equal(similarity, before[1])


@settings(deadline=None, max_examples=200)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=30), st.data())
def test_of_each_group_the_first_is_kept(groups: list[int], data: st.DataObject) -> None:
    order = data.draw(st.lists(st.sampled_from(range(len(groups))), unique=True))
    seen: set[int] = set()
    expected = []
    for film in order:
        if groups[film] == 0 or groups[film] not in seen:
            expected.append(film)
            seen.add(groups[film])
    kept = one_each(np.array(groups, dtype=np.int32), np.array(order, dtype=np.int64))
    assert kept.tolist() == expected
    assert kept.dtype == np.int64


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30))
def test_choosing_one_of_each_again_changes_nothing(groups: list[int]) -> None:
    of = np.array(groups, dtype=np.int32)
    kept = one_each(of, np.arange(len(of))[::-1])
    assert one_each(of, kept).tolist() == kept.tolist()
    assert {*of[kept].tolist()} == {*groups}


def test_films_of_no_group_are_all_kept() -> None:
    groups = np.array([0, 4, 0, 4, 5], dtype=np.int32)
    assert one_each(groups, np.array([4, 3, 2, 1, 0])).tolist() == [4, 3, 2, 0]


@given(SEEDS, st.integers(2, 12))
def test_diversity_is_the_mean_over_the_pairs(seed: int, size: int) -> None:
    _, similarity = cosines(seed, size)
    expected = np.mean([1 - float(similarity[a, b]) for a, b in combinations(range(size), 2)])
    assert intra_list_diversity(similarity) == pytest.approx(expected)


def test_films_that_share_all_have_no_diversity_and_films_that_share_nothing_have_all_of_it() -> None:
    assert intra_list_diversity(np.ones((3, 3), dtype=np.float32)) == 0
    assert intra_list_diversity(np.eye(3, dtype=np.float32)) == 1


@pytest.mark.parametrize("size", [0, 1])
def test_where_there_is_no_pair_there_is_no_diversity_to_measure(size: int) -> None:
    assert math.isnan(intra_list_diversity(np.eye(size, dtype=np.float32)))
