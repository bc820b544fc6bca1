"""Generated posters, and TMDB's over them."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from engine import CineWatch, Film
from engine.tmdb import image_path
from fakes.sample_catalogue import HARBOUR
from ui import cache
from ui.text.palette import GENRE_COLOURS, NO_GENRE, colour_of
from ui.text.posters import WIDTH, backdrop, placeholder, poster_over_placeholder

HOSTILE = ("The \"Q\" 'n' <b>A</b> &amp; more", "One\nTwo\x00\x07\u202e", '"><script>alert(1)</script>', "');}x{(")
PATH, IMAGES = "/aB3_-x.jpg", "https://images.example/t/p"

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="session")
def film(cinewatch: CineWatch) -> Film:
    return cinewatch.film(HARBOUR)


@pytest.fixture
def without_key(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make sure that TMDB is not asked for the address of its images."""
    for name in ("TMDB_ACCESS_TOKEN", "TMDB_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    cache.forget()
    yield
    cache.forget()


def words_of(svg: str) -> str:
    return " ".join("".join(span.itertext()) for span in ElementTree.fromstring(svg).iter(f"{SVG}tspan"))  # noqa: S314


def test_a_poster_shows_title_year_and_the_colour_of_the_genre(film: Film) -> None:
    svg = placeholder(film)
    assert words_of(svg) == film.title
    assert f">{film.year}<" in svg
    assert GENRE_COLOURS[film.genres[0]] in svg


@given(title=st.text(min_size=1, max_size=300))
def test_any_title_makes_well_formed_xml_of_shapes_and_text_only(film: Film, title: str) -> None:
    tree = ElementTree.fromstring(placeholder(replace(film, title=title)))  # noqa: S314
    known = {"svg", "defs", "linearGradient", "stop", "rect", "g", "circle", "text", "tspan"}
    assert {element.tag.removeprefix(SVG) for element in tree.iter()} <= known


def test_a_title_of_ten_thousand_characters_is_cut(film: Film) -> None:
    assert len(placeholder(replace(film, title="word " * 2_000))) < 4_000
    assert len(placeholder(replace(film, title="x" * 10_000))) < 4_000


def test_a_long_word_is_small_enough_for_the_poster(film: Film) -> None:
    """Measured in DejaVu Sans Bold, Armageddon is 7.2 times as wide as its letters are high."""
    svg = placeholder(replace(film, title="Armageddon"))
    (size,) = re.findall(r'<text font-size="(\d+)" font-weight="700"', svg)
    assert 7.2 * int(size) <= WIDTH - 2 * 16
    assert '<text font-size="27" font-weight="700"' in placeholder(replace(film, title="Up"))


def test_two_films_have_different_posters(film: Film) -> None:
    assert placeholder(film) != placeholder(replace(film, id=film.id + 1))


def test_posters_of_one_genre_have_several_designs(film: Film) -> None:
    posters = [placeholder(replace(film, id=film_id)) for film_id in range(1, 20)]
    assert {("rotate" in poster, 'fill="none"' in poster) for poster in posters} == {
        (True, False),
        (False, True),
        (False, False),
    }


def test_a_film_without_a_known_genre_has_the_neutral_colour() -> None:
    assert colour_of(["Nonsense"]) == NO_GENRE
    assert colour_of(["Nonsense", "Horror"]) == GENRE_COLOURS["Horror"]


class _OneElement(HTMLParser):
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
    """Return the attributes of the only element in some HTML."""
    read = _OneElement(text)
    (attributes,) = read.attributes
    assert (read.ends, read.inner) == (1, "")
    return {name: value or "" for name, value in attributes.items()}


def styles_of(text: str) -> dict[str, str]:
    # The data URI contains a semicolon that ends no declaration.
    declarations = attributes_of(text)["style"].replace(";base64,", "|base64,").split(";")
    return {
        name: value.replace("|base64,", ";base64,") for name, _, value in (one.partition(":") for one in declarations)
    }


def test_the_poster_of_tmdb_is_over_the_generated_one(film: Film) -> None:
    above, below = styles_of(poster_over_placeholder(film, PATH, IMAGES))["background"].split(", ")
    assert above == f"url({IMAGES}/w342{PATH}) center/cover"
    found = re.fullmatch(r"url\(data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)\) center/cover", below)
    assert found
    assert base64.b64decode(found[1]).decode() == placeholder(film)


def test_a_poster_is_2_to_3_and_a_backdrop_3_to_1(film: Film) -> None:
    width, _, height = styles_of(poster_over_placeholder(film, PATH, IMAGES))["aspect-ratio"].partition("/")
    assert int(width) * 3 == int(height) * 2
    assert styles_of(backdrop(film, PATH, IMAGES))["aspect-ratio"] == "3/1"


def test_a_backdrop_is_over_the_colour_of_the_genre(film: Film) -> None:
    above, below = styles_of(backdrop(film, PATH, IMAGES))["background"].split(", ")
    assert above == f"url({IMAGES}/w1280{PATH}) center/cover"
    assert below == GENRE_COLOURS[film.genres[0]]


def test_a_poster_and_a_backdrop_name_their_film(film: Film) -> None:
    for picture, kind in ((poster_over_placeholder, "Poster"), (backdrop, "A scene")):
        attributes = attributes_of(picture(film, PATH, IMAGES))
        assert attributes["role"] == "img"
        assert attributes["aria-label"] == f"{kind} of {film.label}"
        assert attributes.keys() == {"role", "aria-label", "style"}


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("picture", [poster_over_placeholder, backdrop])
def test_a_title_is_only_text_in_the_label(film: Film, picture: Callable[[Film, str, str], str], title: str) -> None:
    named = replace(film, title=title)
    attributes = attributes_of(picture(named, PATH, IMAGES))
    assert attributes.keys() == {"role", "aria-label", "style"}
    assert attributes["aria-label"].endswith("".join(c for c in f" of {named.label}" if c.isprintable()))
    assert attributes["style"].count(";") == attributes_of(picture(film, PATH, IMAGES))["style"].count(";")


@given(title=st.text(max_size=60), genre=st.text(max_size=20))
def test_any_title_and_genre_make_one_element(film: Film, title: str, genre: str) -> None:
    strange = replace(film, title=title, genres=(genre,))
    for picture in (poster_over_placeholder, backdrop):
        assert attributes_of(picture(strange, PATH, IMAGES)).keys() == {"role", "aria-label", "style"}


BAD_PATHS = (
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
)


@pytest.mark.usefixtures("without_key")
def test_a_path_that_is_more_than_a_file_name_shows_the_generated_poster(film: Film) -> None:
    for path in BAD_PATHS:
        assert image_path(path) == ""
        at = AppTest.from_function(_draw, args=(replace(film, poster_path=path),), default_timeout=30).run()
        assert not at.exception
        assert not at.get("html")
        assert len(at.get("image")) == 1


@pytest.mark.usefixtures("without_key")
def test_a_path_of_a_file_name_shows_the_poster(film: Film) -> None:
    at = AppTest.from_function(_draw, args=(replace(film, poster_path=PATH),), default_timeout=30).run()
    assert not at.exception
    assert not at.get("image")
    (picture,) = at.get("html")
    assert f"/w342{PATH})" in picture.proto.body


@given(st.text(alphabet="/aZ09_-.jpgn)(;:'\"\\ <>\n%", max_size=30))
def test_an_accepted_path_cannot_end_the_address(path: str) -> None:
    accepted = image_path(path)
    assert accepted in ("", path)
    assert not set(accepted) & set(")(;:'\"\\ <>\n%")
    assert accepted.count("/") <= 1


def _draw(film: object) -> None:
    # AppTest runs this function alone.
    from engine import Film
    from ui.widgets.film_card import poster

    assert isinstance(film, Film)
    poster(film)
