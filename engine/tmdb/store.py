"""Details that one server has looked up, shared with all others: in Redis, as JSON."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import redis

from engine.tmdb.breaker import Breaker
from engine.tmdb.parsing import is_valid
from engine.tmdb.values import FilmDetails, Rating, Role, Video, WatchOffers

VERSION = 1
"""Raised with every change of what is stored, or of what it means."""
LIFETIME_S = 30 * 24 * 3600
"""Seconds for which details are stored. TMDB's terms allow six months."""
_REDIS_S = 0.3
"""Seconds to wait for Redis."""

log = logging.getLogger("cinewatch.tmdb")


@dataclass(frozen=True, slots=True)
class StoredDetails:
    """Details that have been looked up before."""

    details: FilmDetails | None
    """`None` if TMDB has no such film."""
    age_s: float


def is_redis_url(url: str) -> bool:
    """Return whether a text can be the address of a Redis server."""
    try:
        redis.Redis.from_url(url)
    except ValueError:
        # The message may hold the password, so it goes no further.
        return False
    return True


class LookupStore:
    """Details in Redis. If Redis does not answer, the store is empty, and Redis is left alone for a while.

    Parameters
    ----------
    url
        The address of the Redis server.
    breaker
        Decides when a Redis that failed is used again.
    """

    def __init__(self, url: str, breaker: Breaker | None = None) -> None:
        self._redis = redis.Redis.from_url(url, socket_connect_timeout=_REDIS_S, socket_timeout=_REDIS_S)
        self._breaker = breaker or Breaker(max_failures=1, rest_s=30)

    def get(self, film_id: int, language: str) -> StoredDetails | None:
        """Return the stored details of a film, `None` if there are none, or none that can be read."""
        if self._breaker.rest_left() is not None:
            return None
        try:
            text = self._redis.get(_name(film_id, language))
        except redis.ResponseError:
            # The entry has another type than ours; the next `put` overwrites it.
            text = None
        except redis.RedisError as error:
            self._record_failure(error)
            return None
        self._breaker.record_success()
        try:
            return _read(json.loads(text)) if isinstance(text, bytes) else None
        except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
            log.warning("the entry of film %d in Redis is unreadable and will be overwritten", film_id)
            return None

    def put(self, film_id: int, language: str, details: FilmDetails | None) -> None:
        """Store the details of a film, if Redis takes them; `None` says that TMDB has no such film."""
        if self._breaker.rest_left() is not None:
            return
        text = json.dumps({"at": time.time(), "details": asdict(details) if details else None})
        try:
            self._redis.set(_name(film_id, language), text, ex=LIFETIME_S)
        except redis.RedisError as error:
            self._record_failure(error)
        else:
            self._breaker.record_success()

    def _record_failure(self, error: redis.RedisError) -> None:
        self._breaker.record_failure()
        # Its message may hold the address, and that a password.
        log.warning("Redis is not available, look-ups are not shared: %s", type(error).__name__)


def _name(film_id: int, language: str) -> str:
    return f"cinewatch:details:{VERSION}:{language}:{film_id}"


def _read(entry: Mapping[str, Any]) -> StoredDetails:
    age_s = max(0.0, time.time() - entry["at"])
    fields = entry["details"]
    if fields is None:
        return StoredDetails(None, age_s)
    tuples = {
        "directors": tuple(fields["directors"]),
        "cast": tuple(Role(**role) for role in fields["cast"]),
        "ratings": tuple(Rating(**rating) for rating in fields["ratings"]),
        "videos": tuple(Video(**video) for video in fields["videos"]),
        "offers": tuple(
            WatchOffers(offers["country"], offers["link"], *(tuple(offers[way]) for way in ("stream", "rent", "buy")))
            for offers in fields["offers"]
        ),
    }
    details = FilmDetails(**fields | tuples)
    if not is_valid(details):
        raise ValueError("a field has another type than ours")
    return StoredDetails(details, age_s)
