"""Labels of films: unique ones for tables and charts, and those that fit into a chart. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd

from engine import Film

FONT_SIZE = 12
"""Pixels."""
SHOWN = "width >= datum.From && width < datum.To"
"""Which rows of `labels` a chart draws."""
_CHARACTER_WIDTH = 7.2
"""Pixels of a wide text; most are narrower."""
_LINE_HEIGHT = 16
"""Pixels."""
_WIDTHS = (250, 320, 400, 560, 760, 1_000, 1_250)
"""Pixels of a chart, from which on labels are placed anew. A narrower one has no labels."""
_WIDEST = 100_000
LEGEND_HEIGHT = 170
"""Pixels of a legend of all genres below a chart, at most. It takes them from the height of the chart."""
LEGEND_COLUMNS = alt.ExprRef("width < 700 ? 3 : 10")
"""Columns of such a legend: on a phone there is room for three."""


def unique_labels(films: Sequence[Film]) -> list[str]:
    """Return a different label for each film: title and year, followed by the id if several films share them."""
    counts = Counter(film.label for film in films)
    labels = [film.label if counts[film.label] == 1 else f"{film.label} · {film.id}" for film in films]
    # A title may look like another title with its id.
    return labels if len(set(labels)) == len(labels) else [f"{film.label} · {film.id}" for film in films]


@dataclass(frozen=True, slots=True)
class LabelledView:
    """The part of a chart's plane that is drawn, and how labels of points look in it."""

    domain: tuple[float, float]
    """What the chart shows of x and of y."""
    height: int
    """Height in pixels of the area with the points, at most: in a higher one, labels are only further apart."""
    limit: int
    """Pixels of the widest label; a longer one ends with an ellipsis."""
    above: int
    """Pixels from a point up to the middle of its label."""


@dataclass(frozen=True, slots=True)
class Box:
    """A label in a chart, in pixels from the top left."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Return whether both have more than an edge in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def without_collisions(boxes: Sequence[Box]) -> list[int]:
    """Return the numbers of the boxes to show, ascending: each that overlaps none shown before it."""
    shown: list[int] = []
    for number, box in enumerate(boxes):
        if not any(box.overlaps(boxes[other]) for other in shown):
            shown.append(number)
    return shown


def labels(points: pd.DataFrame, text: str, view: LabelledView) -> pd.DataFrame:
    """Return the labels to draw so that none overlaps another, however wide the chart is.

    A chart is as wide as its page, which only the browser knows. So labels are placed for some widths, and each row
    says for which widths of the chart it is drawn: `SHOWN` is the filter. Wider charts only move labels apart.

    Parameters
    ----------
    points
        One row per point, the most important first, with its position in the columns x and y.
    text
        Column of the labels.
    view
        Where the points are drawn.

    Returns
    -------
    The rows of `points`, each as often as it has ranges of widths, with the columns From and To (pixels, To excluded)
    and Align ("left", "center" or "right": labels at an edge stay inside).
    """
    begins: dict[tuple[int, str, int], int] = {}
    for width, until in pairwise((*_WIDTHS, _WIDEST)):
        aligns, boxes = _placed(points, text, view, width)
        for number in without_collisions(boxes):
            # A label that was drawn in the same way before is one row.
            begin = begins.pop((number, aligns[number], width), width)
            begins[number, aligns[number], until] = begin
    rows = sorted((number, begin, until, align) for (number, align, until), begin in begins.items())
    placed = points.iloc[[number for number, *_ in rows]].reset_index(drop=True)
    ranges = pd.DataFrame([row[1:] for row in rows], columns=["From", "To", "Align"])
    return pd.concat([placed, ranges], axis=1)


def _placed(points: pd.DataFrame, text: str, view: LabelledView, width: int) -> tuple[list[str], list[Box]]:
    """Return the alignment and the box of every label in a chart of a width."""
    low, high = view.domain
    aligns, boxes = [], []
    rows: list[list[Any]] = points[["x", "y", text]].to_numpy().tolist()
    for x, y, label in rows:
        across, down = (x - low) / (high - low) * width, (high - y) / (high - low) * view.height - view.above
        size = min(len(label) * _CHARACTER_WIDTH, view.limit)
        align = "left" if across < size / 2 else "right" if across > width - size / 2 else "center"
        left = across - {"left": 0, "center": size / 2, "right": size}[align]
        aligns.append(align)
        boxes.append(Box(left, down - _LINE_HEIGHT / 2, left + size, down + _LINE_HEIGHT / 2))
    return aligns, boxes


def label_layers(table: pd.DataFrame, text: str, view: LabelledView, **look: Any) -> list[alt.Chart]:
    """Return the layers that draw labels: a rim in the colour of the page, so that no line crosses them, and the text.

    Parameters
    ----------
    table
        From `labels`.
    text
        Column of the labels.
    view
        As for `labels`.
    look
        Properties of the text, such as its colour.
    """
    align = alt.ExprRef("datum.Align")
    shared: dict[str, Any] = {
        "dy": -view.above,
        "fontSize": FONT_SIZE,
        "limit": view.limit,
        "align": align,
        "baseline": "middle",
    }
    rim: dict[str, Any] = {
        "stroke": alt.ExprRef("background"),
        "strokeWidth": 4,
        "strokeJoin": "round",
        "opacity": 0.85,
    }
    base = alt.Chart(table).transform_filter(SHOWN)
    scale = alt.Scale(domain=list(view.domain), nice=False)
    place = {"x": alt.X("x:Q", scale=scale, axis=None), "y": alt.Y("y:Q", scale=scale, axis=None)}
    return [base.mark_text(**shared, **look, **more).encode(**place, text=f"{text}:N") for more in (rim, {})]
