"""`python -m benchmarks.user_faults`: many writers at once, and fifty kills, on the database of users.

Two processes of 25 writers make 200 marks each, on SQLite and on PostgreSQL if it is installed: each mark must be there
once. Then a process that writes to SQLite is killed 50 times at random moments: each mark that was confirmed must be
there, and the file must be whole. Exits with 1 if anything was lost.
"""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from engine.users import Users
from fakes.postgresql import installed_programs, postgresql_server
from fakes.user_writer import PROVIDER, SUBJECT

WRITERS, WRITES = 25, 200
KILLS = 50


def main() -> None:
    """Run both and print the results."""
    with tempfile.TemporaryDirectory() as folder:
        lost = _write_at_once("SQLite", f"sqlite:///{Path(folder) / 'at once.db'}")
        lost += _kill(Path(folder) / "killed.db")
    programs = installed_programs()
    if programs:
        with postgresql_server(programs) as server:
            lost += _write_at_once("PostgreSQL", server.new_database())
    else:
        print("PostgreSQL is not installed")
    sys.exit(1 if lost else 0)


def _write_at_once(name: str, url: str) -> int:
    start = time.perf_counter()
    marks = WRITERS * WRITES
    processes = [_writer(url, first, WRITERS, WRITES) for first in (1, 1 + marks)]
    confirmed = [int(line) for process in processes for line in process.communicate()[0].split()]
    seconds = time.perf_counter() - start
    users = Users(url)
    found = sorted(mark.film_id for mark in users.marks(users.sign_in(PROVIDER, SUBJECT).user.id).watched)
    users.close()
    whole = found == sorted(confirmed) == list(range(1, 2 * marks + 1))
    print(f"{name}: {len(found)} of {2 * marks} marks by {2 * WRITERS} writers in two processes in {seconds:.1f} s")
    return 0 if whole else 1


def _kill(file: Path) -> int:
    random = np.random.default_rng(21)
    users = Users(f"sqlite:///{file}")
    user = users.sign_in(PROVIDER, SUBJECT).user.id
    confirmed: set[int] = set()
    lost = damaged = 0
    for number in range(KILLS):
        process = _writer(f"sqlite:///{file}", 1 + number * 1_000_000, 4, 100_000)
        first = process.stdout.readline() if process.stdout else ""
        time.sleep(float(random.uniform(0, 0.5)))
        process.send_signal(signal.SIGKILL)
        # The last line may be cut.
        lines = [first, *process.communicate()[0].splitlines(keepends=True)]
        confirmed |= {int(line) for line in lines if line.endswith("\n")}
        lost += len(confirmed - {mark.film_id for mark in users.marks(user).watched})
        connection = sqlite3.connect(file)
        damaged += connection.execute("PRAGMA integrity_check").fetchone() != ("ok",)
        connection.close()
    users.close()
    print(f"{KILLS} kills: {len(confirmed)} marks were confirmed, {lost} lost; the file was damaged {damaged} times")
    return lost + damaged


def _writer(url: str, first_film: int, writers: int, writes: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "fakes.user_writer", url, *map(str, (first_film, writers, writes))]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


if __name__ == "__main__":
    main()
