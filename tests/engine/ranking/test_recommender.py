"""Franchises, diversity and surprises: what is chosen is what plain Python chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest

from engine import CineWatch, Filters, Query, Weights
from engine.errors import InvalidQuery
from engine.ranking.recommender import POOL, SURPRISES, Recommender
from fakes.sample_catalogue import BARE, HARBOUR, HIDDEN, HIGH_WATER, IDS, LOW_TIDE, UNDERTOW, Build, film_row
from tests.engine.reference import Reference, assert_same_answer, dot, ids, passes

ALL = len(IDS)
KNOLL, KNOLL_RISES = 145, 146
HARBOURS, KNOLLS = (HARBOUR, LOW_TIDE, HIGH_WATER, UNDERTOW), (KNOLL, KNOLL_RISES)


GROUPS = (
    (HARBOURS, KNOLLS),
    ((HARBOUR, 142, 143, LOW_TIDE),),
    (tuple(IDS),),
    (),
)
"""Franchises of the small catalogue, by id."""


def recommender_of(reference: Reference, franchises: Sequence[Sequence[int]]) -> Recommender:
    """Return a recommender of a catalogue in which these films, by id, are the franchises."""
    number = {film_id: n for n, members in enumerate(franchises, 1) for film_id in members}
    numbers = np.array([number.get(film_id, 0) for film_id in reference.film], dtype=np.int32)
    opened = reference.cinewatch.opened
    return Recommender(replace(opened, columns=replace(opened.columns, franchise=numbers)))


def first_of_each(order: Sequence[int], franchises: Sequence[Sequence[int]]) -> list[int]:
    """Return the films of an order without those whose franchise has come before."""
    chosen: list[int] = []
    for film_id in order:
        used = {other for members in franchises if {*members} & {*chosen} for other in members}
        if film_id not in used:
            chosen.append(film_id)
    return chosen


def pairwise_diversity(reference: Reference, film_ids: Sequence[int]) -> float:
    """Return how different some films are from one another, pair by pair."""
    return float(np.mean([1 - dot(reference.vectors[a], reference.vectors[b]) for a, b in combinations(film_ids, 2)]))


@pytest.mark.parametrize("groups", GROUPS)
def test_one_film_per_franchise_is_the_best_of_it(reference: Reference, groups: tuple[tuple[int, ...], ...]) -> None:
    recommender = recommender_of(reference, groups)
    for liked, k in product([(HARBOUR,), (142,), (BARE, 146)], [0, 1, 5, ALL]):
        query = Query(liked, k=k, weights=Weights(2.0, 1.0, 1.0))
        order = recommender.ranked_ids(replace(query, k=ALL))
        assert recommender.ranked_ids(replace(query, franchise="one")) == first_of_each(order, groups)[:k]


@pytest.mark.parametrize("groups", GROUPS)
def test_leaving_out_a_liked_franchise_leaves_out_its_films_and_no_others(
    reference: Reference, groups: tuple[tuple[int, ...], ...]
) -> None:
    for liked in ((HARBOUR,), (142,), (HARBOUR, KNOLL)):
        found = recommender_of(reference, groups).ranked_ids(Query(liked, k=ALL, franchise="none"))
        left_out = {film_id for members in groups if {*members} & {*liked} for film_id in members}
        assert {*found} == {*IDS} - HIDDEN - {*liked} - left_out


def test_without_a_liked_franchise_no_film_is_left_out(reference: Reference) -> None:
    recommender = recommender_of(reference, (HARBOURS, KNOLLS))
    for query in (Query((142,), (HARBOUR,), k=ALL), Query(about="the lighthouse of the harbour", k=ALL)):
        assert recommender.ranked_ids(replace(query, franchise="none")) == recommender.ranked_ids(query)


def test_the_franchises_are_those_of_the_build(reference: Reference) -> None:
    assert {reference.franchise[film_id] for film_id in HARBOURS} != {0}
    films = assert_same_answer(
        reference, Query((HARBOUR,), k=ALL, franchise="none", filters=Filters(include_unreleased=True))
    )
    assert {*HARBOURS}.isdisjoint(ids(films))
    assert len(films) == ALL - 1 - len(HARBOURS)
    films = reference.cinewatch.recommend(Query((HARBOUR,), k=ALL, franchise="one")).films
    assert len({*HARBOURS} & {*ids(films)}) == len({*KNOLLS} & {*ids(films)}) == 1


@pytest.mark.parametrize("size", [POOL - 1, POOL, 300, 1_000])
def test_a_franchise_as_large_as_the_pool_leaves_no_gap(sample_reference: Reference, size: int) -> None:
    query = Query((sample_reference.films[0].id,))
    order = sample_reference.cinewatch.recommender.ranked_ids(replace(query, k=2_000))
    groups = (order[:size], order[size::2])
    recommender = recommender_of(sample_reference, groups)
    for k in (2, 10, 60):
        expected = first_of_each(order, groups)[:k]
        assert recommender.ranked_ids(replace(query, k=k, franchise="one")) == expected
        varied = recommender.ranked_ids(replace(query, k=k, franchise="one", diversity=0.5))
        assert len(varied) == len(expected)
        assert first_of_each(varied, groups) == varied


def test_without_diversity_the_list_is_plain(cinewatch: CineWatch) -> None:
    whole = cinewatch.recommender.ranked_ids(Query((HARBOUR,), k=1_000))
    for k in (0, 1, 4, ALL, 1_000):
        assert cinewatch.recommender.ranked_ids(Query((HARBOUR,), k=k, diversity=0.0)) == whole[:k]


@pytest.mark.parametrize("row", range(0, 200, 40))
def test_diversity_keeps_the_first_film_and_chooses_from_the_pool(sample_reference: Reference, row: int) -> None:
    query = Query((sample_reference.films[row].id,), k=10)
    best = sample_reference.cinewatch.recommender.ranked_ids(replace(query, k=POOL))
    for diversity in (0.01, 0.3, 0.7, 1.0):
        found = sample_reference.cinewatch.recommender.ranked_ids(replace(query, diversity=diversity))
        assert found[0] == best[0]
        assert len(found) == len({*found}) == 10
        assert {*found} <= {*best}


@pytest.mark.parametrize("row", range(0, 1_000, 111))
def test_with_more_diversity_the_second_film_is_no_more_like_the_first(sample_reference: Reference, row: int) -> None:
    query = Query((sample_reference.films[row].id,), k=2)
    steps = (0.0, 0.1, 0.3, 0.5, 0.8, 1.0)
    reached = [
        sample_reference.cinewatch.recommend(replace(query, diversity=diversity)).diversity for diversity in steps
    ]
    assert reached == sorted(reached)


def test_with_full_diversity_the_second_film_is_the_one_in_the_pool_least_like_the_first(
    sample_reference: Reference,
) -> None:
    query = Query((sample_reference.films[7].id,), k=2, diversity=1.0)
    first, *others = sample_reference.cinewatch.recommender.ranked_ids(replace(query, k=POOL, diversity=0.0))
    similarity = {
        film_id: dot(sample_reference.vectors[first], sample_reference.vectors[film_id]) for film_id in others
    }
    assert sample_reference.cinewatch.recommender.ranked_ids(query) == [
        first,
        min(others, key=lambda one: similarity[one]),
    ]


def test_a_list_longer_than_the_pool_is_complete(sample_reference: Reference) -> None:
    query = Query((sample_reference.films[7].id,), diversity=0.5)
    for k in (POOL - 1, POOL + 1, 700):
        assert len({*sample_reference.cinewatch.recommender.ranked_ids(replace(query, k=k))}) == k
    everything = {one.id for one in sample_reference.films if passes(Filters(), one)} - {*query.liked}
    assert {*sample_reference.cinewatch.recommender.ranked_ids(replace(query, k=2_000))} == everything


def test_a_list_as_long_as_the_pool_is_chosen_from_more_films(sample_reference: Reference) -> None:
    query = Query((sample_reference.films[7].id,), k=POOL)
    varied = sample_reference.cinewatch.recommender.ranked_ids(replace(query, diversity=1.0))
    assert {*varied} != {*sample_reference.cinewatch.recommender.ranked_ids(query)}


def test_the_diversity_of_an_answer_is_the_one_counted_pair_by_pair(reference: Reference) -> None:
    for k, diversity in product([2, 3, 8], [0.0, 0.5]):
        answer = reference.cinewatch.recommend(Query((HARBOUR,), k=k, diversity=diversity))
        assert answer.diversity == pytest.approx(pairwise_diversity(reference, ids(answer.films)), abs=1e-6)


def test_an_answer_without_a_pair_has_no_diversity(cinewatch: CineWatch) -> None:
    for k in (0, 1):
        assert np.isnan(cinewatch.recommend(Query((HARBOUR,), k=k)).diversity)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(("Drama",), first_year=1950),
        Filters(keywords=("robot",)),
        Filters(min_votes=5_000, include_adult=True, include_unreleased=True),
    ],
)
def test_a_surprise_is_any_film_that_matches_the_filters_and_the_same_for_the_same_seed(
    reference: Reference, filters: Filters
) -> None:
    expected = {one.id for one in reference.films if passes(filters, one)}
    drawn = [reference.cinewatch.recommender.surprise(filters, seed) for seed in range(400)]
    assert drawn == [reference.cinewatch.recommender.surprise(filters, seed) for seed in range(400)]
    assert {one.id for one in drawn if one} == expected
    assert reference.cinewatch.recommender.surprise(filters) in [reference.film[film_id] for film_id in expected]


def test_without_filters_a_surprise_is_no_hidden_film(reference: Reference) -> None:
    drawn = {reference.cinewatch.recommender.surprise(seed=seed) for seed in range(300)}
    assert drawn == {one for one in reference.films if one.id not in HIDDEN}


def test_if_no_film_matches_the_filters_there_is_no_surprise(cinewatch: CineWatch) -> None:
    assert cinewatch.recommender.surprise(Filters(first_year=2100), 1) is None
    with pytest.raises(InvalidQuery, match="Mumblecore"):
        cinewatch.recommender.surprise(Filters(("Mumblecore",)), 1)


def test_a_surprise_is_one_of_the_most_voted_films(build: Build) -> None:
    cinewatch = build(
        film_row(n, f"Film {n}", 1999, votes=10_000 - n, adult=n <= 9) for n in range(1, SURPRISES + SURPRISES // 2)
    )
    drawn = [one.id for seed in range(300) if (one := cinewatch.recommender.surprise(seed=seed))]
    assert len(drawn) == 300
    assert SURPRISES // 2 < max(drawn) <= SURPRISES + 9
    assert 9 < min(drawn) < SURPRISES // 2
