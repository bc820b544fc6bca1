"""Changes the start of answers, where their status and headers are."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import Message, Send


def changing_start(send: Send, change: Callable[[Message], None]) -> Send:
    """Return what sends an answer after `change` has seen its start, and changed it if it wants."""

    async def send_changed(message: Message) -> None:
        if message["type"] == "http.response.start":
            change(message)
        await send(message)

    return send_changed


def add_cookie(start: Message, name: str, value: str, seconds: int, secure: bool) -> None:
    """Let the start of an answer set a cookie that no script can read.

    Parameters
    ----------
    start
        It is changed.
    name, value
        Of the cookie.
    seconds
        For which a browser keeps it; 0 takes it away.
    secure
        Whether it is sent over HTTPS only.

    """
    cookie = Response()
    cookie.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=secure)
    MutableHeaders(scope=start).append("set-cookie", cookie.headers["set-cookie"])
