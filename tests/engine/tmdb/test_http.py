"""Whatever TMDB does, a look-up ends soon, with a value or an error of ours, and asks no oftener than makes sense."""

from __future__ import annotations

import gzip
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.errors import KeyRefused, OnlineError, TooManyCalls, Unavailable
from engine.tmdb import http
from engine.tmdb.http import MAX_BYTES, ApiKey, JsonApi
from engine.tmdb.rate_limiter import RateLimiter
from engine.tmdb.values import FilmDetails
from fakes.tmdb import (
    KEY,
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
)
from fakes.tmdb_answers import Reply
from tests.engine.tmdb.calls import NOBODY, online_at, outcome_of, timed

MATRIX = 603
A_LITTLE = 0.6
"""Seconds that a busy machine may take beside what is waited for."""

SILENT = "TMDB did not answer in time"
BROKEN = "TMDB broke off instead of answering"
STRANGE = "TMDB answered with something else than what it documents"
NO_FILM = "TMDB answered with something else than the film"
REFUSED = "TMDB does not accept the key (status {})"
TOO_MANY = "TMDB asks to be called less often"
FAULTY = "TMDB has a fault of its own (status {})"

Outcome = OnlineError | str | None
"""The error, or the film's title, or that there is no such film."""


@pytest.fixture
def tmdb() -> Iterator[FakeTmdb]:
    with FakeTmdb() as stand_in:
        yield stand_in


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for answers less long than a reader would."""
    monkeypatch.setattr(http, "READ_S", 0.3)
    monkeypatch.setattr(http, "TOTAL_S", 0.6)


def film(tmdb: FakeTmdb, film_id: int = MATRIX) -> object:
    """Look a film up as if it were the first: its title, or what is raised."""
    online = online_at(tmdb)
    found = outcome_of(lambda: online.details(film_id, "en"))
    return found.title if isinstance(found, FilmDetails) else found


def same(found: object, expected: Outcome) -> bool:
    """Return whether it is the same title, or an error of the same class that says the same."""
    if isinstance(expected, OnlineError):
        return type(found) is type(expected) and str(found) == str(expected)
    return found == expected


def with_head(**headers: str) -> Behaviour:
    """Answer right, with these headers besides."""
    return lambda right, line: line.send(replace(right, headers=tuple(headers.items())))


def redirect(status: int) -> Behaviour:
    """Send the caller elsewhere."""
    return lambda right, line: line.send(replace(right, status=status, headers=(("Location", "/3/configuration"),)))


def packed(pack: Callable[[bytes], bytes], pieces: int = 1) -> Behaviour:
    """Answer right, in a body that is packed and comes in pieces."""

    def behave(right: Reply, line: Line) -> None:
        body = pack(right.body)
        size = len(body) // pieces + 1
        parts = tuple(body[start : start + size] for start in range(0, len(body), size))
        with suppress(ConnectionError):
            line.send(replace(right, body=body, headers=(("Content-Encoding", "gzip"),)), parts, pause=0.02)

    return behave


def stalled(right: Reply, line: Line) -> None:
    """Send the head and half of the body, and then nothing for ever."""
    line.send(right, (right.body[: len(right.body) // 2],))
    line.stays(None)


def long_winded(right: Reply, line: Line) -> None:
    """Come to no end of the head for 1.5 seconds, a byte at a time, and answer only then."""
    line.wfile.write(b"HTTP/1.1 100 Continue\r\nX-Long: ")
    for _ in range(30):
        if not line.stays(0.05):
            line.hang_up()
            return
        line.wfile.write(b"x")
    line.wfile.write(b"\r\n\r\n")
    line.send(right)


def name_of(value: object) -> str:
    """Return what to call a case."""
    return getattr(value, "__name__", str(value)[:40])


TOO_LONG = gzip.compress(b'{"id": 603, "title": "' + b" " * MAX_BYTES + b'"}')
"""An answer of a few thousand bytes that unpacks to more than is read of any."""

AT_ONCE: list[tuple[Behaviour, Outcome, int]] = [
    (Right(), "The Matrix", 1),
    (Late(0.2), "The Matrix", 1),
    (Slow(50_000), "The Matrix", 1),
    (packed(gzip.compress, pieces=10), "The Matrix", 1),
    (Half(), Unavailable(BROKEN), 1),
    (Status(401), KeyRefused(REFUSED.format(401)), 1),
    (Status(403), KeyRefused(REFUSED.format(403)), 1),
    (Status(404), None, 1),
    (Status(429), TooManyCalls(TOO_MANY), 3),
    (Status(429, retry_after=3600), TooManyCalls(TOO_MANY), 1),
    (Status(429, retry_after="9" * 400), TooManyCalls(TOO_MANY), 1),
    (Status(429, retry_after=datetime(2999, 1, 1, tzinfo=UTC)), TooManyCalls(TOO_MANY), 1),
    (Status(429, retry_after=datetime(1999, 1, 1, tzinfo=UTC)), TooManyCalls(TOO_MANY), 3),
    (Status(500), Unavailable(FAULTY.format(500)), 3),
    (Status(501), Unavailable(FAULTY.format(501)), 1),
    (Status(503), Unavailable(FAULTY.format(503)), 3),
    (Status(503, retry_after=3600), Unavailable(FAULTY.format(503)), 1),
    (Status(400), Unavailable(STRANGE), 1),
    (redirect(301), Unavailable(STRANGE), 1),
    (redirect(307), Unavailable(STRANGE), 1),
    (Html(), Unavailable(STRANGE), 1),
    (WrongJson(), Unavailable(STRANGE), 1),
    (WrongJson("null"), Unavailable(STRANGE), 1),
    (WrongJson(""), Unavailable(STRANGE), 1),
    (WrongJson("[]"), Unavailable(NO_FILM), 1),
    (WrongJson('"text"'), Unavailable(NO_FILM), 1),
    (WrongJson("9" * 5000), Unavailable(STRANGE), 1),
    (WrongTypes(), Unavailable(NO_FILM), 1),
    (packed(lambda _: b"\x1f\x8b no gzip"), Unavailable(BROKEN), 1),
    (packed(lambda _: TOO_LONG), Unavailable(STRANGE), 1),
    (packed(lambda body: gzip.compress(body.replace(b"Matrix", b"\xff\xfe"))), Unavailable(STRANGE), 1),
    (Reset(), Unavailable(BROKEN), 3),
]
"""What TMDB does to every call, what comes of it, and how many calls were made."""


@pytest.mark.parametrize(("behaviour", "expected", "calls"), AT_ONCE, ids=name_of)
def test_a_fault_gives_its_error_after_so_many_calls(
    tmdb: FakeTmdb, behaviour: Behaviour, expected: Outcome, calls: int
) -> None:
    tmdb.behave(behaviour)
    with timed() as spent:
        found = film(tmdb)
    assert same(found, expected), found
    assert len(tmdb.calls) == len(tmdb.calls_to("/3/movie/603")) == calls
    # No time-out was waited for, only the pauses before another try.
    assert spent.seconds < http.READ_S


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("behaviour", [Late(5), Never(), stalled], ids=name_of)
def test_silence_is_waited_for_once_and_not_for_long(tmdb: FakeTmdb, behaviour: Behaviour) -> None:
    tmdb.behave(behaviour)
    with timed() as spent:
        assert same(film(tmdb), Unavailable(SILENT))
    assert http.READ_S <= spent.seconds < http.READ_S + A_LITTLE
    assert len(tmdb.calls) == 1


@pytest.mark.usefixtures("impatient")
def test_what_trickles_in_ends_at_the_deadline(tmdb: FakeTmdb) -> None:
    tmdb.behave(Slow(200))
    with timed() as spent:
        assert same(film(tmdb), Unavailable(SILENT))
    assert http.TOTAL_S <= spent.seconds < http.TOTAL_S + A_LITTLE
    assert len(tmdb.calls) == 1


def test_a_try_that_might_end_after_the_deadline_is_not_begun(tmdb: FakeTmdb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "READ_S", 0.9)
    monkeypatch.setattr(http, "TOTAL_S", 1.1)
    tmdb.behave(Status(429, retry_after=1), times=1)
    tmdb.behave(Never())
    with timed() as spent:
        assert isinstance(film(tmdb), OnlineError)
    assert spent.seconds < http.TOTAL_S + A_LITTLE


def test_where_nobody_listens_the_answer_is_there_at_once(tmdb: FakeTmdb) -> None:
    online = online_at(tmdb, tmdb_base_url=NOBODY)
    with timed() as spent:
        assert same(outcome_of(lambda: online.details(MATRIX, "en")), Unavailable("TMDB cannot be reached"))
    assert spent.seconds < A_LITTLE
    assert online.status().calls == 1


@pytest.mark.parametrize("behaviour", [Reset(), Status(429), Status(500), Status(502), Status(503), Status(504)])
def test_a_service_that_fails_once_and_then_answers_has_answered(tmdb: FakeTmdb, behaviour: Behaviour) -> None:
    tmdb.behave(behaviour, times=1)
    assert film(tmdb) == "The Matrix"
    assert len(tmdb.calls) == 2


def test_a_service_that_fails_twice_and_then_answers_has_answered(tmdb: FakeTmdb) -> None:
    tmdb.behave(Reset(), times=1)
    tmdb.behave(Status(503), times=1)
    assert film(tmdb) == "The Matrix"
    assert len(tmdb.calls) == 3


def test_who_asks_for_a_second_is_given_one(tmdb: FakeTmdb) -> None:
    tmdb.behave(Status(429, retry_after=1), times=1)
    assert film(tmdb) == "The Matrix"
    first, second = tmdb.calls
    assert second.at - first.at >= 1


def test_who_names_a_time_is_not_called_before_it(tmdb: FakeTmdb) -> None:
    # Whole seconds are all that the header can tell.
    when = (datetime.now(UTC) + timedelta(seconds=1.5)).replace(microsecond=0)
    tmdb.behave(Status(429, retry_after=when), times=1)
    assert film(tmdb) == "The Matrix"
    assert datetime.now(UTC) >= when
    assert len(tmdb.calls) == 2


@pytest.mark.parametrize("header", ["soon", "-5", "1.5", "", "²", "Mon, 01 Jan 0001 00:00:00 -0000"])
def test_a_wish_that_nobody_understands_is_passed_over(tmdb: FakeTmdb, header: str) -> None:
    tmdb.behave(Status(429, retry_after=header), times=1)
    assert film(tmdb) == "The Matrix"
    assert len(tmdb.calls) == 2


def test_an_answer_nested_without_end_is_no_answer(tmdb: FakeTmdb) -> None:
    tmdb.behave(WrongJson("[" * 200_000))
    assert same(film(tmdb), Unavailable(STRANGE))


def test_redirects_are_not_followed(tmdb: FakeTmdb) -> None:
    tmdb.behave(redirect(302))
    online = online_at(tmdb)
    assert same(outcome_of(online.images), Unavailable(STRANGE))
    assert [call.path for call in tmdb.calls] == ["/3/configuration"]


def test_a_connection_is_used_again(tmdb: FakeTmdb) -> None:
    online = online_at(tmdb)
    for film_id in range(1, 6):
        online.details(film_id, "en")
    assert len({call.port for call in tmdb.calls}) == 1


def test_a_connection_that_was_closed_meanwhile_is_replaced(tmdb: FakeTmdb) -> None:
    def last_answer(right: Reply, line: Line) -> None:
        line.send(right)
        line.hang_up()

    tmdb.behave(last_answer)
    online = online_at(tmdb)
    for film_id in (1, 2, 3):
        found = online.details(film_id, "en")
        assert found is not None
        assert found.title == f"Film {film_id}"
    assert len(tmdb.calls) == 3


def test_what_is_left_of_a_broken_answer_is_not_read_as_the_next(tmdb: FakeTmdb) -> None:
    online = online_at(tmdb)
    tmdb.behave(packed(lambda _: TOO_LONG, pieces=3), times=1)
    tmdb.behave(Half(), times=1)
    for expected in (STRANGE, BROKEN):
        assert same(outcome_of(lambda: online.details(1, "en")), Unavailable(expected))
    found = online.details(2, "en")
    assert found is not None
    assert found.title == "Film 2"


def test_calls_are_counted_with_those_made_again(tmdb: FakeTmdb) -> None:
    service = JsonApi("TMDB", tmdb.base_url, ApiKey(KEY, "api_key"), RateLimiter(100, 8, "test"), 8)
    tmdb.behave(Status(500), times=1)
    assert service.get("/movie/603", {}) is not None
    assert service.calls == len(tmdb.calls) == 2


def test_trouble_is_told_until_a_call_goes_well(tmdb: FakeTmdb) -> None:
    service = JsonApi("TMDB", tmdb.base_url, ApiKey(KEY, "api_key"), RateLimiter(100, 8, "test"), 8)
    assert service.trouble == ""
    tmdb.behave(Html(), times=1)
    with pytest.raises(Unavailable):
        service.get("/movie/603", {})
    assert service.trouble == STRANGE
    service.get("/movie/603", {})
    assert service.trouble == ""


def test_a_failure_is_logged_in_one_line(tmdb: FakeTmdb, caplog: pytest.LogCaptureFixture) -> None:
    tmdb.behave(Half())
    with caplog.at_level(logging.WARNING, "cinewatch"):
        film(tmdb)
    assert [one.getMessage() for one in caplog.records if one.name == "cinewatch.online"] == [f"TMDB: {BROKEN}"]


def test_a_netrc_of_the_machine_does_not_replace_the_key(
    tmdb: FakeTmdb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    online_at(tmdb, tmdb_access_token="stand.in.bearer").details(MATRIX, "en")  # noqa: S106 - the stand-in's own
    online_at(tmdb).details(MATRIX, "en")
    assert [call.headers.get("authorization") for call in tmdb.calls] == ["Bearer stand.in.bearer", None]
    assert {call.status for call in tmdb.calls} == {200}


@pytest.mark.usefixtures("impatient")
def test_the_wait_for_a_connection_ends_at_the_deadline_too(tmdb: FakeTmdb) -> None:
    service = JsonApi("TMDB", tmdb.base_url, ApiKey(KEY, "api_key"), RateLimiter(100, 8, "test"), under_way=1)
    tmdb.behave(Late(0.25))

    def seconds(film_id: int) -> float:
        start = time.monotonic()
        outcome_of(lambda: service.get(f"/movie/{film_id}", {}))
        return time.monotonic() - start

    with ThreadPoolExecutor(6) as pool:
        assert max(pool.map(seconds, range(1, 7))) < http.TOTAL_S + A_LITTLE
