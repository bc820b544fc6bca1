"""Recommendations: from films and descriptions, and for the guest who asks."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response

from api.answering import desk_of
from api.asking import films_for, recommend_films
from api.models.answers import RecommendAnswer
from api.models.questions import ForYouParameters, RecommendBody, RecommendParameters
from api.models.visitors import ForYouAnswer
from api.routes.admitted import responses, router
from engine.errors import GuestNeeded
from engine.experiments import refuses_tracking

NO_FILM = "No film has one of the ids."
routes = router()


@routes.get("/recommend", response_model=RecommendAnswer, responses=responses(NOT_FOUND=NO_FILM), tags=["recommend"])
async def recommend(request: Request, asked: Annotated[RecommendParameters, Query()]) -> Response:
    """Recommend films from films you like, a description or filters. Repeat a parameter to give several values."""
    query = asked.to_query(asked.to_filters())
    return await desk_of(request).answer(request, lambda cinewatch: recommend_films(cinewatch, query, asked.explain))


@routes.post(
    "/recommend",
    response_model=RecommendAnswer,
    responses=responses(
        unchanged=False,
        NOT_FOUND=NO_FILM,
        BAD_REQUEST="The body is no text.",
        REQUEST_ENTITY_TOO_LARGE="The body has more than 64 KiB.",
    ),
    tags=["recommend"],
)
async def recommend_by_body(request: Request, asked: RecommendBody) -> Response:
    """Recommend films. The question is JSON instead of an address."""
    query = asked.to_query(asked.filters.to_filters())
    return await desk_of(request).answer(request, lambda cinewatch: recommend_films(cinewatch, query, asked.explain))


@routes.get(
    "/for-you",
    response_model=ForYouAnswer,
    responses=responses(unchanged=False, UNAUTHORIZED="The request has no cookie of a guest."),
    tags=["recommend"],
)
async def for_you(request: Request, asked: Annotated[ForYouParameters, Query()]) -> Response:
    """Recommend films to the visitor whose cookie comes with the request, from their ratings and marks.

    If they take part in an experiment, its arm may change how films are weighed, unless the request names a preset.
    """
    desk = desk_of(request)
    guest = await desk.admission.guest(request)
    if guest is None:
        raise GuestNeeded("open a page of CineWatch first: it gives your browser a guest's cookie")
    may_track = not refuses_tracking(request.headers, request.cookies)
    return await desk.answer_privately(lambda cinewatch: films_for(desk.shared(), cinewatch, guest, asked, may_track))
