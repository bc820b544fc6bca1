"""The map of films as a chart. Pure: values in, tables and alt.Chart out; imports no streamlit."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import numpy as np
import pandas as pd

from engine.relations import FilmMap, MapNeighbours
from ui.charts.relations import with_room

COLOURS = ("Genre", "Decade", "Rating")
"""By what the films of the map may be coloured."""
_MARK = "#ff3d71"
"""Unlike any genre's colour, on dark and on light."""
_NAME_ROOM = (0.3, 0.05)
"""Width and height of a name on the map, which is 2 wide and high."""
_HEIGHT = 640


def map_table(films: FilmMap) -> pd.DataFrame:
    """Return a row a film: id, label, genre, year, decade, rating, votes, x and y."""
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


def marks_table(points: pd.DataFrame, where: MapNeighbours | None) -> pd.DataFrame:
    """Return a row a film to be marked on the map: the film chosen, and its true nearest; with the way to each of them.

    A film that is not on the map has no point, and no ways lead from it.
    """
    at = dict(zip(points["id"], zip(points["x"], points["y"], strict=True), strict=True))
    nowhere = (None, None)
    rows: list[tuple[object, ...]] = []
    if where is not None:
        near = where.near or (False,) * len(where.nearest)
        start = at.get(where.film.id, nowhere)
        if where.on_map:
            rows.append((where.film.label, None, "chosen", *start, *start))
        for one, is_near in zip(where.nearest, near, strict=True):
            rows.append((one.film.label, one.similarity, "near" if is_near else "far", *at[one.film.id], *start))
    return pd.DataFrame(rows, columns=["Film", "Similarity", "Kind", "x", "y", "x2", "y2"])


def film_map(
    points: pd.DataFrame, colour_by: str, colours: Mapping[str, str], where: MapNeighbours | None
) -> alt.LayerChart | alt.FacetChart:
    """Return the map. A click selects a film, a brush what lies in it.

    points : as `map_table` gives them
    colours : of each genre, and of "" for none
    where : the film whose true nearest are marked
    """
    marks = marks_table(points, where)
    scale = alt.Scale(domain=[-1.05, 1.05], nice=False)
    x, y = alt.X("x:Q", scale=scale, axis=None), alt.Y("y:Q", scale=scale, axis=None)
    click = alt.selection_point(name="film", fields=["id"], on="click", empty=False)
    brush = alt.selection_interval(name="brush", encodings=["x", "y"])
    # What is not drawn or told need not travel: these are thousands of rows.
    drawn = list(dict.fromkeys(["id", "Film", "Genre", "Rating", "Votes", "x", "y", colour_by]))
    films = (
        alt.Chart(points[drawn])
        .mark_circle(size=26, cursor="pointer", opacity=0.6)
        .encode(
            x=x,
            y=y,
            color=_colour(points, colour_by, colours),
            tooltip=["Film:N", "Genre:N", alt.Tooltip("Rating:Q", format=".1f"), alt.Tooltip("Votes:Q", format=",")],
        )
        .add_params(click, brush)
    )
    told = ["Film:N", alt.Tooltip("Similarity:Q", format=".3f")]
    ways = (
        alt.Chart(marks)
        .mark_rule(color=_MARK, strokeWidth=1.5)
        .encode(x=x, y=y, x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"), tooltip=told)
        .transform_filter("isValid(datum.x2)")
    )
    size = alt.condition(alt.datum.Kind == "chosen", alt.value(160), alt.value(60))
    spots = alt.Chart(marks).mark_point(filled=True, color=_MARK, opacity=1).encode(x=x, y=y, size=size, tooltip=told)
    names = (
        alt.Chart(with_room(marks, *_NAME_ROOM))
        .mark_text(dy=-12, fontSize=12, fontWeight=600, limit=180, color=_MARK)
        .encode(x=x, y=y, text="Film:N")
    )
    return alt.layer(films, ways, spots, names).properties(height=_HEIGHT)


def _colour(points: pd.DataFrame, colour_by: str, colours: Mapping[str, str]) -> alt.Color:
    if colour_by == "Genre":
        there = [genre for genre in colours if genre in set(points["Genre"])]
        scale = alt.Scale(domain=there, range=[colours[genre] for genre in there])
        legend = alt.Legend(orient="bottom", title=None, columns=3, symbolOpacity=1)
        return alt.Color("Genre:N", scale=scale, legend=legend)
    legend = alt.Legend(orient="bottom", format=".0f" if colour_by == "Decade" else ".1f", gradientLength=260)
    return alt.Color(f"{colour_by}:Q", scale=alt.Scale(zero=False), legend=legend)
