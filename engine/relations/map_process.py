"""Draws a map in a process of its own, of lower priority, so that whoever else is served hardly notices.

It is started as a program, not by `multiprocessing`: that would run the script of a page again in the new process,
since Streamlit calls it the main module.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from engine.errors import MapFailed
from engine.opened import OpenBuild
from engine.progress import Progress
from engine.relations import projection
from engine.relations.neighbour_graph import NeighbourGraph
from engine.settings import PROJECT_ROOT

_NICE = 10
"""How much others come first: 0 for like them, 19 for all others."""
_BELOW_NORMAL = 0x4000
"""The same on Windows."""
_LAST_WORDS = 400
"""Characters of what the process has said, in the log."""

Arrays = dict[str, npt.NDArray[np.generic]]
log = logging.getLogger("cinewatch.map")

# Two builds may be in use. A second map would take the other core.
_one_at_a_time = threading.Lock()


def draw_apart(build: Path, progress: Progress) -> Arrays:
    """Return what `draw` returns for the build in a folder, from a process of its own. Others wait until it is done.

    Parameters
    ----------
    build
        Folder of the build.
    progress
        Called as each stage begins, in this process. If it raises, the other process ends.

    Raises
    ------
    MapFailed
        The process has ended without a map, or cannot be started.

    """
    try:
        return _drawn_apart(build, progress)
    except OSError as error:
        log.error("no process can draw the map: %s", error)
        raise MapFailed("the map could not be drawn: the server has no room for it; try again in a minute") from error


def _drawn_apart(build: Path, progress: Progress) -> Arrays:
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="cinewatch-map-") as folder:
        result, said = Path(folder) / "map.npz", Path(folder) / "said"
        with said.open("wb") as errors, start(build, result, errors) as process:
            try:
                assert process.stdout is not None  # noqa: S101 - it is a pipe
                for line in process.stdout:
                    stage, done, total = json.loads(line)
                    progress(stage, done, total)
            finally:
                # Nobody waits for the map any more, or it is drawn.
                if process.poll() is None and not result.exists():
                    process.kill()
            status = process.wait()
        if status or not result.exists():
            last = said.read_text(errors="replace").strip()[-_LAST_WORDS:]
            log.error("the process that draws the map has ended with %s: %s", status, last or "it said nothing")
            raise MapFailed("the map could not be drawn: its process has ended; try again in a minute")
        with np.load(result) as arrays:
            return dict(arrays)


def draw(graph: NeighbourGraph, progress: Progress) -> Arrays:
    """Return the points of a map, shape (n_films, 2), and its trustworthiness, shape (1,)."""
    vectors = graph.vectors()
    points = projection.project(vectors, progress)
    progress(projection.STAGES[-1], 2, len(projection.STAGES))
    return {"points": points, "trustworthiness": np.array([projection.trustworthiness(vectors, points)])}


def start(build: Path, result: Path, errors: IO[bytes]) -> subprocess.Popen[str]:
    """Start the process. It ends when its input does."""
    command = [sys.executable, "-m", "engine.relations.map_process", str(build.resolve()), str(result)]
    # Its input stays open as long as we live.
    pipe = subprocess.PIPE
    flags = _BELOW_NORMAL if sys.platform == "win32" else 0
    return subprocess.Popen(  # noqa: S603 - our own module
        command,
        cwd=PROJECT_ROOT,
        stdin=pipe,
        stdout=pipe,
        stderr=errors,
        text=True,
        encoding="utf-8",
        creationflags=flags,
    )


def _main(build: Path, result: Path) -> None:
    if hasattr(os, "nice"):
        os.nice(_NICE)
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def tell(stage: str, done: int, total: int) -> None:
        sys.stdout.write(json.dumps([stage, done, total]) + "\n")
        sys.stdout.flush()

    arrays = draw(NeighbourGraph(OpenBuild.open(build)), tell)
    # Under its name, the file is whole.
    unfinished = result.with_suffix(".unfinished.npz")
    np.savez(unfinished, **arrays)  # type: ignore[arg-type]
    unfinished.rename(result)


def _end_with_parent() -> None:
    # Not by `sys.stdin`, whose lock a thread that reads holds when Python ends.
    while os.read(sys.stdin.fileno(), 1):
        pass
    # From a thread, nothing else ends the whole process.
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Path(sys.argv[2]))
