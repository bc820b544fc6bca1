"""Descriptions in own words, and terms that are ignored or boosted: answers are those of plain Python."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import CineWatch, Filters, Query, Recommendation, Weights
from engine.entities import DESCRIPTION
from fakes.sample_catalogue import BARE, HARBOUR, IDS, LANTERNS, LOW_TIDE, NIGHTJAR_2015, SCRIPT, WHALES
from tests.engine.reference import Reference, assert_same_answer, ids

ALL = len(IDS)
ONLY_MATCH = Weights(0, 0, 0)
EVERY_FILM = Filters(include_adult=True, include_unreleased=True)
DESCRIPTIONS = ("a robot lost in space", "the song of a whale", "lighthouse", "sci-fi western, gold in the desert")
TERMS = (
    (HARBOUR, ("keywords", "lighthouse")),
    (HARBOUR, ("overview", "lighthouse")),
    (142, ("genres", "Science Fiction")),
    (NIGHTJAR_2015, ("title", "nightjar")),
)
"""A film, and a field and term of it."""


def by_id(cinewatch: CineWatch, query: Query) -> dict[int, Recommendation]:
    return {one.film.id: one for one in cinewatch.recommend(query).films}


def values(one: Recommendation) -> dict[tuple[str, str], float]:
    """Return what each term adds to a film's match, by field and term."""
    return {(term.field, term.term): term.value for term in one.explanation.terms}


@pytest.mark.parametrize("about", DESCRIPTIONS)
def test_answers_to_a_description_are_those_of_a_full_sort(reference: Reference, about: str) -> None:
    for liked, disliked in (((), ()), ((HARBOUR,), ()), ((), (142,)), ((WHALES, BARE), (142, 143))):
        assert assert_same_answer(reference, Query(liked, disliked, about, k=ALL))
        weights = Weights(2.0, -3.0, 1.0)
        assert_same_answer(reference, Query(liked, disliked, about, k=ALL, weights=weights, filters=EVERY_FILM))


@pytest.mark.parametrize("about", ["A heist with a twist", "growing up in a small town", "murder"])
def test_answers_of_a_larger_catalogue_are_those_of_a_full_sort(sample_reference: Reference, about: str) -> None:
    assert_same_answer(sample_reference, Query(about=about, k=30))
    assert_same_answer(sample_reference, Query((sample_reference.films[5].id,), about=about, k=30))


@pytest.mark.parametrize(
    ("about", "unknown"), [("qwxz Vrrk", ("qwxz", "Vrrk")), ("夢の中の強盗", ("夢の中の強盗",)), ("the of", ())]
)
@pytest.mark.parametrize("disliked", [(), (HARBOUR,)])
def test_a_description_of_unknown_words_gives_no_film_and_names_the_words(
    cinewatch: CineWatch, about: str, unknown: tuple[str, ...], disliked: tuple[int, ...]
) -> None:
    query = Query(about=about, disliked=disliked, k=ALL, filters=EVERY_FILM)
    answer = cinewatch.recommend(query)
    assert (answer.films, answer.unknown) == ((), unknown)
    assert cinewatch.recommender.ranked_ids(query) == []
    assert cinewatch.recommender.ranked_ids(replace(query, diversity=1.0, franchise="one")) == []
    assert cinewatch.recommender.what_if(query, query) == ()


@pytest.mark.parametrize("disliked", [(), (HARBOUR, 143)])
def test_a_description_alone_finds_only_films_that_share_something_with_it(
    reference: Reference, disliked: tuple[int, ...]
) -> None:
    query = Query(disliked=disliked, about="a robot in a lighthouse", k=ALL, filters=EVERY_FILM)
    described = reference.described(query)
    found = ids(reference.cinewatch.recommend(query).films)
    assert 0 < len(found) < ALL // 2
    assert {*found} == {film_id for film_id in IDS if described[film_id] > 0} - {*disliked}
    with_a_film = reference.cinewatch.recommender.ranked_ids(replace(query, liked=(WHALES,)))
    assert {*with_a_film} == {*IDS} - {WHALES, *disliked}


