"""What the API can be asked: names, types and bounds of parameters, with the descriptions that OpenAPI shows."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic.json_schema import SkipJsonSchema

from engine import GENRES, MAX_DISLIKED, MAX_LIKED, PRESETS, Filters, Franchise, Query
from engine.browsing import MAX_PAGE_SIZE, Sort

MAX_K = 50
MAX_TEXT = 200
"""Characters of a search."""
MAX_ABOUT = 2_000
"""Characters of a description."""
MAX_PAGE = 1_000_000
_MAX_NAMES = 20
_MAX_FILMS = 100
_MAX_NAME = 100
_MAX_FILM_ID = 2**31 - 1
_MAX_COUNT = 1_000_000_000


def _one_of(names: tuple[str, ...], what: str) -> tuple[AfterValidator, WithJsonSchema]:
    def check(name: str) -> str:
        if name not in names:
            raise ValueError(f"it is not a {what}; choose one of {', '.join(names)}")
        return name

    return AfterValidator(check), WithJsonSchema({"type": "string", "enum": list(names)})


def _whole(value: Any) -> Any:
    """Return a number without a fraction as an integer: to JSON, 2.0 and 2 are the same."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


_Whole = BeforeValidator(_whole)
FilmId = Annotated[int, Field(ge=1, le=_MAX_FILM_ID, description="TMDB id of a film."), _Whole]
HowMany = Annotated[int, Field(ge=1, le=MAX_K, description="How many films, at most."), _Whole]
_Genre = Annotated[str, *_one_of(GENRES, "genre")]
_Preset = Annotated[str, *_one_of(tuple(PRESETS), "preset")]
_Name = Annotated[str, Field(min_length=1, max_length=_MAX_NAME)]
_Genres = Annotated[list[_Genre], Field(max_length=len(GENRES))]
_Names = Annotated[list[_Name], Field(max_length=_MAX_NAMES)]
_Year = Annotated[int, Field(ge=1800, le=2200), _Whole]
_Minutes = Annotated[int, Field(ge=0, le=10_000), _Whole]
_Count = Annotated[int, Field(ge=0, le=_MAX_COUNT), _Whole]
_Rating = Annotated[float, Field(ge=0, le=10)]
_Absent = SkipJsonSchema[None]
"""A parameter that may be left out, but has no value that says so."""


