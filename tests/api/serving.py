"""The API over real sockets: uvicorn in a thread of the test, and a client without a proxy."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
import uvicorn
from starlette.types import ASGIApp

from engine import Settings, read_settings
from engine.errors import CineWatchError
from engine.shared import Shared
from server.api_alone import served

_WAIT_S = 30


def settings_for(dataset: Path, models: Path, folder: Path, **more: str) -> Settings:
    """Return settings for a dataset, with a database of its own in a folder."""
    paths = {
        "CINEWATCH_DATASET": str(dataset),
        "CINEWATCH_MODELS_DIR": str(models),
        "CINEWATCH_DATABASE_URL": f"sqlite:///{folder / 'users.db'}",
    }
    return read_settings(paths | more)


@dataclass(frozen=True)
class Client:
    """Asks one server."""

    base: str
    shared: Shared
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str, headers: Mapping[str, str] | None = None, **parameters: Any) -> requests.Response:
        """Return the answer at a path below the API's root, or at one that begins with "/"."""
        return self._ask("GET", path, headers, params=parameters)

    def post(self, path: str, body: Any, headers: Mapping[str, str] | None = None) -> requests.Response:
        """Return the answer to a body that is JSON."""
        return self._ask("POST", path, headers, json=body)

    def _ask(self, method: str, path: str, headers: Mapping[str, str] | None, **more: Any) -> requests.Response:
        url = f"{self.base}{path}" if path.startswith("/") else f"{self.base}/api/v1/{path}"
        return self.session.request(method, url, headers=dict(headers or {}), timeout=_WAIT_S, **more)


Serve = Callable[[Settings], Client]


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """Serve an application on a free port, and return the address."""
    config = uvicorn.Config(app, log_level="warning", proxy_headers=False, lifespan="on")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(_WAIT_S)


@contextmanager
def client_of(settings: Settings) -> Iterator[Client]:
    """Serve the API with these settings once its catalogue is open, and return a client of it."""
    shared = Shared(settings)
    # A build takes longer than a request waits on a slow machine. Some tests serve a dataset that cannot be opened.
    with suppress(CineWatchError):
        shared.current()
    with serving(served(lambda: shared)) as base:
        client = Client(base, shared)
        # The environment may name a proxy.
        client.session.trust_env = False
        yield client
        client.session.close()
    shared.users.close()
