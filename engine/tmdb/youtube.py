"""YouTube: a trailer where TMDB has none. Without a key, the address of a search for one."""

from __future__ import annotations

import html
from collections.abc import Mapping
from urllib.parse import urlencode

from engine.tmdb.http import ApiKey, JsonApi, is_key
from engine.tmdb.parsing import videos_of
from engine.tmdb.rate_limiter import RateLimiter
from engine.tmdb.values import Video

_WORKERS = 2
_REFUSALS = frozenset({400, 401, 403})
_LIMIT = 10
"""Calls a second. A search costs a hundredth of what a key may ask for in a day."""


class YouTubeClient:
    """YouTube's search, by its Data API of version 3. Any number of threads may share one."""

    def __init__(self, base_url: str, api_key: str | None) -> None:
        pace = RateLimiter(_LIMIT, _WORKERS, "youtube")
        self.http = None
        if is_key(api_key):
            self.http = JsonApi("YouTube", base_url, ApiKey(api_key or "", "key"), pace, _WORKERS, _REFUSALS)

    def trailer(self, title: str, year: int | None, language: str) -> Video | None:
        """Return the first video that is found for a film; `None` without a key, or where none is found.

        Raises OnlineError.
        """
        if self.http is None:
            return None
        asked = {"part": "snippet", "type": "video", "maxResults": "1", "videoEmbeddable": "true"}
        answer = self.http.get("/search", asked | {"q": words_for(title, year), "relevanceLanguage": language})
        items = answer.get("items") if isinstance(answer, Mapping) else None
        first = items[0] if isinstance(items, list) and items else None
        found = first.get("id") if isinstance(first, Mapping) else None
        snippet = first.get("snippet") if isinstance(first, Mapping) else None
        if not isinstance(found, Mapping):
            return None
        # Checked as TMDB's are; titles come escaped for HTML.
        name = snippet.get("title") if isinstance(snippet, Mapping) else None
        told = {"site": "YouTube", "key": found.get("videoId"), "type": "Trailer"}
        told["name"] = html.unescape(name) if isinstance(name, str) else ""
        return next(iter(videos_of({"videos": {"results": [told]}}, language)), None)


def words_for(title: str, year: int | None) -> str:
    """Return what to search for."""
    return f"{title} {year} trailer" if year else f"{title} film trailer"


def search_address(title: str, year: int | None) -> str:
    """Return the address of YouTube's own page that searches for a trailer."""
    return f"https://www.youtube.com/results?{urlencode({'search_query': words_for(title, year)})}"
