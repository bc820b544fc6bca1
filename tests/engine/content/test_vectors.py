"""A similarity is the weighted mean of the fields' cosines, and its explanation adds up to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from engine.catalogue.schema import FILM_SCHEMA
from engine.content import vectors
from engine.content.explanation import MAX_REASONS, explain, explain_itself, strongest_reasons
from engine.content.fields import FIELDS, Field, FittedField
from engine.content.vector_space import VectorSpace
from engine.content.vectors import Content, SparseVector
from engine.entities import TermContribution
from engine.storage.strings import StringArray
from fakes.sample_catalogue import FILMS

Record = dict[str, Any]
_LISTS = ("genres", "keywords", "director", "cast", "companies")


def record(**values: object) -> Record:
    """Return a film as `fit` reads it; what is not given is empty."""
    return {name: [] if name in _LISTS else "" for name in FILM_SCHEMA.names} | {"id": 1} | values


RECORDS = [
    record(
        title=row["title"],
        overview=row["overview"],
        tagline=row["tagline"],
        genres=row["genres"].split(", ") if row["genres"] else [],
        keywords=row["keywords"].split(", ") if row["keywords"] else [],
        companies=[row["production_companies"]] if row["production_companies"] else [],
        director=["Ada Finch"] if int(row["id"]) % 2 else ["Ada Finch", "Bo Tern"],
    )
    for row in FILMS
]


def fitted(records: Sequence[Record], batch: int = 7) -> Content:
    """Return the content of films that come in small batches, as from a catalogue."""

    def batches(columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        schema = pa.schema([FILM_SCHEMA.field(name).with_nullable(True) for name in columns])
        for start in range(0, len(records), batch):
            yield pa.RecordBatch.from_pylist(list(records[start : start + batch]), schema)

    return vectors.fit(batches)


@pytest.fixture(scope="module")
def content() -> Content:
    return fitted(RECORDS)


def cosines(field: Field) -> np.ndarray | None:
    """Return the cosines of all films in one field, as scikit-learn alone computes them; `None` if none says a word."""
    if field.kind == "words":
        vectoriser = TfidfVectorizer(stop_words="english", strip_accents="unicode", sublinear_tf=True)
        parts = [[one[column] for column in field.columns] for one in RECORDS]
        documents: list[Any] = [" ".join(" ".join(p) if isinstance(p, list) else p for p in film) for film in parts]
    else:
        vectoriser = TfidfVectorizer(analyzer=lambda names: names)
        documents = [one[field.columns[0]] for one in RECORDS]
    if not any(documents):
        return None
    return cosine_similarity(vectoriser.fit_transform(documents))


def vector_of(content: Content, row: int) -> SparseVector:
    films = content.matrix()
    return VectorSpace(films, content.postings, StringArray.of(content.terms), content.fields).vector(row)


def test_a_similarity_is_the_weighted_mean_of_the_cosines_of_the_fields(content: Content) -> None:
    known = [(field, values) for field in FIELDS if (values := cosines(field)) is not None]
    total = sum(field.weight for field, _ in known)
    expected = sum(field.weight / total * values for field, values in known)
    got = (content.matrix() @ content.matrix().T).toarray()
    np.testing.assert_allclose(got, expected, atol=1e-6)


def test_shares_sum_to_one_and_follow_the_weights(content: Content) -> None:
    weight = {field.name: field.weight for field in FIELDS}
    assert sum(field.share for field in content.fields) == pytest.approx(1)
    ratios = [field.share / weight[field.name] for field in content.fields]
    assert ratios == pytest.approx([ratios[0]] * len(ratios))


def test_fields_lie_side_by_side_and_cover_the_matrix(content: Content) -> None:
    edges = [0, *(field.stop for field in content.fields)]
    assert [field.start for field in content.fields] == edges[:-1]
    assert edges[-1] == content.matrix().shape[1] == len(content.terms)


def test_a_field_that_no_film_speaks_in_is_left_out(content: Content) -> None:
    assert "cast" not in {field.name for field in content.fields}


def test_the_matrix_has_a_row_for_every_film_even_one_without_text(content: Content) -> None:
    assert content.matrix().shape[0] == len(RECORDS)
    assert content.matrix().dtype == np.float32
    assert content.matrix().has_sorted_indices


def test_films_that_say_nothing_at_all_make_an_empty_matrix() -> None:
    empty = fitted([record(title="It"), record(title="The")])
    assert empty.matrix().shape == (2, 0)
    assert (empty.terms, empty.fields) == ([], ())


def test_explanations_add_up_for_every_pair(content: Content) -> None:
    for a, b in combinations_with_replacement(range(len(RECORDS)), 2):
        one, other = vector_of(content, a), vector_of(content, b)
        dot = float((content.matrix()[[a]] @ content.matrix()[[b]].T).toarray()[0, 0])
        told = explain(one, other, content.fields, content.terms)
        assert sum(part.value for part in told.fields) == pytest.approx(dot, abs=1e-6)
        assert sum(part.value for part in told.terms) == pytest.approx(dot, abs=1e-6)
        for field in told.fields:
            of_field = sum(term.value for term in told.terms if term.field == field.field)
            assert of_field == pytest.approx(field.value, abs=1e-6)


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_an_explanation_of_any_two_vectors_adds_up(data: st.DataObject) -> None:
    stops = sorted(data.draw(st.sets(st.integers(1, 20), min_size=1, max_size=4)))
    starts = [0, *stops[:-1]]
    fields = [FittedField(f"f{n}", f"F{n}", 1.0, a, b, 1) for n, (a, b) in enumerate(zip(starts, stops, strict=True))]

    def vector() -> SparseVector:
        indices = sorted(data.draw(st.sets(st.integers(0, stops[-1] - 1))))
        weights = [data.draw(st.floats(0, 1, width=32)) for _ in indices]
        return SparseVector(np.array(indices, dtype=np.int32), np.array(weights, dtype=np.float32))

    a, b = vector(), vector()
    dense_a, dense_b = np.zeros(stops[-1]), np.zeros(stops[-1])
    dense_a[a.indices], dense_b[b.indices] = a.weights, b.weights
    told = explain(a, b, fields, [f"t{n}" for n in range(stops[-1])])
    products = dense_a * dense_b
    assert [part.value for part in told.fields] == pytest.approx([products[f.start : f.stop].sum() for f in fields])
    assert {int(term.term[1:]): term.value for term in told.terms} == {
        n: pytest.approx(products[n]) for n in set(a.indices.tolist()) & set(b.indices.tolist())
    }
    assert [term.value for term in told.terms] == sorted((term.value for term in told.terms), reverse=True)


def test_an_explanation_is_the_same_from_both_sides(content: Content) -> None:
    for a, b in [(0, 1), (2, 9), (5, 6), (9, 10)]:
        one, other = vector_of(content, a), vector_of(content, b)
        assert explain(one, other, content.fields, content.terms) == explain(other, one, content.fields, content.terms)


def test_a_film_is_wholly_like_itself_even_in_fields_that_it_says_nothing_in(content: Content) -> None:
    for row in range(len(RECORDS)):
        told = explain_itself(vector_of(content, row), content.fields, content.terms)
        assert sum(part.value for part in told.fields) == pytest.approx(1)


def test_films_that_share_no_word_have_nothing_in_common(content: Content) -> None:
    a = next(n for n, row in enumerate(FILMS) if row["title"] == "The Cartographer's Wife")
    told = explain(
        vector_of(content, a), SparseVector(np.array([], np.int32), np.array([], np.float32)), content.fields, []
    )
    assert told.terms == told.reasons == ()
    assert {part.value for part in told.fields} == {0.0}


TELLING = {"keywords": 1, "overview": 2, "genres": 3, "companies": 3}


def term(text: str, value: float, field: str = "overview") -> TermContribution:
    return TermContribution(field, field.title(), text, value)


def test_reasons_are_the_strongest_terms_and_no_more_than_a_sentence_holds() -> None:
    terms = [term(text, 1 - n / 10) for n, text in enumerate(["sea", "map", "ship", "storm"])]
    assert strongest_reasons(terms, TELLING) == ("sea", "map", "ship")
    assert MAX_REASONS == 3


def test_telling_fields_come_before_stronger_ones_that_tell_less() -> None:
    terms = [term("Drama", 0.9, "genres"), term("sea", 0.5), term("lost at sea level", 0.1, "keywords")]
    assert strongest_reasons(terms, TELLING) == ("lost at sea level", "Drama")


def test_the_least_telling_fields_speak_where_there_is_nothing_better() -> None:
    assert strongest_reasons([term("Drama", 0.9, "genres")], TELLING) == ("Drama",)


def test_a_word_gives_way_to_a_phrase_that_says_more() -> None:
    assert strongest_reasons([term("dream", 0.5, "keywords"), term("dream world", 0.4, "keywords")], TELLING) == (
        "dream world",
    )


def test_a_word_that_a_phrase_has_said_is_left_out() -> None:
    assert strongest_reasons([term("dream world", 0.5, "keywords"), term("World", 0.4)], TELLING) == ("dream world",)


def test_a_phrase_takes_the_place_of_all_the_words_it_holds() -> None:
    texts = ["dream", "sea", "world", "dream world", "map"]
    terms = [term(text, 1 - n / 10, "keywords") for n, text in enumerate(texts)]
    assert strongest_reasons(terms, TELLING) == ("dream world", "sea", "map")


def test_a_keyword_does_not_give_way_to_the_name_of_a_company() -> None:
    terms = [term("Dream Pictures", 0.9, "companies"), term("dream", 0.5, "keywords"), term("sea", 0.4, "keywords")]
    assert strongest_reasons(terms, TELLING) == ("dream", "sea")


def test_a_word_of_the_story_that_hardly_counts_is_no_reason() -> None:
    terms = [term("Drama", 0.9, "companies"), term("home", 0.04, "overview")]
    assert strongest_reasons(terms, TELLING) == ("Drama",)
    assert strongest_reasons(terms[1:], TELLING) == ("home",)


def test_a_remark_on_the_credits_is_no_reason_while_there_is_another() -> None:
    terms = [term("aftercreditsstinger", 0.9, "keywords"), term("sea", 0.1, "keywords")]
    assert strongest_reasons(terms, TELLING) == ("sea",)
    assert strongest_reasons(terms[:1], TELLING) == ("aftercreditsstinger",)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "a b", "B c", "c", "d e", "A"]), st.sampled_from(list(TELLING))),
        max_size=8,
    )
)
def test_nothing_is_said_twice(texts: list[tuple[str, str]]) -> None:
    said = strongest_reasons([term(text, 1.0, field) for text, field in texts], TELLING)
    words = [set(text.casefold().split()) for text in said]
    assert len(said) <= MAX_REASONS
    assert not any(one <= other for n, one in enumerate(words) for m, other in enumerate(words) if n != m)
    assert bool(said) == bool(texts)
