"""The facade with disliked films, filters and quality: what it recommends is what a plain computation recommends."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest

from engine import CineWatch, Film, Filters, InvalidQuery, Recommendation, UnknownFilm, Weights
from engine.ranking.blend import era_closeness, popularity_prior
from tests.engine.made_up import (
    ABSENT,
    ADULT,
    BARE,
    FILMS,
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

ORDER = [int(row["id"]) for row in sorted(FILMS, key=lambda row: (-int(row["vote_count"]), int(row["id"])))]
"""All ids in the order of the rows: the most voted first, then the lower id."""
ALL = len(IDS)

TASTES: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = (
    ((HARBOUR,), (LOW_TIDE,)),
    ((HARBOUR,), (BARE,)),
    ((HARBOUR, 142), (143, 144, 151)),
    ((BARE,), (HARBOUR, LANTERNS)),
    ((141, 143), (ADULT, UNDERTOW)),
    ((LANTERNS, NIGHTJAR_2015, WHALES), (NIGHTJAR_1974,)),
    ((HARBOUR,), (HARBOUR,)),
    ((HARBOUR, WHALES), tuple(IDS[10:])),
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
    Filters(("Drama", "Science Fiction"), 1980, 2005),
)
WEIGHTS = (
    Weights(),
    Weights(era=0, popularity=0, quality=1),
    Weights(era=0.5, popularity=-0.3, quality=0.4),
    Weights(era=-1, popularity=0, quality=-1),
)


def ids(found: Sequence[Recommendation]) -> list[int]:
    return [one.film.id for one in found]


def mean_content(cinewatch: CineWatch, films: Sequence[int]) -> np.ndarray:
    """Return the mean content similarity of some films with every film, in the order of the rows: pair by pair."""
    pairs = [cinewatch.compare(one, other).explanation for one, other in product(films, ORDER)]
    return np.array([sum(term.value for term in told.terms) for told in pairs]).reshape(-1, ALL).mean(axis=0)


def contents(cinewatch: CineWatch, liked: Sequence[int], disliked: Sequence[int]) -> np.ndarray:
    likeness = mean_content(cinewatch, liked)
    return likeness - 0.5 * mean_content(cinewatch, disliked) if disliked else likeness


def qualities(films: Sequence[Film]) -> np.ndarray:
    """Return the Bayesian average of each film's rating as a share of 10."""
    mean = sum(one.votes * (one.rating or 0) for one in films) / sum(one.votes for one in films)
    return np.array([(one.votes * (one.rating or 0) + 100 * mean) / (one.votes + 100) / 10 for one in films])


def passes(one: Film, filters: Filters) -> bool:
    """Return whether a film passes, in plain words."""
    if one.id in HIDDEN or (filters.genres and not set(filters.genres) & set(one.genres)):
        return False
    if (filters.first_year or filters.last_year) and one.year is None:
        return False
    return (filters.first_year or 0) <= (one.year or 0) <= (filters.last_year or 9_999)


def brute_force(
    cinewatch: CineWatch, liked: Sequence[int], disliked: Sequence[int], weights: Weights, filters: Filters
) -> list[tuple[int, float]]:
    """Return every film that may be recommended with its score, best first, by sorting all of them."""
    films = [cinewatch.film(film_id) for film_id in ORDER]
    years = np.array([one.year or 0 for one in films], dtype=np.int16)
    votes = np.array([one.votes for one in films], dtype=np.int32)
    scores = (
        contents(cinewatch, liked, disliked)
        + weights.era * era_closeness(years, [cinewatch.film(seed).year or 0 for seed in liked])
        + weights.popularity * popularity_prior(votes)
        + weights.quality * qualities(films)
    )
    allowed = [row for row, one in enumerate(films) if passes(one, filters) and one.id not in {*liked, *disliked}]
    # What the engine computes in float32 is equal where it is equal here to six digits.
    best = sorted(allowed, key=lambda row: (-round(scores[row], 6), row))
    return [(ORDER[row], scores[row]) for row in best]


