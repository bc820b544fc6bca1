"""Answers that depend on more than the catalogue: trailers, and films for the guest who asks."""

from __future__ import annotations

from pydantic import Field

from api.models.answers import Answered, FilmBrief


class TrailerVideo(Answered):
    """A trailer at YouTube."""

    name: str
    language: str
    official: bool
    url: str


class TrailerAnswer(Answered):
    """A trailer, or where to look for one."""

    video: TrailerVideo | None
    search_url: str = Field(description="A search for a trailer at YouTube.")
    note: str | None = Field(description="Why there is no video, if something is wrong.")


class LikedBecause(Answered):
    """What one marked film adds to a score, through the ratings of other users."""

    id: int
    label: str
    value: float


class PersonalParts(Answered):
    """What a personal score is the sum of."""

    community: float
    taste: float
    era: float
    popularity: float
    quality: float


class FilmForYou(Answered):
    """A film for the guest who asks."""

    film: FilmBrief
    score: float
    reasons: list[str]
    because: list[LikedBecause] = Field(description="At most 5 films.")
    parts: PersonalParts


class ForYouAnswer(Answered):
    """Films for the guest who asks, best first."""

    films: list[FilmForYou]
    note: str | None = Field(description="What to do first, if there are no films yet.")
