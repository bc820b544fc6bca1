"""The map of films as a chart. Pure: values in, tables and alt.Chart out."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import numpy as np
import pandas as pd

from engine.relations import FilmMap, MapNeighbours
from ui.charts.labels import LEGEND_COLUMNS, LEGEND_HEIGHT, LabelledView, label_layers, labels

COLOURS = ("Genre", "Decade", "Rating")
"""What the films of the map can be coloured by."""
_HEIGHT = 640
_MARK = "#ff3d71"
"""Unlike the colour of any genre, on dark and on light."""
_VIEW = LabelledView(domain=(-1.05, 1.05), height=_HEIGHT - LEGEND_HEIGHT, limit=180, above=12)
_SCALE = alt.Scale(domain=list(_VIEW.domain), nice=False)
_POSITION = {"x": alt.X("x:Q", scale=_SCALE, axis=None), "y": alt.Y("y:Q", scale=_SCALE, axis=None)}
_MARK_TOOLTIP = ["Film:N", alt.Tooltip("Similarity:Q", format=".3f")]


def map_table(films: FilmMap) -> pd.DataFrame:
    """Return one row per film: id, label, genre, year, decade, rating, votes and position."""
    table = pd.DataFrame(
        {
            "id": [point.id for point in films.points],
            "Film": [point.label for point in films.points],
            "Genre": [point.genre for point in films.points],
            "Year": pd.array([point.year for point in films.points], dtype="Int64"),
            "Rating": pd.array([point.rating for point in films.points], dtype="Float64"),
            "Votes": [point.votes for point in films.points],
            "x": np.array([point.x for point in films.points], dtype=np.float32),
            "y": np.array([point.y for point in films.points], dtype=np.float32),
        }
    )
    return table.assign(Decade=table["Year"] // 10 * 10)


def marks_table(points: pd.DataFrame, selected: MapNeighbours | None) -> pd.DataFrame:
    """Return one row per film to mark: the selected film, and its true neighbours with lines that lead to them.

    Parameters
    ----------
    points
        As `map_table` returns them.
    selected
        A film and its neighbours. If it is not on the map, it has no row, and its neighbours have no lines.

    Returns
    -------
    Label, similarity, kind ("selected", "close" or "distant" on the map), position, and where the line begins.
    """
    position = dict(zip(points["id"], zip(points["x"], points["y"], strict=True), strict=True))
    rows: list[tuple[object, ...]] = []
    if selected is not None:
        start = position.get(selected.film.id, (None, None))
        if selected.on_map:
            rows.append((selected.film.label, None, "selected", *start, *start))
        closeness = selected.close_on_map or (False,) * len(selected.neighbours)
        for one, close in zip(selected.neighbours, closeness, strict=True):
            kind = "close" if close else "distant"
            rows.append((one.film.label, one.similarity, kind, *position[one.film.id], *start))
    return pd.DataFrame(rows, columns=["Film", "Similarity", "Kind", "x", "y", "x2", "y2"])


def film_map(
    points: pd.DataFrame, colour_by: str, colours: Mapping[str, str], selected: MapNeighbours | None
) -> alt.LayerChart | alt.FacetChart:
    """Return the map. A click selects the `id` of a film as "film", dragging selects an area as "brush".

    Parameters
    ----------
    points
        As `map_table` returns them.
    colour_by
        One of `COLOURS`.
    colours
        A colour for each genre, and for "", which stands for no genre.
    selected
        A film to mark, with its true neighbours.
    """
    marks = marks_table(points, selected)
    texts = label_layers(labels(marks, "Film", _VIEW), "Film", _VIEW, color=_MARK, fontWeight=600)
    layers = alt.layer(_films(points, colour_by, colours), _lines(marks), _marks(marks), *texts)
    return layers.properties(height=_HEIGHT)


def _films(points: pd.DataFrame, colour_by: str, colours: Mapping[str, str]) -> alt.Chart:
    # Only the columns in use travel to the browser: there are thousands of rows.
    columns = list(dict.fromkeys(["id", "Film", "Genre", "Rating", "Votes", "x", "y", colour_by]))
    chart: alt.Chart = (
        alt.Chart(points[columns])
        .mark_circle(size=26, cursor="pointer", opacity=0.6)
        .encode(
            **_POSITION,
            color=_colour(points, colour_by, colours),
            tooltip=["Film:N", "Genre:N", alt.Tooltip("Rating:Q", format=".1f"), alt.Tooltip("Votes:Q", format=",")],
        )
        .add_params(
            alt.selection_point(name="film", fields=["id"], on="click", empty=False),
            alt.selection_interval(name="brush", encodings=["x", "y"]),
        )
    )
    return chart


def _lines(marks: pd.DataFrame) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(marks)
        .mark_rule(color=_MARK, strokeWidth=1.5)
        .encode(**_POSITION, x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"), tooltip=_MARK_TOOLTIP)
        .transform_filter("isValid(datum.x2)")
    )
    return chart


def _marks(marks: pd.DataFrame) -> alt.Chart:
    size = alt.condition(alt.datum.Kind == "selected", alt.value(160), alt.value(60))
    chart: alt.Chart = (
        alt.Chart(marks)
        .mark_point(filled=True, color=_MARK, opacity=1)
        .encode(**_POSITION, size=size, tooltip=_MARK_TOOLTIP)
    )
    return chart


def _colour(points: pd.DataFrame, colour_by: str, colours: Mapping[str, str]) -> alt.Color:
    if colour_by == "Genre":
        genres = [genre for genre in colours if genre in set(points["Genre"])]
        scale = alt.Scale(domain=genres, range=[colours[genre] for genre in genres])
        legend = alt.Legend(orient="bottom", title=None, columns=LEGEND_COLUMNS, symbolOpacity=1)
        return alt.Color("Genre:N", scale=scale, legend=legend)
    legend = alt.Legend(orient="bottom", format=".0f" if colour_by == "Decade" else ".1f", gradientLength=260)
    return alt.Color(f"{colour_by}:Q", scale=alt.Scale(zero=False), legend=legend)
