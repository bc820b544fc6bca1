"""The facade with disliked films, filters and quality: what it recommends is what a plain computation recommends."""

from __future__ import annotations

import numpy as np
import pytest

from engine import CineWatch, Filters, Query, Weights
from engine.errors import UnknownFilm
from engine.ranking.blend import FADING_SHARE
from fakes.sample_catalogue import (
    ABSENT,
    ADULT,
    BARE,
    HARBOUR,
    HIDDEN,
    HIGH_WATER,
    IDS,
    LANTERNS,
    LANTERNS_TWIN,
    LOW_TIDE,
    NIGHTJAR_1974,
    NIGHTJAR_2015,
    UNDERTOW,
    WHALES,
    Build,
    film,
)
from tests.engine.reference import Reference, assert_plain, ids, passes

ALL = len(IDS)

TASTES: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = (
    ((HARBOUR,), (LOW_TIDE,)),
    ((HARBOUR,), (BARE,)),
    ((HARBOUR, 142), (143, 144, 151)),
    ((BARE,), (HARBOUR, LANTERNS)),
    ((141, 143), (ADULT, UNDERTOW)),
    ((LANTERNS, NIGHTJAR_2015, WHALES), (NIGHTJAR_1974,)),
    ((HARBOUR, WHALES), IDS[15:20]),
    ((WHALES,), ()),
)
"""Liked and disliked films."""
FILTERS = (
    Filters(),
    Filters(genres=("Drama",)),
    Filters(genres=("Western", "Music", "Comedy")),
    Filters(first_year=2000),
    Filters(last_year=1990),
    Filters(first_year=1985, last_year=1999),
    Filters(("Drama", "Science Fiction"), first_year=1980, last_year=2005),
    Filters(exclude_keywords=("robot", "lighthouse"), include_adult=True, include_unreleased=True),
)
WEIGHTS = (
    Weights(),
    Weights(era=0, popularity=0, quality=1),
    Weights(era=4.0, popularity=-3.0, quality=2.0),
    Weights(era=-1, popularity=0, quality=-1),
)


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize(("liked", "disliked"), TASTES)
def test_recommendations_are_those_of_a_full_sort(
    plain: Reference, liked: tuple[int, ...], disliked: tuple[int, ...], filters: Filters
) -> None:
    assert_plain(plain, Query(liked, disliked, k=ALL, filters=filters))


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize(("liked", "disliked"), TASTES)
def test_weights_of_the_caller_are_used(
    plain: Reference, liked: tuple[int, ...], disliked: tuple[int, ...], weights: Weights
) -> None:
    assert_plain(plain, Query(liked, disliked, k=ALL, weights=weights, filters=Filters(first_year=1950)))


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("filters", [Filters(), Filters(("Drama",), last_year=2010, min_rating=6.0)])
def test_recommendations_of_a_larger_catalogue_are_those_of_a_full_sort(
    plain_sample: Reference, weights: Weights, filters: Filters
) -> None:
    one, other, unwanted = (plain_sample.films[place].id for place in (3, 40, 77))
    assert_plain(plain_sample, Query((one, other), (unwanted,), k=25, weights=weights, filters=filters))


@pytest.mark.parametrize("k", [0, 1, 4, 1_000])
def test_k_cuts_the_same_list(cinewatch: CineWatch, k: int) -> None:
    def found(k: int) -> list[int]:
        return ids(cinewatch.recommend(Query((HARBOUR,), (LOW_TIDE,), k=k, filters=Filters(first_year=1980))).films)

    assert len(found(10_000)) > 4
    assert found(k) == found(10_000)[:k]


@pytest.mark.parametrize("disliked", [film_id for film_id in IDS if film_id != 142])
def test_a_disliked_film_is_never_recommended(cinewatch: CineWatch, disliked: int) -> None:
    found = ids(cinewatch.recommend(Query((142,), (disliked,), k=1_000)).films)
    assert set(found) == set(IDS) - HIDDEN - {142, disliked}


@pytest.mark.parametrize("filters", FILTERS)
def test_every_answer_passes_the_filters_and_nothing_that_passes_is_missing(
    cinewatch: CineWatch, filters: Filters
) -> None:
    found = ids(cinewatch.recommend(Query((HARBOUR,), (142,), k=1_000, filters=filters)).films)
    assert set(found) == {n for n in IDS if passes(filters, cinewatch.film(n))} - {HARBOUR, 142}


def test_a_film_like_a_disliked_one_falls_behind(cinewatch: CineWatch) -> None:
    only_content = Weights(0, 0, 0)
    before = cinewatch.recommender.ranked_ids(Query((HARBOUR, 142), k=ALL, weights=only_content))
    after = cinewatch.recommender.ranked_ids(Query((HARBOUR, 142), (LOW_TIDE,), k=ALL, weights=only_content))
    assert before.index(HIGH_WATER) < before.index(144)
    assert after.index(144) < after.index(HIGH_WATER)


