"""A query that makes no sense says why in one line, and one that does is a value."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError, replace

import pytest

from engine import MAX_DISLIKED, MAX_LIKED, CineWatch, Filters, Query, Weights
from engine.errors import InvalidQuery
from fakes.sample_catalogue import HARBOUR, IDS, LOW_TIDE
from tests.engine.reference import ids

BAD = (
    (Query(), "name at least one film you like, or describe what a film should be about"),
    (Query(about=" \n\t"), "name at least one film"),
    (Query(disliked=(HARBOUR,)), "name at least one film"),
    (Query((HARBOUR,), k=-1), "k is -1; it must be 0 or more"),
    (Query(IDS[: MAX_LIKED + 1]), "11 films are liked; the limit is 10"),
    (Query((HARBOUR,), disliked=IDS[1 : MAX_DISLIKED + 2]), "6 films are disliked; the limit is 5"),
    (Query((HARBOUR,), disliked=(HARBOUR,)), "the film with the id 101 is both liked and disliked"),
    (Query(IDS[:4], disliked=(104, 111, 103)), "the film with the id 103 is both liked and disliked"),
    (Query((HARBOUR,), franchise="some"), "franchise is 'some'; it must be all, one or none"),  # type: ignore[arg-type]
    (Query((HARBOUR,), diversity=-0.1), "diversity is -0.1; it must be from 0 to 1"),
    (Query((HARBOUR,), diversity=1.001), "diversity is 1.001; it must be from 0 to 1"),
    (Query((HARBOUR,), diversity=math.nan), "diversity is nan; it must be from 0 to 1"),
    (Query((HARBOUR,), terms=(("genres", "Drama", -1.0),)), "must be from 0 to 100"),
    (Query((HARBOUR,), terms=(("genres", "Drama", 2.0), ("no", "such", math.nan))), "must be from 0 to 100"),
    (Query((HARBOUR,), weights=Weights(fields=(("genres", -0.5),))), "must be from 0 to 100"),
    (Query((HARBOUR,), filters=Filters(("Mumblecore",))), '"Mumblecore" is not a genre'),
)


@pytest.mark.parametrize(("query", "why"), BAD)
def test_a_query_that_makes_no_sense_is_named_in_one_line(cinewatch: CineWatch, query: Query, why: str) -> None:
    good = Query((HARBOUR,))
    for ask in (
        lambda: cinewatch.recommend(query),
        lambda: cinewatch.recommender.ranked_ids(query),
        lambda: cinewatch.recommender.what_if(good, query),
        lambda: cinewatch.recommender.what_if(query, good),
    ):
        with pytest.raises(InvalidQuery) as caught:
            ask()
        assert why in str(caught.value)
        assert str(caught.value).isprintable()


def test_as_many_films_as_there_can_be_are_not_too_many(cinewatch: CineWatch) -> None:
    query = Query(IDS[:MAX_LIKED], disliked=IDS[MAX_LIKED : MAX_LIKED + MAX_DISLIKED])
    assert (len(query.liked), len(query.disliked)) == (10, 5)
    assert cinewatch.recommend(query).films


def test_a_film_named_twice_is_one_of_so_many(cinewatch: CineWatch) -> None:
    query = Query(IDS[:MAX_LIKED] * 2, disliked=(LOW_TIDE, 151) * 5)
    with pytest.raises(InvalidQuery, match="102 is both liked and disliked"):
        cinewatch.recommend(query)
    assert cinewatch.recommend(replace(query, disliked=(151, 152) * 5)).films


@pytest.mark.parametrize("diversity", [0.0, 1.0])
def test_the_ends_of_the_dial_belong_to_it(cinewatch: CineWatch, diversity: float) -> None:
    assert len(cinewatch.recommend(Query((HARBOUR,), k=4, diversity=diversity)).films) == 4


def test_words_of_blanks_are_no_words(cinewatch: CineWatch) -> None:
    found = cinewatch.recommend(Query((HARBOUR,), about=" \n\t "))
    assert (ids(found.films), found.unknown) == (ids(cinewatch.recommend(Query((HARBOUR,))).films), ())


def test_a_query_is_a_value() -> None:
    one, same = (Query((HARBOUR,), weights=Weights(fields=(("genres", 2.0),)), filters=Filters(("War",))) for _ in "ab")
    assert (one == same, hash(one) == hash(same), {one: "cached"}[same]) == (True, True, "cached")
    assert replace(one, about="sea") != one
    with pytest.raises(FrozenInstanceError):
        one.k = 3  # type: ignore[misc]


def test_what_is_not_given_changes_nothing() -> None:
    plain = Query(
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
    assert Query((HARBOUR,)) == plain
