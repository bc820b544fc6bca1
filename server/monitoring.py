"""Addresses for operators: whether the process lives, whether it can answer, and its metrics."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from api.live import LiveCatalogue
from engine import CineWatchError, Settings
from engine.metrics import BUILD_AGE, DATASET_FAULT, DISK_FREE, DISK_SIZE, FILMS, REGISTRY, SESSIONS
from engine.paths import without_folders
from engine.shared import Shared
from engine.visitor_limits import redis_answers
from server.ending import Ending

CHECK_S = 2.0
"""Seconds that a check may take."""
REMEMBERED_S = 1.0
"""Seconds for which the result of the checks is given again, so that asking often costs little."""
_SQLITE = "sqlite:///"
_NO_STORE = {"Cache-Control": "no-store"}


class Readiness:
    """Checks what the server needs to answer: the catalogue; the database and Redis if their addresses are set.

    Parameters
    ----------
    shared
        Returns what the server shares.
    live
        The catalogue.
    check_s
        Seconds that a check may take.

    """

    def __init__(self, shared: Callable[[], Shared], live: LiveCatalogue, check_s: float = CHECK_S) -> None:
        self._shared = shared
        self._live = live
        self._check_s = check_s
        self._lock = asyncio.Lock()
        self._known: dict[str, bool] = {}
        self._known_at = -REMEMBERED_S

    async def checks(self) -> dict[str, bool]:
        """Return whether each thing that the server needs can be used."""
        async with self._lock:
            if time.monotonic() - self._known_at >= REMEMBERED_S:
                self._known = await self._check()
                self._known_at = time.monotonic()
        return self._known

    async def _check(self) -> dict[str, bool]:
        try:
            shared = self._shared()
        except CineWatchError:
            return {"settings": False}
        waits = {"catalogue": self._in_time(self._has_catalogue())}
        # The database is a file of this machine unless it is set to a server.
        if not shared.settings.database_url.startswith("sqlite"):
            waits["database"] = self._in_time(asyncio.to_thread(_has_database, shared))
        if shared.settings.redis_url:
            waits["redis"] = self._in_time(asyncio.to_thread(redis_answers, shared.settings.redis_url))
        return dict(zip(waits, await asyncio.gather(*waits.values()), strict=True))

    async def _in_time(self, check: object) -> bool:
        try:
            async with asyncio.timeout(self._check_s):
                return bool(await check)  # type: ignore[misc]
        except TimeoutError:
            return False

    async def _has_catalogue(self) -> bool:
        try:
            await self._live.current()
        except CineWatchError:
            return False
        return True


def _has_database(shared: Shared) -> bool:
    try:
        shared.users.cookie_key()
    except CineWatchError:
        return False
    return True


def monitoring_routes(
    shared: Callable[[], Shared], live: LiveCatalogue, ending: Ending, sessions: Callable[[], int] | None = None
) -> list[Route]:
    """Return the addresses /healthz, /readyz and /metrics.

    Parameters
    ----------
    shared
        Returns what the server shares.
    live
        The catalogue.
    ending
        Whether the server ends soon.
    sessions
        Returns how many pages are open in browsers, if somebody knows.

    """
    readiness = Readiness(shared, live)

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok\n", headers=_NO_STORE)

    async def readyz(_request: Request) -> Response:
        checks = await readiness.checks()
        ready = all(checks.values()) and not ending.is_near
        told = {"ready": ready, "checks": checks, **_catalogue_of(shared)}
        if ending.is_near:
            told["ending"] = True
        return JSONResponse(told, 200 if ready else 503, _NO_STORE)

    async def metrics(_request: Request) -> Response:
        _measure(shared, sessions)
        # The library names text/plain with a version.
        return Response(generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST, **_NO_STORE})

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


def _catalogue_of(shared: Callable[[], Shared]) -> dict[str, str]:
    """Return which build answers, and why it is not that of the dataset as it is now, if it is not."""
    try:
        known = shared()
    except CineWatchError:
        return {}
    told = {}
    if opened := known.opened:
        told["built"] = opened.info.built_at
    fault = known.dataset_fault or known.served.fault
    if fault and known.opened:
        folders = (known.settings.dataset.parent, known.settings.models_dir)
        instead = "the sample" if known.dataset_fault else "the last good build"
        told["fault"] = f"{instead} answers: {without_folders(str(fault), folders)}"
    return told


def _measure(shared: Callable[[], Shared], sessions: Callable[[], int] | None) -> None:
    """Set what is true only at the moment of asking."""
    if sessions:
        SESSIONS.set(sessions())
    try:
        known = shared()
    except CineWatchError:
        # Settings that cannot be read are told by /readyz and by the pages.
        return
    _measure_disks(known.settings)
    DATASET_FAULT.set(bool(known.dataset_fault or known.served.fault))
    if opened := known.opened:
        FILMS.set(len(opened))
        BUILD_AGE.set(time.time() - datetime.fromisoformat(opened.info.built_at).timestamp())


def _measure_disks(settings: Settings) -> None:
    """Set how much room there is. A PostgreSQL has a disk of its own, which its own monitoring looks after."""
    folders = {"builds": settings.models_dir}
    if settings.database_url.startswith(_SQLITE):
        folders["users"] = Path(settings.database_url.removeprefix(_SQLITE)).parent
    for holds, folder in folders.items():
        # It may not be made yet, but what it will be made in is.
        there = next(path for path in (folder, *folder.absolute().parents) if path.is_dir())
        usage = shutil.disk_usage(there)
        DISK_FREE.labels(holds).set(usage.free)
        DISK_SIZE.labels(holds).set(usage.total)
