"""The facade of this room: what TMDB and YouTube know about films, shared through Redis if there is one."""

from __future__ import annotations

import logging
import threading
from typing import Self

from engine.errors import LookupFailed, SettingsError
from engine.settings import Settings
from engine.tmdb.client import CALLS_PER_SECOND, LOOKUP_WORKERS, TmdbClient
from engine.tmdb.rate_limiter import RateLimiter
from engine.tmdb.store import LookupStore, is_redis_url
from engine.tmdb.timing import DEFAULT_LIMITS, SYSTEM_CLOCK, Clock, HttpLimits
from engine.tmdb.values import FilmDetails, TmdbStatus, Video
from engine.tmdb.youtube import YouTubeClient

FRESH_S = 24 * 3600
"""Seconds after which details from another server are looked up again."""

log = logging.getLogger("cinewatch.tmdb")


class TmdbLookups:
    """Look-ups at TMDB and YouTube. Any number of threads may share one; it caches nothing itself.

    Parameters
    ----------
    tmdb
        The client for details, images and countries.
    youtube
        The client for trailers.
    store
        Details that other servers have looked up, `None` to share nothing.
    """

    def __init__(self, tmdb: TmdbClient, youtube: YouTubeClient, store: LookupStore | None = None) -> None:
        self._tmdb = tmdb
        self._youtube = youtube
        self._store = store
        self._lock = threading.Lock()
        self._lookups = 0
        self._shared_hits = 0

    @classmethod
    def from_settings(
        cls, settings: Settings, limits: HttpLimits = DEFAULT_LIMITS, clock: Clock = SYSTEM_CLOCK
    ) -> Self:
        """Return look-ups with the keys and addresses of the settings. Nothing is connected yet.

        Raises
        ------
        SettingsError
            If the address of Redis is not one.
        """
        url = settings.redis_url
        if url and not is_redis_url(url):
            raise SettingsError(
                "CINEWATCH_REDIS_URL is not the address of a Redis server, such as redis://localhost:6379/0"
            )
        limiter = RateLimiter(CALLS_PER_SECOND, LOOKUP_WORKERS, "tmdb", url)
        token, key = settings.tmdb_access_token, settings.tmdb_api_key
        return cls(
            TmdbClient(settings.tmdb_base_url, token, key, limiter, limits, clock),
            YouTubeClient(settings.youtube_base_url, settings.youtube_api_key, limits, clock),
            LookupStore(url) if url else None,
        )

    @property
    def has_key(self) -> bool:
        """Whether a key for TMDB is set, even one that TMDB refuses."""
        return self._tmdb.key_state != "none"

    def details(self, film_id: int, language: str) -> FilmDetails | None:
        """Return the details of a film, from Redis if they are fresh, else from TMDB.

        If TMDB does not answer, what Redis has is returned, however old.

        Parameters
        ----------
        film_id
            TMDB's id of the film.
        language
            Code of ISO 639-1, with a region if you like: "de", "pt-BR".

        Returns
        -------
        FilmDetails or None
            `None` if TMDB does not have the film.

        Raises
        ------
        LookupFailed
            If neither TMDB nor Redis has an answer.
        """
        with self._lock:
            self._lookups += 1
        stored = self._store.get(film_id, language) if self._store else None
        if stored and stored.age_s < FRESH_S:
            with self._lock:
                self._shared_hits += 1
            return stored.details
        try:
            details = self._tmdb.details(film_id, language)
        except LookupFailed as error:
            if stored is None:
                raise
            log.warning("film %d is shown with details from %.0f hours ago: %s", film_id, stored.age_s / 3600, error)
            return stored.details
        if self._store:
            self._store.put(film_id, language, details)
        return details

    def trailer(self, title: str, year: int | None, language: str) -> Video | None:
        """Return a trailer from YouTube, `None` without a key or if there is none. Raises LookupFailed."""
        return self._youtube.trailer(title, year, language)

    def film_id_of(self, imdb_id: str) -> int | None:
        """Return TMDB's id of the film with this IMDb id, `None` if TMDB does not have it. Raises LookupFailed."""
        return self._tmdb.film_id_of(imdb_id)

    def image_base_url(self) -> str | None:
        """Return the address that paths of images are added to, `None` if TMDB names none. Raises LookupFailed."""
        return self._tmdb.image_base_url()

    def countries(self) -> dict[str, str]:
        """Return the English names of countries by their codes. Raises LookupFailed."""
        return self._tmdb.countries()

    def status(self) -> TmdbStatus:
        """Return the state of the key and of the calls made so far."""
        api = self._tmdb.api
        return TmdbStatus(
            key=self._tmdb.key_state,
            calls=api.calls if api else 0,
            calls_last_second=self._tmdb.limiter.calls_last_second(),
            limit=CALLS_PER_SECOND,
            lookups=self._lookups,
            shared_hits=self._shared_hits,
            shared=self._store is not None,
            last_error=api.last_error if api else "",
        )
