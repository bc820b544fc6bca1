"""Where a community was learned, films liked by the same people come earlier, and their scores say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine import PRESETS, CineWatch, Filters, Query, Weights
from engine.errors import InvalidQuery
from engine.personalization.ratings import Ratings
from engine.ranking.liked_together import ENOUGH, Floats, LikedTogether, Rows
from fakes.sample_catalogue import HARBOUR, IDS
from tests.engine.reference import Reference, assert_same_answer, ids

ALL = len(IDS)
CARTOGRAPHER = 153
"""A film whose answer changes most where the community of the small catalogue counts."""


@pytest.fixture(scope="session")
def learned_reference(learned: CineWatch) -> Reference:
    return Reference(learned)


class Told:
    """A community that says what it was told."""

    def __init__(self, values: Sequence[float]) -> None:
        self.values = np.array(values, np.float32)

    def liked_with(self, rows: Rows) -> tuple[Rows, Floats]:
        """Return the films with values, whatever the liked ones are."""
        found = np.flatnonzero(self.values) if len(rows) else rows
        return found, self.values[found]


def shares(values: Sequence[float], allowed: Sequence[bool]) -> list[float]:
    found = LikedTogether.of(Told(values), np.array([0]), np.array(allowed))
    of_all: list[float] = found.shares_of(np.arange(len(values))).tolist()
    return of_all


def test_the_best_film_that_may_be_recommended_has_it_all_and_no_other_more() -> None:
    assert shares([0, 2, 1, 0, 4], [True] * 5) == [0, 0.5, 0.25, 0, 1]
    assert shares([0, 2, 1, 0, 4], [True, True, True, True, False]) == [0, 1, 0.5, 0, 1]
    assert shares([0, 2, 1, 0, 4], [True, False, False, True, False]) == [0, 0, 0, 0, 0]
    assert shares([0, 0], [True, True]) == [0, 0]


def test_where_people_say_little_it_counts_less() -> None:
    half = ENOUGH / 2
    assert shares([0, half, half / 2], [True] * 3) == pytest.approx([0, 0.5, 0.25])
    assert shares([0, ENOUGH, half, 9], [True, True, True, False]) == pytest.approx([0, 1, 0.5, 1])


def test_rows_may_be_asked_for_in_any_order() -> None:
    found = LikedTogether.of(Told([0, 2, 1, 0, 4]), np.array([0]), np.ones(5, bool))
    assert found.shares_of(np.array([4, 0, 2, 3, 4])).tolist() == [1, 0, 0.25, 0, 1]
    assert found.shares_of(np.array([], np.int64)).tolist() == []


def test_what_people_like_together_is_the_sum_of_the_weights_above_0(learned: CineWatch) -> None:
    community = learned.for_you.community
    assert community is not None
    dense = np.zeros((len(learned), len(learned)))
    dense[np.ix_(community.rows, community.rows)] = np.maximum(community.weights.toarray(), 0)
    assert (community.weights.data < 0).any()
    for liked in ([], [0], [3, 1], range(len(learned))):
        expected = dense[list(liked)].sum(axis=0)
        rows, sums = community.liked_with(np.array(liked, dtype=np.int64))
        assert rows.tolist() == np.flatnonzero(expected).tolist()
        assert sums == pytest.approx(expected[rows], rel=1e-5)


LIKED = st.lists(st.sampled_from(IDS), min_size=1, max_size=4, unique=True)
WEIGHT = st.sampled_from([0.0, 0.1, 1.5, 20.0])


@example([101, 102, 111], [103], "a robot in a lighthouse", Weights(0.0, -1.0, 0.0, community=0.0), Filters(), 10)
@given(
    LIKED,
    st.lists(st.sampled_from(IDS), max_size=2, unique=True),
    st.sampled_from(["", "a robot in a lighthouse", "zzzz"]),
    st.builds(Weights, WEIGHT, st.sampled_from([-1.0, 0.0, 1.8]), WEIGHT, community=WEIGHT),
    st.sampled_from([Filters(), Filters(genres=("Drama",)), Filters(min_votes=50), Filters(first_year=2000)]),
    st.sampled_from([1, 3, 10, ALL]),
)
def test_every_answer_is_the_one_computed_the_slow_way(
    learned_reference: Reference,
    liked: list[int],
    disliked: list[int],
    about: str,
    weights: Weights,
    filters: Filters,
    k: int,
) -> None:
    unwanted = tuple(film for film in disliked if film not in liked)
    query = Query(tuple(liked), unwanted, about, k, weights, filters)
    films = assert_same_answer(learned_reference, query)
    cinewatch = learned_reference.cinewatch
    assert [(one.film.id, one.score) for one in cinewatch.recommender.scored_films(query)] == [
        (one.film.id, one.score) for one in films
    ]
    assert cinewatch.recommender.ranked_ids(query) == ids(films)


def test_it_changes_the_order(cinewatch: CineWatch, learned: CineWatch) -> None:
    query = Query((CARTOGRAPHER,), k=ALL)
    without, found = cinewatch.recommend(query).films, learned.recommend(query).films
    assert ids(without) != ids(found)
    assert any(one.community for one in found)
    off = learned.recommend(replace(query, weights=Weights(community=0.0))).films
    assert ids(off) == ids(without)
    assert [one.score for one in off] == [one.score for one in without]
    assert {one.community for one in off} == {0.0}


def test_without_a_community_the_part_is_not_there(cinewatch: CineWatch, learned: CineWatch) -> None:
    (one,) = cinewatch.recommend(Query((HARBOUR,), k=1)).films
    assert one.community is None
    assert list(one.parts) == ["match", "era", "popularity", "quality"]
    (one,) = learned.recommend(Query((HARBOUR,), k=1)).films
    assert list(one.parts) == ["match", "era", "popularity", "quality", "community"]


def test_a_description_and_disliked_films_alone_get_nothing_of_it(learned: CineWatch) -> None:
    for query in (Query(about="a lighthouse"), Query(disliked=(HARBOUR,), about="a lighthouse")):
        assert {one.community for one in learned.recommend(query).films} == {0.0}


def test_a_running_server_takes_up_what_is_learned_and_forgotten(folder: Path, ratings: Ratings) -> None:
    running, other, query = CineWatch.open(folder), CineWatch.open(folder), Query((HARBOUR,), k=ALL)
    before, version = running.recommend(query), running.version
    other.for_you.learn(other.for_you.plan(ratings))
    assert any(one.community for one in running.recommend(query).films)
    assert running.version != version
    assert other.for_you.store.forget()
    assert running.recommend(query) == before
    assert running.version == version


def test_ranks_of_a_what_if_count_it(learned: CineWatch) -> None:
    query = Query((CARTOGRAPHER,), k=ALL)
    changed = replace(query, weights=Weights(community=0.0))
    before, after = ids(learned.recommend(query).films), ids(learned.recommend(changed).films)
    changes = learned.recommender.what_if(query, changed)
    assert [(one.before, one.after) for one in changes] == [
        (before.index(film) + 1, after.index(film) + 1) for film in after
    ]
    assert any(one.before != one.after for one in changes)


@pytest.mark.parametrize("weight", [-0.1, 100.1, float("nan")])
def test_a_weight_that_makes_no_sense_is_reported(learned: CineWatch, weight: float) -> None:
    with pytest.raises(InvalidQuery, match="the weight of the community must be from 0 to 100"):
        learned.recommend(Query((HARBOUR,), weights=Weights(community=weight)))


def test_hidden_gems_do_not_ask_what_many_like(learned: CineWatch, cinewatch: CineWatch) -> None:
    query = Query((CARTOGRAPHER,), k=ALL, weights=PRESETS["Hidden gems"])
    assert ids(learned.recommend(query).films) == ids(cinewatch.recommend(query).films)
