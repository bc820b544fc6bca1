"""Names beside the rows of a chart: whole where there is room, else in two lines. Pure.

Only the browser knows how wide a chart is, so what is said here are expressions of Vega.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

ROW_HEIGHT = 22
"""Pixels of a bar, if there is one per row."""
ROOM = "0.5 * containerSize()[0]"
"""Pixels for names: half of what the page has for the chart."""
# `width` changes nothing, but without it nobody would ask again when the page gets narrower.
_ROOM_AGAIN = f"max(0 * width, {ROOM})"
LINE_HEIGHT = 12
"""Pixels of a line of a name in two lines."""
_TWO_LINES = 2 * LINE_HEIGHT + 4
"""Pixels of a row with such a name."""
_LETTER = 5.8
"""Pixels; some letters are wider, but no long name is."""
_BETWEEN = 8
"""Pixels between two names beside each other."""
_ROOM_ON_A_PHONE = 150
"""Pixels."""


def names_axis(room: str = _ROOM_AGAIN, **options: Any) -> alt.Axis:
    """Return a vertical axis of names, all of them shown, right beside their rows.

    Parameters
    ----------
    room
        Pixels for names at most, as an expression. Parts of one chart are drawn anew for each width, and know no width.
    options
        Other properties of the axis.
    """
    return alt.Axis(labelOverlap=False, labelFlush=False, **_in_two_lines(room), **options)


def _in_two_lines(room: str) -> dict[str, Any]:
    """Return properties of an axis whose labels need at most some room.

    Parameters
    ----------
    room
        Pixels of a line, as an expression. A name that is longer has two lines, and ends with an ellipsis if it is
        longer than two.
    """
    letters = f"floor(({room}) / {_LETTER})"
    is_long = f"length(datum.label) > {letters}"
    two_lines = f"split(replace(datum.label, regexp('^(.{{1,' + {letters} + '}}) (.+)$'), '$1\\n$2'), '\\n')"
    return {
        "labelLimit": alt.ExprRef(room),
        "labelExpr": f"{is_long} ? {two_lines} : datum.label",
        "labelLineHeight": LINE_HEIGHT,
        # The middle of a label is that of its first line.
        "labelOffset": {"condition": {"test": is_long, "value": -LINE_HEIGHT / 2}, "value": 0},
    }


def row_step(names: Iterable[str]) -> alt.Step:
    """Return the height of rows: higher if a name has two lines on a phone."""
    return alt.Step(_TWO_LINES if width_of(names) > _ROOM_ON_A_PHONE else ROW_HEIGHT)


def width_of(names: Iterable[str]) -> float:
    """Return the pixels of the longest name, about; 0 without names."""
    return max(map(len, names), default=0) * _LETTER


def two_lines(name: str, letters: int) -> list[str]:
    """Return a name in two lines if it is longer than some letters and can be parted, else in one."""
    if len(name) <= letters:
        return [name]
    first = name[: letters + 1].rpartition(" ")[0] or name.partition(" ")[0]
    return [line for line in (first, name[len(first) :].strip()) if line]


def columns_axis(names: Sequence[str], slanted: int, **options: Any) -> alt.Axis:
    """Return a horizontal axis of names, which are slanted only where there is no room for them beside each other.

    Parameters
    ----------
    names
        All of them.
    slanted
        Degrees.
    options
        Other properties of the axis.
    """
    needed = len(names) * (width_of(names) + _BETWEEN)
    angle = alt.ExprRef(f"width < {needed:.0f} ? {slanted} : 0")
    return alt.Axis(labelAngle=angle, labelFlush=False, **options)
