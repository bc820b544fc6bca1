"""Whatever TMDB does, a call ends soon, with a value or an error of ours, and is not tried without end."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.errors import KeyRefused, TooManyCalls, Unavailable
from engine.tmdb.timing import DEFAULT_LIMITS, HttpLimits
from fakes.tmdb import BEARER, FakeTmdb
from fakes.tmdb_behaviours import Half, Html, Late, Normal, Reset, Slow, Status, WrongJson, WrongTypes
from fakes.tmdb_connection import Behaviour, Connection
from fakes.tmdb_replies import Reply
from tests.engine.tmdb.helpers import (
    DEAD_ADDRESS,
    MATRIX,
    FakeClock,
    Outcome,
    api_at,
    is_same,
    look_up,
    lookups_at,
    name_of,
    outcome_of,
)

IMPATIENT = HttpLimits(read_s=0.3, total_s=0.6)

SILENT = "TMDB did not answer in time"
BROKEN = "TMDB broke the connection"
UNREADABLE = "TMDB sent an answer we can't read"
OTHER_FILM = "TMDB's answer is not about this film"
REFUSED = "TMDB does not accept the key (status {})"
TOO_MANY = "TMDB asks for fewer calls"
PROBLEM = "TMDB has a problem (status {})"


def redirect(status: int) -> Behaviour:
    """Send the client elsewhere."""

    def behave(reply: Reply, connection: Connection) -> None:
        connection.send(replace(reply, status=status, headers=(("Location", "/3/configuration"),)))

    return behave


def packed(pack: Callable[[bytes], bytes], pieces: int = 1) -> Behaviour:
    """Answer with a packed body, in pieces."""

    def behave(reply: Reply, connection: Connection) -> None:
        body = pack(reply.body)
        size = len(body) // pieces + 1
        parts = tuple(body[start : start + size] for start in range(0, len(body), size))
        with suppress(ConnectionError):
            connection.send(replace(reply, body=body, headers=(("Content-Encoding", "gzip"),)), parts, pause=0.02)

    return behave


TOO_LONG = gzip.compress(b'{"id": 603, "title": "' + b" " * DEFAULT_LIMITS.max_bytes + b'"}')
"""An answer of a few thousand bytes that unpacks to more than is read of any."""

OUTCOMES: list[tuple[Behaviour, Outcome, int]] = [
    (Normal(), "The Matrix", 1),
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
    (Status(429, retry_after="soon"), TooManyCalls(TOO_MANY), 3),
    (Status(500), Unavailable(PROBLEM.format(500)), 3),
    (Status(501), Unavailable(PROBLEM.format(501)), 1),
    (Status(503), Unavailable(PROBLEM.format(503)), 3),
    (Status(503, retry_after=3600), Unavailable(PROBLEM.format(503)), 1),
    (Status(400), Unavailable(UNREADABLE), 1),
    (redirect(301), Unavailable(UNREADABLE), 1),
    (redirect(307), Unavailable(UNREADABLE), 1),
    (Html(), Unavailable(UNREADABLE), 1),
    (WrongJson(), Unavailable(UNREADABLE), 1),
    (WrongJson("null"), Unavailable(UNREADABLE), 1),
    (WrongJson(""), Unavailable(UNREADABLE), 1),
    (WrongJson("[]"), Unavailable(OTHER_FILM), 1),
    (WrongJson('"text"'), Unavailable(OTHER_FILM), 1),
    (WrongJson("9" * 5000), Unavailable(UNREADABLE), 1),
    (WrongJson("[" * 200_000), Unavailable(UNREADABLE), 1),
    (WrongTypes(), Unavailable(OTHER_FILM), 1),
    (packed(lambda _: b"\x1f\x8b no gzip"), Unavailable(BROKEN), 1),
    (packed(lambda _: TOO_LONG), Unavailable(UNREADABLE), 1),
    (packed(lambda body: gzip.compress(body.replace(b"Matrix", b"\xff\xfe"))), Unavailable(UNREADABLE), 1),
    (Reset(), Unavailable(BROKEN), 3),
]
"""What TMDB does with every call, the outcome, and how many calls are made."""


@pytest.mark.parametrize(("behaviour", "expected", "calls"), OUTCOMES, ids=name_of)
def test_a_fault_gives_its_error_after_so_many_calls(
    tmdb: FakeTmdb, clock: FakeClock, behaviour: Behaviour, expected: Outcome, calls: int
) -> None:
    tmdb.behave(behaviour)
    outcome = look_up(tmdb, clock=clock.clock)
    assert is_same(outcome, expected), outcome
    assert len(tmdb.calls) == len(tmdb.calls_to("/3/movie/603")) == calls
    # One pause before each retry: none before the first, then 0.4 seconds and up to 0.2 of jitter.
    assert len(clock.sleeps) == calls - 1
    assert not clock.sleeps or (clock.sleeps[0] == 0 and 0.4 <= clock.sleeps[1] <= 0.6)


def test_a_dead_address_fails_at_once(tmdb: FakeTmdb) -> None:
    lookups = lookups_at(tmdb, tmdb_base_url=DEAD_ADDRESS)
    assert is_same(outcome_of(lambda: lookups.details(MATRIX, "en")), Unavailable("TMDB cannot be reached"))
    assert lookups.status().calls == 1


@pytest.mark.parametrize(
    "faults", [[Reset()], [Reset(), Status(503)], *([Status(code)] for code in (429, 500, 502, 504))]
)
def test_a_service_that_fails_once_or_twice_and_then_answers_has_answered(
    tmdb: FakeTmdb, clock: FakeClock, faults: list[Behaviour]
) -> None:
    for fault in faults:
        tmdb.behave(fault, times=1)
    assert look_up(tmdb, clock=clock.clock) == "The Matrix"
    assert len(tmdb.calls) == len(faults) + 1


def test_a_service_that_asks_for_a_second_gets_one(tmdb: FakeTmdb) -> None:
    tmdb.behave(Status(429, retry_after=1), times=1)
    assert look_up(tmdb) == "The Matrix"
    first, second = tmdb.calls
    assert second.at - first.at >= 1


def test_a_service_that_names_a_time_is_not_called_before_it(tmdb: FakeTmdb) -> None:
    # The header has whole seconds.
    when = (datetime.now(UTC) + timedelta(seconds=1.5)).replace(microsecond=0)
    tmdb.behave(Status(429, retry_after=when), times=1)
    assert look_up(tmdb) == "The Matrix"
    assert datetime.now(UTC) >= when
    assert len(tmdb.calls) == 2


def test_redirects_are_not_followed(tmdb: FakeTmdb) -> None:
    tmdb.behave(redirect(302))
    assert is_same(outcome_of(lookups_at(tmdb).image_base_url), Unavailable(UNREADABLE))
    assert [call.path for call in tmdb.calls] == ["/3/configuration"]


def test_a_connection_is_used_again(tmdb: FakeTmdb) -> None:
    lookups = lookups_at(tmdb)
    for film_id in range(1, 6):
        lookups.details(film_id, "en")
    assert len({call.port for call in tmdb.calls}) == 1


def titles(tmdb: FakeTmdb, film_ids: range) -> list[str]:
    """Look films up one after the other."""
    lookups = lookups_at(tmdb)
    return [film.title for film_id in film_ids if (film := lookups.details(film_id, "en"))]


def test_a_connection_that_was_closed_meanwhile_is_replaced(tmdb: FakeTmdb) -> None:
    def last_answer(reply: Reply, connection: Connection) -> None:
        connection.send(reply)
        connection.close_after_call()

    tmdb.behave(last_answer)
    assert titles(tmdb, range(1, 4)) == ["Film 1", "Film 2", "Film 3"]
    assert len(tmdb.calls) == 3


def test_the_rest_of_a_broken_answer_is_not_read_as_the_next_one(tmdb: FakeTmdb) -> None:
    api = api_at(tmdb)
    tmdb.behave(packed(lambda _: TOO_LONG, pieces=3), times=1)
    tmdb.behave(Half(), times=1)
    for expected in (UNREADABLE, BROKEN):
        assert is_same(outcome_of(lambda: api.get("/movie/1", {})), Unavailable(expected))
    answer = api.get("/movie/2", {})
    assert answer is not None
    assert answer["title"] == "Film 2"


def test_retries_count_as_calls(tmdb: FakeTmdb) -> None:
    api = api_at(tmdb)
    tmdb.behave(Status(500), times=1)
    assert api.get("/movie/603", {}) is not None
    assert api.calls == len(tmdb.calls) == 2


def test_the_last_error_is_remembered_until_a_call_succeeds(tmdb: FakeTmdb) -> None:
    api = api_at(tmdb)
    assert api.last_error == ""
    tmdb.behave(Html(), times=1)
    with pytest.raises(Unavailable):
        api.get("/movie/603", {})
    assert api.last_error == UNREADABLE
    api.get("/movie/603", {})
    assert api.last_error == ""


def test_a_failure_is_one_line_in_the_log(tmdb: FakeTmdb, caplog: pytest.LogCaptureFixture) -> None:
    tmdb.behave(Half())
    with caplog.at_level(logging.WARNING, "cinewatch"):
        look_up(tmdb)
    lines = [record.getMessage() for record in caplog.records if record.name == "cinewatch.tmdb"]
    assert lines == [BROKEN]


def test_a_netrc_of_the_machine_does_not_replace_the_key(
    tmdb: FakeTmdb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    lookups_at(tmdb, tmdb_access_token=BEARER).details(MATRIX, "en")
    lookups_at(tmdb).details(MATRIX, "en")
    assert [call.headers.get("authorization") for call in tmdb.calls] == [f"Bearer {BEARER}", None]
    assert {call.status for call in tmdb.calls} == {200}
