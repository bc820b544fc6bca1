"""A server that is told to end (SIGTERM) finishes what it has begun, and takes nothing new.

uvicorn alone would hang up on pages while they are drawn, wait for answers without a limit, and end by the signal. So
the signal is taken here, and uvicorn is told to end once the pages are done. Ctrl+C still ends a server at once.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from contextlib import suppress

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn import Server

from server.answer_start import changing_start
from server.open_tabs import OpenTabs

NOTICE_S = 1.0
"""Seconds in which /readyz says that the server ends, while everything is still answered."""
PAGES_S = 12.0
"""Seconds after that for pages that are being drawn."""
ANSWERS_S = 7
"""Seconds after that for answers over HTTP. The API takes five at most."""
LIMIT_S = 25.0
"""Seconds after which the process is over, whatever it still does. The supervisors in deploy/ wait for 30."""

_log = logging.getLogger("cinewatch.server")


class Ending:
    """Lets a server end without cutting an answer.

    Parameters
    ----------
    tabs
        The pages that are open in browsers, if there are any.

    Attributes
    ----------
    is_near : bool
        Whether the server has been told to end.

    """

    def __init__(self, tabs: OpenTabs | None = None) -> None:
        self.tabs = tabs
        self.is_near = False
        self._work: asyncio.Task[None] | None = None

    def take_signal(self) -> None:
        """Take the signal from uvicorn. Called in its event loop; where something else takes it, nothing changes."""
        server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
        if isinstance(server, Server) and threading.current_thread() is threading.main_thread():
            # Windows knows no such signal.
            with suppress(NotImplementedError):
                asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._begin, server)

    def _begin(self, server: Server) -> None:
        if self.is_near:
            # Told twice: somebody has no patience.
            server.should_exit = True
            return
        self.is_near = True
        server.config.timeout_graceful_shutdown = ANSWERS_S
        _log.info("the server ends as soon as what it has begun is done")
        over = threading.Timer(LIMIT_S, _end_now)
        over.daemon = True
        over.start()
        self._work = asyncio.get_running_loop().create_task(self._finish(server))

    async def _finish(self, server: Server) -> None:
        try:
            await asyncio.sleep(NOTICE_S)
            # Nobody can connect from now on, so a proxy asks another server. uvicorn would do it later.
            for listening in server.servers:
                listening.close()
            if self.tabs:
                await self.tabs.leave(PAGES_S)
        finally:
            server.should_exit = True


class EndsWell:
    """Middleware: sees which pages are being drawn, and tells clients of a server that ends to connect anew.

    Parameters
    ----------
    app
        What answers.
    ending
        How the server ends.

    """

    def __init__(self, app: ASGIApp, ending: Ending) -> None:
        self._app = app
        self._ending = ending

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "websocket" and self._ending.tabs:
            await self._ending.tabs.serve(self._app, scope, receive, send)
            return
        await self._app(scope, receive, changing_start(send, self._say_goodbye))

    def _say_goodbye(self, start: Message) -> None:
        if self._ending.is_near:
            MutableHeaders(scope=start)["connection"] = "close"


def _end_now() -> None:
    """End the process, although something is still at work: threads cannot be stopped."""
    _log.warning("the server ends after %g seconds, although something was still at work", LIMIT_S)
    logging.shutdown()
    os._exit(1)
