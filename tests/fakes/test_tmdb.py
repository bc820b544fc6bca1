"""The stand-in for TMDB does what it is told, over real sockets: what it answers, how it fails, what it counts."""

from __future__ import annotations

import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fakes import tmdb_answers
from fakes.tmdb import (
    BEARER,
    KEY,
    YOUTUBE_KEY,
    Behaviour,
    FakeTmdb,
    Half,
    Html,
    Late,
    Line,
    Never,
    Reset,
    Right,
    Slow,
    Status,
    WrongJson,
    WrongTypes,
    covers,
    most_within,
)

MATRIX, BARE = tmdb_answers.MATRIX.id, tmdb_answers.BARE.id
EVERYTHING = "credits,release_dates,videos,watch/providers,images,external_ids"
Json = dict[str, Any]
SEARCH: Json = {"part": "snippet", "q": "Tom & Jerry", "type": "video", "key": YOUTUBE_KEY}


@pytest.fixture
def tmdb() -> Iterator[FakeTmdb]:
    with FakeTmdb(missing=(404,)) as stand_in:
        yield stand_in


def get(url: str, timeout: float = 5, headers: Json | None = None, **query: Any) -> requests.Response:
    """Fetch `url` on a connection of its own, past any proxy."""
    with requests.Session() as session:
        session.trust_env = False
        return session.get(url, params=query, headers=headers, timeout=timeout)


def movie(tmdb: FakeTmdb, film_id: int = MATRIX, timeout: float = 5, **query: Any) -> requests.Response:
    return get(f"{tmdb.base_url}/movie/{film_id}", timeout, api_key=KEY, **query)


def json_of(response: requests.Response) -> Any:
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/json")
    return response.json()


def spent(start: float) -> float:
    return time.monotonic() - start


# What it answers.


def test_a_known_film_has_its_facts(tmdb: FakeTmdb) -> None:
    film = json_of(movie(tmdb, append_to_response=EVERYTHING))
    assert (film["id"], film["title"], film["runtime"], film["release_date"]) == (
        MATRIX,
        "The Matrix",
        136,
        "1999-03-30",
    )
    assert film["genres"] == [{"id": 28, "name": "Action"}, {"id": 878, "name": "Science Fiction"}]
    assert [one["name"] for one in film["credits"]["crew"] if one["job"] == "Director"] == [
        "Lilly Wachowski",
        "Lana Wachowski",
    ]
    assert film["external_ids"]["imdb_id"] == film["imdb_id"] == "tt0133093"


@pytest.mark.parametrize("film_id", [1, 11, 550, 1_234_567])
def test_any_other_film_is_made_up_from_its_id_alone(tmdb: FakeTmdb, film_id: int) -> None:
    film = json_of(movie(tmdb, film_id, append_to_response=EVERYTHING))
    with FakeTmdb() as another:
        assert json_of(movie(another, film_id, append_to_response=EVERYTHING)) == film
    assert (film["id"], film["title"]) == (film_id, f"Film {film_id}")
    datetime.strptime(film["release_date"], "%Y-%m-%d").replace(tzinfo=UTC)
    assert film["runtime"] > 0
    assert film["genres"]
    assert film["credits"]["cast"]
    assert [one["order"] for one in film["credits"]["cast"]] == list(range(len(film["credits"]["cast"])))
    assert any(one["job"] == "Director" for one in film["credits"]["crew"])
    assert film["poster_path"] == f"/poster{film_id}.jpg"
    assert film["backdrop_path"] == f"/backdrop{film_id}.jpg"
    assert film["tagline"]
    assert film["homepage"].startswith("https://")


def test_only_the_parts_asked_for_are_there(tmdb: FakeTmdb) -> None:
    parts = set(EVERYTHING.split(","))
    assert parts.isdisjoint(json_of(movie(tmdb)))
    assert parts & set(json_of(movie(tmdb, append_to_response="watch/providers,videos"))) == {
        "watch/providers",
        "videos",
    }
    assert parts <= set(json_of(movie(tmdb, append_to_response=EVERYTHING + ",nonsense")))
    assert "nonsense" not in json_of(movie(tmdb, append_to_response="nonsense"))


