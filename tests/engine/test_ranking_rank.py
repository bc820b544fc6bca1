"""The best by content and blend together are those of a full sort, however few films are looked at."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ranking.blend import Blend, Priors, Weights
from engine.ranking.rank import rank, shares_below

BLOCK = 512
SIZES = st.integers(1, 3_000) | st.builds(
    lambda blocks, beside: BLOCK * blocks + beside, st.integers(1, 5), st.sampled_from([-1, 0, 1])
)
KINDS = st.sampled_from(["zero", "sparse", "cosines", "tied", "negative", "falling"])
WEIGHT = st.sampled_from([0.0, 0.1, 0.3, 1.0, 5.0, -0.1, -2.0])
WEIGHTS = st.builds(Weights, WEIGHT, WEIGHT, WEIGHT)
ALLOWED = st.sampled_from([0.0, 0.002, 0.3, 0.9, 1.0])
"""Share of the films that may be recommended."""
RUNS = st.sampled_from([64, 600, 2**16])
"""Rows that are scored at a time."""
NEAR = 500
"""Films nearest by content that are blended first: more may be asked for."""


def contents(random: np.random.Generator, size: int, kind: str) -> np.ndarray:
    """Return contents as queries give them: mostly zeros, cosines, values that many films share, or a falling slope."""
    made = {
        "zero": np.zeros(size),
        "sparse": random.random(size) * (random.random(size) < 0.05),
        "cosines": random.random(size),
        "tied": random.integers(-4, 5, size) / 4,
        "negative": -random.random(size),
        "falling": np.linspace(0.2, 0, size),
    }
    return made[kind].astype(np.float32)


def blend_of(random: np.random.Generator, size: int, weights: Weights, steps: int) -> Blend:
    """Return a blend of films in no order, whose priors have `steps` + 1 different values."""
    years = random.integers(1950, 2030, size) * (random.random(size) < 0.9)
    popularity, quality = (random.integers(0, steps + 1, (2, size)) / steps).astype(np.float32)
    seeds = random.choice([0, 1950, 1999, 2015], 2).tolist()
    return Blend(years.astype(np.int16), Priors(popularity, quality), weights, seeds)


def ranked(content: np.ndarray, allowed: np.ndarray, blend: Blend, k: int, run: int) -> list[int]:
    """Return what the engine ranks, scoring `run` rows at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.index.runs.RUN", run)
        return rank(content, allowed, blend, k).tolist()


def full_sort(content: np.ndarray, allowed: np.ndarray, blend: Blend, k: int) -> list[int]:
    """Return the rows of the k best by blending and sorting all films."""
    scores = content + blend.of(np.arange(len(content))).total
    return sorted(np.flatnonzero(allowed).tolist(), key=lambda row: (-scores[row], row))[:k]


@settings(deadline=None, max_examples=300)
@given(
    st.integers(0, 2**32 - 1),
    SIZES,
    ALLOWED,
    KINDS,
    WEIGHTS,
    st.sampled_from([1, 3, 1_000_000]),
    st.sampled_from([0, 1, 2, 10, NEAR]) | st.integers(0, 3 * NEAR),
    RUNS,
)
def test_the_best_are_those_of_a_full_sort(
    seed: int, size: int, share: float, kind: str, weights: Weights, steps: int, k: int, run: int
) -> None:
    random = np.random.default_rng(seed)
    content, allowed = contents(random, size, kind), random.random(size) < share
    blend = blend_of(random, size, weights, steps)
    assert ranked(content, allowed, blend, k, run) == full_sort(content, allowed, blend, k)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1), SIZES, ALLOWED, WEIGHTS, st.sampled_from([1, 4, 1_000_000]), st.integers(0, 600))
def test_all_films_come_in_order_where_more_are_asked_for_than_there_are(
    seed: int, size: int, share: float, weights: Weights, steps: int, beyond: int
) -> None:
    random = np.random.default_rng(seed)
    content, allowed = contents(random, size, "tied"), random.random(size) < share
    blend = blend_of(random, size, weights, steps)
    k = int(allowed.sum()) + beyond
    assert rank(content, allowed, blend, k).tolist() == full_sort(content, allowed, blend, k)


