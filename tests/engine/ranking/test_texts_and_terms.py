"""Asking in words, and making single terms count more or not at all: answers are those of plain Python."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from engine import CineWatch, Filters, Query, Recommendation, Weights
from engine.errors import InvalidQuery
from fakes.sample_catalogue import BARE, HARBOUR, IDS, LANTERNS, LOW_TIDE, NIGHTJAR_2015, SCRIPT, WHALES
from tests.engine.reference import Reference, assert_same_answer, ids

ALL = len(IDS)
ONLY_CONTENT = Weights(0, 0, 0)
EVERYTHING = Filters(include_adult=True, include_unreleased=True)
TEXTS = ("a robot lost in space", "the song of a whale", "lighthouse", "sci-fi western, gold in the desert")


def by_id(cinewatch: CineWatch, query: Query) -> dict[int, Recommendation]:
    return {one.film.id: one for one in cinewatch.recommend(query).films}


def values(one: Recommendation) -> dict[tuple[str, str], float]:
    """Return what each term adds to a film's content, by field and term."""
    return {(term.field, term.term): term.value for term in one.explanation.terms}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    ("liked", "disliked"), [((), ()), ((HARBOUR,), ()), ((), (142,)), ((WHALES, BARE), (142, 143))]
)
def test_answers_to_a_text_are_those_of_a_full_sort(
    reference: Reference, text: str, liked: tuple[int, ...], disliked: tuple[int, ...]
) -> None:
    assert assert_same_answer(reference, Query(liked, disliked, text, k=ALL))
    assert_same_answer(
        reference, Query(liked, disliked, text, k=ALL, weights=Weights(2.0, -3.0, 1.0), filters=EVERYTHING)
    )


@pytest.mark.parametrize("text", ["A heist with a twist", "growing up in a small town", "murder"])
def test_answers_of_a_larger_catalogue_to_a_text_are_those_of_a_full_sort(
    sample_reference: Reference, text: str
) -> None:
    assert_same_answer(sample_reference, Query(about=text, k=30))
    assert_same_answer(sample_reference, Query((sample_reference.films[5].id,), about=text, k=30))


@pytest.mark.parametrize(
    ("text", "words"), [("qwxz Vrrk", ("qwxz", "Vrrk")), ("夢の中の強盗", ("夢の中の強盗",)), ("the of", ())]
)
@pytest.mark.parametrize("disliked", [(), (HARBOUR,)])
def test_a_text_of_unknown_words_alone_gives_no_film_and_names_them(
    cinewatch: CineWatch, text: str, words: tuple[str, ...], disliked: tuple[int, ...]
) -> None:
    query = Query(about=text, disliked=disliked, k=ALL, filters=EVERYTHING)
    found = cinewatch.recommend(query)
    assert (found.films, found.unknown) == ((), words)
    assert cinewatch.recommender.ranked_ids(query) == []
    assert cinewatch.recommender.ranked_ids(replace(query, diversity=1.0, franchise="one")) == []
    assert cinewatch.recommender.what_if(query, query) == ()


@pytest.mark.parametrize("disliked", [(), (HARBOUR, 143)])
def test_a_film_of_which_no_word_of_a_text_is_true_is_no_answer_to_it_alone(
    reference: Reference, disliked: tuple[int, ...]
) -> None:
    query = Query(disliked=disliked, about="a robot in a lighthouse", k=ALL, filters=EVERYTHING)
    content = reference.matches(query)
    found = ids(reference.cinewatch.recommend(query).films)
    assert 0 < len(found) < ALL // 2
    assert {*found} == {film_id for film_id in IDS if content[film_id] > 0} - {*disliked}
    beside = reference.cinewatch.recommender.ranked_ids(replace(query, liked=(WHALES,)))
    assert {*beside} == {*IDS} - {WHALES, *disliked}


@pytest.mark.parametrize("liked", [(), (HARBOUR,), (BARE,)])
def test_unknown_words_are_named_and_change_nothing(cinewatch: CineWatch, liked: tuple[int, ...]) -> None:
    known, both = (cinewatch.recommend(Query(liked, about=text, k=ALL)) for text in ("robot whale", "robot qwxz whale"))
    assert (known.unknown, both.unknown) == ((), ("qwxz",))
    assert both.films == known.films