def test_certificates_are_by_country_and_a_premiere_has_none(tmdb: FakeTmdb) -> None:
    results = json_of(movie(tmdb, append_to_response="release_dates"))["release_dates"]["results"]
    marks = {
        one["iso_3166_1"]: [(release["type"], release["certification"]) for release in one["release_dates"]]
        for one in results
    }
    assert marks["US"] == [(1, ""), (3, "R"), (4, "R")]
    assert marks["DE"] == [(3, "16")]
    assert marks["FR"] == [(3, "")]
    assert "JP" not in marks


def test_videos_are_of_the_languages_asked_for(tmdb: FakeTmdb) -> None:
    def languages(**query: Any) -> set[str | None]:
        results = json_of(movie(tmdb, append_to_response="videos", **query))["videos"]["results"]
        return {one["iso_639_1"] for one in results}

    assert languages() == {"en"}
    assert languages(language="de-DE") == {"de"}
    assert languages(language="it") == set()
    assert languages(language="de-DE", include_video_language="de,en,null") == {"de", "en", None}


def test_the_first_video_is_not_the_best_and_keys_are_as_long_as_those_of_youtube(tmdb: FakeTmdb) -> None:
    results = json_of(movie(tmdb, append_to_response="videos"))["videos"]["results"]
    assert [(one["type"], one["official"]) for one in results] == [
        ("Clip", True),
        ("Teaser", True),
        ("Trailer", False),
        ("Trailer", True),
    ]
    assert results[-1]["key"] == tmdb_answers.video_key(MATRIX, "en", "Trailer") == "enTr0000603"
    assert len({one["key"] for one in results}) == len(results)


def test_images_are_of_the_languages_asked_for_or_of_all(tmdb: FakeTmdb) -> None:
    def languages(**query: Any) -> list[str | None]:
        return [
            one["iso_639_1"] for one in json_of(movie(tmdb, append_to_response="images", **query))["images"]["posters"]
        ]

    assert languages() == ["en", "de", None]
    assert languages(language="de-DE") == ["de"]
    assert languages(language="de-DE", include_image_language="en,null") == ["en", None]


def test_providers_are_by_country_and_a_country_without_any_is_not_there(tmdb: FakeTmdb) -> None:
    results = json_of(movie(tmdb, append_to_response="watch/providers"))["watch/providers"]["results"]
    assert {"link", "flatrate", "rent", "buy"} <= set(results["US"])
    assert set(results["DE"]) == {"link", "flatrate"}
    assert "FR" not in results
    assert set(results["US"]["rent"][0]) == {"logo_path", "provider_id", "provider_name", "display_priority"}


def test_a_language_marks_the_texts_and_nothing_else(tmdb: FakeTmdb) -> None:
    english, german = json_of(movie(tmdb, language="en-US")), json_of(movie(tmdb, language="de-DE"))
    assert {name for name in english if english[name] != german[name]} == {"title", "overview", "tagline"}
    assert german["title"] == "The Matrix [de-DE]"
    assert english == json_of(movie(tmdb))


def test_of_one_film_only_the_title_is_known(tmdb: FakeTmdb) -> None:
    film = json_of(movie(tmdb, BARE, append_to_response=EVERYTHING, language="fr"))
    assert film["title"] == "The Film Nobody Described [fr]"
    nothing: Json = {"overview": "", "tagline": "", "homepage": "", "release_date": "", "runtime": 0, "genres": []}
    nothing |= {"poster_path": None, "backdrop_path": None, "imdb_id": None, "credits": {"cast": [], "crew": []}}
    nothing |= {"release_dates": {"results": []}, "videos": {"results": []}, "watch/providers": {"results": {}}}
    assert nothing.items() <= film.items()
    assert film["images"] == {"backdrops": [], "logos": [], "posters": []}
    assert set(film["external_ids"].values()) == {None}


