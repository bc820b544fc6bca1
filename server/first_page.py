"""Adds to the head of Streamlit's page what a browser has to know before the first words of the app arrive."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.page_requests import is_page, may_be_page

_END = b"</head>"


class FirstPage:
    """Middleware: puts elements at the end of a page's head.

    Parameters
    ----------
    app
        What answers.
    elements_for
        Returns the elements for a path, as HTML. They are the same for the same path.

    """

    def __init__(self, app: ASGIApp, elements_for: Callable[[str], str]) -> None:
        self._app = app
        self._elements_for = elements_for

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if not may_be_page(scope):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = bytearray()

        async def send_with_elements(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and is_page(message):
                start = message
            elif start is None or message["type"] != "http.response.body":
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    whole = _with_elements(bytes(body), self._elements_for(scope["path"]).encode())
                    await send(_of_length(start, len(whole)))
                    await send({"type": "http.response.body", "body": whole})

        await self._app(_whole(scope), receive, send_with_elements)


def _whole(scope: Scope) -> Scope:
    """Return the request without what asks for a part of the page, or for another form of it."""
    unwanted = {b"range", b"if-range", b"accept-encoding", b"if-none-match", b"if-modified-since"}
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name not in unwanted]}


def _with_elements(page: bytes, elements: bytes) -> bytes:
    return page.replace(_END, elements + _END, 1)


def _of_length(start: Message, length: int) -> Message:
    """Return the start of an answer with another length, and without what names the page as it was."""
    changed: Message = {**start, "headers": list(start["headers"])}
    headers = MutableHeaders(scope=changed)
    for name in ("etag", "last-modified", "accept-ranges"):
        if name in headers:
            del headers[name]
    headers["content-length"] = str(length)
    return changed
