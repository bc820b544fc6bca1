"""A bar for what takes long, once for a dataset: to build its index, and to draw its map."""

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
"""Of the time a build takes: of 1.3 million films reading the file took 28 of 67 seconds."""
MAP_SHARES = dict(zip(MAP_STAGES, (0.05, 0.3, 0.9), strict=True))
"""How much of a map is done as each step begins: of 5,000 films they took 5, 11 and 1 of 17 seconds."""
_TELLING = 3
"""Seconds after which a guess at the rest is worth something."""


@contextmanager
def build_progress(name: str) -> Iterator[Progress]:
    """Draw a bar while the index of the dataset `name` is built; yield the function that moves it."""
    title = f"Building the index of {literal(name)}, this once"
    bar = st.progress(0.0, title)
    start = time.monotonic()

    def move(stage: str, done: int, total: int) -> None:
        share = share_done(stage, done, total)
        bar.progress(share, f"{title} · {stage}{time_left(time.monotonic() - start, share)}")

    yield move
    bar.empty()


@contextmanager
def map_progress(films: int) -> Iterator[Progress]:
    """Draw a bar while the map of so many films is made; yield the function that moves it, told each step."""
    title = f"Drawing the map of {films:,} films, this once"
    bar = st.progress(0.0, title)

    def move(stage: str, *_: int) -> None:
        bar.progress(MAP_SHARES[stage], f"{title} · {stage}")

    yield move
    bar.empty()


def share_done(stage: str, done: int, total: int) -> float:
    """Return how much of a build is done, 0 to 1, from what it tells: bytes while reading, then steps."""
    part = min(1.0, done / total) if total else 0.0
    return READING_SHARE * part if stage == READING else READING_SHARE + (1 - READING_SHARE) * part


def time_left(elapsed: float, share: float) -> str:
    """Return a guess at the rest in words, from the seconds a share of the work took; nothing very early or late."""
    left = elapsed * (1 - share) / share if share else 0.0
    if elapsed < _TELLING or left < 1:
        return ""
    return f", about {left:.0f} s left" if left < 90 else f", about {left / 60:.0f} min left"
