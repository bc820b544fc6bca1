"""The summary of filters, and why no film is left."""

from __future__ import annotations

import pytest

from engine import Filters
from ui.widgets.filter_words import in_words
from ui.widgets.filters import NO_MATCH, NO_OTHER_FILM, in_front_of_longer, nothing_left


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), []),
        (Filters(genres=("Drama", "War")), ["Drama or War"]),
        (Filters(genres=("Drama", "War"), all_genres=True), ["Drama and War"]),
        (Filters(genres=("Drama",), all_genres=True), ["Drama"]),
        (Filters(all_genres=True), []),
        (Filters(exclude_genres=("Horror",)), ["not Horror"]),
        (Filters(countries=("France", "Netherlands")), ["from France or the Netherlands"]),
        (Filters(exclude_countries=("United States of America",)), ["not from the United States of America"]),
        (Filters(keywords=("map", "gold")), ["about map or gold"]),
        (Filters(exclude_keywords=("map", "gold")), ["not about map or gold"]),
        (Filters(first_year=1990), ["from 1990"]),
        (Filters(last_year=1990), ["up to 1990"]),
        (Filters(first_year=1990, last_year=1999), ["1990 to 1999"]),
        (Filters(min_runtime=60), ["from 60 min"]),
        (Filters(max_runtime=100), ["up to 100 min"]),
        (Filters(min_runtime=60, max_runtime=100), ["60 to 100 min"]),
        (Filters(languages=("fr", "ja")), ["in French or Japanese"]),
        (Filters(min_votes=1_000), ["at least 1,000 votes"]),
        (Filters(min_rating=7.5), ["rated 7.5 or higher"]),
        (Filters(max_rating=5.5), ["rated 0 to 5.5"]),
        (Filters(min_rating=2, max_rating=8), ["rated 2 to 8"]),
        (Filters(min_rating=7, max_rating=7.499), ["rated 7 to 7.5"]),
        (Filters(include_adult=True), ["with adult films"]),
        (Filters(include_unreleased=True), ["with unreleased films"]),
        (Filters(genres=("War",), min_votes=5, min_rating=7), ["War", "at least 5 votes", "rated 7 or higher"]),
    ],
)
def test_each_filter_is_in_words_and_a_range_is_one_filter(filters: Filters, expected: list[str]) -> None:
    assert in_words(filters) == expected


def test_if_no_film_is_left_the_filter_that_removes_most_is_named() -> None:
    message = nothing_left({"years": 1_234, "votes": 3})
    assert message == f"{NO_MATCH} The years filter removes most of them (1,234). Widen or remove it."


def test_if_no_filter_removes_a_film_the_catalogue_has_no_other() -> None:
    for removed in ({}, {"votes": 0}):
        assert nothing_left(removed) == NO_OTHER_FILM


def test_a_name_comes_before_those_that_contain_it_and_the_others_keep_their_order() -> None:
    names = ("world war ii", "robot", "warrior", "War", "spy", "robots", "ii")
    assert in_front_of_longer(names) == ("War", "ii", "world war ii", "robot", "warrior", "spy", "robots")
