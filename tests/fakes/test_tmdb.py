"""The fake TMDB behaves as requested, counts every call, and ends promptly without a thread left behind."""

from __future__ import annotations

import socket
import struct
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from fakes.tmdb import BEARER, KEY, FakeTmdb, covers, max_within
from fakes.tmdb_behaviours import Html, Late, Never, Normal, Slow, Status, WrongJson
from fakes.tmdb_connection import Behaviour, Connection
from fakes.tmdb_replies import Reply
from tests.fakes.client import get, json_of, movie, wait_until

# How it behaves.


def test_behaviours_apply_to_so_many_calls_in_turn_or_until_others_replace_them(tmdb: FakeTmdb) -> None:
    def statuses(calls: int) -> list[int]:
        return [movie(tmdb).status_code for _ in range(calls)]

    tmdb.behave(Status(503), times=2)
    tmdb.behave(Status(429), times=1)
    assert statuses(4) == [503, 503, 429, 200]
    tmdb.behave(Status(500))
    tmdb.behave(Normal(), times=1)
    assert statuses(4) == [200, 500, 500, 500]
    tmdb.behave(Status(404))
    assert statuses(1) == [404]
    tmdb.behave(Normal())
    assert statuses(2) == [200, 200]


def test_a_behaviour_for_a_path_leaves_the_others_alone(tmdb: FakeTmdb) -> None:
    tmdb.behave(Status(503), path="/3/movie/60")
    assert [movie(tmdb, film_id).status_code for film_id in (60, 603, 6)] == [503, 200, 200]
    tmdb.behave(Status(500), path="/3/movie")
    tmdb.behave(Status(401))
    assert [movie(tmdb, film_id).status_code for film_id in (60, 603)] == [503, 500]
    assert get(f"{tmdb.base_url}/authentication", api_key=KEY).status_code == 401
    tmdb.behave(Status(429), times=1, path="/3/movie/603")
    assert [movie(tmdb, film_id).status_code for film_id in (60, 603, 603)] == [503, 429, 500]


def test_a_path_covers_itself_and_what_is_below_it() -> None:
    assert covers("", "/3/movie/603")
    assert covers("/3/movie/603", "/3/movie/603")
    assert covers("/3/movie/", "/3/movie/603")
    assert not covers("/3/movie/60", "/3/movie/603")
    assert not covers("/3/movie/603", "/3/movie")


# What it counts.


def test_a_call_is_noted_with_what_it_requests(tmdb: FakeTmdb) -> None:
    before = time.monotonic()
    headers = {"Authorization": f"Bearer {BEARER}", "X-Other": "x"}
    get(f"{tmdb.base_url}/movie/603", headers=headers, language="de", empty="")
    (call,) = tmdb.calls
    assert (call.path, call.query, call.status) == ("/3/movie/603", {"language": "de", "empty": ""}, 200)
    assert call.headers["authorization"] == f"Bearer {BEARER}"
    assert call.headers["user-agent"].startswith("python-requests")
    assert "x-other" not in call.headers
    assert before <= call.at <= time.monotonic()


def test_calls_to_a_path_are_those_it_covers(tmdb: FakeTmdb) -> None:
    for film_id in (60, 603, 60):
        movie(tmdb, film_id)
    get(f"{tmdb.image_url}/w92/x.jpg")
    prefixes = ("", "/3/movie", "/3/movie/60", "/3/movie/6", "/t/p/")
    assert [len(tmdb.calls_to(prefix)) for prefix in prefixes] == [4, 3, 2, 0, 1]


def test_forgotten_calls_are_not_counted(tmdb: FakeTmdb) -> None:
    def reply_after_counting_is_reset(reply: Reply, connection: Connection) -> None:
        tmdb.forget_calls()
        connection.send(reply)

    movie(tmdb)
    tmdb.forget_calls()
    assert (tmdb.calls, tmdb.max_in_flight, tmdb.max_in_window(1)) == ([], 0, 0)
    movie(tmdb)
    assert (len(tmdb.calls), tmdb.max_in_flight) == (1, 1)
    tmdb.behave(reply_after_counting_is_reset)
    assert movie(tmdb).status_code == 200
    assert tmdb.calls == []


def test_calls_one_after_the_other_are_never_in_flight_together(tmdb: FakeTmdb) -> None:
    with requests.Session() as session:
        session.trust_env = False
        for _ in range(200):
            session.get(f"{tmdb.base_url}/authentication", params={"api_key": KEY}, timeout=5)
    assert tmdb.max_in_flight == 1
    assert len({call.port for call in tmdb.calls}) == 1


def test_an_answered_call_is_not_in_flight_however_long_its_thread_lives_on() -> None:
    def linger(reply: Reply, connection: Connection) -> None:
        connection.send(reply)
        time.sleep(0.1)

    before = set(threading.enumerate())
    with FakeTmdb() as tmdb:
        tmdb.behave(linger)
        movie(tmdb)
        movie(tmdb)
    assert tmdb.max_in_flight == 1
    assert set(threading.enumerate()) <= before


