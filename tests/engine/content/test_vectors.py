"""A similarity is the weighted mean of the cosines of the fields, each as far as both films are sure of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from engine.content.fields import FIELDS, Field
from engine.content.term_rules import ABOUT_THE_FILE, HOUSE_OF
from engine.content.vectors import Content
from tests.engine.content.film_records import documents_of, fitted, record, small_catalogue, vectoriser_of

RECORDS = [
    film | {"director": ["Ada Finch"] if n % 2 else ["Ada Finch", "Bo Tern"]}
    for n, film in enumerate(small_catalogue())
]


@pytest.fixture(scope="module")
def content() -> Content:
    return fitted(RECORDS)


def similarities_in(field: Field) -> npt.NDArray[Any] | None:
    """Return the similarities of all films in one field, from scikit-learn's weights; `None` if no film has text."""
    documents = documents_of(field, RECORDS)
    if not any(documents):
        return None
    weights = vectoriser_of(field).set_params(norm=None).fit_transform(documents).toarray()
    squares = (weights**2).sum(axis=1)
    rows = weights / np.sqrt(squares + field.unsureness * squares[squares > 0].mean())[:, None]
    return np.asarray(rows @ rows.T)


def test_a_similarity_is_the_weighted_mean_of_the_cosines_times_how_sure_they_are(content: Content) -> None:
    by_field = [(field, values) for field in FIELDS if (values := similarities_in(field)) is not None]
    total = sum(field.weight for field, _ in by_field)
    expected = sum(field.weight / total * values for field, values in by_field)
    similarities = (content.matrix() @ content.matrix().T).toarray()
    np.testing.assert_allclose(similarities, expected, atol=1e-6)
    assert similarities.max() < 1


def similarity(*films: dict[str, Any]) -> float:
    """Return the similarity of the first two of some films."""
    rows = fitted([record(**film) for film in films]).matrix()
    return float((rows[[0]] @ rows[[1]].T).toarray()[0, 0])


def test_films_that_share_all_of_much_are_closer_than_films_that_share_all_of_little() -> None:
    others: list[dict[str, Any]] = [{"keywords": ["sea", "whale", "storm"]}, {"keywords": ["war"]}]
    much = similarity(*[{"keywords": ["heist", "dream", "rescue"]}] * 2, *others)
    little = similarity(*[{"keywords": ["heist"]}] * 2, {"keywords": ["heist", "dream", "rescue"]}, *others)
    assert 0 < little < much < 1


@pytest.mark.parametrize("keyword", sorted(ABOUT_THE_FILE))
def test_keywords_about_the_file_count_for_nothing_and_are_still_terms(keyword: str) -> None:
    films: list[dict[str, Any]] = [{"keywords": [keyword, "heist"]}, {"keywords": [keyword, "whale"]}]
    assert similarity(*films) == 0
    assert keyword in fitted([record(**film) for film in films]).terms


@pytest.mark.parametrize("names", [["Warner Bros."], ["Warner Bros.", "Warner Bros. Pictures"]])
def test_names_of_one_house_are_one_company(names: list[str]) -> None:
    house, other = {"companies": ["Warner Bros. Pictures"]}, {"companies": ["Toho"]}
    same = similarity(house, house, other)
    assert same > 0
    assert similarity(house, {"companies": names}, other) == pytest.approx(same)


def test_the_name_that_stands_for_a_house_has_no_other_name() -> None:
    assert not HOUSE_OF.keys() & HOUSE_OF.values()


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