def assert_best(found: Sequence[Recommendation], expected: Sequence[tuple[int, float]]) -> None:
    assert ids(found) == [film_id for film_id, _ in expected]
    assert [one.score for one in found] == pytest.approx([score for _, score in expected], abs=1e-5)


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize(("liked", "disliked"), TASTES)
def test_recommendations_are_those_of_a_full_sort(
    cinewatch: CineWatch, liked: tuple[int, ...], disliked: tuple[int, ...], filters: Filters
) -> None:
    found = cinewatch.recommend(liked, ALL, disliked=disliked, filters=filters)
    assert_best(found, brute_force(cinewatch, liked, disliked, Weights(), filters))


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize(("liked", "disliked"), TASTES[:6])
def test_weights_of_the_caller_are_used(
    cinewatch: CineWatch, liked: tuple[int, ...], disliked: tuple[int, ...], weights: Weights
) -> None:
    found = cinewatch.recommend(liked, ALL, weights, disliked, Filters(first_year=1950))
    assert_best(found, brute_force(cinewatch, liked, disliked, weights, Filters(first_year=1950)))


@pytest.mark.parametrize("k", [0, 1, 4, 1_000])
def test_k_cuts_the_same_list(cinewatch: CineWatch, k: int) -> None:
    everything = cinewatch.recommend([HARBOUR], 10_000, None, [LOW_TIDE], Filters(first_year=1980))
    assert len(everything) > 4
    assert cinewatch.recommend([HARBOUR], k, None, [LOW_TIDE], Filters(first_year=1980)) == everything[:k]


@pytest.mark.parametrize("disliked", IDS)
def test_a_disliked_film_is_never_recommended(cinewatch: CineWatch, disliked: int) -> None:
    found = ids(cinewatch.recommend([142], 1_000, disliked=[disliked]))
    assert set(found) == set(IDS) - HIDDEN - {142, disliked}


@pytest.mark.parametrize("filters", FILTERS)
def test_every_answer_passes_the_filters_and_nothing_that_passes_is_missing(
    cinewatch: CineWatch, filters: Filters
) -> None:
    found = cinewatch.recommend([HARBOUR], 1_000, disliked=[142], filters=filters)
    assert all(passes(one.film, filters) for one in found)
    assert set(ids(found)) == {n for n in IDS if passes(cinewatch.film(n), filters)} - {HARBOUR, 142}


def test_a_film_like_a_disliked_one_falls_behind(cinewatch: CineWatch) -> None:
    only_content = Weights(0, 0, 0)
    before = ids(cinewatch.recommend([HARBOUR, 142], ALL, only_content))
    after = ids(cinewatch.recommend([HARBOUR, 142], ALL, only_content, disliked=[LOW_TIDE]))
    assert before.index(HIGH_WATER) < before.index(144)
    assert after.index(144) < after.index(HIGH_WATER)


def test_content_with_a_disliked_film_may_be_below_nothing(cinewatch: CineWatch) -> None:
    (twin,) = (one for one in cinewatch.recommend([142], ALL, disliked=[LANTERNS]) if one.film.id == LANTERNS_TWIN)
    liked, disliked = cinewatch.similarities([(142, LANTERNS_TWIN), (LANTERNS, LANTERNS_TWIN)])
    assert twin.content < 0
    assert twin.content == pytest.approx(liked - disliked / 2, abs=1e-6)
    assert sum(part.value for part in twin.explanation.fields) == pytest.approx(twin.content, abs=1e-6)


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize(("liked", "disliked"), TASTES)
def test_a_score_is_the_sum_of_its_parts_and_content_of_its_explanation(
    cinewatch: CineWatch, liked: tuple[int, ...], disliked: tuple[int, ...], weights: Weights
) -> None:
    for one in cinewatch.recommend(liked, ALL, weights, disliked):
        assert one.score == one.content + one.era + one.popularity + one.quality
        assert sum(part.value for part in one.explanation.fields) == pytest.approx(one.content, abs=1e-6)
        assert sum(term.value for term in one.explanation.terms) == pytest.approx(one.content, abs=1e-6)


