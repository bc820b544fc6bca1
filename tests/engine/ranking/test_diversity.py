"""Fast MMR chooses as the formula does, `diversity` means what it says, and a franchise has at most one film."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.content.vectors import SparseVector
from engine.ranking.diversity import intra_list_diversity, mmr, one_per_franchise

Relevance = np.typing.NDArray[np.float32]
Similarity = np.typing.NDArray[np.float32]

SEEDS = st.integers(0, 2**32 - 1)
SIZES = st.integers(1, 25)
COUNTS = st.integers(0, 30)
DIVERSITIES = st.floats(0, 1)
EIGHTHS = st.integers(0, 8).map(lambda n: n / 8)


def eighths(seed: int, size: int) -> tuple[Relevance, Similarity]:
    """Return relevance and similarity of films, with many ties."""
    random = np.random.default_rng(seed)
    similarity = np.triu(random.integers(0, 9, (size, size)) / 8, 1)
    relevance = random.integers(0, 9, size) / 8
    return relevance.astype(np.float32), (similarity + similarity.T + np.eye(size)).astype(np.float32)


def cosines(seed: int, size: int) -> tuple[Relevance, Similarity]:
    """Return relevance and similarity of films without ties, like those of real queries."""
    random = np.random.default_rng(seed)
    films = random.random((size, 12)) * (random.random((size, 12)) < 0.4) + 0.01
    films /= np.linalg.norm(films, axis=1, keepdims=True)
    return (random.random(size) * 1.3 - 0.4).astype(np.float32), (films @ films.T).astype(np.float32)


def marginal_relevance(pool: tuple[Relevance, Similarity], chosen: list[int], diversity: float) -> dict[int, Fraction]:
    """Return the marginal relevance of each film not chosen yet, by the formula, in exact fractions."""
    relevance = [Fraction(value) for value in pool[0].tolist()]
    similarity = [[Fraction(value) for value in row] for row in pool[1].tolist()]
    ten = sorted(range(len(relevance)), key=lambda film: (-relevance[film], film))[:10]
    above = sum((relevance[film] - min(relevance) for film in ten), Fraction()) / len(ten) or Fraction(1)
    nearest = [max((similarity[one][other] for other in ten if other != one), default=Fraction()) for one in ten]
    near = sum(nearest, Fraction()) / len(ten) or Fraction(1)
    share = Fraction(diversity)
    return {
        film: (1 - share) * relevance[film] / above - share * max(similarity[film][one] for one in chosen) / near
        for film in range(len(relevance))
        if film not in chosen
    }


def mmr_by_formula(pool: tuple[Relevance, Similarity], k: int, diversity: float) -> list[int]:
    """Return what MMR chooses, the slow way that cannot be wrong."""
    chosen = [pool[0].tolist().index(pool[0].max())][: max(k, 0)]
    while len(chosen) < min(k, len(pool[0])):
        values = marginal_relevance(pool, chosen, diversity)
        chosen.append(min(values, key=lambda film: (-values[film], film)))
    return chosen


@settings(deadline=None, max_examples=60)
@given(SEEDS, SIZES, COUNTS, st.integers(0, 100).map(lambda n: n / 100))
def test_without_ties_the_choice_is_that_of_the_formula(seed: int, size: int, k: int, diversity: float) -> None:
    pool = cosines(seed, size)
    assert mmr(*pool, k, diversity).tolist() == mmr_by_formula(pool, k, diversity)


@settings(deadline=None, max_examples=60)
@given(SEEDS, SIZES, COUNTS, st.sampled_from([0, 1]))
def test_at_0_and_1_ties_go_to_the_lower_position(seed: int, size: int, k: int, diversity: float) -> None:
    pool = eighths(seed, size)
    assert mmr(*pool, k, diversity).tolist() == mmr_by_formula(pool, k, diversity)


@settings(deadline=None, max_examples=40)
@given(SEEDS, SIZES, EIGHTHS)
def test_between_0_and_1_equal_films_tie_and_others_differ_from_the_formula_only_by_rounding(
    seed: int, size: int, diversity: float
) -> None:
    pool = relevance, similarity = eighths(seed, size)
    chosen = mmr(*pool, size, diversity).tolist()
    for rank in range(1, size):
        before, film = chosen[:rank], chosen[rank]
        values = marginal_relevance(pool, before, diversity)
        assert float(max(values.values()) - values[film]) < 1e-9
        closest = similarity[:, before].max(axis=1)
        assert film == min(
            other for other in values if (relevance[other], closest[other]) == (relevance[film], closest[film])
        )


@settings(deadline=None, max_examples=40)
@given(SEEDS, SIZES, COUNTS, DIVERSITIES)
def test_the_first_film_is_the_most_relevant_and_no_film_comes_twice(
    seed: int, size: int, k: int, diversity: float
) -> None:
    relevance, similarity = eighths(seed, size)
    chosen = mmr(relevance, similarity, k, diversity)
    assert chosen.dtype == np.int64
    assert len(chosen) == len({*chosen.tolist()}) == min(k, size)
    assert chosen[:1].tolist() == [relevance.tolist().index(relevance.max())][:k]


@settings(deadline=None, max_examples=80)
@given(st.lists(st.floats(-2, 2, width=32), min_size=1, max_size=40), st.integers(0, 50))
def test_at_0_the_order_is_that_of_relevance(values: list[float], k: int) -> None:
    relevance = np.array(values, dtype=np.float32)
    similarity = np.random.default_rng(7).random((len(values), len(values)), dtype=np.float32)
    assert mmr(relevance, similarity, k, 0).tolist() == np.argsort(-relevance, kind="stable")[:k].tolist()


@settings(deadline=None, max_examples=40)
@given(SEEDS, SIZES, COUNTS, SEEDS)
def test_at_1_relevance_only_decides_the_first_film(seed: int, size: int, k: int, other: int) -> None:
    relevance, similarity = eighths(seed, size)
    shuffled = np.random.default_rng(other).random(size, dtype=np.float32)
    shuffled[relevance.argmax()] = 2
    assert mmr(relevance, similarity, k, 1).tolist() == mmr(shuffled, similarity, k, 1).tolist()


@settings(deadline=None, max_examples=40)
@given(SEEDS, SIZES)
def test_at_1_each_film_is_at_least_as_similar_to_those_before_it_as_the_film_before_was(seed: int, size: int) -> None:
    relevance, similarity = eighths(seed, size)
    chosen = mmr(relevance, similarity, size, 1)
    closeness = [similarity[film, chosen[:rank]].max() for rank, film in enumerate(chosen) if rank]
    assert closeness == sorted(closeness)


@settings(deadline=None, max_examples=40)
@given(SEEDS, st.integers(2, 25), EIGHTHS, EIGHTHS)
def test_more_diversity_makes_the_second_film_no_less_different_and_no_more_relevant(
    seed: int, size: int, one: float, other: float
) -> None:
    relevance, similarity = eighths(seed, size)
    near, far = (mmr(relevance, similarity, 2, diversity) for diversity in sorted((one, other)))
    assert similarity[tuple(near)] >= similarity[tuple(far)]
    assert relevance[near[1]] >= relevance[far[1]]


@settings(deadline=None, max_examples=40)
@given(SEEDS, SIZES, st.integers(0, 25), DIVERSITIES)
def test_a_shorter_list_is_the_beginning_of_a_longer_one(seed: int, size: int, k: int, diversity: float) -> None:
    pool = cosines(seed, size)
    assert mmr(*pool, k, diversity).tolist() == mmr(*pool, size, diversity)[:k].tolist()


@settings(deadline=None, max_examples=40)
@given(SEEDS, SIZES, COUNTS, EIGHTHS, st.sampled_from([0.25, 1, 8]), st.sampled_from([-2, 0, 3]), EIGHTHS)
def test_the_scales_of_relevance_and_similarity_do_not_matter(
    seed: int, size: int, k: int, diversity: float, factor: float, offset: float, diagonal: float
) -> None:
    relevance, similarity = cosines(seed, size)
    relevance = (np.round(relevance * 1024) / 1024).astype(np.float32)
    moved, shrunk = (factor * relevance + offset).astype(np.float32), similarity / 4
    np.fill_diagonal(shrunk, diagonal)
    assert mmr(moved, shrunk, k, diversity).tolist() == mmr(relevance, similarity, k, diversity).tolist()


@pytest.mark.parametrize(("similar", "rest"), [(0.15, [10, 11]), (0.3, [11, 10])])
def test_if_the_first_ten_share_nothing_similarity_counts_as_it_is(similar: float, rest: list[int]) -> None:
    relevance = np.array([1] * 10 + [0.6, 0.5], dtype=np.float32)
    similarity = np.eye(12, dtype=np.float32)
    similarity[0, 10] = similarity[10, 0] = similar
    assert mmr(relevance, similarity, 12, 0.5).tolist() == [*range(10), *rest]


def test_films_that_are_all_equally_similar_stay_in_order() -> None:
    relevance = np.full(4, 0.3, dtype=np.float32)
    for diversity in (0, 0.5, 1):
        for similar in (0.0, 0.4, 1.0):
            assert mmr(relevance, np.full((4, 4), similar, dtype=np.float32), 3, diversity).tolist() == [0, 1, 2]


def test_of_equally_relevant_films_the_most_different_come_first() -> None:
    similarity = np.array([[1, 0.9, 0.2], [0.9, 1, 0.1], [0.2, 0.1, 1]], dtype=np.float32)
    assert mmr(np.ones(3, dtype=np.float32), similarity, 3, 0.3).tolist() == [0, 2, 1]


def test_similarities_that_differ_in_the_last_bit_count_as_different() -> None:
    lower = np.float32(0.4)
    for _ in range(8):
        higher = np.nextafter(lower, np.float32(1))
        similarity = np.array([[1, higher, lower], [higher, 1, 0.75], [lower, 0.75, 1]], dtype=np.float32)
        assert mmr(np.array([1, 0, 0], dtype=np.float32), similarity, 2, 1).tolist() == [0, 2]
        lower = higher


def test_no_films_and_no_k_give_an_empty_choice() -> None:
    nothing = np.empty(0, np.float32), np.empty((0, 0), np.float32)
    two = np.ones(2, dtype=np.float32), np.eye(2, dtype=np.float32)
    for chosen in (mmr(*nothing, 3, 0.5), mmr(*two, 0, 0.5), mmr(*two, -1, 0.5)):
        assert chosen.tolist() == []
        assert chosen.dtype == np.int64


def test_arguments_are_not_changed() -> None:
    relevance, similarity = cosines(7, 6)
    before = relevance.copy(), similarity.copy()
    mmr(relevance, similarity, 6, 0.5)
    np.testing.assert_array_equal(relevance, before[0])
    np.testing.assert_array_equal(similarity, before[1])


@settings(deadline=None, max_examples=80)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=30), st.data())
def test_the_first_film_of_each_franchise_stays(numbers: list[int], data: st.DataObject) -> None:
    order = data.draw(st.lists(st.sampled_from(range(len(numbers))), unique=True))
    seen: set[int] = set()
    expected = []
    for film in order:
        if numbers[film] == 0 or numbers[film] not in seen:
            expected.append(film)
            seen.add(numbers[film])
    franchises = np.array(numbers, dtype=np.int32)
    remaining = one_per_franchise(franchises, np.array(order, dtype=np.int64))
    assert remaining.tolist() == expected
    assert remaining.dtype == np.int64
    assert one_per_franchise(franchises, remaining).tolist() == expected


def test_films_without_a_franchise_all_stay() -> None:
    franchises = np.array([0, 4, 0, 4, 5], dtype=np.int32)
    assert one_per_franchise(franchises, np.array([4, 3, 2, 1, 0])).tolist() == [4, 3, 2, 0]


def vectors_of(films: Relevance) -> list[SparseVector]:
    """Return films, one a row, as sparse vectors."""
    columns = [np.flatnonzero(film).astype(np.int32) for film in films]
    return [SparseVector(own, film[own]) for own, film in zip(columns, films, strict=True)]


@given(SEEDS, st.integers(2, 12))
def test_diversity_is_the_mean_over_the_pairs(seed: int, size: int) -> None:
    random = np.random.default_rng(seed)
    films = (random.random((size, 12)) * (random.random((size, 12)) < 0.4)).astype(np.float32)
    expected = np.mean([1 - films[a] @ films[b] for a, b in combinations(range(size), 2)])
    assert intra_list_diversity(vectors_of(films)) == pytest.approx(expected, abs=1e-6)


def test_diversity_is_0_if_films_share_everything_1_if_nothing_and_nan_without_a_pair() -> None:
    assert intra_list_diversity(vectors_of(np.eye(1, 4, dtype=np.float32).repeat(3, axis=0))) == 0
    assert intra_list_diversity(vectors_of(np.eye(3, dtype=np.float32))) == 1
    assert intra_list_diversity(vectors_of(np.zeros((2, 3), np.float32))) == 1
    for size in (0, 1):
        assert math.isnan(intra_list_diversity(vectors_of(np.eye(size, dtype=np.float32))))
