"""The k best rows are those of a full stable sort."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.retrieval.top_k import BLOCK, block_maxima, rows_reaching, scores_reaching, top_k, top_k_allowed

TIED = st.sampled_from([0.0, 0.25, 0.5, 1.0, -1.0, -np.inf])


def sorted_rows(scores: npt.NDArray[Any], k: int) -> list[int]:
    """Return the rows of the k best, by sorting all of them: the slow way that cannot be wrong."""
    rows = sorted(range(len(scores)), key=lambda row: (-scores[row], row))
    return [row for row in rows if scores[row] > -np.inf][: max(k, 0)]


@settings(deadline=None, max_examples=80)
@given(st.lists(TIED | st.floats(-2, 2, width=32), max_size=60), st.integers(-3, 70))
def test_the_k_best_are_those_of_a_full_sort(values: list[float], k: int) -> None:
    scores = np.array(values, dtype=np.float32)
    assert top_k(scores, k).tolist() == sorted_rows(scores, k)


@settings(deadline=None, max_examples=30)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 5 * BLOCK),
    st.sampled_from([0, 1, 2, 5, 10, 100, 10_000]),
    st.sampled_from([1, 3, 1_000]),
)
def test_the_k_best_of_several_blocks_are_those_of_a_full_sort(seed: int, size: int, k: int, values: int) -> None:
    random = np.random.default_rng(seed)
    scores = (random.integers(0, values, size) / values).astype(np.float32)
    scores[random.random(size) < 0.2] = -np.inf
    assert top_k(scores, k).tolist() == sorted_rows(scores, k)


@pytest.mark.parametrize("size", [BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_the_best_of_all_may_be_in_one_block(size: int) -> None:
    scores = np.zeros(size, dtype=np.float32)
    scores[-7:] = np.arange(1, 8)
    assert top_k(scores, 7).tolist() == list(range(size - 1, size - 8, -1))


def test_rows_that_score_minus_infinity_are_never_returned() -> None:
    assert top_k(np.full(2 * BLOCK, -np.inf, dtype=np.float32), 5).tolist() == []
    assert top_k(np.empty(0, dtype=np.float32), 3).tolist() == []


@settings(deadline=None, max_examples=80)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(0, 300),
    st.sampled_from([-1, 0, 1, 2, 5, 40]),
    st.sampled_from([1, 3, 1_000]),
    st.sampled_from([0.0, 0.1, 0.9, 1.0]),
    st.sampled_from([2, 8, BLOCK]),
)
def test_the_k_best_of_the_rows_allowed_are_those_of_a_full_sort(
    seed: int, size: int, k: int, values: int, share: float, rows_per_block: int
) -> None:
    random = np.random.default_rng(seed)
    scores = (random.integers(0, values, size) / values).astype(np.float32)
    allowed = random.random(size) < share
    expected = sorted_rows(np.where(allowed, scores, np.float32(-np.inf)), k)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.retrieval.top_k.BLOCK", rows_per_block)
        assert top_k_allowed(scores, block_maxima(scores), allowed, k).tolist() == expected


@settings(deadline=None, max_examples=200)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(0, 300),
    st.sampled_from([1, 3, 1_000]),
    st.sampled_from([0.0, 0.1, 1.0]),
    st.sampled_from([2, 8, BLOCK]),
)
def test_rows_that_reach_what_their_block_needs_are_those_of_a_loop(
    seed: int, size: int, values: int, share: float, rows_per_block: int
) -> None:
    random = np.random.default_rng(seed)
    scores = (random.integers(0, values + 1, size) / values).astype(np.float32)
    allowed = random.random(size) < share
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.retrieval.top_k.BLOCK", rows_per_block)
        maxima = block_maxima(scores)
        least = random.random(len(maxima), dtype=np.float32)
        rows, few = rows_reaching(scores, maxima, allowed, least), scores_reaching(scores, maxima, 0.75)
    assert rows.tolist() == [row for row in range(size) if allowed[row] and scores[row] >= least[row // rows_per_block]]
    assert few.tolist() == [score for score in scores.tolist() if score >= 0.75]
