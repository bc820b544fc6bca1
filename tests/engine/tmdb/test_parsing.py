"""Whatever TMDB answers, nothing is raised, and no wrong type, no strange path and no script gets through."""

from __future__ import annotations

import copy
import json
import string
from collections.abc import Callable, Iterator
from functools import reduce
from itertools import pairwise
from operator import getitem
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.tmdb.parsing import MAX_CAST, details_of, image_path, videos_of
from engine.tmdb.values import FilmDetails, Rating, Role, Video, WatchOffers
from fakes import tmdb_answers

MATRIX = 603
PARTS = "credits,release_dates,videos,watch/providers,external_ids"
ASKED = {"append_to_response": PARTS, "language": "de", "include_video_language": "de,en,null"}
RIGHT: Any = json.loads(tmdb_answers.as_json(tmdb_answers.details(tmdb_answers.MATRIX, ASKED)).body)
Json = dict[str, Any]

EVIL = ["javascript:alert(1)", "JAVASCRIPT:alert(1)//https://a.b", "data:text/html,x", "//evil.example", "/../../x.jpg"]
EVIL += ["/a/b.jpg", "/a.jpg?x=1", "/a.jpg\n", "/%2e%2e.jpg", "https://a.b/\"onclick='x'", "https://a b", "<script>"]
EVIL += ['"><img src=x>', "tt0133093'--", "\u202ett0133093", "٣٤٥٦٧٨٩", "/пример.jpg", "\x00", "\ud800", " x \n y "]

Simple = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(EVIL)
Names = st.text(max_size=5) | st.sampled_from(list(RIGHT))
Value = st.recursive(
    Simple, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(Names, inner, max_size=3), max_leaves=6
)
"""Any value of JSON, those that Python's reader adds included."""

Path = tuple[str | int, ...]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every value within a value."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*path, key))


PLACES = list(places(RIGHT))


def changed(path: Path, value: object) -> Any:
    """Return the right answer with another value at a place."""
    if not path:
        return value
    answer = copy.deepcopy(RIGHT)
    reduce(getitem, path[:-1], answer)[path[-1]] = value
    return answer


def is_text(*values: object) -> bool:
    """Return whether all are texts in one line, with nothing at their ends."""
    return all(isinstance(one, str) and one == " ".join(one.split()) for one in values)


def is_web(address: str) -> bool:
    """Return whether an address is empty, or of the web and can stand in an attribute as it is."""
    return address == "" or (urlsplit(address).scheme in ("http", "https") and not set(address) & set("\"'<> \n\t\r"))


def is_image(path: str) -> bool:
    """Return whether a path is empty, or that of one file at the root."""
    name, _, kind = path.removeprefix("/").rpartition(".")
    allowed = set(string.ascii_letters + string.digits + "_-")
    return path == "" or (path[0] == "/" and 0 < len(name) <= 80 and set(name) <= allowed and kind.isalpha())


def check(found: FilmDetails) -> None:
    """Assert that every part is of its type and safe to put into a page."""
    assert is_text(found.title, found.tagline, found.overview)
    assert found.runtime is None or (type(found.runtime) is int and found.runtime > 0)
    assert isinstance(found.directors, tuple)
    assert is_text(*found.directors)
    assert len(set(found.directors)) == len(found.directors)
    assert all(is_text(one.name, one.character) and one.name for one in found.cast)
    assert len(found.cast) <= MAX_CAST
    assert all(is_code(one.country) and is_text(one.certification) and one.certification for one in found.ratings)
    for video in found.videos:
        assert 6 <= len(video.key) <= 20
        assert set(video.key) <= set(string.ascii_letters + string.digits + "_-")
        assert is_text(video.name, video.kind, video.language)
        assert type(video.official) is bool
    for offers in found.offers:
        assert is_code(offers.country)
        assert is_web(offers.link)
        assert is_text(*offers.stream, *offers.rent, *offers.buy)
        assert offers.stream or offers.rent or offers.buy
    assert is_web(found.homepage)
    assert found.imdb_id == "" or (found.imdb_id[:2] == "tt" and set(found.imdb_id[2:]) <= set(string.digits))
    assert is_image(found.poster_path)
    assert is_image(found.backdrop_path)


def is_code(text: str) -> bool:
    """Return whether a text is a code of a country."""
    return len(text) == 2 and set(text) <= set(string.ascii_uppercase)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PLACES), Value)
def test_any_value_at_any_place_is_harmless(path: Path, value: object) -> None:
    found = details_of(changed(path, value), MATRIX, "de")
    if found is not None:
        check(found)
        # One wrong field costs itself and what lies within it, never the others.
        assert found.title == "The Matrix [de]" or path in ((), ("title",))
        assert found.runtime == 136 or path in ((), ("runtime",))


