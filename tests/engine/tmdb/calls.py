"""What the tests of the room `online` share: how it is wired to the stand-in, and what a call comes to."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.errors import OnlineError
from engine.settings import Settings
from engine.tmdb.lookups import TmdbLookups
from fakes.tmdb import KEY, YOUTUBE_KEY, FakeTmdb

NOBODY = "http://127.0.0.1:9/3"
"""An address where nobody listens."""


def settings_for(tmdb: FakeTmdb, **changed: Any) -> Settings:
    """Return settings with the v3 key and YouTube's, but for what is `changed`."""
    settings = Settings(
        dataset=Path("films.csv"),
        dataset_named=False,
        models_dir=Path("models"),
        tmdb_base_url=tmdb.base_url,
        youtube_base_url=tmdb.youtube_url,
        tmdb_api_key=KEY,
        youtube_api_key=YOUTUBE_KEY,
    )
    return replace(settings, **changed)


def online_at(tmdb: FakeTmdb, **changed: Any) -> TmdbLookups:
    """Return the room as new, asking the stand-in."""
    return TmdbLookups(settings_for(tmdb, **changed))


def outcome_of(call: Callable[[], object]) -> object:
    """Return what a call returns, or the error of ours that it raises."""
    try:
        return call()
    except OnlineError as error:
        return error


class Spent:
    """Seconds that a block has taken, once it is over."""

    seconds = 0.0


@contextmanager
def timed() -> Iterator[Spent]:
    """Measure how long the block takes."""
    spent, start = Spent(), time.monotonic()
    yield spent
    spent.seconds = time.monotonic() - start
