"""Online, the facade of this room: what TMDB and YouTube tell of films, through Redis where there is one."""

from __future__ import annotations

import logging
import threading

from engine.errors import OnlineError, SettingsError
from engine.settings import Settings
from engine.tmdb.client import LIMIT, TmdbClient
from engine.tmdb.store import LookupStore, is_address
from engine.tmdb.values import FilmDetails, TmdbStatus, Video
from engine.tmdb.youtube import YouTubeClient

FRESH_S = 24 * 3600
"""Seconds after which what another process has looked up is looked up again."""

log = logging.getLogger("cinewatch.online")


class TmdbLookups:
    """What is known online, in this process. Any number of threads may share one; it remembers nothing itself."""

    def __init__(self, settings: Settings) -> None:
        """Connect to nothing yet. Raises SettingsError for an address of Redis that is none."""
        url = settings.redis_url
        if url and not is_address(url):
            raise SettingsError("CINEWATCH_REDIS_URL is no address of a Redis server, such as redis://localhost:6379/0")
        self._tmdb = TmdbClient(settings.tmdb_base_url, settings.tmdb_access_token, settings.tmdb_api_key, url)
        self._youtube = YouTubeClient(settings.youtube_base_url, settings.youtube_api_key)
        self._store = LookupStore(url) if url else None
        self._lock = threading.Lock()
        self._look_ups = 0
        self._shared_hits = 0

    @property
    def has_key(self) -> bool:
        """Whether a key for TMDB is set, if only one that is refused."""
        return self._tmdb.key_state != "none"

    def details(self, film_id: int, language: str) -> FilmDetails | None:
        """Return what TMDB knows of a film, `None` if it does not know it: from Redis if that is fresh, else by a call.

        Where TMDB does not answer, what Redis has is taken however old. Raises OnlineError where there is neither.
        """
        with self._lock:
            self._look_ups += 1
        stored = self._store.get(film_id, language) if self._store else None
        if stored and stored.age_s < FRESH_S:
            with self._lock:
                self._shared_hits += 1
            return stored.details
        try:
            details = self._tmdb.details(film_id, language)
        except OnlineError as error:
            if stored is None:
                raise
            log.warning("film %d is told as it was %.0f hours ago: %s", film_id, stored.age_s / 3600, error)
            return stored.details
        if self._store:
            self._store.put(film_id, language, details)
        return details

    def trailer(self, title: str, year: int | None, language: str) -> Video | None:
        """Return a trailer from YouTube, `None` without a key or where none is found. Raises OnlineError."""
        return self._youtube.trailer(title, year, language)

    def id_of(self, imdb_id: str) -> int | None:
        """Return TMDB's id of the film that IMDb calls `imdb_id`, `None` if it has none. Raises OnlineError."""
        return self._tmdb.id_of(imdb_id)

    def images(self) -> str | None:
        """Return where TMDB says that images lie, `None` if it says nothing. Raises OnlineError."""
        return self._tmdb.images()

    def countries(self) -> dict[str, str]:
        """Return the English names of countries by their codes. Raises OnlineError."""
        return self._tmdb.countries()

    def status(self) -> TmdbStatus:
        """Return how things stand with TMDB."""
        http = self._tmdb.http
        return TmdbStatus(
            key=self._tmdb.key_state,
            calls=http.calls if http else 0,
            per_second=self._tmdb.pace.begun(),
            limit=LIMIT,
            look_ups=self._look_ups,
            shared_hits=self._shared_hits,
            shared=self._store is not None,
            trouble=http.trouble if http else "",
        )
