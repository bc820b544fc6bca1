"""What marks say in numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InvalidQuery
from engine.personalization import HIGHEST_STARS, LOWEST_STARS, Marks
from engine.personalization.grades import LOWEST_GRADE, grade_of

STARS = st.integers(1, 10).map(lambda halves: halves / 2)


@pytest.mark.parametrize(
    ("stars", "grade"), [(5, 1), (4.5, 0.9), (4, 0.8), (3.5, 0.2), (3, 0.1), (2.5, 0), (2, -0.1), (0.5, LOWEST_GRADE)]
)
def test_stars_become_grades(stars: float, grade: float) -> None:
    assert grade_of(stars) == pytest.approx(grade)


@given(STARS, STARS)
def test_more_stars_are_never_a_lower_grade(more: float, fewer: float) -> None:
    assert grade_of(max(more, fewer)) >= grade_of(min(more, fewer))


@pytest.mark.parametrize("stars", [0, LOWEST_STARS - 0.1, HIGHEST_STARS + 0.1, -1, math.nan, math.inf])
def test_a_rating_that_does_not_exist_is_an_error(stars: float) -> None:
    with pytest.raises(InvalidQuery, match=r"from 0\.5 to 5"):
        Marks(((1, stars),)).grades()


def test_a_rating_says_more_than_other_marks_and_the_last_one_counts() -> None:
    marks = Marks(((1, 1.0), (1, 5.0)), watched=(1, 2, 3), watchlist=(1, 3, 4), not_interested=(4, 5))
    grades = marks.grades()
    assert grades.keys() == {1, 2, 3, 4, 5}
    assert grades[1] == 1
    assert grades[5] == grades[4] < 0 < grades[2] < grades[3] < 1


def test_what_is_on_the_watchlist_may_still_be_recommended() -> None:
    assert Marks(((1, 3.0),), watched=(2,), watchlist=(3,), not_interested=(4,)).done_with() == {1, 2, 4}
