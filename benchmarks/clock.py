"""Time and memory of the current process, and of those that it starts."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

Measurements = dict[str, Any]
"""Numbers by name, as JSON holds them."""


def milliseconds(run: Callable[[Any], object], cases: Iterable[Any]) -> list[float]:
    """Return how long `run` takes for each case, in milliseconds."""
    times = []
    for case in cases:
        start = time.perf_counter()
        run(case)
        times.append((time.perf_counter() - start) * 1000)
    return times


def summary(times: list[float]) -> Measurements:
    """Return the median and the 99th percentile of times in milliseconds, and how many there are."""
    return {
        "median": round(float(np.median(times)), 3),
        "p99": round(float(np.percentile(times, 99)), 3),
        "n": len(times),
    }


def peak_mib() -> float | None:
    """Return the peak memory of this process in MiB, mapped files included; `None` except on Linux."""
    # The usual `ru_maxrss` also counts the process it was forked from.
    return _kib("/proc/self/status", "VmHWM:")


def private_mib() -> float | None:
    """Return the memory of this process that no file backs, in MiB; `None` except on Linux."""
    return _kib("/proc/self/smaps_rollup", "Anonymous:")


@contextmanager
def watched_memory(every_s: float = 0.004) -> Iterator[list[float]]:
    """Yield a list that ends up with the peak of private memory in MiB; it stays empty except on Linux."""
    with _watched(lambda: _kib("/proc/self/status", "RssAnon:"), every_s) as peak:
        yield peak


@contextmanager
def watched_processes(every_s: float = 0.05) -> Iterator[list[float]]:
    """Yield a list that ends up with the peak memory of this process and all that it has started together, in MiB.

    Mapped files are included, and what processes share counts once. The list stays empty except on Linux.
    """
    with _watched(lambda: sum(map(_pss_mib, _with_children(os.getpid()))) or None, every_s) as peak:
        yield peak


@contextmanager
def _watched(read: Callable[[], float | None], every_s: float) -> Iterator[list[float]]:
    """Yield a list that ends up with the highest number that `read` has returned; empty if it returns `None`."""
    peak: list[float] = []
    over = threading.Event()

    def look() -> None:
        peak[:] = [max([read() or 0.0, *peak])]

    def watch() -> None:
        while not over.wait(every_s):
            look()

    watcher = threading.Thread(target=watch, daemon=True)
    is_known = read() is not None
    if is_known:
        watcher.start()
    try:
        yield peak
    finally:
        over.set()
        if is_known:
            watcher.join()
            look()


def _with_children(process: int) -> Iterator[int]:
    """Yield a process and all that it and its children have started, and that have not ended."""
    yield process
    for table in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = table.read_text("ascii").split()
        except OSError:
            continue
        for child in children:
            yield from _with_children(int(child))


def _pss_mib(process: int) -> float:
    """Return the memory of a process, its share of what others have too; 0 if it has ended."""
    try:
        return _kib(f"/proc/{process}/smaps_rollup", "Pss:") or 0.0
    except (OSError, StopIteration):
        return 0.0


def _kib(table: str, name: str) -> float | None:
    path = Path(table)
    if not path.exists():
        return None
    lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024, 1)


def bandwidth_gb_s() -> float:
    """Return how fast one core reads memory, in GB/s: the best of five passes over 512 MiB."""
    numbers = np.ones(2**26, dtype=np.float64)
    best = min(milliseconds(lambda array: array.sum(), [numbers] * 5))
    return round(numbers.nbytes / best / 1e6, 1)
