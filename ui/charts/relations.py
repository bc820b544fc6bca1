"""Charts of films among films. Pure: values in, tables and alt.Chart out; imports no streamlit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from engine import GENRES, Film
from engine.relations import FilmPath, Group, Neighbour, Neighbourhood, SimilarityHistogram

_LABELS = 170
"""Pixels that the names of films beside a chart take."""
_CELL = 22
"""Pixels of a row of the heat map."""
_NAME_ROOM = (0.12, 0.035)
"""Width and height of a name in the picture of a neighbourhood, which is 1 wide and high."""
_BRANCHES = 90
"""Pixels of the dendrogram's height."""


def unique_labels(films: Sequence[Film]) -> list[str]:
    """Return the labels of films; where several have the same one, with the id behind it."""
    often = Counter(film.label for film in films)
    labels = [film.label if often[film.label] == 1 else f"{film.label} · {film.id}" for film in films]
    # A title may look like another with its id.
    return labels if len(set(labels)) == len(labels) else [f"{film.label} · {film.id}" for film in films]


def neighbours_table(found: Sequence[Neighbour]) -> pd.DataFrame:
    """Return a row a film: place, film, similarity and what is shared."""
    rows = [(n, one.film.label, one.similarity, ", ".join(one.reasons)) for n, one in enumerate(found, 1)]
    return pd.DataFrame(rows, columns=["Place", "Film", "Similarity", "Shares"])


def histogram_table(histogram: SimilarityHistogram) -> pd.DataFrame:
    """Return a row a bin: from which similarity to which, and how many films lie there."""
    rows = [(one.low, one.high, one.films) for one in histogram.bins]
    return pd.DataFrame(rows, columns=["From", "To", "Films"])


def marks_table(histogram: SimilarityHistogram, other: Film | None, similarity: float) -> pd.DataFrame:
    """Return a row a film to be marked: label, similarity and kind, the ten nearest and perhaps one more."""
    rows = [
        (one.film.label, one.similarity, "Ten nearest")
        for one in histogram.nearest
        if other is None or one.film.id != other.id
    ]
    if other is not None:
        rows.append((other.label, similarity, other.label))
    return pd.DataFrame(rows, columns=["Film", "Similarity", "Kind"])


