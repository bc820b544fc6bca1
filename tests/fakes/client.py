"""A plain client of the fake TMDB, for the tests of the fake itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import requests

from fakes.tmdb import KEY, YOUTUBE_KEY, FakeTmdb
from fakes.tmdb_films import MATRIX

Json = dict[str, Any]
EVERYTHING = "credits,release_dates,videos,watch/providers,images,external_ids"
SEARCH: Json = {"part": "snippet", "q": "Tom & Jerry", "type": "video", "key": YOUTUBE_KEY}


def get(url: str, timeout: float = 5, headers: Json | None = None, **query: Any) -> requests.Response:
    """Fetch `url` on a connection of its own, without a proxy."""
    with requests.Session() as session:
        session.trust_env = False
        # A busy machine may take its time to connect.
        return session.get(url, params=query, headers=headers, timeout=(30, timeout))


def movie(tmdb: FakeTmdb, film_id: int = MATRIX.id, timeout: float = 5, **query: Any) -> requests.Response:
    return get(f"{tmdb.base_url}/movie/{film_id}", timeout, api_key=KEY, **query)


def json_of(response: requests.Response) -> Any:
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/json")
    return response.json()


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for `condition`, at most half a minute."""
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)
