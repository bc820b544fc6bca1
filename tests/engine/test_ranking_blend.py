"""Closeness in time and being known: ranges, unknown values, limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ranking.blend import ERA_YEARS, KNOWN_VOTES, era_closeness, popularity_prior

YEARS = st.lists(st.just(0) | st.integers(1870, 2036), min_size=1, max_size=20)


def years(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int16)


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
