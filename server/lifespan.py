"""What a server does when it begins and when it ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI

from engine.errors import SettingsError
from engine.shared import Shared
from server.ending import Ending

_log = logging.getLogger("cinewatch.server")


def lifespan_of(
    shared: Callable[[], Shared], api: FastAPI, ending: Ending
) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """Return what tells wrong settings when the server begins, and writes what still waits when it ends.

    Parameters
    ----------
    shared
        Returns what the server shares.
    api
        The API. Nobody else tells it when a server begins and ends, because it is mounted.
    ending
        How the server ends.

    """

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        opened: Shared | None = None
        try:
            opened = shared()
        except SettingsError as error:
            # It serves nevertheless: pages and /readyz say the same.
            _log.error("wrong settings: %s", error)
        ending.take_signal()
        async with api.router.lifespan_context(api):
            yield
        if opened:
            await asyncio.to_thread(opened.close)

    return lifespan
