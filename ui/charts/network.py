"""A neighbourhood of films as a network. Pure: values in, tables and alt.Chart out."""

from __future__ import annotations

import altair as alt
import pandas as pd

from engine import GENRES
from engine.relations import Neighbourhood
from ui.charts.labels import (
    INK,
    LEGEND_COLUMNS,
    LEGEND_HEIGHT,
    LabelledView,
    label_layers,
    labels,
    positions,
    unique_labels,
)
from ui.text.palette import OTHER, main_colours

_HEIGHT = 560
_GREY = "#8a94a0"
"""Readable on dark and on light."""
_SPAN = (-0.06, 1.06)
_VIEW = LabelledView(
    across=_SPAN, down=_SPAN, height=_HEIGHT - LEGEND_HEIGHT, letters=16, above=19, beside=15, radius=9
)
_POSITION = positions(_VIEW)


def nodes_table(neighbourhood: Neighbourhood) -> pd.DataFrame:
    """Return one row per film: unique label, title, first genre, steps from a centre, id and position."""
    films = [node.film for node in neighbourhood.nodes]
    return pd.DataFrame(
        {
            "Film": unique_labels(films),
            "Title": [film.title for film in films],
            "Genre": [next((genre for genre in film.genres if genre in GENRES), "") for film in films],
            "Steps": [node.steps for node in neighbourhood.nodes],
            "id": [film.id for film in films],
            "x": [node.x for node in neighbourhood.nodes],
            "y": [node.y for node in neighbourhood.nodes],
        }
    )


def edges_table(neighbourhood: Neighbourhood) -> pd.DataFrame:
    """Return one row per line: its two films, their similarity and shared terms, and the positions of its ends."""
    nodes = {node.film.id: node for node in neighbourhood.nodes}
    rows = [
        (a.film.label, b.film.label, edge.similarity, ", ".join(edge.reasons), a.x, a.y, b.x, b.y)
        for edge in neighbourhood.edges
        for a, b in [(nodes[edge.a], nodes[edge.b])]
    ]
    return pd.DataFrame(rows, columns=["Film", "Other film", "Similarity", "In common", "x", "y", "x2", "y2"])


def network(nodes: pd.DataFrame, edges: pd.DataFrame) -> alt.LayerChart:
    """Return a neighbourhood: films as points, and lines that are thicker the more similar their films are.

    A click on a film selects its `id`, in the selection "film".

    Parameters
    ----------
    nodes, edges
        As `nodes_table` and `edges_table` return them.
    """
    texts = label_layers(labels(nodes, "Title", _VIEW, edges), "Title", _VIEW, color=alt.ExprRef(INK))
    layers = alt.layer(_lines(edges), _points(nodes), *texts)
    chart: alt.LayerChart = layers.properties(height=_HEIGHT).resolve_scale(size="independent")
    return chart


def _lines(edges: pd.DataFrame) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(edges)
        .mark_rule(strokeCap="round", color=alt.ExprRef(INK))
        .encode(
            **_POSITION,
            x2=alt.X2("x2:Q"),
            y2=alt.Y2("y2:Q"),
            size=alt.Size("Similarity:Q", scale=alt.Scale(range=[0.6, 7], zero=False), legend=None),
            opacity=alt.Opacity("Similarity:Q", scale=alt.Scale(range=[0.25, 0.9], zero=False), legend=None),
            tooltip=["Film:N", "Other film:N", alt.Tooltip("Similarity:Q", format=".3f"), "In common:N"],
        )
    )
    return chart


def _points(nodes: pd.DataFrame) -> alt.Chart:
    colours = main_colours(nodes["Genre"])
    shown = nodes.assign(Colour=nodes["Genre"].where(nodes["Genre"].isin(list(colours)), OTHER))
    palette = alt.Scale(domain=list(colours), range=list(colours.values()))
    legend = alt.Legend(orient="bottom", title=None, columns=LEGEND_COLUMNS, symbolStrokeWidth=0)
    chart: alt.Chart = (
        alt.Chart(shown)
        .mark_circle(opacity=1, cursor="pointer", stroke="#ffffff")
        .encode(
            **_POSITION,
            color=alt.Color("Colour:N", scale=palette, legend=legend),
            size=alt.Size("Steps:O", scale=alt.Scale(domain=[0, 1, 2], range=[420, 200, 110]), legend=None),
            strokeWidth=alt.condition(alt.datum.Steps == 0, alt.value(2.5), alt.value(0)),
            tooltip=["Film:N", "Genre:N"],
        )
        .add_params(alt.selection_point(name="film", fields=["id"], on="click", empty=False))
    )
    return chart
