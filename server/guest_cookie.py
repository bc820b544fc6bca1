"""Gives whoever opens a page a cookie of a guest: signed, out of reach of scripts, kept a year from the last visit."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import anyio
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine import CineWatchError
from engine.users import COOKIE_NAME, COOKIE_SECONDS, Users, cookie_value, new_guest_id, read_cookie
from server.answer_start import add_cookie, changing_start
from server.page_requests import is_page, may_be_page

_log = logging.getLogger("cinewatch.server")

WAIT_S = 2.0
"""How long a page waits for the database, in seconds."""
REST_S = 10.0
"""How long a database that has failed is left alone, in seconds."""
_ONLY_IF_CHANGED = {b"if-none-match", b"if-modified-since"}


class GuestCookie:
    """Middleware: a page's response sets a guest's cookie. Whoever has a valid one keeps it, for another year.

    The key that signs is read once. Without it, pages come without a cookie.

    Parameters
    ----------
    app
        What answers.
    users
        Returns the database of users.
    now
        Returns a time in seconds that never goes back.

    """

    def __init__(self, app: ASGIApp, users: Callable[[], Users], now: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._users = users
        self._now = now
        self._key: bytes | None = None
        self._not_before = now()
        self._asking = anyio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if not may_be_page(scope):
            await self._app(scope, receive, send)
            return
        key = await self._cookie_key()
        if key is None:
            await self._app(scope, receive, send)
            return
        known = _valid_cookie(scope, key)

        def give_cookie(start: Message) -> None:
            if is_page(start, known is not None):
                value = known or cookie_value(new_guest_id(), key)
                add_cookie(start, COOKIE_NAME, value, COOKIE_SECONDS, scope["scheme"] == "https")

        await self._app(scope if known else _in_full(scope), receive, changing_start(send, give_cookie))

    async def _cookie_key(self) -> bytes | None:
        """Return the key that signs, `None` if the database cannot be used now."""
        if self._key is None:
            async with self._asking:
                if self._key is None and self._now() >= self._not_before:
                    await self._ask()
        return self._key

    async def _ask(self) -> None:
        try:
            with anyio.fail_after(WAIT_S):
                self._key = await anyio.to_thread.run_sync(self._read_key, abandon_on_cancel=True)
        except (CineWatchError, TimeoutError) as error:
            self._not_before = self._now() + REST_S
            _log.warning("pages come without a guest's cookie: %s", str(error) or "the database does not answer")

    def _read_key(self) -> bytes:
        return self._users().cookie_key()


def _valid_cookie(scope: Scope, key: bytes) -> str | None:
    value = cookie_parser(Headers(scope=scope).get("cookie", "")).get(COOKIE_NAME, "")
    return value if read_cookie(value, key) else None


def _in_full(scope: Scope) -> Scope:
    """Return the request such that its answer is whole: "not changed" would not say whether it is a page."""
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name not in _ONLY_IF_CHANGED]}
