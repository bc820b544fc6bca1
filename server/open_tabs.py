"""The pages that are open in browsers: which are being drawn, and how they leave a server that ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

RESTARTING = 1012
"""The code of a WebSocket that is closed because its server restarts. Browsers connect again at once."""


class OpenTabs:
    """The WebSockets of a server. Used by one event loop.

    Parameters
    ----------
    asks_for_run
        Takes what a browser has sent, and returns whether it asks for a page to be drawn.
    ends_run
        Takes what a browser is sent, and returns whether it says that the page is drawn.

    """

    def __init__(self, asks_for_run: Callable[[bytes], bool], ends_run: Callable[[bytes], bool]) -> None:
        self._asks_for_run = asks_for_run
        self._ends_run = ends_run
        self._open: set[_Tab] = set()
        self._leaving = False
        self._all_gone = asyncio.Event()

    async def serve(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Let an application answer a WebSocket, and see what it does."""
        tab = _Tab(send)
        self._open.add(tab)

        async def watched_receive() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive" and self._asks_for_run(message.get("bytes") or b""):
                tab.is_busy = True
            return message

        async def watched_send(message: Message) -> None:
            await tab.pass_on(message)
            if message["type"] == "websocket.send" and self._ends_run(message.get("bytes") or b""):
                tab.is_busy = False
                if self._leaving:
                    await tab.close()

        try:
            await app(scope, watched_receive, watched_send)
        finally:
            self._open.discard(tab)
            if not self._open:
                self._all_gone.set()

    async def leave(self, seconds: float) -> None:
        """Close each tab as soon as its page is drawn; return when all are closed, or after some seconds."""
        self._leaving = True
        self._all_gone.clear()
        for tab in [*self._open]:
            if not tab.is_busy:
                await tab.close()
        if self._open:
            try:
                async with asyncio.timeout(seconds):
                    await self._all_gone.wait()
            except TimeoutError:
                return


class _Tab:
    """One WebSocket."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._is_closed = False
        self.is_busy = False

    async def pass_on(self, message: Message) -> None:
        """Send a message of the application. Raises ConnectionResetError after `close`."""
        if self._is_closed:
            raise ConnectionResetError
        self._is_closed = message["type"] == "websocket.close"
        await self._send(message)

    async def close(self) -> None:
        """Hang up, if nobody has."""
        # What raises OSError here is a browser that is gone.
        with suppress(OSError):
            await self.pass_on({"type": "websocket.close", "code": RESTARTING, "reason": ""})
