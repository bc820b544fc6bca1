"""What if the query were another: the places of films before and after are those of full sorts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import CineWatch, Filters, Query, Weights
from fakes.sample_catalogue import BARE, HARBOUR, HIGH_WATER, IDS, LOW_TIDE
from tests.engine.reference import ROUNDING, Reference

KEEPER = 147
QUERY = Query((HARBOUR,), k=4)
CHANGES = (
    {"weights": Weights(0, 0, 0)},
    {"weights": Weights(5.0, -2.0, 3.0)},
    {"weights": Weights(fields=(("genres", 9.0), ("keywords", 0.0)))},
    {"liked": (HARBOUR, 142)},
    {"liked": (143,)},
    {"disliked": (LOW_TIDE,)},
    {"about": "a robot in space"},
    {"terms": (("keywords", "lighthouse", 0.0), ("genres", "Drama", 4.0))},
    {"filters": Filters(exclude_genres=("Mystery",))},
    {"filters": Filters(include_adult=True, include_unreleased=True)},
    {"k": 9},
    {"k": 0},
    {"liked": (BARE,), "about": "qwxz"},
)


def place_range(scores: dict[int, float], film_id: int) -> range:
    """Return the places that a film may have, films whose scores differ by rounding on either side."""
    order = list(scores)
    others = [(one, scores[one] - scores[film_id]) for one in order if one != film_id]
    ahead = sum(gap > ROUNDING for _, gap in others)
    even = [one for one, gap in others if abs(gap) <= ROUNDING]
    if all(scores[one] == scores[film_id] for one in even):
        ahead += sum(order.index(one) < order.index(film_id) for one in even)
        return range(1 + ahead, 2 + ahead)
    return range(1 + ahead, 2 + ahead + len(even))


@pytest.mark.parametrize("change", CHANGES)
def test_places_before_and_after_are_those_of_full_sorts(reference: Reference, change: dict[str, object]) -> None:
    changed = replace(QUERY, **change)
    before, after = reference.scores(QUERY), reference.scores(changed)
    moves = reference.cinewatch.recommender.what_if(QUERY, changed)
    for move in moves:
        if move.film.id in before:
            assert move.before in place_range(before, move.film.id)
        if move.film.id in after:
            assert move.after in place_range(after, move.film.id)
    ranked = reference.cinewatch.recommender.ranked_ids(QUERY), reference.cinewatch.recommender.ranked_ids(changed)
    assert {move.film.id for move in moves} == {*ranked[0], *ranked[1]}
    assert [move.after for move in moves] == sorted(move.after for move in moves)


@pytest.mark.parametrize("place", [0, 40, 333])
def test_places_in_a_larger_catalogue_are_those_of_full_sorts(sample_reference: Reference, place: int) -> None:
    query = Query((sample_reference.films[place].id,), k=15)
    changed = replace(query, weights=Weights(0.2, -1.0, 2.0, (("genres", 3.0),)))
    scores = sample_reference.scores(query), sample_reference.scores(changed)
    moves = sample_reference.cinewatch.recommender.what_if(query, changed)
    assert len(moves) > 15
    for move in moves:
        assert move.before in place_range(scores[0], move.film.id)
        assert move.after in place_range(scores[1], move.film.id)


def test_places_are_those_in_which_the_films_are_recommended(cinewatch: CineWatch) -> None:
    changed = replace(QUERY, weights=Weights(0, 3.0, 0), liked=(HARBOUR, 142))
    orders = [cinewatch.recommender.ranked_ids(replace(query, k=len(IDS))) for query in (QUERY, changed)]
    moves = [move for move in cinewatch.recommender.what_if(QUERY, changed) if move.film.id != 142]
    assert moves
    for move in moves:
        assert (move.before, move.after) == tuple(1 + order.index(move.film.id) for order in orders)


@pytest.mark.parametrize("seed", [HARBOUR, BARE, 142])
def test_where_nothing_is_changed_nothing_moves(cinewatch: CineWatch, seed: int) -> None:
    query = Query((seed,), k=7)
    moves = cinewatch.recommender.what_if(query, query)
    assert [(move.before, move.after) for move in moves] == [(place, place) for place in range(1, 8)]
    assert [move.film.id for move in moves] == cinewatch.recommender.ranked_ids(query)


def test_a_film_that_one_query_leaves_out_has_the_place_there_that_its_score_would_give_it(
    cinewatch: CineWatch,
) -> None:
    moves = {move.film.id: move for move in cinewatch.recommender.what_if(QUERY, replace(QUERY, liked=(LOW_TIDE,)))}
    # Nothing is as similar to a film as the film itself.
    assert (moves[HARBOUR].before, moves[LOW_TIDE].after) == (1, 1)
    strict = replace(QUERY, filters=Filters(exclude_genres=("Mystery",)))
    moves = {move.film.id: move for move in cinewatch.recommender.what_if(QUERY, strict)}
    assert [cinewatch.recommender.ranked_ids(QUERY)[0], cinewatch.recommender.ranked_ids(strict)[0]] == [
        LOW_TIDE,
        KEEPER,
    ]
    assert [(moves[one].before, moves[one].after) for one in (LOW_TIDE, HIGH_WATER, KEEPER)] == [(1, 1), (2, 1), (3, 1)]


def test_with_none_asked_for_nothing_is_told(cinewatch: CineWatch) -> None:
    assert cinewatch.recommender.what_if(Query((HARBOUR,), k=0), Query((142,), k=0)) == ()


def test_diversity_and_one_of_each_franchise_do_not_move_films(cinewatch: CineWatch) -> None:
    changed = replace(QUERY, diversity=1.0, franchise="one")
    assert cinewatch.recommender.ranked_ids(changed) != cinewatch.recommender.ranked_ids(QUERY)
    assert cinewatch.recommender.what_if(QUERY, changed) == cinewatch.recommender.what_if(QUERY, QUERY)
