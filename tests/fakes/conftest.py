"""The fake TMDB, running."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fakes.tmdb import FakeTmdb


@pytest.fixture
def tmdb() -> Iterator[FakeTmdb]:
    """Return a fake TMDB that has every film but number 404."""
    with FakeTmdb(missing=(404,)) as fake:
        yield fake