def test_content_with_a_disliked_film_may_be_below_nothing(cinewatch: CineWatch) -> None:
    found = cinewatch.recommend(Query((142,), (LANTERNS,), k=ALL)).films
    (twin,) = (one for one in found if one.film.id == LANTERNS_TWIN)
    liked, disliked = cinewatch.relations.similarities([(142, LANTERNS_TWIN), (LANTERNS, LANTERNS_TWIN)])
    assert twin.content < 0
    assert twin.content == pytest.approx(liked - disliked / 2, abs=1e-6)
    assert sum(part.value for part in twin.explanation.fields) == pytest.approx(twin.content, abs=1e-6)
    assert twin.score == twin.content


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize(("liked", "disliked"), TASTES)
def test_a_score_is_the_sum_of_its_parts_and_content_of_its_explanation(
    cinewatch: CineWatch, liked: tuple[int, ...], disliked: tuple[int, ...], weights: Weights
) -> None:
    found = cinewatch.recommend(Query(liked, disliked, k=ALL, weights=weights)).films
    assert found
    for one in found:
        assert one.score == one.content + one.era + one.popularity + one.quality
        assert sum(part.value for part in one.explanation.fields) == pytest.approx(one.content, abs=1e-6)
        assert sum(term.value for term in one.explanation.terms) == pytest.approx(one.content, abs=1e-6)


def test_each_part_of_a_score_is_what_its_weight_makes_of_it(cinewatch: CineWatch) -> None:
    weights, space = Weights(2.0, -4.0, 7.0), Filters(("Science Fiction",), exclude_keywords=("song",))
    found = cinewatch.recommend(Query((142,), (144,), weights=weights, filters=space)).films
    assert len(found) == 2
    scale = min(one.content for one in found)
    rated = {n: (cinewatch.film(n).votes, cinewatch.film(n).rating or 0) for n in IDS}
    mean = sum(votes * rating for votes, rating in rated.values()) / sum(votes for votes, _ in rated.values())
    for one in found:
        votes, rating = rated[one.film.id]
        years = abs((one.film.year or 0) - 2018)
        assert one.content > FADING_SHARE * scale > 0
        assert one.era == pytest.approx(2 * scale * np.exp(-years / 10), abs=1e-6)
        assert one.popularity == pytest.approx(-4 * scale * votes / (votes + 100), abs=1e-6)
        assert one.quality == pytest.approx(7 * scale * (votes * rating + 100 * mean) / (votes + 100) / 10, abs=1e-6)


@pytest.mark.parametrize(("liked", "disliked"), TASTES)
def test_closer_than_counts_the_other_films_that_are_less_like_the_query(
    plain: Reference, liked: tuple[int, ...], disliked: tuple[int, ...]
) -> None:
    query = Query(liked, disliked, k=ALL, filters=Filters(last_year=2010))
    content = plain.contents(query)
    others = [film_id for film_id in IDS if film_id not in {*liked, *disliked}]
    for one in plain.cinewatch.recommend(query).films:
        below = sum(content[other] < content[one.film.id] - 1e-7 for other in others)
        assert one.closer_than == pytest.approx(below / len(others))


def test_a_disliked_film_named_twice_counts_once_and_the_order_of_them_does_not_matter(cinewatch: CineWatch) -> None:
    once = cinewatch.recommend(Query((HARBOUR,), (LOW_TIDE, 142), k=ALL)).films
    assert cinewatch.recommend(Query((HARBOUR,), (LOW_TIDE, 142, LOW_TIDE), k=ALL)).films == once
    assert ids(cinewatch.recommend(Query((HARBOUR,), (142, LOW_TIDE), k=ALL)).films) == ids(once)


@pytest.mark.parametrize("film_id", [ABSENT, 0, -1, 2**31, 2**70])
def test_an_unknown_disliked_film_is_a_named_error(cinewatch: CineWatch, film_id: int) -> None:
    with pytest.raises(UnknownFilm, match=str(film_id)):
        cinewatch.recommend(Query((HARBOUR,), (LOW_TIDE, film_id)))


@pytest.mark.parametrize(
    "filters",
    [
        Filters(first_year=2100),
        Filters(last_year=1900),
        Filters(first_year=2005, last_year=1995),
        Filters(("TV Movie",)),
    ],
)
def test_where_no_film_passes_nothing_is_recommended(cinewatch: CineWatch, filters: Filters) -> None:
    assert cinewatch.recommend(Query((HARBOUR,), k=10, filters=filters)).films == ()


def test_where_every_film_is_liked_or_disliked_nothing_is_recommended(build: Build) -> None:
    cinewatch = build([film(1, "Tern", overview="Terns at sea."), film(2, "Auk", overview="Auks at sea.")])
    assert cinewatch.recommend(Query((1,), (2,))).films == ()


def test_of_films_equally_near_the_better_liked_comes_first_if_quality_counts(build: Build) -> None:
    birds = {"overview": "Birds at sea.", "genres": "Drama"}
    rows = [film(1, "Tern", **birds), film(2, "Auk", votes=400, vote_average=3, **birds)]
    rows.append(film(3, "Gull", votes=300, vote_average=9, **birds))
    cinewatch = build(rows)
    assert ids(cinewatch.recommend(Query((1,), weights=Weights(0, 0, 0))).films) == [2, 3]
    assert ids(cinewatch.recommend(Query((1,), weights=Weights(0, 0, 0.1))).films) == [3, 2]
