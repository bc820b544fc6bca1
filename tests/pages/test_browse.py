"""The Browse page: filters, orders and pages are in the address, and the films are those of the engine."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch, Filters
from engine.browsing import SORTS, Sort
from tests.pages.conftest import Link, chips, follow, heading, notes
from tests.pages.film_walls import walls
from ui.addresses import BROWSE, sort_link
from ui.browse.listing import LABEL, PAGE_SIZE, TABLE, film_count
from ui.widgets.filters import CLEAR, NO_MATCH


@pytest.fixture
def browse(sample_app: AppTest) -> AppTest:
    return sample_app.switch_page(BROWSE)


@pytest.mark.parametrize("sort", SORTS)
def test_a_link_names_the_order(browse: AppTest, sample: CineWatch, sort: Sort) -> None:
    follow(browse, sort_link(sort))
    assert walls(browse)[LABEL] == [film.id for film in sample.browser.page(Filters(), sort, 1, PAGE_SIZE).films]


@pytest.mark.parametrize(
    ("link", "filters"),
    [
        ({"genre": "Horror", "year": ["1980", "1989"]}, Filters(genres=("Horror",), first_year=1980, last_year=1989)),
        ({"keyword": "heist"}, Filters(keywords=("heist",))),
        ({"with": "Tom Hanks"}, Filters(people=("Tom Hanks",))),
        ({"genre": "horror", "decade": "1980"}, Filters(genres=("Horror",), first_year=1980, last_year=1989)),
        ({"decade": "1990s", "country": "france"}, Filters(countries=("France",), first_year=1990, last_year=1999)),
        ({"min_votes": "10000", "without_genre": "Action"}, Filters(min_votes=10_000, exclude_genres=("Action",))),
    ],
)
def test_a_link_names_the_filters(browse: AppTest, sample: CineWatch, link: Link, filters: Filters) -> None:
    follow(browse, link)
    page = sample.browser.page(filters, "popular", 1, PAGE_SIZE)
    assert page.films
    assert walls(browse)[LABEL] == [film.id for film in page.films]
    assert heading(browse) == film_count(page.total)


def test_a_link_names_the_page(browse: AppTest, sample: CineWatch) -> None:
    follow(browse, {"page": "3"})
    assert walls(browse)[LABEL] == [film.id for film in sample.browser.page(Filters(), "popular", 3, PAGE_SIZE).films]


@pytest.mark.parametrize("number", ["99", "9" * 5_000])
def test_a_link_beyond_the_last_page_shows_the_last(browse: AppTest, sample: CineWatch, number: str) -> None:
    follow(browse, {"page": number})
    last = sample.browser.page(Filters(), "popular", 1, PAGE_SIZE).pages
    films = sample.browser.page(Filters(), "popular", last, PAGE_SIZE).films
    assert walls(browse)[LABEL] == [film.id for film in films]
    assert browse.query_params["page"] == str(last)
    assert not notes(browse)


def test_another_order_begins_at_the_first_page(browse: AppTest, sample: CineWatch) -> None:
    follow(browse, {"page": "3"})
    browse.selectbox(key="sort").set_value("title").run()
    assert walls(browse)[LABEL] == [film.id for film in sample.browser.page(Filters(), "title", 1, PAGE_SIZE).films]


def test_the_films_can_be_a_table(browse: AppTest, sample: CineWatch) -> None:
    follow(browse, {"view_as": TABLE})
    films = sample.browser.page(Filters(), "popular", 1, PAGE_SIZE).films
    assert browse.dataframe[0].value["Film"].tolist() == [film.title for film in films]


def test_without_films_the_page_says_which_filter_removes_most(browse: AppTest) -> None:
    follow(browse, {"genre": "Western", "without_genre": "Western"})
    assert [note for note in notes(browse) if note.startswith(NO_MATCH)]


def test_each_filter_is_a_chip_that_a_click_removes(browse: AppTest) -> None:
    link: Link = {"genre": ["Horror", "Drama"], "year": ["1980", "1989"], "language": "English", "rated": ["7", "10"]}
    follow(browse, link)
    assert chips(browse) == ["Horror", "Drama", "in English", "1980 to 1989", "rated 7 or higher"]
    keys = [button.key for button in browse.button if button.key]
    for key in [key for key in keys if key.startswith("chip.")][:4]:
        browse.button(key=key).click().run()
        assert not browse.exception
    assert dict(browse.query_params) == {"rated": ["7", "10"]}
    browse.button(key="chip.rating.None").click().run()
    assert not browse.query_params
    assert walls(browse)[LABEL]


def test_all_filters_are_cleared_at_once(browse: AppTest) -> None:
    follow(browse, {"genre": "Horror", "without_watched": "true"})
    browse.button(key=CLEAR).click().run()
    assert not browse.query_params


def test_an_address_may_be_written_as_people_write_it(browse: AppTest, sample: CineWatch) -> None:
    follow(browse, {"genre": "drama", "decade": "1980", "sort": "rating", "page": "2"})
    filters = Filters(genres=("Drama",), first_year=1980, last_year=1989)
    assert walls(browse)[LABEL] == [film.id for film in sample.browser.page(filters, "rating", 2, PAGE_SIZE).films]
    assert notes(browse) == []


def test_what_nobody_understands_of_an_address_is_named(browse: AppTest) -> None:
    follow(browse, {"genre": "Horrible", "sort": "worst"})
    (note,) = notes(browse)
    assert "genre=Horrible" in note
    assert "sort=worst" in note
