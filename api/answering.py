"""From a question to a response: tags, the bounded pool, JSON made in its threads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from api.admission import Admission
from api.caching import CACHE_CONTROL, has, tag_of
from api.live import LiveCatalogue
from api.pool import Pool
from engine import CineWatch
from engine.shared import Shared

Question = Callable[[CineWatch], BaseModel]
JSON = "application/json"
PRIVATE = {"Cache-Control": "private, no-store"}


class Desk:
    """What routes need to answer.

    Parameters
    ----------
    shared
        Returns what the server shares.
    live
        The catalogue.
    engine_pool
        Where the engine computes.
    lookup_pool
        Where other services and the database are waited for.

    """

    def __init__(self, shared: Callable[[], Shared], live: LiveCatalogue, engine_pool: Pool, lookup_pool: Pool) -> None:
        self.shared = shared
        self.live = live
        self.engine_pool = engine_pool
        self.lookup_pool = lookup_pool
        self.admission = Admission(shared, lookup_pool)

    async def answer(self, request: Request, question: Question) -> Response:
        """Return the answer to a question that depends on nothing but the catalogue. GET gets a tag."""
        cinewatch = await self.live.current()
        if request.method != "GET":
            return Response(await self._compute(cinewatch, question), headers=PRIVATE, media_type=JSON)
        asked = f"{request.url.path}?{request.url.query}"
        tag = tag_of(cinewatch.version, asked, date.today().isoformat())
        headers = {"ETag": tag, "Cache-Control": self._cache_control()}
        if has(request.headers.get("if-none-match"), tag):
            return Response(status_code=304, headers=headers)
        return Response(await self._compute(cinewatch, question), headers=headers, media_type=JSON)

    async def answer_privately(self, question: Question) -> Response:
        """Return an answer that nobody may keep. It may wait for the database or another service."""
        cinewatch = await self.live.current()
        body = await self.lookup_pool.run(lambda: question(cinewatch).model_dump_json())
        return Response(body, headers=PRIVATE, media_type=JSON)

    async def _compute(self, cinewatch: CineWatch, question: Question) -> str:
        return await self.engine_pool.run(lambda: question(cinewatch).model_dump_json())

    def _cache_control(self) -> str:
        # With keys, an answer is for who has one, and not for a shared cache.
        return CACHE_CONTROL.replace("public", "private") if self.shared().settings.api_keys else CACHE_CONTROL


def desk_of(request: Request) -> Desk:
    """Return what the routes of this application answer with."""
    desk: Desk = request.app.state.desk
    return desk
