"""Which films are in a group: those behind a bar of a chart. Pure."""

from __future__ import annotations

import numpy as np

from engine.errors import InvalidQuery, quoted
from engine.statistics.counting import Mask
from engine.statistics.facts import CHECKED_FIELDS, NAME_COLUMNS
from engine.statistics.pivot_groups import GROUPS, FilmData

LACKING = "lacking"
"""Stands for a column whose groups are fields: the films that do not have the field filled in."""


def group_mask(column: str, name: str, films: FilmData) -> Mask:
    """Return which films are in a group, shape (n_films,); none if the column has no such group.

    Parameters
    ----------
    column
        LACKING, one of NAME_COLUMNS or one of GROUPS.
    name
        Of the group. For LACKING, one of CHECKED_FIELDS.
    films
        What is known of every film.

    Raises
    ------
    InvalidQuery
        There is no such column.
    """
    n_films = len(films.columns.id)
    if column == LACKING:
        return _lacking(name, films)
    if column in NAME_COLUMNS:
        mask = np.zeros(n_films, dtype=bool)
        mask[films.facts.names[column].rows_with(name)] = True
        return mask
    if column not in GROUPS:
        columns = ", ".join((*NAME_COLUMNS, *GROUPS, LACKING))
        raise InvalidQuery(f"{quoted(column)} is not a column of names or groups; choose one of {columns}")
    grouping = GROUPS[column](films)
    code = next((code for code, group in enumerate(grouping.names) if group == name), None)
    return np.zeros(n_films, dtype=bool) if code is None else grouping.members(code, n_films)


def _lacking(field: str, films: FilmData) -> Mask:
    if field not in CHECKED_FIELDS:
        return np.zeros(len(films.columns.id), dtype=bool)
    bit = np.uint32(1 << CHECKED_FIELDS.index(field))
    lacking: Mask = (films.facts.filled_in & bit) == 0
    return lacking