def test_unknown_words_beside_a_liked_film_leave_its_recommendations(cinewatch: CineWatch) -> None:
    found = cinewatch.recommend(Query((HARBOUR,), about="qwxz", k=ALL))
    assert found.unknown == ("qwxz",)
    assert found.films == cinewatch.recommend(Query((HARBOUR,), k=ALL)).films


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_beside_liked_films_is_one_liked_vector_more(reference: Reference, text: str) -> None:
    told, liked = reference.matches(Query(about=text)), reference.matches(Query((HARBOUR, WHALES)))
    for film_id, one in by_id(reference.cinewatch, Query((HARBOUR, WHALES), about=text, k=ALL)).items():
        assert one.match == pytest.approx((told[film_id] + 2 * liked[film_id]) / 3, abs=1e-6)


def test_a_text_alone_is_of_no_time_and_one_beside_a_film_of_its_time(cinewatch: CineWatch) -> None:
    query = Query(about="robot lost in space", filters=Filters(("Science Fiction",)))
    alone = cinewatch.recommend(query).films
    assert {one.era for one in alone} == {0.0}
    assert all(one.popularity > 0 for one in alone)
    beside = by_id(cinewatch, replace(query, liked=(142,)))
    assert beside[141].era > beside[143].era > 0


def test_a_films_own_story_finds_that_film_first(sample_reference: Reference) -> None:
    for one in sample_reference.films[::23]:
        query = Query(about=one.overview, k=1, weights=ONLY_CONTENT)
        assert sample_reference.cinewatch.recommender.ranked_ids(query) == [one.id]


def test_by_the_story_alone_no_film_is_nearer_to_a_story_than_its_own(reference: Reference) -> None:
    others = tuple((name, 0.0) for name in reference.cinewatch.field_labels if name != "overview")
    weights = replace(ONLY_CONTENT, fields=others)
    told = [one for one in reference.films if one.overview]
    assert len(told) > 20
    for one in told:
        text = f"{one.overview} {one.tagline}"
        found = reference.cinewatch.recommend(Query(about=text, k=ALL, weights=weights, filters=EVERYTHING)).films
        own = next(other for other in found if other.film.id == one.id)
        assert own.match == found[0].match > 0


def test_signs_in_a_text_are_only_signs(cinewatch: CineWatch) -> None:
    found = cinewatch.recommend(Query(about="<script>alert(1)</script> .*[", k=1)).films
    assert ids(found) == [SCRIPT]


STRUCK = (
    (HARBOUR, ("keywords", "lighthouse")),
    (HARBOUR, ("overview", "lighthouse")),
    (142, ("genres", "Science Fiction")),
    (NIGHTJAR_2015, ("title", "nightjar")),
)


@pytest.mark.parametrize("factor", [0.0, 0.5, 2.0])
@pytest.mark.parametrize(("seed", "term"), STRUCK)
def test_answers_in_which_a_term_counts_otherwise_are_those_of_a_full_sort(
    reference: Reference, seed: int, term: tuple[str, str], factor: float
) -> None:
    assert_same_answer(reference, Query((seed,), k=ALL, terms=((*term, factor),)))
    several = ((*term, factor), ("genres", "Drama", 3.0), ("keyword_words", "lost", 0.0))
    weights = Weights(3.0, 2.0, 1.0, (("genres", 2.0),))
    assert_same_answer(
        reference, Query((seed, WHALES), (LOW_TIDE,), "a lost robot", k=ALL, weights=weights, terms=several)
    )


@pytest.mark.parametrize(("seed", "term"), STRUCK)
def test_a_struck_term_adds_nothing_and_what_it_added_is_gone(
    cinewatch: CineWatch, seed: int, term: tuple[str, str]
) -> None:
    before, after = (by_id(cinewatch, Query((seed,), k=ALL, terms=terms)) for terms in ((), ((*term, 0.0),)))
    added = {film_id: values(one).get(term, 0.0) for film_id, one in before.items()}
    assert any(added.values())
    for film_id, one in after.items():
        assert values(one).get(term, 0.0) == 0
        assert one.match == pytest.approx(before[film_id].match - added[film_id], abs=1e-6)
        others = {name: value for name, value in values(before[film_id]).items() if name != term}
        assert {name: value for name, value in values(one).items() if name != term} == others


