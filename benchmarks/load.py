"""`python -m benchmarks.load`: how many people servers hold, and what they notice when something goes wrong.

Parts, each of which runs alone with `--part`: `sessions` (tabs on one server, more and more of them), `without_pause`
(ten tabs on one server that choose film after film), `api` (the API on one core), `replicas` (two servers behind nginx,
one of them killed, then a rolling restart), `hostile` (one visitor who asks without end beside people who do not),
`many_tabs` (one visitor's, beside one person's), `faults` (a server, Redis, PostgreSQL, TMDB and the disk fail one
after the other). Tabs are without browsers. Prints tables. Nothing but this should run on the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import api
from benchmarks.load_parts import failing, hostile
from benchmarks.load_parts.clients import clients
from benchmarks.load_parts.crowd import Level, Times, crowd, films_of, row, show, waits, warm
from benchmarks.load_parts.stack import REPLICAS, stack
from benchmarks.serving import server
from engine import CineWatch
from fakes.streamlit_server import ROOT

SAMPLE = ROOT / "sample_data" / "sample_movies.csv"
LEVELS = (1, 10, 25, 50, 100)
NORMAL = 20
"""Tabs of people beside a hostile visitor, and while something fails."""
HURRIED = 10
"""Tabs that choose film after film without a pause."""
MAX_BEHIND_NGINX = 78
"""nginx takes 80 connections from one address, and all of ours come from one."""
CLIENT_RATE = 20.0
"""Requests to the API in a second while something fails; nginx takes 50 from one address."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure on one catalogue."""

    catalogue: Path
    models: Path
    tabs: list[int]
    arrivals: list[float]
    duration: float
    pause: float

    @property
    def normal(self) -> Level:
        """People while something goes wrong."""
        return Level(min(NORMAL, max(self.tabs)), 2.0, self.duration, self.pause)

    def levels(self, most: int | None = None) -> list[Level]:
        """Return all numbers of tabs, up to a limit, in all ways to arrive."""
        tabs = sorted({min(each, most or each) for each in self.tabs})
        return [Level(each, arrival, self.duration, self.pause) for arrival in self.arrivals for each in tabs]


def main() -> None:
    """Measure the parts on each catalogue."""
    parser = argparse.ArgumentParser("python -m benchmarks.load", description=__doc__)
    parser.add_argument("--part", choices=list(PARTS), action="append", help="all by default; may be repeated")
    parser.add_argument("--catalogue", type=Path, action="append", help="a CSV; the sample by default; may be repeated")
    parser.add_argument("--tabs", type=int, nargs="+", default=LEVELS, help="how many at once, level by level")
    parser.add_argument("--arrival", type=float, nargs="+", default=(0.0, 30.0), help="seconds in which tabs open")
    parser.add_argument("--duration", type=float, default=30.0, help="seconds that each level goes on after that")
    parser.add_argument("--pause", type=float, default=5.0, help="mean seconds between two choices; 0 for no pause")
    options = parser.parse_args()
    for catalogue in options.catalogue or [SAMPLE]:
        with tempfile.TemporaryDirectory() as folder:
            plan = Plan(
                catalogue.resolve(), Path(folder), [*options.tabs], [*options.arrival], options.duration, options.pause
            )
            for name in options.part or PARTS:
                PARTS[name](plan)


def sessions(plan: Plan) -> None:
    """Measure tabs on one server."""
    films = films_of(plan.catalogue, plan.models)
    with server(plan.catalogue, plan.models) as served:
        served.wait()
        warm(served, films)
        show(f"{plan.catalogue.name}, one server")
        for level in plan.levels():
            print(row(served, level, films), flush=True)


def without_pause(plan: Plan) -> None:
    """Measure how many films in a second tabs on one server can be shown when they choose without a pause."""
    films = films_of(plan.catalogue, plan.models)
    with server(plan.catalogue, plan.models) as served:
        served.wait()
        warm(served, films)
        show(f"{plan.catalogue.name}, one server, films chosen without a pause")
        print(row(served, Level(HURRIED, 0.0, plan.duration, 0.0, ways=("list",)), films), flush=True)


def api_alone(plan: Plan) -> None:
    """Measure the API on one core."""
    measured = api.measure(plan.catalogue, plan.models, min(api.SECONDS, plan.duration))
    print(f"\n{plan.catalogue.name}, the API alone on one core\n\n{json.dumps(measured)}", flush=True)