@pytest.mark.parametrize("liked", [(), (HARBOUR,), (BARE,)])
def test_unknown_words_are_named_and_change_nothing(cinewatch: CineWatch, liked: tuple[int, ...]) -> None:
    known, both = (
        cinewatch.recommend(Query(liked, about=about, k=ALL)) for about in ("robot whale", "robot qwxz whale")
    )
    assert (known.unknown, both.unknown) == ((), ("qwxz",))
    assert both.films == known.films


def test_unknown_words_beside_a_liked_film_leave_its_recommendations(cinewatch: CineWatch) -> None:
    answer = cinewatch.recommend(Query((HARBOUR,), about="qwxz", k=ALL))
    assert answer.unknown == ("qwxz",)
    assert answer.films == cinewatch.recommend(Query((HARBOUR,), k=ALL)).films


@pytest.mark.parametrize("about", DESCRIPTIONS)
def test_a_description_beside_liked_films_counts_like_one_more_film(reference: Reference, about: str) -> None:
    query = Query((HARBOUR, WHALES), about=about, k=ALL, weights=ONLY_MATCH)
    films = assert_same_answer(reference, query)
    parts = [{part.field: part.value for part in one.explanation.fields} for one in films]
    by_words = sorted((part.pop(DESCRIPTION) for part in parts), reverse=True)
    by_films = sorted((sum(part.values()) for part in parts), reverse=True)
    # The tenth best, or the last that fits at all: two liked films count twice as much as the description.
    scales = (min([value for value in values[:10] if value > 0]) for values in (by_words, by_films))
    assert next(scales) == pytest.approx(next(scales) / 2, rel=1e-4)


@pytest.mark.parametrize("about", DESCRIPTIONS)
@pytest.mark.parametrize(("liked", "disliked"), [((), ()), ((WHALES,), ()), ((), (142,)), ((WHALES, BARE), (142,))])
def test_what_each_word_adds_sums_to_the_match(
    cinewatch: CineWatch, about: str, liked: tuple[int, ...], disliked: tuple[int, ...]
) -> None:
    films = cinewatch.recommend(Query(liked, disliked, about, k=ALL)).films
    assert any(DESCRIPTION in {term.field for term in one.explanation.terms} for one in films)
    for one in films:
        assert sum(term.value for term in one.explanation.terms) == pytest.approx(one.match, abs=1e-6)
        assert sum(part.value for part in one.explanation.fields) == pytest.approx(one.match, abs=1e-6)


def test_a_description_has_no_era_and_a_liked_film_beside_it_gives_it_one(cinewatch: CineWatch) -> None:
    query = Query(about="robot lost in space", filters=Filters(("Science Fiction",)))
    alone = cinewatch.recommend(query).films
    assert {one.era for one in alone} == {0.0}
    assert all(one.popularity > 0 for one in alone)
    beside = by_id(cinewatch, replace(query, liked=(142,)))
    assert beside[141].era > beside[143].era > 0


def test_the_overview_of_a_film_finds_that_film_first(sample_reference: Reference) -> None:
    for one in sample_reference.films[::23]:
        query = Query(about=one.overview, k=1, weights=ONLY_MATCH)
        assert sample_reference.cinewatch.recommender.ranked_ids(query) == [one.id]


def test_punctuation_in_a_description_has_no_meaning(cinewatch: CineWatch) -> None:
    films = cinewatch.recommend(Query(about="<script>alert(1)</script> .*[", k=1)).films
    assert ids(films) == [SCRIPT]


@pytest.mark.parametrize(("seed", "term"), TERMS)
def test_answers_with_a_factor_on_a_term_are_those_of_a_full_sort(
    reference: Reference, seed: int, term: tuple[str, str]
) -> None:
    for factor in (0.0, 0.5, 2.0):
        assert_same_answer(reference, Query((seed,), k=ALL, terms=((*term, factor),)))
        several = ((*term, factor), ("genres", "Drama", 3.0), ("keyword_words", "lost", 0.0))
        weights = Weights(3.0, 2.0, 1.0, (("genres", 2.0),))
        assert_same_answer(
            reference, Query((seed, WHALES), (LOW_TIDE,), "a lost robot", k=ALL, weights=weights, terms=several)
        )


