"""The page of a film and the page of a person."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch, Query
from engine.errors import UnknownPerson
from tests.pages.conftest import follow, notes, page_text
from tests.pages.film_walls import link_rows, walls
from ui.addresses import FILM, FILM_ID, PERSON, PERSON_NAME
from ui.film.page import FRANCHISE, NOT_FOUND, similar_heading
from ui.film.person import NOBODY, ORDER, ORDER_LABELS, similar_to
from ui.widgets.ways_on import ALL_FILMS, SEARCH


@pytest.fixture
def app(sample_app: AppTest) -> AppTest:
    return sample_app


def test_a_film_has_its_facts_links_and_films_like_it(app: AppTest, sample: CineWatch) -> None:
    film = sample.named("The Matrix Reloaded")
    follow(app.switch_page(FILM), {FILM_ID: str(film.id)})
    assert app.title[0].value == film.title
    assert film.overview in page_text(app)
    rows = link_rows(app)
    assert tuple(rows[""]) == film.genres
    assert tuple(rows["Directed by"]) == film.director
    similar = sample.recommend(Query(liked=(film.id,), k=12, franchise="one")).films
    assert walls(app)[similar_heading(film)] == [found.film.id for found in similar]
    franchise = [other.id for other in sample.browser.franchise(film.id) if other.id != film.id]
    assert franchise
    assert walls(app)[FRANCHISE] == franchise


@pytest.mark.parametrize("film_id", ["", "0", "999999999", "-1", "603.5", "²", "<script>", "9" * 40])
def test_an_address_without_a_film_of_the_catalogue_says_so(app: AppTest, film_id: str) -> None:
    app.switch_page(FILM)
    app.query_params[FILM_ID] = film_id
    app.run()
    assert not app.exception
    assert notes(app) == [NOT_FOUND]
    assert [link.proto.label for link in app.get("page_link")] == [SEARCH[0], ALL_FILMS[0]]


def test_a_person_has_their_films_and_films_like_theirs(app: AppTest, sample: CineWatch) -> None:
    person = sample.browser.person("Alfred Hitchcock")
    follow(app.switch_page(PERSON), {PERSON_NAME: person.name})
    shown = walls(app)
    assert shown["As director"] == [film.id for film in person.directed]
    assert tuple(link_rows(app)["Films about"]) == person.keywords
    assert len(shown[similar_to(person.name)]) == 12
    assert not set(shown[similar_to(person.name)]) & {film.id for film in person.directed}


def test_the_films_of_a_person_are_sorted_as_asked(app: AppTest, sample: CineWatch) -> None:
    follow(app.switch_page(PERSON), {PERSON_NAME: "Alfred Hitchcock", ORDER: ORDER_LABELS["rating"]})
    best = [film.id for film in sample.browser.person("Alfred Hitchcock", "rating").directed]
    assert walls(app)["As director"] == best
    app.button_group(key=ORDER).set_value(ORDER_LABELS["newest"]).run()
    newest = [film.id for film in sample.browser.person("Alfred Hitchcock").directed]
    assert walls(app)["As director"] == newest != best


@pytest.mark.parametrize("name", ["", "Nobody At All", "**Alfred Hitchcock**"])
def test_an_address_without_a_person_of_the_catalogue_says_so(app: AppTest, sample: CineWatch, name: str) -> None:
    with pytest.raises(UnknownPerson):
        sample.browser.person(name)
    app.switch_page(PERSON)
    app.query_params[PERSON_NAME] = name
    app.run()
    assert not app.exception
    assert notes(app) == [NOBODY]
