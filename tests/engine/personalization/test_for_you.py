"""Films for a user: every score is the sum of its reasons, and the best films are the best of all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine import PRESETS, CineWatch, Filters, Weights
from engine.errors import InvalidQuery
from engine.personalization import ForYou, Marks, PersonalAnswer, PersonalQuery, learner
from engine.personalization.parts import FAME_PRIOR, MANY_MARKS, TASTE_BESIDE_COMMUNITY
from engine.personalization.ratings import Ratings
from fakes.sample_catalogue import ABSENT, HARBOUR, HIDDEN, LOW_TIDE, NIGHTJAR_1974, Build, film_row
from tests.engine.personalization.random_users import (
    all_neutral,
    dense_first_guess,
    dense_taste_scores,
    marks_of,
    random_ratings,
)

ROUNDING = 1e-4


def ids(answer: PersonalAnswer) -> list[int]:
    return [found.film.id for found in answer.films]


def assert_adds_up(answer: PersonalAnswer) -> None:
    """Assert that every score is the sum of its parts, of its liked films and of its terms."""
    for found in answer.films:
        parts = (found.community, found.taste, found.era, found.popularity, found.quality)
        assert found.score == pytest.approx(sum(parts), abs=1e-6)
        assert found.community == pytest.approx(sum(film.value for film in found.liked), abs=1e-6)
        assert found.taste == pytest.approx(sum(term.value for term in found.explanation.terms), abs=1e-6)
        assert found.taste == pytest.approx(sum(field.value for field in found.explanation.fields), abs=1e-6)


@pytest.mark.parametrize("weights", [Weights(), *PRESETS.values()])
def test_scores_are_the_sum_of_their_reasons(learned: CineWatch, ratings: Ratings, weights: Weights) -> None:
    for number in range(1, 41):
        answer = learned.for_you.recommend(PersonalQuery(marks_of(ratings, number), k=50, weights=weights))
        assert len(answer.films) > 10
        assert_adds_up(answer)


def test_ten_thousand_scores_are_the_sum_of_their_reasons(sample: CineWatch) -> None:
    ratings = random_ratings(sample, users=10, per_user=30)
    for number in range(1, 11):
        answer = sample.for_you.recommend(PersonalQuery(marks_of(ratings, number), k=1_000))
        assert len(answer.films) > 990
        assert_adds_up(answer)
        scores = [found.score for found in answer.films]
        assert scores == pytest.approx(sorted(scores, reverse=True), abs=1e-6)


def assert_equals_dense_algebra(cinewatch: CineWatch, for_you: ForYou, marks: Marks) -> None:
    """Assert that the answer has every film allowed, with the scores and the order of dense algebra."""
    community, columns = for_you.community, cinewatch.opened.columns
    assert community is not None
    weights = np.zeros((len(cinewatch), len(cinewatch)))
    weights[np.ix_(community.rows, community.rows)] = community.weights.toarray()
    user = for_you.user(marks)
    known = np.isin(np.arange(len(cinewatch)), community.rows)
    share_of_unknown = 1 - (1 - TASTE_BESIDE_COMMUNITY) * MANY_MARKS / (MANY_MARKS + len(user.rows))
    fame = FAME_PRIOR * np.log1p(columns.votes)
    expected = dense_taste_scores(cinewatch, user.rows, user.grades) + fame
    expected *= np.where(known, TASTE_BESIDE_COMMUNITY, share_of_unknown)
    expected += weights[user.rows].T @ user.grades
    expected += dense_first_guess(cinewatch, user, community)
    answer = for_you.recommend(PersonalQuery(marks, k=len(cinewatch)))
    rows = [columns.row(film) for film in ids(answer)]
    allowed = (columns.hidden == 0) & ~np.isin(np.arange(len(cinewatch)), user.rows)
    assert {*rows} == {*np.flatnonzero(allowed)}
    assert [found.score for found in answer.films] == pytest.approx(expected[rows], abs=ROUNDING)
    assert all(expected[rows[:-1]] > expected[rows[1:]] - ROUNDING)
    assert_adds_up(answer)


def test_the_answer_equals_dense_algebra(learned: CineWatch, ratings: Ratings) -> None:
    for number in range(1, 41):
        assert_equals_dense_algebra(learned, learned.for_you, marks_of(ratings, number))


@pytest.fixture
def knowing_half(cinewatch: CineWatch, ratings: Ratings, monkeypatch: pytest.MonkeyPatch) -> ForYou:
    """Return what recommends with a community that knows only every other film."""
    monkeypatch.setattr(learner, "FILLED_UP_TO", 0)
    half = ratings.where(np.isin(ratings.films, cinewatch.opened.columns.id[::2]))
    community = learner.learn(cinewatch.opened, learner.plan(cinewatch.opened, half))
    assert len(community.rows) <= (len(cinewatch) + 1) // 2
    return ForYou(cinewatch.opened, community)


def test_the_answer_equals_dense_algebra_where_the_community_knows_only_some_films(
    cinewatch: CineWatch, knowing_half: ForYou, ratings: Ratings
) -> None:
    for number in range(1, 41):
        assert_equals_dense_algebra(cinewatch, knowing_half, marks_of(ratings, number))


def test_without_a_community_the_answer_equals_dense_algebra(cinewatch: CineWatch, ratings: Ratings) -> None:
    fame = FAME_PRIOR * np.log1p(cinewatch.opened.columns.votes)
    for number in range(1, 41):
        marks = marks_of(ratings, number)
        user = cinewatch.for_you.user(marks)
        expected = dense_taste_scores(cinewatch, user.rows, user.grades) + fame
        expected += dense_first_guess(cinewatch, user, None)
        answer = cinewatch.for_you.recommend(PersonalQuery(marks, k=len(cinewatch)))
        rows = [cinewatch.opened.columns.row(film) for film in ids(answer)]
        assert [found.score for found in answer.films] == pytest.approx(expected[rows], abs=ROUNDING)
        assert_adds_up(answer)


def test_one_rating_brings_known_films_of_its_years_and_many_ratings_bring_ones_own(build: Build) -> None:
    harbours = [film_row(number, f"Harbour {number}", 1990, votes=50, keywords="harbour") for number in range(1, 40)]
    known = [film_row(100, "Known then", 1991, votes=9_000), film_row(101, "Known later", 2020, votes=9_000)]
    cinewatch = build([*harbours, *known])

    def answer(n_rated: int) -> PersonalAnswer:
        rated = tuple((number, 5.0) for number in range(1, n_rated + 1))
        return cinewatch.for_you.recommend(PersonalQuery(Marks(rated), k=len(cinewatch)))

    first, later = answer(1), answer(35)
    assert ids(first).index(100) < ids(first).index(101)
    fame = {found.film.id: found.popularity for found in first.films}
    assert fame[100] > fame[101] > 0
    assert ids(later)[0] < 100


def test_five_thousand_ratings_most_of_them_of_other_films_get_an_answer(sample: CineWatch) -> None:
    films = sample.opened.columns.id.tolist()[:-20]
    absent = range(10_000_000, 10_005_000 - len(films))
    marks = Marks(tuple((film, 0.5 + number % 10 / 2) for number, film in enumerate((*films, *absent))))
    answer = sample.for_you.recommend(PersonalQuery(marks))
    assert len(marks.ratings) == 5_000
    assert answer.unknown == tuple(absent)
    assert len(answer.films) == 10
    assert {*ids(answer)}.isdisjoint(films)
    assert_adds_up(answer)


def test_films_that_tie_come_in_the_order_of_the_catalogue(build: Build) -> None:
    cinewatch = build([film_row(number, f"Tern {number}", 1990, keywords="bird") for number in (5, 3, 9, 7)])
    assert ids(cinewatch.for_you.recommend(PersonalQuery(Marks(((9, 5.0),))))) == [3, 5, 7]


def test_films_that_the_user_is_done_with_never_appear(learned: CineWatch) -> None:
    marks = Marks(((HARBOUR, 5.0),), watched=(LOW_TIDE,), not_interested=(NIGHTJAR_1974,))
    found = ids(learned.for_you.recommend(PersonalQuery(marks, k=100)))
    assert {HARBOUR, LOW_TIDE, NIGHTJAR_1974, *HIDDEN}.isdisjoint(found)


def test_a_rating_changes_the_next_answer(cinewatch: CineWatch) -> None:
    (before, *_) = cinewatch.for_you.recommend(PersonalQuery(Marks(((HARBOUR, 5.0),)))).films
    (after, *_) = cinewatch.for_you.recommend(PersonalQuery(Marks(((HARBOUR, 0.5),)))).films
    assert before.film.id == LOW_TIDE != after.film.id


def test_the_catalogue_may_lack_marked_films(cinewatch: CineWatch) -> None:
    answer = cinewatch.for_you.recommend(PersonalQuery(Marks(((ABSENT, 5.0), (HARBOUR, 4.0)))))
    assert answer.unknown == (ABSENT,)
    assert answer.films
    with pytest.raises(InvalidQuery, match="none of the 1 marked films"):
        cinewatch.for_you.recommend(PersonalQuery(Marks(((ABSENT, 5.0),))))
    with pytest.raises(InvalidQuery, match="rate at least one film"):
        cinewatch.for_you.recommend(PersonalQuery(Marks()))


def test_dislikes_alone_and_ratings_that_say_nothing_get_an_answer(learned: CineWatch) -> None:
    for marks in (Marks(((HARBOUR, 0.5),)), Marks(not_interested=(HARBOUR,)), all_neutral(learned)):
        answer = learned.for_you.recommend(PersonalQuery(marks))
        assert answer.films
        assert_adds_up(answer)


def test_a_catalogue_of_three_films_gets_an_answer_without_what_is_rated(build: Build) -> None:
    cinewatch = build([film_row(number, f"Tern {number}", 1990) for number in (1, 2, 3)])
    assert ids(cinewatch.for_you.recommend(PersonalQuery(Marks(((1, 4.0),))))) == [2, 3]
    rated = Marks(((1, 4.0), (2, 1.0), (3, 5.0)))
    assert cinewatch.for_you.recommend(PersonalQuery(rated)).films == ()


def test_filters_franchises_and_variety_work_as_elsewhere(learned: CineWatch) -> None:
    query = PersonalQuery(Marks(((HARBOUR, 5.0),)), k=100)
    every = learned.for_you.recommend(query)
    dramas = learned.for_you.recommend(replace(query, filters=Filters(genres=("Drama",))))
    assert ids(dramas) == [found.film.id for found in every.films if "Drama" in found.film.genres]
    assert LOW_TIDE in ids(every)
    without = learned.for_you.recommend(replace(query, franchise="none"))
    assert not [found for found in without.films if found.film.title.startswith("The Glass Harbour")]
    one = learned.for_you.recommend(replace(query, franchise="one"))
    assert len([found for found in one.films if found.film.title.startswith("The Glass Harbour")]) == 1
    plain, varied = (learned.for_you.recommend(replace(query, k=5, diversity=share)) for share in (0.0, 0.9))
    assert varied.diversity > plain.diversity


def test_the_community_can_be_switched_off(learned: CineWatch, cinewatch: CineWatch, ratings: Ratings) -> None:
    query = PersonalQuery(marks_of(ratings, 3), k=20, community=0.0)
    assert learned.for_you.recommend(query) == cinewatch.for_you.recommend(replace(query, community=1.0))


def test_a_wrong_query_is_an_error(cinewatch: CineWatch) -> None:
    query = PersonalQuery(Marks(((HARBOUR, 5.0),)))
    for wrong in (replace(query, k=-1), replace(query, diversity=2.0), replace(query, community=-1.0)):
        with pytest.raises(InvalidQuery):
            cinewatch.for_you.recommend(wrong)


def test_a_taste_in_words_names_what_the_liked_films_have(cinewatch: CineWatch) -> None:
    marks = Marks(((HARBOUR, 5.0), (LOW_TIDE, 4.5), (NIGHTJAR_1974, 0.5)))
    profile = cinewatch.for_you.taste(marks)
    assert {"lighthouse", "smuggling"} <= {term.term for term in profile.liked if term.films == 2}
    assert all(term.weight > 0 for term in profile.liked)
    assert all(term.weight < 0 for term in profile.disliked)
    assert max(dict(profile.decades), key=dict(profile.decades).__getitem__) in (1990, 2000)
    # Nothing is said of decades from which the user knows no film.
    assert {*dict(profile.decades)} <= {(film.year or 0) // 10 * 10 for film in map(cinewatch.film, marks.grades())}


def test_films_of_a_list_come_in_the_order_and_with_the_scores_of_all_films(
    learned: CineWatch, ratings: Ratings
) -> None:
    query = PersonalQuery(marks_of(ratings, 3), k=len(learned))
    everything = learned.for_you.recommend(query).films
    chosen = everything[5:20]
    rated = query.marks.ratings[0][0]
    asked = [ABSENT, rated, *(found.film.id for found in reversed(chosen))]
    found = learned.for_you.scored(query, asked)
    assert [one.film.id for one in found] == [one.film.id for one in chosen]
    assert [one.score for one in found] == pytest.approx([one.score for one in chosen])


def test_films_to_rate_are_not_marked_and_as_many_as_asked_for(cinewatch: CineWatch) -> None:
    marks = Marks(((HARBOUR, 4.0),), not_interested=(LOW_TIDE,))
    films = [film.id for film in cinewatch.for_you.to_rate(marks, 5)]
    assert len({*films}) == 5
    assert {HARBOUR, LOW_TIDE}.isdisjoint(films)
    assert {HARBOUR, LOW_TIDE} & {film.id for film in cinewatch.for_you.to_rate(Marks(), len(cinewatch))}
