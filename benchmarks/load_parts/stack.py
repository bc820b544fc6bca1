"""Two servers behind nginx with PostgreSQL, Redis and a stand-in for TMDB, as deploy/ runs them, without containers."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from fakes.nginx import installed_program, nginx
from fakes.postgresql import PostgresqlServer, installed_programs, postgresql_server
from fakes.redis_server import RedisServer, redis_server
from fakes.streamlit_server import NOWHERE, StreamlitServer, free_port, streamlit_server
from fakes.tmdb import KEY, FakeTmdb

REPLICAS = 2
API_LIMIT = "100000"
"""Requests in a minute: all clients come from one address."""
NGINX_TRIES_AGAIN_S = 6.0
"""Seconds after which nginx surely asks a server again that has not answered: a little more than its fail_timeout."""


class Stack:
    """The servers, and what they need. Parts can be stopped and started again."""

    def __init__(self, settings: Mapping[str, str], redis: RedisServer, database: PostgresqlServer) -> None:
        self.redis = redis
        self.database = database
        self.database_url = settings["CINEWATCH_DATABASE_URL"]
        self.address = ""
        self._settings = settings
        self.ports = [free_port() for _ in range(REPLICAS)]
        self._running: dict[int, tuple[ExitStack, StreamlitServer]] = {}
        self._cpu_of_ended = 0.0

    def start(self, number: int) -> None:
        """Start a server, and wait until it can answer."""
        running = ExitStack()
        opening = streamlit_server(self._settings, NOWHERE, port=self.ports[number])
        started = running.enter_context(opening)
        replace(started, health="/readyz").wait()
        self._running[number] = (running, started)

    def end(self, number: int) -> None:
        """End a server as a rolling restart does: SIGTERM, and wait."""
        self._cpu_of_ended += self._server(number).cpu_s()
        running, _ = self._running.pop(number)
        running.close()

    def kill(self, number: int) -> None:
        """End a server at once, as a lack of memory does."""
        self._server(number).process.kill()
        running, _ = self._running.pop(number)
        running.close()

    def restart_all(self) -> None:
        """Restart one server after the other."""
        for number in range(REPLICAS):
            self.end(number)
            self.start(number)
            time.sleep(NGINX_TRIES_AGAIN_S)

    def close(self) -> None:
        """End all servers."""
        for running, _ in self._running.values():
            running.close()

    def memory_mib(self) -> float:
        """Return the memory of all servers in MiB."""
        return sum(server.memory_mib() for _, server in [*self._running.values()])

    def cpu_s(self) -> float:
        """Return the processor time of all servers in seconds; that of a killed one is lost."""
        return self._cpu_of_ended + sum(server.cpu_s() for _, server in [*self._running.values()])

    def _server(self, number: int) -> StreamlitServer:
        return self._running[number][1]


@contextmanager
def stack(catalogue: Path, models: Path, folder: Path) -> Iterator[tuple[Stack, FakeTmdb]]:
    """Run everything until the block ends.

    Raises
    ------
    RuntimeError
        nginx, PostgreSQL or Redis is not installed.

    """
    program, programs = installed_program(), installed_programs()
    if program is None or programs is None:
        raise RuntimeError("this part needs nginx, PostgreSQL and Redis")
    with ExitStack() as running:
        redis = running.enter_context(redis_server(folder))
        database = running.enter_context(postgresql_server(programs))
        tmdb = running.enter_context(FakeTmdb())
        settings = {
            "CINEWATCH_DATASET": str(catalogue),
            "CINEWATCH_MODELS_DIR": str(models),
            "CINEWATCH_DATABASE_URL": database.new_database(),
            "CINEWATCH_REDIS_URL": redis.url,
            "CINEWATCH_TRUSTED_PROXIES": "127.0.0.1",
            "CINEWATCH_API_LIMIT": API_LIMIT,
            "TMDB_BASE_URL": tmdb.base_url,
            "TMDB_API_KEY": KEY,
        }
        servers = Stack(settings, redis, database)
        running.callback(servers.close)
        for number in range(REPLICAS):
            servers.start(number)
        replicas = [f"127.0.0.1:{port}" for port in servers.ports]
        servers.address = running.enter_context(nginx(program, folder / "nginx", replicas))
        yield servers, tmdb
