"""TMDB's API: the details of a film in one call, and a few facts about TMDB itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.errors import KeyRefused, NoKey, Unavailable
from engine.tmdb.api_key import ApiKey, is_sendable
from engine.tmdb.breaker import Breaker
from engine.tmdb.http import JsonApi
from engine.tmdb.parsing import parse_details
from engine.tmdb.rate_limiter import RateLimiter
from engine.tmdb.timing import DEFAULT_LIMITS, SYSTEM_CLOCK, Clock, HttpLimits
from engine.tmdb.values import FilmDetails, KeyState

LOOKUP_WORKERS = 8
"""Calls in flight at once."""
CALLS_PER_SECOND = 40
"""TMDB has named no limit since 2019; about as many are tolerated."""

_REFUSED_S = 60
"""Seconds until a refused key is tried again: it may have become valid."""
_APPENDED = "credits,release_dates,videos,watch/providers,external_ids"
_WEB_ADDRESS = re.compile(r"https?://[\w.:/-]+")


class TmdbClient:
    """TMDB's API, version 3. Any number of threads may share one.

    Parameters
    ----------
    base_url
        The address of the API.
    token
        A bearer token; used rather than `api_key` if both are set.
    api_key
        A key of version 3.
    limiter
        Decides when a call may begin.
    limits
        What one call may cost.
    clock
        Where the time comes from.
    """

    def __init__(
        self,
        base_url: str,
        token: str | None,
        api_key: str | None,
        limiter: RateLimiter,
        limits: HttpLimits = DEFAULT_LIMITS,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        secret = token or api_key
        self.limiter = limiter
        self.api = None
        """`None` if there is no key that can be sent."""
        if is_sendable(secret):
            key = ApiKey(token) if token else ApiKey(api_key or "", "api_key")
            self.api = JsonApi("TMDB", base_url, key, limiter, LOOKUP_WORKERS, limits=limits, clock=clock)
        self.key_state: KeyState = "untried" if self.api else "refused" if secret else "none"
        self._refusals = Breaker(max_failures=1, rest_s=_REFUSED_S, clock=clock.now)

    def details(self, film_id: int, language: str) -> FilmDetails | None:
        """Return the details of a film, `None` if TMDB does not have it. Raises LookupFailed."""
        # Without this, TMDB sends videos in the one language only.
        video_languages = ",".join(dict.fromkeys((language, "en", "null")))
        parameters = {"language": language, "append_to_response": _APPENDED, "include_video_language": video_languages}
        answer = self._get(f"/movie/{film_id}", parameters)
        if answer is None:
            return None
        details = parse_details(answer, film_id, language)
        if details is None:
            raise Unavailable("TMDB's answer is not about this film")
        return details

    def film_id_of(self, imdb_id: str) -> int | None:
        """Return TMDB's id of the film with this IMDb id, `None` if TMDB does not have it. Raises LookupFailed."""
        answer = self._get(f"/find/{imdb_id}", {"external_source": "imdb_id"})
        films = answer.get("movie_results") if isinstance(answer, Mapping) else None
        first = films[0] if isinstance(films, list) and films else None
        film_id = first.get("id") if isinstance(first, Mapping) else None
        return film_id if isinstance(film_id, int) and not isinstance(film_id, bool) else None

    def image_base_url(self) -> str | None:
        """Return the address that paths of images are added to, `None` if TMDB names none. Raises LookupFailed."""
        answer = self._get("/configuration", {})
        images = answer.get("images") if isinstance(answer, Mapping) else None
        address = images.get("secure_base_url") if isinstance(images, Mapping) else None
        return address.rstrip("/") if isinstance(address, str) and _WEB_ADDRESS.fullmatch(address) else None

    def countries(self) -> dict[str, str]:
        """Return the English names of countries by their codes. Raises LookupFailed."""
        answer = self._get("/configuration/countries", {})
        countries = [item for item in answer if isinstance(item, Mapping)] if isinstance(answer, list) else []
        names = [(country.get("iso_3166_1"), country.get("english_name")) for country in countries]
        return {code: name for code, name in names if isinstance(code, str) and isinstance(name, str)}

    def _get(self, path: str, parameters: Mapping[str, str]) -> Any | None:
        if self.api is None:
            if self.key_state == "none":
                raise NoKey("no TMDB key is set")
            raise KeyRefused("the TMDB key has a character that no key has, such as a line break; copy it again")
        if self._refusals.rest_left() is not None:
            raise KeyRefused("TMDB does not accept the key")
        try:
            answer = self.api.get(path, parameters)
        except KeyRefused:
            self.key_state = "refused"
            self._refusals.record_failure()
            raise
        self.key_state = "valid"
        self._refusals.record_success()
        return answer
