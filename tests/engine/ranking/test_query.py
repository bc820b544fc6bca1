"""A query that makes no sense is refused in one line that says why; one that makes sense is a plain value."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError, replace

import pytest

from engine import MAX_DISLIKED, MAX_LIKED, CineWatch, Filters, Query, Weights
from engine.errors import InvalidQuery
from fakes.sample_catalogue import HARBOUR, IDS, LOW_TIDE
from tests.engine.reference import ids

NO_START = "name at least one film you like, or describe what a film should be about"
BAD_FACTOR = "the factor of a term or a field must be from 0 to 100"
BAD_WEIGHT = "a weight must be from -100 to 100"
NOT_NUMBERS = (math.nan, math.inf, -math.inf)

INVALID = (
    (Query(), NO_START),
    (Query(about=" \n\t"), NO_START),
    (Query(disliked=(HARBOUR,)), NO_START),
    (Query((HARBOUR,), k=-1), "k is -1; it must be 0 or more"),
    (Query(IDS[: MAX_LIKED + 1]), "11 films are liked; the limit is 10"),
    (Query((HARBOUR,), disliked=IDS[1 : MAX_DISLIKED + 2]), "6 films are disliked; the limit is 5"),
    (Query((HARBOUR,), disliked=(HARBOUR,)), "the film with the id 101 is both liked and disliked"),
    (Query(IDS[:4], disliked=(104, 111, 103)), "the film with the id 103 is both liked and disliked"),
    (Query((HARBOUR,), franchise="some"), "franchise is 'some'; it must be all, one or none"),  # type: ignore[arg-type]  # what a caller without types may pass
    (Query((HARBOUR,), diversity=-0.1), "diversity is -0.1; it must be from 0 to 1"),
    (Query((HARBOUR,), diversity=1.001), "diversity is 1.001; it must be from 0 to 1"),
    (Query((HARBOUR,), diversity=math.nan), "diversity is nan; it must be from 0 to 1"),
    (Query((HARBOUR,), terms=(("genres", "Drama", -1.0),)), BAD_FACTOR),
    (Query((HARBOUR,), terms=(("genres", "Drama", 2.0), ("no", "such", math.nan))), BAD_FACTOR),
    (Query((HARBOUR,), weights=Weights(fields=(("genres", -0.5),))), BAD_FACTOR),
    *((Query((HARBOUR,), terms=(("genres", "Drama", number),)), BAD_FACTOR) for number in NOT_NUMBERS),
    *((Query((HARBOUR,), weights=Weights(fields=(("genres", number),))), BAD_FACTOR) for number in NOT_NUMBERS),
    *((Query((HARBOUR,), weights=Weights(era=number)), BAD_WEIGHT) for number in NOT_NUMBERS),
    *((Query((HARBOUR,), weights=Weights(popularity=number)), BAD_WEIGHT) for number in NOT_NUMBERS),
    *((Query((HARBOUR,), weights=Weights(quality=number)), BAD_WEIGHT) for number in NOT_NUMBERS),
)


def test_a_query_that_makes_no_sense_is_refused_in_one_line(cinewatch: CineWatch) -> None:
    valid = Query((HARBOUR,))
    for query, message in INVALID:
        for call in (
            lambda query=query: cinewatch.recommend(query),
            lambda query=query: cinewatch.recommender.ranked_ids(query),
            lambda query=query: cinewatch.recommender.what_if(valid, query),
            lambda query=query: cinewatch.recommender.what_if(query, valid),
        ):
            with pytest.raises(InvalidQuery) as caught:
                call()
            assert str(caught.value) == message


def test_a_genre_that_does_not_exist_is_refused_in_one_line(cinewatch: CineWatch) -> None:
    with pytest.raises(InvalidQuery, match="Mumblecore") as caught:
        cinewatch.recommend(Query((HARBOUR,), filters=Filters(("Mumblecore",))))
    assert str(caught.value).isprintable()


def test_as_many_films_as_the_limits_are_allowed_and_repeats_count_once(cinewatch: CineWatch) -> None:
    liked, disliked = IDS[:MAX_LIKED], IDS[MAX_LIKED : MAX_LIKED + MAX_DISLIKED]
    assert (len(liked), len(disliked)) == (10, 5)
    found = cinewatch.recommend(Query(liked, disliked)).films
    assert found
    assert cinewatch.recommend(Query(liked * 2, disliked * 5)).films == found
    with pytest.raises(InvalidQuery, match="102 is both liked and disliked"):
        cinewatch.recommend(Query(liked * 2, (LOW_TIDE, 151) * 5))


@pytest.mark.parametrize("diversity", [0.0, 1.0])
def test_diversity_may_be_0_or_1(cinewatch: CineWatch, diversity: float) -> None:
    assert len(cinewatch.recommend(Query((HARBOUR,), k=4, diversity=diversity)).films) == 4


def test_a_description_of_blanks_counts_as_none(cinewatch: CineWatch) -> None:
    answer = cinewatch.recommend(Query((HARBOUR,), about=" \n\t "))
    assert (ids(answer.films), answer.unknown) == (ids(cinewatch.recommend(Query((HARBOUR,))).films), ())


def test_a_query_is_a_plain_value() -> None:
    one, same = (Query((HARBOUR,), weights=Weights(fields=(("genres", 2.0),)), filters=Filters(("War",))) for _ in "ab")
    assert (one == same, hash(one) == hash(same), {one: "cached"}[same]) == (True, True, "cached")
    assert replace(one, about="sea") != one
    with pytest.raises(FrozenInstanceError):
        one.k = 3  # type: ignore[misc]  # that it is refused is what is tested


def test_the_defaults_ask_for_ten_films_and_nothing_else() -> None:
    spelled_out = Query(
        (HARBOUR,),
        disliked=(),
        about="",
        k=10,
        weights=Weights(),
        filters=Filters(),
        franchise="all",
        diversity=0.0,
        terms=(),
    )
    assert Query((HARBOUR,)) == spelled_out
