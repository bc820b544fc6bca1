"""Films grouped by one column and, if asked, by another, with one figure of each group: a chart of one's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from engine.catalogue.columns import FilmColumns
from engine.errors import InvalidQuery, quoted
from engine.retrieval.top_k import top_k
from engine.statistics.counting import Counts, Floats, Integers, steps
from engine.statistics.facts import Facts, Mask
from engine.statistics.values import Pivot, PivotCell, PivotQuery

MAX_NAMES = 25
"""Groups of a column of names: those of most films."""
MAX_COLOURS = 8
"""Groups by colour: those of most films."""
RUNTIME_STEP, RUNTIME_GROUPS = 15, 17
MAX_POWERS = 12
"""Of ten, that amounts are grouped by."""

MONTHS = (
    "unknown",
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""Of a year, by their numbers."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Films:
    """What is known of every film."""

    columns: FilmColumns
    languages: Sequence[str]
    """What `columns.language` points into."""
    facts: Facts


@dataclass(frozen=True, slots=True)
class Grouping:
    """In which groups each film is: in several, in one, or in none."""

    rows: Integers
    """Films, one an entry."""
    codes: Integers
    """The group of each entry: a place in `names`."""
    names: Sequence[str]
    ordered: bool
    """Whether the groups have an order of their own, such as years."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """A value of each film in each of its groups."""

    places: Integers
    values: Floats
    """Shape of `places`."""
    films: Counts
    """Of each group, shape (n_groups,)."""


def pivot(asked: PivotQuery, mask: Mask, films: Films) -> Pivot:
    """Return the groups of the films that `mask` marks, as far as the measure is known of them.

    Raises InvalidQuery for a column, measure or figure that there is not.
    """
    if asked.colour == asked.x:
        raise InvalidQuery(f"x and colour are both {quoted(asked.x)}; they must differ")
    figure = _chosen(FIGURES, asked.figure, "figure")
    values = _chosen(MEASURES, asked.measure, "measure")(films)
    along = _grouping(asked.x, films)
    known = mask & ~np.isnan(values) & _in_any(along, len(mask))
    colours = _colours(asked.colour, known, films)
    coloured = np.logical_or.reduce([marked for _, marked in colours], initial=False) & known
    kept = _largest(along, coloured, None if along.ordered else MAX_NAMES)
    places = np.full(len(along.names), -1, dtype=np.int64)
    places[kept] = np.arange(len(kept))
    groups = []
    for colour, marked in colours:
        own = marked[along.rows] & (places[along.codes] >= 0)
        found = places[along.codes[own]]
        grouped = Grouped(found, values[along.rows[own]], np.bincount(found, minlength=len(kept)))
        told = zip(kept, grouped.films.tolist(), figure(grouped).tolist(), strict=True)
        groups += [
            PivotCell(along.names[code], colour, count, value)
            for code, count, value in told
            if count >= max(1, asked.least_films)
        ]
    return Pivot(asked, tuple(along.names[code] for code in kept), along.ordered, tuple(groups))


def _chosen(there: Mapping[str, T], name: str, what: str) -> T:
    if name not in there:
        raise InvalidQuery(f"{quoted(name)} is no {what}; there are {', '.join(there)}")
    return there[name]


def _colours(name: str | None, mask: Mask, films: Films) -> list[tuple[str | None, Mask]]:
    """Return the groups by colour, with the films of each; all films without a colour if none is asked for."""
    if name is None:
        return [(None, mask)]
    grouping = _grouping(name, films)
    found: list[tuple[str | None, Mask]] = []
    for code in _largest(grouping, mask, MAX_COLOURS):
        marked = np.zeros(len(mask), dtype=bool)
        marked[grouping.rows[grouping.codes == code]] = True
        found.append((grouping.names[code], marked & mask))
    return found


def _in_any(grouping: Grouping, n_films: int) -> Mask:
    marked = np.zeros(n_films, dtype=bool)
    marked[grouping.rows] = True
    return marked


def _largest(grouping: Grouping, mask: Mask, most: int | None) -> list[int]:
    """Return the groups of most films, at most so many, the largest first; in their own order if they have one."""
    counts = np.bincount(grouping.codes[mask[grouping.rows]], minlength=len(grouping.names))
    found = top_k(counts.astype(np.float64), len(counts) if most is None else most).tolist()
    there = [code for code in found if counts[code]]
    return sorted(there) if grouping.ordered else there


def _count(grouped: Grouped) -> Floats:
    return grouped.films.astype(np.float64)


def _sum(grouped: Grouped) -> Floats:
    return np.bincount(grouped.places, weights=grouped.values, minlength=len(grouped.films)).astype(np.float64)


def _mean(grouped: Grouped) -> Floats:
    return _sum(grouped) / np.maximum(grouped.films, 1)


def _quantile(share: float) -> Callable[[Grouped], Floats]:
    """Return a figure: the value that `share` of a group is below, interpolated between neighbours."""

    def quantile(grouped: Grouped) -> Floats:
        told = np.full(len(grouped.films), np.nan)
        if not len(grouped.values):
            return told
        # Each group is one run of the values, ascending; those that are empty have none.
        ascending = grouped.values[np.lexsort((grouped.values, grouped.places))]
        there = grouped.films > 0
        ends = np.cumsum(grouped.films)[there]
        place = (grouped.films[there] - 1) * share
        whole = np.floor(place).astype(np.int64)
        lower = ends - grouped.films[there] + whole
        low, high = ascending[lower], ascending[np.minimum(lower + 1, ends - 1)]
        told[there] = low + (high - low) * (place - whole)
        return told

    return quantile


FIGURES: dict[str, Callable[[Grouped], Floats]] = {
    "count": _count,
    "mean": _mean,
    "median": _quantile(0.5),
    "sum": _sum,
    "lowest": _quantile(0),
    "highest": _quantile(1),
}
"""What can be told of a group."""


def _known(values: npt.NDArray[np.generic]) -> Floats:
    """Return numbers, of which 0 was unknown."""
    numbers = values.astype(np.float64)
    numbers[numbers == 0] = np.nan
    return numbers


MEASURES: dict[str, Callable[[Films], Floats]] = {
    "films": lambda films: np.ones(len(films.columns.id)),
    "rating": lambda films: films.columns.rating.astype(np.float64),
    "votes": lambda films: films.columns.votes.astype(np.float64),
    "runtime": lambda films: _known(films.columns.runtime),
    "year": lambda films: _known(films.columns.year),
    "budget": lambda films: _known(films.facts.budget),
    "revenue": lambda films: _known(films.facts.revenue),
    "multiple": lambda films: _known(films.facts.revenue) / _known(films.facts.budget),
}
"""A number of each film, NaN where it is not known."""


def _grouping(name: str, films: Films) -> Grouping:
    return _chosen(GROUPS, name, "column to group by")(films)


def _in_lists(column: str) -> Callable[[Films], Grouping]:
    def group(films: Films) -> Grouping:
        lists = films.facts.lists[column]
        rows = np.repeat(np.arange(len(lists.starts) - 1, dtype=np.int32), np.diff(lists.starts))
        return Grouping(rows, lists.codes, lists.names, ordered=False)

    return group


def _single(codes: Integers, known: Mask, names: Sequence[str], ordered: bool = True) -> Grouping:
    """Return groups of which each film that is known is in one."""
    rows = np.flatnonzero(known)
    return Grouping(rows, codes[rows].astype(np.int64), names, ordered)


def _years(films: Films) -> Grouping:
    year = films.columns.year
    return _single(year, year > 0, [str(number) for number in range(int(year.max(initial=0)) + 1)])


def _decades(films: Films) -> Grouping:
    year = films.columns.year
    return _single(year // 10, year > 0, [f"{number}0s" for number in range(int(year.max(initial=0)) // 10 + 1)])


def _months(films: Films) -> Grouping:
    return _single(films.facts.month, films.facts.month > 0, MONTHS)


def _languages(films: Films) -> Grouping:
    return _single(films.columns.language, films.columns.language > 0, films.languages, ordered=False)


def _ratings(films: Films) -> Grouping:
    known = ~np.isnan(films.columns.rating)
    codes = steps(np.where(known, films.columns.rating, 0), 1, 10)
    return _single(codes, known, [f"{low} to {low + 1}" for low in range(10)])


def _runtimes(films: Films) -> Grouping:
    lows = range(0, RUNTIME_STEP * RUNTIME_GROUPS, RUNTIME_STEP)
    names = [*(f"{low} to {low + RUNTIME_STEP - 1} min" for low in lows[:-1]), f"{lows[-1]} min or more"]
    runtime = films.columns.runtime
    return _single(steps(runtime, RUNTIME_STEP, RUNTIME_GROUPS), runtime > 0, names)


def _powers(amounts: Integers, unit: str = "") -> Grouping:
    """Return groups by powers of ten of what is above 0."""
    powers = 10 ** np.arange(MAX_POWERS, dtype=np.int64)
    lows = powers.tolist()
    names = [f"{unit}{_short(low)} to {_short(low * 10)}" for low in lows[:-1]] + [f"{unit}{_short(lows[-1])} or more"]
    return _single(np.searchsorted(powers, amounts, side="right") - 1, amounts > 0, names)


def _short(amount: int) -> str:
    for size, letter in ((10**9, "B"), (10**6, "M"), (10**3, "K")):
        if amount >= size:
            return f"{amount // size}{letter}"
    return str(amount)


GROUPS: dict[str, Callable[[Films], Grouping]] = {
    "year": _years,
    "decade": _decades,
    "month": _months,
    "genre": _in_lists("genres"),
    "language": _languages,
    "country": _in_lists("countries"),
    "company": _in_lists("companies"),
    "director": _in_lists("director"),
    "cast": _in_lists("cast"),
    "keyword": _in_lists("keywords"),
    "rating": _ratings,
    "runtime": _runtimes,
    "votes": lambda films: _powers(films.columns.votes),
    "budget": lambda films: _powers(films.facts.budget, "$"),
    "revenue": lambda films: _powers(films.facts.revenue, "$"),
}
"""Columns that films can be grouped by."""
