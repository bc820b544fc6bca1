"""A key for TMDB, or none, for code that runs outside of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from ui import cache

SetKey = Callable[[str], None]


@pytest.fixture
def set_key(monkeypatch: pytest.MonkeyPatch) -> Iterator[SetKey]:
    """Return a function that sets the key for TMDB, or none for an empty text."""

    def put(key: str) -> None:
        for name in ("TMDB_ACCESS_TOKEN", "CINEWATCH_REDIS_URL"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("TMDB_API_KEY", key)
        cache.forget()

    yield put
    cache.forget()
