"""What is asked of TMDB and how, and what is made of its answers about films, images and countries."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

import pytest

from engine.errors import KeyRefused, NoKey, Unavailable
from engine.tmdb import client as tmdb_room
from engine.tmdb.values import FilmDetails, Rating, Role, WatchOffers
from fakes import tmdb_answers
from fakes.tmdb import BEARER, KEY, FakeTmdb, Status, WrongJson, WrongTypes
from tests.engine.tmdb.calls import online_at, outcome_of

MATRIX, BARE = 603, tmdb_answers.BARE.id


@pytest.fixture
def tmdb() -> Iterator[FakeTmdb]:
    with FakeTmdb(missing=(404,)) as stand_in:
        yield stand_in


def details(tmdb: FakeTmdb, film_id: int = MATRIX, language: str = "en") -> FilmDetails:
    """Return what is known of a film that there is."""
    found = online_at(tmdb).details(film_id, language)
    assert found is not None
    return found


# The key.


def test_without_a_key_nothing_is_asked(tmdb: FakeTmdb) -> None:
    online = online_at(tmdb, tmdb_api_key=None)
    assert not online.has_key
    for call in (lambda: online.details(1, "en"), online.images, online.countries, lambda: online.id_of("tt1")):
        assert isinstance(outcome_of(call), NoKey)
    assert tmdb.calls == []
    status = online.status()
    assert (status.key, status.calls, status.per_second, status.trouble) == ("none", 0, 0, "")


def test_a_v3_key_goes_as_a_parameter(tmdb: FakeTmdb) -> None:
    details(tmdb)
    (call,) = tmdb.calls
    assert call.query["api_key"] == KEY
    assert "authorization" not in call.headers


@pytest.mark.parametrize("key", [None, KEY, "wrong"])
def test_a_bearer_goes_in_the_header_and_wins_over_a_v3_key(tmdb: FakeTmdb, key: str | None) -> None:
    online_at(tmdb, tmdb_api_key=key, tmdb_access_token=BEARER).details(MATRIX, "en")
    (call,) = tmdb.calls
    assert call.headers["authorization"] == f"Bearer {BEARER}"
    assert "api_key" not in call.query
    assert call.status == 200


@pytest.mark.parametrize("key", ["a;b", "a&language=xx", "a+b%20c", "#a"])
def test_a_key_of_any_signs_arrives_as_it_is(key: str) -> None:
    with FakeTmdb(valid_keys=(key,)) as tmdb:
        online_at(tmdb, tmdb_api_key=key).details(MATRIX, "de")
    (call,) = tmdb.calls
    assert (call.query["api_key"], call.query["language"], call.status) == (key, "de", 200)


def test_what_is_known_of_the_key_follows_what_tmdb_says(tmdb: FakeTmdb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tmdb_room, "_REFUSED_S", 0.2)
    online = online_at(tmdb)
    assert online.has_key
    assert online.status().key == "untried"
    tmdb.behave(Status(400))
    assert isinstance(outcome_of(lambda: online.details(1, "en")), Unavailable)
    assert online.status().key == "untried"
    tmdb.behave(Status(401))
    assert isinstance(outcome_of(lambda: online.details(1, "en")), KeyRefused)
    assert (online.status().key, online.status().trouble) == ("refused", "TMDB does not accept the key (status 401)")
    time.sleep(0.25)
    tmdb.behave(Status(404))
    assert online.details(1, "en") is None
    assert (online.status().key, online.status().trouble) == ("valid", "")


def test_a_refused_key_is_not_tried_with_every_film(tmdb: FakeTmdb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tmdb_room, "_REFUSED_S", 0.5)
    online = online_at(tmdb)
    tmdb.behave(Status(401), times=2)
    for film_id in range(1, 21):
        assert isinstance(outcome_of(partial(online.details, film_id, "en")), KeyRefused)
    assert len(tmdb.calls) == 1
    time.sleep(0.55)
    assert isinstance(outcome_of(online.images), KeyRefused)
    assert isinstance(outcome_of(online.countries), KeyRefused)
    assert (len(tmdb.calls), online.status().key) == (2, "refused")
    time.sleep(0.55)
    assert online.images() == tmdb.image_url
    # From here on nothing is held back.
    assert [film.id for film in (online.details(film_id, "en") for film_id in (1, 2)) if film] == [1, 2]
    assert (len(tmdb.calls), online.status().key) == (5, "valid")


def test_a_wrong_key_is_refused(tmdb: FakeTmdb) -> None:
    for wrong in ({"tmdb_api_key": "wrong"}, {"tmdb_access_token": "wrong"}):
        assert isinstance(outcome_of(online_at(tmdb, **wrong).images), KeyRefused)


# What is asked.


def test_a_film_takes_one_call_for_all_there_is(tmdb: FakeTmdb) -> None:
    details(tmdb, language="de")
    (call,) = tmdb.calls
    assert call.path == "/3/movie/603"
    parts = {"credits", "release_dates", "videos", "watch/providers", "external_ids"}
    assert set(call.query["append_to_response"].split(",")) == parts
    assert call.query["language"] == "de"


@pytest.mark.parametrize(("language", "asked"), [("de", "de,en,null"), ("en", "en,null"), ("pt-BR", "pt-BR,en,null")])
def test_videos_are_asked_for_in_the_language_in_english_and_in_none(tmdb: FakeTmdb, language: str, asked: str) -> None:
    details(tmdb, language=language)
    assert tmdb.calls[0].query["include_video_language"] == asked


def test_the_user_agent_says_who_asks(tmdb: FakeTmdb) -> None:
    details(tmdb)
    assert tmdb.calls[0].headers["user-agent"] == "CineWatch"
    assert tmdb.calls[0].headers["accept"] == "application/json"


# What is made of it.


def test_a_film_is_told_whole(tmdb: FakeTmdb) -> None:
    film = details(tmdb, language="de")
    assert (film.id, film.language, film.title, film.tagline) == (
        603,
        "de",
        "The Matrix [de]",
        "See The Matrix twice. [de]",
    )
    assert film.overview == "What happens in The Matrix, told by a test. [de]"
    assert (film.runtime, film.imdb_id, film.homepage) == (136, "tt0133093", "https://films.example/603")
    assert film.directors == ("Lilly Wachowski", "Lana Wachowski")
    assert film.cast == (Role("Keanu Reeves", "Part 1"), Role("Hugo Weaving", "Part 2"))
    assert film.ratings == (Rating("DE", "16"), Rating("GB", "15"), Rating("IN", "A"), Rating("US", "R"))
    assert (film.poster_path, film.backdrop_path) == ("/poster603.jpg", "/backdrop603.jpg")
    assert [one.key for one in film.videos][:2] == ["deTr0000603", "deTe0000603"]
    page = "https://www.themoviedb.org/movie/603/watch?locale="
    assert film.offers == (
        WatchOffers("DE", page + "DE", stream=("Streamberg",)),
        WatchOffers("GB", page + "GB", rent=("Lend-a-Reel",), buy=("Reelkeeper", "Lend-a-Reel")),
        WatchOffers(
            "US",
            page + "US",
            stream=("Streamly", "Nightflix", "Adreel"),
            rent=("Lend-a-Reel",),
            buy=("Reelkeeper", "Lend-a-Reel"),
        ),
    )


def test_a_film_of_which_nothing_is_known_has_its_title(tmdb: FakeTmdb) -> None:
    assert details(tmdb, BARE) == FilmDetails(BARE, "en", tmdb_answers.BARE.title)


def test_a_film_that_tmdb_does_not_know_is_none(tmdb: FakeTmdb) -> None:
    assert online_at(tmdb).details(404, "en") is None


def test_an_answer_about_another_film_is_no_answer(tmdb: FakeTmdb) -> None:
    tmdb.behave(WrongTypes({"id": 604}))
    with pytest.raises(Unavailable, match="something else than the film"):
        details(tmdb)


def test_fields_of_a_wrong_type_are_unknown_and_the_others_are_told(tmdb: FakeTmdb) -> None:
    wrong = {"runtime": "abc", "credits": [1], "results": "none", "poster_path": 7, "overview": ["x"], "homepage": 5}
    tmdb.behave(WrongTypes(wrong | {"external_ids": 5}))
    film = details(tmdb)
    assert (film.runtime, film.cast, film.directors, film.videos, film.offers, film.ratings) == (
        None,
        (),
        (),
        (),
        (),
        (),
    )
    assert (film.poster_path, film.overview, film.homepage) == ("", "", "")
    assert (film.title, film.imdb_id, film.backdrop_path) == ("The Matrix", "tt0133093", "/backdrop603.jpg")


def test_a_film_is_found_by_what_imdb_calls_it(tmdb: FakeTmdb) -> None:
    online = online_at(tmdb)
    assert online.id_of("tt0133093") == MATRIX
    assert online.id_of("tt404") is None
    assert tmdb.calls[0].query["external_source"] == "imdb_id"


WRONG_FINDS = ['{"movie_results": []}', '{"movie_results": {}}', '{"movie_results": [5]}', '{"movie_results": [{}]}']
WRONG_FINDS += ['{"movie_results": [{"id": "603"}]}', '{"movie_results": [{"id": 6.5}]}', "[]", '"text"', "{}", "5"]


@pytest.mark.parametrize("answer", WRONG_FINDS)
def test_what_is_no_finding_finds_nothing(tmdb: FakeTmdb, answer: str) -> None:
    tmdb.behave(WrongJson(answer))
    assert online_at(tmdb).id_of("tt0133093") is None


def test_true_is_no_id(tmdb: FakeTmdb) -> None:
    tmdb.behave(WrongTypes({"id": True}))
    assert online_at(tmdb).id_of("tt0133093") is None


def test_where_images_lie_is_told_without_a_slash_at_the_end(tmdb: FakeTmdb) -> None:
    assert online_at(tmdb).images() == tmdb.image_url


ADDRESSES = [
    '"javascript:alert(1)"',
    '"//evil.example/"',
    '"ftp://a.example/"',
    '"https://a.example/?x=1"',
    "5",
    "null",
]
ADDRESSES += [
    '"https://a.example/\\" onload=\\"x"',
    '"https://a b"',
    '""',
    "[]",
    '"https://<b>"',
    '"x https://a.example"',
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_no_address_of_images_is_none(tmdb: FakeTmdb, address: str) -> None:
    tmdb.behave(WrongJson(f'{{"images": {{"secure_base_url": {address}}}}}'))
    assert online_at(tmdb).images() is None


@pytest.mark.parametrize("answer", ["[]", "{}", '{"images": 5}', '{"images": []}', '"text"', "5"])
def test_a_configuration_of_another_shape_says_nothing(tmdb: FakeTmdb, answer: str) -> None:
    tmdb.behave(WrongJson(answer))
    assert online_at(tmdb).images() is None
    assert online_at(tmdb).countries() == {}


def test_countries_have_their_names(tmdb: FakeTmdb) -> None:
    assert online_at(tmdb).countries() == tmdb_answers.COUNTRIES


def test_countries_of_another_shape_are_left_out(tmdb: FakeTmdb) -> None:
    good = '{"iso_3166_1": "DE", "english_name": "Germany"}'
    tmdb.behave(WrongJson(f'[5, null, {good}, {{"iso_3166_1": 44, "english_name": "X"}}, {{"iso_3166_1": "FR"}}]'))
    assert online_at(tmdb).countries() == {"DE": "Germany"}


def test_a_country_whose_code_is_a_list_is_left_out(tmdb: FakeTmdb) -> None:
    tmdb.behave(WrongJson('[{"iso_3166_1": ["DE"], "english_name": "Germany"}]'))
    assert online_at(tmdb).countries() == {}


def test_a_404_tells_nothing_of_any_kind(tmdb: FakeTmdb) -> None:
    tmdb.behave(Status(404))
    online = online_at(tmdb)
    assert (online.details(1, "en"), online.id_of("tt1"), online.images(), online.countries()) == (None, None, None, {})


def test_how_things_stand_is_told(tmdb: FakeTmdb) -> None:
    online = online_at(tmdb)
    online.details(1, "en")
    online.details(404, "en")
    status = online.status()
    assert (status.key, status.calls, status.per_second, status.limit) == ("valid", 2, 2, 40)
    assert (status.shared, status.shared_hits, status.trouble) == (False, 0, "")
