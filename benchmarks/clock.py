"""Time and memory of the current process."""

from __future__ import annotations

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
    peak: list[float] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(every_s):
            now = _kib("/proc/self/status", "RssAnon:") or 0.0
            peak[:] = [max([now, *peak])]

    watcher = threading.Thread(target=watch, daemon=True)
    if private_mib() is not None:
        watcher.start()
    try:
        yield peak
    finally:
        over.set()
        if watcher.ident:
            watcher.join()


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
