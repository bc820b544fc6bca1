"""Counts are those of counting one by one."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.statistics.counting import (
    Floats,
    Integers,
    bin_numbers,
    count_bits,
    count_pairs,
    periods_of,
    weighted_mean,
)
from tests.engine.statistics.film_tables import MAX_VOTES
from tests.engine.statistics.plain_python import alike, bin_number, mean_rating

VALUES_AND_WIDTH = st.one_of(
    st.tuples(st.lists(st.integers(0, 70_000)), st.sampled_from([1, 7, 10])),
    st.tuples(st.lists(st.floats(0, 1_000, width=32)), st.sampled_from([0.25, 0.5, 4.0])),
)


@given(VALUES_AND_WIDTH, st.integers(1, 30))
@settings(deadline=None)
def test_each_value_is_in_the_last_bin_that_starts_below_it(drawn: tuple[list[float], float], n_bins: int) -> None:
    values, width = drawn
    array: Floats | Integers = np.array(values, np.int32) if isinstance(width, int) else np.array(values, np.float32)
    assert bin_numbers(array, width, n_bins).tolist() == [bin_number(value, width, n_bins) for value in values]


@given(st.integers(1, 6), st.integers(1, 6), st.data())
@settings(deadline=None)
def test_pairs_are_counted_one_by_one(width: int, height: int, data: st.DataObject) -> None:
    pairs = data.draw(st.lists(st.tuples(st.integers(0, width - 1), st.integers(0, height - 1))))
    x, y = (np.array([pair[n] for pair in pairs], dtype=np.int16) for n in (0, 1))
    counts = Counter(pairs)
    assert count_pairs(x, y, (width, height)).tolist() == [[counts[i, j] for j in range(height)] for i in range(width)]


@given(st.lists(st.tuples(st.integers(0, 31), st.integers(0, 3))))
@settings(deadline=None)
def test_bits_are_counted_by_group(films: list[tuple[int, int]]) -> None:
    bits, groups = (np.array([film[n] for film in films], dtype=dtype) for n, dtype in enumerate((np.uint32, np.int16)))
    counts = Counter((bit, group) for value, group in films for bit in range(5) if value >> bit & 1)
    expected = [[counts[bit, group] for group in range(4)] for bit in range(5)]
    assert count_bits(bits, 5, groups, 4).tolist() == expected


@given(st.lists(st.one_of(st.just(0), st.integers(1870, 2068))), st.sampled_from([1, 10]))
@settings(deadline=None)
def test_the_period_of_each_film_starts_at_its_year_or_below(years: list[int], length: int) -> None:
    periods = periods_of(np.array(years, dtype=np.int16), length)
    starts = [periods.starts[number] for number in periods.numbers.tolist()]
    assert starts == [year // length * length or None for year in years]
    known = [start for start in starts if start]
    assert periods.starts == (None, *(range(min(known), max(known) + 1, length) if known else ()))


@given(st.lists(st.tuples(st.floats(0, 10, width=32), st.one_of(st.just(0), st.integers(0, MAX_VOTES)))))
@settings(deadline=None)
def test_a_mean_is_weighted_if_any_weight_is_known(pairs: list[tuple[float, int]]) -> None:
    values = np.array([value for value, _ in pairs], dtype=np.float32)
    weights = np.array([weight for _, weight in pairs], dtype=np.int32)
    films = [{"rating": value, "votes": weight} for value, weight in pairs]
    assert alike(weighted_mean(values, weights), mean_rating(films))
