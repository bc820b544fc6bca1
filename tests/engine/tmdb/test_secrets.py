"""No key and no password is found in a log, an exception, a repr or Redis, whatever TMDB, YouTube and Redis do."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from engine.errors import CineWatchError, SettingsError
from engine.tmdb import http
from engine.tmdb.http import ApiKey
from engine.tmdb.lookups import TmdbLookups
from engine.tmdb.youtube import search_address
from fakes.tmdb import (
    Behaviour,
    FakeTmdb,
    Half,
    Html,
    Late,
    Line,
    Never,
    Reset,
    Right,
    Slow,
    Status,
    WrongJson,
    WrongTypes,
)
from tests.engine.tmdb.calls import NOBODY, settings_for
from tests.engine.tmdb.redis_server import RedisServer, redis_server

# Signs that an address writes otherwise, so that a secret cannot pass because it was quoted or cut at one of them.
V3, BEARER, YOUTUBE, PASSWORD = (
    "v3Front;/+=&%?v3Back",
    "bearerFront.+/=bearerBack",
    "ytFront;&ytBack",
    "pwFront-pwBack",
)
SECRETS = (V3, BEARER, YOUTUBE, PASSWORD)
PARTS = ("v3Front", "v3Back", "bearerFront", "bearerBack", "ytFront", "ytBack", "pwFront", "pwBack")

FAULTS: list[Behaviour] = [
    Right(),
    Late(5),
    Never(),
    Half(),
    Status(401),
    Status(403),
    Status(404),
    Status(429),
    Status(429, retry_after=0),
    Status(429, retry_after=3600),
    Status(429, retry_after="soon"),
    Status(500),
    Status(503),
    Html(),
    WrongJson(),
    WrongJson("[]"),
    WrongJson("null"),
    WrongTypes(),
    Reset(),
    Slow(200),
]


def echo(right: Any, line: Line) -> None:
    """Send the caller to the address that it asked for, key and all, and fail with it in the page."""
    del right
    address = line.path.encode()
    head = b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: %d\r\n\r\n" % (address, len(address))
    line.wfile.write(head + address)


def rubbish(right: Any, line: Line) -> None:
    """Answer in something that is no HTTP, with the address in it."""
    del right
    line.wfile.write(b"NONSENSE " + line.path.encode() + b"\r\n\r\n")
    line.hang_up()


def spellings(secret: str) -> set[str]:
    """Return how a secret may be written: plain, as in an address, as in a repr."""
    return {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), repr(secret)[1:-1], ascii(secret)[1:-1]}


def secrets_in(text: str) -> list[str]:
    """Return every secret, and every half of one, that a text holds."""
    whole = [one for secret in SECRETS for one in spellings(secret) if one in text]
    return whole + [one for one in PARTS if one in text]


def told_by(error: BaseException) -> str:
    """Return all that an exception holds: printed with its chain, and each of the chain with what it carries."""
    parts = traceback.format_exception(error)
    seen: set[int] = set()
    chain: list[BaseException | None] = [error]
    while chain:
        one = chain.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        carried = [getattr(one, name, None) for name in ("object", "request", "response", "reason", "url", "pool")]
        parts += [repr(one), str(one), repr(one.args), repr(vars(one)), repr(carried)]
        chain += [one.__cause__, one.__context__, *(arg for arg in one.args if isinstance(arg, BaseException))]
    return "\n".join(parts)


@dataclass
class Ears(logging.Handler):
    """Hears every record of every logger, as it is printed and as it is."""

    def __post_init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    __hash__ = logging.Handler.__hash__

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what a record says, and all it carries."""
        self.heard.append(f"{record.name}: {self.format(record)}\n{vars(record)!r}")


