"""`python -m benchmarks.api`: how many recommendations the API gives in a second on one core, and how long one takes.

The server has one core, we have the others. First as many requests as eight connections can make, then a steady number
in every second, however long answers take: each request counts from when it was due. Ten films each, without reasons,
for random films. Nothing is answered from a cache. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clock import Measurements, summary
from engine import CineWatch
from fakes.streamlit_server import NOWHERE, ROOT, StreamlitServer, free_port

SAMPLE = ROOT / "sample_data" / "sample_movies.csv"
CONNECTIONS = 8
STEADY_CONNECTIONS = 32
RATE = 150
"""Requests a second of the steady part."""
SECONDS = 10.0
_FILMS = 1_000
"""Most voted films that are asked for."""


def main() -> None:
    """Measure the sample, or another dataset."""
    parser = argparse.ArgumentParser("python -m benchmarks.api", description="Measure the API on one core.")
    parser.add_argument("--catalogue", type=Path, default=SAMPLE, help="the dataset")
    parser.add_argument("--models", type=Path, help="where the index is kept; else it is temporary")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        print(json.dumps(measure(options.catalogue, options.models or Path(temporary))))


def measure(csv: Path, models: Path, seconds_each: float = SECONDS) -> Measurements:
    """Return how many recommendations a second there are, and the milliseconds of one at RATE a second."""
    ids = [film.id for film in CineWatch.of(csv, models).film_names(_FILMS)]
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    load = os.getloadavg()[0]
    with _server(csv, models, cores[:1]) as server:
        if cores[1:]:
            os.sched_setaffinity(0, cores[1:])
        asyncio.run(_at_most(server.port, ids, 2.0))
        before = server.cpu_s()
        answers, seconds = asyncio.run(_at_most(server.port, ids, seconds_each))
        cpu_ms = 1000 * (server.cpu_s() - before) / answers
        times = asyncio.run(_steadily(server.port, ids, RATE, seconds_each))
    return {
        "per_second": round(answers / seconds, 1),
        "cpu_ms": round(cpu_ms, 2),
        "rate": RATE,
        "steady": summary([1000 * each for each in times]),
        "load_before": round(load, 2),
    }


@contextmanager
def _server(csv: Path, models: Path, cores: Sequence[int]) -> Iterator[StreamlitServer]:
    """Serve the API alone on some cores, all if there are none."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "--factory", "server.api_alone:app", "--port", str(port)]
    settings = {"CINEWATCH_DATASET": str(csv), "CINEWATCH_MODELS_DIR": str(models), "CINEWATCH_API_LIMIT": "1000000"}
    quiet = subprocess.DEVNULL
    running = subprocess.Popen(
        [*command, "--no-access-log"], cwd=ROOT, env=os.environ | settings, stdout=quiet, stderr=quiet
    )
    try:
        if cores:
            os.sched_setaffinity(running.pid, cores)
        served = StreamlitServer(port, NOWHERE, running, "/healthz")
        served.wait()
        yield served
    finally:
        running.terminate()
        running.wait(timeout=20)


@dataclass(slots=True)
class _Connection:
    """One connection that is used again and again."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, port: int) -> _Connection:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, film_id: int) -> None:
        """Ask for films like one, and read the whole answer. Raises ValueError if it is no recommendation."""
        path = f"/api/v1/recommend?liked={film_id}&k=10"
        self.writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        body = await self.reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        if not head.startswith(b"http/1.1 200") or body.count(b'"score"') != 10:
            raise ValueError(head.splitlines()[0].decode())


async def _at_most(port: int, ids: Sequence[int], seconds: float) -> tuple[int, float]:
    """Ask as fast as some connections can, and return how many answers there were, in how many seconds."""
    start = time.perf_counter()

    async def ask_on(number: int) -> int:
        chance = random.Random(number)
        connection = await _Connection.open(port)
        answers = 0
        while time.perf_counter() - start < seconds:
            await connection.ask(chance.choice(ids))
            answers += 1
        connection.writer.close()
        return answers

    answers = sum(await asyncio.gather(*map(ask_on, range(CONNECTIONS))))
    return answers, time.perf_counter() - start


async def _steadily(port: int, ids: Sequence[int], rate: float, seconds: float) -> list[float]:
    """Ask `rate` times in every second, and return the seconds of each answer, from when its request was due."""
    chance = random.Random(7)
    free: asyncio.Queue[_Connection] = asyncio.Queue()
    for _ in range(STEADY_CONNECTIONS):
        free.put_nowait(await _Connection.open(port))
    start = time.perf_counter()

    async def ask_at(due: float) -> float:
        await asyncio.sleep(due - time.perf_counter())
        connection = await free.get()
        await connection.ask(chance.choice(ids))
        free.put_nowait(connection)
        return time.perf_counter() - due

    return await asyncio.gather(*(ask_at(start + number / rate) for number in range(int(rate * seconds))))


if __name__ == "__main__":
    main()
