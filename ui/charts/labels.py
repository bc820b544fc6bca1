"""Labels of films: unique ones for tables and charts, and those that fit into a chart. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from engine import Film


def unique_labels(films: Sequence[Film]) -> list[str]:
    """Return a different label for each film: title and year, followed by the id if several films share them."""
    counts = Counter(film.label for film in films)
    labels = [film.label if counts[film.label] == 1 else f"{film.label} · {film.id}" for film in films]
    # A title may look like another title with its id.
    return labels if len(set(labels)) == len(labels) else [f"{film.label} · {film.id}" for film in films]


def without_overlaps(points: pd.DataFrame, width: float, height: float) -> pd.DataFrame:
    """Return the points whose labels do not overlap the label of an earlier point.

    Parameters
    ----------
    points
        One row per label, with its position in the columns x and y.
    width, height
        Size of a label, in the units of x and y.
    """
    positions = list(zip(points["x"], points["y"], strict=True))
    shown: list[int] = []
    for number, (x, y) in enumerate(positions):
        if all(abs(x - positions[n][0]) >= width or abs(y - positions[n][1]) >= height for n in shown):
            shown.append(number)
    return points.iloc[shown]
