"""What the films of a cell of a pivot have in common. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.statistics import PivotQuery
from ui.charts.groups import RATING, RUNTIME, VOTES, Groups
from ui.charts.years import LANGUAGES

_COLUMNS = {
    "genre": "genres",
    "language": LANGUAGES,
    "country": "countries",
    "company": "companies",
    "keyword": "keywords",
}
"""What `groups_of` calls a column, where it has another name."""
_SPANS = {"rating": RATING, "runtime": RUNTIME, "votes": VOTES}
_THOUSANDS = {"K": 1_000, "M": 1_000_000, "B": 1_000_000_000}
_BEST_RATING = 10


def groups_of_cell(query: PivotQuery, mark: Mapping[Any, Any]) -> Groups:
    """Return what the films of a cell have in common, by the columns group and colour of `pivot_table`."""
    columns = ((query.group_by, "group"), (query.colour_by, "colour"))
    return tuple(_group(column, str(mark[name])) for column, name in columns if column)


def _group(column: str, name: str) -> tuple[str, Any]:
    if column not in _SPANS:
        return _COLUMNS.get(column, column), name
    low, *ends = (int(number) * _THOUSANDS.get(unit, 1) for number, unit in re.findall(r"(\d+)([KMB]?)", name))
    if not ends:
        return _SPANS[column], (low, None)
    # Minutes are named with the last one.
    end = ends[0] + 1 if column == "runtime" else ends[0]
    return _SPANS[column], (low, None if column == "rating" and end >= _BEST_RATING else end)
