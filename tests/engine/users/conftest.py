"""Fixtures for users: the same contract on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.users import Users, new_guest_id
from fakes.postgresql import PostgresqlServer, installed_programs, postgresql_server


class Clock:
    """A clock that goes on one second whenever it is read."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time."""
        self.time += timedelta(seconds=1)
        return self.time


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """Run a PostgreSQL for the session; skip the test if it is not installed."""
    programs = installed_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    with postgresql_server(programs) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a new database without tables, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'films.db'}"
    server: PostgresqlServer = request.getfixturevalue("postgresql")
    return server.new_database()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file with all tables and no user. Do not change it."""
    file = tmp_path_factory.mktemp("template") / "films.db"
    made = Users(f"sqlite:///{file}")
    made.sizes()
    made.close()
    return file


@pytest.fixture(scope="session")
def postgresql_template(postgresql: PostgresqlServer) -> str:
    """Return the name of a PostgreSQL database with all tables and no user. Do not change it."""
    address = postgresql.new_database()
    made = Users(address)
    made.sizes()
    made.close()
    return address.rsplit("/", 1)[1]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a new database with all tables and no user, once of each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "films.db")
        return f"sqlite:///{tmp_path / 'films.db'}"
    server: PostgresqlServer = request.getfixturevalue("postgresql")
    return server.new_database(request.getfixturevalue("postgresql_template"))


@pytest.fixture
def clock() -> Clock:
    """Return a clock for `users`."""
    return Clock()


@pytest.fixture
def users(url: str, clock: Clock) -> Iterator[Users]:
    """Return an empty database of users, once of each kind."""
    opened = Users(url, clock)
    yield opened
    opened.close()


@pytest.fixture
def ada(users: Users) -> int:
    """Return the id of somebody with an account."""
    return users.sign_in("https://id.example", "ada").user.id


@pytest.fixture
def guest(users: Users) -> int:
    """Return the id of a guest."""
    return users.guest(new_guest_id()).id
