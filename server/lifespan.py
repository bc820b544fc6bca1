"""What a server does when it begins and when it ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI

from engine.errors import CineWatchError, SettingsError
from engine.shared import Shared
from server.ending import Ending

OPENING_S = 10.0
"""Seconds that a server waits for its catalogue to open before it begins without."""

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
        if opened:
            await _open_catalogue(opened)
        ending.take_signal()
        async with api.router.lifespan_context(api):
            yield
        if opened:
            await asyncio.to_thread(opened.close)

    return lifespan


async def _open_catalogue(shared: Shared) -> None:
    """Open the catalogue before anybody can connect, if it is built: a proxy would send visitors here at once."""
    try:
        async with asyncio.timeout(OPENING_S):
            if await asyncio.to_thread(shared.is_ready):
                await asyncio.to_thread(shared.current)
    except (CineWatchError, TimeoutError) as error:
        _log.warning("the server begins without a catalogue: %s", str(error) or "it takes long to open")