@pytest.mark.parametrize(("seed", "term"), TERMS)
def test_an_ignored_term_adds_nothing_and_all_others_stay(
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
def test_if_every_term_is_ignored_all_scores_are_0(reference: Reference, liked: tuple[int, ...]) -> None:
    terms = tuple((field, term, 0.0) for film_id in liked for field, term in reference.vectors[film_id])
    films = assert_same_answer(reference, Query(liked, k=ALL, terms=terms))
    assert {one.score for one in films} == {0.0}


@pytest.mark.parametrize(("seed", "term"), TERMS)
def test_a_boosted_term_adds_exactly_twice_as_much_and_no_other_changes(
    cinewatch: CineWatch, seed: int, term: tuple[str, str]
) -> None:
    before, after = (by_id(cinewatch, Query((seed,), k=ALL, terms=terms)) for terms in ((), ((*term, 2.0),)))
    assert any(term in values(one) for one in before.values())
    for film_id, one in after.items():
        normal = values(before[film_id])
        assert values(one) == normal | ({term: 2 * normal[term]} if term in normal else {})
        assert one.match == pytest.approx(before[film_id].match + normal.get(term, 0.0), abs=1e-6)


def test_a_word_of_a_description_can_be_ignored(reference: Reference) -> None:
    query = Query(about="a whale and a robot", k=ALL)
    ignored = ((DESCRIPTION, "whale", 0.0),)
    before, after = (
        {*reference.cinewatch.recommender.ranked_ids(one)} for one in (query, replace(query, terms=ignored))
    )
    assert before - after == {WHALES, 148}
    assert after


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
def test_terms_that_do_not_exist_or_are_not_in_the_query_change_nothing(
    cinewatch: CineWatch, term: tuple[str, str]
) -> None:
    normal = cinewatch.recommend(Query((HARBOUR,), about="storm", k=ALL)).films
    for factor in (0.0, 9.0):
        weighted = Query((HARBOUR,), about="storm", k=ALL, terms=((*term, factor),))
        assert cinewatch.recommend(weighted).films == normal


def test_a_factor_of_1_changes_nothing(cinewatch: CineWatch) -> None:
    terms = (("keywords", "lighthouse", 1.0), ("genres", "Drama", 1.0))
    normal = cinewatch.recommend(Query((HARBOUR,), k=ALL)).films
    assert cinewatch.recommend(Query((HARBOUR,), k=ALL, terms=terms)).films == normal


@pytest.mark.parametrize("ignored", [("smuggling",), ("harbour town", "smuggling"), ("lighthouse", "missing brother")])
def test_an_ignored_term_is_never_a_reason(cinewatch: CineWatch, ignored: tuple[str, ...]) -> None:
    terms = tuple((field, term, 0.0) for field in cinewatch.field_labels for term in ignored)
    normal, without = (cinewatch.recommend(Query((HARBOUR,), k=ALL, terms=some)).films for some in ((), terms))
    assert any({*ignored} & {*one.explanation.reasons} for one in normal)
    for one in without:
        assert {*ignored}.isdisjoint(one.explanation.reasons)
        assert {*one.explanation.reasons} <= {term.term for term in one.explanation.terms if term.value}


def test_a_term_of_a_field_that_is_switched_off_is_never_a_reason(cinewatch: CineWatch) -> None:
    weights = Weights(fields=(("keywords", 0.0), ("companies", 0.0)))
    films = cinewatch.recommend(Query((HARBOUR,), k=ALL, weights=weights)).films
    assert any(one.explanation.reasons for one in films)
    for one in films:
        assert {*one.explanation.reasons} <= {term.term for term in one.explanation.terms if term.value}
