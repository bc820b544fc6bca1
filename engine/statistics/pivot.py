"""A pivot: films grouped by one column and perhaps by another one as colour, with one number for each group. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from engine.errors import InvalidQuery, quoted
from engine.retrieval.top_k import top_k
from engine.statistics.counting import Floats, Mask
from engine.statistics.pivot_groups import GROUPS, FilmData, Grouping
from engine.statistics.pivot_measures import AGGREGATES, MEASURES, GroupedValues

MAX_NAMES = 25
"""Groups without an order of their own: those with most films."""
MAX_COLOURS = 8
"""Colours: those with most films."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PivotQuery:
    """What to show of films: one number for each group."""

    group_by: str
    """One of PIVOT_GROUPS. Of columns without an order, such as keywords, only the 25 largest groups are shown."""
    measure: str = "films"
    """One of PIVOT_MEASURES. Films without it do not count."""
    aggregate: str = "count"
    """One of PIVOT_AGGREGATES: how the measures of a group become one number."""
    colour_by: str | None = None
    """Another one of PIVOT_GROUPS, to split each group; the 8 largest colours are shown."""
    min_films: int = 1
    """Smaller groups are left out."""


@dataclass(frozen=True, slots=True)
class PivotCell:
    """The films of one group and colour, and their number."""

    group: str
    colour: str | None
    films: int
    """With the measure."""
    value: float


@dataclass(frozen=True, slots=True)
class Pivot:
    """The answer to a `PivotQuery`."""

    query: PivotQuery
    groups: tuple[str, ...]
    """In their own order if they have one, otherwise those with most films first."""
    ordered: bool
    """Whether the groups have an order of their own."""
    cells: tuple[PivotCell, ...]
    """Colour by colour, those of a colour in the order of `groups`."""


def compute_pivot(query: PivotQuery, mask: Mask, films: FilmData) -> Pivot:
    """Return a number for each group of films.

    Parameters
    ----------
    query
        How to group the films, and what to show of each group.
    mask
        Films to look at, shape (n_films,).
    films
        What is known of all films.

    Raises
    ------
    InvalidQuery
        A column, measure or aggregate does not exist, or both columns are the same.
    """
    if query.colour_by == query.group_by:
        raise InvalidQuery(f"group_by and colour_by are both {quoted(query.group_by)}; they must differ")
    aggregate = _choose(AGGREGATES, query.aggregate, "aggregate")
    values = _choose(MEASURES, query.measure, "measure")(films)
    grouping = _choose(GROUPS, query.group_by, "column to group by")(films)
    known = mask & ~np.isnan(values) & grouping.selects(len(mask))
    colours = _colours(query.colour_by, known, films)
    coloured = np.logical_or.reduce([members for _, members in colours], initial=False) & known
    codes = _largest(grouping, coloured, None if grouping.ordered else MAX_NAMES)
    groups = tuple(grouping.names[code] for code in codes)
    cells = []
    for colour, members in colours:
        grouped = _grouped_values(grouping, codes, members, values)
        numbers = zip(groups, grouped.films.tolist(), aggregate(grouped).tolist(), strict=True)
        cells += [
            PivotCell(group, colour, count, value)
            for group, count, value in numbers
            if count >= max(1, query.min_films)
        ]
    return Pivot(query, groups, grouping.ordered, tuple(cells))


def _grouped_values(grouping: Grouping, codes: list[int], members: Mask, values: Floats) -> GroupedValues:
    """Return the values of the films in `members` that are in the groups `codes`, numbered in that order."""
    numbers = np.full(len(grouping.names), -1, dtype=np.int64)
    numbers[codes] = np.arange(len(codes))
    selected = members[grouping.rows] & (numbers[grouping.codes] >= 0)
    groups = numbers[grouping.codes[selected]]
    return GroupedValues(groups, values[grouping.rows[selected]], np.bincount(groups, minlength=len(codes)))


def _choose(choices: Mapping[str, T], name: str, kind: str) -> T:
    if name not in choices:
        raise InvalidQuery(f"{quoted(name)} is not a valid {kind}; choose one of {', '.join(choices)}")
    return choices[name]


def _colours(name: str | None, known: Mask, films: FilmData) -> list[tuple[str | None, Mask]]:
    """Return the colours and the films of each; without a column, all films have the colour `None`."""
    if name is None:
        return [(None, known)]
    grouping = _choose(GROUPS, name, "column to group by")(films)
    codes = _largest(grouping, known, MAX_COLOURS)
    return [(grouping.names[code], grouping.members(code, len(known)) & known) for code in codes]


def _largest(grouping: Grouping, mask: Mask, limit: int | None) -> list[int]:
    """Return the codes of the groups with most films: in their own order if they have one, else largest first."""
    counts = np.bincount(grouping.codes[mask[grouping.rows]], minlength=len(grouping.names))
    largest = top_k(counts.astype(np.float64), len(counts) if limit is None else limit).tolist()
    filled = [code for code in largest if counts[code]]
    return sorted(filled) if grouping.ordered else filled
