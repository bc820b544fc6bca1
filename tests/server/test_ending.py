"""A server that is told to end finishes what it has begun, takes nothing new, and is over in time."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from filelock import FileLock
from websockets.exceptions import ConnectionClosed

from fakes.sample_catalogue import FILMS
from fakes.streamlit_server import ROOT, StreamlitServer, free_port
from fakes.tmdb import KEY, FakeTmdb
from fakes.tmdb_behaviours import Late
from fakes.visitor import Visitor
from server.ending import LIMIT_S, NOTICE_S
from server.open_tabs import RESTARTING
from tests.server.conftest import Start
from tests.server.test_faults import models_of

SLOW_S = NOTICE_S + 0.35
"""Seconds that an answer takes: longer than new connections are taken. TMDB is waited for no more than 1.5."""


def wait_for(is_so: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait until something is so; fail if that takes too long."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def seconds_until_refused(server: StreamlitServer) -> float:
    """Return the seconds until nobody can connect any more."""
    start = time.monotonic()

    def is_refused() -> bool:
        try:
            requests.get(f"{server.address}/healthz", timeout=5)
        except requests.ConnectionError:
            return True
        return False

    wait_for(is_refused)
    return time.monotonic() - start


def test_what_is_under_way_is_finished_and_the_process_ends_well(start: Start) -> None:
    with FakeTmdb() as tmdb, ThreadPoolExecutor(2) as threads:
        server = start(TMDB_BASE_URL=tmdb.base_url, TMDB_API_KEY=KEY)
        trailer = f"{server.address}/api/v1/films/{FILMS[0]['id']}/trailer"
        with Visitor(server.address) as drawing, Visitor(server.address) as idle:
            for visitor in (drawing, idle):
                visitor.run(page="about")
            tmdb.behave(Late(SLOW_S))
            answer = threads.submit(requests.get, trailer, timeout=30)
            # A process of its own draws the map, which takes seconds.
            page = threads.submit(drawing.run, "mode=Map", "similarity")
            wait_for(lambda: tmdb.calls_to("/3/"))
            server.process.send_signal(signal.SIGTERM)
            told = time.monotonic()

            wait_for(lambda: requests.get(f"{server.address}/readyz", timeout=5).status_code == 503, NOTICE_S)
            assert requests.get(f"{server.address}/readyz", timeout=5).json()["ending"] is True
            last = requests.get(f"{server.address}/api/v1/genres", timeout=5)
            assert (last.status_code, last.headers["connection"]) == (200, "close")
            assert not answer.done()
            seconds_until_refused(server)

            assert answer.result().status_code == 200
            assert answer.result().json()
            page.result()
            assert (drawing.ended, "vega_lite_chart" in drawing.elements) == ("FINISHED_SUCCESSFULLY", True)
            for visitor in (idle, drawing):
                with pytest.raises(ConnectionClosed) as closed:
                    visitor.run(page="about")
                assert closed.value.rcvd is not None
                assert closed.value.rcvd.code == RESTARTING
        assert server.process.wait(LIMIT_S) == 0
        assert time.monotonic() - told < LIMIT_S
        assert "ERROR" not in server.log.read_text()


def test_a_build_that_is_under_way_keeps_no_server_from_ending(start: Start, dataset: Path) -> None:
    models_of(dataset).mkdir()
    # The build waits for this lock as it would for its work, and nothing can stop it.
    with FileLock(models_of(dataset) / ".lock"):
        server = start()
        assert requests.get(f"{server.address}/readyz", timeout=20).json()["checks"] == {"catalogue": False}
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(LIMIT_S) == 0
    assert not list(models_of(dataset).glob("films-*"))


STUCK = """
import asyncio, time, uvicorn
from contextlib import asynccontextmanager
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from server import ending

ending.NOTICE_S, ending.ANSWERS_S, ending.LIMIT_S = 0.1, 0, {limit}
ends = ending.Ending()

@asynccontextmanager
async def lifespan(_):
    ends.take_signal()
    yield

async def stuck(_):
    print("at work", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, time.sleep, 60)

async def healthz(_):
    return PlainTextResponse("ok")

routes = [Route("/stuck", stuck), Route("/healthz", healthz)]
uvicorn.run(Starlette(routes=routes, lifespan=lifespan), port={port})
"""


@contextmanager
def stuck_server(folder: Path, limit: float) -> Iterator[StreamlitServer]:
    """Run a server with a thread that nothing can stop, until the block ends."""
    port, log = free_port(), folder / "server.log"
    with log.open("wb") as output:
        command = [sys.executable, "-c", STUCK.format(limit=limit, port=port)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        try:
            server = StreamlitServer(port, log, process, "/healthz")
            server.wait()
            with pytest.raises(requests.ReadTimeout):
                requests.get(f"{server.address}/stuck", timeout=(30, 0.3))
            wait_for(lambda: "at work" in log.read_text())
            yield server
        finally:
            process.kill()
            process.wait()


def test_a_thread_that_does_not_end_keeps_no_server_beyond_its_limit(tmp_path: Path) -> None:
    with stuck_server(tmp_path, limit=1.5) as server:
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(20) == 1
        assert "something was still at work" in server.log.read_text()


def test_a_second_signal_does_not_wait(start: Start) -> None:
    server = start()
    with Visitor(server.address) as visitor:
        visitor.run(page="about")
        server.process.send_signal(signal.SIGTERM)
        wait_for(lambda: "the server ends" in server.log.read_text())
        server.process.send_signal(signal.SIGTERM)
        assert seconds_until_refused(server) < NOTICE_S
        assert server.process.wait(LIMIT_S) == 0
