"""The catalogue page by page and in numbers."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response

from api.answering import desk_of
from api.asking import browse_films, count_genres, headlines
from api.models.answers import BrowseAnswer, GenresAnswer, StatisticsAnswer
from api.models.questions import BrowseParameters, Filtering
from api.routes.admitted import responses, router

routes = router()


@routes.get("/browse", response_model=BrowseAnswer, responses=responses(), tags=["catalogue"])
async def browse(request: Request, asked: Annotated[BrowseParameters, Query()]) -> Response:
    """Return one page of the films that pass filters."""
    return await desk_of(request).answer(request, lambda cinewatch: browse_films(cinewatch, asked))


@routes.get("/genres", response_model=GenresAnswer, responses=responses(), tags=["catalogue"])
async def genres(request: Request) -> Response:
    """Return the genres, with the number of films that each has."""
    return await desk_of(request).answer(request, count_genres)


@routes.get("/statistics", response_model=StatisticsAnswer, responses=responses(), tags=["catalogue"])
async def statistics(request: Request, asked: Annotated[Filtering, Query()]) -> Response:
    """Return the films that pass filters in a few numbers, in total and by decade."""
    return await desk_of(request).answer(request, lambda cinewatch: headlines(cinewatch, asked))
