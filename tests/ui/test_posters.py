"""Generated posters."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import CineWatch, Film
from tests.engine.made_up import HARBOUR
from ui.palette import GENRE_COLOURS, NO_GENRE, colour_of
from ui.posters import placeholder

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="session")
def film(cinewatch: CineWatch) -> Film:
    return cinewatch.film(HARBOUR)


def _words(svg: str) -> str:
    return " ".join("".join(span.itertext()) for span in ElementTree.fromstring(svg).iter(f"{SVG}tspan"))  # noqa: S314


def test_a_poster_shows_title_year_and_the_colour_of_the_genre(film: Film) -> None:
    svg = placeholder(film)
    assert _words(svg) == film.title
    assert f">{film.year}<" in svg
    assert GENRE_COLOURS[film.genres[0]] in svg


@given(title=st.text(min_size=1, max_size=300))
def test_any_title_makes_a_poster_of_well_formed_xml_with_nothing_in_it_but_shapes_and_text(
    film: Film, title: str
) -> None:
    tree = ElementTree.fromstring(placeholder(replace(film, title=title)))  # noqa: S314
    known = {"svg", "defs", "linearGradient", "stop", "rect", "g", "circle", "text", "tspan"}
    assert {element.tag.removeprefix(SVG) for element in tree.iter()} <= known


def test_a_title_of_ten_thousand_characters_is_cut(film: Film) -> None:
    assert len(placeholder(replace(film, title="word " * 2_000))) < 4_000
    assert len(placeholder(replace(film, title="x" * 10_000))) < 4_000


def test_two_films_have_different_posters(film: Film) -> None:
    assert placeholder(film) != placeholder(replace(film, id=film.id + 1))


def test_a_film_without_a_known_genre_has_the_neutral_colour() -> None:
    assert colour_of(["Nonsense"]) == NO_GENRE
    assert colour_of(["Nonsense", "Horror"]) == GENRE_COLOURS["Horror"]
