"""What becomes of each part of TMDB's answer: facts, people, age ratings, offers, videos."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tmdb.parsing import MAX_CAST, MAX_VIDEOS, image_path, parse_details, parse_videos
from engine.tmdb.values import FilmDetails, Rating, Role, Video, WatchOffers

Json = dict[str, Any]


def film_with(**fields: object) -> FilmDetails:
    """Return the details in an answer with these fields only."""
    film = parse_details({"id": 1, **fields}, 1, "de")
    assert film is not None
    return film


def test_only_a_positive_whole_number_is_a_running_time() -> None:
    wrong: list[object] = [0, -5, 1.5, True, "90", None, [], float("nan"), float("inf")]
    assert [film_with(runtime=runtime).runtime for runtime in wrong] == [None] * len(wrong)
    assert film_with(runtime=90).runtime == 90


def test_a_web_address_is_a_homepage() -> None:
    for address in ("https://a.example/x?y=1&z=2#f", "http://films.example", "https://a.b/%20ü"):
        assert film_with(homepage=f" {address}\n").homepage == address


def test_only_a_picture_in_the_root_folder_is_an_image() -> None:
    for path in ("/x.jpg", "/aB_c-9.png", "/logo.svg", "/a.jpeg", "/a.webp"):
        assert image_path(path) == path
    for path in ("x.jpg", "/x.gif", "/.jpg", "/x.jpg/", "/x", "//x.jpg", "/" + "x" * 81 + ".jpg", "/ä.jpg"):
        assert image_path(path) == ""


def test_the_imdb_id_is_taken_from_either_place() -> None:
    assert film_with(imdb_id="tt0133093", external_ids={"imdb_id": "tt9999999"}).imdb_id == "tt0133093"
    assert film_with(imdb_id=None, external_ids={"imdb_id": "tt9999999"}).imdb_id == "tt9999999"


# People.


def test_the_cast_is_in_the_order_of_the_credits_and_cut() -> None:
    cast: list[object] = [{"name": f"N{rank}", "character": f"C{rank}", "order": rank} for rank in range(30)]
    mixed = cast[15:] + cast[:15] + [{"name": "last"}, {"name": "", "order": 0}, {"character": "unnamed", "order": 1}]
    assert film_with(credits={"cast": mixed}).cast == tuple(Role(f"N{rank}", f"C{rank}") for rank in range(MAX_CAST))
    few = [{"name": "third"}, {"name": "second", "order": 2}, {"name": "first", "order": 1}]
    few += [{"name": "fourth", "order": "0"}]
    assert [role.name for role in film_with(credits={"cast": few}).cast] == ["first", "second", "third", "fourth"]


def test_directors_are_named_once_and_are_not_the_other_crew() -> None:
    crew = [{"name": name, "job": job} for name, job in [("A", "Writer"), ("B", "Director"), ("A", "Director")]]
    crew += [{"name": "B", "job": "Director"}, {"name": "C", "job": "Director of Photography"}]
    assert film_with(credits={"crew": crew}).directors == ("B", "A")


# Ratings and offers.


def releases(country: object, *certifications: object) -> Json:
    """Return the releases in a country."""
    return {"iso_3166_1": country, "release_dates": [{"certification": mark} for mark in certifications]}


def test_a_country_has_its_first_age_rating() -> None:
    countries = [releases("US", "", "R", "PG-13"), releases("FR", ""), releases("DE", None, 16, "16")]
    countries += [releases("de", "12"), releases("AT"), releases(5, "x"), {"iso_3166_1": "CH"}]
    assert film_with(release_dates={"results": countries}).ratings == (Rating("DE", "16"), Rating("US", "R"))


def test_a_country_without_an_age_rating_has_the_american_one() -> None:
    film = film_with(release_dates={"results": [releases("US", "R"), releases("DE", "16")]})
    assert [film.rating_in(country) for country in ("DE", "US", "FR")] == ["16", "R", "R"]
    assert film_with(release_dates={"results": [releases("DE", "16")]}).rating_in("FR") == ""


def test_offers_are_by_country_and_name_each_provider_once() -> None:
    countries = {
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
    film = film_with(**{"watch/providers": {"results": countries}})
    america = WatchOffers("US", "https://a.example/us", stream=("A", "B", "C"), buy=("A",))
    assert film.offers == (WatchOffers("DE", "", rent=("E",)), america)
    assert film.offers_in("US") == america
    assert film.offers_in("FR") is None


# Videos.


@st.composite
def videos(draw: st.DrawFn) -> list[Json]:
    """Return videos as TMDB lists them, some of them at other sites."""
    sites, kinds = st.sampled_from(["YouTube"] * 4 + ["Vimeo"]), st.sampled_from(["Trailer", "Teaser", "Clip"])
    languages, official = st.sampled_from(["de", "en", "fr", None]), st.booleans()
    return [
        {"site": draw(sites), "type": draw(kinds), "iso_639_1": draw(languages), "official": draw(official)}
        | {"key": f"key-{number:04d}", "name": f"Video {number}"}
        for number in range(draw(st.integers(0, 12)))
    ]


def comparison(a: Video, b: Video, language: str) -> int:
    """Return -1 if `a` is to be shown before `b`, 1 if after it, 0 if they are as good: one rule after the other."""
    rules: list[Callable[[Video], bool]] = [
        lambda video: video.language == language,
        lambda video: video.language == "en",
        lambda video: video.language == "",
        lambda video: video.kind == "Trailer",
        lambda video: video.kind == "Teaser",
        lambda video: video.official,
    ]
    return next((result for rule in rules if (result := int(rule(b)) - int(rule(a)))), 0)


@given(videos(), st.sampled_from(["de", "en", "ja"]))
def test_videos_are_in_the_order_of_the_rules(listed: list[Json], language: str) -> None:
    ordered = parse_videos({"videos": {"results": listed}}, language)
    assert sorted(video.key for video in ordered) == sorted(each["key"] for each in listed if each["site"] == "YouTube")
    for a, b in pairwise(ordered):
        # Of two as good as each other, the one that TMDB lists first.
        assert (comparison(a, b, language), a.key) <= (0, b.key)


def video(key: str, language: str | None, kind: str, official: object = True) -> Json:
    """Return a video at YouTube."""
    return {"site": "YouTube", "key": key, "iso_639_1": language, "type": kind, "official": official}


@pytest.mark.parametrize(
    ("language", "first"), [("de", "de-teaser"), ("en", "en-trailer"), ("ja", "en-trailer"), ("fr", "fr-fan-made")]
)
def test_the_readers_language_comes_before_english_then_trailers_then_official_videos(
    language: str, first: str
) -> None:
    listed = [video("no-words", None, "Trailer"), video("en-teaser", "en", "Teaser")]
    listed += [video("en-fan-made", "en", "Trailer", False)]
    listed += [video("en-trailer", "en", "Trailer"), video("de-teaser", "de", "Teaser"), video("de-clip", "de", "Clip")]
    listed += [video("fr-teaser", "fr", "Teaser"), video("fr-fan-made", "fr", "Trailer", False)]
    assert parse_videos({"videos": {"results": listed}}, language)[0].key == first


def test_only_true_makes_a_video_official() -> None:
    marks: list[object] = ["true", 1, None, [True], False, True]
    results = [video(f"key-{number:04d}", "en", "Trailer", mark) for number, mark in enumerate(marks)]
    official = [each.key for each in parse_videos({"videos": {"results": results}}, "en") if each.official]
    assert official == ["key-0005"]


def test_a_film_has_five_videos_at_most() -> None:
    listed = [video(f"key-{number:04d}", "en", "Trailer") for number in range(9)]
    assert len(film_with(videos={"results": listed}).videos) == MAX_VIDEOS == 5
