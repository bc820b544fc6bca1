"""What one process has looked up, for all replicas: details in Redis, as JSON. Without Redis there is nothing here."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import redis

from engine.tmdb.breaker import Breaker
from engine.tmdb.parsing import is_sound
from engine.tmdb.values import FilmDetails, Rating, Role, Video, WatchOffers

VERSION = 1
"""Raised with every change of what is stored, or of what it means."""
KEPT_S = 30 * 24 * 3600
"""Seconds that a look-up is kept. TMDB's terms allow six months."""
_WAIT_S = 0.3

log = logging.getLogger("cinewatch.online")


@dataclass(frozen=True, slots=True)
class Stored:
    """A look-up that has been made before."""

    details: FilmDetails | None
    """`None` where TMDB has no such film."""
    age_s: float


def is_address(url: str) -> bool:
    """Return whether a URL can be one of Redis."""
    try:
        redis.Redis.from_url(url)
    except ValueError:
        # What it says may hold the password.
        return False
    return True


class LookupStore:
    """Look-ups in Redis. Where Redis does not answer there are none, and nobody waits for it again for a while."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(url, socket_connect_timeout=_WAIT_S, socket_timeout=_WAIT_S)
        self._breaker = Breaker(most_failures=1, rest_s=30)

    def get(self, film_id: int, language: str) -> Stored | None:
        """Return what has been looked up about a film; `None` where nothing has, or it cannot be read."""
        if self._breaker.rests() is not None:
            return None
        try:
            found = self._redis.get(_name(film_id, language))
        except redis.ResponseError:
            # Of another type than ours: it will be written over.
            found = None
        except redis.RedisError as error:
            self._failed(error)
            return None
        self._breaker.succeeded()
        try:
            return _read(json.loads(found)) if isinstance(found, bytes) else None
        except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
            # Whatever it is, it will be written over.
            log.warning("what Redis has of film %d is no look-up", film_id)
            return None

    def put(self, film_id: int, language: str, details: FilmDetails | None) -> None:
        """Keep what has been looked up about a film, if Redis takes it."""
        if self._breaker.rests() is not None:
            return
        written = json.dumps({"at": time.time(), "details": asdict(details) if details else None})
        try:
            self._redis.set(_name(film_id, language), written, ex=KEPT_S)
        except redis.RedisError as error:
            self._failed(error)
        else:
            self._breaker.succeeded()

    def _failed(self, error: redis.RedisError) -> None:
        self._breaker.failed()
        # Its message may hold the address, and that a password.
        log.warning("Redis is not there, so look-ups are not shared: %s", type(error).__name__)


def _name(film_id: int, language: str) -> str:
    return f"cinewatch:details:{VERSION}:{language}:{film_id}"


def _read(written: Mapping[str, Any]) -> Stored:
    age_s = max(0.0, time.time() - written["at"])
    told = written["details"]
    if told is None:
        return Stored(None, age_s)
    lists = {
        "directors": tuple(told["directors"]),
        "cast": tuple(Role(**one) for one in told["cast"]),
        "ratings": tuple(Rating(**one) for one in told["ratings"]),
        "videos": tuple(Video(**one) for one in told["videos"]),
        "offers": tuple(
            WatchOffers(one["country"], one["link"], *(tuple(one[way]) for way in ("stream", "rent", "buy")))
            for one in told["offers"]
        ),
    }
    details = FilmDetails(**told | lists)
    if not is_sound(details):
        raise ValueError("another type than ours")
    return Stored(details, age_s)
