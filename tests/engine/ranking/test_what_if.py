"""What if the query were different: the ranks before and after are those of full sorts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import CineWatch, Filters, Query, Weights
from fakes.sample_catalogue import BARE, HARBOUR, HIGH_WATER, IDS, LOW_TIDE
from tests.engine.reference import ROUNDING, Reference

KEEPER = 147
QUERY = Query((HARBOUR,), k=4)
CHANGED = (
    replace(QUERY, weights=Weights(0, 0, 0)),
    replace(QUERY, weights=Weights(5.0, -2.0, 3.0)),
    replace(QUERY, weights=Weights(fields=(("genres", 9.0), ("keywords", 0.0)))),
    replace(QUERY, liked=(HARBOUR, 142)),
    replace(QUERY, liked=(143,)),
    replace(QUERY, disliked=(LOW_TIDE,)),
    replace(QUERY, about="a robot in space"),
    replace(QUERY, terms=(("keywords", "lighthouse", 0.0), ("genres", "Drama", 4.0))),
    replace(QUERY, filters=Filters(exclude_genres=("Mystery",))),
    replace(QUERY, filters=Filters(include_adult=True, include_unreleased=True)),
    replace(QUERY, k=9),
    replace(QUERY, k=0),
    replace(QUERY, liked=(BARE,), about="qwxz"),
)


def possible_ranks(scores: dict[int, float], film_id: int) -> range:
    """Return the ranks that a film may have: films whose scores differ only by rounding may be on either side."""
    order = list(scores)
    gaps = [(one, scores[one] - scores[film_id]) for one in order if one != film_id]
    ahead = sum(gap > ROUNDING for _, gap in gaps)
    even = [one for one, gap in gaps if abs(gap) <= ROUNDING]
    if all(scores[one] == scores[film_id] for one in even):
        ahead += sum(order.index(one) < order.index(film_id) for one in even)
        return range(1 + ahead, 2 + ahead)
    return range(1 + ahead, 2 + ahead + len(even))


@pytest.mark.parametrize("changed", CHANGED)
def test_ranks_before_and_after_are_those_of_full_sorts(reference: Reference, changed: Query) -> None:
    recommender = reference.cinewatch.recommender
    before, after = reference.scores(QUERY), reference.scores(changed)
    changes = recommender.what_if(QUERY, changed)
    assert {one.film.id for one in changes} == {*recommender.ranked_ids(QUERY), *recommender.ranked_ids(changed)}
    assert [one.after for one in changes] == sorted(one.after for one in changes)
    for one in changes:
        assert one.film.id not in before or one.before in possible_ranks(before, one.film.id)
        assert one.film.id not in after or one.after in possible_ranks(after, one.film.id)


@pytest.mark.parametrize("row", [0, 40, 333])
def test_ranks_in_a_larger_catalogue_are_those_of_full_sorts(sample_reference: Reference, row: int) -> None:
    query = Query((sample_reference.films[row].id,), k=15)
    changed = replace(query, weights=Weights(0.2, -1.0, 2.0, (("genres", 3.0),)))
    before, after = sample_reference.scores(query), sample_reference.scores(changed)
    changes = sample_reference.cinewatch.recommender.what_if(query, changed)
    assert len(changes) > 15
    for one in changes:
        assert one.before in possible_ranks(before, one.film.id)
        assert one.after in possible_ranks(after, one.film.id)


def test_ranks_are_those_in_which_the_films_are_recommended(cinewatch: CineWatch) -> None:
    changed = replace(QUERY, weights=Weights(0, 3.0, 0), liked=(HARBOUR, 142))
    orders = [cinewatch.recommender.ranked_ids(replace(query, k=len(IDS))) for query in (QUERY, changed)]
    changes = [one for one in cinewatch.recommender.what_if(QUERY, changed) if one.film.id != 142]
    assert changes
    for one in changes:
        assert (one.before, one.after) == tuple(1 + order.index(one.film.id) for order in orders)


@pytest.mark.parametrize("seed", [HARBOUR, BARE, 142])
def test_if_nothing_is_changed_no_film_moves(cinewatch: CineWatch, seed: int) -> None:
    query = Query((seed,), k=7)
    changes = cinewatch.recommender.what_if(query, query)
    assert [(one.before, one.after) for one in changes] == [(rank, rank) for rank in range(1, 8)]
    assert [one.film.id for one in changes] == cinewatch.recommender.ranked_ids(query)


def test_a_film_that_one_query_leaves_out_gets_the_rank_its_score_would_give_it(cinewatch: CineWatch) -> None:
    changes = {one.film.id: one for one in cinewatch.recommender.what_if(QUERY, replace(QUERY, liked=(LOW_TIDE,)))}
    # Nothing is as similar to a film as the film itself.
    assert (changes[HARBOUR].before, changes[LOW_TIDE].after) == (1, 1)
    strict = replace(QUERY, filters=Filters(exclude_genres=("Mystery",)))
    assert cinewatch.recommender.ranked_ids(QUERY)[0] == LOW_TIDE
    assert cinewatch.recommender.ranked_ids(strict)[0] == KEEPER
    changes = {one.film.id: one for one in cinewatch.recommender.what_if(QUERY, strict)}
    ranks = [(changes[film_id].before, changes[film_id].after) for film_id in (LOW_TIDE, HIGH_WATER, KEEPER)]
    assert ranks == [(1, 1), (2, 1), (3, 1)]


def test_with_a_k_of_0_there_are_no_changes(cinewatch: CineWatch) -> None:
    assert cinewatch.recommender.what_if(Query((HARBOUR,), k=0), Query((142,), k=0)) == ()


def test_diversity_and_one_film_per_franchise_move_no_film(cinewatch: CineWatch) -> None:
    changed = replace(QUERY, diversity=1.0, franchise="one")
    assert cinewatch.recommender.ranked_ids(changed) != cinewatch.recommender.ranked_ids(QUERY)
    assert cinewatch.recommender.what_if(QUERY, changed) == cinewatch.recommender.what_if(QUERY, QUERY)
