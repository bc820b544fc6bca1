"""A real server for tests and benchmarks: `streamlit run` in a process of its own, on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import BinaryIO

ROOT = Path(__file__).resolve().parents[1]
ENTRY_POINT = "streamlit_app.py"
NOWHERE = Path(os.devnull)
NO_SETTINGS: Mapping[str, str] = MappingProxyType({})
_START_S = 90
_END_S = 30
"""A server that is told to end may take 25."""
_LAST_WORDS = 400
"""Characters of the log in an error."""
_OTHERS = ("TMDB_", "YOUTUBE_", "CINEWATCH_", "STREAMLIT_")
"""How names of settings begin that whoever starts the server may have for their own use."""


@dataclass(frozen=True, slots=True)
class StreamlitServer:
    """A running server."""

    port: int
    log: Path
    """What it has written to standard error and standard output."""
    process: subprocess.Popen[bytes]
    health: str = "/_stcore/health"
    """Path that answers as soon as it serves."""

    @property
    def address(self) -> str:
        """Address of the start page."""
        return f"http://127.0.0.1:{self.port}"

    def wait(self) -> None:
        """Wait until it answers.

        Raises
        ------
        RuntimeError
            It has ended, or does not answer in time.

        """
        deadline = time.monotonic() + _START_S
        while True:
            try:
                with urllib.request.urlopen(f"{self.address}{self.health}", timeout=2):  # noqa: S310 - our own server
                    return
            except OSError as error:
                if self.process.poll() is not None:
                    raise RuntimeError(
                        f"the server ended with {self.process.returncode}{self._last_words()}"
                    ) from error
                if time.monotonic() > deadline:
                    raise RuntimeError(f"nobody answers at {self.address}{self._last_words()}") from error
                time.sleep(0.05)

    def _last_words(self) -> str:
        written = self.log.read_text(errors="replace").strip()
        return f": {written[-_LAST_WORDS:]}" if written else ""

    def memory_mib(self) -> float:
        """Return how much memory it uses, in MiB, mapped files included; NaN except on Linux."""
        path = Path(f"/proc/{self.process.pid}/status")
        if not path.exists():
            return float("nan")
        return int(path.read_text(errors="replace").split("VmRSS:")[1].split()[0]) / 1024

    def cpu_s(self) -> float:
        """Return the CPU time that it has taken so far, in seconds; NaN except on Linux."""
        path = Path(f"/proc/{self.process.pid}/stat")
        if not path.exists():
            return float("nan")
        # The name of the process comes second, in brackets, and may contain blanks.
        fields = path.read_text(errors="replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def streamlit_server(
    settings: Mapping[str, str] = NO_SETTINGS,
    log: Path = NOWHERE,
    script: str = ENTRY_POINT,
    wait: bool = True,
    port: int | None = None,
) -> Iterator[StreamlitServer]:
    """Run the app until the block ends, with these settings and none of the person who runs the tests.

    Parameters
    ----------
    settings
        Variables of its environment. Users are in a database of its own, unless they say otherwise.
    log
        File for what the server writes; by default nobody keeps it.
    script
        What to run; by default the app.
    wait
        Whether to wait until it answers.
    port
        Where it listens; by default where nobody does.

    Raises
    ------
    RuntimeError
        It does not start.

    """
    port = port or free_port()
    with TemporaryDirectory() as folder, log.open("wb") as output:
        users = {"CINEWATCH_DATABASE_URL": f"sqlite:///{Path(folder) / 'users.db'}"}
        server = StreamlitServer(port, log, _started(script, port, users | dict(settings), output))
        try:
            if wait:
                server.wait()
            yield server
        finally:
            _end(server.process)


def _started(script: str, port: int, settings: Mapping[str, str], output: BinaryIO) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}"]
    options = ["--server.address=127.0.0.1", "--server.headless=true"]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_OTHERS)}
    environment = inherited | {"PYTHONPATH": str(ROOT), "STREAMLIT_SECRETS_FILES": os.devnull} | dict(settings)
    return subprocess.Popen([*command, *options], cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process, by force if it does not go by itself."""
    process.terminate()
    try:
        process.wait(timeout=_END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
