"""Answers are sent at once. A server that opens its socket itself, as `streamlit run` does, forgets to ask for that.

asyncio asks for it (TCP_NODELAY) only where the socket names its protocol, and uvicorn's and Streamlit's do not. An
answer is written in two parts, headers and body. Without it, on a connection that is used again, the kernel holds the
second part back until the client has confirmed the first, which takes 40 ms.
"""

from __future__ import annotations

import socket
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send


class NoDelay:
    """Middleware: turns the delay off for the connection of each request and of each page.

    Parameters
    ----------
    app
        What answers.

    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] in ("http", "websocket"):
            _send_at_once(receive)
        await self._app(scope, receive, send)


def _send_at_once(receive: Callable[..., object]) -> None:
    """Turn the delay off for the connection that `receive` reads, if the server lets us see it."""
    # uvicorn passes a method of the object that holds the connection. Another server may not.
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    connection = transport.get_extra_info("socket") if transport else None
    if connection and connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
