"""The connection of every request sends at once, also where the server has opened the socket itself."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import requests
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send
from websockets.sync.client import connect

from server.no_delay import NoDelay
from tests.api.serving import serving


def sends_at_once(receive: Any) -> bool:
    connection = receive.__self__.transport.get_extra_info("socket")
    return bool(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


async def tell(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer whether the connection sends at once."""
    said = str(sends_at_once(receive))
    if scope["type"] == "http":
        await PlainTextResponse(said)(scope, receive, send)
        return
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": said})
    await send({"type": "websocket.close"})


def test_requests_and_pages_are_answered_at_once() -> None:
    with serving(Starlette(routes=[Mount("/", tell)])) as base:
        # Otherwise this test would hold without us.
        assert requests.get(base, timeout=30).text == "False"
    with serving(Starlette(routes=[Mount("/", tell)], middleware=[Middleware(NoDelay)])) as base:
        assert requests.get(base, timeout=30).text == "True"
        with connect(base.replace("http", "ws")) as page:
            assert page.recv() == "True"


def test_a_server_that_hides_its_connections_is_left_alone() -> None:
    sent = []

    async def receive() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 204})

    asyncio.run(NoDelay(app)({"type": "http"}, receive, send))
    assert sent == [{"type": "http.response.start", "status": 204}]
