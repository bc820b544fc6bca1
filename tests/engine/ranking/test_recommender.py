"""Franchises, diversity and chance: what is chosen from the best is what plain Python chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

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


def recommender_of(reference: Reference, franchises: Sequence[Sequence[int]]) -> Recommender:
    """Return a recommender of a catalogue in which these films, by id, make franchises, and no others."""
    number = {film_id: n for n, members in enumerate(franchises, 1) for film_id in members}
    told = np.array([number.get(film_id, 0) for film_id in reference.film], dtype=np.int32)
    opened = reference.cinewatch.opened
    return Recommender(replace(opened, columns=replace(opened.columns, franchise=told)))


def one_of_each(order: Sequence[int], franchises: Sequence[Sequence[int]]) -> list[int]:
    """Return the films of an order that no film of their franchise comes before."""
    chosen: list[int] = []
    for film_id in order:
        spent = {other for members in franchises if {*members} & {*chosen} for other in members}
        if film_id not in spent:
            chosen.append(film_id)
    return chosen


def pairwise_diversity(reference: Reference, found: Sequence[int]) -> float:
    """Return how different some films are, pair by pair."""
    return float(np.mean([1 - dot(reference.vectors[a], reference.vectors[b]) for a, b in combinations(found, 2)]))


GROUPS = (
    (HARBOURS, KNOLLS),
    ((HARBOUR, 142, 143, LOW_TIDE),),
    (tuple(IDS),),
    (),
)


@pytest.mark.parametrize("groups", GROUPS)
@pytest.mark.parametrize("liked", [(HARBOUR,), (142,), (BARE, 146)])
@pytest.mark.parametrize("k", [0, 1, 5, ALL])
def test_at_most_one_film_of_each_franchise_is_the_best_of_it(
    reference: Reference, groups: tuple[tuple[int, ...], ...], liked: tuple[int, ...], k: int
) -> None:
    recommender = recommender_of(reference, groups)
    query = Query(liked, k=k, weights=Weights(2.0, 1.0, 1.0))
    order = recommender.ranked_ids(replace(query, k=ALL))
    assert recommender.ranked_ids(replace(query, franchise="one")) == one_of_each(order, groups)[:k]


@pytest.mark.parametrize("groups", GROUPS)
@pytest.mark.parametrize("liked", [(HARBOUR,), (142,), (HARBOUR, KNOLL)])
def test_films_of_a_franchise_that_is_liked_are_left_out_and_no_others(
    reference: Reference, groups: tuple[tuple[int, ...], ...], liked: tuple[int, ...]
) -> None:
    found = recommender_of(reference, groups).ranked_ids(Query(liked, k=ALL, franchise="none"))
    spent = {film_id for members in groups if {*members} & {*liked} for film_id in members}
    assert {*found} == {*IDS} - HIDDEN - {*liked} - spent


def test_without_a_liked_franchise_none_is_left_out(reference: Reference) -> None:
    recommender = recommender_of(reference, (HARBOURS, KNOLLS))
    for query in (Query((142,), (HARBOUR,), k=ALL), Query(about="the lighthouse of the harbour", k=ALL)):
        assert recommender.ranked_ids(replace(query, franchise="none")) == recommender.ranked_ids(query)


def test_what_a_build_says_of_franchises_is_heeded(reference: Reference) -> None:
    assert {reference.franchise[film_id] for film_id in HARBOURS} != {0}
    found = assert_same_answer(
        reference, Query((HARBOUR,), k=ALL, franchise="none", filters=Filters(include_unreleased=True))
    )
    assert {*HARBOURS}.isdisjoint(ids(found))
    assert len(found) == ALL - 1 - len(HARBOURS)
    found = reference.cinewatch.recommend(Query((HARBOUR,), k=ALL, franchise="one")).films
    assert len({*HARBOURS} & {*ids(found)}) == len({*KNOLLS} & {*ids(found)}) == 1


@pytest.mark.parametrize("size", [POOL - 1, POOL, 300, 1_000])
@pytest.mark.parametrize("k", [2, 10, 60])
def test_a_franchise_that_fills_the_pool_leaves_no_place_empty(sample_reference: Reference, size: int, k: int) -> None:
    query = Query((sample_reference.films[0].id,), k=k)
    order = sample_reference.cinewatch.recommender.ranked_ids(replace(query, k=2_000))
    groups = (order[:size], order[size::2])
    expected = one_of_each(order, groups)[:k]
    recommender = recommender_of(sample_reference, groups)
    assert recommender.ranked_ids(replace(query, franchise="one")) == expected
    found = recommender.ranked_ids(replace(query, franchise="one", diversity=0.5))
    assert len(found) == len(expected)
    assert one_of_each(found, groups) == found


@pytest.mark.parametrize("k", [0, 1, 4, ALL, 1_000])
def test_the_dial_at_nothing_is_the_plain_list(cinewatch: CineWatch, k: int) -> None:
    assert (
        cinewatch.recommender.ranked_ids(Query((HARBOUR,), k=k, diversity=0.0))
        == cinewatch.recommender.ranked_ids(Query((HARBOUR,), k=1_000))[:k]
    )


@pytest.mark.parametrize("diversity", [0.01, 0.3, 0.7, 1.0])
@pytest.mark.parametrize("place", range(0, 200, 40))
def test_the_dial_keeps_the_first_film_and_chooses_among_the_best(
    sample_reference: Reference, place: int, diversity: float
) -> None:
    query = Query((sample_reference.films[place].id,), k=10)
    best = sample_reference.cinewatch.recommender.ranked_ids(replace(query, k=POOL))
    found = sample_reference.cinewatch.recommender.ranked_ids(replace(query, diversity=diversity))
    assert found[0] == best[0]
    assert len(found) == len({*found}) == 10
    assert {*found} <= {*best}


@pytest.mark.parametrize("place", range(0, 1_000, 111))
def test_a_second_film_is_no_more_like_the_first_the_further_the_dial_is_turned(
    sample_reference: Reference, place: int
) -> None:
    query = Query((sample_reference.films[place].id,), k=2)
    dials = (0.0, 0.1, 0.3, 0.5, 0.8, 1.0)
    turned = [
        sample_reference.cinewatch.recommend(replace(query, diversity=diversity)).diversity for diversity in dials
    ]
    assert turned == sorted(turned)


def test_with_the_dial_at_its_end_the_second_film_is_the_least_like_the_first_of_the_best(
    sample_reference: Reference,
) -> None:
    query = Query((sample_reference.films[7].id,), k=2, diversity=1.0)
    first, *others = sample_reference.cinewatch.recommender.ranked_ids(replace(query, k=POOL, diversity=0.0))
    alike = {film_id: dot(sample_reference.vectors[first], sample_reference.vectors[film_id]) for film_id in others}
    assert sample_reference.cinewatch.recommender.ranked_ids(query) == [
        first,
        min(others, key=lambda film_id: alike[film_id]),
    ]


def test_a_list_longer_than_the_pool_is_whole(sample_reference: Reference) -> None:
    query = Query((sample_reference.films[7].id,), diversity=0.5)
    for k in (POOL - 1, POOL + 1, 700):
        assert len({*sample_reference.cinewatch.recommender.ranked_ids(replace(query, k=k))}) == k
    everything = {one.id for one in sample_reference.films if passes(Filters(), one)} - {*query.liked}
    assert {*sample_reference.cinewatch.recommender.ranked_ids(replace(query, k=2_000))} == everything


def test_a_list_as_long_as_the_pool_is_still_chosen_from_more_films(sample_reference: Reference) -> None:
    query = Query((sample_reference.films[7].id,), k=POOL)
    chosen = sample_reference.cinewatch.recommender.ranked_ids(replace(query, diversity=1.0))
    assert {*chosen} != {*sample_reference.cinewatch.recommender.ranked_ids(query)}


@pytest.mark.parametrize("diversity", [0.0, 0.5])
@pytest.mark.parametrize("k", [2, 3, 8])
def test_how_different_films_are_is_told_as_counted_pair_by_pair(
    reference: Reference, k: int, diversity: float
) -> None:
    found = reference.cinewatch.recommend(Query((HARBOUR,), k=k, diversity=diversity))
    assert found.diversity == pytest.approx(pairwise_diversity(reference, ids(found.films)), abs=1e-6)


@pytest.mark.parametrize("k", [0, 1])
def test_one_film_is_not_different_from_anything(cinewatch: CineWatch, k: int) -> None:
    assert np.isnan(cinewatch.recommend(Query((HARBOUR,), k=k)).diversity)


SURPRISE_FILTERS = (
    Filters(),
    Filters(("Drama",), first_year=1950),
    Filters(keywords=("robot",)),
    Filters(min_votes=5_000, include_adult=True, include_unreleased=True),
)


@pytest.mark.parametrize("filters", SURPRISE_FILTERS)
def test_a_surprise_is_any_of_the_films_that_pass_and_the_same_for_the_same_seed(
    reference: Reference, filters: Filters
) -> None:
    passing = {one.id for one in reference.films if passes(filters, one)}
    drawn = [reference.cinewatch.recommender.surprise(filters, seed) for seed in range(400)]
    assert drawn == [reference.cinewatch.recommender.surprise(filters, seed) for seed in range(400)]
    assert {one.id for one in drawn if one} == passing
    assert reference.cinewatch.recommender.surprise(filters) in [reference.film[film_id] for film_id in passing]


def test_without_filters_a_surprise_is_none_of_the_hidden_films(reference: Reference) -> None:
    drawn = {reference.cinewatch.recommender.surprise(seed=seed) for seed in range(300)}
    assert drawn == {one for one in reference.films if one.id not in HIDDEN}


def test_where_no_film_passes_there_is_no_surprise(cinewatch: CineWatch) -> None:
    assert cinewatch.recommender.surprise(Filters(first_year=2100), 1) is None
    with pytest.raises(InvalidQuery, match="Mumblecore"):
        cinewatch.recommender.surprise(Filters(("Mumblecore",)), 1)


def test_a_surprise_is_one_of_the_best_known(build: Build) -> None:
    beyond = SURPRISES // 2
    cinewatch = build(
        film_row(n, f"Film {n}", 1999, votes=10_000 - n, adult=n <= 9) for n in range(1, SURPRISES + beyond)
    )
    drawn = [one.id for seed in range(300) if (one := cinewatch.recommender.surprise(seed=seed))]
    assert len(drawn) == 300
    assert SURPRISES // 2 < max(drawn) <= SURPRISES + 9
    assert 9 < min(drawn) < SURPRISES // 2
