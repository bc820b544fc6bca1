"""Generated posters, and those of TMDB above them."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
import streamlit
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from engine import CineWatch, Film
from engine.tmdb import image_path
from fakes.sample_catalogue import HARBOUR
from ui.text.palette import GENRE_COLOURS, NO_GENRE, colour_of
from ui.text.posters import backdrop, placeholder, poster_over_placeholder

HOSTILE = ("The \"Q\" 'n' <b>A</b> &amp; more", "One\nTwo\x00\x07\u202e", '"><script>alert(1)</script>', "');}x{(")
PATH, IMAGES = "/aB3_-x.jpg", "https://images.example/t/p"

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="session")
def film(cinewatch: CineWatch) -> Film:
    return cinewatch.film(HARBOUR)


@pytest.fixture
def without_key(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """See that TMDB is not asked where its images lie."""
    for name in ("TMDB_ACCESS_TOKEN", "TMDB_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    streamlit.cache_resource.clear()
    yield
    streamlit.cache_resource.clear()


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


class _Only(HTMLParser):
    """Reads HTML that is one empty element, and keeps its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.attributes: list[dict[str, str | None]] = []
        self.ends, self.inner = 0, ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "div"
        self.attributes.append(dict(attrs))

    def handle_endtag(self, _: str) -> None:
        self.ends += 1

    def handle_data(self, data: str) -> None:
        self.inner += data


def attributes_of(text: str) -> dict[str, str]:
    """Return the attributes of the one element that HTML consists of."""
    read = _Only(text)
    (attributes,) = read.attributes
    assert (read.ends, read.inner) == (1, "")
    return {name: value or "" for name, value in attributes.items()}


def styles_of(text: str) -> dict[str, str]:
    # The data URI has the one semicolon that ends no declaration.
    declarations = attributes_of(text)["style"].replace(";base64,", "|base64,").split(";")
    return {
        name: value.replace("|base64,", ";base64,") for name, _, value in (one.partition(":") for one in declarations)
    }


def test_the_poster_of_tmdb_lies_over_our_own(film: Film) -> None:
    above, below = styles_of(poster_over_placeholder(film, PATH, IMAGES))["background"].split(", ")
    assert above == f"url({IMAGES}/w342{PATH}) center/cover"
    found = re.fullmatch(r"url\(data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)\) center/cover", below)
    assert found
    assert base64.b64decode(found[1]).decode() == placeholder(film)


def test_a_poster_is_two_to_three_and_a_scene_three_to_one(film: Film) -> None:
    width, _, height = styles_of(poster_over_placeholder(film, PATH, IMAGES))["aspect-ratio"].partition("/")
    assert int(width) * 3 == int(height) * 2
    assert styles_of(backdrop(film, PATH, IMAGES))["aspect-ratio"] == "3/1"


def test_a_scene_lies_over_the_colour_of_the_genre(film: Film) -> None:
    above, below = styles_of(backdrop(film, PATH, IMAGES))["background"].split(", ")
    assert above == f"url({IMAGES}/w1280{PATH}) center/cover"
    assert below == GENRE_COLOURS[film.genres[0]]


def test_a_poster_and_a_scene_say_of_what_film_they_are(film: Film) -> None:
    for picture, kind in ((poster_over_placeholder, "Poster"), (backdrop, "A scene")):
        attributes = attributes_of(picture(film, PATH, IMAGES))
        assert attributes["role"] == "img"
        assert attributes["aria-label"] == f"{kind} of {film.label}"
        assert attributes.keys() == {"role", "aria-label", "style"}


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("picture", [poster_over_placeholder, backdrop])
def test_a_title_is_text_in_the_label_and_nothing_else(
    film: Film, picture: Callable[[Film, str, str], str], title: str
) -> None:
    named = replace(film, title=title)
    attributes = attributes_of(picture(named, PATH, IMAGES))
    assert attributes.keys() == {"role", "aria-label", "style"}
    assert attributes["aria-label"].endswith("".join(c for c in f" of {named.label}" if c.isprintable()))
    assert attributes["style"].count(";") == attributes_of(picture(film, PATH, IMAGES))["style"].count(";")


@given(title=st.text(max_size=60), genre=st.text(max_size=20))
def test_whatever_a_film_is_called_its_picture_is_one_element(film: Film, title: str, genre: str) -> None:
    strange = replace(film, title=title, genres=(genre,))
    for picture in (poster_over_placeholder, backdrop):
        assert attributes_of(picture(strange, PATH, IMAGES)).keys() == {"role", "aria-label", "style"}


@pytest.mark.parametrize(
    "path",
    [
        "",
        "x.jpg",
        "//evil.example/x.jpg",
        "/../x.jpg",
        "/a/b.jpg",
        "/x.jpg);color:red",
        '/x".jpg',
        "/x'.jpg",
        "/x y.jpg",
        "/x.jpg\n",
        "/<x>.jpg",
        "/x.gif",
        "/x.jpg?a=b",
        "/é.jpg",
        f"/{'x' * 81}.jpg",
        "/.jpg",
    ],
)
@pytest.mark.usefixtures("without_key")
def test_a_path_that_could_be_more_than_a_name_is_none(film: Film, path: str) -> None:
    assert image_path(path) == ""
    # What the card does with it: without a path there is our own poster, and nothing is fetched.
    at = AppTest.from_function(_draw, args=(replace(film, poster_path=path),), default_timeout=30).run()
    assert not at.exception
    assert not at.get("html")
    assert len(at.get("image")) == 1


@pytest.mark.usefixtures("without_key")
def test_a_path_that_is_a_name_leads_to_the_poster(film: Film) -> None:
    at = AppTest.from_function(_draw, args=(replace(film, poster_path=PATH),), default_timeout=30).run()
    assert not at.exception
    assert not at.get("image")
    (picture,) = at.get("html")
    assert f"/w342{PATH})" in picture.proto.body


@given(st.text(alphabet="/aZ09_-.jpgn)(;:'\"\\ <>\n%", max_size=30))
def test_whatever_path_is_let_through_cannot_end_the_address(path: str) -> None:
    let_through = image_path(path)
    assert let_through in ("", path)
    assert not set(let_through) & set(")(;:'\"\\ <>\n%")
    assert let_through.count("/") <= 1


def _draw(film: object) -> None:
    # AppTest runs this function alone.
    from engine import Film
    from ui.widgets.film_card import poster

    assert isinstance(film, Film)
    poster(film)