@pytest.mark.parametrize("film_id", [MATRIX, 11])
def test_a_film_is_found_by_its_imdb_id(tmdb: FakeTmdb, film_id: int) -> None:
    def find(imdb_id: str, source: str = "imdb_id") -> Any:
        return json_of(get(f"{tmdb.base_url}/find/{imdb_id}", api_key=KEY, external_source=source))

    film = json_of(movie(tmdb, film_id))
    kinds = find(film["imdb_id"])
    (hit,) = kinds.pop("movie_results")
    assert (hit["id"], hit["title"], hit["media_type"]) == (film_id, film["title"], "movie")
    assert hit["genre_ids"] == [genre["id"] for genre in film["genres"]]
    assert [*kinds.values()] == [[], [], [], []]
    for nothing in (
        find("tt404nothing"),
        find(tmdb_answers.film_of(404).imdb_id),
        find("tt0000603"),
        find(film["imdb_id"], "x"),
    ):
        assert nothing["movie_results"] == []


def test_a_missing_film_is_404_in_the_words_of_tmdb(tmdb: FakeTmdb) -> None:
    for path in ("movie/404", "movie/0", "movie/abc", "movie", "nothing"):
        response = get(f"{tmdb.base_url}/{path}", api_key=KEY)
        assert response.status_code == 404
        assert (response.json()["status_code"], response.json()["success"]) == (34, False)


def test_the_configuration_leads_to_the_pictures(tmdb: FakeTmdb) -> None:
    told = json_of(get(f"{tmdb.base_url}/configuration", api_key=KEY))["images"]
    assert told["base_url"] == f"{tmdb.image_url}/"
    assert {"w92", "w154", "w185", "w342", "w500", "w780", "original"} == set(told["poster_sizes"])
    for name, kind in (("poster603.jpg", "JPEG"), ("logo.png", "PNG")):
        response = get(f"{told['secure_base_url']}w342/{name}")
        with Image.open(BytesIO(response.content)) as image:
            image.load()
            assert (image.format, image.size) == (kind, (2, 3))
        assert response.headers["Content-Type"] == f"image/{kind.lower()}"
    assert get(f"{tmdb.image_url}/w341/poster603.jpg").status_code == 404


def test_countries_languages_and_the_key_can_be_asked_for(tmdb: FakeTmdb) -> None:
    countries = get(f"{tmdb.base_url}/configuration/countries", api_key=KEY).json()
    assert {"iso_3166_1": "DE", "english_name": "Germany", "native_name": "Germany"} in countries
    languages = get(f"{tmdb.base_url}/configuration/languages", api_key=KEY).json()
    assert {"iso_639_1": "de", "english_name": "German", "name": "Deutsch"} in languages
    assert json_of(get(f"{tmdb.base_url}/authentication", api_key=KEY))["success"] is True


@pytest.mark.parametrize(
    ("query", "headers"), [({"api_key": KEY}, {}), ({}, {"Authorization": f"Bearer {BEARER}"})], ids=["v3", "v4"]
)
def test_a_valid_key_or_bearer_is_let_in(tmdb: FakeTmdb, query: Json, headers: Json) -> None:
    assert get(f"{tmdb.base_url}/movie/603", headers=headers, **query).status_code == 200


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ({}, {}),
        ({"api_key": "wrong"}, {}),
        ({"api_key": BEARER}, {}),
        ({}, {"Authorization": f"Bearer {KEY}"}),
        ({"api_key": KEY}, {"Authorization": "Bearer wrong"}),
        ({}, {"Authorization": BEARER}),
        ({}, {"Authorization": f"Basic {BEARER}"}),
    ],
)
def test_other_credentials_are_refused(tmdb: FakeTmdb, query: Json, headers: Json) -> None:
    for path in ("movie/603", "authentication", "configuration", "nothing"):
        response = get(f"{tmdb.base_url}/{path}", headers=headers, **query)
        assert response.status_code == 401
        assert response.json() == {
            "status_code": 7,
            "status_message": "Invalid API key: You must be granted a valid key.",
            "success": False,
        }


