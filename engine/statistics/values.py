"""The catalogue in figures, as it crosses the door. All values are frozen."""

from __future__ import annotations

from dataclasses import dataclass

from engine.entities import Bin, Count


@dataclass(frozen=True, slots=True)
class YearCount:
    """Films of a year."""

    year: int
    films: int


@dataclass(frozen=True, slots=True)
class GridBin:
    """Films with two values in [x_low, x_high) and [y_low, y_high)."""

    x_low: float
    x_high: float
    y_low: float
    y_high: float
    films: int


@dataclass(frozen=True, slots=True)
class NameInYear:
    """Films of a year that have a value, such as a genre."""

    year: int | None
    """`None` holds the films whose year is not known."""
    name: str
    films: int


@dataclass(frozen=True, slots=True)
class BinInYear:
    """Films of a year with a value in [low, high)."""

    year: int | None
    """`None` holds the films whose year is not known."""
    low: float
    high: float
    films: int


@dataclass(frozen=True, slots=True)
class Decade:
    """The films of a decade in figures; `None` where no film of it has what it would take."""

    decade: int
    """Its first year."""
    films: int
    languages: int
    countries: int
    median_runtime: float | None
    """Minutes."""
    mean_rating: float | None
    """0 to 10, weighted by votes."""
    revenue: int
    """US dollars, over the films where it is known."""


@dataclass(frozen=True, slots=True)
class GenreDecade:
    """Films of a genre in a decade, and their share of the films of that decade."""

    genre: str
    decade: int
    films: int
    share: float


@dataclass(frozen=True, slots=True)
class Money:
    """A film whose budget and revenue are both known, in US dollars."""

    title: str
    year: int | None
    genre: str
    budget: int
    revenue: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """The whole catalogue in figures. `None` means that no film has what it would take."""

    films: int
    first_year: int | None
    last_year: int | None
    languages: int
    countries: int
    median_runtime: float | None
    """Minutes."""
    mean_rating: float | None
    """0 to 10, weighted by votes."""
    total_revenue: int
    """US dollars, over the films where it is known."""
    decades: tuple[Decade, ...] = ()
    """Those that any film is of, the first first."""
    films_per_year: tuple[YearCount, ...] = ()
    genres: tuple[Count, ...] = ()
    genres_by_decade: tuple[GenreDecade, ...] = ()
    ratings: tuple[Bin, ...] = ()
    runtimes: tuple[Bin, ...] = ()
    genres_by_year: tuple[NameInYear, ...] = ()
    """Of TMDB's genres; a film counts in each of its genres."""
    languages_by_year: tuple[NameInYear, ...] = ()
    """Of the most frequent languages, by their codes."""
    ratings_by_year: tuple[BinInYear, ...] = ()
    runtimes_by_year: tuple[BinInYear, ...] = ()
    votes_and_ratings: tuple[GridBin, ...] = ()
    """x: log10 of the votes; y: rating."""
    money: tuple[Money, ...] = ()
    """The highest-grossing films with a known budget, at most 1,000."""
    top_languages: tuple[Count, ...] = ()
    top_countries: tuple[Count, ...] = ()
    top_keywords: tuple[Count, ...] = ()
    completeness: tuple[Count, ...] = ()
    """Films that have each column."""
