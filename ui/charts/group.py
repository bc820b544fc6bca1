"""A group of films as a heat map below its dendrogram. Pure: values in, tables and alt.Chart out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from engine.relations import Group
from ui.charts.labels import unique_labels

_LABEL_WIDTH = 170
"""Pixels for the labels of films beside the charts."""
_COLUMN_LABEL = 130
"""Pixels for the label of a film below its column."""
_CELL_HEIGHT = 22
"""Pixels of a row of the heat map."""
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
    chart: alt.VConcatChart = alt.vconcat(_dendrogram(group, x_scale), _cells(group, x_scale), spacing=4)
    return chart


def _dendrogram(group: Group, x_scale: alt.Scale) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(_brackets_table(group))
        .mark_line(strokeWidth=1.5)
        .encode(
            x=alt.X("x:Q", scale=x_scale, axis=None),
            y=alt.Y("Distance:Q", axis=_axis(tickCount=3, grid=False)),
            detail="Merge:N",
            order="Corner:O",
        )
        .properties(height=_DENDROGRAM_HEIGHT)
    )
    return chart


def _cells(group: Group, x_scale: alt.Scale) -> alt.Chart:
    cells = cells_table(group)
    labels = unique_labels([member.film for member in group.members])
    axis = _axis(labelLimit=_LABEL_WIDTH - 8, labelOverlap=False, labelFlush=False)
    pair = alt.selection_point(name="pair", fields=["a", "b"], on="click", empty=False)
    chart: alt.Chart = (
        alt.Chart(cells.assign(left=cells["x"] - 0.5, right=cells["x"] + 0.5))
        .mark_rect(cursor="pointer")
        .encode(
            x=alt.X("left:Q", scale=x_scale, title=None, axis=_column_names(labels)),
            x2=alt.X2("right:Q"),
            y=alt.Y("Other film:N", sort=labels, title=None, axis=axis),
            color=alt.Color("Similarity:Q", legend=alt.Legend(orient="bottom", format=".2f", gradientLength=150)),
            stroke=alt.condition(pair, alt.value(_SELECTED), alt.value(None)),
            strokeWidth=alt.condition(pair, alt.value(3), alt.value(0)),
            tooltip=["Film:N", "Other film:N", alt.Tooltip("Similarity:Q", format=".3f")],
        )
        .add_params(pair)
        .properties(height=alt.Step(_CELL_HEIGHT))
    )
    return chart


def _column_names(labels: Sequence[str]) -> alt.Axis:
    """Return an axis that names the film of each column; where columns are too narrow, only some of them."""
    return alt.Axis(
        values=list(range(len(labels))),
        labelExpr=f"{json.dumps(labels)}[datum.value]",
        labelAngle=-90,
        labelAlign="right",
        labelBaseline="middle",
        labelLimit=_COLUMN_LABEL,
        labelOverlap="greedy",
        grid=False,
        ticks=False,
        domain=False,
    )


def _axis(**options: Any) -> alt.Axis:
    """Return a vertical axis of fixed width, so that both charts start at the same place."""
    return alt.Axis(minExtent=_LABEL_WIDTH, maxExtent=_LABEL_WIDTH, **options)


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