@pytest.mark.parametrize("liked", [(HARBOUR,), (142, LANTERNS)])
def test_where_every_term_is_struck_nothing_is_left(reference: Reference, liked: tuple[int, ...]) -> None:
    terms = tuple((field, term, 0.0) for film_id in liked for field, term in reference.vectors[film_id])
    found = assert_same_answer(reference, Query(liked, k=ALL, terms=terms))
    assert {one.score for one in found} == {0.0}


@pytest.mark.parametrize(("seed", "term"), STRUCK)
def test_a_boosted_term_adds_exactly_twice_what_it_did_and_no_other_changes(
    cinewatch: CineWatch, seed: int, term: tuple[str, str]
) -> None:
    before, after = (by_id(cinewatch, Query((seed,), k=ALL, terms=terms)) for terms in ((), ((*term, 2.0),)))
    assert any(term in values(one) for one in before.values())
    for film_id, one in after.items():
        plainly = values(before[film_id])
        assert values(one) == plainly | ({term: 2 * plainly[term]} if term in plainly else {})
        assert one.match == pytest.approx(before[film_id].match + plainly.get(term, 0.0), abs=1e-6)


def test_a_word_of_a_text_can_be_struck(reference: Reference) -> None:
    query = Query(about="a whale and a robot", k=ALL)
    struck = tuple((*term, 0.0) for term in reference.vector_of_text(query.about) if term[1].startswith("whale"))
    found, left = ({*reference.cinewatch.recommender.ranked_ids(one)} for one in (query, replace(query, terms=struck)))
    assert found - left == {WHALES, 148}
    assert left


@pytest.mark.parametrize(
    "term",
    [
        ("keywords", "no such keyword"),
        ("keywords", "Lighthouse"),
        ("colour", "lighthouse"),
        ("cast", "lighthouse"),
        ("genres", "Western"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("factor", [0.0, 9.0])
def test_terms_that_there_are_not_or_that_the_query_has_not_change_nothing(
    cinewatch: CineWatch, term: tuple[str, str], factor: float
) -> None:
    plainly = cinewatch.recommend(Query((HARBOUR,), about="storm", k=ALL)).films
    assert cinewatch.recommend(Query((HARBOUR,), about="storm", k=ALL, terms=((*term, factor),))).films == plainly


def test_a_factor_of_one_changes_nothing(cinewatch: CineWatch) -> None:
    terms = (("keywords", "lighthouse", 1.0), ("genres", "Drama", 1.0))
    plainly = cinewatch.recommend(Query((HARBOUR,), k=ALL)).films
    assert cinewatch.recommend(Query((HARBOUR,), k=ALL, terms=terms)).films == plainly


@pytest.mark.parametrize("struck", [("smuggling",), ("harbour town", "smuggling"), ("lighthouse", "missing brother")])
def test_a_struck_term_is_no_reason(cinewatch: CineWatch, struck: tuple[str, ...]) -> None:
    terms = tuple((field, term, 0.0) for field in cinewatch.field_labels for term in struck)
    for one in cinewatch.recommend(Query((HARBOUR,), k=ALL, terms=terms)).films:
        assert {*struck}.isdisjoint(one.explanation.reasons)
        assert {*one.explanation.reasons} <= {term.term for term in one.explanation.terms if term.value}


def test_a_term_of_a_field_that_counts_nothing_is_no_reason(cinewatch: CineWatch) -> None:
    weights = Weights(fields=(("keywords", 0.0), ("companies", 0.0)))
    for one in cinewatch.recommend(Query((HARBOUR,), k=ALL, weights=weights)).films:
        assert {*one.explanation.reasons} <= {term.term for term in one.explanation.terms if term.value}


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_no_weight(cinewatch: CineWatch, number: float) -> None:
    for query in (
        Query((HARBOUR,), weights=Weights(era=number)),
        Query((HARBOUR,), weights=Weights(popularity=number)),
        Query((HARBOUR,), weights=Weights(quality=number)),
        Query((HARBOUR,), weights=Weights(fields=(("genres", number),))),
        Query((HARBOUR,), terms=(("genres", "Drama", number),)),
    ):
        with pytest.raises(InvalidQuery):
            cinewatch.recommend(query)
