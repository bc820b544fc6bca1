"""Builds the title index in a process of its own, while the other texts are read: a build by one process uses one core.

It is started as a program, not by `multiprocessing`, for the reason that `engine.relations.map_process` has.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.catalogue.catalogue import read_columns
from engine.search.titles import build_titles, titles_of
from engine.settings import PROJECT_ROOT
from engine.storage.arrays import Arrays, open_arrays, write_arrays

log = logging.getLogger("cinewatch.build")

FEWEST_FILMS = 100_000
"""A smaller catalogue is done before a process has started."""
_LEAST_MEMORY = 4 * 2**30
"""Bytes of a machine that has room for a second process beside a large catalogue."""
# With `-m`, Python warns about a module that its own package has imported already.
_PROGRAM = "import sys; from engine.search.titles_process import write_titles as write; write(*sys.argv[1:])"
_LIMIT_OF_CONTAINER = Path("/sys/fs/cgroup/memory.max")

Places = npt.NDArray[np.int16]


@contextmanager
def titles_apart(catalogue: Path, films: int) -> Iterator[Callable[[Places], Arrays]]:
    """Yield a function that returns the arrays of a title index, given the places of films in their franchises.

    The index is begun at once in another process if that is worth it; otherwise, or if that process fails, it is
    computed when it is asked for.

    Parameters
    ----------
    catalogue
        A file of films.
    films
        About how many it has.

    """
    if films < FEWEST_FILMS or not _has_room():
        yield partial(_titles, catalogue)
        return
    with tempfile.TemporaryDirectory(dir=catalogue.parent, ignore_cleanup_errors=True) as folder:
        result = Path(folder) / "titles.h5"
        try:
            process = _start(catalogue, result)
        except OSError as error:
            log.warning("no process can build the title index, so it is built here: %s", error.strerror)
            yield partial(_titles, catalogue)
            return
        try:
            yield partial(_titles_of_process, process, result, catalogue)
        finally:
            process.kill()
            process.communicate()


def _has_room() -> bool:
    """Return whether there is a second core, and memory for a second process."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else _LEAST_MEMORY
    if _LIMIT_OF_CONTAINER.is_file() and (limit := _LIMIT_OF_CONTAINER.read_text("ascii").strip()).isdigit():
        memory = min(memory, int(limit))
    return cores > 1 and memory >= _LEAST_MEMORY


def _titles(catalogue: Path, place: Places) -> Arrays:
    return build_titles(titles_of(partial(read_columns, catalogue)), place).to_arrays()


def _titles_of_process(process: subprocess.Popen[bytes], result: Path, catalogue: Path, place: Places) -> Arrays:
    # Its input stays open: it ends when we do.
    if status := process.wait():
        log.warning("the process that builds the title index has ended with %s; it is built here", status)
        return _titles(catalogue, place)
    arrays, _ = open_arrays(result)
    return arrays | {"titles/place": place}


def _start(catalogue: Path, result: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", _PROGRAM, str(catalogue.resolve()), str(result.resolve())]
    return subprocess.Popen(  # noqa: S603 - our own module
        command, cwd=PROJECT_ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )


def write_titles(catalogue: str, result: str) -> None:
    """Write the index of the titles of a catalogue to a new file. Runs in the other process, until its input ends."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # The places of films are known only later.
    write_arrays(Path(result), _titles(Path(catalogue), np.empty(0, np.int16)), {})


def _end_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)