def test_valid_credentials_can_be_chosen() -> None:
    with FakeTmdb(valid_keys=["mine"], valid_tokens=["my.bearer"], youtube_keys=["google"]) as tmdb:
        assert get(f"{tmdb.base_url}/authentication", api_key="mine").status_code == 200
        assert get(f"{tmdb.base_url}/authentication", headers={"Authorization": "Bearer my.bearer"}).status_code == 200
        assert get(f"{tmdb.base_url}/authentication", api_key=KEY).status_code == 401
        assert get(f"{tmdb.youtube_url}/search", **SEARCH | {"key": "google"}).status_code == 200


def test_youtube_finds_videos_with_escaped_titles(tmdb: FakeTmdb) -> None:
    items = json_of(get(f"{tmdb.youtube_url}/search", **SEARCH, maxResults="3"))["items"]
    assert [item["id"]["kind"] for item in items] == ["youtube#video"] * 3
    assert len({item["id"]["videoId"] for item in items}) == 3
    assert all(re.fullmatch(r"[\w-]{11}", item["id"]["videoId"]) for item in items)
    assert items[0]["snippet"]["title"].startswith("Tom &amp; Jerry")
    anything = json_of(get(f"{tmdb.youtube_url}/search", **SEARCH | {"type": ""}))["items"]
    assert "videoId" not in anything[0]["id"]
    assert len(anything) == 5


@pytest.mark.parametrize(
    ("change", "status", "reason"),
    [
        ({"key": "wrong"}, 400, "badRequest"),
        ({"key": None}, 403, "forbidden"),
        ({"part": None}, 400, "missingRequiredParameter"),
    ],
)
def test_youtube_refuses_as_google_does(tmdb: FakeTmdb, change: Json, status: int, reason: str) -> None:
    query = {name: value for name, value in (SEARCH | change).items() if value is not None}
    response = get(f"{tmdb.youtube_url}/search", **query)
    error = response.json()["error"]
    assert (response.status_code, error["code"], error["errors"][0]["reason"]) == (status, status, reason)
    assert error["message"] == error["errors"][0]["message"]


# How it fails.


def test_late_is_right_but_late(tmdb: FakeTmdb) -> None:
    tmdb.behave(Late(0.2))
    start = time.monotonic()
    assert json_of(movie(tmdb))["title"] == "The Matrix"
    assert 0.2 <= spent(start) < 1
    with pytest.raises(requests.ReadTimeout):
        movie(tmdb, timeout=0.05)
    tmdb.behave(Late(0))
    assert movie(tmdb).status_code == 200


def until(condition: Callable[[], bool]) -> None:
    """Wait for `condition`, two seconds at most."""
    end = time.monotonic() + 2
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_never_says_nothing_until_the_client_goes(tmdb: FakeTmdb) -> None:
    tmdb.behave(Never(), times=1)
    with pytest.raises(requests.ReadTimeout):
        movie(tmdb, timeout=0.1)
    assert [call.status for call in tmdb.calls] == [None]
    assert movie(tmdb).status_code == 200


@pytest.mark.parametrize("behaviour", [Never(), Late(30), Slow(1)], ids=repr)
def test_closing_is_prompt_while_calls_hang_and_leaves_no_thread(behaviour: Behaviour) -> None:
    before = set(threading.enumerate())
    with ThreadPoolExecutor(3) as pool:
        with FakeTmdb() as tmdb:
            tmdb.behave(behaviour)
            hanging = [pool.submit(movie, tmdb, timeout=10) for _ in range(3)]
            until(lambda: len(tmdb.calls) == 3)
            start = time.monotonic()
        assert spent(start) < 0.5
        assert all(isinstance(one.exception(timeout=2), requests.RequestException) for one in hanging)
        assert time.monotonic() - start < 1
    assert set(threading.enumerate()) <= before


def test_closing_is_prompt_with_idle_connections() -> None:
    with requests.Session() as session:
        session.trust_env = False
        with FakeTmdb() as tmdb:
            session.get(f"{tmdb.base_url}/authentication", params={"api_key": KEY}, timeout=5)
            start = time.monotonic()
        assert spent(start) < 0.5


