"""Whatever TMDB answers, nothing is raised, and no wrong type, no strange path and no script gets through."""

from __future__ import annotations

import copy
import json
import string
from collections.abc import Iterator
from functools import reduce
from operator import getitem
from typing import Any
from urllib.parse import urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.tmdb.parsing import MAX_CAST, is_valid, parse_details
from engine.tmdb.values import FilmDetails
from fakes import tmdb_answers
from fakes.tmdb_films import MATRIX

PARTS = "credits,release_dates,videos,watch/providers,external_ids"
QUERY = {"append_to_response": PARTS, "language": "de", "include_video_language": "de,en,null"}
ANSWER: Any = json.loads(json.dumps(tmdb_answers.details(MATRIX, QUERY)))
Json = dict[str, Any]

EVIL = ["javascript:alert(1)", "JAVASCRIPT:alert(1)//https://a.b", "data:text/html,x", "//evil.example", "/../../x.jpg"]
EVIL += ["/a/b.jpg", "/a.jpg?x=1", "/a.jpg\n", "/%2e%2e.jpg", "https://a.b/\"onclick='x'", "https://a b", "<script>"]
EVIL += ['"><img src=x>', "tt0133093'--", "\u202ett0133093", "٣٤٥٦٧٨٩", "/пример.jpg", "\x00", "\ud800", " x \n y "]

Simple = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(EVIL)
Names = st.text(max_size=5) | st.sampled_from(list(ANSWER))
Value = st.recursive(
    Simple, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(Names, inner, max_size=3), max_leaves=6
)
"""Any value of JSON, and the numbers that Python's reader adds."""

Path = tuple[str | int, ...]
ESSENTIAL: tuple[Path, ...] = ((), ("id",))
"""The paths without which an answer is not about the film."""


def paths_in(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every value inside a value."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from paths_in(item, (*path, key))


PATHS = list(paths_in(ANSWER))


def changed(path: Path, value: object, answer: Any = ANSWER) -> Any:
    """Return the answer with another value at a path; what is not on the path is shared, not copied."""
    if not path:
        return value
    answer = copy.copy(answer)
    answer[path[0]] = changed(path[1:], value, answer[path[0]])
    return answer


def is_text(*values: object) -> bool:
    """Return whether all values are texts of one line, without spaces at their ends."""
    return all(isinstance(value, str) and value == " ".join(value.split()) for value in values)


def is_web(address: str) -> bool:
    """Return whether an address is empty, or a web address that can stand in an attribute as it is."""
    return address == "" or (urlsplit(address).scheme in ("http", "https") and not set(address) & set("\"'<> \n\t\r"))


def is_image(path: str) -> bool:
    """Return whether a path is empty, or names one file in the root folder."""
    name, _, kind = path.removeprefix("/").rpartition(".")
    allowed = set(string.ascii_letters + string.digits + "_-")
    return path == "" or (path[0] == "/" and 0 < len(name) <= 80 and set(name) <= allowed and kind.isalpha())


def is_code(text: str) -> bool:
    """Return whether a text is the code of a country."""
    return len(text) == 2 and set(text) <= set(string.ascii_uppercase)


def assert_safe(film: FilmDetails) -> None:
    """Check that every part has its type and is safe to put into a page."""
    assert is_text(film.title, film.tagline, film.overview)
    assert film.runtime is None or (type(film.runtime) is int and film.runtime > 0)
    assert isinstance(film.directors, tuple)
    assert is_text(*film.directors)
    assert len(set(film.directors)) == len(film.directors)
    assert all(is_text(role.name, role.character) and role.name for role in film.cast)
    assert len(film.cast) <= MAX_CAST
    assert all(is_code(each.country) and is_text(each.certification) and each.certification for each in film.ratings)
    for video in film.videos:
        assert 6 <= len(video.key) <= 20
        assert set(video.key) <= set(string.ascii_letters + string.digits + "_-")
        assert is_text(video.name, video.kind, video.language)
        assert type(video.official) is bool
    for offers in film.offers:
        assert is_code(offers.country)
        assert is_web(offers.link)
        assert is_text(*offers.stream, *offers.rent, *offers.buy)
        assert offers.stream or offers.rent or offers.buy
    assert is_web(film.homepage)
    assert film.imdb_id == "" or (film.imdb_id[:2] == "tt" and set(film.imdb_id[2:]) <= set(string.digits))
    assert is_image(film.poster_path)
    assert is_image(film.backdrop_path)
    assert is_valid(film)


@settings(max_examples=60)
@given(st.sampled_from(PATHS), Value)
def test_any_value_at_any_path_is_harmless(path: Path, value: object) -> None:
    film = parse_details(changed(path, value), MATRIX.id, "de")
    if path in ESSENTIAL:
        assert film is None or (path == ("id",) and value == MATRIX.id)
        return
    assert film is not None
    assert_safe(film)
    # One wrong field costs itself and what is inside it, never the others.
    assert film.title == "The Matrix [de]" or path == ("title",)
    assert film.runtime == 136 or path == ("runtime",)


def test_no_evil_text_gets_through_anywhere() -> None:
    for evil in EVIL:
        for path in PATHS:
            film = parse_details(changed(path, evil), MATRIX.id, "de")
            assert (film is None) == (path in ESSENTIAL)
            if film:
                assert_safe(film)


def test_any_field_but_the_id_may_be_missing() -> None:
    for *folder, name in PATHS[1:]:
        if (*folder, name) in ESSENTIAL:
            continue
        answer = copy.deepcopy(ANSWER)
        del reduce(getitem, folder, answer)[name]
        film = parse_details(answer, MATRIX.id, "de")
        assert film is not None
        assert_safe(film)


def test_a_complete_answer_fills_every_field() -> None:
    film = parse_details(ANSWER, MATRIX.id, "de")
    assert film is not None
    assert_safe(film)
    assert "" not in (film.title, film.tagline, film.overview, film.homepage, film.imdb_id, film.poster_path)
    assert () not in (film.directors, film.cast, film.ratings, film.videos, film.offers)


def test_an_answer_that_is_not_about_the_film_is_none() -> None:
    answers: list[object] = [None, [], "text", 5, {}, {"id": 604}, {"id": "603"}, {"id": None}]
    assert [parse_details(answer, MATRIX.id, "de") for answer in answers] == [None] * len(answers)
