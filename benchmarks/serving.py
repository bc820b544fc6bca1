"""A server of the app in a process of its own, and what that process takes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Served:
    """A running server."""

    port: int
    process: int
    """Its number."""

    @property
    def address(self) -> str:
        """Address of the start page."""
        return f"http://127.0.0.1:{self.port}"

    def wait(self) -> None:
        """Wait until somebody listens.

        Raises
        ------
        TimeoutError
            Nobody does within a minute.

        """
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise TimeoutError(f"nobody listens at {self.address}") from None
                time.sleep(0.1)

    def cpu_s(self) -> float:
        """Return the CPU time that the server has taken so far, in seconds; NaN except on Linux."""
        path = Path(f"/proc/{self.process}/stat")
        if not path.exists():
            return float("nan")
        # The name of the process comes second, in brackets, and may contain blanks.
        fields = path.read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mib(self) -> float:
        """Return the memory of the server in MiB, mapped files included; NaN except on Linux."""
        path = Path(f"/proc/{self.process}/status")
        if not path.exists():
            return float("nan")
        lines = path.read_text(encoding="ascii", errors="replace").splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS:")).split()[1]) / 1024


@contextmanager
def server(
    csv: Path, models: Path, more: Mapping[str, str] | None = None, script: str = "streamlit_app.py"
) -> Iterator[Served]:
    """Serve the app, or another script, on a built catalogue, with more settings if there are any."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script]
    options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    settings = {"CINEWATCH_DATASET": str(csv), "CINEWATCH_MODELS_DIR": str(models), **(more or {})}
    quiet = subprocess.DEVNULL
    running = subprocess.Popen([*command, *options], cwd=ROOT, env=os.environ | settings, stdout=quiet, stderr=quiet)
    try:
        yield Served(port, running.pid)
    finally:
        running.terminate()
        running.wait(timeout=20)