def test_half_promises_more_than_it_sends(tmdb: FakeTmdb) -> None:
    whole = len(movie(tmdb).content)
    tmdb.behave(Half())
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match=f"{whole // 2} bytes read"):
        movie(tmdb)
    assert tmdb.calls[-1].status == 200


@pytest.mark.parametrize(("status", "code"), [(401, 7), (404, 34), (429, 25), (500, 11), (503, 9), (418, 15)])
def test_a_status_comes_with_the_code_of_tmdb(tmdb: FakeTmdb, status: int, code: int) -> None:
    tmdb.behave(Status(status))
    response = movie(tmdb)
    assert (response.status_code, response.json()["status_code"], response.json()["success"]) == (status, code, False)
    assert "Retry-After" not in response.headers
    assert tmdb.calls[-1].status == status


@pytest.mark.parametrize(
    ("told", "sent"),
    [
        (0, "0"),
        (7, "7"),
        (datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC), "Wed, 02 Jan 2030 03:04:05 GMT"),
        ("soon", "soon"),
    ],
)
def test_retry_after_is_seconds_a_date_or_anything(tmdb: FakeTmdb, told: int | datetime | str, sent: str) -> None:
    tmdb.behave(Status(429, retry_after=told))
    assert movie(tmdb).headers["Retry-After"] == sent


def test_every_host_fails_in_its_own_shape(tmdb: FakeTmdb) -> None:
    tmdb.behave(Status(403))
    youtube = get(f"{tmdb.youtube_url}/search", **SEARCH).json()["error"]
    assert (youtube["code"], youtube["errors"][0]["reason"]) == (403, "quotaExceeded")
    assert youtube["errors"][0]["domain"] == "youtube.quota"
    tmdb.behave(Status(500))
    assert get(f"{tmdb.youtube_url}/search", **SEARCH).json()["error"]["code"] == 500
    picture = get(f"{tmdb.image_url}/w342/poster603.jpg")
    assert (picture.status_code, picture.headers["Content-Type"]) == (500, "text/html")


def test_html_is_no_json_but_200(tmdb: FakeTmdb) -> None:
    tmdb.behave(Html())
    response = movie(tmdb)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/html")
    assert response.text.startswith("<!doctype html>")


def test_json_is_cut_off_or_of_another_shape(tmdb: FakeTmdb) -> None:
    tmdb.behave(WrongJson())
    with pytest.raises(requests.JSONDecodeError):
        json_of(movie(tmdb))
    for text, shape in (("[]", []), ('"text"', "text"), ("null", None)):
        tmdb.behave(WrongJson(text))
        assert json_of(movie(tmdb)) == shape


def test_types_are_wrong_wherever_the_fields_lie(tmdb: FakeTmdb) -> None:
    tmdb.behave(WrongTypes())
    film = json_of(movie(tmdb, append_to_response=EVERYTHING))
    assert (film["id"], film["runtime"], film["genres"], film["credits"]) == ("eleven", "abc", None, [1])
    assert film["videos"] == film["watch/providers"] == {"results": "none"}
    assert film["title"] == "The Matrix"
    tmdb.behave(WrongTypes({"cast": [None, 5], "runtime": 0}))
    film = json_of(movie(tmdb, append_to_response=EVERYTHING))
    assert (film["runtime"], film["credits"]["cast"], film["id"]) == (0, [None, 5], MATRIX)
    assert film["credits"]["crew"][0]["job"] == "Screenplay"
    assert get(f"{tmdb.image_url}/w92/x.png").content == tmdb_answers.PNG


def test_a_reset_is_a_reset_and_not_an_end(tmdb: FakeTmdb) -> None:
    tmdb.behave(Reset())
    with socket.create_connection(("127.0.0.1", int(tmdb.base_url.split(":")[2].split("/")[0])), timeout=5) as client:
        client.sendall(b"GET /3/movie/603 HTTP/1.1\r\nHost: x\r\n\r\n")
        with pytest.raises(ConnectionResetError):
            client.recv(1)
    with pytest.raises(requests.ConnectionError, match="reset"):
        movie(tmdb)
    assert [call.status for call in tmdb.calls] == [None, None]


