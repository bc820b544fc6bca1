"""How often one visitor may ask, who that is, and that a key opens the API where keys are set."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from api import admission
from engine.users import COOKIE_NAME, cookie_value, new_guest_id
from engine.visitor_limits import ADDRESS_FACTOR
from tests.api.serving import Client, Serve, settings_for

LIMIT = 5
KEY, OTHER_KEY = "first-key-of-the-tests", "second-key-of-the-tests"
Start = Callable[..., Client]


@pytest.fixture
def start(serve: Serve, small_csv: Path, small_models: Path, tmp_path: Path) -> Start:
    """Return a function that serves the small catalogue with a low limit and other settings."""

    def run(**settings: str) -> Client:
        limit = {"CINEWATCH_API_LIMIT": str(LIMIT)}
        return serve(settings_for(small_csv, small_models, tmp_path, **limit | settings))

    return run


def statuses(client: Client, times: int, headers: dict[str, str] | None = None) -> list[int]:
    """Return the statuses of some requests in a row."""
    return [client.get("genres", headers=headers).status_code for _ in range(times)]


def cookie_of_a_guest(client: Client) -> dict[str, str]:
    return {"Cookie": f"{COOKIE_NAME}={cookie_value(new_guest_id(), client.shared.users.cookie_key())}"}


def test_who_asks_too_often_is_told_how_long_to_wait(start: Start) -> None:
    client = start()
    assert statuses(client, LIMIT) == [200] * LIMIT
    refused = client.get("genres")
    assert (refused.status_code, refused.json()["type"]) == (429, "urn:cinewatch:problem:too-many-requests")
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    # Every address of the API counts, and the documents do not.
    assert client.get("search", q="x").status_code == 429
    assert client.get("/api/docs").status_code == 200


def test_who_asks_without_end_gets_refusals_only_now_and_then(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    async def noted(seconds: float) -> None:
        waits.append(seconds)

    client = start()
    monkeypatch.setattr(admission, "asyncio", SimpleNamespace(sleep=noted, timeout=asyncio.timeout))
    assert statuses(client, LIMIT + 3) == [200] * LIMIT + [429] * 3
    assert waits == [admission.REFUSAL_S] * 3
    # As many may be held back at once, and no more.
    monkeypatch.setattr(admission, "_MOST_HELD", 0)
    assert statuses(client, 1) == [429]
    assert len(waits) == 3


def test_guests_behind_one_address_are_counted_one_by_one(start: Start) -> None:
    client = start()
    first, second = cookie_of_a_guest(client), cookie_of_a_guest(client)
    assert statuses(client, LIMIT + 1, first) == [200] * LIMIT + [429]
    assert statuses(client, LIMIT + 1, second) == [200] * LIMIT + [429]
    assert statuses(client, 1) == [200]


def test_forged_cookies_make_nobody_another_visitor(start: Start) -> None:
    client = start()
    forged = [{"Cookie": f"{COOKIE_NAME}={'A' * 22}.{n:043d}"} for n in range(LIMIT + 1)]
    assert [client.get("genres", headers=each).status_code for each in forged] == [200] * LIMIT + [429]


def test_ever_new_guests_of_one_address_are_too_many_at_last(start: Start) -> None:
    client = start()
    most = ADDRESS_FACTOR * LIMIT
    asked = [client.get("genres", headers=cookie_of_a_guest(client)).status_code for _ in range(most + 1)]
    assert asked == [200] * most + [429]


def test_an_address_that_a_visitor_claims_counts_only_behind_a_trusted_proxy(start: Start) -> None:
    claims = [{"X-Forwarded-For": f"1.2.3.{n}"} for n in range(LIMIT + 1)]
    assert [start().get("genres", headers=each).status_code for each in claims[:1]] == [200]
    client = start()
    assert [client.get("genres", headers=each).status_code for each in claims] == [200] * LIMIT + [429]
    behind = start(CINEWATCH_TRUSTED_PROXIES="127.0.0.0/8")
    assert [behind.get("genres", headers=each).status_code for each in claims] == [200] * (LIMIT + 1)
    assert statuses(behind, LIMIT, claims[0]) == [200] * (LIMIT - 1) + [429]


def test_without_the_database_visitors_are_told_apart_by_address(start: Start, tmp_path: Path) -> None:
    blocked = tmp_path / "no folder"
    blocked.write_text("a file")
    client = start(CINEWATCH_DATABASE_URL=f"sqlite:///{blocked / 'users.db'}")
    cookie = {"Cookie": f"{COOKIE_NAME}={'A' * 22}.{'A' * 43}"}
    assert statuses(client, LIMIT + 1, cookie) == [200] * LIMIT + [429]
    # What needs the database says so, and nothing else suffers.
    other = start(CINEWATCH_DATABASE_URL=f"sqlite:///{blocked / 'users.db'}")
    refused = other.get("for-you", headers=cookie)
    assert (refused.status_code, refused.json()["type"]) == (503, "urn:cinewatch:problem:no-database")


def test_where_keys_are_set_each_of_them_opens_the_api_and_nothing_else_does(start: Start) -> None:
    client = start(CINEWATCH_API_KEYS=f"{KEY},{OTHER_KEY}")
    refused = client.get("genres")
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    for wrong in ("", KEY[:-1], f"{KEY}x", KEY.upper(), "schlüssel"):
        assert statuses(client, 1, {"Authorization": f"Bearer {wrong}".encode().decode("latin-1")}) == [401], wrong
    for right in (KEY, OTHER_KEY):
        # Each key has a limit of its own.
        assert statuses(client, LIMIT + 1, {"Authorization": f"Bearer {right}"}) == [200] * LIMIT + [429]
    assert client.get("/api/openapi.json").json()["security"] == [{"key": []}]


def test_no_key_is_in_the_log_or_in_an_answer(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = start(CINEWATCH_API_KEYS=KEY)
    answers = [client.get("genres", headers={"Authorization": f"Bearer {key}"}) for key in (KEY, f"{KEY}-wrong")]
    answers += [client.get("/metrics"), client.get("/readyz")]
    assert KEY not in caplog.text
    assert all(KEY not in answer.text and KEY not in str(answer.headers) for answer in answers)
    assert KEY not in repr(client.shared.settings)