@settings(deadline=None)
@given(Value)
def test_any_answer_is_a_film_or_none(answer: object) -> None:
    found = details_of(answer, MATRIX, "de")
    assert found is None or isinstance(found, FilmDetails)


@pytest.mark.parametrize("evil", EVIL)
def test_no_evil_text_gets_through_anywhere(evil: str) -> None:
    for path in PLACES:
        found = details_of(changed(path, evil), MATRIX, "de")
        if found is not None:
            check(found)


def test_any_field_may_be_missing() -> None:
    for *within, name in PLACES[1:]:
        if within == [] and name == "id":
            continue
        answer = copy.deepcopy(RIGHT)
        del reduce(getitem, within, answer)[name]
        found = details_of(answer, MATRIX, "de")
        assert found is not None
        check(found)


def test_the_right_answer_is_told_whole() -> None:
    found = details_of(RIGHT, MATRIX, "de")
    assert found is not None
    check(found)
    assert "" not in (found.title, found.tagline, found.overview, found.homepage, found.imdb_id, found.poster_path)
    assert () not in (found.directors, found.cast, found.ratings, found.videos, found.offers)


@pytest.mark.parametrize("answer", [None, [], "text", 5, {}, {"id": 604}, {"id": "603"}, {"id": None}], ids=str)
def test_what_is_not_about_the_film_is_none(answer: object) -> None:
    assert details_of(answer, MATRIX, "de") is None


def film(**fields: object) -> FilmDetails:
    """Return what an answer of these fields alone tells."""
    found = details_of({"id": 1, **fields}, 1, "de")
    assert found is not None
    return found


@pytest.mark.parametrize("runtime", [0, -5, 1.5, True, "90", None, [], float("nan"), float("inf")])
def test_what_is_no_count_of_minutes_is_unknown(runtime: object) -> None:
    assert film(runtime=runtime).runtime is None
    assert film(runtime=90).runtime == 90


@pytest.mark.parametrize("address", ["https://a.example/x?y=1&z=2#f", "http://films.example", "https://a.b/%20ü"])
def test_an_address_of_the_web_is_a_homepage(address: str) -> None:
    assert film(homepage=f" {address}\n").homepage == address


@pytest.mark.parametrize("path", ["/x.jpg", "/aB_c-9.png", "/logo.svg", "/a.jpeg", "/a.webp"])
def test_a_file_at_the_root_is_an_image(path: str) -> None:
    assert image_path(path) == path


@pytest.mark.parametrize(
    "path", ["x.jpg", "/x.gif", "/.jpg", "/x.jpg/", "/x", "//x.jpg", "/" + "x" * 81 + ".jpg", "/ä.jpg"]
)
def test_anything_else_is_none(path: str) -> None:
    assert image_path(path) == ""


def test_imdbs_id_is_taken_from_either_place() -> None:
    assert film(imdb_id="tt0133093", external_ids={"imdb_id": "tt9999999"}).imdb_id == "tt0133093"
    assert film(imdb_id=None, external_ids={"imdb_id": "tt9999999"}).imdb_id == "tt9999999"


# People.


def test_the_cast_is_in_the_order_of_the_credits_and_cut() -> None:
    cast: list[object] = [{"name": f"N{place}", "character": f"C{place}", "order": place} for place in range(30)]
    mixed = cast[15:] + cast[:15] + [{"name": "last"}, {"name": "", "order": 0}, {"character": "nobody", "order": 1}]
    assert film(credits={"cast": mixed}).cast == tuple(Role(f"N{place}", f"C{place}") for place in range(MAX_CAST))
    few = [
        {"name": "last"},
        {"name": "second", "order": 2},
        {"name": "first", "order": 1},
        {"name": "too", "order": "0"},
    ]
    assert [one.name for one in film(credits={"cast": few}).cast] == ["first", "second", "last", "too"]


def test_directors_are_named_once_and_are_not_the_other_crew() -> None:
    crew = [{"name": name, "job": job} for name, job in [("A", "Writer"), ("B", "Director"), ("A", "Director")]]
    crew += [{"name": "B", "job": "Director"}, {"name": "C", "job": "Director of Photography"}]
    assert film(credits={"crew": crew}).directors == ("B", "A")


# Ratings and offers.


def release(country: object, *marks: object) -> Json:
    """Return the releases of a country."""
    return {"iso_3166_1": country, "release_dates": [{"certification": mark} for mark in marks]}


def test_a_country_has_the_first_rating_that_it_has_given() -> None:
    dates = [release("US", "", "R", "PG-13"), release("FR", ""), release("DE", None, 16, "16"), release("de", "12")]
    found = film(release_dates={"results": [*dates, release("AT"), release(5, "x"), {"iso_3166_1": "CH"}]})
    assert found.ratings == (Rating("DE", "16"), Rating("US", "R"))


