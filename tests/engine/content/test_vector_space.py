"""What is asked of the space that films are points in, against rows of numbers written out in full."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import CineWatch
from engine.content.free_text import vector_of_text
from engine.content.vector_space import VectorSpace
from engine.content.vectors import NO_VECTOR, SparseVector
from engine.errors import IndexCorrupt
from engine.storage.arrays import matrix_arrays
from fakes.sample_catalogue import FILMS
from tests.engine.reference import Reference

N_FILMS = len(FILMS)
EXAMPLES = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def space(cinewatch: CineWatch) -> VectorSpace:
    return cinewatch.opened.space


@pytest.fixture(scope="module")
def rows(space: VectorSpace) -> np.ndarray:
    """Return the films written out, shape (n_films, n_terms)."""
    return np.asarray(space.films.toarray(), dtype=np.float64)


@pytest.mark.parametrize("row", [0, 7, N_FILMS - 1])
def test_the_vector_of_a_film_is_its_row_and_no_copy(space: VectorSpace, rows: np.ndarray, row: int) -> None:
    vector = space.vector(row)
    dense = np.zeros(rows.shape[1])
    dense[vector.indices] = vector.weights
    np.testing.assert_array_equal(dense, rows[row])
    assert (np.diff(vector.indices) > 0).all()
    assert np.shares_memory(vector.weights, space.films.data)


@EXAMPLES
@given(seed=st.integers(0, 2**32 - 1), size=st.integers(0, 40))
def test_scores_are_dot_products_with_every_film(space: VectorSpace, rows: np.ndarray, seed: int, size: int) -> None:
    random = np.random.default_rng(seed)
    indices = np.sort(random.permutation(rows.shape[1])[:size]).astype(np.int32)
    query = SparseVector(indices, random.normal(size=size).astype(np.float32))
    expected = [sum(row[n] * weight for n, weight in zip(indices, query.weights, strict=True)) for row in rows]
    np.testing.assert_allclose(space.scores(query), expected, atol=1e-6)


def test_what_says_nothing_is_like_no_film(space: VectorSpace) -> None:
    assert space.scores(NO_VECTOR).tolist() == [0.0] * N_FILMS


@EXAMPLES
@given(chosen=st.lists(st.integers(0, N_FILMS - 1), max_size=9))
def test_similarities_are_those_of_each_with_each(space: VectorSpace, rows: np.ndarray, chosen: list[int]) -> None:
    got = space.similarities(np.array(chosen, dtype=np.int64))
    assert got.shape == (len(chosen), len(chosen))
    expected = [[rows[a] @ rows[b] for b in chosen] for a in chosen]
    np.testing.assert_allclose(got, np.reshape(expected, got.shape), atol=1e-6)


@EXAMPLES
@given(pairs=st.lists(st.tuples(st.integers(0, N_FILMS - 1), st.integers(0, N_FILMS - 1)), max_size=9))
def test_similarities_of_pairs_are_those_of_the_films_in_their_places(
    space: VectorSpace, rows: np.ndarray, pairs: list[tuple[int, int]]
) -> None:
    got = space.of_pairs([a for a, _ in pairs], [b for _, b in pairs])
    assert got == pytest.approx([1.0 if a == b else rows[a] @ rows[b] for a, b in pairs], abs=1e-6)
    assert all(0 <= value <= 1 for value in got)


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


def test_films_with_a_term_are_those_that_name_it(plain: Reference, space: VectorSpace) -> None:
    for name in ("genres", "keywords", "companies"):
        for term in {term for one in plain.films for term in getattr(one, name)}:
            expected = [row for row, one in enumerate(plain.films) if term in getattr(one, name)]
            assert space.rows_with(name, term).tolist() == expected


@pytest.mark.parametrize("limit", [0, 1, 3, 1_000])
def test_the_most_frequent_terms_of_a_field_come_first_and_equals_in_their_order(
    plain: Reference, space: VectorSpace, limit: int
) -> None:
    named = [name for one in plain.films for name in one.keywords]
    expected = sorted({*named}, key=lambda name: (-named.count(name), name))
    assert space.most_frequent("keywords", limit) == tuple(expected[:limit])


def test_a_field_that_there_is_not_has_no_terms(space: VectorSpace) -> None:
    assert space.most_frequent("colour", 9) == ()


def test_a_text_is_read_with_the_terms_of_the_films(space: VectorSpace) -> None:
    told = space.vector_of_text("A robot in a lighthouse, qwxz")
    expected = vector_of_text(
        "A robot in a lighthouse, qwxz", space.fields, space.terms, space.postings.indptr, N_FILMS
    )
    assert (told.known, told.unknown) == (expected.known, expected.unknown) == (("robot", "lighthouse"), ("qwxz",))
    assert told.vector.indices.tolist() == expected.vector.indices.tolist()
    assert told.vector.weights.tolist() == expected.vector.weights.tolist()


def test_a_space_comes_back_from_the_arrays_and_is_refused_if_they_are_not_whole(space: VectorSpace) -> None:
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
    for lost in stored:
        with pytest.raises((IndexCorrupt, KeyError)):
            VectorSpace.from_arrays({name: array for name, array in stored.items() if name != lost}, header)


def test_fields_have_names_for_people_in_their_fixed_order(cinewatch: CineWatch, space: VectorSpace) -> None:
    labels = cinewatch.field_labels
    assert list(labels.items()) == [(field.name, field.label) for field in space.fields]
    assert labels["overview"] == "Story"
    assert "cast" not in labels
    compared = cinewatch.compare(101, 102).explanation.fields
    assert [(part.field, part.label) for part in compared] == list(labels.items())
