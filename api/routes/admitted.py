"""The kind of route that asks first whether a request may be answered, and the errors that each may give."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from api.answering import desk_of
from api.problems import MEDIA_TYPE

_REFERENCE = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
_ALWAYS = {
    HTTPStatus.UNPROCESSABLE_ENTITY: "A value cannot be used.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many requests; `Retry-After` says how long to wait.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The server has too much to do, or is not ready yet.",
}


class AdmittedRoute(APIRoute):
    """A route that looks at who asks before it reads anything of the question."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        handler = super().get_route_handler()

        async def admitted(request: Request) -> Response:
            await desk_of(request).admission.admit(request)
            return await handler(request)

        return admitted


def router() -> APIRouter:
    """Return a router for one subject of the API."""
    return APIRouter(prefix="/v1", route_class=AdmittedRoute)


def responses(*, unchanged: bool = True, **others: str) -> dict[int | str, dict[str, Any]]:
    """Return how OpenAPI describes what a route may answer besides 200.

    Parameters
    ----------
    unchanged
        Whether it answers 304.
    others
        Descriptions by the name of the status, such as `NOT_FOUND`.

    """
    told = {HTTPStatus[name]: text for name, text in others.items()} | _ALWAYS
    described: dict[int | str, dict[str, Any]] = {
        int(status): {"description": text, **_REFERENCE} for status, text in sorted(told.items())
    }
    if unchanged:
        described[int(HTTPStatus.NOT_MODIFIED)] = {"description": "You have this answer already."}
    return described
