"""The API as one application: routes, errors, documents."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.middleware import Middleware

from api.answering import Desk
from api.body_limit import BodyLimit
from api.documents import document_routes
from api.live import LiveCatalogue
from api.models.problem import Problem
from api.pool import Pool
from api.problems import tell_errors
from api.routes import catalogue, films, recommending
from engine import CineWatchError
from engine.shared import Shared

ENGINE_THREADS, ENGINE_WAITING = 4, 60
LOOKUP_THREADS, LOOKUP_WAITING = 8, 32
LIMIT_S = 5.0
"""Seconds that an answer may take."""
_DESCRIPTION = "Films that are alike, and why. No key is needed unless the operator says so."


def create(shared: Callable[[], Shared], live: LiveCatalogue | None = None) -> FastAPI:
    """Return the API; nothing is opened before the first request.

    Parameters
    ----------
    shared
        Returns what the server shares.
    live
        The catalogue, to share it with others; one of its own if left out.

    """
    desk = Desk(
        shared,
        live or LiveCatalogue(shared),
        Pool("api", ENGINE_THREADS, ENGINE_WAITING, LIMIT_S),
        Pool("api-lookup", LOOKUP_THREADS, LOOKUP_WAITING, LIMIT_S),
    )
    app = FastAPI(
        title="CineWatch",
        version="1",
        description=_DESCRIPTION,
        # FastAPI's pages of documents load scripts from other hosts.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        # We count and time requests ourselves.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        middleware=[Middleware(BodyLimit)],
        lifespan=_closing(desk),
    )
    app.state.desk = desk
    for routes in (films.routes, recommending.routes, catalogue.routes):
        app.include_router(routes)
    tell_errors(app)
    app.router.routes.extend(document_routes(lambda: _openapi(app, shared)))
    return app


def _closing(desk: Desk) -> Callable[[FastAPI], Any]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        desk.live.prepare()
        yield
        desk.live.close()
        desk.engine_pool.close()
        desk.lookup_pool.close()

    return lifespan


def _openapi(app: FastAPI, shared: Callable[[], Shared]) -> dict[str, Any]:
    """Return the document of the API. Keys are in it only if they are needed."""
    document: dict[str, Any] = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    components = document.setdefault("components", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    components.setdefault("schemas", {}).update(problem.pop("$defs"), Problem=problem)
    try:
        needs_key = bool(shared().settings.api_keys)
    except CineWatchError:
        needs_key = False
    if needs_key:
        components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
        document["security"] = [{"key": []}]
        for operations in document["paths"].values():
            for operation in operations.values():
                refused = operation["responses"]["422"] | {"description": "The request has no key, or a wrong one."}
                operation["responses"].setdefault("401", refused)
    return document
