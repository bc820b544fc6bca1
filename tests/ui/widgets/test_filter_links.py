"""A link carries filters from page to page: the Browse page makes the same filters of it."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch, Filters
from ui.addresses import browse_key
from ui.statistics.behind import narrowed
from ui.widgets.filters import link_of

EVERY_KIND: tuple[dict[str, Any], ...] = (
    {},
    {"genres": ("Drama", "War"), "all_genres": True, "exclude_genres": ("Comedy",)},
    {"keywords": ("heist",), "exclude_keywords": ("space",), "people": ("Tom Hanks", "Akira Kurosawa")},
    {"countries": ("France", "Japan"), "companies": ("Pixar",)},
    {"first_year": 1980, "last_year": 1989},
    {"first_year": 1980},
    {"last_year": 1989, "min_runtime": 60, "max_runtime": 120},
    {"max_runtime": 90, "languages": ("en", "fr"), "min_votes": 500, "max_votes": 5_000},
    {"min_rating": 6.5, "max_rating": 9.0, "include_adult": True, "include_unreleased": True},
)


def draw_filters(models: str) -> None:
    """Draw a panel with the names of the Browse page, and keep the filters that it gives; runs in AppTest."""
    from pathlib import Path

    import streamlit as st

    from engine import CineWatch
    from tests.conftest import SAMPLE
    from ui.addresses import browse_key
    from ui.widgets.filter_panel import pick_filters
    from ui.widgets.side_panel import filters_beside

    options = CineWatch.of(SAMPLE, Path(models)).filter_options()
    st.session_state["picked"] = pick_filters(filters_beside().filters, options, browse_key)


@pytest.mark.parametrize("chosen", EVERY_KIND)
def test_filters_read_back_from_their_link(sample: CineWatch, chosen: dict[str, Any]) -> None:
    filters = Filters(**chosen)
    at = AppTest.from_function(draw_filters, args=(str(sample.opened.path.parent),), default_timeout=60)
    for name, values in link_of(filters, sample.filter_options(), browse_key).items():
        at.query_params[name] = values
    at.run()
    assert not at.exception
    assert at.session_state["picked"] == filters


@pytest.mark.parametrize(
    ("filters", "column", "name", "expected"),
    [
        (Filters(), "genres", "War", Filters(genres=("War",), all_genres=True)),
        (Filters(genres=("Drama",)), "genres", "War", Filters(genres=("Drama", "War"), all_genres=True)),
        (Filters(genres=("Drama", "Comedy")), "genres", "War", None),
        (Filters(min_votes=50), "keywords", "heist", Filters(keywords=("heist",), min_votes=50)),
        (Filters(keywords=("space",)), "keywords", "heist", None),
        (Filters(), "director", "Akira Kurosawa", Filters(people=("Akira Kurosawa",))),
        (Filters(people=("Tom Hanks",)), "cast", "Meg Ryan", None),
        (Filters(), "companies", "Pixar", Filters(companies=("Pixar",))),
        (Filters(companies=("Toho",)), "companies", "Pixar", None),
        (Filters(), "countries", "Japan", Filters(countries=("Japan",))),
        (Filters(countries=("Japan",)), "countries", "France", None),
    ],
)
def test_a_bar_narrows_the_filters_if_they_can_say_it(
    filters: Filters, column: str, name: str, expected: Filters | None
) -> None:
    assert narrowed(filters, column, name) == expected
