"""A query is the mean of what is liked, less of what is disliked; fields and terms of it can count more or less."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.content.fields import FittedField
from engine.content.vectors import NO_VECTOR, SparseVector, reweighted, rocchio, weighted

TERMS = 12
FIELDS = tuple(
    FittedField(name, name.title(), 0.25, start, stop, 1)
    for name, start, stop in (("story", 0, 4), ("keywords", 4, 5), ("genres", 5, 9), ("cast", 9, TERMS))
)
VECTORS = st.dictionaries(st.integers(0, TERMS - 1), st.floats(0, 1, width=32)).map(
    lambda told: SparseVector(np.array(sorted(told), np.int32), np.array([told[n] for n in sorted(told)], np.float32))
)
FACTORS = st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.7])
MAYBE = settings(deadline=None, max_examples=150)


def dense_of(vector: SparseVector) -> np.ndarray:
    dense = np.zeros(TERMS)
    dense[vector.indices] = vector.weights
    return dense


@MAYBE
@given(st.lists(VECTORS, min_size=1, max_size=5), st.lists(VECTORS, max_size=5))
def test_a_query_is_the_mean_of_the_liked_less_half_of_the_mean_of_the_disliked(
    liked: list[SparseVector], disliked: list[SparseVector]
) -> None:
    query = rocchio(liked, disliked)
    expected = np.mean([dense_of(vector) for vector in liked], axis=0)
    if disliked:
        expected -= 0.5 * np.mean([dense_of(vector) for vector in disliked], axis=0)
    np.testing.assert_allclose(dense_of(query), expected, atol=1e-6)
    assert (np.diff(query.indices) > 0).all()
    assert (query.indices.dtype, query.weights.dtype) == (np.int32, np.float32)


@given(VECTORS)
def test_the_query_of_one_liked_film_is_that_vector_itself(vector: SparseVector) -> None:
    assert rocchio([vector]) is vector
    assert rocchio([vector], []) is vector


@MAYBE
@given(VECTORS, st.dictionaries(st.sampled_from(["story", "keywords", "genres", "cast", "no field"]), FACTORS))
def test_a_field_counts_its_factor_more_and_no_other_does(vector: SparseVector, factors: dict[str, float]) -> None:
    expected = dense_of(vector)
    for field in FIELDS:
        expected[field.start : field.stop] *= factors.get(field.name, 1.0)
    got = weighted(vector, FIELDS, tuple(factors.items()))
    np.testing.assert_allclose(dense_of(got), expected, atol=1e-6)
    assert (got.indices.tolist(), got.weights.dtype) == (vector.indices.tolist(), np.float32)


@MAYBE
@given(VECTORS, st.dictionaries(st.integers(0, TERMS - 1), FACTORS))
def test_a_term_counts_its_factor_more_and_no_other_does(vector: SparseVector, factors: dict[int, float]) -> None:
    expected = dense_of(vector) * [factors.get(column, 1.0) for column in range(TERMS)]
    got = reweighted(vector, factors)
    np.testing.assert_allclose(dense_of(got), expected, atol=1e-6)
    assert (got.indices.tolist(), got.weights.dtype) == (vector.indices.tolist(), np.float32)


@given(VECTORS)
def test_a_film_that_is_weighed_anew_is_left_as_it_was(vector: SparseVector) -> None:
    before = vector.weights.copy()
    assert not weighted(vector, FIELDS, tuple((field.name, 0.0) for field in FIELDS)).weights.any()
    assert not reweighted(vector, dict.fromkeys(range(TERMS), 0.0)).weights.any()
    np.testing.assert_array_equal(vector.weights, before)


@pytest.mark.parametrize("vector", [NO_VECTOR, SparseVector(np.array([3], np.int32), np.array([0.5], np.float32))])
def test_without_factors_a_query_stays_itself(vector: SparseVector) -> None:
    assert weighted(vector, FIELDS, ()) is vector
    assert reweighted(vector, {}) is vector


def test_a_query_of_no_terms_stays_one_of_no_terms() -> None:
    assert len(weighted(NO_VECTOR, FIELDS, (("story", 2.0),)).indices) == 0
    assert len(reweighted(NO_VECTOR, {3: 2.0}).indices) == 0