def replicas(plan: Plan) -> None:
    """Measure tabs and clients on two servers behind nginx; then kill one, and restart both."""
    films, ids = films_of(plan.catalogue, plan.models), _ids(plan)
    with tempfile.TemporaryDirectory() as folder, stack(plan.catalogue, plan.models, Path(folder)) as (served, _):
        warm(served, films)
        show(f"{plan.catalogue.name}, {REPLICAS} servers behind nginx")
        for level in plan.levels(MAX_BEHIND_NGINX):
            print(row(served, level, films), flush=True)
        events: dict[str, Callable[[], object]] = {
            "kill -9 of one": lambda: served.kill(0),
            "that one comes back": lambda: served.start(0),
            "rolling restart": served.restart_all,
        }
        for name, happens in events.items():
            with clients(served.address, ids, CLIENT_RATE) as answers:
                time.sleep(min(3.0, plan.duration))
                happens()
                time.sleep(plan.duration / 2)
            print(f"\nClients of the API, {name}: {answers}", flush=True)


def beside_a_hostile_visitor(plan: Plan) -> None:
    """Measure people on the servers behind nginx, alone and beside a hostile visitor."""
    films = films_of(plan.catalogue, plan.models)
    with tempfile.TemporaryDirectory() as folder, stack(plan.catalogue, plan.models, Path(folder)) as (served, _):
        warm(served, films)
        alone = Times()
        asyncio.run(crowd(served, plan.normal, films, alone))
        beside, made = asyncio.run(hostile.beside(served, plan.normal, films, hostile.RATE))
    print(f"\n{plan.catalogue.name}, {plan.normal.tabs} tabs of people, {hostile.TABS} of a hostile visitor,")
    print(f"who asks the API {made:,} times")
    _compare(("alone", alone), ("beside the hostile one", beside))


def _compare(*measured: tuple[str, Times]) -> None:
    print("\n| | a film, median / p95 | first page | another page | errors |\n|---|---|---|---|---|")
    for name, times in measured:
        errors = times.errors.total()
        print(f"| {name} | {waits(times.films)} | {waits(times.first)} | {waits(times.pages)} | {errors} |", flush=True)


def many_tabs(plan: Plan) -> None:
    """Measure one person on one server, alone and beside a visitor with many tabs without a pause."""
    films = films_of(plan.catalogue, plan.models)
    one = Level(1, 0.0, plan.duration, min(plan.pause, 1.0))
    with server(plan.catalogue, plan.models) as served:
        served.wait()
        warm(served, films)
        alone = Times()
        asyncio.run(crowd(served, one, films, alone))
        beside = asyncio.run(hostile.beside_tabs(served, one, films))
    print(f"\n{plan.catalogue.name}, one person, and {hostile.TABS} tabs of one visitor without a pause")
    _compare(("alone", alone), ("beside the tabs", beside))


def faults(plan: Plan) -> None:
    """Measure what people and clients notice while parts fail, beside what docs/RELIABILITY.md promises."""
    # Nobody marks so many films that there are none left.
    load = failing.Load(_ids(plan), plan.normal.tabs, plan.pause, CLIENT_RATE, plan.duration)
    print(f"\n{plan.catalogue.name}, {load.people} people who mark films, {CLIENT_RATE:g} requests to the API a second")
    print(f"\n{failing.HEADER}")
    with tempfile.TemporaryDirectory() as folder, stack(plan.catalogue, plan.models, Path(folder)) as (served, tmdb):
        warm(served, films_of(plan.catalogue, plan.models))
        for fault in failing.of_stack(served, tmdb):
            print(failing.measure(fault, load, served.address, served.database_url), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        print(failing.full_disk(plan.catalogue, load, Path(folder)), flush=True)


def _ids(plan: Plan) -> list[int]:
    return [film.id for film in CineWatch.of(plan.catalogue, plan.models).film_names(1_000)]


PARTS: dict[str, Callable[[Plan], None]] = {
    "sessions": sessions,
    "without_pause": without_pause,
    "api": api_alone,
    "replicas": replicas,
    "hostile": beside_a_hostile_visitor,
    "many_tabs": many_tabs,
    "faults": faults,
}

if __name__ == "__main__":
    main()
