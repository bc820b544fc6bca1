"""The best films by score are those of a full sort, however few of them are scored."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.catalogue.priors import Priors
from engine.ranking.blend import Blend, Weights
from engine.ranking.liked_together import LikedTogether
from engine.ranking.rank import Ranking, percentile_ranks
from engine.retrieval.top_k import block_maxima
from tests.engine.reference import ROUNDED_TO_NOTHING

BLOCK = 512
Floats = np.typing.NDArray[np.float32]
Mask = np.typing.NDArray[np.bool_]

SEEDS = st.integers(0, 2**32 - 1)
SIZES = st.integers(1, 3_000) | st.builds(
    lambda blocks, beside: BLOCK * blocks + beside, st.integers(1, 5), st.sampled_from([-1, 0, 1])
)
KINDS = st.sampled_from(["zero", "sparse", "cosines", "tied", "negative", "falling", "boosted", "slight", "one step"])
WEIGHT = st.sampled_from([0.0, 0.1, 0.8, 1.5, 5.0, -0.1, -2.0])
WEIGHTS = st.builds(Weights, WEIGHT, WEIGHT, WEIGHT, community=st.sampled_from([0.0, 0.1, 1.5, 20.0]))
ALLOWED = st.sampled_from([0.0, 0.002, 0.3, 0.9, 1.0])
"""Share of the films that may be recommended."""
PRIORS = st.sampled_from(["random", "in steps", "higher for low matches", "higher for high matches"])
"""How popularity and quality go with the match: a film that matches least may have the most of everything else."""
SCORED_FIRST = 32
"""Best matches that are scored first; `k` may be higher."""
BLOCK_SIZES = st.sampled_from([4, 32, BLOCK])
COUNTS = st.sampled_from([0, 1, 2, 10, SCORED_FIRST]) | st.integers(0, 3 * SCORED_FIRST)


def matches_of(random: np.random.Generator, size: int, kind: str) -> Floats:
    """Return matches as queries give them: mostly zeros, cosines, values that many films share, or a falling slope."""
    kinds = {
        "zero": np.zeros(size),
        "sparse": random.random(size) * (random.random(size) < 0.05),
        "cosines": random.random(size),
        "tied": random.integers(-4, 5, size) / 4,
        "negative": -random.random(size),
        "falling": np.linspace(0.2, 0, size),
        "slight": 0.004 * random.random(size),
        "boosted": 2.5 * random.random(size) ** 4 - 0.2,
        # Many films just above the others, which lie where added parts fade.
        "one step": np.where(random.random(size) < 0.4, 0.5, 0.2 + 0.01 * random.random(size)),
    }
    return kinds[kind].astype(np.float32)


def blend_of(random: np.random.Generator, matches: Floats, weights: Weights, kind: str) -> Blend:
    """Return a blend of films with these matches, with a kind of priors."""
    size = len(matches)
    years = random.integers(1950, 2030, size) * (random.random(size) < 0.9)
    share_below = np.argsort(np.argsort(matches, kind="stable")) / size
    priors = {
        "random": random.random((2, size)),
        "in steps": random.integers(0, 3, (2, size)) / 2,
        "higher for low matches": np.stack([1 - share_below, share_below < 0.7]),
        "higher for high matches": np.stack([share_below, share_below > 0.4]),
    }[kind].astype(np.float32)
    if kind.startswith("higher"):
        years[:] = np.where(share_below < 0.7, 1999, 1900)
    seed_years = random.choice([0, 1950, 1999, 2015], 2).tolist()
    ubiquity = (random.random(size) ** 4).astype(np.float32)
    specific = (matches * random.random(size) ** 3).astype(np.float32)
    priors_of_films = Priors(priors[0], priors[1], ubiquity)
    blend = Blend(years.astype(np.int16), priors_of_films, weights, seed_years, specific=specific)
    return replace(blend, liked_together=liked_together_of(random, size))


def liked_together_of(random: np.random.Generator, size: int) -> LikedTogether | None:
    """Return what a community says: nothing if there is none, or much about no film, few or all films."""
    share = random.choice([-1.0, 0.0, 0.01, 0.3, 1.0])
    rows = np.flatnonzero(random.random(size) < share)
    return None if share < 0 else LikedTogether(rows, 1 - random.random(len(rows), dtype=np.float32))


def scaled_by_sorting(matches: Floats, allowed: Mask, blend: Blend) -> Blend:
    """Return a blend whose scale is the tenth best match of the films allowed, found by sorting them all."""
    best = sorted(matches[allowed].tolist(), reverse=True)[:10]
    least = ROUNDED_TO_NOTHING * max(best, default=0.0)
    return replace(blend, scale=min((value for value in best if value > max(0.0, least)), default=0.0))


def full_sort(matches: Floats, allowed: Mask, blend: Blend) -> list[int]:
    """Return all rows allowed, best first, by scoring and sorting all films."""
    scaled = scaled_by_sorting(matches, allowed, blend)
    scores = matches + scaled.of(np.arange(len(matches)), matches).total
    return sorted(np.flatnonzero(allowed).tolist(), key=lambda row: (-scores[row], row))


@settings(deadline=None, max_examples=150)
@given(SEEDS, SIZES, ALLOWED, KINDS, WEIGHTS, PRIORS, COUNTS, BLOCK_SIZES, st.sampled_from([0, 50, 5_000]))
@example(1, 2_500, 1.0, "one step", Weights(0.8, 1.5, 0.0), "higher for low matches", 10, BLOCK, 0)
@example(1, 2_500, 1.0, "falling", Weights(5.0, 5.0, 5.0), "higher for low matches", 1, 32, 0)
# The tenth best match is so far below the best that it is what rounding left of nothing.
@example(11_573, 12, 1.0, "boosted", Weights(0.8, 1.5, 0.0), "random", 10, BLOCK, 0)
def test_the_best_are_those_of_a_full_sort(
    seed: int,
    size: int,
    share: float,
    kind: str,
    weights: Weights,
    priors: str,
    k: int,
    rows_per_block: int,
    most_voted_first: int,
) -> None:
    random = np.random.default_rng(seed)
    matches, allowed = matches_of(random, size, kind), random.random(size) < share
    blend = blend_of(random, matches, weights, priors)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.retrieval.top_k.BLOCK", rows_per_block)
        patch.setattr("engine.ranking.rank.MOST_VOTED_FIRST", most_voted_first)
        ranking = Ranking.of(matches, allowed, blend)
        rows, scaled = ranking.best(k), ranking.blend
    assert rows.tolist() == full_sort(matches, allowed, blend)[:k]
    assert (scaled.weights, scaled.seed_years) == (blend.weights, blend.seed_years)
    assert scaled.scale == scaled_by_sorting(matches, allowed, blend).scale


@settings(deadline=None, max_examples=30)
@given(SEEDS, SIZES, ALLOWED, WEIGHTS, PRIORS, st.integers(0, 600))
def test_if_k_is_higher_than_the_number_of_films_all_come_in_order(
    seed: int, size: int, share: float, weights: Weights, priors: str, beyond: int
) -> None:
    random = np.random.default_rng(seed)
    matches, allowed = matches_of(random, size, "tied"), random.random(size) < share
    blend = blend_of(random, matches, weights, priors)
    rows = Ranking.of(matches, allowed, blend).best(int(allowed.sum()) + beyond)
    assert rows.tolist() == full_sort(matches, allowed, blend)


@pytest.mark.parametrize("row", [700, 1_023, 1_024, 2_000])
def test_a_popular_film_is_found_behind_many_that_match_better(row: int) -> None:
    matches = np.full(2_001, 0.12, np.float32)
    matches[:600] = 0.2
    popularity = np.zeros(2_001, np.float32)
    popularity[row] = 1
    blend = Blend(
        np.zeros(2_001, np.int16), Priors(popularity, popularity, np.zeros_like(popularity)), Weights(), [1999]
    )
    allowed = np.ones(2_001, bool)
    allowed[3] = False
    expected = full_sort(matches, allowed, blend)
    assert expected[0] == row
    for k in (1, 10, SCORED_FIRST - 1, SCORED_FIRST, SCORED_FIRST + 1, 600):
        assert Ranking.of(matches, allowed, blend).best(k).tolist() == expected[:k]


def test_the_scale_is_the_tenth_best_match_of_the_films_allowed() -> None:
    random = np.random.default_rng(3)
    matches, allowed = random.random(900, dtype=np.float32), random.random(900) < 0.5
    blend = blend_of(random, matches, Weights(), "random")
    assert Ranking.of(matches, allowed, blend).blend.scale == sorted(matches[allowed].tolist())[-10]


PART = st.floats(0, 1, width=32)


@settings(deadline=None, max_examples=80)
@given(st.sampled_from([BLOCK - 1, BLOCK, 3 * BLOCK + 1]), PART, PART, PART, WEIGHTS, st.integers(1, 20))
def test_of_equal_films_the_lower_rows_come_first(
    size: int, match: float, popularity: float, quality: float, weights: Weights, k: int
) -> None:
    matches, known, rated = (np.full(size, value, np.float32) for value in (match, popularity, quality))
    blend = Blend(np.full(size, 1999, np.int16), Priors(known, rated, known), weights, [1999])
    assert Ranking.of(matches, np.arange(size) != 1, blend).best(k).tolist() == [0, *range(2, k + 1)]


def test_of_equal_scores_a_better_match_is_no_advantage() -> None:
    # The scale is 0.5, so popularity adds half of itself.
    matches, popularity = np.array([0.5, 0.75, 1], np.float32), np.array([1, 0.5, 0], np.float32)
    blend = Blend(
        np.zeros(3, np.int16),
        Priors(popularity, popularity, np.zeros_like(popularity)),
        Weights(era=0, popularity=1),
        [0],
    )
    for k in (2, 3, 4):
        assert Ranking.of(matches, np.ones(3, bool), blend).best(k).tolist() == [0, 1, 2][:k]


def test_if_no_film_is_allowed_none_comes() -> None:
    matches, none = np.ones(2 * BLOCK, np.float32), np.zeros(2 * BLOCK, bool)
    blend = blend_of(np.random.default_rng(7), matches, Weights(), "random")
    ranking = Ranking.of(matches, none, blend)
    assert ranking.blend.scale == 0.0
    for k in (0, 1, 600):
        assert ranking.best(k).tolist() == []


@settings(deadline=None, max_examples=100)
@given(SEEDS, st.integers(1, 900), ALLOWED, KINDS, WEIGHTS, PRIORS, st.integers(0, 12), BLOCK_SIZES)
def test_ranks_are_those_found_by_counting(
    seed: int, size: int, share: float, kind: str, weights: Weights, priors: str, count: int, rows_per_block: int
) -> None:
    random = np.random.default_rng(seed)
    matches, allowed = matches_of(random, size, kind), random.random(size) < share
    blend = scaled_by_sorting(matches, allowed, blend_of(random, matches, weights, priors))
    rows = random.permutation(size)[:count]
    scores = (matches + blend.of(np.arange(size), matches).total).tolist()
    ahead = [
        sum((-scores[other], other) < (-scores[row], row) for other in np.flatnonzero(allowed).tolist())
        for row in rows.tolist()
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.retrieval.top_k.BLOCK", rows_per_block)
        assert Ranking.of(matches, allowed, blend).ranks(rows) == [1 + better for better in ahead]


@settings(deadline=None, max_examples=30)
@given(SEEDS, KINDS, WEIGHTS, PRIORS, st.integers(0, 700))
def test_the_best_films_have_the_ranks_from_1_on(seed: int, kind: str, weights: Weights, priors: str, k: int) -> None:
    random = np.random.default_rng(seed)
    matches, allowed = matches_of(random, 1_200, kind), random.random(1_200) < 0.9
    ranking = Ranking.of(matches, allowed, blend_of(random, matches, weights, priors))
    assert ranking.ranks(ranking.best(k)) == list(range(1, k + 1))


@settings(deadline=None, max_examples=100)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 400),
    KINDS,
    st.integers(0, 5),
    st.integers(0, 8),
    st.sampled_from([-0.6, 0.0, 0.3, 0.99]),
    st.sampled_from([1, 20, 100, 2**16]),
)
def test_percentile_ranks_are_those_of_a_plain_loop(
    seed: int, size: int, kind: str, seeds: int, best: int, other: float, rows_per_block: int
) -> None:
    random = np.random.default_rng(seed)
    matches = matches_of(random, size, kind)
    rows = random.permutation(size)[:seeds].tolist()
    values = np.append(np.sort(matches)[size - min(best, size) :], np.float32(other))[random.integers(0, 2) :]
    counted = [value for row, value in enumerate(matches.tolist()) if row not in rows]
    below = [sum(value < limit for value in counted) for limit in values.tolist()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.retrieval.top_k.BLOCK", rows_per_block)
        shares = percentile_ranks(matches, block_maxima(matches), values, rows)
    assert shares == pytest.approx([count / len(counted) if counted else 0.0 for count in below])


@pytest.mark.parametrize("rows_per_block", [1, 16, 64, 2**16])
def test_percentile_ranks_of_the_few_best_are_exact(rows_per_block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.retrieval.top_k.BLOCK", rows_per_block)
    matches = np.arange(64, dtype=np.float32) // 2
    assert percentile_ranks(matches, block_maxima(matches), matches[[63, 61, 60]], [62]) == pytest.approx(
        [62 / 63, 60 / 63, 60 / 63]
    )
    assert percentile_ranks(matches, block_maxima(matches), matches[:0], [62]) == []


def test_seeds_are_not_counted_in_percentile_ranks() -> None:
    matches = np.array([0.9, 0.1, 0.2, 0.3, 0.3], np.float32)
    assert percentile_ranks(matches, block_maxima(matches), matches[[3, 2]], [0, 1]) == pytest.approx([1 / 3, 0])
