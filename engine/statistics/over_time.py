"""Over time: how films change from year to year and from decade to decade. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.catalogue.columns import FilmColumns
from engine.catalogue.genres import GENRES
from engine.entities import Count
from engine.statistics.counting import (
    Counts,
    Floats,
    Integers,
    Mask,
    Periods,
    bin_numbers,
    count_pairs,
    most_frequent,
    periods_of,
)
from engine.statistics.facts import Facts
from engine.statistics.keywords import KeywordTrend, keyword_trends, middle_year_of
from engine.statistics.quantiles import Quantiles, quantiles_by_decade

MAX_GENRES = 20
"""Most frequent genres."""
MAX_LANGUAGES = 10
"""Most frequent languages."""
RATING_WIDTH, RATING_BINS = 0.5, 20
RUNTIME_WIDTH, RUNTIME_BINS = 10, 24
"""Minutes; the last bin includes everything longer."""


@dataclass(frozen=True, slots=True)
class YearCount:
    """How many films are from a year."""

    year: int
    films: int


@dataclass(frozen=True, slots=True)
class NameInYear:
    """How many films of a year have a name, such as a genre."""

    year: int | None
    """`None` for films of unknown year."""
    name: str
    films: int


@dataclass(frozen=True, slots=True)
class BinInYear:
    """How many films of a year have a value in [low, high)."""

    year: int | None
    """`None` for films of unknown year."""
    low: float
    high: float
    films: int


@dataclass(frozen=True, slots=True)
class GenreDecade:
    """How many films of a decade are of a genre."""

    genre: str
    decade: int
    """Its first year."""
    films: int
    share: float
    """Share of the films of the decade, 0 to 1."""


@dataclass(frozen=True, slots=True)
class OverTime:
    """How films change over time. A film counts once for each of its genres."""

    films_per_year: tuple[YearCount, ...]
    """Years with films, earliest first."""
    genres: tuple[Count, ...]
    """The most frequent genres, TMDB's or not."""
    languages: tuple[Count, ...]
    """Codes of the most frequent original languages."""
    genres_by_year: tuple[NameInYear, ...]
    """TMDB's genres."""
    languages_by_year: tuple[NameInYear, ...]
    """Those in `languages`."""
    ratings_by_year: tuple[BinInYear, ...]
    runtimes_by_year: tuple[BinInYear, ...]
    """Minutes. The last bin includes everything longer."""
    genres_by_decade: tuple[GenreDecade, ...]
    """TMDB's genres."""
    runtimes_by_decade: tuple[Quantiles, ...]
    """Minutes."""
    ratings_by_decade: tuple[Quantiles, ...]
    middle_year: int | None
    """Splits the films with a year into halves, as evenly as possible; it belongs to the later half."""
    keyword_trends: tuple[KeywordTrend, ...]
    """Keywords that rose most since the middle year, then those that fell most."""


@dataclass(frozen=True, slots=True)
class _NamesByYear:
    """How many films of each year have each name."""

    names: Sequence[str]
    years: tuple[int | None, ...]
    counts: Counts
    """Shape (n_names, n_years)."""

    def most_frequent(self, limit: int) -> tuple[Count, ...]:
        return most_frequent(self.counts.sum(axis=1), self.names)[:limit]

    def of(self, names: Sequence[str]) -> Iterator[tuple[str, Counts]]:
        """Yield those of `names` that exist, each with its counts by year."""
        positions = {name: position for position, name in enumerate(self.names)}
        return ((name, self.counts[positions[name]]) for name in names if name in positions)

    def cells(self, names: Sequence[str]) -> tuple[NameInYear, ...]:
        return tuple(
            NameInYear(year, name, films)
            for name, counts in self.of(names)
            for year, films in zip(self.years, counts.tolist(), strict=True)
            if films
        )


def compute_over_time(mask: Mask, columns: FilmColumns, languages: Sequence[str], facts: Facts) -> OverTime:
    """Return how films change over time.

    Parameters
    ----------
    mask
        Films to look at, shape (n_films,).
    columns, facts
        Of all films.
    languages
        The code that each number in `columns.language` stands for.
    """
    years = periods_of(np.where(mask, columns.year, 0))
    films = np.bincount(years.numbers[mask], minlength=len(years.starts))
    genres = _genres_by_year(mask, years, facts)
    spoken = _languages_by_year(mask, years, columns, languages)
    frequent_languages = spoken.most_frequent(MAX_LANGUAGES)
    rated, timed = mask & ~np.isnan(columns.rating), mask & (columns.runtime > 0)
    dated = columns.year > 0
    middle_year = middle_year_of(columns.year[mask])
    return OverTime(
        films_per_year=tuple(
            YearCount(year, count) for year, count in zip(years.starts, films.tolist(), strict=True) if year and count
        ),
        genres=genres.most_frequent(MAX_GENRES),
        languages=frequent_languages,
        genres_by_year=genres.cells(GENRES),
        languages_by_year=spoken.cells([language.name for language in frequent_languages]),
        ratings_by_year=_bins_by_year(columns.rating, rated, years, RATING_WIDTH, RATING_BINS),
        runtimes_by_year=_bins_by_year(columns.runtime, timed, years, RUNTIME_WIDTH, RUNTIME_BINS),
        genres_by_decade=_genres_by_decade(genres, films),
        runtimes_by_decade=quantiles_by_decade(columns.runtime[timed & dated], columns.year[timed & dated]),
        ratings_by_decade=quantiles_by_decade(columns.rating[rated & dated], columns.year[rated & dated]),
        middle_year=middle_year,
        keyword_trends=keyword_trends(mask, columns.year, middle_year, facts.names["keywords"]),
    )


def _genres_by_year(mask: Mask, years: Periods, facts: Facts) -> _NamesByYear:
    names = facts.names["genres"].names
    codes, numbers = facts.names["genres"].with_values(mask, years.numbers)
    return _NamesByYear(names, years.starts, count_pairs(codes, numbers, (len(names), len(years.starts))))


def _languages_by_year(mask: Mask, years: Periods, columns: FilmColumns, languages: Sequence[str]) -> _NamesByYear:
    counts = count_pairs(columns.language[mask], years.numbers[mask], (len(languages), len(years.starts)))
    return _NamesByYear(languages, years.starts, counts)


def _genres_by_decade(genres: _NamesByYear, films: Counts) -> tuple[GenreDecade, ...]:
    """Return how many films of each decade are of each of TMDB's genres.

    Parameters
    ----------
    genres
        Genres by year.
    films
        Number of films by year, shape (n_years,).
    """
    decade = np.array([(year or 0) // 10 * 10 for year in genres.years])
    decades = [(start, decade == start) for start in np.unique(decade[1:]).tolist()]
    return tuple(
        GenreDecade(genre, start, count, count / int(films[own].sum()))
        for genre, counts in genres.of(GENRES)
        for start, own in decades
        if (count := int(counts[own].sum()))
    )


def _bins_by_year(
    values: Floats | Integers, known: Mask, years: Periods, width: float, n_bins: int
) -> tuple[BinInYear, ...]:
    """Return how many films of each year are in each bin; `known` selects films."""
    numbers = bin_numbers(values[known], width, n_bins)
    counts = count_pairs(numbers, years.numbers[known], (n_bins, len(years.starts)))
    return tuple(
        BinInYear(years.starts[year], number * float(width), (number + 1) * float(width), int(counts[number, year]))
        for number, year in np.argwhere(counts).tolist()
    )
