"""An explanation adds up to the similarity it explains; its reasons are the strongest terms, each word once."""

from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Query, Weights
from engine.content.explanation import MAX_REASONS, MAX_UNIQUE, explain, explain_itself, strongest_reasons, unique_terms
from engine.content.fields import FittedField
from engine.content.vector_space import VectorSpace
from engine.content.vectors import EMPTY_VECTOR, SparseVector
from engine.entities import TermContribution
from engine.storage.strings import StringArray
from tests.engine.content.film_records import fitted, small_catalogue
from tests.engine.reference import Reference, dot

SEEDS = OTHERS = 100
EXACT = 1e-6


@pytest.fixture(scope="module")
def space() -> VectorSpace:
    """Return the vectors of the small catalogue."""
    content = fitted(small_catalogue())
    return VectorSpace(content.matrix(), content.postings, StringArray.of(content.terms), content.fields)


def test_explanations_add_up_for_every_pair(space: VectorSpace) -> None:
    rows = range(space.films.shape[0])
    similarities = (space.films @ space.films.T).toarray()
    for a, b in combinations_with_replacement(rows, 2):
        explanation = explain(space.vector(a), space.vector(b), space.fields, space.terms)
        assert sum(part.value for part in explanation.fields) == pytest.approx(similarities[a, b], abs=EXACT)
        by_field = [
            sum(term.value for term in explanation.terms if term.field == part.field) for part in explanation.fields
        ]
        assert by_field == pytest.approx([part.value for part in explanation.fields], abs=EXACT)
        assert explanation == explain(space.vector(b), space.vector(a), space.fields, space.terms)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_an_explanation_of_any_two_vectors_is_the_products_of_their_weights(data: st.DataObject) -> None:
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
    products = dense_a * dense_b
    explanation = explain(a, b, fields, [f"t{n}" for n in range(stops[-1])])
    assert [part.value for part in explanation.fields] == pytest.approx(
        [products[field.start : field.stop].sum() for field in fields]
    )
    assert {int(term.term[1:]): term.value for term in explanation.terms} == {
        n: pytest.approx(products[n]) for n in set(a.indices.tolist()) & set(b.indices.tolist())
    }
    values = [term.value for term in explanation.terms]
    assert values == sorted(values, reverse=True)


def test_terms_of_equal_value_keep_the_order_of_the_columns() -> None:
    fields = [FittedField("genres", "Genres", 1.0, 0, 60, 1)]
    weights = np.where(np.arange(60) % 3, 0.5, 0.2).astype(np.float32)
    vector = SparseVector(np.arange(60, dtype=np.int32), weights)
    terms = explain(vector, vector, fields, [f"t{n}" for n in range(60)]).terms
    stronger, weaker = [f"t{n}" for n in range(60) if n % 3], [f"t{n}" for n in range(0, 60, 3)]
    assert [term.term for term in terms] == stronger + weaker


def test_a_film_is_fully_similar_to_itself_even_in_fields_without_text(space: VectorSpace) -> None:
    for row in range(space.films.shape[0]):
        explanation = explain_itself(space.vector(row), space.fields, space.terms)
        assert [part.value for part in explanation.fields] == [field.share for field in space.fields]


def test_films_that_share_no_word_have_nothing_in_common(space: VectorSpace) -> None:
    explanation = explain(space.vector(0), EMPTY_VECTOR, space.fields, space.terms)
    assert (explanation.terms, explanation.reasons) == ((), ())
    assert {part.value for part in explanation.fields} == {0.0}


def test_unique_terms_are_those_that_the_other_film_does_not_have(space: VectorSpace) -> None:
    def terms(row: int) -> set[str]:
        return {space.terms[column] for column in space.vector(row).indices.tolist()}

    lengths = set()
    for row, other in combinations_with_replacement(range(space.films.shape[0]), 2):
        unique = unique_terms(space.vector(row), space.vector(other), space.fields, space.terms)
        assert {*unique} <= terms(row) - (terms(row) if row == other else set())
        lengths.add(len(unique))
    assert min(lengths) == 0
    assert MAX_REASONS < max(lengths) <= MAX_UNIQUE


def test_matches_fields_and_terms_agree_on_ten_thousand_pairs(sample_reference: Reference) -> None:
    cinewatch, films = sample_reference.cinewatch, sample_reference.films
    space = cinewatch.opened.space
    random = np.random.default_rng(17)
    for seed in random.integers(0, len(films), SEEDS).tolist():
        query, vector = space.vector(seed), sample_reference.vectors[films[seed].id]
        scores = space.scores(query)
        rows = random.integers(0, len(films), OTHERS).tolist()
        paired = cinewatch.relations.similarities([(films[seed].id, films[row].id) for row in rows])
        for row, pair in zip(rows, paired, strict=True):
            explanation = space.explain(query, row)
            expected = dot(vector, sample_reference.vectors[films[row].id])
            fields = [part.value for part in explanation.fields]
            by_field = [sum(t.value for t in explanation.terms if t.field == part.field) for part in explanation.fields]
            assert abs(scores[row] - expected) < EXACT
            assert abs(sum(fields) - expected) < EXACT
            assert abs(sum(term.value for term in explanation.terms) - expected) < EXACT
            assert fields == pytest.approx(by_field, abs=EXACT)
            assert row == seed or abs(pair - expected) < EXACT


