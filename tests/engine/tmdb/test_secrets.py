"""No key and no password is in a log, an exception, a repr or Redis, whatever TMDB, YouTube and Redis do."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from engine.errors import CineWatchError, SettingsError
from engine.tmdb.api_key import ApiKey
from engine.tmdb.lookups import TmdbLookups
from engine.tmdb.timing import HttpLimits
from engine.tmdb.youtube import trailer_search_url
from fakes.redis_server import RedisServer, redis_server
from fakes.tmdb import FakeTmdb
from fakes.tmdb_behaviours import Half, Html, Late, Never, Normal, Reset, Slow, Status, WrongJson, WrongTypes
from fakes.tmdb_connection import Behaviour, Connection
from fakes.tmdb_replies import Reply
from tests.engine.tmdb.helpers import DEAD_ADDRESS, MATRIX, lookups_at, settings_for
from tests.fakes.client import wait_until

# Characters that an address writes differently, so that no secret passes because it was quoted or cut at one of them.
V3, BEARER, YOUTUBE, PASSWORD = (
    "v3Front;/+=&%?v3Back",
    "bearerFront.+/=bearerBack",
    "ytFront;&ytBack",
    "pwFront-pwBack",
)
SECRETS = (V3, BEARER, YOUTUBE, PASSWORD)
PARTS = ("v3Front", "v3Back", "bearerFront", "bearerBack", "ytFront", "ytBack", "pwFront", "pwBack")

IMPATIENT = HttpLimits(read_s=0.12, total_s=0.4, retries=1)
"""The one retry comes without a pause."""

FAULTS: list[Behaviour] = [
    Normal(),
    Late(5),
    Never(),
    Half(),
    Status(401),
    Status(403),
    Status(404),
    Status(429),
    Status(429, retry_after=3600),
    Status(429, retry_after="soon"),
    Status(500),
    Html(),
    WrongJson(),
    WrongJson("[]"),
    WrongTypes(),
    Reset(),
    Slow(200),
]


def echo(_: Reply, connection: Connection) -> None:
    """Redirect the client to the address it called, key included, and repeat that in the body."""
    address = connection.path.encode()
    head = b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: %d\r\n\r\n" % (address, len(address))
    connection.wfile.write(head + address)


def nonsense(_: Reply, connection: Connection) -> None:
    """Answer with something that is not HTTP, with the address in it."""
    connection.wfile.write(b"NONSENSE " + connection.path.encode() + b"\r\n\r\n")
    connection.close_after_call()


def spellings(secret: str) -> set[str]:
    """Return how a secret may be written: plain, as in an address, as in a repr."""
    return {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), repr(secret)[1:-1], ascii(secret)[1:-1]}


def secrets_in(text: str) -> list[str]:
    """Return every secret in a text, and every half of one."""
    whole = [spelling for secret in SECRETS for spelling in spellings(secret) if spelling in text]
    return whole + [part for part in PARTS if part in text]


def contents_of(error: BaseException) -> str:
    """Return all that an exception holds: printed with its chain, and each of the chain with what it carries."""
    texts = traceback.format_exception(error)
    seen: set[int] = set()
    chain: list[BaseException | None] = [error]
    while chain:
        link = chain.pop()
        if link is None or id(link) in seen:
            continue
        seen.add(id(link))
        carried = [getattr(link, name, None) for name in ("object", "request", "response", "reason", "url", "pool")]
        texts += [repr(link), str(link), repr(link.args), repr(vars(link)), repr(carried)]
        chain += [link.__cause__, link.__context__, *(arg for arg in link.args if isinstance(arg, BaseException))]
    return "\n".join(texts)


@dataclass
class Recorder(logging.Handler):
    """Keeps every record of every logger, as it is printed and as it is."""

    def __post_init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.records: list[str] = []

    __hash__ = logging.Handler.__hash__

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record, and all it carries."""
        self.records.append(f"{record.name}: {self.format(record)}\n{vars(record)!r}")


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """Record every logger at its lowest level, and leave the loggers as they were."""
    handler, root = Recorder(), logging.getLogger()
    named = [logger for logger in logging.root.manager.loggerDict.values() if isinstance(logger, logging.Logger)]
    before = [(logger, logger.level, logger.propagate) for logger in (root, *named)]
    for logger in (root, *named):
        logger.setLevel(logging.DEBUG)
        logger.propagate = True
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    for logger, level, propagate in before:
        logger.setLevel(level)
        logger.propagate = propagate


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with redis_server(tmp_path_factory.mktemp("redis"), PASSWORD) as server:
        yield server


@pytest.fixture(scope="module")
def tmdb() -> Iterator[FakeTmdb]:
    with FakeTmdb((V3,), (BEARER,), (YOUTUBE,)) as fake:
        yield fake


def traces_of(lookups: TmdbLookups) -> str:
    """Use everything there is to look up, and return all that remains of it: values, errors, reprs."""
    calls: list[Callable[[], object]] = [
        lambda: lookups.details(MATRIX, "de"),
        lookups.image_base_url,
        lambda: lookups.trailer("The Matrix", 1999, "en"),
        lambda: lookups.details(MATRIX, "de"),
    ]
    texts = []
    for call in calls:
        try:
            texts.append(repr(call()))
        except Exception as error:  # noqa: BLE001 - whatever it is, it must hold no secret
            texts.append(contents_of(error))
    texts.append(repr([lookups, lookups.status(), vars(lookups), trailer_search_url("The Matrix", 1999)]))
    texts.append(repr([vars(part) for part in vars(lookups).values() if hasattr(part, "__dict__")]))
    return "\n".join(texts)


