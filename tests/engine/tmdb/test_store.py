"""Through Redis, servers share look-ups and the limit; whatever becomes of Redis, films have their details."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from engine.errors import LookupFailed, Unavailable
from engine.tmdb import store
from engine.tmdb.lookups import FRESH_S
from fakes.redis_server import RedisServer
from fakes.tmdb import FakeTmdb
from fakes.tmdb_behaviours import Status
from tests.engine.tmdb.helpers import MATRIX, lookups_at, outcome_of, title_of

NAME = f"cinewatch:details:{store.VERSION}:en:{MATRIX}"


def entry(redis: RedisServer) -> dict[str, Any]:
    """Return what Redis stores for the film."""
    return dict(json.loads(redis.client.get(NAME)))


def make_older(redis: RedisServer, seconds: float) -> None:
    """Change the time at which the film was looked up."""
    old = entry(redis)
    redis.client.set(NAME, json.dumps(old | {"at": old["at"] - seconds}))


# Shared look-ups.


def test_what_one_server_has_looked_up_the_other_one_has(tmdb: FakeTmdb, redis: RedisServer) -> None:
    first, second = lookups_at(tmdb, redis_url=redis.url), lookups_at(tmdb, redis_url=redis.url)
    looked_up = first.details(MATRIX, "en")
    stored = second.details(MATRIX, "en")
    assert looked_up is not None
    assert (looked_up.title, len(looked_up.videos), len(looked_up.offers)) == ("The Matrix", 5, 3)
    # The same in every part, and of the same types, so that it can be hashed.
    assert stored == looked_up
    assert hash(stored) == hash(looked_up)
    assert len(tmdb.calls) == 1
    assert [lookups.status().shared_hits for lookups in (first, second)] == [0, 1]
    assert second.status().shared
    assert second.status().calls == 0


def test_that_tmdb_does_not_have_a_film_is_shared_too(tmdb: FakeTmdb, redis: RedisServer) -> None:
    first, second = lookups_at(tmdb, redis_url=redis.url), lookups_at(tmdb, redis_url=redis.url)
    assert (first.details(404, "en"), second.details(404, "en")) == (None, None)
    assert len(tmdb.calls) == 1
    assert second.status().shared_hits == 1


def test_a_failure_is_not_shared(tmdb: FakeTmdb, redis: RedisServer) -> None:
    tmdb.behave(Status(400), times=1)
    assert isinstance(outcome_of(lambda: lookups_at(tmdb, redis_url=redis.url).details(MATRIX, "en")), Unavailable)
    assert title_of(lookups_at(tmdb, redis_url=redis.url)) == "The Matrix"
    assert len(tmdb.calls) == 2


def test_each_film_is_stored_once_per_language(tmdb: FakeTmdb, redis: RedisServer) -> None:
    questions = [(film_id, language) for film_id in (1, 12) for language in ("en", "de")]
    for _ in range(2):
        lookups = lookups_at(tmdb, redis_url=redis.url)
        films = [lookups.details(film_id, language) for film_id, language in questions]
        assert [(film.id, film.language) for film in films if film] == questions
    assert len(tmdb.calls) == 4


def test_without_redis_nothing_is_shared_or_remembered(tmdb: FakeTmdb) -> None:
    lookups = lookups_at(tmdb)
    assert title_of(lookups) == title_of(lookups)
    assert len(tmdb.calls) == 2
    assert not lookups.status().shared


def test_details_are_stored_for_thirty_days_and_the_counted_calls_for_a_second(
    tmdb: FakeTmdb, redis: RedisServer
) -> None:
    title_of(lookups_at(tmdb, redis_url=redis.url))
    seconds_left = {name.decode(): redis.client.ttl(name) for name in redis.client.scan_iter()}
    thirty_days = 30 * 24 * 3600
    assert thirty_days - 60 < seconds_left.pop(NAME) <= thirty_days
    assert seconds_left
    for name, seconds in seconds_left.items():
        assert name.startswith("LIMITS:cinewatch.tmdb")
        assert 0 <= seconds <= 1


def test_old_details_are_looked_up_again_and_replaced(tmdb: FakeTmdb, redis: RedisServer) -> None:
    title_of(lookups_at(tmdb, redis_url=redis.url))
    make_older(redis, FRESH_S - 60)
    title_of(lookups_at(tmdb, redis_url=redis.url))
    assert len(tmdb.calls) == 1
    make_older(redis, 120)
    title_of(lookups_at(tmdb, redis_url=redis.url))
    assert len(tmdb.calls) == 2
    assert time.time() - entry(redis)["at"] < 30
    title_of(lookups_at(tmdb, redis_url=redis.url))
    assert len(tmdb.calls) == 2


@pytest.mark.parametrize("fault", [Status(400), Status(401), Status(429, retry_after=60)], ids=str)
def test_old_details_are_used_when_tmdb_does_not_answer(tmdb: FakeTmdb, redis: RedisServer, fault: Status) -> None:
    title_of(lookups_at(tmdb, redis_url=redis.url))
    make_older(redis, FRESH_S * 20)
    tmdb.behave(fault)
    lookups = lookups_at(tmdb, redis_url=redis.url)
    assert title_of(lookups) == "The Matrix"
    assert lookups.status().last_error != ""
    assert time.time() - entry(redis)["at"] > FRESH_S * 19
    assert isinstance(outcome_of(lambda: lookups.details(1, "en")), LookupFailed)


def test_old_details_are_used_without_a_key(tmdb: FakeTmdb, redis: RedisServer) -> None:
    title_of(lookups_at(tmdb, redis_url=redis.url))
    make_older(redis, FRESH_S * 2)
    assert title_of(lookups_at(tmdb, redis_url=redis.url, tmdb_api_key=None)) == "The Matrix"


# Unreadable entries.

UNREADABLE: list[str | bytes] = ["", "null", "[]", "5", '"text"', "{}", "{", b"\xff\xfe", '{"at": 5}']
UNREADABLE += ['{"details": null}', "[" * 200_000, f'{{"at": 1{"0" * 400}, "details": null}}']
UNREADABLE += [f'{{"at": {time_}, "details": null}}' for time_ in ('"x"', "null", "[]")]
UNREADABLE += [f'{{"at": {2**40}, "details": {details}}}' for details in ("5", '"text"', "[]", "{}")]
UNREADABLE += [f'{{"at": {2**40}, "details": {details}}}' for details in ('{"id": 603}', '{"title": "x"}')]
WRONG_FIELDS: list[tuple[str, object]] = [("title", 5), ("homepage", "javascript:alert(1)"), ("runtime", "long")]
WRONG_FIELDS += [("imdb_id", "603"), ("poster_path", "//evil.example/x.jpg"), ("id", "603"), ("unknown", 5)]
WRONG_FIELDS += [("cast", [5]), ("cast", [{"nom": "x"}]), ("cast", 5), ("offers", [{}]), ("videos", ["x"])]
WRONG_FIELDS += [("ratings", None), ("directors", 5), ("directors", [5])]


def test_an_unreadable_entry_is_overwritten(tmdb: FakeTmdb, redis: RedisServer) -> None:
    title_of(lookups_at(tmdb, redis_url=redis.url))
    good = entry(redis)["details"]
    with_wrong_field = [json.dumps({"at": 2**40, "details": good | {field: value}}) for field, value in WRONG_FIELDS]
    lookups = lookups_at(tmdb, redis_url=redis.url)
    for number, unreadable in enumerate([*UNREADABLE, *with_wrong_field], start=2):
        redis.client.set(NAME, unreadable)
        assert title_of(lookups) == "The Matrix"
        assert len(tmdb.calls) == number, unreadable[:80]
        assert entry(redis)["details"] == good


def test_an_entry_of_another_type_is_overwritten_and_the_other_films_are_still_shared(
    tmdb: FakeTmdb, redis: RedisServer
) -> None:
    redis.client.lpush(NAME, "x")
    lookups = lookups_at(tmdb, redis_url=redis.url)
    assert title_of(lookups) == "The Matrix"
    assert (title_of(lookups, 1), title_of(lookups, 1)) == ("Film 1", "Film 1")
    assert len(tmdb.calls) == 2
    assert entry(redis)["details"]["title"] == "The Matrix"
