"""People in tabs without browsers: each opens the page of recommendations with a film, waits, and goes on.

What they do next is another film from the list, another film in the address, or another page and back.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import requests

from benchmarks.tab import TIMEOUT_S, Run, Tab
from engine import CineWatch
from ui.navigation import LIKED

START = "recommend"
"""The page of recommendations, by its name in the address."""
OTHER_PAGES = ("", "browse", "statistics", "about")
_FILMS = 1_000
"""Most voted films that people choose from."""
WAYS = ("list", "list", "list", "address", "page")
"""What people do: choose a film from the list, open the address of one, look at another page and come back."""
_LEAVING_S = 5
"""Seconds after which memory is measured when all have gone."""

HEADER = (
    "tabs",
    "arrive in",
    "runs",
    "median / p95",
    "another page",
    "first page, median / p95",
    "CPU a run",
    "cores",
    "memory, after",
    "errors",
)


class Served(Protocol):
    """What is measured: one server, or several behind nginx."""

    @property
    def address(self) -> str:
        """Where visitors come."""

    def memory_mib(self) -> float:
        """Return the memory of all servers in MiB."""

    def cpu_s(self) -> float:
        """Return the processor time of all servers in seconds."""


@dataclass(slots=True)
class Times:
    """Seconds that people waited, by what they did, and what went wrong."""

    first: list[float] = field(default_factory=list)
    films: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    def note(self, run: Run, times: list[float]) -> None:
        """Note a run."""
        times.append(run.seconds)
        self.errors.update(error[:80] for error in run.errors)


@dataclass(frozen=True, slots=True)
class Level:
    """How many tabs there are, and how they behave; times in seconds."""

    tabs: int
    arrival: float
    """Within which they open."""
    duration: float
    """For which they go on after that."""
    pause: float
    """Mean time from a finished page to the next choice."""
    ways: Sequence[str] = WAYS
    """What people do next; each is as likely as the others."""


def show(title: str) -> None:
    """Print the head of a table."""
    print(f"\n{title}\n\n| {' | '.join(HEADER)} |\n{'|---' * len(HEADER)}|", flush=True)


def films_of(catalogue: Path, models: Path) -> list[str]:
    """Return the labels of films that people choose from; the catalogue is built if it is not."""
    return [name.label for name in CineWatch.of(catalogue, models).film_names(_FILMS)]


def warm(served: Served, films: Sequence[str]) -> None:
    """Open a page: the first one of a server pays for loading packages."""

    async def visit() -> None:
        await (await _visit(served, Times(), films[0])).close()

    asyncio.run(visit())


def as_guest(address: str) -> dict[str, str]:
    """Open a page as a new browser does, and return the cookies that come with it."""
    answer = requests.get(f"{address}/about", timeout=TIMEOUT_S)
    answer.raise_for_status()
    return {str(cookie.name): str(cookie.value) for cookie in answer.cookies}


async def _visit(served: Served, times: Times, film: str) -> Tab:
    cookies = await asyncio.to_thread(as_guest, served.address)
    tab = await Tab.open(served.address, cookies)
    times.note(await tab.run({LIKED: film}, START), times.first)
    return tab


def row(served: Served, level: Level, films: Sequence[str], name: str = "") -> str:
    """Let people come, and return what they waited as a row of the table, with a name or the number of tabs first."""
    times = Times()
    cpu, start = served.cpu_s(), time.monotonic()
    peak = asyncio.run(crowd(served, level, films, times))
    cpu, seconds = served.cpu_s() - cpu, time.monotonic() - start
    time.sleep(_LEAVING_S)
    runs = len(times.first) + len(times.films) + len(times.pages)
    for error, count in times.errors.items():
        print(f"{count} x {error}", file=sys.stderr)
    cells = (
        name or f"{level.tabs}",
        f"{level.arrival:g} s",
        f"{runs} ({runs / seconds:.1f}/s)",
        waits(times.films),
        waits(times.pages),
        waits(times.first),
        f"{1000 * cpu / max(1, runs):.0f} ms",
        f"{cpu / seconds:.2f}",
        f"{peak:.0f}, {served.memory_mib():.0f} MiB",
        f"{times.errors.total()}",
    )
    return f"| {' | '.join(cells)} |"


def waits(seconds: Sequence[float]) -> str:
    """Return the median and the 95th percentile in milliseconds."""
    if len(seconds) < 2:
        return " / ".join(f"{1000 * value:.0f} ms" for value in seconds) or "–"
    return f"{1000 * statistics.median(seconds):.0f} / {1000 * statistics.quantiles(seconds, n=20)[-1]:.0f} ms"


async def crowd(served: Served, level: Level, films: Sequence[str], times: Times) -> float:
    """Let people come, choose and go; return the peak of the server's memory in MiB."""
    peak = served.memory_mib()
    people = asyncio.gather(*(_person(served, level, films, times, random.Random(n)) for n in range(level.tabs)))
    while not people.done():
        peak = max(peak, served.memory_mib())
        await asyncio.wait([people], timeout=0.5)
    await people
    return peak


async def _person(served: Served, level: Level, films: Sequence[str], times: Times, chance: random.Random) -> None:
    end = time.monotonic() + level.arrival + level.duration
    await asyncio.sleep(chance.uniform(0, level.arrival))
    tab: Tab | None = None
    try:
        tab = await _visit(served, times, chance.choice(films))
        while time.monotonic() < end:
            await asyncio.sleep(level.pause * chance.uniform(0.5, 1.5))
            await _go_on(tab, times, chance.choice(films), chance.choice(level.ways), chance)
    except Exception as error:  # noqa: BLE001 - Whatever goes wrong is counted, named in the end, and ends one tab.
        times.errors[f"{type(error).__name__}: {error}"[:80]] += 1
    finally:
        if tab:
            with suppress(Exception):
                await tab.close()


async def _go_on(tab: Tab, times: Times, film: str, way: str, chance: random.Random) -> None:
    """Do one thing on the page of recommendations, or look at another page and come back."""
    if way == "page":
        times.note(await tab.run(page=chance.choice(OTHER_PAGES)), times.pages)
        times.note(await tab.run({LIKED: film}, page=START), times.pages)
    elif way == "address":
        times.note(await tab.run({LIKED: film}), times.films)
    else:
        tab.choose(LIKED, [film])
        times.note(await tab.run(), times.films)
