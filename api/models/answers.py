"""What the API answers: the values of the engine as JSON, with the descriptions that OpenAPI shows."""

from __future__ import annotations

import math
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _known(value: Any) -> Any:
    """Return null for NaN: JSON has no NaN."""
    return None if isinstance(value, float) and math.isnan(value) else value


Share = Annotated[float, Field(description="0 to 1.")]
_Measured = Annotated[float | None, BeforeValidator(_known)]


class Answered(BaseModel):
    """An answer, or a part of one."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class FilmBrief(Answered):
    """What a list shows of a film."""

    id: int = Field(description="TMDB id.")
    title: str
    year: int | None
    genres: list[str]
    rating: float | None = Field(description="Mean vote, 0 to 10; null without votes.")
    votes: int
    poster_path: str = Field(description="Add it to https://image.tmdb.org/t/p/w342; empty if unknown.")


class FilmFull(FilmBrief):
    """Everything that the catalogue knows of a film. Null and empty lists mean "unknown"."""

    original_title: str
    release_date: date | None
    runtime: int | None = Field(description="Minutes.")
    keywords: list[str]
    overview: str
    tagline: str
    director: list[str]
    cast: list[str]
    companies: list[str]
    countries: list[str]
    spoken_languages: list[str]
    original_language: str = Field(description="ISO 639-1 code.")
    budget: int | None = Field(description="US dollars, not adjusted for inflation.")
    revenue: int | None = Field(description="US dollars, not adjusted for inflation.")
    popularity: float
    status: str
    adult: bool
    imdb_id: str
    homepage: str
    backdrop_path: str


class FoundFilm(Answered):
    """A film that a search found."""

    film: FilmBrief
    score: Share
    person: str = Field(description="By whose name it was found; empty if by its title.")


class FoundPerson(Answered):
    """A person that a search found."""

    name: str
    score: Share
    film_count: int


class SearchAnswer(Answered):
    """What a search found, best first."""

    films: list[FoundFilm]
    people: list[FoundPerson]


class Parts(Answered):
    """What a score is the sum of."""

    match: float
    era: float
    popularity: float
    quality: float
    community: float | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description="Liked by the same people. Not there if no community was learned.",
    )


class RecommendedFilm(Answered):
    """A recommended film."""

    film: FilmBrief
    score: float
    reasons: list[str] | None = Field(default=None, description="Null unless explain is true.")
    parts: Parts | None = Field(default=None, description="Null unless explain is true.")
    closer_than: float | None = Field(
        default=None, description="Share of films, 0 to 1, that match less. Null unless explain is true."
    )


class CorrectedWord(Answered):
    """A word with a typing error."""

    written: str
    read: str


class RecommendAnswer(Answered):
    """Recommended films, best first."""

    films: list[RecommendedFilm]
    understood: list[str] = Field(description="What the description says about facts; used as filters and films.")
    corrected: list[CorrectedWord] = Field(description="Words of the description that were read as others.")
    unknown: list[str] = Field(description="Words of the description that no film mentions.")


class SimilarFilm(Answered):
    """A film like another one."""

    film: FilmBrief
    similarity: float
    reasons: list[str]


class SimilarAnswer(Answered):
    """Films like one, the most similar first, by what they are about alone."""

    film: FilmBrief
    similar: list[SimilarFilm]


class FieldPart(Answered):
    """What one field adds to a similarity."""

    field: str
    label: str
    value: float


class TermPart(FieldPart):
    """What one shared term adds to a similarity."""

    term: str


class CompareAnswer(Answered):
    """How similar two films are, and why."""

    a: FilmBrief
    b: FilmBrief
    similarity: Share
    closer_than: Share = Field(description="Share of films, 0 to 1, that are less similar to a than b is.")
    share_of_pairs_below: _Measured = Field(description="Estimated share of all pairs that are less similar.")
    fields: list[FieldPart] = Field(description="They sum to the similarity.")
    terms: list[TermPart] = Field(description="The strongest shared terms, at most 50.")
    unique_to_a: list[str]
    unique_to_b: list[str]


class BrowseAnswer(Answered):
    """One page of films."""

    films: list[FilmBrief]
    total: int = Field(description="Films on all pages.")
    page: int
    pages: int


class GenreCount(Answered):
    """A genre, and how many films have it."""

    name: str
    films: int


class GenresAnswer(Answered):
    """The genres of the catalogue, in their usual order; hidden films do not count."""

    genres: list[GenreCount]


class DecadeNumbers(Answered):
    """The films of a decade in numbers. Null means that no film has the values it takes."""

    decade: int
    films: int
    median_runtime: float | None
    mean_rating: float | None
    revenue: int
    completeness: Share


class StatisticsAnswer(Answered):
    """Films in a few numbers. Null means that no film has the values it takes."""

    films: int
    first_year: int | None
    last_year: int | None
    languages: int
    countries: int
    median_runtime: float | None = Field(description="Minutes.")
    mean_rating: float | None = Field(description="0 to 10, weighted by votes.")
    total_revenue: int = Field(description="US dollars, of films where it is known.")
    completeness: float | None = Field(description="Share of fields that are filled in, 0 to 1.")
    decades: list[DecadeNumbers]
