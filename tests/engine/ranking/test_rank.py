"""The best by content and blend together are those of a full sort, however few films are looked at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.catalogue.priors import Priors
from engine.ranking.blend import Blend, Weights
from engine.ranking.rank import percentile_ranks, rank, ranks

BLOCK = 512
SEEDS = st.integers(0, 2**32 - 1)
SIZES = st.integers(1, 3_000) | st.builds(
    lambda blocks, beside: BLOCK * blocks + beside, st.integers(1, 5), st.sampled_from([-1, 0, 1])
)
KINDS = st.sampled_from(["zero", "sparse", "cosines", "tied", "negative", "falling", "boosted", "slight", "one step"])
WEIGHT = st.sampled_from([0.0, 0.1, 0.8, 1.5, 5.0, -0.1, -2.0])
WEIGHTS = st.builds(Weights, WEIGHT, WEIGHT, WEIGHT)
ALLOWED = st.sampled_from([0.0, 0.002, 0.3, 0.9, 1.0])
"""Share of the films that may be recommended."""
KNOWN = st.sampled_from(["by chance", "in steps", "where content is less", "where content is more"])
"""How the priors of films lie: what is least similar may be best in all else."""
RUNS = st.sampled_from([64, 600, 2**16])
"""Rows that are scored at a time."""
NEAR = 500
"""Films nearest by content that are blended first: more may be asked for."""
COUNTS = st.sampled_from([0, 1, 2, 10, NEAR]) | st.integers(0, 3 * NEAR)


def contents(random: np.random.Generator, size: int, kind: str) -> np.ndarray:
    """Return contents as queries give them: mostly zeros, cosines, values that many films share, or a falling slope."""
    made = {
        "zero": np.zeros(size),
        "sparse": random.random(size) * (random.random(size) < 0.05),
        "cosines": random.random(size),
        "tied": random.integers(-4, 5, size) / 4,
        "negative": -random.random(size),
        "falling": np.linspace(0.2, 0, size),
        "slight": 0.004 * random.random(size),
        "boosted": 2.5 * random.random(size) ** 4 - 0.2,
        # Many films just above the others, and these just where what is added fades.
        "one step": np.where(random.random(size) < 0.4, 0.5, 0.2 + 0.01 * random.random(size)),
    }
    return made[kind].astype(np.float32)


def blend_of(random: np.random.Generator, content: np.ndarray, weights: Weights, known: str) -> Blend:
    """Return a blend of films with these contents."""
    size = len(content)
    years = random.integers(1950, 2030, size) * (random.random(size) < 0.9)
    place = np.argsort(np.argsort(content, kind="stable")) / size
    priors = {
        "by chance": random.random((2, size)),
        "in steps": random.integers(0, 3, (2, size)) / 2,
        "where content is less": np.stack([1 - place, place < 0.7]),
        "where content is more": np.stack([place, place > 0.4]),
    }[known].astype(np.float32)
    if known.startswith("where"):
        years[:] = np.where(place < 0.7, 1999, 1900)
    seed_years = random.choice([0, 1950, 1999, 2015], 2).tolist()
    return Blend(years.astype(np.int16), Priors(priors[0], priors[1]), weights, seed_years)


def plainly_scaled(content: np.ndarray, allowed: np.ndarray, blend: Blend) -> Blend:
    """Return a blend with the content of the tenth nearest film allowed as its scale, found by sorting all."""
    nearest = sorted(content[allowed].tolist(), reverse=True)[:10]
    return replace(blend, scale=min((value for value in nearest if value > 0), default=0.0))


def full_sort(content: np.ndarray, allowed: np.ndarray, blend: Blend) -> list[int]:
    """Return all rows allowed, best first, by blending and sorting all films."""
    scaled = plainly_scaled(content, allowed, blend)
    scores = content + scaled.of(np.arange(len(content)), content).total
    return sorted(np.flatnonzero(allowed).tolist(), key=lambda row: (-scores[row], row))


@settings(deadline=None, max_examples=400)
@given(SEEDS, SIZES, ALLOWED, KINDS, WEIGHTS, KNOWN, COUNTS)
@example(1, 2_500, 1.0, "one step", Weights(0.8, 1.5, 0.0), "where content is less", 10)
@example(1, 2_500, 1.0, "falling", Weights(5.0, 5.0, 5.0), "where content is less", 1)
def test_the_best_are_those_of_a_full_sort(
    seed: int, size: int, share: float, kind: str, weights: Weights, known: str, k: int
) -> None:
    random = np.random.default_rng(seed)
    content, allowed = contents(random, size, kind), random.random(size) < share
    blend = blend_of(random, content, weights, known)
    rows, scaled = rank(content, allowed, blend, k)
    assert rows.tolist() == full_sort(content, allowed, blend)[:k]
    assert (scaled.weights, scaled.seed_years) == (blend.weights, blend.seed_years)
    assert scaled.scale == plainly_scaled(content, allowed, blend).scale


@settings(deadline=None, max_examples=60)
@given(SEEDS, SIZES, ALLOWED, WEIGHTS, KNOWN, st.integers(0, 600))
def test_all_films_come_in_order_where_more_are_asked_for_than_there_are(
    seed: int, size: int, share: float, weights: Weights, known: str, beyond: int
) -> None:
    random = np.random.default_rng(seed)
    content, allowed = contents(random, size, "tied"), random.random(size) < share
    blend = blend_of(random, content, weights, known)
    rows, _ = rank(content, allowed, blend, int(allowed.sum()) + beyond)
    assert rows.tolist() == full_sort(content, allowed, blend)


@pytest.mark.parametrize("k", [1, 10, NEAR - 1, NEAR, NEAR + 1, 600])
@pytest.mark.parametrize("famous", [700, 1_023, 1_024, 2_000])
def test_a_film_that_only_its_fame_recommends_is_found_behind_many_that_are_nearer(famous: int, k: int) -> None:
    content = np.full(2_001, 0.12, np.float32)
    content[:600] = 0.2
    popularity = np.zeros(2_001, np.float32)
    popularity[famous] = 1
    blend = Blend(np.zeros(2_001, np.int16), Priors(popularity, popularity), Weights(), [1999])
    allowed = np.ones(2_001, bool)
    allowed[3] = False
    rows, _ = rank(content, allowed, blend, k)
    assert rows[0] == famous
    assert rows.tolist() == full_sort(content, allowed, blend)[:k]


@pytest.mark.parametrize("k", [0, 1, 9, 10, 11, 700])
def test_the_scale_is_the_content_of_the_tenth_film_allowed_however_many_are_asked_for(k: int) -> None:
    random = np.random.default_rng(3)
    content, allowed = random.random(900, dtype=np.float32), random.random(900) < 0.5
    blend = blend_of(random, content, Weights(), "by chance")
    assert rank(content, allowed, blend, k)[1].scale == sorted(content[allowed].tolist())[-10]


PART = st.floats(0, 1, width=32)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from([BLOCK - 1, BLOCK, 3 * BLOCK + 1]), PART, PART, PART, WEIGHTS, st.integers(1, 20))
def test_of_films_that_score_the_same_the_lower_rows_come_first(
    size: int, content: float, popularity: float, quality: float, weights: Weights, k: int
) -> None:
    same, known, rated = (np.full(size, value, np.float32) for value in (content, popularity, quality))
    blend = Blend(np.full(size, 1999, np.int16), Priors(known, rated), weights, [1999])
    assert rank(same, np.arange(size) != 1, blend, k)[0].tolist() == [0, *range(2, k + 1)]


@pytest.mark.parametrize("k", [2, 3, 4])
def test_of_films_that_score_the_same_nearness_is_no_advantage(k: int) -> None:
    # The scale is 0.5, which popularity therefore counts by.
    content, popularity = np.array([0.5, 0.75, 1], np.float32), np.array([1, 0.5, 0], np.float32)
    blend = Blend(np.zeros(3, np.int16), Priors(popularity, popularity), Weights(era=0, popularity=1), [0])
    assert rank(content, np.ones(3, bool), blend, k)[0].tolist() == [0, 1, 2][:k]


@pytest.mark.parametrize("k", [0, 1, 600])
def test_where_no_film_is_allowed_none_comes(k: int) -> None:
    content, none = np.ones(2 * BLOCK, np.float32), np.zeros(2 * BLOCK, bool)
    blend = blend_of(np.random.default_rng(7), content, Weights(), "by chance")
    rows, scaled = rank(content, none, blend, k)
    assert (rows.tolist(), scaled.scale) == ([], 0.0)


@settings(deadline=None, max_examples=300)
@given(SEEDS, st.integers(1, 900), ALLOWED, KINDS, WEIGHTS, KNOWN, st.integers(0, 12))
def test_places_are_those_that_counting_gives(
    seed: int, size: int, share: float, kind: str, weights: Weights, known: str, asked: int
) -> None:
    random = np.random.default_rng(seed)
    content, allowed = contents(random, size, kind), random.random(size) < share
    blend = plainly_scaled(content, allowed, blend_of(random, content, weights, known))
    rows = random.permutation(size)[:asked]
    scores = (content + blend.of(np.arange(size), content).total).tolist()
    before = [
        sum((-scores[other], other) < (-scores[row], row) for other in np.flatnonzero(allowed).tolist())
        for row in rows.tolist()
    ]
    assert ranks(content, allowed, blend, rows) == [1 + count for count in before]


@settings(deadline=None, max_examples=50)
@given(SEEDS, KINDS, WEIGHTS, KNOWN, st.integers(0, 700))
def test_the_films_ranked_have_the_places_from_the_first_on(
    seed: int, kind: str, weights: Weights, known: str, k: int
) -> None:
    random = np.random.default_rng(seed)
    content, allowed = contents(random, 1_200, kind), random.random(1_200) < 0.9
    rows, scaled = rank(content, allowed, blend_of(random, content, weights, known), k)
    assert ranks(content, allowed, scaled, rows) == list(range(1, k + 1))


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
        patch.setattr("engine.retrieval.row_blocks.ROWS_PER_BLOCK", run)
        got = percentile_ranks(content, asked, rows)
    assert got == pytest.approx([count / len(others) if others else 0.0 for count in below])


@pytest.mark.parametrize("run", [1, 16, 64, 2**16])
def test_shares_of_the_few_best_are_exact(run: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.retrieval.row_blocks.ROWS_PER_BLOCK", run)
    content = np.arange(64, dtype=np.float32) // 2
    assert percentile_ranks(content, content[[63, 61, 60]], [62]) == pytest.approx([62 / 63, 60 / 63, 60 / 63])
    assert percentile_ranks(content, content[:0], [62]) == []


def test_seeds_count_neither_among_the_others_nor_as_below() -> None:
    content = np.array([0.9, 0.1, 0.2, 0.3, 0.3], np.float32)
    assert percentile_ranks(content, content[[3, 2]], [0, 1]) == pytest.approx([1 / 3, 0])
