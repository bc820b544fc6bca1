"""Progress bars for what takes long the first time: building the index of a dataset, and drawing its map."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from engine import Progress
from engine.relations import MAP_STAGES
from ui.text.markdown import literal

READING = "Reading"
READING_SHARE = 0.45
"""Share of a build's time: for 1.3 million films, reading the file took 28 of 67 seconds."""
MAP_SHARES = dict(zip(MAP_STAGES, (0.05, 0.3, 0.9), strict=True))
"""Share of a map that is done when each step begins: for 5,000 films the steps took 5, 11 and 1 of 17 seconds."""
_MIN_SECONDS = 3
"""Below it an estimate of the time left would be too rough."""


@contextmanager
def build_progress(name: str) -> Iterator[Progress]:
    """Draw a bar while the index of the dataset `name` is built; yield the callback that moves it."""
    title = f"Building the index of {literal(name)} (first time only)"
    bar = st.progress(0.0, title)
    start = time.monotonic()

    def move(stage: str, done: int, total: int) -> None:
        share = share_done(stage, done, total)
        bar.progress(share, f"{title} · {stage}{time_left(time.monotonic() - start, share)}")

    yield move
    bar.empty()


@contextmanager
def map_progress(films: int) -> Iterator[Progress]:
    """Draw a bar while the map of that many films is drawn; yield the callback that moves it."""
    title = f"Drawing the map of {films:,} films (first time only)"
    bar = st.progress(0.0, title)

    def move(stage: str, *_: int) -> None:
        bar.progress(MAP_SHARES[stage], f"{title} · {stage}")

    yield move
    bar.empty()


@contextmanager
def import_progress(rows: int) -> Iterator[Progress]:
    """Draw a bar while the films of that many rows are found; yield the callback that moves it."""
    title = f"Finding the films of {rows:,} rows"
    bar = st.progress(0.0, title)

    def move(_: str, done: int, total: int) -> None:
        bar.progress(done / max(1, total), title)

    yield move
    bar.empty()


def share_done(stage: str, done: int, total: int) -> float:
    """Return how much of a build is done, 0 to 1, from its progress: bytes while reading, then steps."""
    part = min(1.0, done / total) if total else 0.0
    return READING_SHARE * part if stage == READING else READING_SHARE + (1 - READING_SHARE) * part


def time_left(elapsed: float, share: float) -> str:
    """Return an estimate of the time left in words; empty very early and at the end.

    Parameters
    ----------
    elapsed
        Seconds so far.
    share
        Of the work that is done, 0 to 1.

    """
    left = elapsed * (1 - share) / share if share else 0.0
    if elapsed < _MIN_SECONDS or left < 1:
        return ""
    return f", about {left:.0f} s left" if left < 90 else f", about {left / 60:.0f} min left"
