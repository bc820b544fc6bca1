"""Data quality: which fields are filled in, and which values are probably wrong. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.catalogue.catalogue import Catalogue
from engine.catalogue.columns import FilmColumns
from engine.entities import Count
from engine.statistics.counting import Counts, Mask, Periods, count_bits, periods_of
from engine.statistics.facts import CHECKED_FIELDS, Facts
from engine.statistics.implausible import ImplausibleValue, implausible_values


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many films of a decade have a field filled in."""

    decade: int
    """Its first year."""
    field: str
    films: int
    share: float
    """Share of the films of the decade, 0 to 1."""


@dataclass(frozen=True, slots=True)
class DataQuality:
    """How far the data of films can be trusted."""

    films: int
    completeness: tuple[Count, ...]
    """Films with each field filled in, most first."""
    completeness_by_decade: tuple[Completeness, ...]
    """Every field of each decade that has films, earliest decade first."""
    implausible_values: tuple[ImplausibleValue, ...]
    """Every problem, whether films have it or not."""


def compute_data_quality(
    mask: Mask, catalogue: Catalogue, columns: FilmColumns, facts: Facts, this_year: int
) -> DataQuality:
    """Return how far the data of films can be trusted.

    Parameters
    ----------
    mask
        Films to look at, shape (n_films,).
    catalogue, columns, facts
        Of all films.
    this_year
        Later years are in the future.
    """
    decades = periods_of(columns.year[mask], 10)
    filled_in = count_bits(facts.filled_in[mask], len(CHECKED_FIELDS), decades.numbers, len(decades.starts))
    return DataQuality(
        films=int(np.count_nonzero(mask)),
        completeness=_completeness(filled_in),
        completeness_by_decade=_completeness_by_decade(filled_in, decades),
        implausible_values=implausible_values(mask, catalogue, columns, facts, this_year),
    )


def _completeness(filled_in: Counts) -> tuple[Count, ...]:
    """Return the films with each field; `filled_in` has shape (n_fields, n_decades)."""
    totals = filled_in.sum(axis=1).tolist()
    counts = [Count(name, films) for name, films in zip(CHECKED_FIELDS, totals, strict=True)]
    return tuple(sorted(counts, key=lambda count: -count.films))


def _completeness_by_decade(filled_in: Counts, decades: Periods) -> tuple[Completeness, ...]:
    films_per_decade = np.bincount(decades.numbers, minlength=len(decades.starts)).tolist()
    return tuple(
        Completeness(start, field, count, count / films)
        for start, films, counts in zip(decades.starts, films_per_decade, filled_in.T.tolist(), strict=True)
        if start is not None and films
        for field, count in zip(CHECKED_FIELDS, counts, strict=True)
    )
