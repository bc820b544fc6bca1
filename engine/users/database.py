"""One database, SQLite or PostgreSQL: pooled connections, one transaction a call, retries, errors in plain words."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock
from filelock import Timeout as FileLockTimeout
from sqlalchemy import Connection, Engine, create_engine, event, exc
from sqlalchemy.engine import URL

from engine.errors import DatabaseUnavailable, UnknownUser
from engine.metrics import DATABASE_CONNECTIONS
from engine.users import faults
from engine.users.address import parse_address
from engine.users.migrating import migrate

T = TypeVar("T")
Work = Callable[[Connection], T]
_log = logging.getLogger("cinewatch.users")

ATTEMPTS = 4
"""How often a transaction is tried."""
_BUSY_SECONDS = 5.0
"""How long a transaction waits for another one's lock."""
_CONNECT_SECONDS = 3
_STATEMENT_SECONDS = 15
_MIGRATION_SECONDS = 60.0
_POOL = {"pool_size": 10, "max_overflow": 10, "pool_timeout": 10, "pool_pre_ping": True}


def backoff_seconds(attempt: int, chance: float) -> float:
    """Return how long to wait after a failed attempt, in seconds.

    Parameters
    ----------
    attempt
        0 for the first.
    chance
        From 0 to 1, so that those who failed together do not come back together.

    """
    return 0.05 * 2.0**attempt * (0.5 + chance)


class Database:
    """Runs transactions. Any number of threads may share one. It connects on first use, and again after any failure.

    Parameters
    ----------
    url
        `sqlite:///FILE` or `postgresql://…`.
    sleep, chance
        To wait, and a random number from 0 to 1.

    Raises
    ------
    SettingsError
        `url` is no such address.

    """

    def __init__(
        self,
        url: str,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._url = parse_address(url)
        self._sleep = sleep
        self._chance = chance
        self._engine = _engine_of(self._url)
        event.listen(self._engine, "checkout", lambda *_: DATABASE_CONNECTIONS.inc())
        event.listen(self._engine, "checkin", lambda *_: DATABASE_CONNECTIONS.dec())
        self._migrated = False
        self._migrating = threading.Lock()
        # SQLite has one writer at a time. Threads that queue here get their turn; those that poll its lock may starve.
        self._writing = threading.Lock() if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """Whether it is SQLite, otherwise PostgreSQL."""
        return self._url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database."""
        return Path(self._url.database or "") if self.is_sqlite else None

    def read(self, work: Work[T]) -> T:
        """Return the result of `work` in a transaction that only reads. Raises DatabaseUnavailable, DatabaseVersion."""
        return self._run(work, writes=False)

    def write(self, work: Work[T]) -> T:
        """Return the result of `work` in a transaction that is committed; all of it is done, or nothing.

        `work` is called again if the database asks for it, so it must do nothing outside the database.

        Raises
        ------
        UnknownUser
            A row belongs to a user who does not exist.
        DatabaseUnavailable, DatabaseVersion

        """
        return self._run(work, writes=True)

    def close(self) -> None:
        """Close all connections. The next transaction opens new ones."""
        self._engine.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if self._writing is None:
            yield
            return
        if not self._writing.acquire(timeout=_BUSY_SECONDS * ATTEMPTS):
            raise _unavailable("is busy")
        try:
            yield
        finally:
            self._writing.release()

    def _run(self, work: Work[T], writes: bool) -> T:
        turn = self._turn if writes else nullcontext
        engine = self._engine.execution_options(cinewatch_writes=writes)
        for attempt in range(ATTEMPTS):
            try:
                self._migrate_once()
                with turn():
                    return _transaction(engine, work)
            except exc.SQLAlchemyError as error:
                wrong = faults.what_is_wrong(error)
                unknown = isinstance(error, exc.IntegrityError) and faults.is_unknown_user(error)
                again = faults.may_retry(error) or (faults.is_disconnect(error) and not _was_committing(error))
            if unknown:
                raise UnknownUser("this user does not exist, or was deleted with everything of theirs")
            if not again:
                break
            self._sleep(backoff_seconds(attempt, self._chance()))
        # What the driver says may hold an address or what somebody watched, so only our own words go on.
        _log.warning("the database of users cannot be used: it %s", wrong)
        raise _unavailable(wrong)

    def _migrate_once(self) -> None:
        """Bring the tables up to date, once in the life of this object; processes that start together take turns."""
        if self._migrated:
            return
        with self._migrating:
            if self._migrated:
                return
            try:
                if self.file:
                    self.file.parent.mkdir(parents=True, exist_ok=True)
                migrate(self._engine.execution_options(cinewatch_writes=True), self._across_processes)
            except FileLockTimeout:
                raise _unavailable("is busy") from None
            except OSError:
                raise _unavailable("has a folder that cannot be written") from None
            self._migrated = True

    def _across_processes(self) -> AbstractContextManager[object]:
        """Return the lock of a migration. PostgreSQL has its own; see `migrate`."""
        if not self.file:
            return nullcontext()
        return FileLock(self.file.with_name(f"{self.file.name}.lock"), timeout=_MIGRATION_SECONDS)


def _transaction(engine: Engine, work: Work[T]) -> T:
    with engine.connect() as connection:
        result = work(connection)
        try:
            connection.commit()
        except exc.SQLAlchemyError as error:
            # Whether it was done is not known, so doing it again might do it twice.
            error.add_note(_COMMITTING)
            raise
        return result


_COMMITTING = "while it was committed"


def _was_committing(error: exc.SQLAlchemyError) -> bool:
    return _COMMITTING in getattr(error, "__notes__", ())


def _unavailable(why: str) -> DatabaseUnavailable:
    return DatabaseUnavailable(f"your films cannot be read or saved now, because the database {why}")


def _engine_of(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _BUSY_SECONDS}, **_POOL)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    limits = f"-c statement_timeout={_STATEMENT_SECONDS}s -c lock_timeout={_BUSY_SECONDS:.0f}s -c timezone=UTC"
    connect_args = {"connect_timeout": _CONNECT_SECONDS, "options": limits, "application_name": "cinewatch"}
    return create_engine(url, hide_parameters=True, connect_args=connect_args, **_POOL)


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver would begin transactions by itself, too late to keep readers apart from writers.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails if another one has written in between.
    writes = connection.get_execution_options().get("cinewatch_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
