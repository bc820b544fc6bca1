"""What is requested from TMDB and how, and what becomes of its answers about films, images and countries."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from engine.errors import KeyRefused, NoKey, Unavailable
from engine.tmdb.values import FilmDetails, Rating, Role, WatchOffers
from fakes.tmdb import BEARER, KEY, FakeTmdb
from fakes.tmdb_behaviours import Normal, Status, WrongJson, WrongTypes
from fakes.tmdb_films import BARE, COUNTRIES
from tests.engine.tmdb.helpers import MATRIX, FakeClock, lookups_at, outcome_of

LIST_OF = '{{"movie_results": [{}]}}'


def details_of(tmdb: FakeTmdb, film_id: int = MATRIX, language: str = "en") -> FilmDetails:
    """Return the details of a film that TMDB has."""
    details = lookups_at(tmdb).details(film_id, language)
    assert details is not None
    return details


# The key.


def test_without_a_key_nothing_is_requested(tmdb: FakeTmdb) -> None:
    lookups = lookups_at(tmdb, tmdb_api_key=None)
    assert not lookups.has_key
    for call in (
        lambda: lookups.details(1, "en"),
        lookups.image_base_url,
        lookups.countries,
        lambda: lookups.film_id_of("tt1"),
    ):
        assert isinstance(outcome_of(call), NoKey)
    assert tmdb.calls == []
    status = lookups.status()
    assert (status.key, status.calls, status.calls_last_second, status.last_error) == ("none", 0, 0, "")


def test_a_v3_key_is_a_parameter(tmdb: FakeTmdb) -> None:
    details_of(tmdb)
    (call,) = tmdb.calls
    assert call.query["api_key"] == KEY
    assert "authorization" not in call.headers


@pytest.mark.parametrize("key", [None, KEY, "wrong"])
def test_a_bearer_token_is_a_header_and_is_used_rather_than_a_v3_key(tmdb: FakeTmdb, key: str | None) -> None:
    lookups_at(tmdb, tmdb_api_key=key, tmdb_access_token=BEARER).details(MATRIX, "en")
    (call,) = tmdb.calls
    assert call.headers["authorization"] == f"Bearer {BEARER}"
    assert "api_key" not in call.query
    assert call.status == 200


@pytest.mark.parametrize("key", ["a;b", "a&language=xx", "a+b%20c", "#a"])
def test_a_key_with_special_characters_arrives_unchanged(key: str) -> None:
    with FakeTmdb(valid_keys=(key,)) as tmdb:
        lookups_at(tmdb, tmdb_api_key=key).details(MATRIX, "de")
    (call,) = tmdb.calls
    assert (call.query["api_key"], call.query["language"], call.status) == (key, "de", 200)


def test_the_state_of_the_key_follows_tmdbs_answers(tmdb: FakeTmdb, clock: FakeClock) -> None:
    lookups = lookups_at(tmdb, clock=clock.clock)
    assert lookups.has_key
    assert lookups.status().key == "untried"
    tmdb.behave(Status(400))
    assert isinstance(outcome_of(lambda: lookups.details(1, "en")), Unavailable)
    assert lookups.status().key == "untried"
    tmdb.behave(Status(401))
    assert isinstance(outcome_of(lambda: lookups.details(1, "en")), KeyRefused)
    status = lookups.status()
    assert (status.key, status.last_error) == ("refused", "TMDB does not accept the key (status 401)")
    clock.seconds += 60
    tmdb.behave(Status(404))
    assert lookups.details(1, "en") is None
    assert (lookups.status().key, lookups.status().last_error) == ("valid", "")


def test_a_refused_key_is_tried_again_once_a_minute_and_not_with_every_film(tmdb: FakeTmdb, clock: FakeClock) -> None:
    lookups = lookups_at(tmdb, clock=clock.clock)
    tmdb.behave(Status(401))
    for film_id in range(1, 21):
        assert isinstance(outcome_of(partial(lookups.details, film_id, "en")), KeyRefused)
    assert len(tmdb.calls) == 1
    clock.seconds += 60
    assert isinstance(outcome_of(lookups.image_base_url), KeyRefused)
    assert isinstance(outcome_of(lookups.countries), KeyRefused)
    assert (len(tmdb.calls), lookups.status().key) == (2, "refused")
    clock.seconds += 59
    assert isinstance(outcome_of(lookups.image_base_url), KeyRefused)
    clock.seconds += 1
    tmdb.behave(Normal())
    assert lookups.image_base_url() == tmdb.image_url
    # From here on nothing is held back.
    assert [film.id for film in (lookups.details(film_id, "en") for film_id in (1, 2)) if film] == [1, 2]
    assert (len(tmdb.calls), lookups.status().key) == (5, "valid")


def test_a_wrong_key_is_refused(tmdb: FakeTmdb) -> None:
    for lookups in (lookups_at(tmdb, tmdb_api_key="wrong"), lookups_at(tmdb, tmdb_access_token="wrong")):  # noqa: S106 - not a secret
        assert isinstance(outcome_of(lookups.image_base_url), KeyRefused)


def test_a_key_that_cannot_be_sent_is_refused_without_a_call(tmdb: FakeTmdb) -> None:
    for key in ("with\nline break", "“curly”", "x" * 4001):
        lookups = lookups_at(tmdb, tmdb_access_token=key)
        error = outcome_of(lookups.image_base_url)
        assert isinstance(error, KeyRefused)
        assert "copy it again" in str(error)
        assert lookups.status().key == "refused"
    assert tmdb.calls == []


# What is requested.


def test_a_film_takes_one_call_for_all_its_details(tmdb: FakeTmdb) -> None:
    details_of(tmdb, language="de")
    (call,) = tmdb.calls
    assert call.path == "/3/movie/603"
    parts = {"credits", "release_dates", "videos", "watch/providers", "external_ids"}
    assert set(call.query["append_to_response"].split(",")) == parts
    assert call.query["language"] == "de"
    assert (call.headers["user-agent"], call.headers["accept"]) == ("CineWatch", "application/json")


def test_videos_are_requested_in_the_language_in_english_and_without_language(tmdb: FakeTmdb) -> None:
    for language, expected in (("de", "de,en,null"), ("en", "en,null"), ("pt-BR", "pt-BR,en,null")):
        details_of(tmdb, language=language)
        assert tmdb.calls[-1].query["include_video_language"] == expected


# What becomes of the answers.


def test_a_film_has_all_its_details(tmdb: FakeTmdb) -> None:
    film = details_of(tmdb, language="de")
    assert (film.id, film.language, film.title) == (603, "de", "The Matrix [de]")
    assert film.tagline == "See The Matrix twice. [de]"
    assert film.overview == "What happens in The Matrix. [de]"
    assert (film.runtime, film.imdb_id, film.homepage) == (136, "tt0133093", "https://films.example/603")
    assert film.directors == ("Lilly Wachowski", "Lana Wachowski")
    assert film.cast == (Role("Keanu Reeves", "Part 1"), Role("Hugo Weaving", "Part 2"))
    assert film.ratings == (Rating("DE", "16"), Rating("GB", "15"), Rating("IN", "A"), Rating("US", "R"))
    assert (film.poster_path, film.backdrop_path) == ("/poster603.jpg", "/backdrop603.jpg")
    assert [video.key for video in film.videos][:2] == ["deTr0000603", "deTe0000603"]
    page = "https://www.themoviedb.org/movie/603/watch?locale="
    stream, rent, buy = ("Streamly", "Nightflix", "Adreel"), ("Lend-a-Reel",), ("Reelkeeper", "Lend-a-Reel")
    assert film.offers == (
        WatchOffers("DE", page + "DE", stream=("Streamberg",)),
        WatchOffers("GB", page + "GB", rent=rent, buy=buy),
        WatchOffers("US", page + "US", stream=stream, rent=rent, buy=buy),
    )


def test_a_film_without_details_has_its_title(tmdb: FakeTmdb) -> None:
    assert details_of(tmdb, BARE.id) == FilmDetails(BARE.id, "en", BARE.title)


def test_a_film_that_tmdb_does_not_have_is_none(tmdb: FakeTmdb) -> None:
    assert lookups_at(tmdb).details(404, "en") is None


def test_an_answer_about_another_film_is_an_error(tmdb: FakeTmdb) -> None:
    tmdb.behave(WrongTypes({"id": 604}))
    with pytest.raises(Unavailable, match="not about this film"):
        details_of(tmdb)


def test_fields_of_a_wrong_type_are_unknown_and_the_others_are_kept(tmdb: FakeTmdb) -> None:
    wrong = {"runtime": "abc", "credits": [1], "results": "none", "poster_path": 7, "overview": ["x"], "homepage": 5}
    tmdb.behave(WrongTypes(wrong | {"external_ids": 5}))
    kept = FilmDetails(MATRIX, "en", "The Matrix", "See The Matrix twice.")
    assert details_of(tmdb) == replace(kept, imdb_id="tt0133093", backdrop_path="/backdrop603.jpg")


def test_a_film_is_found_by_its_imdb_id(tmdb: FakeTmdb) -> None:
    lookups = lookups_at(tmdb)
    assert lookups.film_id_of("tt0133093") == MATRIX
    assert lookups.film_id_of("tt404") is None
    assert tmdb.calls[0].query["external_source"] == "imdb_id"


ODD_ANSWERS = ["[]", '"text"', "{}", "5"]


def test_a_search_by_imdb_id_with_an_odd_answer_finds_nothing(tmdb: FakeTmdb) -> None:
    films = ["", "5", "{}", '{"id": "603"}', '{"id": 6.5}', '{"id": true}']
    for answer in (*ODD_ANSWERS, '{"movie_results": {}}', *map(LIST_OF.format, films)):
        tmdb.behave(WrongJson(answer))
        assert lookups_at(tmdb).film_id_of("tt0133093") is None, answer


def test_the_image_address_has_no_slash_at_its_end(tmdb: FakeTmdb) -> None:
    assert lookups_at(tmdb).image_base_url() == tmdb.image_url


def test_only_a_plain_web_address_is_an_image_address(tmdb: FakeTmdb) -> None:
    wrong = ['"javascript:alert(1)"', '"//evil.example/"', '"ftp://a.example/"', '"https://a.example/?x=1"']
    wrong += ['"https://a.example/\\" onload=\\"x"', '"https://a b"', '""', '"https://<b>"', '"x https://a.example"']
    configurations = [f'{{"images": {{"secure_base_url": {address}}}}}' for address in (*wrong, "5", "null", "[]")]
    for answer in (*ODD_ANSWERS, '{"images": 5}', '{"images": []}', *configurations):
        tmdb.behave(WrongJson(answer))
        assert lookups_at(tmdb).image_base_url() is None, answer


def test_countries_have_their_names(tmdb: FakeTmdb) -> None:
    assert lookups_at(tmdb).countries() == COUNTRIES


def test_countries_of_another_shape_are_left_out(tmdb: FakeTmdb) -> None:
    good = '{"iso_3166_1": "DE", "english_name": "Germany"}'
    others = '5, null, {"iso_3166_1": 44, "english_name": "X"}, {"iso_3166_1": "FR"}'
    unhashable = '{"iso_3166_1": ["DE"], "english_name": "Germany"}'
    tmdb.behave(WrongJson(f"[{others}, {good}, {unhashable}]"))
    assert lookups_at(tmdb).countries() == {"DE": "Germany"}
    for answer in ODD_ANSWERS:
        tmdb.behave(WrongJson(answer))
        assert lookups_at(tmdb).countries() == {}


def test_a_404_is_an_empty_answer_to_every_question(tmdb: FakeTmdb) -> None:
    tmdb.behave(Status(404))
    lookups = lookups_at(tmdb)
    assert (lookups.details(1, "en"), lookups.film_id_of("tt1"), lookups.image_base_url()) == (None, None, None)
    assert lookups.countries() == {}


def test_the_status_counts_calls_and_look_ups(tmdb: FakeTmdb) -> None:
    lookups = lookups_at(tmdb)
    lookups.details(1, "en")
    lookups.details(404, "en")
    status = lookups.status()
    assert (status.key, status.calls, status.calls_last_second, status.limit) == ("valid", 2, 2, 40)
    assert (status.lookups, status.shared, status.shared_hits, status.last_error) == (2, False, 0, "")
