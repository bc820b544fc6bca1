"""Lists of marked films are sorted by what is asked for; films without it come last."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import CineWatch
from engine.errors import InvalidQuery
from engine.users import TWO_HOURS, ListOrder, Mark, in_catalogue, ordered
from tests.engine.users.collection.marks_of import NEWEST, ratings_of


def value(cinewatch: CineWatch, mark: Mark, order: ListOrder) -> float | None:
    """Return what a mark is sorted by, the lowest first; `None` if it is unknown."""
    if order in ("highest", "lowest"):
        return (mark.rating or 0) * (1 if order == "lowest" else -1)
    if mark.film_id not in cinewatch:
        return None
    film = cinewatch.film(mark.film_id)
    found = {
        "rating": -film.rating if film.rating is not None else None,
        "shortest": film.runtime or None,
        "longest": -film.runtime if film.runtime else None,
        "newest": -film.year if film.year else None,
    }
    return found[order]


@given(data=st.data(), order=st.sampled_from(get_args(ListOrder)))
def test_a_list_is_in_the_order_that_is_asked_for(cinewatch: CineWatch, data: st.DataObject, order: ListOrder) -> None:
    marks = data.draw(ratings_of(cinewatch))
    found = ordered(marks, cinewatch.opened.columns, order)
    if order == "added":
        assert found == marks
        return
    keys = [(key is None, key or 0) for mark in marks for key in [value(cinewatch, mark, order)]]
    # Python's sort is stable: of equal ones the one marked last stays first.
    assert found == tuple(mark for _, mark in sorted(zip(keys, marks, strict=True), key=lambda pair: pair[0]))


@given(data=st.data())
def test_under_two_hours_keeps_films_that_are_known_to_be_shorter(cinewatch: CineWatch, data: st.DataObject) -> None:
    marks = data.draw(ratings_of(cinewatch))
    found = ordered(marks, cinewatch.opened.columns, "added", TWO_HOURS)
    expected = [
        mark
        for mark in marks
        if mark.film_id in cinewatch and 0 < (cinewatch.film(mark.film_id).runtime or 0) < TWO_HOURS
    ]
    assert list(found) == expected


@given(data=st.data())
def test_marks_on_films_of_the_catalogue_keep_their_order(cinewatch: CineWatch, data: st.DataObject) -> None:
    marks = data.draw(ratings_of(cinewatch))
    assert in_catalogue(marks, cinewatch.opened.columns) == tuple(mark for mark in marks if mark.film_id in cinewatch)


def test_an_unknown_order_is_a_named_error(cinewatch: CineWatch) -> None:
    with pytest.raises(InvalidQuery, match="no order called"):
        ordered((Mark(1, NEWEST - timedelta(1), 4.0),), cinewatch.opened.columns, "backwards")  # type: ignore[arg-type]
