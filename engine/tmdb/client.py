"""TMDB: what it knows of a film, in one call a film."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.errors import KeyRefused, NoKey, Unavailable
from engine.tmdb.breaker import Breaker
from engine.tmdb.http import ApiKey, JsonApi, is_key
from engine.tmdb.parsing import details_of
from engine.tmdb.rate_limiter import RateLimiter
from engine.tmdb.values import FilmDetails, KeyState

WORKERS = 8
"""Calls that are on their way at once."""
LIMIT = 40
"""Calls a second. TMDB has told no limit since 2019; about as many are tolerated."""

_REFUSED_S = 60
"""Seconds after which a key that has been refused is tried again: it may have been made valid since."""
_APPENDED = "credits,release_dates,videos,watch/providers,external_ids"
_SECURE = re.compile(r"https?://[\w.:/-]+")


class TmdbClient:
    """TMDB's API of version 3. Any number of threads may share one."""

    def __init__(self, base_url: str, token: str | None, api_key: str | None, redis_url: str | None = None) -> None:
        self.pace = RateLimiter(LIMIT, WORKERS, "tmdb", redis_url)
        secret = token or api_key
        self.http = None
        if is_key(secret):
            key = ApiKey(token) if token else ApiKey(api_key or "", "api_key")
            self.http = JsonApi("TMDB", base_url, key, self.pace, WORKERS)
        self.key_state: KeyState = "untried" if self.http else "refused" if secret else "none"
        self._refusals = Breaker(most_failures=1, rest_s=_REFUSED_S)

    def details(self, film_id: int, language: str) -> FilmDetails | None:
        """Return what TMDB knows of a film, `None` if it does not know it. Raises OnlineError."""
        # Without these, videos come in the one language alone.
        languages = ",".join(dict.fromkeys((language, "en", "null")))
        asked = {"language": language, "append_to_response": _APPENDED, "include_video_language": languages}
        answer = self._get(f"/movie/{film_id}", asked)
        if answer is None:
            return None
        details = details_of(answer, film_id, language)
        if details is None:
            raise Unavailable("TMDB answered with something else than the film")
        return details

    def id_of(self, imdb_id: str) -> int | None:
        """Return the id of the film that IMDb calls `imdb_id`, `None` if TMDB does not know it. Raises OnlineError."""
        answer = self._get(f"/find/{imdb_id}", {"external_source": "imdb_id"})
        found = answer.get("movie_results") if isinstance(answer, Mapping) else None
        first = found[0] if isinstance(found, list) and found else None
        film_id = first.get("id") if isinstance(first, Mapping) else None
        return film_id if isinstance(film_id, int) and not isinstance(film_id, bool) else None

    def images(self) -> str | None:
        """Return where images lie, as TMDB says; `None` if it says nothing that makes sense. Raises OnlineError."""
        answer = self._get("/configuration", {})
        images = answer.get("images") if isinstance(answer, Mapping) else None
        address = images.get("secure_base_url") if isinstance(images, Mapping) else None
        return address.rstrip("/") if isinstance(address, str) and _SECURE.fullmatch(address) else None

    def countries(self) -> dict[str, str]:
        """Return the English names of countries by their codes. Raises OnlineError."""
        answer = self._get("/configuration/countries", {})
        listed = [one for one in answer if isinstance(one, Mapping)] if isinstance(answer, list) else []
        named = [(one.get("iso_3166_1"), one.get("english_name")) for one in listed]
        return {code: name for code, name in named if isinstance(code, str) and isinstance(name, str)}

    def _get(self, path: str, parameters: Mapping[str, str]) -> Any | None:
        if self.http is None:
            if self.key_state == "none":
                raise NoKey("no key for TMDB is set")
            raise KeyRefused(
                "the key for TMDB holds what no key does, such as a line break: see that it is copied whole"
            )
        if self._refusals.rests() is not None:
            raise KeyRefused("TMDB does not accept the key")
        try:
            answer = self.http.get(path, parameters)
        except KeyRefused:
            self.key_state = "refused"
            self._refusals.failed()
            raise
        self.key_state = "valid"
        self._refusals.succeeded()
        return answer
