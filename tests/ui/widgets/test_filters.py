"""What is set is told in words, a range as one; an empty answer names the filter that leaves out most."""

from __future__ import annotations

import pytest

from engine import Filters
from ui.widgets.filters import in_words, nothing_left


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), []),
        (Filters(genres=("Drama", "War")), ["Drama or War"]),
        (Filters(exclude_genres=("Horror",)), ["not Horror"]),
        (Filters(first_year=1990), ["from 1990"]),
        (Filters(last_year=1990), ["up to 1990"]),
        (Filters(first_year=1990, last_year=1999), ["1990 to 1999"]),
        (Filters(min_runtime=60, max_runtime=100), ["60 to 100 min"]),
        (Filters(max_runtime=100), ["up to 100 min"]),
        (Filters(languages=("fr", "ja")), ["in French or Japanese"]),
        (Filters(min_votes=1_000), ["1,000 votes or more"]),
        (Filters(min_rating=7.5), ["rated 7.5 or better"]),
        (Filters(genres=("Drama", "War"), all_genres=True), ["Drama and War"]),
        (Filters(genres=("Drama",), all_genres=True), ["Drama"]),
        (Filters(all_genres=True), []),
        (Filters(keywords=("map", "gold")), ["about map or gold"]),
        (Filters(exclude_keywords=("map", "gold")), ["not about map or gold"]),
        (Filters(min_runtime=60), ["from 60 min"]),
        (Filters(max_rating=5.5), ["rated 0 to 5.5"]),
        (Filters(min_rating=2, max_rating=8), ["rated 2 to 8"]),
        (Filters(include_adult=True), ["adult films as well"]),
        (Filters(include_unreleased=True), ["unreleased films as well"]),
        (Filters(genres=("War",), min_votes=5, min_rating=7), ["War", "5 votes or more", "rated 7 or better"]),
    ],
)
def test_filters_are_told_in_words(filters: Filters, expected: list[str]) -> None:
    assert in_words(filters) == expected


def test_an_answer_that_filters_leave_empty_names_the_one_that_leaves_out_most() -> None:
    told = nothing_left({"years": 1_234, "votes": 3})
    assert told == "No film passes the filters. The one on years alone leaves out 1,234: loosen it, or reset all."


@pytest.mark.parametrize("removed", [{}, {"votes": 0}])
def test_an_answer_that_no_filter_has_emptied_blames_the_catalogue(removed: dict[str, int]) -> None:
    assert nothing_left(removed).startswith("This catalogue has no other film")
