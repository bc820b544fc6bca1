"""Each request over HTTP has an id, is timed, and, if it is for the API, is a line in the log."""

from __future__ import annotations

import logging
import re
import time
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.logs import request_id
from engine.metrics import HTTP_REQUESTS
from server.answer_start import changing_start

HEADER = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_OF_STREAMLIT = ("_stcore", "static", "media", "component")
_OURS = ("metrics", "healthz", "readyz")

log = logging.getLogger("cinewatch.requests")


class Observed:
    """Middleware: gives a request its id, or keeps the one that a proxy gave it; times and counts it.

    Parameters
    ----------
    app
        What answers.

    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identity = _identity(scope)
        status = 500

        def name_and_note(start: Message) -> None:
            nonlocal status
            status = start["status"]
            MutableHeaders(scope=start)[HEADER] = identity

        token = request_id.set(identity)
        start = time.perf_counter()
        try:
            await self._app(scope, receive, changing_start(send, name_and_note))
        finally:
            _note(scope, status, time.perf_counter() - start)
            request_id.reset(token)


def _note(scope: Scope, status: int, seconds: float) -> None:
    method = scope["method"] if scope["method"] in _METHODS else "other"
    route = route_of(scope)
    HTTP_REQUESTS.labels(method, route, str(status)).observe(seconds)
    if route.startswith("/api"):
        # Neither the address nor the query: they hold what somebody looks for.
        data = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        log.info("%s %s %d", method, route, status, extra={"data": data})


def route_of(scope: Scope) -> str:
    """Return the route that has answered; there are few, however many addresses there are."""
    first = scope["path"].split("/", 2)[1] if scope["path"].startswith("/") else ""
    if first == "api":
        route = getattr(scope.get("route"), "path", None)
        # Where no route of the API fits, it is that of the mount.
        return f"/api{route}" if isinstance(route, str) and route != "/api" else "/api/…"
    if first in _OURS:
        return f"/{first}"
    return f"/{first}/…" if first in _OF_STREAMLIT else "page"


def _identity(scope: Scope) -> str:
    given = Headers(scope=scope).get(HEADER, "")
    return given if _ID.fullmatch(given) else uuid.uuid4().hex
