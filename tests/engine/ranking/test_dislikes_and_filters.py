"""Disliked films, filters and weights: the facade recommends what a plain computation recommends."""

from __future__ import annotations

import numpy as np
import pytest

from engine import CineWatch, Filters, Query, Weights
from engine.entities import CATEGORY_FIELDS
from engine.errors import UnknownFilm
from engine.ranking.blend import CATEGORY_FADING, FADING_SHARE, SPECIFIC_SHARE
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
    film_row,
)
from tests.engine.reference import Reference, assert_same_answer, ids, passes

ALL = len(IDS)
ONLY_MATCH = Weights(0, 0, 0)

CHOICES: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = (
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


@pytest.mark.parametrize(("liked", "disliked"), CHOICES)
def test_recommendations_are_those_of_a_full_sort(
    reference: Reference, liked: tuple[int, ...], disliked: tuple[int, ...]
) -> None:
    for filters in FILTERS:
        assert_same_answer(reference, Query(liked, disliked, k=ALL, filters=filters))
    for weights in WEIGHTS:
        assert_same_answer(reference, Query(liked, disliked, k=ALL, weights=weights, filters=Filters(first_year=1950)))


@pytest.mark.parametrize("filters", [Filters(), Filters(("Drama",), last_year=2010, min_rating=6.0)])
def test_recommendations_of_a_larger_catalogue_are_those_of_a_full_sort(
    sample_reference: Reference, filters: Filters
) -> None:
    one, other, disliked = (sample_reference.films[row].id for row in (3, 40, 77))
    for weights in WEIGHTS:
        assert_same_answer(sample_reference, Query((one, other), (disliked,), k=25, weights=weights, filters=filters))


def test_a_lower_k_gives_the_beginning_of_the_same_list(cinewatch: CineWatch) -> None:
    def found(k: int) -> list[int]:
        return ids(cinewatch.recommend(Query((HARBOUR,), (LOW_TIDE,), k=k, filters=Filters(first_year=1980))).films)

    assert len(found(10_000)) > 4
    for k in (0, 1, 4, 1_000):
        assert found(k) == found(10_000)[:k]


def test_disliked_films_are_never_recommended_and_all_others_are(cinewatch: CineWatch) -> None:
    for disliked in {*IDS} - {142}:
        found = ids(cinewatch.recommend(Query((142,), (disliked,), k=1_000)).films)
        assert {*found} == {*IDS} - HIDDEN - {142, disliked}


def test_exactly_the_films_that_match_the_filters_are_recommended(cinewatch: CineWatch) -> None:
    for filters in FILTERS:
        found = ids(cinewatch.recommend(Query((HARBOUR,), (142,), k=1_000, filters=filters)).films)
        assert {*found} == {n for n in IDS if passes(filters, cinewatch.film(n))} - {HARBOUR, 142}


def test_a_film_like_a_disliked_one_moves_down(cinewatch: CineWatch) -> None:
    before = cinewatch.recommender.ranked_ids(Query((HARBOUR, 142), k=ALL, weights=ONLY_MATCH))
    after = cinewatch.recommender.ranked_ids(Query((HARBOUR, 142), (LOW_TIDE,), k=ALL, weights=ONLY_MATCH))
    assert before.index(HIGH_WATER) < before.index(144)
    assert after.index(144) < after.index(HIGH_WATER)


def test_a_disliked_film_can_push_a_match_below_0(cinewatch: CineWatch) -> None:
    found = cinewatch.recommend(Query((142,), (LANTERNS,), k=ALL)).films
    (twin,) = (one for one in found if one.film.id == LANTERNS_TWIN)
    liked, disliked = cinewatch.relations.similarities([(142, LANTERNS_TWIN), (LANTERNS, LANTERNS_TWIN)])
    assert twin.match < 0
    assert twin.match == pytest.approx(liked - disliked / 2, abs=1e-6)
    assert sum(part.value for part in twin.explanation.fields) == pytest.approx(twin.match, abs=1e-6)
    assert twin.score == twin.match


@pytest.mark.parametrize(("liked", "disliked"), CHOICES)
def test_the_parts_add_up_to_the_score_and_the_explanation_to_the_match(
    cinewatch: CineWatch, liked: tuple[int, ...], disliked: tuple[int, ...]
) -> None:
    for weights in WEIGHTS:
        films = cinewatch.recommend(Query(liked, disliked, k=ALL, weights=weights)).films
        assert films
        for one in films:
            assert one.score == one.match + one.era + one.popularity + one.quality
            assert sum(part.value for part in one.explanation.fields) == pytest.approx(one.match, abs=1e-6)
            assert sum(term.value for term in one.explanation.terms) == pytest.approx(one.match, abs=1e-6)


def test_each_part_is_what_its_weight_makes_of_the_film(cinewatch: CineWatch) -> None:
    weights, space = Weights(2.0, -4.0, 7.0), Filters(("Science Fiction",), exclude_keywords=("song",))
    films = cinewatch.recommend(Query((142,), (144,), weights=weights, filters=space)).films
    assert len(films) == 2
    scale = min(one.match for one in films)
    rated = {n: (cinewatch.film(n).votes, cinewatch.film(n).rating or 0) for n in IDS}
    mean = sum(votes * rating for votes, rating in rated.values()) / sum(votes for votes, _ in rated.values())
    for one in films:
        votes, rating = rated[one.film.id]
        years_apart = abs((one.film.year or 0) - 2018)
        assert one.match > FADING_SHARE * scale > 0
        specific = sum(part.value for part in one.explanation.fields if part.field not in CATEGORY_FIELDS)
        share = np.clip(specific / (SPECIFIC_SHARE * one.match), 0, 1)
        worth = scale * (1 - CATEGORY_FADING * (1 - share))
        assert one.era == pytest.approx(2 * worth * np.exp(-years_apart / 10), abs=1e-6)
        assert one.popularity == pytest.approx(-4 * worth * votes / (votes + 300), abs=1e-6)
        assert one.quality == pytest.approx(7 * worth * (votes * rating + 100 * mean) / (votes + 100) / 10, abs=1e-6)


@pytest.mark.parametrize(("liked", "disliked"), CHOICES)
def test_closer_than_is_the_share_of_the_other_films_with_a_lower_match(
    reference: Reference, liked: tuple[int, ...], disliked: tuple[int, ...]
) -> None:
    query = Query(liked, disliked, k=ALL, filters=Filters(last_year=2010))
    matches = reference.matches(query)
    others = [film_id for film_id in IDS if film_id not in {*liked, *disliked}]
    films = reference.cinewatch.recommend(query).films
    assert films
    for one in films:
        below = sum(matches[other] < matches[one.film.id] - 1e-7 for other in others)
        assert one.closer_than == pytest.approx(below / len(others))


def test_repeats_and_the_order_of_disliked_films_change_nothing(cinewatch: CineWatch) -> None:
    once = cinewatch.recommend(Query((HARBOUR,), (LOW_TIDE, 142), k=ALL)).films
    assert cinewatch.recommend(Query((HARBOUR,), (LOW_TIDE, 142, LOW_TIDE), k=ALL)).films == once
    assert ids(cinewatch.recommend(Query((HARBOUR,), (142, LOW_TIDE), k=ALL)).films) == ids(once)


@pytest.mark.parametrize("film_id", [ABSENT, 0, -1, 2**31, 2**70])
def test_an_unknown_disliked_film_is_a_named_error(cinewatch: CineWatch, film_id: int) -> None:
    with pytest.raises(UnknownFilm, match=str(film_id)):
        cinewatch.recommend(Query((HARBOUR,), (LOW_TIDE, film_id)))


def test_if_no_film_matches_the_filters_nothing_is_recommended(cinewatch: CineWatch) -> None:
    for filters in (
        Filters(first_year=2100),
        Filters(last_year=1900),
        Filters(first_year=2005, last_year=1995),
        Filters(("TV Movie",)),
    ):
        assert cinewatch.recommend(Query((HARBOUR,), k=10, filters=filters)).films == ()


def test_if_every_film_is_liked_or_disliked_nothing_is_recommended(build: Build) -> None:
    cinewatch = build([film_row(1, "Tern", overview="Terns at sea."), film_row(2, "Auk", overview="Auks at sea.")])
    assert cinewatch.recommend(Query((1,), (2,))).films == ()


def test_of_equal_matches_the_higher_rated_film_comes_first_if_quality_counts(build: Build) -> None:
    cinewatch = build(
        film_row(number, title, votes=votes, vote_average=rating, overview="Birds at sea.", genres="Drama")
        for number, title, votes, rating in ((1, "Tern", 10, 6.5), (2, "Auk", 400, 3), (3, "Gull", 300, 9))
    )
    assert ids(cinewatch.recommend(Query((1,), weights=ONLY_MATCH)).films) == [2, 3]
    assert ids(cinewatch.recommend(Query((1,), weights=Weights(0, 0, 0.1))).films) == [3, 2]
