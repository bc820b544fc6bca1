"""Counts as pandas computes them, to compare with the engine's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import pandas as pd

from engine import GENRES
from engine.statistics import Count


def pairs(counts: Iterable[Count]) -> list[tuple[str, int]]:
    return [(count.name, count.films) for count in counts]


def most_frequent(values: pd.Series, limit: int = 20) -> list[tuple[str, int]]:
    """Return the most frequent values that are not empty, ties in alphabetical order."""
    counts = values[values.astype(str) != ""].dropna().value_counts()
    named = [(str(name), int(films)) for name, films in counts.items()]
    return sorted(named, key=lambda item: (-item[1], item[0]))[:limit]


def by_year(rows: pd.DataFrame, column: str) -> dict[tuple[object, object], int]:
    """Return how many rows have each value in each year, `None` for an unknown year."""
    years = [None if np.isnan(year) else int(year) for year in rows["year"]]
    return Counter(zip(years, rows[column], strict=True))


def with_genres(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row per film and genre of TMDB."""
    each = rows.explode("genres")
    return each[each["genres"].isin(GENRES)]