def histogram_chart(bins: pd.DataFrame, marks: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return the films by similarity as bars, and the films of `marks_table` as lines over them.

    One film in a bin and a hundred thousand can both be seen: the scale is logarithmic but for its beginning.
    """
    x = alt.X("From:Q", title="Similarity", scale=alt.Scale(nice=False, zero=True))
    axis = alt.Axis(values=_steps(bins), format=",d", labelOverlap=False)
    bars = (
        alt.Chart(bins)
        .mark_bar(binSpacing=1, opacity=0.55)
        .encode(
            x=x,
            x2=alt.X2("To:Q"),
            y2=alt.Y2Datum(0),
            y=alt.Y("Films:Q", scale=alt.Scale(type="symlog"), axis=axis),
            tooltip=[
                alt.Tooltip("From:Q", format=".3f"),
                alt.Tooltip("To:Q", format=".3f"),
                alt.Tooltip("Films:Q", format=","),
            ],
        )
    )
    kinds = list(dict.fromkeys(marks["Kind"]))
    colour = alt.Color("Kind:N", title=None, scale=alt.Scale(domain=kinds), legend=alt.Legend(orient="top"))
    size = alt.condition(alt.datum.Kind == "Ten nearest", alt.value(1.5), alt.value(3))
    lines = (
        alt.Chart(marks)
        .mark_rule()
        .encode(
            x=alt.X("Similarity:Q"),
            color=colour,
            size=size,
            tooltip=["Film:N", alt.Tooltip("Similarity:Q", format=".3f")],
        )
    )
    return alt.layer(bars, lines).properties(height=260)


def _steps(bins: pd.DataFrame) -> list[int]:
    """Return the powers of ten up to the highest bar."""
    highest = int(bins["Films"].max()) if len(bins) else 1
    return [0, *(10**power for power in range(len(str(highest))))]


def members_table(group: Group) -> pd.DataFrame:
    """Return a row a film, in the order of the group: its mean similarity to the others, and to each of them."""
    films = [one.film for one in group.members]
    labels = unique_labels(films)
    facts = pd.DataFrame({"Film": labels, "Closeness": [one.closeness for one in group.members]})
    return pd.concat([facts, pd.DataFrame(group.similarities, columns=labels)], axis=1)


def cells_table(group: Group) -> pd.DataFrame:
    """Return a row a pair of different films, both ways round: their places, labels, ids and similarity."""
    films = [one.film for one in group.members]
    named = list(enumerate(zip(unique_labels(films), films, strict=True)))
    return pd.DataFrame(
        [
            (x, label, film.id, y, other_label, other.id, group.similarities[y][x])
            for y, (other_label, other) in named
            for x, (label, film) in named
            if x != y
        ],
        columns=["x", "Film", "a", "y", "And", "b", "Similarity"],
    )


def heat_map(group: Group) -> alt.VConcatChart:
    """Return the similarities of a group as a heat map, below its dendrogram. A click selects the pair of a cell."""
    cells = cells_table(group)
    films = len(group.members)
    labels = unique_labels([one.film for one in group.members])
    x_scale = alt.Scale(domain=[-0.5, films - 0.5], nice=False)
    branches = (
        alt.Chart(_branches(group))
        .mark_line(strokeWidth=1.5)
        .encode(
            x=alt.X("x:Q", scale=x_scale, axis=None),
            y=alt.Y("Distance:Q", axis=_beside(tickCount=3, grid=False)),
            detail="Merge:N",
            order="Corner:O",
        )
        .properties(height=_BRANCHES)
    )
    chosen = alt.selection_point(name="pair", fields=["a", "b"], on="click", empty=False)
    heat = (
        alt.Chart(cells.assign(left=cells["x"] - 0.5, right=cells["x"] + 0.5))
        .mark_rect(cursor="pointer")
        .encode(
            x=alt.X("left:Q", scale=x_scale, axis=None),
            x2=alt.X2("right:Q"),
            y=alt.Y(
                "And:N",
                sort=labels,
                title=None,
                axis=_beside(labelLimit=_LABELS - 8, labelOverlap=False, labelFlush=False),
            ),
            color=alt.Color("Similarity:Q", legend=alt.Legend(orient="bottom", format=".2f", gradientLength=220)),
            stroke=alt.condition(chosen, alt.value("#e0a458"), alt.value(None)),
            strokeWidth=alt.condition(chosen, alt.value(3), alt.value(0)),
            tooltip=["Film:N", "And:N", alt.Tooltip("Similarity:Q", format=".3f")],
        )
        .add_params(chosen)
        .properties(height=alt.Step(_CELL))
    )
    chart: alt.VConcatChart = alt.vconcat(branches, heat, spacing=4)
    return chart


def _beside(**looks: Any) -> alt.Axis:
    """Return an axis as wide as all others of its kind, so that charts below each other begin at the same place."""
    return alt.Axis(minExtent=_LABELS, maxExtent=_LABELS, **looks)


def _branches(group: Group) -> pd.DataFrame:
    """Return the corners of the dendrogram's brackets: up, across and down for each merge."""
    rows = []
    for number, one in enumerate(group.merges):
        corners = [
            (one.left, one.left_distance),
            (one.left, one.distance),
            (one.right, one.distance),
            (one.right, one.right_distance),
        ]
        rows += [(number, corner, x, height) for corner, (x, height) in enumerate(corners)]
    return pd.DataFrame(rows, columns=["Merge", "Corner", "x", "Distance"])


def nodes_table(found: Neighbourhood) -> pd.DataFrame:
    """Return a row a film of a neighbourhood: where it is drawn, and what is told of it."""
    films = [one.film for one in found.nodes]
    return pd.DataFrame(
        {
            "Film": unique_labels(films),
            "Title": [film.title for film in films],
            "Genre": [next((genre for genre in film.genres if genre in GENRES), "") for film in films],
            "Steps": [one.steps for one in found.nodes],
            "id": [film.id for film in films],
            "x": [one.x for one in found.nodes],
            "y": [one.y for one in found.nodes],
        }
    )


def edges_table(found: Neighbourhood) -> pd.DataFrame:
    """Return a row a line of a neighbourhood: its films, how similar they are, what they share, where it is drawn."""
    nodes = {one.film.id: one for one in found.nodes}
    rows = [
        (a.film.label, b.film.label, one.similarity, ", ".join(one.reasons), a.x, a.y, b.x, b.y)
        for one in found.edges
        for a, b in [(nodes[one.a], nodes[one.b])]
    ]
    return pd.DataFrame(rows, columns=["Film", "And", "Similarity", "Shares", "x", "y", "x2", "y2"])


def network(nodes: pd.DataFrame, edges: pd.DataFrame, colours: Mapping[str, str]) -> alt.LayerChart:
    """Return a neighbourhood: films as points, lines the thicker the more similar their ends. A click selects a film.

    colours : of each genre, and of "" for none
    """
    scale = alt.Scale(domain=[-0.06, 1.06], nice=False)
    x, y = alt.X("x:Q", scale=scale, axis=None), alt.Y("y:Q", scale=scale, axis=None)
    lines = (
        alt.Chart(edges)
        .mark_rule(strokeCap="round", color="#8a94a0")
        .encode(
            x=x,
            y=y,
            x2=alt.X2("x2:Q"),
            y2=alt.Y2("y2:Q"),
            size=alt.Size("Similarity:Q", scale=alt.Scale(range=[0.6, 7], zero=False), legend=None),
            opacity=alt.Opacity("Similarity:Q", scale=alt.Scale(range=[0.25, 0.9], zero=False), legend=None),
            tooltip=["Film:N", "And:N", alt.Tooltip("Similarity:Q", format=".3f"), "Shares:N"],
        )
    )
    chosen = alt.selection_point(name="film", fields=["id"], on="click", empty=False)
    genres = [genre for genre in colours if genre in set(nodes["Genre"])]
    palette = alt.Scale(domain=genres, range=[colours[genre] for genre in genres])
    points = (
        alt.Chart(nodes)
        .mark_circle(opacity=1, cursor="pointer", stroke="#ffffff")
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "Genre:N", scale=palette, legend=alt.Legend(orient="bottom", title=None, columns=3, symbolStrokeWidth=0)
            ),
            size=alt.Size("Steps:O", scale=alt.Scale(domain=[0, 1, 2], range=[420, 200, 110]), legend=None),
            strokeWidth=alt.condition(alt.datum.Steps == 0, alt.value(2.5), alt.value(0)),
            tooltip=["Film:N", "Genre:N"],
        )
        .add_params(chosen)
    )
    names = (
        alt.Chart(with_room(nodes, *_NAME_ROOM))
        .mark_text(dy=-19, fontSize=12, limit=150, color="#8a94a0")
        .encode(x=x, y=y, text="Title:N", tooltip=["Film:N", "Genre:N"])
    )
    chart: alt.LayerChart = alt.layer(lines, points, names).properties(height=560).resolve_scale(size="independent")
    return chart


def with_room(points: pd.DataFrame, width: float, height: float) -> pd.DataFrame:
    """Return those of `points` whose names do not run into the names of those before them.

    points : with columns x and y
    width, height : that a name takes, in their units
    """
    places = list(zip(points["x"], points["y"], strict=True))
    named: list[int] = []
    for number, (x, y) in enumerate(places):
        if all(abs(x - places[n][0]) >= width or abs(y - places[n][1]) >= height for n in named):
            named.append(number)
    return points.iloc[named]


def bridge_table(bridge: FilmPath) -> pd.DataFrame:
    """Return a row a step of a bridge: from which film to which, how similar they are, and what they share."""
    films = [bridge.a, *(step.film for step in bridge.steps)]
    rows = [
        (before.label, step.film.label, step.similarity, ", ".join(step.reasons))
        for before, step in zip(films, bridge.steps, strict=False)
    ]
    return pd.DataFrame(rows, columns=["From", "To", "Similarity", "Shares"])
