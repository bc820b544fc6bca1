"""Labels of films: unique ones for tables and charts, and those that fit into a chart. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import inf
from typing import Any

import altair as alt
import numpy as np
import numpy.typing as npt
import pandas as pd

from engine import Film
from ui.charts.label_places import LINE_HEIGHT, Place, first_free, lines_through, places_around
from ui.charts.names import two_lines

FONT_SIZE = 12
"""Pixels."""
INK = "luminance(background) < 0.5 ? '#e6e9ec' : '#0d1318'"
"""Vega's expression for the colour of the text of the page; it knows the page's as `background`."""
SHOWN = "width >= datum.From && width < datum.To"
"""Which rows of `labels` a chart draws."""
_WIDTHS = (250, 300, 340, 370, 400, 480, 560, 660, 760, 880, 1_000, 1_150, 1_300)
"""Pixels of a chart, from which on labels are placed anew. A narrower one has no labels."""
_WIDEST = 100_000
_MORE_HEIGHT = 30
"""A chart whose legend is small is this many pixels higher, at most."""
LEGEND_HEIGHT = 90
"""Pixels of a legend of the main genres below a chart, at most. It takes them from the height of the chart."""
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

    across: tuple[float, float]
    """What the chart shows of x."""
    down: tuple[float, float]
    """What it shows of y."""
    height: int
    """Height in pixels of the area with the points, at most: in a higher one, labels are only further apart."""
    letters: int
    """Of a line of a label. A longer label has two."""
    above: int
    """Pixels from a point up to the middle of its label."""
    beside: int = 0
    """Pixels from a point to a label beside it; 0 if labels are only above or below."""
    radius: int = 0
    """Of a point, in pixels."""

    def in_pixels(self, positions: npt.NDArray[np.float64], width: float, height: float) -> npt.NDArray[np.float64]:
        """Return positions in a chart of some size, in pixels from the top left, as x and y, or x, y, x2 and y2."""
        (left, right), (bottom, top) = self.across, self.down
        pixels = positions.astype(np.float64)
        pixels[:, ::2] = (pixels[:, ::2] - left) / (right - left) * width
        pixels[:, 1::2] = (top - pixels[:, 1::2]) / (top - bottom) * height
        return pixels


def labels(points: pd.DataFrame, text: str, view: LabelledView, lines: pd.DataFrame | None = None) -> pd.DataFrame:
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
    lines
        Lines that labels should not lie on, from x and y to x2 and y2. A label is where the fewest cross it; and if
        there are lines, it covers no other point.

    Returns
    -------
    The rows of `points`, each as often as it has ranges of widths, with long labels in two lines, and the columns From
    and To (pixels, To excluded), Align ("left", "center" or "right": labels at an edge stay inside), and Dx and Dy
    (pixels from the point to that side of the label, and down to the middle of its first line).
    """
    # A title may have breaks of its own.
    rows: list[list[str]] = [two_lines(" ".join(label.split()), view.letters) for label in points[text]]
    begins: dict[tuple[int, Place, int], int] = {}
    for width, until in pairwise((*_WIDTHS, _WIDEST)):
        for number, place in _shown(rows, points, view, lines, (width, until)):
            # A label that was drawn in the same way before is one row.
            begins[number, place, until] = begins.pop((number, place, width), width)
    drawn = sorted(
        (number, begin, until, place.align, place.dx, place.dy) for (number, place, until), begin in begins.items()
    )
    placed = points.iloc[[number for number, *_ in drawn]].reset_index(drop=True)
    placed[text] = ["\n".join(rows[number]) for number, *_ in drawn]
    ranges = pd.DataFrame([row[1:] for row in drawn], columns=["From", "To", "Align", "Dx", "Dy"])
    return pd.concat([placed, ranges], axis=1)


def _shown(
    rows: Sequence[Sequence[str]],
    points: pd.DataFrame,
    view: LabelledView,
    lines: pd.DataFrame | None,
    widths: tuple[int, int],
) -> list[tuple[int, Place]]:
    """Return which labels are drawn in charts from one width to another, and where."""
    width, until = widths
    pixels: list[list[float]] = view.in_pixels(points[["x", "y"]].to_numpy(), width, view.height).tolist()
    choices = [
        list(places_around(row, x, width, view.above, view.beside)) for row, (x, _) in zip(rows, pixels, strict=True)
    ]
    if lines is not None and len(lines):
        choices = _by_lines(choices, points, lines, view, (width, min(until, _WIDTHS[-1] + 100)))
    boxes = [[place.box_at(x, y) for place in places] for places, (x, y) in zip(choices, pixels, strict=True)]
    return [(number, choices[number][place]) for number, place in first_free(boxes).items()]


def _by_lines(
    choices: Sequence[Sequence[Place]],
    points: pd.DataFrame,
    lines: pd.DataFrame,
    view: LabelledView,
    widths: tuple[int, int],
) -> list[list[Place]]:
    """Return the places of each label that cover no point, those first that fewer lines cross, in charts of two widths.

    Lines turn as a chart gets wider or higher, so a place is looked at in the smallest and in the largest charts.
    """
    owners = np.repeat(np.arange(len(choices)), [len(places) for places in choices])
    sides = np.array([place.sides for places in choices for place in places])
    crossed = np.zeros(len(owners))
    for width, height in product(widths, (view.height, view.height + _MORE_HEIGHT)):
        dots = view.in_pixels(points[["x", "y"]].to_numpy(), width, height)
        ends = view.in_pixels(lines[["x", "y", "x2", "y2"]].to_numpy(), width, height)
        crossed += lines_through(sides, owners, dots, ends, height, view.radius)
    worst = iter(crossed.tolist())
    counted = [sorted((next(worst), n) for n in range(len(places))) for places in choices]
    return [[places[n] for lines, n in order if lines < inf] for places, order in zip(choices, counted, strict=True)]


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
        "dx": alt.ExprRef("datum.Dx"),
        "dy": alt.ExprRef("datum.Dy"),
        "lineBreak": "\n",
        "lineHeight": LINE_HEIGHT,
        "fontSize": FONT_SIZE,
        "align": align,
        "baseline": "middle",
    }
    rim: dict[str, Any] = {
        "stroke": alt.ExprRef("background"),
        "strokeWidth": 4,
        "strokeJoin": "round",
        "opacity": 1,
    }
    base = alt.Chart(table).transform_filter(SHOWN)
    return [base.mark_text(**shared, **look, **more).encode(**positions(view), text=f"{text}:N") for more in (rim, {})]


def positions(view: LabelledView) -> dict[str, Any]:
    """Return the channels that place the columns x and y in a view, without axes."""
    x, y = (alt.Scale(domain=list(span), nice=False) for span in (view.across, view.down))
    return {"x": alt.X("x:Q", scale=x, axis=None), "y": alt.Y("y:Q", scale=y, axis=None)}
