"""That a browser asks not to be tracked is remembered with the page, for as long as it asks."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from http.cookies import Morsel, SimpleCookie

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
from starlette.types import Message

from engine.experiments import NO_TRACKING_COOKIE
from server.tracking_choice import TrackingChoice

REMEMBERED = {"Cookie": f"{NO_TRACKING_COOKIE}=1"}


def cookie(path: str, headers: Mapping[str, str]) -> Morsel[str] | None:
    """Return the cookie that an answer sets."""
    routes = [Route("/home", lambda _: HTMLResponse("page")), Route("/api/films", lambda _: JSONResponse({}))]
    app = Starlette(routes=routes, middleware=[Middleware(TrackingChoice)])
    sent = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "scheme": "http"}
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    asyncio.run(app(scope | {"query_string": b"", "headers": sent}, receive, send))
    return SimpleCookie(Headers(raw=told[0]["headers"]).get("set-cookie", "")).get(NO_TRACKING_COOKIE)


@pytest.mark.parametrize("header", ["Sec-GPC", "DNT"])
def test_a_browser_that_asks_is_remembered_once(header: str) -> None:
    set_now = cookie("/home", {header: "1"})
    assert set_now is not None
    assert (set_now.value, set_now["httponly"], set_now["samesite"]) == ("1", True, "lax")
    assert cookie("/home", {header: "1", **REMEMBERED}) is None


def test_a_browser_that_asks_no_more_is_forgotten() -> None:
    taken = cookie("/home", {"DNT": "0", **REMEMBERED})
    assert taken is not None
    assert taken["max-age"] == "0"


def test_who_does_not_ask_and_what_is_no_page_gets_no_cookie() -> None:
    assert cookie("/home", {}) is None
    assert cookie("/api/films", {"DNT": "1"}) is None