@pytest.fixture
def ears() -> Iterator[Ears]:
    """Hear every logger at its lowest level, and leave them as they were."""
    handler, root = Ears(), logging.getLogger()
    named = [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    before = [(one, one.level, one.propagate) for one in (root, *named)]
    for one in (root, *named):
        one.setLevel(logging.DEBUG)
        one.propagate = True
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    for one, level, propagate in before:
        one.setLevel(level)
        one.propagate = propagate


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with redis_server(tmp_path_factory.mktemp("redis"), PASSWORD) as server:
        yield server


@pytest.fixture(scope="module")
def tmdb() -> Iterator[FakeTmdb]:
    with FakeTmdb((V3,), (BEARER,), (YOUTUBE,)) as stand_in:
        yield stand_in


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less long than a reader would, and try again once only, which takes no pause."""
    monkeypatch.setattr(http, "READ_S", 0.12)
    monkeypatch.setattr(http, "TOTAL_S", 0.4)
    monkeypatch.setattr(http, "RETRIES", 1)


def everything(online: TmdbLookups) -> Iterator[object]:
    """Ask all that can be asked, and tell what came of it."""
    calls: list[Callable[[], object]] = [
        lambda: online.details(603, "de"),
        online.images,
        lambda: online.trailer("The Matrix", 1999, "en"),
        lambda: online.details(603, "de"),
    ]
    for call in calls:
        try:
            yield repr(call())
        except Exception as error:  # noqa: BLE001 - whatever it is, it tells no secret
            yield told_by(error)
    yield repr([online, online.status(), vars(online), search_address("The Matrix", 1999)])
    yield repr([vars(one) for one in vars(online).values() if hasattr(one, "__dict__")])


@pytest.mark.parametrize("bearer", [None, BEARER], ids=["v3", "bearer"])
@pytest.mark.parametrize("fault", [*FAULTS, echo, rubbish], ids=lambda one: getattr(one, "__name__", str(one))[:40])
def test_no_fault_makes_a_secret_known(
    tmdb: FakeTmdb, redis: RedisServer, ears: Ears, fault: Behaviour, bearer: str | None
) -> None:
    tmdb.behave(fault)
    tmdb.forget()
    redis.client.flushall()
    settings = settings_for(
        tmdb, tmdb_api_key=V3, tmdb_access_token=bearer, youtube_api_key=YOUTUBE, redis_url=redis.url
    )
    told = "\n".join(str(one) for one in everything(TmdbLookups(settings))) + repr(settings) + str(settings)
    assert secrets_in(told) == []
    # The keys were there to be found: they came with the calls, and calls were logged.
    assert {call.query.get("key") for call in tmdb.calls_to("/youtube")} == {YOUTUBE}
    assert any(secrets_in(repr(call)) for call in tmdb.calls_to("/3"))
    assert any("urllib3.connectionpool" in one for one in ears.heard)
    assert secrets_in("\n".join(ears.heard)) == []
    assert secrets_in(contents(redis)) == []


def contents(server: RedisServer) -> str:
    """Return all keys of a Redis and what they hold, as text."""
    client: Any = server.client
    found = []
    for key in client.scan_iter():
        kind = client.type(key)
        read = {b"list": lambda key: client.lrange(key, 0, -1), b"string": client.get}
        value = read.get(kind, client.dump)(key)
        found.append(f"{key.decode()} {kind.decode()} {value!r}")
    return "\n".join(found)


def test_redis_has_been_used_where_it_was_searched(tmdb: FakeTmdb, redis: RedisServer) -> None:
    tmdb.behave(Right())
    redis.client.flushall()
    TmdbLookups(settings_for(tmdb, tmdb_api_key=V3, redis_url=redis.url)).details(603, "de")
    assert "The Matrix" in contents(redis)
    assert "LIMITS:cinewatch.tmdb" in contents(redis)


@pytest.mark.parametrize("fault", ["nobody listens", "wrong password", "no host"])
def test_what_is_not_there_makes_no_secret_known(tmdb: FakeTmdb, redis: RedisServer, ears: Ears, fault: str) -> None:
    tmdb.behave(Right())
    nowhere = {"tmdb_base_url": NOBODY, "youtube_base_url": NOBODY, "redis_url": f"redis://:{PASSWORD}@127.0.0.1:9"}
    changed = {
        "nobody listens": nowhere,
        "wrong password": {"redis_url": redis.url_with("pwFront-wrong-pwBack")},
        "no host": {"tmdb_base_url": "http:///3", "youtube_base_url": "no scheme at all"},
    }[fault]
    settings = settings_for(tmdb, tmdb_api_key=V3, youtube_api_key=YOUTUBE, **changed)
    assert secrets_in("\n".join(str(one) for one in everything(TmdbLookups(settings)))) == []
    assert any("cinewatch" in one for one in ears.heard)
    assert secrets_in("\n".join(ears.heard)) == []


def test_a_key_does_not_show_itself() -> None:
    assert secrets_in(repr(ApiKey(V3, "api_key")) + str(ApiKey(BEARER))) == []


def test_no_exception_of_a_library_is_chained_to_ours(tmdb: FakeTmdb) -> None:
    online = TmdbLookups(settings_for(tmdb, tmdb_api_key=V3))
    for fault in (Reset(), Never(), Half(), Html(), Status(500)):
        tmdb.behave(fault)
        with pytest.raises(CineWatchError) as caught:
            TmdbLookups(settings_for(tmdb, tmdb_api_key=V3)).details(1, "en")
        assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert online.status().calls == 0


@pytest.mark.parametrize("token", ["“bearerFront-bearerBack”", "bearerFront\nbearerBack"], ids=["quotes", "line break"])
def test_a_token_that_no_header_can_carry_is_not_made_known(tmdb: FakeTmdb, token: str) -> None:
    tmdb.behave(Right())
    online = TmdbLookups(settings_for(tmdb, tmdb_access_token=token))
    assert secrets_in("\n".join(str(one) for one in everything(online))) == []


def test_a_password_with_a_slash_in_redis_address_is_not_made_known(tmdb: FakeTmdb) -> None:
    settings = settings_for(tmdb, redis_url="redis://:pwFront/pwBack@127.0.0.1:9/0")
    with pytest.raises(SettingsError, match="CINEWATCH_REDIS_URL") as caught:
        TmdbLookups(settings)
    assert secrets_in(told_by(caught.value)) == []


def hidden() -> None:
    """Raise an error that holds a secret where printing it does not show it."""
    try:
        raise ValueError(f"https://api.example/?api_key={quote_plus(V3)}")
    except ValueError:
        raise KeyError("harmless") from None


def test_the_search_for_secrets_finds_them() -> None:
    with pytest.raises(KeyError) as caught:
        hidden()
    assert secrets_in("".join(traceback.format_exception(caught.value))) == []
    assert set(secrets_in(told_by(caught.value))) == {quote_plus(V3), "v3Front", "v3Back"}
    assert secrets_in(told_by(UnicodeEncodeError("latin-1", BEARER, 0, 1, "no"))) != []
