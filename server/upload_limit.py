"""Refuses uploads of sessions that are not here, whose page takes no file, or that have uploaded enough."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_UPLOAD = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/[^/]+/?$")
NOT_HERE = "The page that this file belongs to is not open at this server. Open the page again."
REFUSED = "This file was not expected here, or too much was uploaded. Open the page again."


class UploadLimit:
    """Middleware: lets an upload through if its session may send that many bytes.

    Parameters
    ----------
    app
        What answers.
    is_here
        Takes the id of a session, and returns whether this server has it. If not, the status is 404, so that a proxy
        can ask another replica.
    may_upload
        Takes the id of a session and a number of bytes, and counts them.

    """

    def __init__(self, app: ASGIApp, is_here: Callable[[str], bool], may_upload: Callable[[str, int], bool]) -> None:
        self._app = app
        self._is_here = is_here
        self._may_upload = may_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD", "OPTIONS", "DELETE"):
            found = _UPLOAD.search(scope["path"])
            if found and (refusal := self._refusal(found["session"], Headers(scope=scope).get("content-length", ""))):
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _refusal(self, session: str, length: str) -> PlainTextResponse | None:
        if not self._is_here(session):
            return PlainTextResponse(NOT_HERE, HTTPStatus.NOT_FOUND)
        if not self._accepts(session, length):
            return PlainTextResponse(REFUSED, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return None

    def _accepts(self, session: str, length: str) -> bool:
        """Return whether an upload may pass. One that does not say how long it is may not."""
        return length.isascii() and length.isdecimal() and self._may_upload(session, int(length))
