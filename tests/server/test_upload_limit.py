"""An upload passes if its session is here and may send that many bytes; everything else passes anyway."""

from __future__ import annotations

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from server.upload_limit import UploadLimit

UPLOAD = "/_stcore/upload_file/session/file"


async def answer(_: Request) -> Response:
    return PlainTextResponse("taken")


def status_of(method: str, path: str, headers: dict[str, str], most: int = 10) -> int:
    """Return the status of a request, if the session called "session" is the only one, and may send `most` bytes."""
    app = Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "PUT", "POST", "DELETE"])])
    limit = UploadLimit(app, lambda session: session == "session", lambda _, size: size <= most)
    statuses: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope: Scope = {"type": "http", "method": method, "path": path, "headers": raw, "query_string": b""}
    _run(limit, scope, receive, send)
    return statuses[0]


def _run(app: UploadLimit, scope: Scope, receive: Receive, send: Send) -> None:
    asyncio.run(app(scope, receive, send))


@pytest.mark.parametrize(
    ("method", "path", "length", "status"),
    [
        ("PUT", UPLOAD, "10", 200),
        ("PUT", f"/below/a/path{UPLOAD}", "10", 200),
        ("PUT", UPLOAD, "11", 413),
        ("POST", UPLOAD, "11", 413),
        ("PUT", f"{UPLOAD}/", "11", 413),
        ("PUT", f"/below/a/path{UPLOAD}", "11", 413),
        ("PUT", UPLOAD.replace("session", "other"), "1", 404),
        ("PUT", UPLOAD.replace("session", "other"), "11", 404),
        ("PUT", UPLOAD, "-1", 413),
        ("PUT", UPLOAD, "", 413),
        ("DELETE", UPLOAD, "11", 200),
        ("GET", "/film", "11", 200),
        ("PUT", "/api/films", "11", 200),
    ],
)
def test_an_upload_needs_a_permit_for_its_size(method: str, path: str, length: str, status: int) -> None:
    assert status_of(method, path, {"content-length": length} if length else {}) == status