def test_slow_sends_the_head_at_once_and_the_body_bit_by_bit(tmdb: FakeTmdb) -> None:
    size = len(movie(tmdb).content)
    tmdb.behave(Slow(size * 2))
    with requests.Session() as session:
        session.trust_env = False
        start = time.monotonic()
        response = session.get(f"{tmdb.base_url}/movie/603?api_key={KEY}", stream=True, timeout=5)
        assert spent(start) < 0.3
        assert response.headers["Content-Length"] == str(size)
        # No single wait is long enough for a read time-out to notice.
        assert response.json()["title"] == "The Matrix"
        assert 0.4 < spent(start) < 1.5


def test_orders_hold_for_so_many_calls_in_turn_or_until_told_otherwise(tmdb: FakeTmdb) -> None:
    def statuses(calls: int) -> list[int]:
        return [movie(tmdb).status_code for _ in range(calls)]

    tmdb.behave(Status(503), times=2)
    tmdb.behave(Status(429), times=1)
    assert statuses(4) == [503, 503, 429, 200]
    tmdb.behave(Status(500))
    tmdb.behave(Right(), times=1)
    assert statuses(4) == [200, 500, 500, 500]
    tmdb.behave(Status(404))
    assert statuses(1) == [404]
    tmdb.behave(Right())
    assert statuses(2) == [200, 200]


def test_an_order_for_a_path_leaves_the_others_alone(tmdb: FakeTmdb) -> None:
    tmdb.behave(Status(503), path="/3/movie/60")
    assert [movie(tmdb, film_id).status_code for film_id in (60, 603, 6)] == [503, 200, 200]
    tmdb.behave(Status(500), path="/3/movie")
    tmdb.behave(Status(401))
    assert [movie(tmdb, film_id).status_code for film_id in (60, 603)] == [503, 500]
    assert get(f"{tmdb.base_url}/authentication", api_key=KEY).status_code == 401
    tmdb.behave(Status(429), times=1, path="/3/movie/603")
    assert [movie(tmdb, film_id).status_code for film_id in (60, 603, 603)] == [503, 429, 500]


# What it counts.


def test_a_call_is_noted_with_what_it_asked(tmdb: FakeTmdb) -> None:
    before = time.monotonic()
    get(
        f"{tmdb.base_url}/movie/603",
        headers={"Authorization": f"Bearer {BEARER}", "X-Other": "x"},
        language="de",
        empty="",
    )
    (call,) = tmdb.calls
    assert (call.path, call.query, call.status) == ("/3/movie/603", {"language": "de", "empty": ""}, 200)
    assert call.headers["authorization"] == f"Bearer {BEARER}"
    assert call.headers["user-agent"].startswith("python-requests")
    assert "x-other" not in call.headers
    assert before <= call.at <= time.monotonic()


def test_calls_to_a_path_are_those_at_it_and_below(tmdb: FakeTmdb) -> None:
    for film_id in (60, 603, 60):
        movie(tmdb, film_id)
    get(f"{tmdb.image_url}/w92/x.jpg")
    assert [len(tmdb.calls_to(prefix)) for prefix in ("", "/3/movie", "/3/movie/60", "/3/movie/6", "/t/p/")] == [
        4,
        3,
        2,
        0,
        1,
    ]


def test_what_is_forgotten_is_not_counted(tmdb: FakeTmdb) -> None:
    movie(tmdb)
    tmdb.forget()
    assert (tmdb.calls, tmdb.most_in_flight, tmdb.most_in_window(1)) == ([], 0, 0)
    movie(tmdb)
    assert (len(tmdb.calls), tmdb.most_in_flight) == (1, 1)


def test_calls_in_turn_are_never_in_flight_together(tmdb: FakeTmdb) -> None:
    with requests.Session() as session:
        session.trust_env = False
        for _ in range(200):
            session.get(f"{tmdb.base_url}/authentication", params={"api_key": KEY}, timeout=5)
    assert tmdb.most_in_flight == 1
    assert len({call.port for call in tmdb.calls}) == 1


