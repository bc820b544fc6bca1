"""Two processes at once, kills, a full disk, a file that cannot be written, a database that is away for a while."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Connection

from engine.errors import DatabaseUnavailable, SettingsError
from engine.users import Users
from engine.users.address import parse_address
from engine.users.database import Database, backoff_seconds
from fakes.postgresql import PostgresqlServer, installed_programs, postgresql_server
from fakes.user_writer import PROVIDER, SUBJECT

ROOT = Path(__file__).resolve().parents[3]
NOBODY = 65534
HIDDEN = "secret"


def writer(url: str, first_film: int, writers: int, writes: int) -> subprocess.Popen[str]:
    """Start a process that writes marks; see `fakes.user_writer`."""
    command = [sys.executable, "-m", "fakes.user_writer", url, *map(str, (first_film, writers, writes))]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_writers_in_two_processes_lose_nothing(empty_url: str) -> None:
    # Both processes find no tables and no user, and want to make them.
    processes = [writer(empty_url, first, 5, 20) for first in (1, 101)]
    confirmed = [int(line) for process in processes for line in process.communicate(timeout=120)[0].split()]
    assert [process.returncode for process in processes] == [0, 0]
    users = Users(empty_url)
    assert users.sizes()["users"] == users.sizes()["identities"] == 1
    marks = users.marks(users.sign_in(PROVIDER, SUBJECT).user.id).watched
    assert sorted(mark.film_id for mark in marks) == sorted(confirmed) == list(range(1, 201))
    users.close()


def test_what_was_confirmed_survives_a_kill(tmp_path: Path) -> None:
    file = tmp_path / "films.db"
    users = Users(f"sqlite:///{file}")
    user = users.sign_in(PROVIDER, SUBJECT).user.id
    chance = np.random.default_rng(7)
    confirmed: set[int] = set()
    for kill in range(2):
        process = writer(f"sqlite:///{file}", 1 + kill * 100_000, 2, 50_000)
        assert process.stdout
        confirmed.add(int(process.stdout.readline()))
        time.sleep(float(chance.uniform(0, 0.1)))
        process.send_signal(signal.SIGKILL)
        # The last line may be cut.
        confirmed |= {int(line) for line in process.communicate()[0].splitlines(keepends=True) if line.endswith("\n")}
        assert {mark.film_id for mark in users.marks(user).watched} >= confirmed
        with sqlite3.connect(file) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
    assert len(confirmed) >= 2
    users.mark(user, "watchlist", 603)
    users.close()


def test_a_full_disk_is_said_and_marks_work_again_without_a_restart(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = os.geteuid() == 0 and _mounted(disk)
    if not mounted:
        pytest.skip("a small disk can only be mounted by root")
    try:
        users = Users(f"sqlite:///{disk / 'films.db'}")
        user = users.sign_in("https://id.example", "ada").user.id
        users.mark(user, "watched", 1)
        filler = disk / "filler"
        _fill(filler)
        with pytest.raises(DatabaseUnavailable, match="no space left"):
            _mark_many(users, user)
        kept = users.marks(user).watched
        assert 1 in {mark.film_id for mark in kept}
        filler.unlink()
        users.mark(user, "watchlist", 9_999)
        assert users.marks(user).watched == kept
        users.close()
        with sqlite3.connect(disk / "films.db") as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
    finally:
        subprocess.run(["umount", disk], check=True)


def _mark_many(users: Users, user: int) -> None:
    for film in range(2, 500):
        users.mark(user, "watched", film)


def _mounted(folder: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _fill(file: Path) -> None:
    with file.open("wb", buffering=0) as filler:
        try:
            while filler.write(b"0" * 4096):
                pass
        except OSError:
            return


@contextmanager
def folder_for_others() -> Iterator[Path]:
    """Yield a folder that everybody can enter; the folders of tests are closed to others."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Give up the rights of root, who may write everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_that_may_not_be_written_can_be_read_and_the_reason_is_said() -> None:
    with folder_for_others() as folder:
        file = folder / "films.db"
        users = Users(f"sqlite:///{file}")
        user = users.sign_in("https://id.example", "ada").user.id
        users.mark(user, "watched", 1)
        users.close()
        file.chmod(0o444)
        with as_nobody():
            assert len(users.marks(user)) == 1
            with pytest.raises(DatabaseUnavailable, match="because the database is read-only"):
                users.mark(user, "watched", 2)
            users.close()
        file.chmod(0o666)
        users.mark(user, "watched", 2)
        assert len(users.marks(user)) == 2
        users.close()


