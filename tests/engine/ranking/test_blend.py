"""What a score adds to the match: ranges, unknown values, limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.catalogue.priors import Priors
from engine.ranking.blend import (
    CATEGORY_FADING,
    ERA_YEARS,
    FADING_SHARE,
    SPECIFIC_SHARE,
    Blend,
    Weights,
    era_closeness,
)

Floats = np.typing.NDArray[np.float32]
Years = np.typing.NDArray[np.int16]

WEIGHT = st.sampled_from([0.0, -0.1, -3.0]) | st.floats(-5, 5)
WEIGHTS = st.builds(Weights, WEIGHT, WEIGHT, WEIGHT)
YEARS = st.lists(st.just(0) | st.integers(1870, 2036), min_size=1, max_size=20)
SCALES = st.just(0.0) | st.floats(0.001, 1)
MATCHES = st.lists(st.floats(-1, 3, width=32), min_size=1, max_size=40)
SEEDS = st.integers(0, 2**32 - 1)


def years(*values: int) -> Years:
    return np.array(values, dtype=np.int16)


def matches_of(*values: float) -> Floats:
    return np.array(values, dtype=np.float32)


ALL_ONES = Priors(np.ones(1, np.float32), np.ones(1, np.float32), np.zeros(1, np.float32))


def blend_of(size: int, seed: int, weights: Weights, scale: float) -> Blend:
    """Return a blend of `size` films with random years and priors."""
    random = np.random.default_rng(seed)
    popularity, quality, ubiquity, specific = random.random((4, size), dtype=np.float32) ** 3
    film_years = random.choice([0, 1950, 1999, 2015], size).astype(np.int16)
    return Blend(film_years, Priors(popularity, quality, ubiquity), weights, [1999], scale, specific)


@settings(deadline=None, max_examples=40)
@given(YEARS, YEARS)
def test_era_closeness_is_the_mean_over_the_seeds(films: list[int], seeds: list[int]) -> None:
    closeness = era_closeness(years(*films), seeds)
    expected = [
        sum(np.exp(-abs(film - seed) / ERA_YEARS) for seed in seeds if seed and film) / len(seeds) for film in films
    ]
    assert closeness.dtype == np.float32
    np.testing.assert_allclose(closeness, expected, atol=1e-6)
    assert ((closeness >= 0) & (closeness <= 1)).all()


@pytest.mark.parametrize(
    ("films", "seeds", "closeness"),
    [
        ([1999, 1999], [1999], [1, 1]),
        ([1989, 2009], [1999], [np.exp(-1)] * 2),
        ([0, 1999], [0], [0, 0]),
        ([0, 1999], [1999], [0, 1]),
        ([1999], [1999, 0], [0.5]),
        ([1999], [2036], [np.exp(-3.7)]),
        ([], [], []),
        ([], [1999], []),
    ],
    ids=[
        "same year",
        "ten years apart",
        "unknown seed",
        "unknown film",
        "one of two seeds unknown",
        "seed after all films",
        "no films, no seeds",
        "no films",
    ],
)
def test_era_closeness_of_a_few_films(films: list[int], seeds: list[int], closeness: list[float]) -> None:
    assert era_closeness(years(*films), seeds).tolist() == pytest.approx(closeness)


@settings(deadline=None, max_examples=80)
@given(SEEDS, MATCHES, WEIGHTS, SCALES)
def test_each_part_is_its_weight_times_the_scale_and_fades_with_a_low_match(
    seed: int, match: list[float], weights: Weights, scale: float
) -> None:
    blend = blend_of(len(match) + 3, seed, weights, scale)
    assert blend.specific is not None
    rows = np.random.default_rng(seed).permutation(len(match) + 3)[: len(match)]
    parts = blend.of(rows, matches_of(*match))
    closeness = era_closeness(blend.years, [1999]).tolist()
    for n, (row, value) in enumerate(zip(rows.tolist(), match, strict=True)):
        fading = min(1.0, max(0.0, value / (FADING_SHARE * scale))) if scale else 0.0
        if value > 0:
            specific = min(1.0, float(blend.specific[row]) / (SPECIFIC_SHARE * value))
            fading *= 1 - CATEGORY_FADING * (1 - specific)
        assert parts.era[n] == pytest.approx(weights.era * scale * fading * closeness[row], abs=2e-6)
        popularity, quality = float(blend.priors.popularity[row]), float(blend.priors.quality[row])
        if weights.popularity > 0:
            popularity = max(0.0, popularity - float(blend.priors.ubiquity[row]))
        assert parts.popularity[n] == pytest.approx(weights.popularity * scale * fading * popularity, abs=2e-6)
        assert parts.quality[n] == pytest.approx(weights.quality * scale * fading * quality, abs=2e-6)
    assert {part.dtype for part in (parts.era, parts.popularity, parts.quality, parts.total)} == {np.dtype(np.float32)}
    np.testing.assert_allclose(parts.total, parts.era + parts.popularity + parts.quality, atol=1e-6)


@settings(deadline=None, max_examples=40)
@given(WEIGHTS, SCALES, st.lists(st.floats(-1, 0, width=32), min_size=1, max_size=9))
def test_nothing_is_added_to_a_film_without_a_match(weights: Weights, scale: float, match: list[float]) -> None:
    parts = blend_of(len(match), 3, weights, scale).of(np.arange(len(match)), matches_of(*match))
    for part in (parts.era, parts.popularity, parts.quality, parts.total):
        assert not part.any()


@pytest.mark.parametrize(("specific", "left"), [(1.0, 1), (SPECIFIC_SHARE, 1), (SPECIFIC_SHARE / 2, 0.5), (-0.1, 0)])
def test_added_parts_fade_a_little_where_a_match_is_hardly_more_than_genre_and_company(
    specific: float, left: float
) -> None:
    blend = Blend(years(1999), ALL_ONES, Weights(0.0, 1.0), [1999], 1.0, matches_of(specific))
    added = float(blend.of(np.zeros(1, int), matches_of(1)).popularity[0])
    assert added == pytest.approx(1 - CATEGORY_FADING * (1 - left), abs=1e-6)


@pytest.mark.parametrize(("weight", "seeds", "expected"), [(1.0, [1999], 0.7), (-1.0, [1999], -1.0), (1.0, [], 1.0)])
def test_popularity_counts_less_for_a_film_that_comes_up_everywhere_if_well_known_films_are_wanted(
    weight: float, seeds: list[int], expected: float
) -> None:
    priors = replace(ALL_ONES, ubiquity=matches_of(0.3))
    parts = Blend(years(1999), priors, Weights(0.0, weight), seeds).of(np.zeros(1, int), matches_of(1))
    assert float(parts.popularity[0]) == pytest.approx(expected, abs=1e-6)


def test_nothing_is_added_if_the_scale_is_0() -> None:
    parts = blend_of(3, 5, Weights(1.0, 2.0, 3.0), 0.0).of(np.arange(3), matches_of(0.9, 0.1, 0))
    assert parts.total.tolist() == [0, 0, 0]


def test_added_parts_count_in_full_from_two_fifths_of_the_scale() -> None:
    blend = Blend(years(1999), ALL_ONES, Weights(0.0, 1.0), [], 1.0)
    added = [float(blend.of(np.zeros(1, int), matches_of(match)).popularity[0]) for match in (0.2, 0.36, 0.4, 0.5)]
    assert added == pytest.approx([0.5, 0.9, 1, 1], abs=1e-6)


def test_added_parts_fade_below_a_share_of_the_scale_and_are_full_above_it() -> None:
    blend = Blend(years(1999), ALL_ONES, Weights(0.0, 2.0), [], 0.5)
    edge = FADING_SHARE * 0.5
    added = [float(blend.of(np.zeros(1, int), matches_of(edge * share)).popularity[0]) for share in (0.25, 0.5, 1, 9)]
    assert added == pytest.approx([0.25, 0.5, 1, 1], abs=1e-6)


@pytest.mark.parametrize(
    ("best", "scale"),
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
def test_the_scale_is_the_tenth_best_match_or_the_lowest_above_0(best: list[float], scale: float) -> None:
    blend = blend_of(3, 5, Weights(1.0, 2.0, 3.0), 1.0)
    scaled = blend.scaled(matches_of(*best))
    assert scaled.scale == pytest.approx(scale)
    assert (scaled.years is blend.years, scaled.weights, scaled.seed_years) == (True, blend.weights, blend.seed_years)


@settings(deadline=None, max_examples=100)
@given(SEEDS, MATCHES, WEIGHTS, SCALES, st.floats(-2, 9))
def test_no_film_reaches_a_score_with_less_than_the_match_needed(
    seed: int, match: list[float], weights: Weights, scale: float, score: float
) -> None:
    blend = blend_of(len(match), seed, weights, scale)
    values = matches_of(*match)
    scores = values + blend.of(np.arange(len(values)), values).total
    for goal in (score, *scores.tolist()):
        assert (values[scores >= goal] >= blend.matches_needed(goal)[0]).all()


@settings(deadline=None, max_examples=80)
@given(WEIGHTS, SCALES, st.floats(-2, 9))
def test_a_film_with_the_most_of_every_part_just_misses_a_score_with_the_match_needed(
    weights: Weights, scale: float, score: float
) -> None:
    era, popularity, quality = (weight > 0 for weight in (weights.era, weights.popularity, weights.quality))
    priors = Priors(np.array([popularity], np.float32), np.array([quality], np.float32), np.zeros(1, np.float32))
    blend = Blend(years(1999), priors, weights, [1999 if era else 0], scale)
    needed = blend.matches_needed(score)
    reached = float((needed + blend.of(np.zeros(1, int), needed).total)[0])
    # The slack for rounding is on the safe side.
    assert score - 5e-3 <= reached <= score + 1e-5
