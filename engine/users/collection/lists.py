"""The order of a list of marked films, and the short ones among them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from engine.catalogue.columns import FilmColumns
from engine.errors import InvalidQuery, quoted
from engine.users.collection.rows import NO_ROW, rows_of
from engine.users.values import Mark

ListOrder = Literal["added", "highest", "lowest", "rating", "shortest", "longest", "newest"]
"""When it was marked, latest first; the user's stars; the rating of everybody; the running time; the release."""
LIST_ORDERS: tuple[ListOrder, ...] = get_args(ListOrder)
TWO_HOURS = 120
"""Minutes."""

Floats = npt.NDArray[np.float64]


def ordered(
    marks: Sequence[Mark], columns: FilmColumns, order: ListOrder = "added", below_minutes: int | None = None
) -> tuple[Mark, ...]:
    """Return marks in an order. Films without the value come last; of equal ones the one marked last comes first.

    Parameters
    ----------
    marks
        Of one kind, latest first, as `Users.marks` returns them.
    columns
        The catalogue. Films that it lacks have no value but the user's own.
    order
        One of LIST_ORDERS.
    below_minutes
        Only films that are known to be shorter; all by default.

    Raises
    ------
    InvalidQuery
        There is no such order.

    """
    if order not in LIST_ORDERS:
        raise InvalidQuery(f"there is no order called {quoted(order)}; use {', '.join(LIST_ORDERS)}")
    rows = rows_of(columns, (mark.film_id for mark in marks))
    minutes = _of_films(columns.runtime, rows)
    chosen = np.arange(len(marks)) if below_minutes is None else np.flatnonzero(minutes < below_minutes)
    if order != "added":
        # NaN sorts last whichever way the others go.
        chosen = chosen[np.argsort(_keys(marks, columns, rows, order)[chosen], kind="stable")]
    return tuple(marks[n] for n in chosen.tolist())


def in_catalogue(marks: Sequence[Mark], columns: FilmColumns) -> tuple[Mark, ...]:
    """Return the marks on films that the catalogue has, in the same order."""
    known = rows_of(columns, (mark.film_id for mark in marks)) != NO_ROW
    return tuple(marks[n] for n in np.flatnonzero(known).tolist())


def _keys(marks: Sequence[Mark], columns: FilmColumns, rows: npt.NDArray[np.int64], order: ListOrder) -> Floats:
    """Return a number for each mark, the lowest for what comes first."""
    if order in ("highest", "lowest"):
        stars = np.array([np.nan if mark.rating is None else mark.rating for mark in marks], dtype=np.float64)
        return stars if order == "lowest" else -stars
    if order in ("shortest", "longest"):
        minutes = _of_films(columns.runtime, rows)
        return minutes if order == "shortest" else -minutes
    return -_of_films(columns.rating if order == "rating" else columns.year, rows)


def _of_films(column: npt.NDArray[np.generic], rows: npt.NDArray[np.int64]) -> Floats:
    """Return the value of each film, NaN where it is unknown."""
    values = np.full(len(rows), np.nan)
    known = rows != NO_ROW
    values[known] = column[rows[known]]
    values[values == 0] = np.nan
    return values
