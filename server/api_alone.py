"""The API without pages: `uvicorn --factory server.api_alone:app`."""

from __future__ import annotations

import os
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.types import ASGIApp

from api import create
from api.live import LiveCatalogue
from engine import configure_logs, read_secrets, read_settings
from engine.shared import Shared
from server.ending import Ending, EndsWell
from server.headers import SecurityHeaders
from server.lifespan import lifespan_of
from server.monitoring import monitoring_routes
from server.no_delay import NoDelay
from server.observing import Observed


def app() -> ASGIApp:
    """Return the API with the settings of the environment. Raises SettingsError."""
    settings = read_settings(os.environ, read_secrets())
    configure_logs(settings.log_format)
    shared = Shared(settings)
    return served(lambda: shared)


def served(shared: Callable[[], Shared]) -> ASGIApp:
    """Return the API at /api, and the addresses for operators, with all middleware."""
    live, ending = LiveCatalogue(shared), Ending()
    api = create(shared, live)
    return Starlette(
        routes=[Mount("/api", api), *monitoring_routes(shared, live, ending)],
        middleware=[
            Middleware(EndsWell, ending=ending),
            Middleware(NoDelay),
            Middleware(Observed),
            Middleware(SecurityHeaders, settings=lambda: shared().settings),
        ],
        lifespan=lifespan_of(shared, api, ending),
    )
