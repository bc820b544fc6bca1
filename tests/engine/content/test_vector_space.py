"""The vector space answers as a dense matrix does."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import CineWatch
from engine.content.vector_space import VectorSpace
from engine.content.vectors import EMPTY_VECTOR, SparseVector
from engine.errors import IndexCorrupt
from engine.storage.arrays import matrix_arrays
from fakes.sample_catalogue import FILMS
from tests.engine.reference import Reference

Dense = npt.NDArray[np.float64]
N_FILMS = len(FILMS)
EXAMPLES = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def space(cinewatch: CineWatch) -> VectorSpace:
    return cinewatch.opened.space


@pytest.fixture(scope="module")
def rows(space: VectorSpace) -> Dense:
    """Return the films as a dense matrix, shape (n_films, n_terms)."""
    return np.asarray(space.films.toarray(), dtype=np.float64)


def test_the_vector_of_a_film_is_its_row_and_not_a_copy(space: VectorSpace, rows: Dense) -> None:
    for row in (0, 7, N_FILMS - 1):
        vector = space.vector(row)
        dense = np.zeros(rows.shape[1])
        dense[vector.indices] = vector.weights
        np.testing.assert_array_equal(dense, rows[row])
        assert (np.diff(vector.indices) > 0).all()
        assert np.shares_memory(vector.weights, space.films.data)


@EXAMPLES
@given(seed=st.integers(0, 2**32 - 1), size=st.integers(0, 40))
def test_scores_are_dot_products_with_every_film(space: VectorSpace, rows: Dense, seed: int, size: int) -> None:
    random = np.random.default_rng(seed)
    indices = np.sort(random.permutation(rows.shape[1])[:size]).astype(np.int32)
    query = SparseVector(indices, random.normal(size=size).astype(np.float32))
    expected = [sum(row[n] * weight for n, weight in zip(indices, query.weights, strict=True)) for row in rows]
    np.testing.assert_allclose(space.scores(query), expected, atol=1e-6)


def test_an_empty_query_is_similar_to_no_film(space: VectorSpace) -> None:
    assert space.scores(EMPTY_VECTOR).tolist() == [0.0] * N_FILMS


@EXAMPLES
@given(chosen=st.lists(st.integers(0, N_FILMS - 1), max_size=9))
def test_similarities_are_those_of_all_pairs(space: VectorSpace, rows: Dense, chosen: list[int]) -> None:
    similarities = space.similarities(np.array(chosen, dtype=np.int64))
    assert similarities.shape == (len(chosen), len(chosen))
    expected = [[rows[a] @ rows[b] for b in chosen] for a in chosen]
    np.testing.assert_allclose(similarities, np.reshape(expected, similarities.shape), atol=1e-6)


@EXAMPLES
@given(pairs=st.lists(st.tuples(st.integers(0, N_FILMS - 1), st.integers(0, N_FILMS - 1)), max_size=9))
def test_pair_similarities_are_those_of_films_at_the_same_position(
    space: VectorSpace, rows: Dense, pairs: list[tuple[int, int]]
) -> None:
    similarities = space.pair_similarities([a for a, _ in pairs], [b for _, b in pairs])
    assert similarities == pytest.approx([1.0 if a == b else rows[a] @ rows[b] for a, b in pairs], abs=1e-6)
    assert all(0 <= value <= 1 for value in similarities)


def test_a_term_is_found_in_its_field_and_in_no_other(space: VectorSpace) -> None:
    columns = [(field.name, column) for field in space.fields for column in range(field.start, field.stop)]
    assert [column for _, column in columns] == list(range(len(space.terms)))
    for name, column in columns:
        assert space.column(name, space.terms[column]) == column
    for name, term in (
        ("genres", "Lighthouse"),
        ("keywords", "Lighthouse"),
        ("keywords", ""),
        ("colour", "lighthouse"),
        ("cast", "lighthouse"),
    ):
        assert space.column(name, term) is None
        assert space.rows_with(name, term).tolist() == []
    assert space.column("keywords", "lighthouse") != space.column("keyword_words", "lighthouse")


def test_films_with_a_term_are_the_films_that_have_it(reference: Reference, space: VectorSpace) -> None:
    for name in ("genres", "keywords", "companies"):
        terms = {term for film in reference.films for term in getattr(film, name)}
        rows_of = {
            term: [row for row, film in enumerate(reference.films) if term in getattr(film, name)] for term in terms
        }
        assert rows_of
        assert {term: space.rows_with(name, term).tolist() for term in terms} == rows_of


def test_the_most_frequent_terms_of_a_field_come_first_and_ties_in_order_of_terms(
    reference: Reference, space: VectorSpace
) -> None:
    keywords = [keyword for film in reference.films for keyword in film.keywords]
    expected = sorted({*keywords}, key=lambda keyword: (-keywords.count(keyword), keyword))
    for limit in (0, 1, 3, 1_000):
        assert space.most_frequent_terms("keywords", limit) == tuple(expected[:limit])
    assert space.most_frequent_terms("colour", 9) == ()


def test_a_space_comes_back_from_its_arrays_and_none_may_be_missing(space: VectorSpace) -> None:
    stored = {
        **matrix_arrays("content/films", space.films),
        **matrix_arrays("content/postings", space.postings),
        "content/terms/text": space.terms.text,
        "content/terms/offsets": space.terms.offsets,
    }
    header = {"films": N_FILMS, "terms": len(space.terms), "fields": [asdict(field) for field in space.fields]}
    again = VectorSpace.from_arrays(stored, header)
    assert again.fields == space.fields
    assert [*again.terms] == [*space.terms]
    np.testing.assert_array_equal(again.films.toarray(), space.films.toarray())
    np.testing.assert_array_equal(again.postings.toarray(), space.films.toarray().T)
    for missing in stored:
        with pytest.raises((IndexCorrupt, KeyError)):
            VectorSpace.from_arrays({name: array for name, array in stored.items() if name != missing}, header)


def test_fields_have_labels_in_their_fixed_order(cinewatch: CineWatch, space: VectorSpace) -> None:
    labels = cinewatch.field_labels
    assert list(labels.items()) == [(field.name, field.label) for field in space.fields]
    assert labels["overview"] == "Story"
    assert "cast" not in labels
    parts = cinewatch.compare(101, 102).explanation.fields
    assert [(part.field, part.label) for part in parts] == list(labels.items())
