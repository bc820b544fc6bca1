"""Closeness in time, being known, being rated well: ranges, unknown values, limits; and what they add to a score."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.catalogue.cleaning import clean
from engine.catalogue.columns import FilmColumns, columns_of
from engine.catalogue.priors import KNOWN_VOTES, PRIOR_VOTES, Priors, mean_rating, popularity_prior, quality_prior
from engine.catalogue.sources import Chunk
from engine.ranking.blend import ERA_YEARS, FADING_SHARE, Blend, Weights, era_closeness
from fakes.sample_catalogue import COLUMNS, FILMS, Row, film

VOTES = st.integers(0, 2**31 - 1)
RATINGS = st.floats(0, 10, width=32)
WEIGHT = st.sampled_from([0.0, -0.1, -3.0]) | st.floats(-5, 5)
YEARS = st.lists(st.just(0) | st.integers(1870, 2036), min_size=1, max_size=20)


def years(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int16)


def columns_for(*rows: Row) -> FilmColumns:
    """Return the columns of rows of TMDB v11 as a build makes them."""
    chunk = Chunk({name: [row[name] for row in rows] for name in COLUMNS}, range(len(rows)), ())
    return columns_of(clean(chunk, 2026).films, np.zeros(len(rows), np.int32))[0]


def quality(rating: float, votes: int, mean: float = 6.0) -> float:
    """Return the quality of one film."""
    return float(quality_prior(np.array([rating], np.float32), np.array([votes], np.int32), mean)[0])


@settings(deadline=None, max_examples=100)
@given(YEARS, YEARS)
def test_closeness_in_time_is_the_mean_over_the_seeds(films: list[int], seeds: list[int]) -> None:
    got = era_closeness(years(*films), seeds)
    expected = [
        sum(np.exp(-abs(film - seed) / ERA_YEARS) for seed in seeds if seed and film) / len(seeds) for film in films
    ]
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, expected, atol=1e-6)
    assert ((got >= 0) & (got <= 1)).all()


def test_films_of_one_year_are_wholly_close() -> None:
    assert era_closeness(years(1999, 1999), [1999]).tolist() == [1.0, 1.0]


def test_ten_years_apart_is_one_part_in_e() -> None:
    assert era_closeness(years(1989, 2009), [1999]).tolist() == pytest.approx([np.exp(-1)] * 2)


def test_an_unknown_year_is_close_to_nothing() -> None:
    assert era_closeness(years(0, 1999), [0]).tolist() == [0, 0]
    assert era_closeness(years(0, 1999), [1999]).tolist() == [0, 1]


def test_a_seed_of_unknown_year_halves_what_the_other_gives() -> None:
    assert era_closeness(years(1999), [1999, 0]).tolist() == [0.5]


def test_a_seed_later_than_all_films_does_no_harm() -> None:
    assert era_closeness(years(1999), [2036]).tolist() == pytest.approx([np.exp(-3.7)])


@pytest.mark.parametrize("seeds", [[], [1999]])
def test_no_films_have_no_closeness(seeds: list[int]) -> None:
    assert era_closeness(years(), seeds).shape == (0,)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(0, 2**31 - 1), max_size=20))
def test_being_known_grows_with_votes_from_0_to_1(votes: list[int]) -> None:
    got = popularity_prior(np.array(sorted(votes), dtype=np.int32))
    assert got.dtype == np.float32
    assert ((got >= 0) & (got <= 1)).all()
    assert (np.diff(got) >= 0).all()


def test_being_known_begins_at_nothing_is_half_at_a_hundred_votes_and_saturates() -> None:
    nobody, some, many, most = popularity_prior(np.array([0, KNOWN_VOTES, 1_000_000, 2**31 - 1], np.int32)).tolist()
    assert (nobody, some) == (0.0, 0.5)
    assert many > 0.999
    assert most - many < 0.001


@pytest.mark.parametrize(
    ("rating", "votes", "mean", "expected"),
    [(8, 100, 6, 0.7), (9, 300, 5, 0.8), (2, 50, 8, 0.6), (10, 900, 0, 0.9), (0, 100, 10, 0.5)],
)
def test_quality_is_the_bayesian_average(rating: float, votes: int, mean: float, expected: float) -> None:
    assert PRIOR_VOTES == 100
    assert quality(rating, votes, mean) == pytest.approx(expected)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(RATINGS | st.just(float("nan")), VOTES), max_size=20), st.floats(0, 10))
def test_quality_lies_between_0_and_1_and_between_the_rating_and_the_mean(
    films: list[tuple[float, int]], mean: float
) -> None:
    ratings, votes = np.array([f[0] for f in films], np.float32), np.array([f[1] for f in films], np.int32)
    got = quality_prior(ratings, votes, mean)
    assert got.dtype == np.float32
    assert got.shape == (len(films),)
    assert ((got >= 0) & (got <= 1)).all()
    ends = np.stack([np.where(np.isnan(ratings), mean, ratings), np.full(len(films), mean)]) / 10
    assert ((got >= ends.min(axis=0) - 1e-6) & (got <= ends.max(axis=0) + 1e-6)).all()


@pytest.mark.parametrize("mean", [0.0, 5.0, 6.4, 10.0])
def test_a_film_that_nobody_has_rated_is_of_mean_quality(mean: float) -> None:
    assert quality(9.9, 0, mean) == pytest.approx(mean / 10)
    assert quality(float("nan"), 0, mean) == pytest.approx(mean / 10)
    assert quality(float("nan"), 5_000, mean) == pytest.approx(mean / 10)


@settings(deadline=None, max_examples=100)
@given(RATINGS, st.floats(0, 10), st.lists(VOTES, min_size=2, max_size=20))
def test_quality_moves_from_the_mean_to_the_rating_as_votes_grow(rating: float, mean: float, votes: list[int]) -> None:
    nobody, *between, everybody = [quality(rating, count, mean) for count in [0, *sorted(votes), 2**31 - 1]]
    left = np.abs(np.array([nobody, *between, everybody]) - rating / 10)
    assert (np.diff(left) <= 1e-6).all()
    assert nobody == pytest.approx(mean / 10, abs=1e-6)
    assert everybody == pytest.approx(rating / 10, abs=1e-5)


def test_the_mean_rating_counts_every_vote_once() -> None:
    rows = [film(1, "A", votes=1, vote_average=9), film(2, "B", votes=3, vote_average=5)]
    assert mean_rating(columns_for(*rows)) == pytest.approx(6)
    assert mean_rating(columns_for(*rows, film(3, "C", votes=0, vote_average=1))) == pytest.approx(6)
    assert mean_rating(columns_for(*rows, film(4, "D", votes=99, vote_average=""))) == pytest.approx(6)


def test_the_mean_rating_takes_more_votes_than_a_small_number_holds() -> None:
    rows = [film(n, "A", votes=2**31 - 1, vote_average=rating) for n, rating in enumerate([4, 6, 8, 8], 1)]
    assert mean_rating(columns_for(*rows)) == pytest.approx(6.5)


def test_the_mean_rating_is_the_middle_where_nobody_has_voted() -> None:
    assert mean_rating(columns_for(film(1, "A", votes=0), film(2, "B", votes=0))) == 5.0
    assert mean_rating(columns_for(film(1, "A", votes=7, vote_average=""))) == 5.0


def test_priors_are_those_of_each_film_and_come_back_from_the_arrays_as_they_were() -> None:
    priors = Priors.of(columns_for(*FILMS))
    votes = np.array([int(row["vote_count"]) for row in FILMS], np.float64)
    ratings = np.array([float(row["vote_average"]) for row in FILMS])
    mean = (votes * ratings).sum() / votes.sum()
    np.testing.assert_allclose(priors.popularity, votes / (votes + 100), rtol=1e-6)
    np.testing.assert_allclose(priors.quality, (votes * ratings + 100 * mean) / (votes + 100) / 10, rtol=1e-6)
    again = Priors.from_arrays(priors.to_arrays())
    assert (again.popularity.dtype, again.quality.dtype) == (np.float32, np.float32)
    assert again.popularity.tolist() == priors.popularity.tolist()
    assert again.quality.tolist() == priors.quality.tolist()


@pytest.mark.parametrize("lost", ["priors/popularity", "priors/quality"])
def test_priors_that_are_not_whole_are_refused(lost: str) -> None:
    arrays = Priors.of(columns_for(film(1, "A"))).to_arrays()
    with pytest.raises(KeyError, match=lost):
        Priors.from_arrays({name: array for name, array in arrays.items() if name != lost})


def blend_of(size: int, seed: int, weights: Weights, scale: float) -> Blend:
    """Return a blend of so many films in no order."""
    random = np.random.default_rng(seed)
    popularity, rated = random.random((2, size), dtype=np.float32) ** 3
    film_years = random.choice([0, 1950, 1999, 2015], size).astype(np.int16)
    return Blend(film_years, Priors(popularity, rated), weights, [1999], scale)


def contents(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


SCALES = st.just(0.0) | st.floats(0.001, 1)
WEIGHTS = st.builds(Weights, WEIGHT, WEIGHT, WEIGHT)
CONTENTS = st.lists(st.floats(-1, 3, width=32), min_size=1, max_size=40)


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 2**32 - 1), CONTENTS, WEIGHTS, SCALES)
def test_each_part_is_its_weight_times_the_scale_as_far_as_content_reaches(
    seed: int, content: list[float], weights: Weights, scale: float
) -> None:
    blend = blend_of(len(content) + 3, seed, weights, scale)
    rows = np.random.default_rng(seed).permutation(len(content) + 3)[: len(content)]
    parts = blend.of(rows, contents(*content))
    closeness = era_closeness(blend.years, [1999]).tolist()
    for n, (row, value) in enumerate(zip(rows.tolist(), content, strict=True)):
        reach = min(1.0, max(0.0, value / (FADING_SHARE * scale))) if scale else 0.0
        assert parts.era[n] == pytest.approx(weights.era * scale * reach * closeness[row], abs=2e-6)
        known, rated = float(blend.priors.popularity[row]), float(blend.priors.quality[row])
        assert parts.popularity[n] == pytest.approx(weights.popularity * scale * reach * known, abs=2e-6)
        assert parts.quality[n] == pytest.approx(weights.quality * scale * reach * rated, abs=2e-6)
    assert {part.dtype for part in (parts.era, parts.popularity, parts.quality, parts.total)} == {np.dtype(np.float32)}
    np.testing.assert_allclose(parts.total, parts.era + parts.popularity + parts.quality, atol=1e-6)


@settings(deadline=None, max_examples=100)
@given(WEIGHTS, SCALES, st.lists(st.floats(-1, 0, width=32), min_size=1, max_size=9))
def test_what_has_nothing_in_common_with_a_query_gets_nothing_added(
    weights: Weights, scale: float, content: list[float]
) -> None:
    parts = blend_of(len(content), 3, weights, scale).of(np.arange(len(content)), contents(*content))
    for part in (parts.era, parts.popularity, parts.quality, parts.total):
        assert not part.any()


def test_nothing_is_added_where_the_tenth_film_has_nothing_in_common() -> None:
    parts = blend_of(3, 5, Weights(1.0, 2.0, 3.0), 0.0).of(np.arange(3), contents(0.9, 0.1, 0))
    assert parts.total.tolist() == [0, 0, 0]


def test_what_is_added_fades_below_a_share_of_the_scale_and_is_whole_above_it() -> None:
    blend = Blend(years(1999), Priors(np.ones(1, np.float32), np.ones(1, np.float32)), Weights(0.0, 2.0), [], 0.5)
    edge = FADING_SHARE * 0.5
    added = [float(blend.of(np.zeros(1, int), contents(edge * share)).popularity[0]) for share in (0.25, 0.5, 1, 2, 9)]
    assert added == pytest.approx([0.25, 0.5, 1, 1, 1], abs=1e-6)


@pytest.mark.parametrize(
    ("nearest", "scale"),
    [
        ([], 0.0),
        ([0.7], 0.7),
        ([0.7, 0.3], 0.3),
        ([0.1 * n for n in range(12, 2, -1)], 0.3),
        ([0.1 * n for n in range(12, 2, -1)] + [0.2, 0.1], 0.3),
        ([0.5, 0.3, 0.0], 0.3),
        ([0.5, -0.2], 0.5),
        ([0.0, -0.2], 0.0),
    ],
)
def test_the_scale_is_the_content_of_the_tenth_or_of_the_last_that_shares_anything(
    nearest: list[float], scale: float
) -> None:
    blend = blend_of(3, 5, Weights(1.0, 2.0, 3.0), 1.0)
    scaled = blend.scaled(contents(*nearest))
    assert scaled.scale == pytest.approx(scale)
    assert (scaled.years is blend.years, scaled.weights, scaled.seed_years) == (True, blend.weights, blend.seed_years)


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 2**32 - 1), CONTENTS, WEIGHTS, SCALES, st.floats(-2, 9))
def test_no_film_reaches_a_score_with_less_content_than_it_takes(
    seed: int, content: list[float], weights: Weights, scale: float, score: float
) -> None:
    blend = blend_of(len(content), seed, weights, scale)
    values = contents(*content)
    scores = values + blend.of(np.arange(len(values)), values).total
    for goal in (score, *scores.tolist()):
        assert (values[scores >= goal] >= blend.content_needed(goal)).all()


@settings(deadline=None, max_examples=200)
@given(WEIGHTS, SCALES, st.floats(-2, 9))
def test_a_film_that_has_all_else_just_does_not_reach_a_score_with_the_content_it_takes(
    weights: Weights, scale: float, score: float
) -> None:
    era, known, rated = (weight > 0 for weight in (weights.era, weights.popularity, weights.quality))
    priors = Priors(np.array([known], np.float32), np.array([rated], np.float32))
    blend = Blend(years(1999), priors, weights, [1999 if era else 0], scale)
    needed = contents(blend.content_needed(score))
    reached = float((needed + blend.of(np.zeros(1, int), needed).total)[0])
    # What rounding may take is left on the safe side.
    assert score - 5e-3 <= reached <= score + 1e-5
