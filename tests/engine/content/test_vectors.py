"""The similarity of two films is the weighted mean of the cosines of their fields."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.metrics.pairwise import cosine_similarity

from engine.content.fields import FIELDS, Field
from engine.content.vectors import Content
from tests.engine.content.film_records import documents_of, fitted, record, small_catalogue, vectoriser_of

RECORDS = [
    film | {"director": ["Ada Finch"] if n % 2 else ["Ada Finch", "Bo Tern"]}
    for n, film in enumerate(small_catalogue())
]


@pytest.fixture(scope="module")
def content() -> Content:
    return fitted(RECORDS)


def cosines(field: Field) -> npt.NDArray[Any] | None:
    """Return the cosines of all films in one field, as scikit-learn computes them; `None` if no film has text there."""
    documents = documents_of(field, RECORDS)
    return np.asarray(cosine_similarity(vectoriser_of(field).fit_transform(documents))) if any(documents) else None


def test_a_similarity_is_the_weighted_mean_of_the_cosines_of_the_fields(content: Content) -> None:
    by_field = [(field, values) for field in FIELDS if (values := cosines(field)) is not None]
    total = sum(field.weight for field, _ in by_field)
    expected = sum(field.weight / total * values for field, values in by_field)
    similarities = (content.matrix() @ content.matrix().T).toarray()
    np.testing.assert_allclose(similarities, expected, atol=1e-6)


def test_shares_sum_to_one_and_are_proportional_to_the_weights(content: Content) -> None:
    weight = {field.name: field.weight for field in FIELDS}
    assert sum(field.share for field in content.fields) == pytest.approx(1)
    ratios = [field.share / weight[field.name] for field in content.fields]
    assert ratios == pytest.approx([ratios[0]] * len(ratios))


def test_fields_are_side_by_side_and_cover_the_matrix(content: Content) -> None:
    edges = [0, *(field.stop for field in content.fields)]
    assert [field.start for field in content.fields] == edges[:-1]
    assert edges[-1] == content.matrix().shape[1] == len(content.terms)


def test_a_field_without_any_text_is_left_out(content: Content) -> None:
    assert [field.name for field in content.fields] == [field.name for field in FIELDS if field.name != "cast"]


def test_the_matrix_has_a_row_for_every_film_even_one_without_text(content: Content) -> None:
    matrix = content.matrix()
    assert matrix.shape[0] == len(RECORDS)
    assert matrix.dtype == np.float32
    assert matrix.has_sorted_indices
    assert not fitted([*RECORDS, record(title="It")]).matrix().toarray()[-1].any()


def test_films_without_any_words_make_an_empty_matrix() -> None:
    empty = fitted([record(title="It"), record(title="The")])
    assert empty.matrix().shape == (2, 0)
    assert (empty.terms, empty.fields) == ([], ())