def test_each_part_of_a_score_is_what_its_weight_makes_of_it(cinewatch: CineWatch) -> None:
    quality = dict(zip(ORDER, qualities([cinewatch.film(n) for n in ORDER]), strict=True))
    for one in cinewatch.recommend([HARBOUR], ALL, Weights(0.2, -0.4, 0.7), [LOW_TIDE]):
        years = abs(one.film.year - 1999) if one.film.year else np.inf
        assert one.era == pytest.approx(0.2 * np.exp(-years / 10), abs=1e-6)
        assert one.popularity == pytest.approx(-0.4 * one.film.votes / (one.film.votes + 100), abs=1e-6)
        assert one.quality == pytest.approx(0.7 * quality[one.film.id], abs=1e-6)


@pytest.mark.parametrize(("liked", "disliked"), TASTES)
def test_closer_than_counts_the_other_films_that_are_less_like_the_query(
    cinewatch: CineWatch, liked: tuple[int, ...], disliked: tuple[int, ...]
) -> None:
    content = dict(zip(ORDER, contents(cinewatch, liked, disliked), strict=True))
    others = [film_id for film_id in IDS if film_id not in {*liked, *disliked}]
    for one in cinewatch.recommend(liked, ALL, disliked=disliked, filters=Filters(last_year=2010)):
        below = sum(content[other] < content[one.film.id] - 1e-7 for other in others)
        assert one.closer_than == pytest.approx(below / len(others))


def test_a_disliked_film_named_twice_counts_once_and_the_order_of_them_does_not_matter(cinewatch: CineWatch) -> None:
    once = cinewatch.recommend([HARBOUR], ALL, disliked=[LOW_TIDE, 142])
    assert cinewatch.recommend([HARBOUR], ALL, disliked=[LOW_TIDE, 142, LOW_TIDE]) == once
    assert ids(cinewatch.recommend([HARBOUR], ALL, disliked=[142, LOW_TIDE])) == ids(once)


def test_no_dislikes_and_no_filters_are_the_same_as_none_named(cinewatch: CineWatch) -> None:
    plain = cinewatch.recommend([HARBOUR], ALL)
    assert cinewatch.recommend([HARBOUR], ALL, None, (), Filters()) == plain
    assert cinewatch.recommend([HARBOUR], ALL, Weights(), [], Filters((), None, None)) == plain


@pytest.mark.parametrize("film_id", [ABSENT, 0, -1, 2**31, 2**70])
def test_an_unknown_disliked_film_is_a_named_error(cinewatch: CineWatch, film_id: int) -> None:
    with pytest.raises(UnknownFilm, match=str(film_id)):
        cinewatch.recommend([HARBOUR], disliked=[LOW_TIDE, film_id])


def test_dislikes_alone_are_nothing_to_start_from(cinewatch: CineWatch) -> None:
    with pytest.raises(InvalidQuery):
        cinewatch.recommend([], disliked=[HARBOUR])


def test_a_filter_on_a_genre_that_there_is_not_names_it(cinewatch: CineWatch) -> None:
    with pytest.raises(InvalidQuery, match='"Mumblecore"'):
        cinewatch.recommend([HARBOUR], filters=Filters(genres=("Drama", "Mumblecore")))


@pytest.mark.parametrize(
    "filters", [Filters(first_year=2100), Filters(last_year=1900), Filters((), 2005, 1995), Filters(("TV Movie",))]
)
def test_where_no_film_passes_nothing_is_recommended(cinewatch: CineWatch, filters: Filters) -> None:
    assert cinewatch.recommend([HARBOUR], 10, filters=filters) == ()


def test_where_every_film_is_liked_or_disliked_nothing_is_recommended(build: Build) -> None:
    cinewatch = build([film(1, "Tern", overview="Terns at sea."), film(2, "Auk", overview="Auks at sea.")])
    assert cinewatch.recommend([1], disliked=[2]) == ()


def test_of_films_equally_near_the_better_liked_comes_first_if_quality_counts(build: Build) -> None:
    birds = {"overview": "Birds at sea.", "genres": "Drama"}
    rows = [film(1, "Tern", **birds), film(2, "Auk", votes=400, vote_average=3, **birds)]
    rows.append(film(3, "Gull", votes=300, vote_average=9, **birds))
    cinewatch = build(rows)
    assert ids(cinewatch.recommend([1], weights=Weights(0, 0, 0))) == [2, 3]
    assert ids(cinewatch.recommend([1], weights=Weights(0, 0, 0.1))) == [3, 2]
