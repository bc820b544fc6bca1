"""YouTube: a trailer for a film that TMDB has none for. Without a key, the address of a search for one."""

from __future__ import annotations

import html
from collections.abc import Mapping
from urllib.parse import urlencode

from engine.tmdb.api_key import ApiKey, is_sendable
from engine.tmdb.http import JsonApi
from engine.tmdb.parsing import parse_videos
from engine.tmdb.rate_limiter import RateLimiter
from engine.tmdb.timing import DEFAULT_LIMITS, SYSTEM_CLOCK, Clock, HttpLimits
from engine.tmdb.values import Video

_MAX_IN_FLIGHT = 2
_REFUSALS = frozenset({400, 401, 403})
_CALLS_PER_SECOND = 10
"""A search costs a hundredth of what a key may use in a day."""


class YouTubeClient:
    """YouTube's search, by its Data API of version 3. Any number of threads may share one.

    Parameters
    ----------
    base_url
        The address of the API.
    api_key
        A key of Google; without one no trailer is found.
    limits
        What one call may cost.
    clock
        Where the time comes from.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str | None,
        limits: HttpLimits = DEFAULT_LIMITS,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self._api = None
        if is_sendable(api_key):
            limiter = RateLimiter(_CALLS_PER_SECOND, _MAX_IN_FLIGHT, "youtube")
            key = ApiKey(api_key or "", "key")
            self._api = JsonApi("YouTube", base_url, key, limiter, _MAX_IN_FLIGHT, _REFUSALS, limits, clock)

    def trailer(self, title: str, year: int | None, language: str) -> Video | None:
        """Return the first video that a search finds, `None` without a key or without a hit. Raises LookupFailed."""
        if self._api is None:
            return None
        parameters = {"part": "snippet", "type": "video", "maxResults": "1", "videoEmbeddable": "true"}
        parameters |= {"q": search_words(title, year), "relevanceLanguage": language}
        return _first_video(self._api.get("/search", parameters), language)


def _first_video(answer: object, language: str) -> Video | None:
    items = answer.get("items") if isinstance(answer, Mapping) else None
    first = items[0] if isinstance(items, list) and items else None
    if not isinstance(first, Mapping) or not isinstance(first.get("id"), Mapping):
        return None
    snippet = first.get("snippet")
    title = snippet.get("title") if isinstance(snippet, Mapping) else None
    # YouTube escapes titles for HTML. The rest is checked as TMDB's videos are.
    name = html.unescape(title) if isinstance(title, str) else ""
    video = {"site": "YouTube", "key": first["id"].get("videoId"), "type": "Trailer", "name": name}
    return next(iter(parse_videos({"videos": {"results": [video]}}, language)), None)


def search_words(title: str, year: int | None) -> str:
    """Return what to search for."""
    return f"{title} {year} trailer" if year else f"{title} film trailer"


def trailer_search_url(title: str, year: int | None) -> str:
    """Return the address of YouTube's own page that searches for a trailer."""
    return f"https://www.youtube.com/results?{urlencode({'search_query': search_words(title, year)})}"
