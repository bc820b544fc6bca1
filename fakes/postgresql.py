"""A real PostgreSQL for tests and benchmarks: a server of their own, on a free port, in a temporary folder."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

_STOP_SECONDS = 20
_OWNER = "cinewatch"


class PostgresqlServer:
    """A server that can be stopped and started again; its port and its data stay the same.

    Parameters
    ----------
    programs
        Folder of initdb and postgres.
    folder
        Empty folder for its data.

    """

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._data = folder / "data"
        # PostgreSQL refuses to run as root.
        self._user: dict[str, Any] = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        if self._user:
            shutil.chown(folder, "postgres", "postgres")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None
        self._databases = 0
        options = ["--username", _OWNER, "--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync"]
        self._call("initdb", "--pgdata", str(self._data), *options)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        # Its data need not outlive the machine, only the process.
        options = ["-h", "127.0.0.1", "-p", str(self._port), "-k", "", "-c", "fsync=off"]
        command = [str(self._programs / "postgres"), "-D", str(self._data), *options]
        self._process = subprocess.Popen(
            command, cwd=self._data, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self._user
        )
        for _ in range(400):
            try:
                psycopg.connect(self._address("postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError("PostgreSQL does not start")

    def stop(self) -> None:
        """End all connections and stop at once."""
        if self._process:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(_STOP_SECONDS)
            self._process = None

    def new_database(self, template: str = "template1") -> str:
        """Return the address of a new database, empty or a copy of one of ours that nobody is connected to."""
        self._databases += 1
        name = f"films{self._databases}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return self._address(name)

    def _address(self, database: str) -> str:
        return f"postgresql://{_OWNER}@127.0.0.1:{self._port}/{database}"

    def _call(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        subprocess.run(command, cwd=self._data.parent, check=True, capture_output=True, **self._user)


def installed_programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, `None` if it is not installed. In Debian, it is not on the path."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


@contextmanager
def postgresql_server(programs: Path) -> Iterator[PostgresqlServer]:
    """Run a server; it and its folder are gone in the end."""
    with tempfile.TemporaryDirectory(prefix="postgresql-", ignore_cleanup_errors=True) as folder:
        server = PostgresqlServer(programs, Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()
