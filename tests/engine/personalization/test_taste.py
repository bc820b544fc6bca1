"""The fitted taste is the solution of the ridge regression, whatever the catalogue and the marks."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from engine import CineWatch
from engine.personalization.ratings import Ratings
from engine.personalization.taste import NO_TASTE, Background, fit
from engine.personalization.traits import DECADES, ERA_SIZE, FAME_SIZE, N_TRAITS, traits, year_traits
from tests.engine.personalization.random_users import dense_taste_scores, marks_of


def test_the_taste_equals_a_dense_ridge_regression(cinewatch: CineWatch, ratings: Ratings) -> None:
    columns = cinewatch.opened.columns
    beside = traits(columns.year, columns.votes, int(columns.votes.max()))
    for number in range(1, 11):
        user = cinewatch.for_you.user(marks_of(ratings, number))
        scores = cinewatch.opened.space.scores(user.taste.terms) + beside @ user.taste.traits
        np.testing.assert_allclose(scores, dense_taste_scores(cinewatch, user.rows, user.grades), atol=1e-4)


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(0, 8))
def test_films_outside_the_background_count_with_their_grades(seed: int, rated: int, background: int) -> None:
    chance = np.random.default_rng(seed)
    dense = np.where(chance.random((12, 9)) < 0.4, chance.random((12, 9)), 0).astype(np.float32)
    films, beside = sp.csr_array(dense), chance.random((12, N_TRAITS)).astype(np.float32)
    rows = np.sort(chance.permutation(12)[:rated])
    grades = chance.normal(size=rated)
    behind = np.arange(background)
    taste = fit(Background.of(films, behind, beside[:background]), films[rows], rows, beside[rows], grades, ridge=0.7)
    used = np.union1d(behind, rows)
    design = np.hstack([dense * dense[rows].any(axis=0), beside])[used].astype(np.float64)
    targets = np.zeros(12)
    targets[rows] = grades
    normal, right = design.T @ design + 0.7 * np.eye(design.shape[1]), design.T @ targets[used]
    expected = np.asarray(np.linalg.solve(normal, right), dtype=np.float64)
    weights = np.zeros(9)
    weights[taste.terms.indices] = taste.terms.weights
    np.testing.assert_allclose(np.concatenate([weights, taste.traits]), expected, atol=1e-4)


def test_without_marks_there_is_no_taste(cinewatch: CineWatch) -> None:
    films = cinewatch.opened.space.films
    none = np.empty(0, dtype=np.int64)
    background = Background.of(films, none, np.empty((0, N_TRAITS), np.float32))
    assert fit(background, films[none], none, np.empty((0, N_TRAITS), np.float32), np.empty(0)) is NO_TASTE


@given(st.integers(1870, 2060))
def test_a_year_belongs_to_at_most_two_neighbouring_decades(year: int) -> None:
    (decades,) = year_traits(np.array([year]))
    (near,) = np.nonzero(decades)
    assert 1 <= len(near) <= 2
    assert np.ptp(near) == len(near) - 1
    assert (decades**2).sum() == pytest.approx(ERA_SIZE, rel=1e-5)
    assert DECADES[int(decades.argmax())] == pytest.approx(min(max(year, 1870), 2059), abs=10)


def test_an_unknown_year_belongs_to_no_decade_and_the_most_voted_film_has_all_the_fame() -> None:
    unknown, known = traits(np.array([0, 1997]), np.array([0, 50]), 50)
    assert not unknown.any()
    assert known[-1] ** 2 == pytest.approx(FAME_SIZE)
