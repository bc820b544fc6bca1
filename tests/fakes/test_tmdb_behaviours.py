"""How the fake TMDB fails: late, never, half, slowly, with a status, a web page, wrong JSON or a reset."""

from __future__ import annotations

import socket
import time
from datetime import UTC, datetime

import pytest
import requests

from fakes.tmdb import KEY, FakeTmdb
from fakes.tmdb_behaviours import Half, Html, Late, Never, Reset, Slow, Status, WrongJson, WrongTypes
from fakes.tmdb_films import MATRIX
from fakes.tmdb_replies import PNG
from tests.fakes.client import EVERYTHING, SEARCH, get, json_of, movie


def test_a_late_answer_is_normal_but_late(tmdb: FakeTmdb) -> None:
    tmdb.behave(Late(0.2))
    start = time.monotonic()
    assert json_of(movie(tmdb))["title"] == "The Matrix"
    assert time.monotonic() - start >= 0.2
    with pytest.raises(requests.ReadTimeout):
        movie(tmdb, timeout=0.05)
    tmdb.behave(Late(0))
    assert movie(tmdb).status_code == 200


def test_never_sends_nothing_until_the_client_goes(tmdb: FakeTmdb) -> None:
    tmdb.behave(Never(), times=1)
    with pytest.raises(requests.ReadTimeout):
        movie(tmdb, timeout=0.1)
    assert [call.status for call in tmdb.calls] == [None]
    assert movie(tmdb).status_code == 200


def test_half_an_answer_announces_more_than_it_has(tmdb: FakeTmdb) -> None:
    whole = len(movie(tmdb).content)
    tmdb.behave(Half())
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match=f"{whole // 2} bytes read"):
        movie(tmdb)
    assert tmdb.calls[-1].status == 200


def test_a_status_comes_with_tmdbs_code(tmdb: FakeTmdb) -> None:
    for status, code in ((401, 7), (404, 34), (429, 25), (500, 11), (503, 9), (418, 15)):
        tmdb.behave(Status(status))
        response = movie(tmdb)
        answer = response.json()
        assert (response.status_code, answer["status_code"], answer["success"]) == (status, code, False)
        assert "Retry-After" not in response.headers
        assert tmdb.calls[-1].status == status


def test_retry_after_is_seconds_a_date_or_any_text(tmdb: FakeTmdb) -> None:
    date = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
    for retry_after, header in ((0, "0"), (7, "7"), (date, "Wed, 02 Jan 2030 03:04:05 GMT"), ("soon", "soon")):
        tmdb.behave(Status(429, retry_after))
        assert movie(tmdb).headers["Retry-After"] == header


def test_every_host_fails_in_its_own_shape(tmdb: FakeTmdb) -> None:
    tmdb.behave(Status(403))
    error = get(f"{tmdb.youtube_url}/search", **SEARCH).json()["error"]
    assert (error["code"], error["errors"][0]["reason"]) == (403, "quotaExceeded")
    assert error["errors"][0]["domain"] == "youtube.quota"
    tmdb.behave(Status(500))
    assert get(f"{tmdb.youtube_url}/search", **SEARCH).json()["error"]["code"] == 500
    picture = get(f"{tmdb.image_url}/w342/poster603.jpg")
    assert (picture.status_code, picture.headers["Content-Type"]) == (500, "text/html")


def test_a_web_page_comes_with_status_200(tmdb: FakeTmdb) -> None:
    tmdb.behave(Html())
    response = movie(tmdb)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/html")
    assert response.text.startswith("<!doctype html>")


def test_wrong_json_is_cut_off_or_has_another_shape(tmdb: FakeTmdb) -> None:
    tmdb.behave(WrongJson())
    with pytest.raises(requests.JSONDecodeError):
        json_of(movie(tmdb))
    for text, value in (("[]", []), ('"text"', "text"), ("null", None)):
        tmdb.behave(WrongJson(text))
        assert json_of(movie(tmdb)) == value


def test_types_are_wrong_at_any_depth(tmdb: FakeTmdb) -> None:
    tmdb.behave(WrongTypes())
    film = json_of(movie(tmdb, append_to_response=EVERYTHING))
    assert (film["id"], film["runtime"], film["genres"], film["credits"]) == ("eleven", "abc", None, [1])
    assert film["videos"] == film["watch/providers"] == {"results": "none"}
    assert film["title"] == "The Matrix"
    tmdb.behave(WrongTypes({"cast": [None, 5], "runtime": 0}))
    film = json_of(movie(tmdb, append_to_response=EVERYTHING))
    assert (film["runtime"], film["credits"]["cast"], film["id"]) == (0, [None, 5], MATRIX.id)
    assert film["credits"]["crew"][0]["job"] == "Screenplay"
    assert get(f"{tmdb.image_url}/w92/x.png").content == PNG


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
        response = session.get(f"{tmdb.base_url}/movie/603?api_key={KEY}", stream=True, timeout=30)
        head_came = time.monotonic()
        assert response.headers["Content-Length"] == str(size)
        # No single pause is long enough for a read timeout.
        assert response.json()["title"] == "The Matrix"
        assert time.monotonic() - head_came > 0.1
