"""A real Redis for tests: a server of their own, on a free port, that stores nothing on disk."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis


@dataclass(frozen=True, slots=True)
class RedisServer:
    """A running server."""

    port: int
    password: str
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """Its address, with its password if it has one."""
        return self.url_with(self.password)

    def url_with(self, password: str) -> str:
        """Return its address with another password."""
        return f"redis://{f':{password}@' if password else ''}127.0.0.1:{self.port}/0"

    @property
    def client(self) -> Any:
        """A connection to look into it."""
        return redis.Redis.from_url(self.url, socket_timeout=5)

    def die(self) -> None:
        """End at once, as when the machine is switched off."""
        self.process.kill()
        self.process.wait()

    def freeze(self) -> None:
        """Stop answering, but keep every connection open."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Answer again."""
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def redis_server(folder: Path, password: str = "") -> Iterator[RedisServer]:
    """Run a server that writes to `folder` only; skip the test if Redis is not installed."""
    program = shutil.which("redis-server")
    if program is None:
        import pytest

        pytest.skip("redis-server is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    options += ["--requirepass", password] if password else []
    command = [program, *options]
    process = subprocess.Popen(  # noqa: S603 - found by its name
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    server = RedisServer(port, password, process)
    try:
        _wait_until_ready(server)
        yield server
    finally:
        # A frozen server cannot be ended.
        with suppress(ProcessLookupError):
            server.thaw()
        server.die()


def _wait_until_ready(server: RedisServer) -> None:
    for _ in range(200):
        with suppress(redis.ConnectionError):
            server.client.ping()
            return
        time.sleep(0.02)
    raise TimeoutError("the Redis of the tests does not start")
