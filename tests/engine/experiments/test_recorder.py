"""Events are written in the background: nobody waits, what is too much is counted, and a killed server loses little."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from engine.errors import DatabaseUnavailable
from engine.experiments import EventRecorder
from engine.experiments.recorder import EVERY_S
from engine.users import Event, Users
from engine.users.event_store import EventStore
from tests.engine.experiments.conftest import event

KILLED = """
import os, sys
from dataclasses import replace
from engine.experiments import EventRecorder
from engine.users import Users, utc_now
from engine.users.database import Database
from engine.users.event_store import EventStore
from tests.engine.experiments.conftest import event

class Told(EventStore):
    def add(self, batch):
        written = super().add(batch)
        os.write(1, b"written\\n")
        return written

users = Users(sys.argv[1])
user = users.sign_in("https://id.example", "ada").user.id
recorder, film = EventRecorder(Told(Database(sys.argv[1]))), 0
while True:
    film += 1
    users.mark(user, "watched", film)
    recorder.record([replace(event(user, "shown", film=film), at=utc_now())])
    os.write(1, f"{film}\\n".encode())
"""
WRITTEN = "written"


class Store(EventStore):
    """Keeps batches in memory; fails or waits when told to."""

    def __init__(self) -> None:
        self.batches: list[list[Event]] = []
        self.fails = False
        self.gate = threading.Event()
        self.gate.set()

    def add(self, batch: Sequence[Event]) -> int:
        """Keep them."""
        self.gate.wait(30)
        if self.fails:
            raise DatabaseUnavailable("away")
        self.batches.append(list(batch))
        return len(batch)

    def forget_before(self, moment: object) -> int:  # noqa: ARG002
        """Have nothing to forget."""
        return 0


def test_all_that_is_recorded_is_written_in_order_and_in_batches() -> None:
    store = Store()
    recorder = EventRecorder(store, every_s=0.01)
    recorded = [event(user, "shown") for user in range(500)]
    for each in recorded:
        recorder.record([each])
    recorder.close()
    assert [each for batch in store.batches for each in batch] == recorded
    assert len(store.batches) < 100
    assert recorder.dropped == 0


def test_what_does_not_fit_is_dropped_and_counted_and_nobody_waits() -> None:
    store = Store()
    store.gate.clear()
    recorder = EventRecorder(store, waiting=10, every_s=0.01)
    for user in range(10_000):
        recorder.record([event(user, "shown")])
    assert recorder.dropped > 0
    store.gate.set()
    recorder.close()
    assert sum(map(len, store.batches)) + recorder.dropped == 10_000


def test_a_database_that_is_away_costs_events_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    store = Store()
    store.fails = True
    recorder = EventRecorder(store, every_s=0.01)
    recorder.record([event(1, "shown")])
    deadline = time.monotonic() + 30
    while not recorder.dropped and time.monotonic() < deadline:
        time.sleep(0.01)
    assert recorder.dropped == 1
    assert "1 events of experiments were not written: away" in caplog.text
    store.fails = False
    recorder.record([event(2, "shown")])
    recorder.close()
    assert [[each.user_id for each in batch] for batch in store.batches] == [[2]]


def test_a_killed_server_loses_the_events_since_the_last_batch_at_most_and_no_mark(tmp_path: Path) -> None:
    assert EVERY_S <= 0.5
    url = f"sqlite:///{tmp_path / 'users.db'}"
    process = subprocess.Popen([sys.executable, "-c", KILLED, url], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    lines: list[str] = []
    while lines.count(WRITTEN) < 3:
        lines.append(process.stdout.readline().rstrip("\n"))
        assert lines[-1], "the server ended by itself"
    process.send_signal(signal.SIGKILL)
    # The last line may be cut.
    lines += [line.rstrip("\n") for line in process.communicate()[0].splitlines(keepends=True) if line.endswith("\n")]
    last = len(lines) - 1 - lines[::-1].index(WRITTEN)
    before = last - 1 - lines[:last][::-1].index(WRITTEN)
    users = Users(url)
    user = users.sign_in("https://id.example", "ada").user.id
    marked = {mark.film_id for mark in users.marks(user).watched}
    written = {each.film_id for each in users.events.of("calm")}
    users.close()
    assert {int(line) for line in lines if line != WRITTEN} <= marked
    # Each batch takes all that waits when it begins, and the last one began after the one before it had ended.
    safe = {int(line) for line in lines[:before] if line != WRITTEN}
    assert safe
    assert safe <= written
