"""The start page: search, shelves, and ways into the catalogue."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch, Filters
from tests.pages.conftest import page_text, plain
from tests.pages.film_walls import link_rows, walls
from ui.addresses import FILM_ID, HOME, browse_key, decade_link
from ui.home.search import FOUND, TYPED
from ui.home.shelves import HIDDEN_GEMS, shelves
from ui.text.markdown import literal
from ui.widgets.search_box import films_of


@pytest.fixture
def home(sample_app: AppTest) -> AppTest:
    return sample_app.switch_page(HOME).run()


def test_every_shelf_has_the_films_of_its_question(home: AppTest, sample: CineWatch) -> None:
    assert not home.exception
    shown = walls(home)
    asked = shelves(sample.filter_options())
    expected = {shelf.heading: sample.browser.page(shelf.filters, shelf.sort, 1, 12).films for shelf in asked}
    assert shown == {heading: [film.id for film in films] for heading, films in expected.items() if films}
    assert list(shown)[:2] == ["Popular", "Highly rated"]


def test_the_number_of_films_is_on_the_page(home: AppTest, sample: CineWatch) -> None:
    assert f"{len(sample):,} films" in page_text(home)


def test_every_genre_and_decade_of_the_catalogue_is_a_link(home: AppTest, sample: CineWatch) -> None:
    options = sample.filter_options()
    rows = link_rows(home)
    assert tuple(rows["Genres"]) == options.genres
    assert rows["Genres"]["Science Fiction"] == "browse?genre=Science+Fiction"
    assert next(iter(rows["Decades"])) == f"{(options.first_year or 0) // 10 * 10}s"
    assert rows["Decades"]["1990s"] == "browse?year=1990&year=1999"
    assert decade_link(1990) == {"year": ["1990", "1999"]}


@pytest.mark.parametrize("typed", ["incpetion", "batman"])
def test_films_appear_as_you_type(home: AppTest, sample: CineWatch, typed: str) -> None:
    home.text_input(key=TYPED).set_value(typed).run()
    assert not home.exception
    assert walls(home) == {FOUND: [hit.film.id for hit in sample.search(typed, 12)]}


def test_the_name_of_a_person_shows_the_films_by_votes(home: AppTest, sample: CineWatch) -> None:
    (person, *_) = sample.people("quentin tarantino", n_films=12)
    home.text_input(key=TYPED).set_value("quentin tarantinno").run()
    assert plain(literal(films_of(person.name))) in [plain(header.value) for header in home.header]
    assert walls(home)[FOUND][: len(person.films)] == [film.id for film in person.films]


def test_a_text_that_fits_no_title_says_so(home: AppTest) -> None:
    home.text_input(key=TYPED).set_value("zzzqqxx").run()
    assert walls(home) == {}
    assert len(home.info) == 1


def test_new_films_are_those_of_the_last_three_years(sample: CineWatch) -> None:
    options = sample.filter_options()
    assert options.last_year
    assert shelves(options)[-1].filters == Filters(first_year=options.last_year - 2)
    assert "New" not in [shelf.heading for shelf in shelves(replace(options, last_year=None))]


def test_hidden_gems_lead_to_all_of_them(sample: CineWatch) -> None:
    (gems,) = (shelf for shelf in shelves(sample.filter_options()) if shelf.heading == HIDDEN_GEMS)
    assert gems.link[browse_key("votes")] == [str(gems.filters.min_votes)]
    assert gems.link[browse_key("max_votes")] == ["1,000"]


def test_a_surprise_opens_the_page_of_a_film(home: AppTest, sample: CineWatch) -> None:
    home.button(key="home.surprise").click().run()
    assert not home.exception
    film = sample.film(int(home.query_params[FILM_ID]))
    assert [plain(title.value) for title in home.title] == [plain(literal(film.title))]
