"""A click on a bar narrows the filters to the films behind it."""

from __future__ import annotations

import pytest

from engine import Filters
from ui.charts.groups import DECADE, GENRE_PAIR, genres_of_pair, pair_name
from ui.statistics.behind import narrowed


def test_a_decade_is_its_ten_years_within_the_years_that_are_chosen() -> None:
    assert narrowed(Filters(), DECADE, "1990s") == Filters(first_year=1990, last_year=1999)
    assert narrowed(Filters(first_year=1995), DECADE, "1990s") == Filters(first_year=1995, last_year=1999)
    assert narrowed(Filters(last_year=1992), DECADE, "1990s") == Filters(first_year=1990, last_year=1992)
    assert narrowed(Filters(first_year=2001), DECADE, "1990s") is None


def test_a_pair_of_genres_is_the_films_with_both() -> None:
    assert genres_of_pair(pair_name("History", "War")) == ("History", "War")
    assert narrowed(Filters(), GENRE_PAIR, "History and War") == Filters(genres=("History", "War"), all_genres=True)
    chosen = Filters(genres=("War",), all_genres=True)
    assert narrowed(chosen, GENRE_PAIR, "History and War") == Filters(genres=("War", "History"), all_genres=True)


@pytest.mark.parametrize("genres", [("War",), ("War", "Drama")])
def test_genres_of_which_one_is_enough_cannot_be_joined_with_a_pair(genres: tuple[str, ...]) -> None:
    assert narrowed(Filters(genres=genres), GENRE_PAIR, "History and War") is None