@pytest.fixture
def own_postgresql() -> Iterator[PostgresqlServer]:
    """Run a PostgreSQL that the test may stop."""
    programs = installed_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    with postgresql_server(programs) as server:
        yield server


def test_postgresql_may_stop_and_start_again(
    own_postgresql: PostgresqlServer, caplog: pytest.LogCaptureFixture
) -> None:
    url = own_postgresql.new_database()
    users = Users(url)
    user = users.sign_in("https://id.example", "ada").user.id
    users.mark(user, "watched", 1)
    own_postgresql.stop()
    late = Users(url)
    for each in (users, late):
        with pytest.raises(DatabaseUnavailable, match="because the database") as caught:
            each.mark(user, "watched", 2)
        assert "127.0.0.1" not in str(caught.value) + caplog.text
        assert "INSERT" not in str(caught.value) + caplog.text
    own_postgresql.start()
    for each in (users, late):
        each.mark(user, "watched", 3)
    assert {mark.film_id for mark in users.marks(user).watched} == {1, 3}
    users.close()
    late.close()


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    file = tmp_path / "films.db"
    file.write_bytes(b"no database " * 1000)
    with pytest.raises(DatabaseUnavailable, match="no SQLite database"):
        Users(f"sqlite:///{file}").marks(1)
    assert file.read_bytes() == b"no database " * 1000
    with pytest.raises(DatabaseUnavailable, match=r"folder that cannot be written|cannot be opened"):
        Users(f"sqlite:///{file / 'below' / 'films.db'}").marks(1)


def test_a_lock_is_waited_for_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.users.database._BUSY_SECONDS", 0.05)
    file, waits = tmp_path / "films.db", list[float]()
    blocker = sqlite3.connect(file, isolation_level=None, check_same_thread=False)

    def give_way(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            blocker.execute("ROLLBACK")

    def ask(connection: Connection) -> int:
        return int(connection.exec_driver_sql("SELECT 1").scalar_one())

    database = Database(f"sqlite:///{file}", sleep=give_way, chance=lambda: 0.5)
    assert database.read(ask) == 1
    blocker.execute("BEGIN IMMEDIATE")
    assert database.write(ask) == 1
    assert waits == [backoff_seconds(0, 0.5), backoff_seconds(1, 0.5)]
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnavailable, match="is busy"):
        database.write(ask)
    assert database.read(ask) == 1
    blocker.close()
    database.close()


def test_waits_grow_and_differ() -> None:
    assert backoff_seconds(0, 0) == 0.025
    assert backoff_seconds(3, 1) == pytest.approx(0.6)
    assert backoff_seconds(1, 0.2) < backoff_seconds(1, 0.3) < backoff_seconds(3, 0)


@pytest.mark.parametrize(
    "url",
    [f"mysql://a:{HIDDEN}@b/c", HIDDEN, "sqlite://", "sqlite:///:memory:", f"postgresql://a:{HIDDEN}@b", "", "a:b:c"],
)
def test_an_address_that_is_none_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(SettingsError, match="CINEWATCH_DATABASE_URL") as caught:
        parse_address(url)
    assert HIDDEN not in str(caught.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_hosts_write_postgresqls_address_in_three_ways(scheme: str) -> None:
    assert parse_address(f"{scheme}://a:{HIDDEN}@c/d").drivername == "postgresql+psycopg"
