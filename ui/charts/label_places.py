"""Where labels of points may be in a chart, and which of these places are free. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
"""Positions from the top left, in pixels, shape (n, 2)."""
Owners = npt.NDArray[np.int64]
CHARACTER_WIDTH = 7.2
"""Pixels of a wide text; most are narrower."""
LINE_HEIGHT = 14
"""Pixels."""
_AROUND = 2
"""Pixels that a label is away from others, and from lines."""
_NO_LENGTH = 1e-9


@dataclass(frozen=True, slots=True)
class Box:
    """A label in a chart, in pixels from the top left."""

    left: float
    top: float
    right: float
    bottom: float
    x: float = 0.0
    """Of its point."""
    y: float = 0.0

    def overlaps(self, other: Box) -> bool:
        """Return whether both have more than an edge in common, or would have in some wider or higher chart.

        There, points are further apart. So are their labels, if they are on the same sides of each other as the points.
        """
        apart = (
            (self.right <= other.left and self.x <= other.x)
            or (other.right <= self.left and other.x <= self.x)
            or (self.bottom <= other.top and self.y <= other.y)
            or (other.bottom <= self.top and other.y <= self.y)
        )
        return not apart


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label may be, in pixels from its point."""

    align: str
    """Which side of the text is at `dx`: "left", "center" or "right"."""
    dx: float
    dy: float
    """Down to the middle of the first line."""
    width: float
    lines: int

    @property
    def sides(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        left = self.dx - self.width * {"left": 0.0, "center": 0.5, "right": 1.0}[self.align]
        top = self.dy - LINE_HEIGHT / 2 - _AROUND / 2
        return left, top, left + self.width, top + self.lines * LINE_HEIGHT + _AROUND

    def box_at(self, x: float, y: float) -> Box:
        """Return the box of the label of a point."""
        left, top, right, bottom = self.sides
        return Box(x + left, y + top, x + right, y + bottom, x, y)


def places_around(lines: Sequence[str], x: float, chart_width: float, above: float, beside: float) -> Iterator[Place]:
    """Yield where a label may be: above its point, below, and beside it if there is room, the best first.

    Parameters
    ----------
    lines
        The lines of the label.
    x
        Pixels from the left end of the chart to the point.
    chart_width
        Pixels.
    above
        Pixels from the point to the middle of the nearest line, above or below.
    beside
        Pixels from the point to a label beside it; 0 if there should be none.
    """
    width = max(map(len, lines), default=0) * CHARACTER_WIDTH
    align = "left" if x < width / 2 else "right" if x > chart_width - width / 2 else "center"
    extra = (len(lines) - 1) * LINE_HEIGHT
    for dy in (-above - extra, above):
        yield Place(align, 0.0, dy, width, len(lines))
    if not beside:
        return
    # Beside the point itself, then beside and above or below it.
    for dy, side in product((-extra / 2, -above - extra, above), ("left", "right")):
        dx = beside if dy == -extra / 2 else 0.0
        room = chart_width - x if side == "left" else x
        if room >= dx + width:
            yield Place(side, dx if side == "left" else -dx, dy, width, len(lines))


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


def lines_through(sides: Points, owners: Owners, points: Points, ends: Points, height: float, radius: float) -> Points:
    """Return through how many lines each place goes; infinite if it is not inside of the chart or covers a point.

    Parameters
    ----------
    sides : shape (n_places, 4)
        Of each place, seen from its point.
    owners : shape (n_places,)
        Which of the points that is.
    points
        All of them.
    ends : shape (n_lines, 4)
        The ends of lines: x, y, x2 and y2.
    height
        Of the chart, in pixels.
    radius
        Of a point, in pixels.
    """
    boxes = sides + np.tile(points, 2)[owners]
    left, top, right, bottom = (side[:, None] for side in boxes.T)
    x, y = points.T
    covered = (x > left - radius) & (x < right + radius) & (y > top - radius) & (y < bottom + radius)
    covered[np.arange(len(boxes)), owners] = False
    outside = (boxes[:, 1] < 0) | (boxes[:, 3] > height)
    around = boxes + np.array([-_AROUND, -_AROUND, _AROUND, _AROUND])
    return np.where(outside | covered.any(axis=1), np.inf, np.count_nonzero(_crosses(around, ends), axis=1))


def _crosses(boxes: Points, lines: Points) -> npt.NDArray[np.bool_]:
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