def test_a_country_without_a_rating_is_told_the_american_one() -> None:
    found = film(release_dates={"results": [release("US", "R"), release("DE", "16")]})
    assert [found.rating_in(country) for country in ("DE", "US", "FR")] == ["16", "R", "R"]
    assert film(release_dates={"results": [release("DE", "16")]}).rating_in("FR") == ""


def test_offers_are_told_by_country_each_provider_once() -> None:
    ways = {
        "US": {
            "link": "https://a.example/us",
            "flatrate": [{"provider_name": "A"}, {"provider_name": "B"}],
            "free": [{"provider_name": "A"}],
            "ads": [{"provider_name": "C"}],
            "buy": [{"provider_name": "A"}, {"name": "D"}, 5],
        },
        "DE": {"link": "javascript:alert(1)", "rent": [{"provider_name": "E"}]},
        "FR": {"link": "https://a.example/fr", "buy": []},
        "Fr": {"rent": [{"provider_name": "E"}]},
    }
    found = film(**{"watch/providers": {"results": ways}})
    america = WatchOffers("US", "https://a.example/us", stream=("A", "B", "C"), buy=("A",))
    assert found.offers == (WatchOffers("DE", "", rent=("E",)), america)
    assert found.offers_in("US") == america
    assert found.offers_in("FR") is None


# Videos.


@st.composite
def videos(draw: st.DrawFn) -> list[Json]:
    """Return videos as TMDB tells them, some of them at other sites."""
    sites, kinds = st.sampled_from(["YouTube"] * 4 + ["Vimeo"]), st.sampled_from(["Trailer", "Teaser", "Clip"])
    languages, official = st.sampled_from(["de", "en", "fr", None]), st.booleans()
    return [
        {"site": draw(sites), "type": draw(kinds), "iso_639_1": draw(languages), "official": draw(official)}
        | {"key": f"key-{place:04d}", "name": f"Video {place}"}
        for place in range(draw(st.integers(0, 12)))
    ]


def better(one: Video, other: Video, language: str) -> int:
    """Return -1 where one is to be shown before another, by the rules one after the other."""

    def first_if(holds: Callable[[Video], bool]) -> int:
        return int(holds(other)) - int(holds(one))

    rules = [lambda video: video.language == language, lambda video: video.language == "en"]
    rules += [lambda video: video.language == "", lambda video: video.kind == "Trailer"]
    rules += [lambda video: video.kind == "Teaser", lambda video: video.official]
    return next((first for rule in rules if (first := first_if(rule))), 0)


@given(videos(), st.sampled_from(["de", "en", "ja"]))
def test_videos_are_in_the_order_of_the_rules(told: list[Json], language: str) -> None:
    found = videos_of({"videos": {"results": told}}, language)
    at_youtube = [one for one in told if one["site"] == "YouTube"]
    assert sorted(one.key for one in found) == sorted(one["key"] for one in at_youtube)
    for one, other in pairwise(found):
        # Of two as good as each other, the one that TMDB tells first.
        assert (better(one, other, language), one.key) <= (0, other.key)


def video(key: str, language: str | None, kind: str, official: bool = True) -> Json:
    """Return a video at YouTube."""
    return {"site": "YouTube", "key": key, "iso_639_1": language, "type": kind, "official": official}


@pytest.mark.parametrize(
    ("language", "first"), [("de", "de-teaser"), ("en", "en-trailer"), ("ja", "en-trailer"), ("fr", "fr-fan-one")]
)
def test_the_readers_language_comes_before_english_and_then_trailers_and_official_ones(
    language: str, first: str
) -> None:
    told = [video("no-words", None, "Trailer"), video("en-teaser", "en", "Teaser")]
    told += [video("en-fan-one", "en", "Trailer", False)]
    told += [video("en-trailer", "en", "Trailer"), video("de-teaser", "de", "Teaser"), video("de-clip", "de", "Clip")]
    told += [video("fr-teaser", "fr", "Teaser"), video("fr-fan-one", "fr", "Trailer", False)]
    assert videos_of({"videos": {"results": told}}, language)[0].key == first


@pytest.mark.parametrize("official", ["true", 1, None, [True]])
def test_only_what_is_called_official_is(official: object) -> None:
    told = video("a-trailer", "en", "Trailer") | {"official": official}
    assert not videos_of({"videos": {"results": [told]}}, "en")[0].official


def test_a_film_has_five_videos_at_most() -> None:
    told = [video(f"key-{place:04d}", "en", "Trailer") for place in range(9)]
    assert len(film(videos={"results": told}).videos) == 5
