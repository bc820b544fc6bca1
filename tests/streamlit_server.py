"""A real server for tests: `streamlit run` in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_START_S = 90


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    address: str
    log: Path
    """What it has written to standard error and standard output."""
    process: subprocess.Popen[bytes]

    def resident_mib(self) -> float:
        """Return how much memory it uses."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


@contextmanager
def streamlit_server(log: Path, script: str = "streamlit_app.py", **settings: str) -> Iterator[Server]:
    """Run the app, or another script, on a free port, with these settings in its environment."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}"]
    options = ["--server.address=127.0.0.1", "--server.headless=true", "--server.fileWatcherType=none"]
    keys = dict.fromkeys(("TMDB_ACCESS_TOKEN", "TMDB_API_KEY", "YOUTUBE_API_KEY", "CINEWATCH_REDIS_URL"), "")
    environment = os.environ | keys | {"PYTHONPATH": str(ROOT)} | settings
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *options], cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    server = Server(f"http://127.0.0.1:{port}", log, process)
    try:
        _wait_until_ready(server)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + _START_S
    while True:
        try:
            with urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=2):  # noqa: S310 - our own server
                return
        except OSError:
            if time.monotonic() > deadline or server.process.poll() is not None:
                raise
            time.sleep(0.1)