def test_an_answered_call_is_not_in_flight_however_long_its_thread_lives_on() -> None:
    def linger(right: tmdb_answers.Reply, line: Line) -> None:
        line.send(right)
        time.sleep(0.1)

    before = set(threading.enumerate())
    with FakeTmdb() as tmdb:
        tmdb.behave(linger)
        movie(tmdb)
        movie(tmdb)
    assert tmdb.most_in_flight == 1
    assert set(threading.enumerate()) <= before


def test_a_connection_is_kept_alive_after_failures_too(tmdb: FakeTmdb) -> None:
    with requests.Session() as session:
        session.trust_env = False
        for behaviour in (Status(500), WrongJson(), Html(), Late(0.01), Slow(100_000), Right()):
            tmdb.behave(behaviour)
            session.get(f"{tmdb.base_url}/movie/603", params={"api_key": KEY}, timeout=5)
    assert len(tmdb.calls) == 6
    assert len({call.port for call in tmdb.calls}) == 1


def test_a_hundred_calls_at_once_are_all_answered_and_counted(tmdb: FakeTmdb) -> None:
    tmdb.behave(Late(0.5))
    with ThreadPoolExecutor(100) as pool:
        films = [json_of(one)["id"] for one in pool.map(lambda film_id: movie(tmdb, film_id), range(1, 101))]
    assert films == list(range(1, 101))
    assert len(tmdb.calls) == 100
    assert {call.status for call in tmdb.calls} == {200}
    assert [call.at for call in tmdb.calls] == sorted(call.at for call in tmdb.calls)
    assert 20 < tmdb.most_in_flight <= 100
    assert tmdb.most_in_window(60) == 100
    assert tmdb.most_in_window(1e-9) < 100


def test_calls_that_nobody_answers_are_in_flight_until_the_client_goes(tmdb: FakeTmdb) -> None:
    tmdb.behave(Never(), times=3)
    with ThreadPoolExecutor(3) as pool:
        assert all(one.exception() for one in [pool.submit(movie, tmdb, timeout=0.3) for _ in range(3)])
    assert movie(tmdb).status_code == 200
    assert tmdb.most_in_flight == 3

    def nobody_is_left() -> bool:
        tmdb.forget()
        return tmdb.most_in_flight == 0

    until(nobody_is_left)


@given(st.lists(st.integers(0, 40), max_size=12), st.integers(1, 20))
def test_the_fullest_window_is_that_of_a_plain_count(times: list[int], seconds: int) -> None:
    plain = [sum(start <= time < start + seconds for time in times) for start in range(41)]
    assert most_within(sorted(times), seconds) == max(plain, default=0)


def test_a_path_covers_itself_and_what_lies_below() -> None:
    assert covers("", "/3/movie/603")
    assert covers("/3/movie/603", "/3/movie/603")
    assert covers("/3/movie/", "/3/movie/603")
    assert not covers("/3/movie/60", "/3/movie/603")
    assert not covers("/3/movie/603", "/3/movie")


def test_nothing_is_printed_when_clients_go_or_misbehave(capfd: pytest.CaptureFixture[str]) -> None:
    with FakeTmdb() as tmdb:
        port = int(tmdb.base_url.split(":")[2].split("/")[0])
        tmdb.behave(Slow(20_000))
        for words in (
            b"",
            b"GET /3/mov",
            b"nonsense\r\n\r\n",
            b"GET /3/movie/603?api_key=%s HTTP/1.1\r\n\r\n" % KEY.encode(),
        ):
            with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
                client.sendall(words)
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        tmdb.behave(Late(0.2))
        with pytest.raises(requests.ReadTimeout):
            movie(tmdb, timeout=0.05)
    assert capfd.readouterr() == ("", "")


def test_a_fault_of_the_stand_in_itself_is_not_swallowed() -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    def use() -> None:
        with FakeTmdb() as tmdb:
            tmdb.behave(broken)
            with pytest.raises(requests.ConnectionError):
                movie(tmdb)

    with pytest.raises(ZeroDivisionError):
        use()
