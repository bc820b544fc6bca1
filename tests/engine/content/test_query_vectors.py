"""A query is the mean of the liked films minus a part of the disliked ones; fields and terms may count more or less."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.content.fields import FittedField
from engine.content.vectors import EMPTY_VECTOR, SparseVector, rocchio, scale_fields, scale_terms

TERMS = 12
FIELDS = tuple(
    FittedField(name, name.title(), 0.25, start, stop, 1)
    for name, start, stop in (("story", 0, 4), ("keywords", 4, 5), ("genres", 5, 9), ("cast", 9, TERMS))
)
VECTORS = st.dictionaries(st.integers(0, TERMS - 1), st.floats(0, 1, width=32)).map(
    lambda weight: SparseVector(
        np.array(sorted(weight), np.int32), np.array([weight[n] for n in sorted(weight)], np.float32)
    )
)
FACTORS = st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.7])
EXAMPLES = settings(deadline=None, max_examples=60)


def dense_of(vector: SparseVector) -> npt.NDArray[np.float64]:
    """Return a vector with all columns, shape (TERMS,)."""
    dense = np.zeros(TERMS)
    dense[vector.indices] = vector.weights
    return dense


@EXAMPLES
@given(st.lists(VECTORS, min_size=1, max_size=5), st.lists(VECTORS, max_size=5))
def test_a_query_is_the_mean_of_the_liked_minus_half_the_mean_of_the_disliked(
    liked: list[SparseVector], disliked: list[SparseVector]
) -> None:
    query = rocchio(liked, disliked)
    expected = np.mean([dense_of(vector) for vector in liked], axis=0)
    if disliked:
        expected -= 0.5 * np.mean([dense_of(vector) for vector in disliked], axis=0)
    np.testing.assert_allclose(dense_of(query), expected, atol=1e-6)
    assert (np.diff(query.indices) > 0).all()
    assert (query.indices.dtype.name, query.weights.dtype.name) == ("int32", "float32")


@given(VECTORS)
def test_the_query_of_one_liked_film_is_its_vector(vector: SparseVector) -> None:
    assert rocchio([vector]) is vector
    assert rocchio([vector], []) is vector


@EXAMPLES
@given(VECTORS, st.dictionaries(st.sampled_from(["story", "keywords", "genres", "cast", "no field"]), FACTORS))
def test_a_field_is_multiplied_by_its_factor_and_no_other_field_changes(
    vector: SparseVector, factors: dict[str, float]
) -> None:
    expected = dense_of(vector)
    for field in FIELDS:
        expected[field.start : field.stop] *= factors.get(field.name, 1.0)
    scaled = scale_fields(vector, FIELDS, tuple(factors.items()))
    np.testing.assert_allclose(dense_of(scaled), expected, atol=1e-6)
    assert (scaled.indices.tolist(), scaled.weights.dtype.name) == (vector.indices.tolist(), "float32")


@EXAMPLES
@given(VECTORS, st.dictionaries(st.integers(0, TERMS - 1), FACTORS))
def test_a_term_is_multiplied_by_its_factor_and_no_other_term_changes(
    vector: SparseVector, factors: dict[int, float]
) -> None:
    expected = dense_of(vector) * [factors.get(column, 1.0) for column in range(TERMS)]
    scaled = scale_terms(vector, factors)
    np.testing.assert_allclose(dense_of(scaled), expected, atol=1e-6)
    assert (scaled.indices.tolist(), scaled.weights.dtype.name) == (vector.indices.tolist(), "float32")


@given(VECTORS)
def test_scaling_does_not_change_the_vector_of_the_film(vector: SparseVector) -> None:
    before = vector.weights.copy()
    assert not scale_fields(vector, FIELDS, tuple((field.name, 0.0) for field in FIELDS)).weights.any()
    assert not scale_terms(vector, dict.fromkeys(range(TERMS), 0.0)).weights.any()
    np.testing.assert_array_equal(vector.weights, before)


@pytest.mark.parametrize("vector", [EMPTY_VECTOR, SparseVector(np.array([3], np.int32), np.array([0.5], np.float32))])
def test_without_factors_a_query_is_returned_as_it_is(vector: SparseVector) -> None:
    assert scale_fields(vector, FIELDS, ()) is vector
    assert scale_terms(vector, {}) is vector


def test_a_query_without_terms_stays_without_terms() -> None:
    assert len(scale_fields(EMPTY_VECTOR, FIELDS, (("story", 2.0),)).indices) == 0
    assert len(scale_terms(EMPTY_VECTOR, {3: 2.0}).indices) == 0
