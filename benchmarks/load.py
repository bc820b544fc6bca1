"""`python -m benchmarks.load`: how many people one server holds.

Starts the app on each catalogue and sends it tabs without browsers, more and more of them, all at once or one after the
other. Each tab opens the page of recommendations with a film, waits, and goes on: another film from the list, another
film in the address, or another page and back. Prints a table. Nothing but this should run on the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.serving import server
from benchmarks.tab import Run, Tab
from engine import CineWatch
from fakes.streamlit_server import ROOT, StreamlitServer
from ui.navigation import LIKED

SAMPLE = ROOT / "sample_data" / "sample_movies.csv"
LEVELS = (1, 10, 25, 50, 100)
START = "recommend"
"""The page of recommendations, by its name in the address."""
OTHER_PAGES = ("", "browse", "statistics", "about")
_FILMS = 1_000
"""Most voted films that people choose from."""
_WAYS = ("list", "list", "list", "address", "page")
"""What people do next; each is as likely as the others."""
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


def main() -> None:
    """Measure all levels on all catalogues, and print a table for each."""
    parser = argparse.ArgumentParser("python -m benchmarks.load", description=__doc__)
    parser.add_argument("--catalogue", type=Path, action="append", help="a CSV; the sample by default; may be repeated")
    parser.add_argument("--tabs", type=int, nargs="+", default=LEVELS, help="how many at once, level by level")
    parser.add_argument("--arrival", type=float, nargs="+", default=(0.0, 30.0), help="seconds in which tabs open")
    parser.add_argument("--duration", type=float, default=30.0, help="seconds that each level goes on after that")
    parser.add_argument("--pause", type=float, default=5.0, help="mean seconds between two choices; 0 for no pause")
    options = parser.parse_args()
    for catalogue in options.catalogue or [SAMPLE]:
        levels = [
            Level(tabs, arrival, options.duration, options.pause)
            for arrival in options.arrival
            for tabs in options.tabs
        ]
        print(f"\n{catalogue.name}\n\n| {' | '.join(HEADER)} |\n{'|---' * len(HEADER)}|")
        measure(catalogue.resolve(), levels)


def measure(catalogue: Path, levels: Sequence[Level]) -> None:
    """Serve a catalogue, and print a row of the table for each level."""
    with tempfile.TemporaryDirectory() as folder:
        names = CineWatch.of(catalogue, Path(folder)).film_names(_FILMS)
        with server(catalogue, Path(folder)) as served:
            served.wait()
            # The first page of a server pays for loading packages.
            asyncio.run(_visit(served, Times(), names[0].label))
            for level in levels:
                print(_row(served, level, [name.label for name in names]), flush=True)


async def _visit(served: StreamlitServer, times: Times, film: str) -> Tab:
    tab = await Tab.open(served.port)
    times.note(await tab.run({LIKED: film}, START), times.first)
    return tab


def _row(served: StreamlitServer, level: Level, films: Sequence[str]) -> str:
    times = Times()
    cpu, start = served.cpu_s(), time.monotonic()
    peak = asyncio.run(_crowd(served, level, films, times))
    cpu, seconds = served.cpu_s() - cpu, time.monotonic() - start
    time.sleep(_LEAVING_S)
    runs = len(times.first) + len(times.films) + len(times.pages)
    for error, count in times.errors.items():
        print(f"{count} x {error}", file=sys.stderr)
    cells = (
        f"{level.tabs}",
        f"{level.arrival:g} s",
        f"{runs} ({runs / seconds:.1f}/s)",
        _waits(times.films),
        _waits(times.pages),
        _waits(times.first),
        f"{1000 * cpu / max(1, runs):.0f} ms",
        f"{cpu / seconds:.2f}",
        f"{peak:.0f}, {served.memory_mib():.0f} MiB",
        f"{times.errors.total()}",
    )
    return f"| {' | '.join(cells)} |"


def _waits(seconds: Sequence[float]) -> str:
    """Return the median and the 95th percentile in milliseconds."""
    if len(seconds) < 2:
        return " / ".join(f"{1000 * value:.0f} ms" for value in seconds) or "–"
    return f"{1000 * statistics.median(seconds):.0f} / {1000 * statistics.quantiles(seconds, n=20)[-1]:.0f} ms"


async def _crowd(served: StreamlitServer, level: Level, films: Sequence[str], times: Times) -> float:
    """Let people come, choose and go; return the peak of the server's memory in MiB."""
    peak = served.memory_mib()
    people = asyncio.gather(*(_person(served, level, films, times, random.Random(n)) for n in range(level.tabs)))
    while not people.done():
        peak = max(peak, served.memory_mib())
        await asyncio.wait([people], timeout=0.5)
    await people
    return peak


async def _person(
    served: StreamlitServer, level: Level, films: Sequence[str], times: Times, chance: random.Random
) -> None:
    end = time.monotonic() + level.arrival + level.duration
    await asyncio.sleep(chance.uniform(0, level.arrival))
    try:
        tab = await _visit(served, times, chance.choice(films))
        while time.monotonic() < end:
            await asyncio.sleep(level.pause * chance.uniform(0.5, 1.5))
            await _go_on(tab, times, chance.choice(films), chance.choice(_WAYS), chance)
        await tab.close()
    except Exception as error:  # noqa: BLE001 - Whatever goes wrong is counted, named in the end, and ends one tab.
        times.errors[f"{type(error).__name__}: {error}"[:80]] += 1


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


if __name__ == "__main__":
    main()
