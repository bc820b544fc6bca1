"""Labels of films: unique ones for tables and charts, and those that fit into a chart. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import altair as alt
import numpy as np
import numpy.typing as npt
import pandas as pd

from engine import Film

FONT_SIZE = 12
"""Pixels."""
INK = "luminance(background) < 0.5 ? '#e6e9ec' : '#0d1318'"
"""Vega's expression for the colour of the text of the page; it knows the page's as `background`."""
SHOWN = "width >= datum.From && width < datum.To"
"""Which rows of `labels` a chart draws."""
_CHARACTER_WIDTH = 7.2
"""Pixels of a wide text; most are narrower."""
_LINE_HEIGHT = 16
"""Pixels."""
_WIDTHS = (250, 320, 400, 560, 760, 1_000, 1_250)
"""Pixels of a chart, from which on labels are placed anew. A narrower one has no labels."""
_WIDEST = 100_000
_NO_LENGTH = 1e-9
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
    point: float = 0.0
    """Pixels from the top to its point."""

    def overlaps(self, other: Box) -> bool:
        """Return whether both have more than an edge in common, or would have in some higher chart.

        There, points are further apart. So are their labels, unless the lower point has the higher label.
        """
        if not (self.left < other.right and other.left < self.right):
            return False
        crossed = (self.top - other.top) * (self.point - other.point) < 0
        return crossed or (self.top < other.bottom and other.top < self.bottom)


Places = list[tuple[int, Box]]
"""Where a label may be: how far below its point its middle is, in pixels, and its box."""


def first_free(choices: Sequence[Sequence[Box]]) -> dict[int, int]:
    """Return for each label to show which of its places it takes: the first that overlaps no label shown before it.

    Parameters
    ----------
    choices
        The places of each label, the best first; the most important label first. One without a free place is not shown.
    """
    shown: dict[int, int] = {}
    taken: list[Box] = []
    for number, places in enumerate(choices):
        for place, box in enumerate(places):
            if not any(box.overlaps(other) for other in taken):
                shown[number] = place
                taken.append(box)
                break
    return shown


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
        Lines that labels should not lie on, from x and y to x2 and y2. A label is below its point if fewer lines cross
        it there than above.

    Returns
    -------
    The rows of `points`, each as often as it has ranges of widths, with the columns From and To (pixels, To excluded),
    Align ("left", "center" or "right": labels at an edge stay inside) and Dy (pixels from the point down to the middle
    of its label).
    """
    begins: dict[tuple[int, str, int, int], int] = {}
    for width, until in pairwise((*_WIDTHS, _WIDEST)):
        aligns, choices = _placed(points, text, view, width)
        if lines is not None and len(lines) and choices:
            choices = _by_crossings(choices, _in_pixels(lines, view, width))
        boxes = [[box for _, box in places] for places in choices]
        for number, place in first_free(boxes).items():
            key = (number, aligns[number], choices[number][place][0])
            # A label that was drawn in the same way before is one row.
            begins[*key, until] = begins.pop((*key, width), width)
    rows = sorted((number, begin, until, align, dy) for (number, align, dy, until), begin in begins.items())
    placed = points.iloc[[number for number, *_ in rows]].reset_index(drop=True)
    ranges = pd.DataFrame([row[1:] for row in rows], columns=["From", "To", "Align", "Dy"])
    return pd.concat([placed, ranges], axis=1)


def _placed(points: pd.DataFrame, text: str, view: LabelledView, width: int) -> tuple[list[str], list[Places]]:
    """Return the alignment of every label in a chart of a width, and its places: above its point, then below."""
    (left_end, right_end), (bottom, top) = view.across, view.down
    aligns, choices = [], []
    rows: list[list[Any]] = points[["x", "y", text]].to_numpy().tolist()
    for x, y, label in rows:
        across = (x - left_end) / (right_end - left_end) * width
        down = (top - y) / (top - bottom) * view.height
        size = min(len(label) * _CHARACTER_WIDTH, view.limit)
        align = "left" if across < size / 2 else "right" if across > width - size / 2 else "center"
        left = across - {"left": 0, "center": size / 2, "right": size}[align]
        aligns.append(align)
        half = _LINE_HEIGHT / 2
        boxes = (Box(left, down + dy - half, left + size, down + dy + half, down) for dy in (-view.above, view.above))
        choices.append(list(zip((-view.above, view.above), boxes, strict=True)))
    return aligns, choices


def _in_pixels(lines: pd.DataFrame, view: LabelledView, width: int) -> npt.NDArray[np.float64]:
    """Return the ends of lines in a chart of a width, shape (n_lines, 4): x, y, x2 and y2 from the top left."""
    (left_end, right_end), (bottom, top) = view.across, view.down
    ends: npt.NDArray[np.float64] = lines[["x", "y", "x2", "y2"]].to_numpy(dtype=np.float64, copy=True)
    ends[:, ::2] = (ends[:, ::2] - left_end) / (right_end - left_end) * width
    ends[:, 1::2] = (top - ends[:, 1::2]) / (top - bottom) * view.height
    return ends


def _by_crossings(choices: Sequence[Places], lines: npt.NDArray[np.float64]) -> list[Places]:
    """Return the places of each label, those first that fewer lines cross."""
    flat = [box for places in choices for _, box in places]
    sides = np.array([(box.left, box.top, box.right, box.bottom) for box in flat])
    crossed = iter(np.count_nonzero(_crosses(sides, lines), axis=1).tolist())
    counted = [[(next(crossed), n, place) for n, place in enumerate(places)] for places in choices]
    return [[place for *_, place in sorted(places, key=lambda one: one[:2])] for places in counted]


def _crosses(boxes: npt.NDArray[np.float64], lines: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Return whether each line crosses each box, shape (n_boxes, n_lines).

    A line is in the box from where it has passed the last of the nearer sides to where it meets the first of the others
    (the method of Liang and Barsky).
    """
    enter, leave = np.zeros((len(boxes), len(lines))), np.ones((len(boxes), len(lines)))
    for axis in (0, 1):
        start, length = lines[:, axis], lines[:, axis + 2] - lines[:, axis]
        # A line along the side of a box has no length in the other direction.
        length = np.where(np.abs(length) < _NO_LENGTH, _NO_LENGTH, length)
        one, other = ((boxes[:, side, None] - start) / length for side in (axis, axis + 2))
        enter, leave = np.maximum(enter, np.minimum(one, other)), np.minimum(leave, np.maximum(one, other))
    return enter < leave


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
        "dy": alt.ExprRef("datum.Dy"),
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
    return [base.mark_text(**shared, **look, **more).encode(**positions(view), text=f"{text}:N") for more in (rim, {})]


def positions(view: LabelledView) -> dict[str, Any]:
    """Return the channels that place the columns x and y in a view, without axes."""
    x, y = (alt.Scale(domain=list(span), nice=False) for span in (view.across, view.down))
    return {"x": alt.X("x:Q", scale=x, axis=None), "y": alt.Y("y:Q", scale=y, axis=None)}
