"""The k best are those of a full stable sort; posting lists score as a dense product does."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.retrieval.postings import invert, score
from engine.retrieval.top_k import top_k

BLOCK = 512
TIED = st.sampled_from([0.0, 0.25, 0.5, 1.0, -1.0, -np.inf])


def sorted_rows(scores: np.ndarray, k: int) -> list[int]:
    """Return the rows of the k best, by sorting all of them: the slow way that cannot be wrong."""
    rows = sorted(range(len(scores)), key=lambda row: (-scores[row], row))
    return [row for row in rows if scores[row] > -np.inf][: max(k, 0)]


@settings(deadline=None, max_examples=200)
@given(st.lists(TIED | st.floats(-2, 2, width=32), max_size=60), st.integers(0, 70))
def test_the_k_best_are_those_of_a_full_sort(values: list[float], k: int) -> None:
    scores = np.array(values, dtype=np.float32)
    assert top_k(scores, k).tolist() == sorted_rows(scores, k)


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 5 * BLOCK),
    st.sampled_from([0, 1, 2, 5, 10, 100, 10_000]),
    st.sampled_from([1, 3, 1_000]),
)
def test_blocks_change_nothing(seed: int, size: int, k: int, values: int) -> None:
    random = np.random.default_rng(seed)
    scores = (random.integers(0, values, size) / values).astype(np.float32)
    scores[random.random(size) < 0.2] = -np.inf
    assert top_k(scores, k).tolist() == sorted_rows(scores, k)


@pytest.mark.parametrize("size", [BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_the_best_of_all_may_lie_in_one_block(size: int) -> None:
    scores = np.zeros(size, dtype=np.float32)
    scores[-7:] = np.arange(1, 8)
    assert top_k(scores, 7).tolist() == list(range(size - 1, size - 8, -1))


@pytest.mark.parametrize("k", [0, -1, -100])
def test_none_are_asked_for_and_none_come(k: int) -> None:
    assert top_k(np.ones(5, dtype=np.float32), k).tolist() == []


def test_where_there_is_nothing_nothing_comes() -> None:
    assert top_k(np.empty(0, dtype=np.float32), 3).tolist() == []


def test_rows_ruled_out_never_come_back() -> None:
    assert top_k(np.full(2 * BLOCK, -np.inf, dtype=np.float32), 5).tolist() == []


@settings(deadline=None, max_examples=80)
@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.integers(1, 20), st.floats(0, 1))
def test_posting_lists_score_as_a_dense_product(seed: int, rows: int, terms: int, density: float) -> None:
    random = np.random.default_rng(seed)
    dense = (random.random((rows, terms)) * (random.random((rows, terms)) < density)).astype(np.float32)
    query = np.flatnonzero(random.random(terms) < 0.5).astype(np.int32)
    weights = random.random(len(query)).astype(np.float32)
    got = score(invert(sp.csr_array(dense)), query, weights)
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, dense[:, query] @ weights, atol=1e-5)


def test_a_query_without_terms_scores_nothing() -> None:
    postings = invert(sp.csr_array(np.ones((4, 2), dtype=np.float32)))
    assert score(postings, np.array([], np.int32), np.array([], np.float32)).tolist() == [0, 0, 0, 0]


def test_equal_rows_have_equal_scores_to_the_last_bit() -> None:
    random = np.random.default_rng(7)
    row = random.random(40).astype(np.float32)
    dense = np.stack([row, random.random(40).astype(np.float32), row])
    scores = score(invert(sp.csr_array(dense)), np.arange(40, dtype=np.int32), random.random(40).astype(np.float32))
    assert scores[0] == scores[2]
