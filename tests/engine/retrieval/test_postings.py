"""Posting lists score as a dense product does."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.retrieval.postings import invert, score


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.integers(1, 20), st.floats(0, 1))
def test_posting_lists_score_as_a_dense_product(seed: int, rows: int, terms: int, density: float) -> None:
    random = np.random.default_rng(seed)
    dense = (random.random((rows, terms)) * (random.random((rows, terms)) < density)).astype(np.float32)
    query = np.flatnonzero(random.random(terms) < 0.5).astype(np.int32)
    weights = random.random(len(query)).astype(np.float32)
    scores = score(invert(sp.csr_array(dense)), query, weights)
    assert scores.dtype.name == "float32"
    np.testing.assert_allclose(scores, dense[:, query] @ weights, atol=1e-5)


def test_scores_of_other_terms_are_added_to_and_stay_as_they_are() -> None:
    postings, first = invert(sp.csr_array(np.ones((2, 3), dtype=np.float32))), np.array([5, 7], np.float32)
    scores = score(postings, np.array([1], np.int32), np.array([2], np.float32), first)
    assert (scores.tolist(), first.tolist()) == ([7, 9], [5, 7])


def test_a_query_without_terms_scores_0() -> None:
    postings = invert(sp.csr_array(np.ones((4, 2), dtype=np.float32)))
    assert score(postings, np.array([], np.int32), np.array([], np.float32)).tolist() == [0, 0, 0, 0]


def test_equal_rows_have_equal_scores_to_the_last_bit() -> None:
    random = np.random.default_rng(7)
    row = random.random(40).astype(np.float32)
    dense = np.stack([row, random.random(40).astype(np.float32), row])
    scores = score(invert(sp.csr_array(dense)), np.arange(40, dtype=np.int32), random.random(40).astype(np.float32))
    assert scores[0] == scores[2]
