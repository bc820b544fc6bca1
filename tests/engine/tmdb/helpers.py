"""What the tests of TMDB look-ups share: their connection to the fake TMDB, a clock to move, and stopwatches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.errors import LookupFailed
from engine.settings import Settings
from engine.tmdb.api_key import ApiKey
from engine.tmdb.http import JsonApi
from engine.tmdb.lookups import TmdbLookups
from engine.tmdb.rate_limiter import RateLimiter
from engine.tmdb.timing import DEFAULT_LIMITS, SYSTEM_CLOCK, Clock, HttpLimits
from engine.tmdb.values import FilmDetails
from fakes.tmdb import KEY, YOUTUBE_KEY, FakeTmdb

DEAD_ADDRESS = "http://127.0.0.1:9/3"
"""An address where no server listens."""
MATRIX = 603

Outcome = LookupFailed | str | None
"""The error, the title of the film, or `None` if there is no such film."""


class FakeClock:
    """A clock that stands still unless a test advances it or something sleeps, which takes no real time."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.sleeps: list[float] = []

    def now(self) -> float:
        """Return the time."""
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """Advance by a sleep."""
        self.sleeps.append(seconds)
        self.seconds += seconds

    @property
    def clock(self) -> Clock:
        """The clock as the engine takes it."""
        return Clock(self.now, self.sleep)


def settings_for(tmdb: FakeTmdb, **changes: Any) -> Settings:
    """Return settings with a v3 key and a key of YouTube, apart from `changes`."""
    settings = Settings(
        dataset=Path("films.csv"),
        dataset_named=False,
        models_dir=Path("models"),
        tmdb_base_url=tmdb.base_url,
        youtube_base_url=tmdb.youtube_url,
        tmdb_api_key=KEY,
        youtube_api_key=YOUTUBE_KEY,
    )
    return replace(settings, **changes)


def lookups_at(
    tmdb: FakeTmdb, limits: HttpLimits = DEFAULT_LIMITS, clock: Clock = SYSTEM_CLOCK, **changes: Any
) -> TmdbLookups:
    """Return new look-ups at the fake TMDB."""
    return TmdbLookups.from_settings(settings_for(tmdb, **changes), limits, clock)


def api_at(
    tmdb: FakeTmdb,
    limiter: RateLimiter | None = None,
    max_in_flight: int = 8,
    limits: HttpLimits = DEFAULT_LIMITS,
    clock: Clock = SYSTEM_CLOCK,
) -> JsonApi:
    """Return the API of the fake TMDB, with a limit that no test reaches unless it sets its own."""
    limiter = limiter or RateLimiter(100, 8, "test")
    return JsonApi("TMDB", tmdb.base_url, ApiKey(KEY, "api_key"), limiter, max_in_flight, limits=limits, clock=clock)


def outcome_of(call: Callable[[], object]) -> object:
    """Return what a call returns, or the LookupFailed that it raises."""
    try:
        return call()
    except LookupFailed as error:
        return error


class Elapsed:
    """Seconds that a block has taken, once it is over."""

    seconds = 0.0


@contextmanager
def stopwatch() -> Iterator[Elapsed]:
    """Measure how long the block takes."""
    elapsed, start = Elapsed(), time.monotonic()
    yield elapsed
    elapsed.seconds = time.monotonic() - start


def look_up(tmdb: FakeTmdb, limits: HttpLimits = DEFAULT_LIMITS, clock: Clock = SYSTEM_CLOCK) -> object:
    """Look a film up with a new client: its title, or the error raised."""
    lookups = lookups_at(tmdb, limits, clock)
    outcome = outcome_of(lambda: lookups.details(MATRIX, "en"))
    return outcome.title if isinstance(outcome, FilmDetails) else outcome


def is_same(outcome: object, expected: Outcome) -> bool:
    """Return whether two outcomes have the same title, or errors of the same class and message."""
    if isinstance(expected, LookupFailed):
        return type(outcome) is type(expected) and str(outcome) == str(expected)
    return outcome == expected


def name_of(value: object) -> str:
    """Return the name of a case."""
    return getattr(value, "__name__", str(value)[:40])


def title_of(lookups: TmdbLookups, film_id: int = MATRIX) -> str:
    """Return the title of a film that TMDB has."""
    film = lookups.details(film_id, "en")
    assert film is not None
    return film.title
