"""Every wait of a call ends at its one deadline: connecting, reading, pauses, and waiting for a free connection."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from engine.errors import LookupFailed, TooManyCalls, Unavailable
from engine.tmdb.timing import HttpLimits
from fakes.tmdb import FakeTmdb
from fakes.tmdb_behaviours import Late, Never, Slow, Status
from fakes.tmdb_connection import Behaviour, Connection
from fakes.tmdb_replies import Reply
from tests.engine.tmdb.helpers import MATRIX, api_at, is_same, look_up, lookups_at, name_of, outcome_of, stopwatch

SLACK_S = 20
"""Seconds that a busy machine may take on top; what is not waited for would take longer."""
IMPATIENT = HttpLimits(read_s=0.3, total_s=0.6)
SILENT = Unavailable("TMDB did not answer in time")
TOO_MANY = TooManyCalls("TMDB asks for fewer calls")


def stalled(reply: Reply, connection: Connection) -> None:
    """Send the head and half of the body, and then nothing."""
    connection.send(reply, (reply.body[: len(reply.body) // 2],))
    connection.wait(None)


def stalled_late(reply: Reply, connection: Connection) -> None:
    """Send the body up to its last byte in 0.8 seconds, and then nothing."""
    pieces = (reply.body[:10], reply.body[10:20], reply.body[20:30], reply.body[30:-1])
    connection.send(reply, pieces, pause=0.2)
    connection.wait(None)


def trickles_and_closes(reply: Reply, connection: Connection) -> None:
    """Let the body trickle on a connection that is closed after it, whose timeout cannot be changed any more."""
    reply = replace(reply, headers=(("Connection", "close"),))
    connection.send(reply, tuple(bytes([byte]) for byte in reply.body), pause=0.05)


@pytest.mark.parametrize("behaviour", [Late(60), Never(), stalled], ids=name_of)
def test_silence_costs_one_timeout_and_is_not_tried_again(tmdb: FakeTmdb, behaviour: Behaviour) -> None:
    tmdb.behave(behaviour)
    with stopwatch() as elapsed:
        assert is_same(look_up(tmdb, IMPATIENT), SILENT)
    assert IMPATIENT.read_s <= elapsed.seconds < IMPATIENT.read_s + SLACK_S
    assert len(tmdb.calls) == 1


@pytest.mark.parametrize(
    ("behaviour", "limits"),
    [
        (Slow(20), IMPATIENT),
        (trickles_and_closes, IMPATIENT),
        (Never(), HttpLimits(read_s=60, total_s=0.6)),
        (stalled_late, HttpLimits(connect_s=60, read_s=60, total_s=1.0)),
    ],
    ids=name_of,
)
def test_a_call_ends_at_its_deadline(tmdb: FakeTmdb, behaviour: Behaviour, limits: HttpLimits) -> None:
    tmdb.behave(behaviour)
    with stopwatch() as elapsed:
        assert is_same(look_up(tmdb, limits), SILENT)
    assert limits.total_s <= elapsed.seconds < limits.total_s + SLACK_S
    assert len(tmdb.calls) == 1


def test_a_connection_that_takes_too_long_ends_at_its_timeout(tmdb: FakeTmdb) -> None:
    # A full queue of connections that nobody accepts: the next one is never answered.
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf, socket.create_connection(deaf.getsockname()):
        lookups = lookups_at(tmdb, HttpLimits(connect_s=0.3), tmdb_base_url=f"http://127.0.0.1:{deaf.getsockname()[1]}")
        with stopwatch() as elapsed:
            assert is_same(outcome_of(lambda: lookups.details(MATRIX, "en")), SILENT)
    assert 0.3 <= elapsed.seconds < 0.3 + SLACK_S


def test_a_retry_that_might_end_after_the_deadline_is_not_begun(tmdb: FakeTmdb) -> None:
    tmdb.behave(Status(429, retry_after=1), times=1)
    assert is_same(look_up(tmdb, HttpLimits(read_s=0.9, total_s=1.8)), TOO_MANY)
    assert len(tmdb.calls) == 1


def test_the_timeout_at_the_end_of_one_call_does_not_hold_for_the_next(tmdb: FakeTmdb) -> None:
    api = api_at(tmdb, limits=HttpLimits(read_s=1.6, total_s=1.6))
    tmdb.behave(Slow(1_000), times=1)
    with stopwatch() as elapsed:
        assert api.get("/movie/1", {}) is not None
    assert elapsed.seconds > 0.8
    tmdb.behave(Late(0.9))
    assert api.get("/movie/2", {}) is not None
    assert len({call.port for call in tmdb.calls}) == 1


def test_waiting_for_a_connection_ends_at_the_deadline_too(tmdb: FakeTmdb) -> None:
    api = api_at(tmdb, max_in_flight=1, limits=IMPATIENT)
    tmdb.behave(Late(0.25))

    def seconds(film_id: int) -> tuple[float, object]:
        start = time.monotonic()
        outcome = outcome_of(lambda: api.get(f"/movie/{film_id}", {}))
        return time.monotonic() - start, outcome

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(seconds, range(1, 7)))
    assert max(elapsed for elapsed, _ in outcomes) < IMPATIENT.total_s + SLACK_S
    errors = {str(outcome) for _, outcome in outcomes if isinstance(outcome, LookupFailed)}
    assert errors == {"too many calls to TMDB at once; try again"}
