"""Fixtures of the TMDB look-ups: the fake TMDB, a clock, and real Redis servers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.redis_server import RedisServer, redis_server
from fakes.tmdb import FakeTmdb
from tests.engine.tmdb.helpers import FakeClock


@pytest.fixture
def tmdb() -> Iterator[FakeTmdb]:
    """Return a fake TMDB that has every film but number 404."""
    with FakeTmdb(missing=(404,)) as fake:
        yield fake


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="module")
def shared_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with redis_server(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def redis(shared_redis: RedisServer) -> RedisServer:
    """Return an empty Redis."""
    shared_redis.client.flushall()
    return shared_redis


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """Return a Redis that a test may stop."""
    with redis_server(tmp_path, password="own-password") as server:  # noqa: S106 - it lives as long as the test
        yield server