@pytest.mark.parametrize("bearer", [None, BEARER], ids=["v3", "bearer"])
@pytest.mark.parametrize("fault", [*FAULTS, echo, nonsense], ids=lambda fault: getattr(fault, "__name__", str(fault)))
def test_no_fault_reveals_a_secret(
    tmdb: FakeTmdb, redis: RedisServer, recorder: Recorder, fault: Behaviour, bearer: str | None
) -> None:
    tmdb.behave(fault)
    tmdb.forget_calls()
    redis.client.flushall()
    keys: dict[str, Any] = {"tmdb_api_key": V3, "tmdb_access_token": bearer, "youtube_api_key": YOUTUBE}
    lookups = lookups_at(tmdb, IMPATIENT, redis_url=redis.url, **keys)
    assert secrets_in(traces_of(lookups)) == []
    # The keys could have been found: they came with the calls, and the calls were logged. On a machine that is busy, a
    # call is given up before it is answered, and noted only then.
    wait_until(lambda: bool(tmdb.calls_to("/youtube")))
    assert {call.query.get("key") for call in tmdb.calls_to("/youtube")} == {YOUTUBE}
    assert any(secrets_in(repr(call)) for call in tmdb.calls_to("/3"))
    assert any("urllib3.connectionpool" in record for record in recorder.records)
    assert secrets_in("\n".join(recorder.records)) == []
    assert secrets_in(contents_of_redis(redis)) == []


def contents_of_redis(server: RedisServer) -> str:
    """Return all keys of a Redis and their values, as text."""
    client: Any = server.client
    texts = []
    for key in client.scan_iter():
        kind = client.type(key)
        read = {b"list": lambda key: client.lrange(key, 0, -1), b"string": client.get}
        value = read.get(kind, client.dump)(key)
        texts.append(f"{key.decode()} {kind.decode()} {value!r}")
    return "\n".join(texts)


def test_redis_is_used_where_it_is_searched(tmdb: FakeTmdb, redis: RedisServer) -> None:
    tmdb.behave(Normal())
    redis.client.flushall()
    lookups_at(tmdb, IMPATIENT, tmdb_api_key=V3, redis_url=redis.url).details(MATRIX, "de")
    assert "The Matrix" in contents_of_redis(redis)
    assert "LIMITS:cinewatch.tmdb" in contents_of_redis(redis)


@pytest.mark.parametrize("fault", ["dead address", "wrong password", "no host"])
def test_a_service_that_is_not_there_reveals_no_secret(
    tmdb: FakeTmdb, redis: RedisServer, recorder: Recorder, fault: str
) -> None:
    tmdb.behave(Normal())
    dead_redis = f"redis://:{PASSWORD}@127.0.0.1:9"
    changes: dict[str, Any] = {
        "dead address": {
            "tmdb_base_url": DEAD_ADDRESS,
            "youtube_base_url": DEAD_ADDRESS,
            "redis_url": dead_redis,
        },
        "wrong password": {"redis_url": redis.url_with("pwFront-wrong-pwBack")},
        "no host": {"tmdb_base_url": "http:///3", "youtube_base_url": "no scheme at all"},
    }[fault]
    lookups = lookups_at(tmdb, IMPATIENT, tmdb_api_key=V3, youtube_api_key=YOUTUBE, **changes)
    assert secrets_in(traces_of(lookups)) == []
    assert any("cinewatch" in record for record in recorder.records)
    assert secrets_in("\n".join(recorder.records)) == []


def test_a_key_and_the_settings_do_not_show_themselves(tmdb: FakeTmdb) -> None:
    assert secrets_in(repr(ApiKey(V3, "api_key")) + str(ApiKey(BEARER))) == []
    settings = settings_for(
        tmdb,
        tmdb_api_key=V3,
        tmdb_access_token=BEARER,
        youtube_api_key=YOUTUBE,
        redis_url=f"redis://:{PASSWORD}@host",
    )
    assert secrets_in(repr(settings) + str(settings)) == []


def test_no_exception_of_a_library_is_chained_to_ours(tmdb: FakeTmdb) -> None:
    for fault in (Reset(), Never(), Half(), Html(), Status(500)):
        tmdb.behave(fault)
        with pytest.raises(CineWatchError) as caught:
            lookups_at(tmdb, IMPATIENT, tmdb_api_key=V3).details(1, "en")
        assert (caught.value.__cause__, caught.value.__context__) == (None, None)


@pytest.mark.parametrize("token", ["“bearerFront-bearerBack”", "bearerFront\nbearerBack"], ids=["quotes", "line break"])
def test_a_token_that_no_header_can_carry_is_not_revealed(tmdb: FakeTmdb, token: str) -> None:
    tmdb.behave(Normal())
    assert secrets_in(traces_of(lookups_at(tmdb, IMPATIENT, tmdb_access_token=token))) == []


def test_a_password_with_a_slash_in_the_address_of_redis_is_not_revealed(tmdb: FakeTmdb) -> None:
    url = "redis://:pwFront/pwBack@127.0.0.1:9/0"
    with pytest.raises(SettingsError, match="CINEWATCH_REDIS_URL") as caught:
        lookups_at(tmdb, redis_url=url)
    assert secrets_in(contents_of(caught.value)) == []


def raise_hidden() -> None:
    """Raise an error that holds a secret where printing it does not show it."""
    try:
        raise ValueError(f"https://api.example/?api_key={quote_plus(V3)}")
    except ValueError:
        raise KeyError("harmless") from None


def test_the_search_for_secrets_finds_them() -> None:
    with pytest.raises(KeyError) as caught:
        raise_hidden()
    assert secrets_in("".join(traceback.format_exception(caught.value))) == []
    assert set(secrets_in(contents_of(caught.value))) == {quote_plus(V3), "v3Front", "v3Back"}
    assert secrets_in(contents_of(UnicodeEncodeError("latin-1", BEARER, 0, 1, "no"))) != []
