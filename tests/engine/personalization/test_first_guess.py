"""The first guess counts most where little is known, and only years that are close count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.personalization.first_guess import BESIDE_COMMUNITY, BESIDE_TASTE, closeness_by_year, worth


@given(st.integers(0, 5_000), st.integers(1, 5_000), st.booleans())
def test_every_mark_makes_it_count_less(marks: int, more: int, has_community: bool) -> None:
    # Far out, both are as good as nothing.
    assert worth(marks + more, has_community) < worth(marks, has_community) or worth(marks, has_community) < 1e-9
    assert 0 <= worth(marks, has_community) <= max(BESIDE_COMMUNITY, BESIDE_TASTE)


def test_a_year_is_as_close_as_the_years_of_the_marked_films_are_on_average() -> None:
    closeness = closeness_by_year(np.array([1990, 2000, 0]), 2010)
    assert closeness[1990] == pytest.approx((1 + np.exp(-1)) / 3)
    assert closeness[2010] == pytest.approx((np.exp(-2) + np.exp(-1)) / 3)
    assert closeness.shape == (2011,)


def test_an_unknown_year_is_close_to_none() -> None:
    assert closeness_by_year(np.array([5]), 20)[0] == 0
    assert not closeness_by_year(np.array([0, 0]), 20).any()
    assert not closeness_by_year(np.array([], dtype=np.int64), 20).any()
