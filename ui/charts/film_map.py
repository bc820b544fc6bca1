"""The map of films as a chart. Pure: values in, tables and alt.Chart out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from engine.relations import FilmMap, MapNeighbours, MapRegion
from ui.addresses import BROWSE, address_of, browse_key
from ui.charts.base import opens_address
from ui.charts.labels import INK, LEGEND_COLUMNS, LEGEND_HEIGHT, LabelledView, label_layers, labels, positions
from ui.charts.map_view import MapView
from ui.text.palette import OTHER, main_colours

_GENRE = "Genre"
COLOURS = (_GENRE, "Decade", "Rating")
"""What the films of the map can be coloured by."""
_HEIGHT = 640
_MARK = "#ff3d71"
"""Unlike the colour of any genre, on dark and on light."""
_SMALLER_REGIONS = 2.0
"""The zoom from which on there is room for the names of the smaller regions."""
_DOT, _LARGEST = 26, 5
"""Size of a film in square pixels, and how many times as large it gets in a small part of the map."""
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


def regions_table(regions: Sequence[MapRegion], view: MapView) -> pd.DataFrame:
    """Return one row per region whose name belongs into a view: name, keywords, films, position, and where it leads.

    Smaller regions are there only in a part of the map that has room for them.
    """
    most = 1 if view.zoom >= _SMALLER_REGIONS else 0
    rows = [
        (region.name, ", ".join(region.keywords), region.films, region.x, region.y, _address(region))
        for region in regions
        if region.detail <= most and view.shows(region.x, region.y)
    ]
    return pd.DataFrame(rows, columns=["Region", "Keywords", "Films", "x", "y", "Address"])


def _address(region: MapRegion) -> str:
    return address_of(BROWSE, {browse_key("keywords"): region.name})


def film_map(
    points: pd.DataFrame, colour_by: str, view: MapView, regions: Sequence[MapRegion], selected: MapNeighbours | None
) -> alt.LayerChart | alt.FacetChart:
    """Return a part of the map. A click selects the `id` of a film as "film", dragging selects an area as "brush".

    A click on the name of a region opens the films with its keyword.

    Parameters
    ----------
    points
        As `map_table` returns them.
    colour_by
        One of `COLOURS`.
    view
        The part to draw.
    regions
        Named parts of the map, the most important first.
    selected
        A film to mark, with its true neighbours.
    """
    labelled = LabelledView(view.across, view.down, height=_HEIGHT - LEGEND_HEIGHT, letters=26, above=12)
    marks, named = marks_table(points, selected), regions_table(regions, view)
    # Where there is no room for both, the name of a film is more than the name of a region.
    in_view = marks[marks["x"].between(*view.across) & marks["y"].between(*view.down)]
    together = pd.concat([in_view.assign(Label=in_view["Film"]), named.assign(Label=named["Region"])])
    texts = labels(together, "Label", labelled)
    is_region = texts["Region"].notna()
    layers = alt.layer(
        _films(points, colour_by, view, labelled),
        _lines(marks, labelled),
        _marks(in_view, labelled),
        *_region_names(texts[is_region], labelled),
        *label_layers(texts[~is_region], "Label", labelled, color=_MARK, fontWeight=600),
    )
    return layers.properties(height=_HEIGHT)


def _films(points: pd.DataFrame, colour_by: str, view: MapView, labelled: LabelledView) -> alt.Chart:
    colours = main_colours(points["Genre"])
    main = points["Genre"].where(points["Genre"].isin(list(colours)), OTHER)
    # Only the columns in use travel to the browser, and only the films in view: there are thousands of rows.
    columns = list(dict.fromkeys(["id", "Film", "Genre", "Rating", "Votes", "x", "y", colour_by]))
    shown = points["x"].between(*view.across) & points["y"].between(*view.down)
    table = points[columns].assign(Colour=main)[shown]
    chart: alt.Chart = (
        alt.Chart(table if colour_by == _GENRE else table.drop(columns="Colour"))
        .mark_circle(size=_DOT * min(view.zoom, _LARGEST), cursor="pointer", opacity=0.7)
        .encode(
            **positions(labelled),
            color=_colour(colour_by, colours),
            tooltip=[
                "Film:N",
                alt.Tooltip("Genre:N", title="First genre"),
                alt.Tooltip("Rating:Q", format=".1f"),
                alt.Tooltip("Votes:Q", format=","),
            ],
        )
        .add_params(
            alt.selection_point(name="film", fields=["id"], on="click", empty=False),
            alt.selection_interval(name="brush", encodings=["x", "y"]),
        )
    )
    return chart


def _lines(marks: pd.DataFrame, labelled: LabelledView) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(marks)
        .mark_rule(color=_MARK, strokeWidth=1.5, clip=True)
        .encode(**positions(labelled), x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"), tooltip=_MARK_TOOLTIP)
        .transform_filter("isValid(datum.x2)")
    )
    return chart


def _marks(marks: pd.DataFrame, labelled: LabelledView) -> alt.Chart:
    size = alt.condition(alt.datum.Kind == "selected", alt.value(160), alt.value(60))
    chart: alt.Chart = (
        alt.Chart(marks)
        .mark_point(filled=True, color=_MARK, opacity=1)
        .encode(**positions(labelled), size=size, tooltip=_MARK_TOOLTIP)
    )
    return chart


def _region_names(texts: pd.DataFrame, labelled: LabelledView) -> list[alt.Chart]:
    layers = label_layers(texts, "Label", labelled, color=alt.ExprRef(INK), fontWeight=700, cursor="pointer")
    tooltip = [
        alt.Tooltip("Keywords:N", title="About"),
        alt.Tooltip("Films:Q", title="Films here", format=","),
    ]
    return [opens_address(layer).encode(tooltip=tooltip) for layer in layers]


def _colour(colour_by: str, colours: Mapping[str, str]) -> alt.Color:
    if colour_by == _GENRE:
        scale = alt.Scale(domain=list(colours), range=list(colours.values()))
        legend = alt.Legend(orient="bottom", title=None, columns=LEGEND_COLUMNS, symbolOpacity=1)
        return alt.Color("Colour:N", scale=scale, legend=legend)
    legend = alt.Legend(orient="bottom", format=".0f" if colour_by == "Decade" else ".1f", gradientLength=260)
    return alt.Color(f"{colour_by}:Q", scale=alt.Scale(zero=False), legend=legend)