@pytest.mark.parametrize("k", [1, 10, NEAR - 1, NEAR, NEAR + 1, 600])
@pytest.mark.parametrize("famous", [700, 1_023, 1_024, 2_000])
def test_a_film_that_only_its_fame_recommends_is_found_behind_many_that_are_nearer(famous: int, k: int) -> None:
    content = np.zeros(2_001, np.float32)
    content[:600] = 0.001
    popularity = np.zeros(2_001, np.float32)
    popularity[famous] = 1
    blend = Blend(np.zeros(2_001, np.int16), Priors(popularity, popularity), Weights(), [1999])
    allowed = np.ones(2_001, bool)
    allowed[3] = False
    assert rank(content, allowed, blend, k).tolist() == full_sort(content, allowed, blend, k)


PART = st.floats(0, 1, width=32)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from([BLOCK - 1, BLOCK, 3 * BLOCK + 1]), PART, PART, PART, WEIGHTS, st.integers(1, 20), RUNS)
def test_of_films_that_score_the_same_the_lower_rows_come_first(
    size: int, content: float, popularity: float, quality: float, weights: Weights, k: int, run: int
) -> None:
    same, known, liked = (np.full(size, value, np.float32) for value in (content, popularity, quality))
    blend = Blend(np.full(size, 1999, np.int16), Priors(known, liked), weights, [1999])
    assert ranked(same, np.arange(size) != 1, blend, k, run) == [0, *range(2, k + 1)]


@pytest.mark.parametrize("k", [2, 3, 4])
def test_of_films_that_score_the_same_nearness_is_no_advantage(k: int) -> None:
    content, popularity = np.array([0.5, 0.75, 1], np.float32), np.array([0.5, 0.25, 0], np.float32)
    blend = Blend(np.zeros(3, np.int16), Priors(popularity, popularity), Weights(popularity=1), [0])
    assert rank(content, np.ones(3, bool), blend, k).tolist() == [0, 1, 2][:k]


@pytest.mark.parametrize("k", [0, 1, 600])
def test_where_no_film_is_allowed_none_comes(k: int) -> None:
    blend = blend_of(np.random.default_rng(7), 2 * BLOCK, Weights(), 3)
    assert rank(np.ones(2 * BLOCK, np.float32), np.zeros(2 * BLOCK, bool), blend, k).tolist() == []


@settings(deadline=None, max_examples=300)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 400),
    KINDS,
    st.integers(0, 5),
    st.integers(0, 8),
    st.sampled_from([-0.6, 0.0, 0.3, 0.99]),
    st.sampled_from([1, 20, 100, 2**16]),
)
def test_shares_below_are_those_of_a_plain_loop(
    seed: int, size: int, kind: str, seeds: int, best: int, other: float, run: int
) -> None:
    random = np.random.default_rng(seed)
    content = contents(random, size, kind)
    rows = random.permutation(size)[:seeds].tolist()
    asked = np.append(np.sort(content)[size - min(best, size) :], np.float32(other))[random.integers(0, 2) :]
    others = [value for row, value in enumerate(content.tolist()) if row not in rows]
    below = [sum(value < limit for value in others) for limit in asked.tolist()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.index.runs.RUN", run)
        got = shares_below(content, asked, rows)
    assert got == pytest.approx([count / len(others) if others else 0.0 for count in below])


@pytest.mark.parametrize("run", [1, 16, 64, 2**16])
def test_shares_of_the_few_best_are_exact(run: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.index.runs.RUN", run)
    content = np.arange(64, dtype=np.float32) // 2
    assert shares_below(content, content[[63, 61, 60]], [62]) == pytest.approx([62 / 63, 60 / 63, 60 / 63])
    assert shares_below(content, content[:0], [62]) == []


def test_seeds_count_neither_among_the_others_nor_as_below() -> None:
    content = np.array([0.9, 0.1, 0.2, 0.3, 0.3], np.float32)
    assert shares_below(content, content[[3, 2]], [0, 1]) == pytest.approx([1 / 3, 0])