def test_a_connection_is_kept_alive_after_failures_too(tmdb: FakeTmdb) -> None:
    behaviours: list[Behaviour] = [Status(500), WrongJson(), Html(), Late(0.01), Slow(100_000), Normal()]
    with requests.Session() as session:
        session.trust_env = False
        for behaviour in behaviours:
            tmdb.behave(behaviour)
            session.get(f"{tmdb.base_url}/movie/603", params={"api_key": KEY}, timeout=5)
    assert len(tmdb.calls) == 6
    assert len({call.port for call in tmdb.calls}) == 1


def test_a_hundred_calls_at_once_are_all_answered_and_counted(tmdb: FakeTmdb) -> None:
    tmdb.behave(Late(0.5))
    with ThreadPoolExecutor(100) as pool:
        responses = pool.map(lambda film_id: movie(tmdb, film_id), range(1, 101))
        assert [json_of(response)["id"] for response in responses] == list(range(1, 101))
    assert len(tmdb.calls) == 100
    assert {call.status for call in tmdb.calls} == {200}
    assert [call.at for call in tmdb.calls] == sorted(call.at for call in tmdb.calls)
    assert 20 < tmdb.max_in_flight <= 100
    assert tmdb.max_in_window(60) == 100
    assert tmdb.max_in_window(1e-9) < 100


def test_calls_without_an_answer_are_in_flight_until_the_client_goes(tmdb: FakeTmdb) -> None:
    tmdb.behave(Never(), times=3)
    address = ("127.0.0.1", int(tmdb.base_url.split(":")[2].split("/")[0]))
    call = b"GET /3/movie/603?api_key=%s HTTP/1.1\r\n\r\n" % KEY.encode()
    with ExitStack() as clients:
        for _ in range(3):
            clients.enter_context(socket.create_connection(address, timeout=5)).sendall(call)
        wait_until(lambda: tmdb.max_in_flight == 3)
    assert movie(tmdb).status_code == 200

    def none_is_left() -> bool:
        tmdb.forget_calls()
        return tmdb.max_in_flight == 0

    wait_until(none_is_left)


@given(st.lists(st.integers(0, 40), max_size=12), st.integers(1, 20))
def test_the_fullest_window_has_as_many_as_a_plain_count_finds(times: list[int], seconds: int) -> None:
    counts = [sum(start <= moment < start + seconds for moment in times) for start in range(41)]
    assert max_within(sorted(times), seconds) == max(counts, default=0)


# How it ends.


@pytest.mark.parametrize("behaviour", [Never(), Late(30), Slow(1)], ids=repr)
def test_it_ends_promptly_while_calls_hang_and_leaves_no_thread(behaviour: Behaviour) -> None:
    before = set(threading.enumerate())
    with ThreadPoolExecutor(3) as pool:
        with FakeTmdb() as tmdb:
            tmdb.behave(behaviour)
            hanging = [pool.submit(movie, tmdb, timeout=60) for _ in range(3)]
            wait_until(lambda: len(tmdb.calls) == 3)
            start = time.monotonic()
        assert time.monotonic() - start < 10
        assert all(isinstance(call.exception(timeout=30), requests.RequestException) for call in hanging)
        assert time.monotonic() - start < 30
    assert set(threading.enumerate()) <= before


def test_it_ends_promptly_with_idle_connections() -> None:
    with requests.Session() as session:
        session.trust_env = False
        with FakeTmdb() as tmdb:
            session.get(f"{tmdb.base_url}/authentication", params={"api_key": KEY}, timeout=5)
            start = time.monotonic()
        assert time.monotonic() - start < 10


def test_nothing_is_printed_when_clients_go_or_misbehave(capfd: pytest.CaptureFixture[str]) -> None:
    with FakeTmdb() as tmdb:
        port = int(tmdb.base_url.split(":")[2].split("/")[0])
        tmdb.behave(Slow(20_000))
        call = b"GET /3/movie/603?api_key=%s HTTP/1.1\r\n\r\n" % KEY.encode()
        for sent in (b"", b"GET /3/mov", b"nonsense\r\n\r\n", call):
            with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
                client.sendall(sent)
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        tmdb.behave(Late(0.2))
        with pytest.raises(requests.ReadTimeout):
            movie(tmdb, timeout=0.05)
    assert capfd.readouterr() == ("", "")


def test_an_error_inside_the_fake_itself_is_not_swallowed() -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    def use() -> None:
        with FakeTmdb() as tmdb:
            tmdb.behave(broken)
            with pytest.raises(requests.ConnectionError):
                movie(tmdb)

    with pytest.raises(ZeroDivisionError):
        use()
