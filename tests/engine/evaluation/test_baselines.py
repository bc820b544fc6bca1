"""The baselines on the films that do not exist, and how sure a mean is."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import CineWatch, Query, Weights
from engine.evaluation import baselines
from engine.evaluation.baselines import System
from engine.evaluation.bootstrap import estimate
from engine.evaluation.systems import Candidates, baseline_systems, cinewatch_systems
from fakes.sample_catalogue import (
    BARE,
    HARBOUR,
    HIDDEN,
    HIGH_WATER,
    IDS,
    LOW_TIDE,
    NIGHTJAR_1974,
    NIGHTJAR_2015,
    UNDERTOW,
    Build,
    film_row,
)


def systems(cinewatch: CineWatch) -> dict[str, System]:
    made = cinewatch_systems(cinewatch, ablation=True) | baseline_systems(cinewatch, seed=1)
    return {name: make() for name, make in made.items()}


def test_every_system_ranks_each_film_that_may_be_recommended_once_but_never_the_one_asked_about(
    cinewatch: CineWatch,
) -> None:
    for name, system in systems(cinewatch).items():
        for asked in (HARBOUR, BARE, UNDERTOW):
            found = Counter(system(cinewatch.film(asked)).tolist())
            assert found == Counter(set(IDS) - HIDDEN - {asked}), name


def test_the_usual_recipe_finds_the_same_story(cinewatch: CineWatch) -> None:
    found = systems(cinewatch)["the usual recipe"](cinewatch.film(HARBOUR))
    assert set(found[:2].tolist()) == {LOW_TIDE, HIGH_WATER}


def test_the_usual_recipe_is_the_cosine_of_the_words(build: Build) -> None:
    rows = [
        film_row(1, "A", 2000, 30, overview="whale"),
        film_row(2, "B", 2000, 20, overview="whale robot"),
        film_row(3, "C", 2000, 10, overview="robot"),
    ]
    cinewatch = build(rows)
    scores = baselines.usual_recipe(Candidates(cinewatch))(cinewatch.film(1))
    assert scores.tolist() == pytest.approx([1, math.sqrt(0.5), 0])


def test_films_without_a_word_are_all_the_same_to_the_usual_recipe(build: Build) -> None:
    cinewatch = build([film_row(1, "A", 2000, 10), film_row(2, "B", 2000, 30), film_row(3, "C", 2000, 20)])
    found = systems(cinewatch)["the usual recipe"](cinewatch.film(1))
    assert found.tolist() == [2, 3]


def test_genre_overlap_is_shared_genres_among_those_of_either(cinewatch: CineWatch) -> None:
    films = Candidates(cinewatch)
    scores = dict(zip(films.ids, baselines.genre_overlap(films)(cinewatch.film(NIGHTJAR_2015)).tolist(), strict=True))
    assert scores[NIGHTJAR_2015] == 1
    assert scores[NIGHTJAR_1974] == 0.5
    assert scores[HARBOUR] == scores[BARE] == 0


def test_popularity_is_the_order_of_votes_whatever_is_asked(cinewatch: CineWatch) -> None:
    popular = systems(cinewatch)["popularity"]
    votes = [cinewatch.film(int(one)).votes for one in popular(cinewatch.film(BARE))]
    assert votes == sorted(votes, reverse=True)
    assert popular(cinewatch.film(BARE))[0] == HARBOUR
    assert popular(cinewatch.film(HARBOUR))[0] == LOW_TIDE


def test_chance_differs_between_films_and_seeds_and_never_between_runs(cinewatch: CineWatch) -> None:
    def drawn(seed: int, asked: int) -> list[float]:
        scores: list[float] = baselines.random(50, seed)(cinewatch.film(asked)).tolist()
        return scores

    assert drawn(1, HARBOUR) == drawn(1, HARBOUR)
    assert drawn(1, HARBOUR) != drawn(2, HARBOUR)
    assert drawn(1, HARBOUR) != drawn(1, BARE)


def test_ours_is_what_the_facade_ranks_and_a_part_switched_off_is_another_order(cinewatch: CineWatch) -> None:
    made = systems(cinewatch)
    found = [made["CineWatch"](cinewatch.film(asked)).tolist() for asked in IDS]
    assert found == [cinewatch.recommender.ranked_ids(Query((asked,), k=len(cinewatch))) for asked in IDS]
    changed = {
        "CineWatch, era off": replace(Weights(), era=0.0),
        "CineWatch, popularity off": replace(Weights(), popularity=0.0),
        "CineWatch, match alone": replace(Weights(), era=0.0, popularity=0.0, quality=0.0, community=0.0),
    }
    for name, weights in changed.items():
        alone = [made[name](cinewatch.film(asked)).tolist() for asked in IDS]
        assert alone == [
            cinewatch.recommender.ranked_ids(Query((asked,), k=len(cinewatch), weights=weights)) for asked in IDS
        ], name
        assert alone != found, name
    assert "CineWatch, era off" not in cinewatch_systems(cinewatch, ablation=False)


def test_where_a_community_was_learned_it_is_switched_off_too(cinewatch: CineWatch, learned: CineWatch) -> None:
    name, film = "CineWatch, community off", learned.film(153)
    assert name not in systems(cinewatch)
    found = {which: systems(learned)[which](film).tolist() for which in ("CineWatch", name, "CineWatch, match alone")}
    assert found[name] == systems(cinewatch)["CineWatch"](film).tolist() != found["CineWatch"]
    assert found["CineWatch, match alone"] == systems(cinewatch)["CineWatch, match alone"](film).tolist()


values_of_some = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40)


@given(values=values_of_some)
def test_the_interval_holds_the_mean_and_lies_within_the_values(values: list[float]) -> None:
    found = estimate(values, resamples=50)
    assert found.low <= found.mean <= found.high
    assert found.mean == pytest.approx(np.mean(values))
    assert min(values) - 1e-6 <= found.low <= found.high <= max(values) + 1e-6


def test_the_same_seed_gives_the_same_interval_and_another_one_another() -> None:
    values = np.arange(30) ** 2
    assert estimate(values) == estimate(values)
    assert estimate(values) != estimate(values, seed=1)


def test_the_interval_is_that_of_the_normal_distribution_where_there_are_many_values() -> None:
    values = np.random.default_rng(0).normal(size=2_000)
    found = estimate(values)
    half = 1.96 * values.std() / math.sqrt(len(values))
    assert (found.low, found.high) == pytest.approx((values.mean() - half, values.mean() + half), abs=half / 10)


def test_what_could_not_be_measured_is_left_out_of_a_mean() -> None:
    assert estimate([1.0, math.nan, 3.0]).mean == 2
    assert estimate([1.0, math.nan, 3.0]).films == 2
    nothing = estimate([math.nan])
    assert nothing.films == 0
    assert math.isnan(nothing.mean)
    assert math.isnan(nothing.low)
