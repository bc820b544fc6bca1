"""Strings come back from their array, and are found by bisection."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.storage.strings import StringArray

SHORT = st.text("abé", max_size=2)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), max_size=12))
def test_strings_come_back(strings: list[str]) -> None:
    array = StringArray.of(strings)
    assert len(array) == len(strings)
    assert list(array) == strings


@settings(deadline=None, max_examples=40)
@given(
    st.sets(st.text(st.sampled_from("ab é漢🦊"), max_size=3), max_size=12),
    st.text(st.sampled_from("ab é漢🦊"), max_size=3),
)
def test_a_string_is_found_where_it_is_and_nowhere_else(strings: set[str], wanted: str) -> None:
    ordered = sorted(strings)
    assert StringArray.of(ordered).find(wanted) == (ordered.index(wanted) if wanted in strings else None)


@settings(deadline=None, max_examples=80)
@given(st.lists(st.sets(SHORT, max_size=6), min_size=3, max_size=3), SHORT)
def test_a_string_is_found_in_its_part_if_only_each_part_ascends(parts: list[set[str]], wanted: str) -> None:
    before, middle, after = (sorted(part) for part in parts)
    start, stop = len(before), len(before) + len(middle)
    number = StringArray.of([*before, *middle, *after]).find(wanted, start, stop)
    assert number == (start + middle.index(wanted) if wanted in middle else None)


@pytest.mark.parametrize("number", [-1, 3, 10**9])
def test_there_is_no_string_before_the_first_or_after_the_last(number: int) -> None:
    with pytest.raises(IndexError):
        StringArray.of(["a", "", "c"])[number]


def test_half_a_pair_of_surrogates_is_nowhere_and_breaks_nothing() -> None:
    assert StringArray.of(["a", "é", "🦊"]).find("\ud800") is None
