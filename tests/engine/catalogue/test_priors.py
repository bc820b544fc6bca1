"""Popularity and quality of films: ranges, unknown values, limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.catalogue.cleaning import clean
from engine.catalogue.columns import FilmColumns, columns_of
from engine.catalogue.priors import KNOWN_VOTES, PRIOR_VOTES, Priors, mean_rating, popularity_prior, quality_prior
from engine.reading.rows import Chunk
from fakes.sample_catalogue import COLUMNS, FILMS, Row, film_row

MAX_VOTES = 2**31 - 1
VOTES = st.integers(0, MAX_VOTES)
RATINGS = st.floats(0, 10, width=32)


def columns_for(*rows: Row) -> FilmColumns:
    """Return the columns of rows of TMDB v11 as a build makes them."""
    chunk = Chunk({name: [row[name] for row in rows] for name in COLUMNS}, range(len(rows)), ())
    return columns_of(clean(chunk, 2026).films, np.zeros(len(rows), np.int32))[0]


def quality(rating: float, votes: int, mean: float = 6.0) -> float:
    """Return the quality of one film."""
    return float(quality_prior(np.array([rating], np.float32), np.array([votes], np.int32), mean)[0])


@settings(deadline=None, max_examples=40)
@given(st.lists(VOTES, max_size=20))
def test_popularity_grows_with_votes_from_0_to_1(votes: list[int]) -> None:
    popularity = popularity_prior(np.array(sorted(votes), dtype=np.int32))
    assert popularity.dtype == np.float32
    assert ((popularity >= 0) & (popularity <= 1)).all()
    assert (np.diff(popularity) >= 0).all()


def test_popularity_is_0_without_votes_half_at_a_few_hundred_and_saturates() -> None:
    none, some, many, most = popularity_prior(np.array([0, KNOWN_VOTES, 1_000_000, MAX_VOTES], np.int32)).tolist()
    assert (none, some) == (0.0, 0.5)
    assert many > 0.999
    assert most - many < 0.001


@pytest.mark.parametrize(
    ("rating", "votes", "mean", "expected"),
    [(8, 100, 6, 0.7), (9, 300, 5, 0.8), (2, 50, 8, 0.6), (10, 900, 0, 0.9), (0, 100, 10, 0.5)],
)
def test_quality_is_the_bayesian_average(rating: float, votes: int, mean: float, expected: float) -> None:
    assert PRIOR_VOTES == 100
    assert quality(rating, votes, mean) == pytest.approx(expected)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(RATINGS | st.just(float("nan")), VOTES), max_size=20), st.floats(0, 10))
def test_quality_lies_between_the_rating_and_the_mean(films: list[tuple[float, int]], mean: float) -> None:
    ratings, votes = np.array([f[0] for f in films], np.float32), np.array([f[1] for f in films], np.int32)
    values = quality_prior(ratings, votes, mean)
    assert values.dtype == np.float32
    assert values.shape == (len(films),)
    assert ((values >= 0) & (values <= 1)).all()
    ends = np.stack([np.where(np.isnan(ratings), mean, ratings), np.full(len(films), mean)]) / 10
    assert ((values >= ends.min(axis=0) - 1e-6) & (values <= ends.max(axis=0) + 1e-6)).all()


def test_a_film_without_votes_or_rating_has_the_mean_quality() -> None:
    for mean in (0.0, 5.0, 6.4, 10.0):
        for rating, votes in ((9.9, 0), (float("nan"), 0), (float("nan"), 5_000)):
            assert quality(rating, votes, mean) == pytest.approx(mean / 10)


@settings(deadline=None, max_examples=40)
@given(RATINGS, st.floats(0, 10), st.lists(VOTES, min_size=2, max_size=20))
def test_quality_moves_from_the_mean_to_the_rating_as_votes_grow(rating: float, mean: float, votes: list[int]) -> None:
    first, *between, last = [quality(rating, count, mean) for count in [0, *sorted(votes), MAX_VOTES]]
    distances = np.abs(np.array([first, *between, last]) - rating / 10)
    assert (np.diff(distances) <= 1e-6).all()
    assert first == pytest.approx(mean / 10, abs=1e-6)
    assert last == pytest.approx(rating / 10, abs=1e-5)


def test_the_mean_rating_counts_every_vote_once() -> None:
    rows = [film_row(1, "A", votes=1, vote_average=9), film_row(2, "B", votes=3, vote_average=5)]
    assert mean_rating(columns_for(*rows)) == pytest.approx(6)
    assert mean_rating(columns_for(*rows, film_row(3, "C", votes=0, vote_average=1))) == pytest.approx(6)
    assert mean_rating(columns_for(*rows, film_row(4, "D", votes=99, vote_average=""))) == pytest.approx(6)


def test_the_mean_rating_does_not_overflow() -> None:
    rows = [film_row(n, "A", votes=MAX_VOTES, vote_average=rating) for n, rating in enumerate([4, 6, 8, 8], 1)]
    assert mean_rating(columns_for(*rows)) == pytest.approx(6.5)


def test_without_votes_the_mean_rating_is_the_middle() -> None:
    assert mean_rating(columns_for(film_row(1, "A", votes=0), film_row(2, "B", votes=0))) == 5.0
    assert mean_rating(columns_for(film_row(1, "A", votes=7, vote_average=""))) == 5.0


def test_priors_fit_each_film_and_survive_being_stored() -> None:
    priors = Priors.of(columns_for(*FILMS))
    votes = np.array([int(row["vote_count"]) for row in FILMS], np.float64)
    ratings = np.array([float(row["vote_average"]) for row in FILMS])
    mean = (votes * ratings).sum() / votes.sum()
    np.testing.assert_allclose(priors.popularity, votes / (votes + KNOWN_VOTES), rtol=1e-6)
    np.testing.assert_allclose(priors.quality, (votes * ratings + 100 * mean) / (votes + 100) / 10, rtol=1e-6)
    stored = Priors.from_arrays(priors.to_arrays())
    assert stored.popularity.dtype == stored.quality.dtype == np.float32
    assert stored.popularity.tolist() == priors.popularity.tolist()
    assert stored.quality.tolist() == priors.quality.tolist()
    assert stored.ubiquity.tolist() == [0] * len(FILMS)


@pytest.mark.parametrize("lost", ["priors/popularity", "priors/quality", "priors/ubiquity"])
def test_incomplete_priors_are_refused(lost: str) -> None:
    arrays = Priors.of(columns_for(film_row(1, "A"))).to_arrays()
    with pytest.raises(KeyError, match=lost):
        Priors.from_arrays({name: array for name, array in arrays.items() if name != lost})
