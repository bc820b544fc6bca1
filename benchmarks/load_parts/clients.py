"""Clients of the API that ask at a steady rate, however long answers take, and try once more if one fails."""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests

_RETRY_S = 0.5
_TIMEOUT_S = 15.0
_THREADS = 32


@dataclass(slots=True)
class Answers:
    """What the clients got."""

    seconds: list[float] = field(default_factory=list)
    """From when each request was due to its answer."""
    retried: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    """What failed twice."""

    def __str__(self) -> str:
        if len(self.seconds) < 2:
            return f"{len(self.seconds)} answers, errors: {dict(self.errors)}"
        cuts = statistics.quantiles(self.seconds, n=100)
        times = ", ".join(f"p{each} {1000 * cuts[each - 1]:.0f} ms" for each in (50, 95, 99))
        errors = ", ".join(f"{count} x {error}" for error, count in self.errors.items()) or "none"
        return f"{len(self.seconds)} answers, {times}, tried again {self.retried}, errors: {errors}"


@contextmanager
def clients(address: str, films: Sequence[int], rate: float) -> Iterator[Answers]:
    """Ask for recommendations, `rate` in a second, while the block runs; yield what comes of it."""
    answers, over = Answers(), threading.Event()
    with ThreadPoolExecutor(_THREADS) as threads:
        chance, start = random.Random(7), time.monotonic()

        def go() -> None:
            number = 0
            while not over.wait(max(0.0, start + number / rate - time.monotonic())):
                threads.submit(_ask, address, chance.choice(films), answers, time.monotonic())
                number += 1

        asking = threading.Thread(target=go)
        asking.start()
        try:
            yield answers
        finally:
            over.set()
            asking.join()


def _ask(address: str, film: int, answers: Answers, due: float) -> None:
    for last in (False, True):
        try:
            url = f"{address}/api/v1/recommend"
            answer = requests.get(url, params={"liked": film, "k": 10}, timeout=_TIMEOUT_S)
            fault = "" if answer.ok else f"status {answer.status_code}"
        except requests.RequestException as error:
            fault = type(error).__name__
        if not fault:
            answers.seconds.append(time.monotonic() - due)
            return
        if last:
            answers.errors[fault] += 1
        else:
            answers.retried += 1
            time.sleep(_RETRY_S)
