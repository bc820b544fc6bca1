"""Whether a cell is what the name of its column says, for each kind of column. Pure functions."""

from __future__ import annotations

from collections.abc import Callable

from engine.catalogue import dates, numbers, parsing
from engine.catalogue.column_names import Kind

_SURELY_DATED = 2_100
"""A year that every date parser accepts as the present."""
_FLAGS = frozenset(["true", "false", "0", "1", "0.0", "1.0", "yes", "no", "t", "f"])


def _is_number(cell: str) -> bool:
    return numbers.parse_number(cell) is not None or numbers.parse_number(cell, ",") is not None


def _is_minutes(cell: str) -> bool:
    return _is_number(cell) or numbers.parse_minutes(cell) is not None


def _is_date(cell: str) -> bool:
    parsed = (dates.parse_date(cell, _SURELY_DATED, None, day_first) for day_first in (False, True))
    return any(parsed) or dates.parse_year_alone(cell, _SURELY_DATED) is not None


IS_WRITTEN_SO: dict[Kind, Callable[[str], bool]] = {
    "id": lambda cell: parsing.parse_id(cell) is not None,
    "decimal": _is_number,
    "rating": _is_number,
    "whole": _is_number,
    "money": _is_number,
    "minutes": _is_minutes,
    "date": _is_date,
    "year": lambda cell: dates.parse_year(cell, _SURELY_DATED) is not None,
    "flag": lambda cell: cell.strip().lower() in _FLAGS,
    "imdb": lambda cell: bool(parsing.parse_imdb_id(cell)),
    "image": lambda cell: parsing.parse_image(cell) is not None,
}
"""Whether a cell can be read as its kind; any text can be read as text."""
