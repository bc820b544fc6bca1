"""Metrics of one ranking, against cases worked out by hand and against what must hold of any."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evaluation import metrics

Numbers = list[float]
FOUND = np.array([1.0, 0.0, 3.0, 0.0, 2.0])


def array(values: Numbers) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def test_ndcg_is_that_of_a_case_worked_out_by_hand() -> None:
    dcg = 1 + 3 / math.log2(4) + 2 / math.log2(6)
    ideal = 3 + 2 / math.log2(3) + 1 / math.log2(4)
    assert metrics.ndcg(FOUND, FOUND) == pytest.approx(dcg / ideal)


def test_ndcg_looks_no_further_than_k_and_a_film_not_found_counts_in_the_ideal() -> None:
    assert metrics.ndcg(FOUND, FOUND, 2) == pytest.approx(1 / (3 + 2 / math.log2(3)))
    assert metrics.ndcg(FOUND[:1], FOUND) == pytest.approx(1 / (3 + 2 / math.log2(3) + 1 / 2))


def test_recall_counts_the_best_films_among_the_first() -> None:
    gains = array([5, 4, 3, 2, 1, 0])
    assert metrics.recall(array([0, 4, 1]), gains, 3) == pytest.approx(1 / 3)
    assert metrics.recall(array([5, 3, 4, 0]), gains, 3) == 1
    # Only five are worth anything, and there are ten places.
    assert metrics.recall(gains, gains, 10) == 1


def test_a_film_that_ties_with_the_last_of_the_best_counts_as_much() -> None:
    gains = array([2, 1, 1, 1])
    assert metrics.recall(array([1, 1, 1]), gains, 2) == 1
    assert metrics.recall(array([0, 1]), gains, 2) == 0.5


def test_the_reciprocal_rank_is_that_of_the_first_gain() -> None:
    assert metrics.reciprocal_rank(array([0, 0, 0.1, 2]), array([0.1, 2])) == pytest.approx(1 / 3)
    assert metrics.reciprocal_rank(array([0, 0]), array([0.1, 2])) == 0


def test_auc_counts_pairs_in_the_right_order() -> None:
    # Of 2 · 3 pairs, the film in front wins 3, the one at place 4 wins 1.
    assert metrics.auc(array([1, 0, 0, 2, 0]), array([1, 0, 0, 2, 0])) == pytest.approx(4 / 6)


def test_films_that_were_not_ranked_come_last_and_tie() -> None:
    gains = array([1, 1, 0, 0])
    assert metrics.auc(array([]), gains) == 0.5
    # The one found beats both others; the one missing loses to the one found and ties with the one missing.
    assert metrics.auc(array([1, 0]), gains) == pytest.approx((2 + 0 + 0.5) / 4)


def test_novelty_is_in_bits_and_a_film_nobody_likes_is_like_one_that_one_person_does() -> None:
    liked_by = {1: 8, 2: 2, 3: 1}
    assert metrics.novelty([1, 2], liked_by, 16) == pytest.approx((1 + 3) / 2)
    assert metrics.novelty([4], liked_by, 16) == metrics.novelty([3], liked_by, 16) == 4


def test_different_films_are_counted_once_and_shared_out_among_the_catalogue() -> None:
    assert metrics.distinct([[1, 2], [2, 3], []]) == 3
    assert metrics.coverage(3, 12) == 0.25


def test_what_cannot_be_measured_is_not_a_number() -> None:
    nothing, some = array([0, 0]), array([0, 1])
    for metric in (metrics.ndcg, metrics.recall, metrics.reciprocal_rank, metrics.auc):
        assert math.isnan(metric(some, nothing)), metric
    assert math.isnan(metrics.auc(array([1, 1]), array([1, 1])))
    assert math.isnan(metrics.novelty([], {}, 10))
    assert math.isnan(metrics.novelty([1], {}, 0))
    assert math.isnan(metrics.coverage(0, 0))


ACCURACY = [metrics.ndcg, metrics.recall, metrics.reciprocal_rank, metrics.auc]
gains_of_some = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0, 2.0]), min_size=2, max_size=30).filter(
    lambda gains: 0 in gains and any(gains)
)


@pytest.mark.parametrize("metric", ACCURACY)
@given(gains=gains_of_some, data=st.data())
def test_any_order_is_worth_something_from_0_to_1(metric: object, gains: Numbers, data: st.DataObject) -> None:
    order = data.draw(st.permutations(gains))
    cut = data.draw(st.integers(0, len(order)))
    assert callable(metric)
    assert 0 <= metric(array(order[:cut]), array(gains)) <= 1


@pytest.mark.parametrize("metric", ACCURACY)
@given(gains=gains_of_some)
def test_the_best_order_is_worth_1(metric: object, gains: Numbers) -> None:
    assert callable(metric)
    assert metric(array(sorted(gains, reverse=True)), array(gains)) == pytest.approx(1)


@given(gains=gains_of_some)
def test_the_order_turned_round_has_the_rest_of_the_auc(gains: Numbers) -> None:
    forward, backward = metrics.auc(array(gains), array(gains)), metrics.auc(array(gains[::-1]), array(gains))
    assert forward + backward == pytest.approx(1)


@pytest.mark.parametrize("metric", ACCURACY)
@given(gains=gains_of_some, data=st.data())
def test_the_order_in_which_gains_are_listed_does_not_matter(
    metric: object, gains: Numbers, data: st.DataObject
) -> None:
    listed = data.draw(st.permutations(gains))
    assert callable(metric)
    assert metric(array(gains), array(listed)) == pytest.approx(metric(array(gains), array(gains)))


@given(gains=gains_of_some, data=st.data())
def test_moving_the_better_of_two_films_forward_never_lowers_ndcg(gains: Numbers, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(gains) - 2))
    second = data.draw(st.integers(first + 1, len(gains) - 1))
    better = gains[:]
    better[first], better[second] = max(gains[first], gains[second]), min(gains[first], gains[second])
    assert metrics.ndcg(array(better), array(gains)) >= metrics.ndcg(array(gains), array(gains)) - 1e-12
