"""Questions about films: search, one film, films like it, two films, a trailer."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Request, Response

from api.answering import desk_of
from api.asking import compare_films, find, find_trailer, full_film, similar_films
from api.models.answers import CompareAnswer, FilmFull, SearchAnswer, SimilarAnswer
from api.models.questions import (
    CompareParameters,
    FilmId,
    SearchParameters,
    SimilarParameters,
    TrailerParameters,
)
from api.models.visitors import TrailerAnswer
from api.routes.admitted import responses, router

NO_FILM = "No film has that id."
routes = router()
_Id = Annotated[FilmId, Path()]


@routes.get("/search", response_model=SearchAnswer, responses=responses(), tags=["films"])
async def search(request: Request, asked: Annotated[SearchParameters, Query()]) -> Response:
    """Find films and people by name. Typing errors, missing accents and other ways to write numbers are forgiven."""
    return await desk_of(request).answer(request, lambda cinewatch: find(cinewatch, asked))


@routes.get("/films/{film_id}", response_model=FilmFull, responses=responses(NOT_FOUND=NO_FILM), tags=["films"])
async def film(request: Request, film_id: _Id) -> Response:
    """Return everything that the catalogue knows of a film."""
    return await desk_of(request).answer(request, lambda cinewatch: full_film(cinewatch, film_id))


@routes.get(
    "/films/{film_id}/similar", response_model=SimilarAnswer, responses=responses(NOT_FOUND=NO_FILM), tags=["films"]
)
async def similar(request: Request, film_id: _Id, asked: Annotated[SimilarParameters, Query()]) -> Response:
    """Return the films most like one, by what they are about: year and popularity don't count."""
    return await desk_of(request).answer(request, lambda cinewatch: similar_films(cinewatch, film_id, asked.k))


@routes.get("/compare", response_model=CompareAnswer, responses=responses(NOT_FOUND=NO_FILM), tags=["films"])
async def compare(request: Request, asked: Annotated[CompareParameters, Query()]) -> Response:
    """Return how similar two films are, and why."""
    return await desk_of(request).answer(request, lambda cinewatch: compare_films(cinewatch, asked.a, asked.b))


@routes.get(
    "/films/{film_id}/trailer",
    response_model=TrailerAnswer,
    responses=responses(unchanged=False, NOT_FOUND=NO_FILM),
    tags=["films"],
)
async def trailer(request: Request, film_id: _Id, asked: Annotated[TrailerParameters, Query()]) -> Response:
    """Return a trailer from TMDB or YouTube. If neither has one or answers, return a link to search for it."""
    desk = desk_of(request)
    return await desk.answer_privately(
        lambda cinewatch: find_trailer(desk.shared(), cinewatch.film(film_id), asked.language)
    )
