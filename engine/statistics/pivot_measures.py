"""What a pivot can show of each group: a number of every film, and how a group's numbers become one. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.statistics.counting import Counts, Floats, Integers
from engine.statistics.pivot_groups import FilmData


def _zero_as_nan(values: npt.NDArray[np.generic]) -> Floats:
    numbers = values.astype(np.float64)
    numbers[numbers == 0] = np.nan
    return numbers


MEASURES: dict[str, Callable[[FilmData], Floats]] = {
    "films": lambda films: np.ones(len(films.columns.id)),
    "rating": lambda films: films.columns.rating.astype(np.float64),
    "votes": lambda films: films.columns.votes.astype(np.float64),
    "runtime": lambda films: _zero_as_nan(films.columns.runtime),
    "year": lambda films: _zero_as_nan(films.columns.year),
    "budget": lambda films: _zero_as_nan(films.facts.budget),
    "revenue": lambda films: _zero_as_nan(films.facts.revenue),
    "return": lambda films: _zero_as_nan(films.facts.revenue) / _zero_as_nan(films.facts.budget),
}
"""A number of every film, by name: shape (n_films,), NaN if unknown. "return" is revenue / budget."""


@dataclass(frozen=True, slots=True)
class GroupedValues:
    """A value of every film in each of its groups."""

    groups: Integers
    """Number of the group, shape (n_entries,)."""
    values: Floats
    """Shape (n_entries,), no NaN."""
    films: Counts
    """Films of each group, shape (n_groups,)."""


def _count(grouped: GroupedValues) -> Floats:
    return grouped.films.astype(np.float64)


def _sum(grouped: GroupedValues) -> Floats:
    return np.bincount(grouped.groups, weights=grouped.values, minlength=len(grouped.films)).astype(np.float64)


def _mean(grouped: GroupedValues) -> Floats:
    return _sum(grouped) / np.maximum(grouped.films, 1)


def _quantile(share: float) -> Callable[[GroupedValues], Floats]:
    """Return an aggregate: the value below which `share` of a group lies, interpolated between neighbours."""

    def quantile(grouped: GroupedValues) -> Floats:
        quantiles = np.full(len(grouped.films), np.nan)
        if not len(grouped.values):
            return quantiles
        # Sorted like this, each group is one ascending run.
        ascending = grouped.values[np.lexsort((grouped.values, grouped.groups))]
        filled = grouped.films > 0
        ends = np.cumsum(grouped.films)[filled]
        position = (grouped.films[filled] - 1) * share
        whole = np.floor(position).astype(np.int64)
        lower = ends - grouped.films[filled] + whole
        low, high = ascending[lower], ascending[np.minimum(lower + 1, ends - 1)]
        quantiles[filled] = low + (high - low) * (position - whole)
        return quantiles

    return quantile


AGGREGATES: dict[str, Callable[[GroupedValues], Floats]] = {
    "count": _count,
    "mean": _mean,
    "median": _quantile(0.5),
    "sum": _sum,
    "min": _quantile(0),
    "max": _quantile(1),
}
"""How the values of each group become one, by name: shape (n_groups,)."""
