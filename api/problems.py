"""Errors as problems (RFC 9457): every error of the engine has a status, a name and words that anybody may read."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from api.models.problem import Problem, WrongValue
from engine.errors import (
    ApiKeyNeeded,
    Busy,
    CineWatchError,
    DatabaseUnavailable,
    GuestNeeded,
    InvalidMark,
    LookupFailed,
    QueryError,
    RequestRefused,
    RequestTooLarge,
    TooManyRequests,
    UnknownFilm,
    UnknownPerson,
)
from engine.logs import request_id

MEDIA_TYPE = "application/problem+json"
_MAX_WRONG_VALUES = 10
_NO_STORE = {"Cache-Control": "no-store"}

log = logging.getLogger("cinewatch.api")


@dataclass(frozen=True, slots=True)
class Kind:
    """How an error is told."""

    status: HTTPStatus
    name: str
    """The last part of the problem's type."""
    title: str
    detail: str = ""
    """In place of the error's own message, if that may name files of the server."""


# The first class that an error is an instance of decides.
_KINDS: Mapping[type[CineWatchError], Kind] = {
    UnknownFilm: Kind(HTTPStatus.NOT_FOUND, "unknown-film", "There is no such film"),
    UnknownPerson: Kind(HTTPStatus.NOT_FOUND, "unknown-person", "There is no such person"),
    QueryError: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-question", "The question makes no sense"),
    InvalidMark: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-question", "The question makes no sense"),
    ApiKeyNeeded: Kind(HTTPStatus.UNAUTHORIZED, "key-needed", "A key is needed"),
    GuestNeeded: Kind(HTTPStatus.UNAUTHORIZED, "guest-needed", "A guest's cookie is needed"),
    RequestTooLarge: Kind(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", "The request is too large"),
    TooManyRequests: Kind(HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests", "Too many requests"),
    Busy: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "busy", "The server cannot answer now"),
    DatabaseUnavailable: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "no-database", "The database cannot be used"),
    LookupFailed: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "no-lookup", "Another service does not answer"),
    CineWatchError: Kind(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "not-available",
        "The server cannot answer now",
        "The films cannot be read now. The log of the server says why.",
    ),
}


def problem(
    status: HTTPStatus,
    name: str,
    title: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    wrong: list[WrongValue] | None = None,
) -> Response:
    """Return a response that tells an error."""
    content = Problem(
        type=f"urn:cinewatch:problem:{name}",
        title=title,
        status=status,
        detail=detail,
        request_id=request_id.get(),
        errors=wrong,
    )
    body = content.model_dump_json(exclude_none=True)
    return Response(body, status, {**_NO_STORE, **(headers or {})}, MEDIA_TYPE)


def problem_of(error: CineWatchError) -> Response:
    """Return a response that tells an error of ours."""
    kind = next(kind for base, kind in _KINDS.items() if isinstance(error, base))
    headers = {}
    if isinstance(error, RequestRefused) and error.retry_after_s is not None:
        headers["Retry-After"] = str(math.ceil(error.retry_after_s))
    if kind.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Cookie" if isinstance(error, GuestNeeded) else "Bearer"
    if kind.detail:
        log.error("%s: %s", type(error).__name__, error)
        headers["Retry-After"] = "10"
    return problem(kind.status, kind.name, kind.title, kind.detail or _sentence(str(error)), headers)


def tell_errors(app: FastAPI) -> None:
    """Make an application tell every error as a problem."""
    app.add_exception_handler(CineWatchError, _on_our_error)
    app.add_exception_handler(RequestValidationError, _on_wrong_values)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_fault)


async def _on_our_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, CineWatchError)  # noqa: S101 - registered for these only
    return problem_of(error)


async def _on_wrong_values(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for these only
    wrong = [_wrong_value(each) for each in error.errors()[:_MAX_WRONG_VALUES]]
    detail = "; ".join(f"{each.where}: {each.message}" for each in wrong[:3])
    title = "A value cannot be used"
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "wrong-value", title, f"{detail}.", wrong=wrong)


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for these only
    status = HTTPStatus(error.status_code)
    name = status.phrase.lower().replace(" ", "-")
    detail = "There is nothing at this address. /api/docs lists what there is."
    if status != HTTPStatus.NOT_FOUND:
        detail = _sentence(str(error.detail))
    headers = error.headers
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers = {"Allow": ", ".join(_methods_at(request))}
        detail = f"This address answers {headers['Allow']}."
    return problem(status, name, status.phrase, detail, headers)


def _methods_at(request: Request) -> list[str]:
    """Return the methods of all routes at an address: the framework names those of the first."""
    return [
        method
        for method in ("GET", "POST")
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in request.app.routes)
    ]


async def _on_fault(_request: Request, _error: Exception) -> Response:
    # The server logs the exception itself, as it is raised again after this answer.
    title, detail = "Something is wrong on our side", "Our log has the details, under the id of this request."
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "fault", title, detail)


def _wrong_value(error: Mapping[str, Any]) -> WrongValue:
    """Return what is wrong with a value, without repeating the value: it may be long or secret."""
    place, *path = error["loc"]
    where = ".".join(map(str, path)) or str(place)
    return WrongValue(where=where[:100], message=str(error["msg"]).removeprefix("Value error, "))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")