class Asked(BaseModel):
    """A question. A parameter that does not exist is an error, so that a typing error does not go unnoticed."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_null(cls, values: Any) -> Any:
        if isinstance(values, dict) and None in values.values():
            raise ValueError("null is no value; leave out what you do not ask for")
        return values


class Filtering(Asked):
    """Which films may be in the answer: by default, all that are released and are not adult films."""

    genres: _Genres = Field(default=[], description="The film has at least one of these.")
    all_genres: bool = Field(default=False, description="The film has all of the genres.")
    exclude_genres: _Genres = Field(default=[], description="The film has none of these.")
    keywords: _Names = Field(default=[], description="The film has at least one of these keywords; case matters.")
    exclude_keywords: _Names = Field(default=[], description="The film has none of these keywords; case matters.")
    people: _Names = Field(default=[], description="At least one of these directed the film or is in its cast.")
    exclude_people: _Names = Field(default=[], description="None of these directed the film or is in its cast.")
    exclude_words: _Names = Field(default=[], description="No text of the film mentions one of these.")
    exclude_films: Annotated[list[FilmId], Field(max_length=_MAX_FILMS)] = Field(
        default=[], description="The film is none of these TMDB ids."
    )
    countries: _Names = Field(default=[], description="The film was made in one of these, such as France.")
    exclude_countries: _Names = Field(default=[], description="The film was made in none of these.")
    companies: _Names = Field(default=[], description="At least one of these companies made the film.")
    first_year: _Year | _Absent = Field(default=None, description="The film is from this year or later.")
    last_year: _Year | _Absent = Field(default=None, description="The film is from this year or earlier.")
    min_runtime: _Minutes | _Absent = Field(default=None, description="Minutes.")
    max_runtime: _Minutes | _Absent = Field(default=None, description="Minutes.")
    languages: _Names = Field(default=[], description="Codes, such as en: the original language is one of these.")
    min_votes: _Count = Field(default=0, description="The film has this many votes or more.")
    max_votes: _Count | _Absent = Field(default=None, description="The film has this many votes or fewer.")
    min_rating: _Rating = Field(default=0.0, description="0 to 10.")
    max_rating: _Rating = Field(default=10.0, description="0 to 10.")
    include_adult: bool = Field(default=False, description="Adult films are in the answer, too.")
    include_unreleased: bool = Field(
        default=False, description="Films that are not released yet are in the answer, too."
    )

    def to_filters(self) -> Filters:
        """Return the filters that this asks for."""
        values: dict[str, Any] = {name: getattr(self, name) for name in Filtering.model_fields}
        values |= {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
        return Filters(**values)


class Recommending(Asked):
    """What to recommend from, and how. Who asks for nothing gets the most voted films."""

    liked: Annotated[list[FilmId], Field(max_length=MAX_LIKED)] = Field(
        default=[], description="TMDB ids of films you like."
    )
    disliked: Annotated[list[FilmId], Field(max_length=MAX_DISLIKED)] = Field(
        default=[],
        description="TMDB ids of films you dislike. Films like these move down. A film in both lists counts as liked.",
    )
    about: Annotated[str, Field(max_length=MAX_ABOUT)] = Field(
        default="",
        description="What a film should be about, in your own words. Years, lengths, genres and people count too.",
    )
    preset: _Preset = Field(default=next(iter(PRESETS)), description="What matters most.")
    k: HowMany = 10
    franchise: Franchise = Field(
        default="all",
        description="all: every film of a franchise; one: only the best; none: leave out the liked films' franchises.",
    )
    diversity: Annotated[float, Field(ge=0, le=1)] = Field(
        default=0.0, description="How different the films are from one another: 0 is off, 1 is most."
    )
    explain: bool = Field(default=False, description="Say why: reasons, and the parts of each score.")

    def to_query(self, filters: Filters) -> Query:
        """Return the query that this asks for, among the films that pass filters."""
        return Query(
            liked=tuple(self.liked),
            disliked=tuple(film for film in self.disliked if film not in self.liked),
            about=self.about,
            k=self.k,
            weights=PRESETS[self.preset],
            filters=filters.for_preset(self.preset),
            franchise=self.franchise,
            diversity=self.diversity,
        )


class RecommendParameters(Filtering, Recommending):
    """A request for recommendations in an address."""


class FilteringBody(Filtering):
    """The same as JSON, where a number in quotes is none."""

    model_config = ConfigDict(strict=True)


class RecommendBody(Recommending):
    """A request for recommendations as JSON."""

    model_config = ConfigDict(strict=True)

    filters: FilteringBody = Field(default=FilteringBody(), description="Which films may be in the answer.")


class BrowseParameters(Filtering):
    """A request for one page of films."""

    sort: Sort = Field(default="popular", description="The order. Films of which the value is unknown come last.")
    page: Annotated[int, Field(ge=1, le=MAX_PAGE)] = Field(
        default=1, description="1 is the first. After the last, the last."
    )
    page_size: Annotated[int, Field(ge=1, le=MAX_PAGE_SIZE)] = Field(default=24, description="Films on a page.")


class SearchParameters(Asked):
    """A request to find films and people by name."""

    q: Annotated[str, Field(min_length=1, max_length=MAX_TEXT)] = Field(
        description="A title, a name, or part of one; typing errors are forgiven."
    )
    k: HowMany = 10


class SimilarParameters(Asked):
    """A request for films like one."""

    k: HowMany = 10


class CompareParameters(Asked):
    """A request to compare two films."""

    a: FilmId
    b: FilmId

    def ids(self) -> tuple[int, int]:
        """Return both ids."""
        return self.a, self.b


class ForYouParameters(Asked):
    """A request for films for the guest who asks."""

    preset: _Preset = Field(default=next(iter(PRESETS)), description="What matters most.")
    k: HowMany = 10


class TrailerParameters(Asked):
    """A request for a trailer."""

    language: Annotated[str, Field(pattern="^[a-z]{2}$")] = Field(
        default="en", description="Preferred language: two letters."
    )
