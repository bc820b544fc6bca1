"""Parts of a service fail one after the other while people and clients go on: what is promised, and what was seen."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import requests

from benchmarks.load_parts.clients import Answers, clients
from benchmarks.load_parts.crowd import films_of, waits, warm
from benchmarks.load_parts.markers import Marked, markers
from benchmarks.load_parts.stack import API_LIMIT, NGINX_TRIES_AGAIN_S, Stack
from benchmarks.serving import server
from fakes.tmdb import FakeTmdb
from fakes.tmdb_behaviours import Normal, Reset

BACK_WITHIN_S = 5.0
HEADER = (
    "| what fails | promised | API, median / p95 | pages, median / p95 | marks confirmed | |\n|---|---|---|---|---|---|"
)
_NOTHING_LOST = "no confirmed mark is lost"
_DISK_MIB = 64


@dataclass(frozen=True, slots=True)
class Load:
    """What goes on meanwhile."""

    films: Sequence[int]
    people: int
    pause: float
    """Mean seconds between two clicks of one person."""
    rate: float
    """Requests to the API in a second."""
    duration: float
    """Seconds. Something fails after a third of them, and is mended after two."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that fails, and what is promised then."""

    name: str
    promised: str
    fail: Callable[[], object]
    mend: Callable[[], object]
    is_told: bool = False
    """Whether a line on the page says that marks cannot be changed, and clicks meanwhile are not taken."""
    is_answered: Callable[[], bool] = lambda: True
    """Whether what else is promised is so while it fails."""


def of_stack(served: Stack, tmdb: FakeTmdb) -> list[Fault]:
    """Return what fails where two servers stand behind nginx."""
    go_on = f"no error on pages or in the API; {_NOTHING_LOST}"
    return [
        Fault("nothing", go_on, lambda: None, lambda: None),
        Fault(
            "kill -9 of one of two servers",
            f"API: no error if asked twice; pages are back within {BACK_WITHIN_S:g} s; {_NOTHING_LOST}",
            lambda: served.kill(0),
            lambda: served.start(0),
        ),
        Fault("Redis does not answer", go_on, served.redis.freeze, served.redis.thaw),
        Fault("PostgreSQL is stopped", _without_marks(), served.database.stop, served.database.start, is_told=True),
        Fault("TMDB breaks every connection", go_on, lambda: tmdb.behave(Reset()), lambda: tmdb.behave(Normal())),
    ]


def _without_marks() -> str:
    return f"no error; one line says that marks can't be changed; they can as soon as it is mended; {_NOTHING_LOST}"


def measure(fault: Fault, load: Load, address: str, database_url: str) -> str:
    """Let something fail under load, and return a row of the table."""
    third = load.duration / 3
    with (
        markers(address, load.films, load.people, load.pause) as marked,
        clients(address, load.films, load.rate) as api,
    ):
        time.sleep(third)
        fault.fail()
        time.sleep(third)
        told, is_answered, mended_at = marked.told, fault.is_answered(), time.monotonic()
        fault.mend()
        time.sleep(third + NGINX_TRIES_AGAIN_S)
    lost = marked.lost_from(database_url)
    faults = _broken(fault, marked, api, lost, told, mended_at)
    faults += [] if is_answered else ["the last good build does not answer"]
    verdict = "held" if not faults else f"**not held: {', '.join(faults)}**"
    cells = (fault.name, fault.promised, _of_api(api), _of_pages(marked), f"{marked.count}, {lost} lost", verdict)
    return f"| {' | '.join(cells)} |"


def _broken(fault: Fault, marked: Marked, api: Answers, lost: int, told: int, mended_at: float) -> list[str]:
    """Return what was promised and is not so."""
    found = {
        "errors in the API": bool(api.errors) or not api.seconds,
        "errors on pages": bool(marked.errors) or not marked.runs,
        "pages were away for too long": max(marked.back_after, default=0.0) > BACK_WITHIN_S,
        "marks were lost": lost > 0,
        "nothing was marked in the end": marked.last_at < mended_at,
        "no line was shown": fault.is_told and not told,
        "a line was shown": not fault.is_told and marked.told > 0,
    }
    return [name for name, is_so in found.items() if is_so]


def _of_api(api: Answers) -> str:
    asked = len(api.seconds) + api.errors.total()
    return f"{asked} asked, {api.retried} twice, {_counted(api.errors)}; {waits(api.seconds)}"


def _of_pages(marked: Marked) -> str:
    back = f"; {len(marked.back_after)} back after {max(marked.back_after):.1f} s at most" if marked.back_after else ""
    line = f"; {marked.refused} clicks not taken, {marked.told} pages with the line" if marked.told else ""
    return f"{len(marked.runs)} runs, {_counted(marked.errors)}; {waits(marked.runs)}{back}{line}"


def _counted(errors: Counter[str]) -> str:
    named = f" ({', '.join(errors)})" if errors else ""
    return f"{errors.total()} errors{named}"


def full_disk(catalogue: Path, load: Load, folder: Path) -> str:
    """Let the disk of one server with SQLite become full, and return a row of the table."""
    with small_disk(folder / "disk") as disk:
        films = Path(shutil.copy(catalogue, folder / "films.csv"))
        filler = disk / "filler"
        database_url = f"sqlite:///{disk / 'users.db'}"

        def fail() -> None:
            _fill(filler)
            # A newer dataset cannot be built now.
            films.write_bytes(films.read_bytes().rpartition(b"\n")[0].rpartition(b"\n")[0] + b"\n")

        def last_build_answers() -> bool:
            ready = requests.get(f"{served.address}/readyz", timeout=20).json()
            return ready["ready"] and "the last good build answers" in ready.get("fault", "")

        promised = f"{_without_marks()}; the last good build answers if the dataset changes"
        fault = Fault("the disk is full", promised, fail, filler.unlink, True, last_build_answers)
        settings = {"CINEWATCH_DATABASE_URL": database_url, "CINEWATCH_API_LIMIT": API_LIMIT}
        with server(films, disk / "models", settings) as served:
            # It builds first.
            replace(served, health="/readyz").wait()
            warm(served, films_of(films, disk / "models"))
            return measure(fault, load, served.address, database_url)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount a small disk in memory until the block ends.

    Raises
    ------
    PermissionError
        Only root may do that.

    """
    if os.geteuid():
        raise PermissionError("a disk that becomes full takes root: it is mounted")
    folder.mkdir()
    subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", f"size={_DISK_MIB}m", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["/bin/umount", "--lazy", folder], check=True)


def _fill(file: Path) -> None:
    with file.open("wb", buffering=0) as output:
        try:
            while True:
                output.write(bytes(4096))
        except OSError:
            # It is full.
            return