def queries(reference: Reference) -> list[Query]:
    """Return queries of all kinds, each for all films."""
    random, films = np.random.default_rng(23), reference.films
    made = []
    for n in range(10):
        liked, other, disliked = (films[row] for row in random.permutation(len(films))[:3].tolist())
        terms = [(*term, float(random.choice(5))) for term in reference.vectors[liked.id]]
        era, popularity, quality = random.normal(size=3).tolist()
        weights = Weights(era, popularity, quality, fields=(("genres", 2.5), ("companies", 0.0)))
        made.append(
            Query(
                liked=(liked.id, other.id)[: 1 + n % 2],
                disliked=(disliked.id,) * (n % 3 > 0),
                about=other.overview * (n % 2),
                k=len(films),
                weights=weights if n % 4 else Weights(),
                terms=tuple(terms) if n > 4 else (),
            )
        )
    return made


def test_parts_and_explanations_of_any_query_agree_on_ten_thousand_films(sample_reference: Reference) -> None:
    compared = 0
    for query in queries(sample_reference):
        matches = sample_reference.matches(query)
        for film in sample_reference.cinewatch.recommend(query).films:
            assert abs(film.match - matches[film.film.id]) < EXACT
            assert abs(sum(part.value for part in film.explanation.fields) - film.match) < EXACT
            assert abs(sum(term.value for term in film.explanation.terms) - film.match) < EXACT
            assert abs(film.match + film.era + film.popularity + film.quality - film.score) < EXACT
            compared += 1
    assert compared > 10_000


PRIORITY = {"keywords": 1, "overview": 2, "genres": 3, "companies": 3}


def term(text: str, value: float, field: str = "overview") -> TermContribution:
    return TermContribution(field, field.title(), text, value)


def test_reasons_are_the_strongest_terms_and_fit_into_a_sentence() -> None:
    terms = [term(text, 1 - n / 10) for n, text in enumerate(["sea", "map", "ship", "storm"])]
    assert strongest_reasons(terms, PRIORITY) == ("sea", "map", "ship")
    assert MAX_REASONS == 3


def test_fields_of_a_better_priority_come_before_stronger_terms() -> None:
    terms = [term("Drama", 0.9, "genres"), term("sea", 0.5), term("lost at sea level", 0.1, "keywords")]
    assert strongest_reasons(terms, PRIORITY) == ("lost at sea level", "Drama")
    assert strongest_reasons(terms[:1], PRIORITY) == ("Drama",)


def test_a_word_gives_way_to_a_phrase_that_contains_it() -> None:
    weaker_phrase = [term("dream", 0.5, "keywords"), term("dream world", 0.4, "keywords")]
    stronger_phrase = [term("dream world", 0.5, "keywords"), term("World", 0.4)]
    assert strongest_reasons(weaker_phrase, PRIORITY) == ("dream world",)
    assert strongest_reasons(stronger_phrase, PRIORITY) == ("dream world",)
    same_words = [term("Dream World", 0.5, "keywords"), term("world dream", 0.4, "keywords")]
    assert strongest_reasons(same_words, PRIORITY) == ("Dream World",)


def test_a_phrase_replaces_all_words_it_contains() -> None:
    texts = ["dream", "sea", "world", "dream world", "map"]
    terms = [term(text, 1 - n / 10, "keywords") for n, text in enumerate(texts)]
    assert strongest_reasons(terms, PRIORITY) == ("dream world", "sea", "map")


def test_a_keyword_does_not_give_way_to_the_name_of_a_company() -> None:
    terms = [term("Dream Pictures", 0.9, "companies"), term("dream", 0.5, "keywords"), term("sea", 0.4, "keywords")]
    assert strongest_reasons(terms, PRIORITY) == ("dream", "sea")


def test_a_word_of_the_story_that_hardly_counts_is_a_reason_only_if_it_is_the_only_one() -> None:
    terms = [term("Drama", 0.9, "companies"), term("home", 0.04, "overview")]
    assert strongest_reasons(terms, PRIORITY) == ("Drama",)
    assert strongest_reasons(terms[1:], PRIORITY) == ("home",)


def test_a_term_that_is_switched_off_is_no_reason() -> None:
    assert strongest_reasons([term("sea", 0.0), term("Drama", 0.1, "genres")], PRIORITY) == ("Drama",)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "a b", "B c", "c", "d e", "A"]), st.sampled_from(list(PRIORITY))),
        max_size=8,
    )
)
def test_no_reason_contains_another(texts: list[tuple[str, str]]) -> None:
    reasons = strongest_reasons([term(text, 1.0, field) for text, field in texts], PRIORITY)
    words = [set(text.casefold().split()) for text in reasons]
    assert len(reasons) <= MAX_REASONS
    assert not any(a <= b for n, a in enumerate(words) for m, b in enumerate(words) if n != m)
    assert bool(reasons) == bool(texts)
