"""Remembers that a browser asks not to be tracked: it says so with a page, not always with the WebSocket after it."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.experiments import NO_TRACKING_COOKIE, asks_not_to_be_tracked
from engine.users import COOKIE_SECONDS
from server.answer_start import add_cookie, changing_start
from server.page_requests import is_page, may_be_page


class TrackingChoice:
    """Middleware: a page's response sets a cookie if its request asks not to be tracked, else takes it away.

    The cookie says nothing but that, and the same for everybody.

    Parameters
    ----------
    app
        What answers.

    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if not may_be_page(scope):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refuses = asks_not_to_be_tracked(headers)
        is_remembered = NO_TRACKING_COOKIE in cookie_parser(headers.get("cookie", ""))

        def remember(start: Message) -> None:
            # Whoever is not remembered and does not ask gets no cookie.
            if refuses != is_remembered and is_page(start, True):
                value, seconds = ("1", COOKIE_SECONDS) if refuses else ("", 0)
                add_cookie(start, NO_TRACKING_COOKIE, value, seconds, scope["scheme"] == "https")

        await self._app(scope, receive, changing_start(send, remember))
