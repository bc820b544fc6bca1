"""What users say about their own taste changes the weights, exactly and explained."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import CineWatch
from engine.entities import Choice
from engine.errors import InvalidQuery
from engine.personalization import CHOICES, DECADE, Marks, PersonalQuery, TermChoice
from engine.personalization.ratings import Ratings
from engine.personalization.traits import DECADES
from fakes.sample_catalogue import ABSENT, HARBOUR, LOW_TIDE, NIGHTJAR_1974
from tests.engine.personalization.random_users import marks_of
from tests.engine.personalization.test_for_you import assert_adds_up

LIGHTHOUSE = ("keywords", "lighthouse")


def terms_of(cinewatch: CineWatch) -> list[tuple[str, str]]:
    """Return every term of the catalogue with its field, and every decade."""
    space = cinewatch.opened.space
    terms = [(field.name, space.terms[column]) for field in space.fields for column in range(field.start, field.stop)]
    return [*terms, *((DECADE, str(decade)) for decade in DECADES)]


@given(st.data())
def test_scores_are_the_sum_of_their_reasons_whatever_was_chosen(
    learned: CineWatch, ratings: Ratings, data: st.DataObject
) -> None:
    choice = st.tuples(st.sampled_from(terms_of(learned)), st.sampled_from(CHOICES))
    drawn = data.draw(st.lists(choice, max_size=20))
    choices: tuple[TermChoice, ...] = tuple((field, term, wanted) for (field, term), wanted in drawn)
    marks, community = marks_of(ratings, data.draw(st.integers(1, 40))), data.draw(st.sampled_from([0.0, 1.0]))
    answer = learned.for_you.recommend(PersonalQuery(marks, k=len(learned), community=community, choices=choices))
    assert_adds_up(answer)
    scores = [found.score for found in answer.films]
    assert scores == pytest.approx(sorted(scores, reverse=True), abs=1e-4)
    ignored = {(field, term) for (field, term), wanted in dict(drawn).items() if wanted == "ignore"}
    values = {(term.field, term.term): term.value for found in answer.films for term in found.explanation.terms}
    assert not any(values.get(term) for term in ignored)


@given(st.sampled_from(CHOICES), st.integers(1, 40), st.data())
def test_a_choice_multiplies_the_weights_of_its_term_and_leaves_all_others(
    cinewatch: CineWatch, ratings: Ratings, wanted: Choice, number: int, data: st.DataObject
) -> None:
    user, space = cinewatch.for_you.user(marks_of(ratings, number)), cinewatch.opened.space
    taste, usual = user.taste, np.float32(user.usual_decade)
    field, term = data.draw(st.sampled_from(terms_of(cinewatch)))
    chosen = user.wanted([(field, term, wanted)], space)
    labels = {each.label for each in space.fields if each.name == field}
    columns = [space.column(each.name, term) for each in space.fields if each.label in labels]
    is_chosen = np.isin(taste.terms.indices, [column for column in columns if column is not None])
    is_decade = np.array([field == DECADE and term == str(decade) for decade in DECADES] + [False])
    # Every film has a decade, so a decade is liked if it weighs more than those of the user's films do.
    for before, after, its, zero in (
        (taste.terms.weights, chosen.terms.weights, is_chosen, np.float32(0)),
        (taste.traits, chosen.traits, is_decade, usual),
    ):
        above = before - zero
        doubled = {"ignore": 0 * above, "more": 2 * above.clip(0), "less": 2 * above.clip(max=0)}[wanted]
        np.testing.assert_array_equal(after, np.where(its, zero + doubled, before))


@given(st.integers(1, 40))
def test_decades_are_those_of_the_marked_films_beside_each_other(
    cinewatch: CineWatch, ratings: Ratings, number: int
) -> None:
    marks = marks_of(ratings, number)
    decades = dict(cinewatch.for_you.taste(marks).decades)
    known = [cinewatch.film(film) for film in marks.grades() if film in cinewatch]
    assert {*decades} <= {(film.year or 0) // 10 * 10 for film in known}
    assert sum(decades.values()) == pytest.approx(0, abs=1e-5)


def test_an_ignored_keyword_is_ignored_as_a_word_too(cinewatch: CineWatch) -> None:
    query = PersonalQuery(Marks(((HARBOUR, 5.0),)), k=1)
    (usual,) = cinewatch.for_you.recommend(query).films
    fields = {term.field for term in usual.explanation.terms if term.term == "lighthouse" and term.value}
    assert {"keywords", "keyword_words"} <= fields
    (struck,) = cinewatch.for_you.recommend(replace(query, choices=((*LIGHTHOUSE, "ignore"),))).films
    still = {term.field for term in struck.explanation.terms if term.term == "lighthouse" and term.value}
    assert still == fields - {"keywords", "keyword_words"}
    assert struck.score < usual.score


def test_more_of_a_term_brings_its_films_up_and_the_last_choice_counts(cinewatch: CineWatch) -> None:
    query = PersonalQuery(Marks(((HARBOUR, 5.0),)), k=len(cinewatch))

    def score(*choices: TermChoice) -> float:
        films = cinewatch.for_you.recommend(replace(query, choices=choices)).films
        return next(found.score for found in films if found.film.id == LOW_TIDE)

    more: TermChoice = (*LIGHTHOUSE, "more")
    ignored: TermChoice = (*LIGHTHOUSE, "ignore")
    assert score(more) > score() > score(ignored)
    assert score(ignored, more) == score(more)
    # The rating says the opposite, so it says nothing.
    assert score((*LIGHTHOUSE, "less")) == score(ignored)


def test_choices_of_terms_that_nobody_has_change_nothing(cinewatch: CineWatch) -> None:
    query = PersonalQuery(Marks(((HARBOUR, 5.0),)))
    strange: tuple[TermChoice, ...] = (("keywords", "no such", "ignore"), ("no", "such", "more"), (DECADE, "x", "less"))
    assert cinewatch.for_you.recommend(replace(query, choices=strange)) == cinewatch.for_you.recommend(query)
    with pytest.raises(InvalidQuery, match='"never" is no choice for "lighthouse"'):
        cinewatch.for_you.recommend(replace(query, choices=((*LIGHTHOUSE, cast(Choice, "never")),)))


def test_a_taste_in_words_is_as_its_owner_wants_it(cinewatch: CineWatch) -> None:
    marks = Marks(((HARBOUR, 5.0), (LOW_TIDE, 4.5), (NIGHTJAR_1974, 0.5)))
    usual = {(term.field, term.term): term.weight for term in cinewatch.for_you.taste(marks).liked}
    struck = cinewatch.for_you.taste(marks, ((*LIGHTHOUSE, "ignore"), ("genres", "Drama", "more")))
    weights = {(term.field, term.term): term.weight for term in struck.liked}
    assert LIGHTHOUSE in usual
    assert LIGHTHOUSE not in weights
    assert weights["genres", "Drama"] == pytest.approx(2 * usual["genres", "Drama"])
    decade = max(usual_decades := dict(cinewatch.for_you.taste(marks).decades), key=usual_decades.__getitem__)
    ignoring = cinewatch.for_you.taste(marks, ((DECADE, str(decade), "ignore"),))
    assert dict(ignoring.decades) == {each: weight for each, weight in usual_decades.items() if each != decade}


def test_what_a_rating_changed_is_the_difference_of_two_tastes(cinewatch: CineWatch, ratings: Ratings) -> None:
    for number in range(1, 11):
        marks = marks_of(ratings, number)
        (film, _), *_ = marks.ratings
        changes = cinewatch.for_you.changed_by(marks, film)
        amounts = [abs(change.change) for change in changes]
        assert amounts == sorted(amounts, reverse=True)
        strengths = {(term.field, term.term): term.weight for term in cinewatch.for_you.taste(marks).liked}
        found = [change for change in changes if (change.field, change.term) in strengths]
        assert found
        for change in found:
            assert change.after == pytest.approx(strengths[change.field, change.term])


def test_the_first_rating_made_all_of_the_taste(cinewatch: CineWatch) -> None:
    marks = Marks(((HARBOUR, 5.0), (ABSENT, 1.0)))
    changes = cinewatch.for_you.changed_by(marks, HARBOUR)
    assert {change.before for change in changes} == {0.0}
    assert {term.term for term in cinewatch.for_you.taste(marks).liked} == {
        change.term for change in changes if change.change > 0
    }
    struck = cinewatch.for_you.changed_by(marks, HARBOUR, ((*LIGHTHOUSE, "ignore"),))
    assert LIGHTHOUSE not in {(change.field, change.term) for change in struck}
    assert cinewatch.for_you.changed_by(marks, ABSENT) == ()


def test_a_low_rating_takes_away_what_the_film_has(cinewatch: CineWatch) -> None:
    marks = Marks(((LOW_TIDE, 5.0), (HARBOUR, 0.5)))
    changes = {(each.field, each.term): each.change for each in cinewatch.for_you.changed_by(marks, HARBOUR)}
    assert changes[LIGHTHOUSE] < 0
