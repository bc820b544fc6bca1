"""Through Redis, replicas share look-ups and the limit; whatever becomes of Redis, films are told all the same."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from engine.errors import Unavailable
from engine.tmdb import store
from engine.tmdb.breaker import Breaker
from engine.tmdb.lookups import FRESH_S, TmdbLookups
from engine.tmdb.rate_limiter import RateLimiter
from engine.tmdb.store import LookupStore
from engine.tmdb.values import FilmDetails
from fakes.tmdb import FakeTmdb, Status, most_within
from tests.engine.tmdb.calls import online_at, outcome_of, timed
from tests.engine.tmdb.redis_server import RedisServer, redis_server

MATRIX = 603
NAME = f"cinewatch:details:{store.VERSION}:en:{MATRIX}"


@pytest.fixture
def tmdb() -> Iterator[FakeTmdb]:
    with FakeTmdb(missing=(404,)) as stand_in:
        yield stand_in


@pytest.fixture(scope="module")
def shared_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with redis_server(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def redis(shared_redis: RedisServer) -> RedisServer:
    """Return a Redis that holds nothing."""
    shared_redis.client.flushall()
    return shared_redis


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """Return a Redis that may die."""
    with redis_server(tmp_path, password="own-password") as server:  # noqa: S106 - it lives as long as the test
        yield server


def title(online: TmdbLookups, film_id: int = MATRIX) -> str:
    """Return the title of a film that there is."""
    found = online.details(film_id, "en")
    assert found is not None
    return found.title


def written(redis: RedisServer) -> dict[str, Any]:
    """Return what Redis holds of the film."""
    return dict(json.loads(redis.client.get(NAME)))


def age(redis: RedisServer, seconds: float) -> None:
    """Make the look-up of the film so much older, as it is written."""
    old = written(redis)
    redis.client.set(NAME, json.dumps(old | {"at": old["at"] - seconds}))


# Shared look-ups.


def test_what_one_has_looked_up_the_other_knows(tmdb: FakeTmdb, redis: RedisServer) -> None:
    one, other = online_at(tmdb, redis_url=redis.url), online_at(tmdb, redis_url=redis.url)
    looked_up = one.details(MATRIX, "en")
    found = other.details(MATRIX, "en")
    assert looked_up is not None
    assert (looked_up.title, len(looked_up.videos), len(looked_up.offers)) == ("The Matrix", 5, 3)
    # The same in every part, and made of the same types, so that it can be hashed.
    assert found == looked_up
    assert hash(found) == hash(looked_up)
    assert len(tmdb.calls) == 1
    assert [online.status().shared_hits for online in (one, other)] == [0, 1]
    assert other.status().shared
    assert other.status().calls == 0


def test_that_a_film_is_not_there_is_shared_too(tmdb: FakeTmdb, redis: RedisServer) -> None:
    one, other = online_at(tmdb, redis_url=redis.url), online_at(tmdb, redis_url=redis.url)
    assert (one.details(404, "en"), other.details(404, "en")) == (None, None)
    assert len(tmdb.calls) == 1
    assert other.status().shared_hits == 1


def test_a_failure_is_not_shared(tmdb: FakeTmdb, redis: RedisServer) -> None:
    tmdb.behave(Status(400), times=1)
    assert isinstance(outcome_of(lambda: online_at(tmdb, redis_url=redis.url).details(MATRIX, "en")), Unavailable)
    assert title(online_at(tmdb, redis_url=redis.url)) == "The Matrix"
    assert len(tmdb.calls) == 2


def test_languages_and_films_are_kept_apart(tmdb: FakeTmdb, redis: RedisServer) -> None:
    for _ in range(2):
        online = online_at(tmdb, redis_url=redis.url)
        asked = [(film_id, language) for film_id in (1, 12) for language in ("en", "de")]
        found = [online.details(*one) for one in asked]
        assert [(one.id, one.language) for one in found if one] == asked
    assert len(tmdb.calls) == 4


def test_without_redis_nothing_is_remembered(tmdb: FakeTmdb) -> None:
    online = online_at(tmdb)
    assert title(online) == title(online)
    assert len(tmdb.calls) == 2
    assert not online.status().shared


def test_a_look_up_is_kept_for_thirty_days_and_the_calls_for_a_second(tmdb: FakeTmdb, redis: RedisServer) -> None:
    title(online_at(tmdb, redis_url=redis.url))
    left = {name.decode(): redis.client.ttl(name) for name in redis.client.scan_iter()}
    kept = left.pop(NAME)
    assert 30 * 24 * 3600 - 60 < kept <= 30 * 24 * 3600
    assert left
    assert all(name.startswith("LIMITS:cinewatch.tmdb") and 0 <= seconds <= 1 for name, seconds in left.items())


def test_an_old_look_up_is_made_again_and_written_anew(tmdb: FakeTmdb, redis: RedisServer) -> None:
    title(online_at(tmdb, redis_url=redis.url))
    age(redis, FRESH_S - 60)
    title(online_at(tmdb, redis_url=redis.url))
    assert len(tmdb.calls) == 1
    age(redis, 120)
    title(online_at(tmdb, redis_url=redis.url))
    assert len(tmdb.calls) == 2
    assert time.time() - written(redis)["at"] < 30
    title(online_at(tmdb, redis_url=redis.url))
    assert len(tmdb.calls) == 2


@pytest.mark.parametrize("fault", [Status(400), Status(401), Status(429, retry_after=60)], ids=str)
def test_an_old_look_up_is_told_where_tmdb_is_down(tmdb: FakeTmdb, redis: RedisServer, fault: Status) -> None:
    title(online_at(tmdb, redis_url=redis.url))
    age(redis, FRESH_S * 20)
    tmdb.behave(fault)
    online = online_at(tmdb, redis_url=redis.url)
    assert title(online) == "The Matrix"
    assert online.status().trouble != ""
    assert time.time() - written(redis)["at"] > FRESH_S * 19
    assert isinstance(outcome_of(lambda: online.details(1, "en")), Exception)


def test_without_a_key_what_redis_has_is_told(tmdb: FakeTmdb, redis: RedisServer) -> None:
    title(online_at(tmdb, redis_url=redis.url))
    age(redis, FRESH_S * 2)
    assert title(online_at(tmdb, redis_url=redis.url, tmdb_api_key=None)) == "The Matrix"


# Rubbish.

RUBBISH: list[Any] = ["", "null", "[]", "5", '"text"', "{}", "{", b"\xff\xfe", '{"at": 5}', '{"details": null}']
RUBBISH += [f'{{"at": {when}, "details": null}}' for when in ('"x"', "null", "[]")]
PARTS: list[Any] = [5, "text", [], {}, {"id": 603}, {"title": "x"}]
RUBBISH += [json.dumps({"at": 2**40, "details": part}) for part in PARTS]
WITHIN = [("cast", [5]), ("cast", [{"nom": "x"}]), ("cast", 5), ("offers", [{}]), ("videos", ["x"]), ("ratings", None)]
WITHIN += [("directors", 5), ("unknown", 5)]


@pytest.mark.parametrize("rubbish", RUBBISH, ids=str)
def test_rubbish_is_written_over(tmdb: FakeTmdb, redis: RedisServer, rubbish: str | bytes) -> None:
    redis.client.set(NAME, rubbish)
    assert title(online_at(tmdb, redis_url=redis.url)) == "The Matrix"
    assert len(tmdb.calls) == 1
    assert written(redis)["details"]["title"] == "The Matrix"


@pytest.mark.parametrize(("field", "value"), WITHIN, ids=str)
def test_a_look_up_that_is_rubbish_within_is_written_over(
    tmdb: FakeTmdb, redis: RedisServer, field: str, value: object
) -> None:
    title(online_at(tmdb, redis_url=redis.url))
    good = written(redis)
    redis.client.set(NAME, json.dumps(good | {"details": good["details"] | {field: value}}))
    assert title(online_at(tmdb, redis_url=redis.url)) == "The Matrix"
    assert len(tmdb.calls) == 2
    assert written(redis)["details"] == good["details"]


@pytest.mark.parametrize("rubbish", ["[" * 200_000, f'{{"at": 1{"0" * 400}, "details": null}}'], ids=["deep", "large"])
def test_rubbish_that_python_chokes_on_is_written_over(tmdb: FakeTmdb, redis: RedisServer, rubbish: str) -> None:
    redis.client.set(NAME, rubbish)
    assert title(online_at(tmdb, redis_url=redis.url)) == "The Matrix"


@pytest.mark.parametrize(("field", "value"), [("title", 5), ("homepage", "javascript:alert(1)"), ("runtime", "long")])
def test_a_look_up_with_fields_of_a_wrong_type_is_written_over(
    tmdb: FakeTmdb, redis: RedisServer, field: str, value: object
) -> None:
    title(online_at(tmdb, redis_url=redis.url))
    good = written(redis)
    redis.client.set(NAME, json.dumps(good | {"details": good["details"] | {field: value}}))
    found = online_at(tmdb, redis_url=redis.url).details(MATRIX, "en")
    assert found is not None
    assert getattr(found, field) != value


def test_a_name_of_another_kind_is_written_over_and_the_others_are_shared_still(
    tmdb: FakeTmdb, redis: RedisServer
) -> None:
    redis.client.lpush(NAME, "x")
    online = online_at(tmdb, redis_url=redis.url)
    assert title(online) == "The Matrix"
    assert (title(online, 1), title(online, 1)) == ("Film 1", "Film 1")
    assert len(tmdb.calls) == 2


# Redis goes.


@pytest.mark.parametrize("how", ["die", "freeze"])
def test_when_redis_goes_it_costs_a_second_at_most_and_all_goes_on(
    tmdb: FakeTmdb, own_redis: RedisServer, how: str
) -> None:
    online = online_at(tmdb, redis_url=own_redis.url)
    assert title(online) == "The Matrix"
    getattr(own_redis, how)()
    with timed() as spent:
        assert title(online, 1) == "Film 1"
    assert spent.seconds < 1
    with timed() as spent:
        assert [title(online, film_id) for film_id in range(2, 12)] == [f"Film {film_id}" for film_id in range(2, 12)]
    assert spent.seconds < 1
    assert len(tmdb.calls) == 12


def test_many_threads_do_not_wait_for_a_frozen_redis_one_after_the_other(
    tmdb: FakeTmdb, own_redis: RedisServer
) -> None:
    online = online_at(tmdb, redis_url=own_redis.url)
    own_redis.freeze()
    with timed() as spent, ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda film_id: title(online, film_id), range(1, 25)))
    assert found == [f"Film {film_id}" for film_id in range(1, 25)]
    assert spent.seconds < 1.5


def test_a_redis_that_comes_back_is_used_again_after_a_rest(own_redis: RedisServer) -> None:
    room, now = LookupStore(own_redis.url), 0.0
    room._breaker = Breaker(1, 30, lambda: now)
    film = FilmDetails(MATRIX, "en", "The Matrix")
    own_redis.freeze()
    room.put(MATRIX, "en", film)
    own_redis.thaw()
    room.put(MATRIX, "en", film)
    assert room.get(MATRIX, "en") is None
    assert own_redis.client.get(NAME) is None
    now = 31.0
    room.put(MATRIX, "en", film)
    found = room.get(MATRIX, "en")
    assert found is not None
    assert found.details == film


def test_with_a_wrong_password_films_are_told_and_nothing_is_shared(
    tmdb: FakeTmdb, own_redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    online = online_at(tmdb, redis_url=own_redis.url_with("wrong-password"))
    with timed() as spent:
        assert title(online) == title(online) == "The Matrix"
    assert spent.seconds < 1
    assert len(tmdb.calls) == 2
    assert own_redis.client.keys() == []
    told = [one.getMessage() for one in caplog.records if one.name == "cinewatch.online"]
    assert [one.partition(":")[0] for one in told] == [
        "Redis is not there, so look-ups are not shared",
        "Redis is not there, so this process counts its calls alone",
    ]
    assert "password" not in " ".join(told)


# The shared limit.


def begin(pace: RateLimiter, calls: int, begun: list[float]) -> None:
    """Begin so many calls, as fast as the pace lets them."""
    for _ in range(calls):
        pace.wait(time.monotonic() + 30)
        begun.append(time.monotonic())


def test_two_replicas_together_keep_the_limit(redis: RedisServer) -> None:
    limit, under_way = 60, 10
    paces = [RateLimiter(limit, under_way, "test", redis.url) for _ in range(2)]
    begun: list[float] = []
    with ThreadPoolExecutor(8) as pool:
        for one in [pool.submit(begin, paces[place % 2], 11, begun) for place in range(8)]:
            one.result()
    assert len(begun) == 88
    assert most_within(sorted(begun), 1.0) <= limit
    assert min(pace.begun() for pace in paces) < 50


def test_without_redis_each_counts_alone_and_keeps_the_limit(own_redis: RedisServer) -> None:
    pace = RateLimiter(22, 2, "test", own_redis.url)
    begun: list[float] = []
    begin(pace, 5, begun)
    own_redis.die()
    begin(pace, 30, begun)
    assert most_within(begun, 1.0) <= 22
    assert most_within(begun, 1.0) >= 15


def test_a_redis_that_comes_back_is_asked_again_though_the_others_have_used_the_second_up(redis: RedisServer) -> None:
    now = 0.0
    mine, others = (RateLimiter(3, 1, "test", redis.url) for _ in range(2))
    mine._redis = Breaker(1, 30, lambda: now)
    mine._redis.failed()
    now = 31.0
    for _ in range(2):
        others.wait(time.monotonic())
    with pytest.raises(Unavailable):
        mine.wait(time.monotonic())
    with pytest.raises(Unavailable):
        mine.wait(time.monotonic())
