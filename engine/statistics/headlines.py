"""Headlines: a catalogue in a few numbers, in total and by decade. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean

import numpy as np
import numpy.typing as npt

from engine.catalogue.columns import FilmColumns
from engine.statistics.counting import Counts, Floats, Integers, Mask, Periods, count_bits, periods_of, weighted_mean
from engine.statistics.facts import CHECKED_FIELDS, Facts


@dataclass(frozen=True, slots=True)
class Decade:
    """The films of a decade in numbers. `None` means that no film has the values it takes."""

    decade: int
    """Its first year."""
    films: int
    years: int
    """Years with at least one film, 1 to 10."""
    languages: int
    countries: int
    median_runtime: float | None
    """Minutes."""
    mean_rating: float | None
    """0 to 10, weighted by votes."""
    revenue: int
    """US dollars, sum of the films where it is known."""
    completeness: float
    """Share of the checked fields that its films have filled in, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Headlines:
    """Films in a few numbers. `None` means that no film has the values it takes."""

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
    """US dollars, sum of the films where it is known."""
    completeness: float | None
    """Share of the checked fields that films have filled in, 0 to 1."""
    decades: tuple[Decade, ...]
    """Decades with films, earliest first."""


def compute_headlines(mask: Mask, columns: FilmColumns, facts: Facts) -> Headlines:
    """Return the films in a few numbers.

    Parameters
    ----------
    mask
        Films to look at, shape (n_films,).
    columns, facts
        Of all films.
    """
    decades = periods_of(columns.year[mask], 10)
    year, runtime, language = columns.year[mask], columns.runtime[mask], columns.language[mask]
    known_years = year[year > 0]
    # By field and decade, those of unknown year included.
    filled_in = count_bits(facts.filled_in[mask], len(CHECKED_FIELDS), decades.numbers, len(decades.starts))
    films = len(year)
    return Headlines(
        films=films,
        first_year=int(known_years.min()) if len(known_years) else None,
        last_year=int(known_years.max()) if len(known_years) else None,
        languages=_distinct(language[language > 0]),
        countries=int(np.count_nonzero(facts.names["countries"].counts(mask))),
        median_runtime=_median(runtime[runtime > 0]),
        mean_rating=_mean_rating(columns.rating[mask], columns.votes[mask]),
        total_revenue=int(facts.revenue[mask].sum()),
        completeness=_mean_share(filled_in.sum(axis=1), films) if films else None,
        decades=tuple(_decades(mask, decades, filled_in, columns, facts)),
    )


def _decades(mask: Mask, decades: Periods, filled_in: Counts, columns: FilmColumns, facts: Facts) -> Iterator[Decade]:
    # Sorted by decade, the films of each are one slice of every column.
    rows = np.flatnonzero(mask)[np.argsort(decades.numbers, kind="stable")]
    ends = np.cumsum(np.bincount(decades.numbers, minlength=len(decades.starts))).tolist()
    year, runtime, language = columns.year[rows], columns.runtime[rows], columns.language[rows]
    rating, votes, revenue = columns.rating[rows], columns.votes[rows], facts.revenue[rows]
    countries, country_year = facts.names["countries"].with_values(mask, columns.year)
    for number, start in enumerate(decades.starts):
        own = slice(ends[number - 1] if number else 0, ends[number])
        films = own.stop - own.start
        if start is None or not films:
            continue
        yield Decade(
            decade=start,
            films=films,
            years=_distinct(year[own]),
            languages=_distinct(language[own][language[own] > 0]),
            countries=_distinct(countries[country_year // 10 * 10 == start]),
            median_runtime=_median(runtime[own][runtime[own] > 0]),
            mean_rating=_mean_rating(rating[own], votes[own]),
            revenue=int(revenue[own].sum()),
            completeness=_mean_share(filled_in[:, number], films),
        )


def _distinct(codes: Integers) -> int:
    """Return how many different codes there are; codes are 0 or more."""
    return int(np.count_nonzero(np.bincount(codes)))


def _median(values: Integers) -> float | None:
    return float(np.median(values)) if len(values) else None


def _mean_rating(rating: Floats, votes: npt.NDArray[np.int32]) -> float | None:
    rated = ~np.isnan(rating)
    return weighted_mean(rating[rated], votes[rated])


def _mean_share(counts: Counts, films: int) -> float:
    """Return the mean, over the checked fields, of the share of films that have each filled in."""
    return fmean(count / films for count in counts.tolist())
