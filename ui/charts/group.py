"""A group of films as a heat map below its dendrogram. Pure: values in, tables and alt.Chart out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from engine.relations import Group
from ui.charts.labels import unique_labels
from ui.charts.names import LINE_HEIGHT, names_axis, row_step, two_lines, width_of

_SPACE = 30
"""Pixels beside the names of the rows, for the title of the axis above them."""
_ROOM = "0.42 * containerSize()[0]"
"""Pixels for the names of the rows at most."""
_NARROW = 640
"""On a narrower page, in pixels, columns have no names; the rows have the same ones."""
_TWO_LINES = 28
"""Pixels of a column with room for a name in two lines."""
_LETTERS_OF_A_LINE = 24
"""Of such a name, at most."""
_SMALLEST, _LARGEST = 9, 12
"""Pixels of the letters of such a name. They get smaller before a column loses its name."""
_BETWEEN_COLUMNS = 1.5
"""Pixels that letters are smaller than a column."""
_LONGEST_COLUMN_NAME = 240
"""Pixels."""
_DENDROGRAM_HEIGHT = 90
"""Pixels."""
_SELECTED = "#e0a458"


def members_table(group: Group) -> pd.DataFrame:
    """Return one row per film, in the order of the group: its average similarity, and its similarity to each film."""
    labels = unique_labels([member.film for member in group.members])
    means = [member.mean_similarity for member in group.members]
    table = pd.DataFrame({"Film": labels, "Average similarity": means})
    return pd.concat([table, pd.DataFrame(group.similarities, columns=labels)], axis=1)


def cells_table(group: Group) -> pd.DataFrame:
    """Return one row per cell of the heat map: positions, labels and ids of its two films, and their similarity.

    Every pair of different films has two cells.
    """
    films = [member.film for member in group.members]
    labelled = list(enumerate(zip(unique_labels(films), films, strict=True)))
    return pd.DataFrame(
        [
            (x, label, film.id, y, other_label, other.id, group.similarities[y][x])
            for y, (other_label, other) in labelled
            for x, (label, film) in labelled
            if x != y
        ],
        columns=["x", "Film", "a", "y", "Other film", "b", "Similarity"],
    )


def heat_map(group: Group) -> alt.VConcatChart:
    """Return the similarities of a group as a heat map, below its dendrogram.

    A click on a cell selects the ids of its films, as `a` and `b` of the selection "pair".
    """
    # One scale for both charts: a branch stands above its film.
    x_scale = alt.Scale(domain=[-0.5, len(group.members) - 0.5], nice=False)
    labels = unique_labels([member.film for member in group.members])
    # Of the same width, so that both charts start at the same place.
    names_width = f"min({width_of(labels) + _SPACE:.0f}, {_ROOM})"
    chart: alt.VConcatChart = alt.vconcat(
        _dendrogram(group, x_scale, names_width), _cells(group, labels, x_scale, names_width), spacing=4
    )
    return chart


def _dendrogram(group: Group, x_scale: alt.Scale, names_width: str) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(_brackets_table(group))
        .mark_line(strokeWidth=1.5)
        .encode(
            x=alt.X("x:Q", scale=x_scale, axis=None),
            y=alt.Y("Distance:Q", axis=alt.Axis(tickCount=3, grid=False, **_as_wide_as(names_width))),
            detail="Merge:N",
            order="Corner:O",
        )
        .properties(height=_DENDROGRAM_HEIGHT)
    )
    return chart


def _cells(group: Group, labels: Sequence[str], x_scale: alt.Scale, names_width: str) -> alt.Chart:
    cells = cells_table(group)
    names = names_axis(names_width, **_as_wide_as(names_width))
    pair = alt.selection_point(name="pair", fields=["a", "b"], on="click", empty=False)
    chart: alt.Chart = (
        alt.Chart(cells.assign(left=cells["x"] - 0.5, right=cells["x"] + 0.5))
        .mark_rect(cursor="pointer")
        .encode(
            x=alt.X("left:Q", scale=x_scale, title=None, axis=_column_names(labels, names_width)),
            x2=alt.X2("right:Q"),
            y=alt.Y("Other film:N", sort=list(labels), title=None, axis=names),
            color=alt.Color("Similarity:Q", legend=alt.Legend(orient="bottom", format=".2f", gradientLength=110)),
            stroke=alt.condition(pair, alt.value(_SELECTED), alt.value(None)),
            strokeWidth=alt.condition(pair, alt.value(3), alt.value(0)),
            tooltip=["Film:N", "Other film:N", alt.Tooltip("Similarity:Q", format=".3f")],
        )
        .add_params(pair)
        .properties(height=row_step(labels))
    )
    return chart


def _as_wide_as(names: str) -> dict[str, Any]:
    """Return properties of an axis that takes as much room as names do."""
    return {"minExtent": alt.ExprRef(names), "maxExtent": alt.ExprRef(names)}


def _column_names(labels: Sequence[str], names_width: str) -> alt.Axis:
    """Return an axis that names the film of each column, if the page is wide enough.

    Where columns are too narrow for two lines, names have one, in smaller letters if need be. Some of them have none
    where even those would touch.
    """
    lines = [two_lines(label, _LETTERS_OF_A_LINE) for label in labels]
    column = f"(containerSize()[0] - {names_width}) / {len(labels)}"
    names = f"({column} < {_TWO_LINES} ? {json.dumps(labels)} : {json.dumps(lines)})[datum.value]"
    is_long = json.dumps([len(each) > 1 for each in lines])
    shift = {"test": f"{column} >= {_TWO_LINES} && {is_long}[datum.value]", "value": -LINE_HEIGHT / 2}
    return alt.Axis(
        values=list(range(len(labels))),
        labelExpr=f"containerSize()[0] < {_NARROW} ? '' : {names}",
        labelOffset={"condition": shift, "value": 0},
        labelLineHeight=LINE_HEIGHT,
        labelFontSize=alt.ExprRef(f"clamp({column} - {_BETWEEN_COLUMNS}, {_SMALLEST}, {_LARGEST})"),
        labelAngle=-90,
        labelAlign="right",
        labelBaseline="middle",
        labelLimit=_LONGEST_COLUMN_NAME,
        labelOverlap="greedy",
        # Vega adds a pixel on each side of a label before it looks for those that touch.
        labelSeparation=-2,
        grid=False,
        ticks=False,
        domain=False,
    )


def _brackets_table(group: Group) -> pd.DataFrame:
    """Return the four corners of the bracket that each merge is drawn as: up, across and down."""
    rows = []
    for number, merge in enumerate(group.merges):
        corners = [
            (merge.left, merge.left_distance),
            (merge.left, merge.distance),
            (merge.right, merge.distance),
            (merge.right, merge.right_distance),
        ]
        rows += [(number, corner, x, height) for corner, (x, height) in enumerate(corners)]
    return pd.DataFrame(rows, columns=["Merge", "Corner", "x", "Distance"])
