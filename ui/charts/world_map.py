"""How many films each country made, on a map of the world. Pure.

The outlines in world.json are those of Natural Earth's countries at 1:110 million, which are in the public domain
(naturalearthdata.com), as packaged in geopandas 0.14.4. They are rounded to 0.1 degrees. Antarctica is left out, and so
are corners that form a triangle of less than 0.15 square degrees with their neighbours, unless a country would lose its
shape. The file is TopoJSON, so that every border is stored once. Countries have their English names at TMDB. TMDB gives
both Congos the same name, so they are one country here; it lists French Guiana and Svalbard separately, so they are
separate; Northern Cyprus is part of Cyprus, and Somaliland of Somalia. Places too small for this scale are points,
those with most films last and so on top. Countries that no longer exist are not in the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from engine.statistics import Count
from ui.charts.base import CaptionedChart, clickable, frame_of, name_counts, without_data
from ui.text.numbers import listed

_OUTLINES = Path(__file__).parents[1] / "assets" / "world.json"
_COLUMN = "countries"
"""Name of the column in the catalogue, of the selection, and of the outlines in the file."""
_HEIGHT = 400
_POINT_RADIUS = 3
"""Pixels of a place without an outline."""
_NO_FILMS = "#7d879020"
"""Grey that is visible on light and dark backgrounds; mostly transparent, so that it stays in the background."""
_MAX_NAMED = 4
"""Countries named in the sentence about those that are not on the map."""


def world_map(counts: Sequence[Count], n_films: int) -> CaptionedChart:
    """Return countries coloured by their number of films; a click on one selects its name.

    Parameters
    ----------
    counts
        Films of each country, each country once.
    n_films
        Number of all films, with or without a country, for the shares.
    """
    title = "World map"
    known = sorted((count for count in counts if count.films > 0), key=lambda count: -count.films)
    not_shown = [count for count in known if count.name not in on_map()]
    if len(not_shown) == len(known):
        return without_data(title, _not_on_map(not_shown) or "No film has a country.")
    top = name_counts(known[:3])
    sentences = (f"Most films: {top}. A film counts in each of its countries.", _not_on_map(not_shown))
    table = frame_of(known).assign(share=[count.films / max(n_films, 1) for count in known])
    return CaptionedChart(
        title,
        _chart(table),
        f"World map of films by country, most in {top}",
        " ".join(filter(None, sentences)),
        "Click a country to see its films.",
        (_COLUMN,),
    )


@cache
def on_map() -> frozenset[str]:
    """Return the names of the countries with an outline or a point."""
    return frozenset(outline["id"] for outline in _world()["objects"][_COLUMN]["geometries"])


@cache
def _world() -> Mapping[str, Any]:
    """Return the outlines as TopoJSON."""
    world: Mapping[str, Any] = json.loads(_OUTLINES.read_text(encoding="utf-8"))
    return world


def _not_on_map(counts: Sequence[Count]) -> str:
    """Return a sentence about countries that are not on the map, "" without any."""
    if not counts:
        return ""
    names = listed([f"{count.name} {count.films:,}" for count in counts], _MAX_NAMED)
    return f"Not on the map ({sum(count.films for count in counts):,} in total): {names}."


def _chart(table: pd.DataFrame) -> alt.LayerChart:
    """Return the map; `table` has the columns name, films (1 or more) and share (0 to 1)."""
    world = alt.NamedData(_COLUMN, format=alt.TopoDataFormat(type="topojson", feature=_COLUMN))
    countries = (
        alt.Chart(world)
        .transform_calculate(name="datum.id")
        .transform_lookup("name", from_=alt.LookupData(table, "name", ["films", "share"]))
        .transform_calculate(films="datum.films || 0", share="datum.share || 0")
        .transform_filter("datum.films > 0 || datum.geometry.type != 'Point'")
        .mark_geoshape(cursor="pointer")
        .encode(
            color=alt.condition("datum.films > 0", _colour(int(table["films"].max())), alt.value(_NO_FILMS)),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("films:Q", title="Films", format=","),
                alt.Tooltip("share:Q", title="Share", format=".1%"),
            ],
        )
        .project(type="naturalEarth1", pointRadius=_POINT_RADIUS)
        .properties(height=_HEIGHT)
    )
    # The readable data of the map are the table. Outlines in the layer would be copied at every step.
    return alt.LayerChart(layer=[clickable(countries, _COLUMN)], data=table, datasets={_COLUMN: _world()})


def _colour(largest: int) -> alt.Color:
    """Return the colour of 1 to `largest` films, on a log scale because one country may have half of all films."""
    end = max(largest, 10)
    steps = [10**power for power in range(len(str(end)))]
    legend = alt.Legend(orient="bottom", values=steps, format=",d", gradientLength=220, titleOrient="left")
    return alt.Color("films:Q", title="Films", scale=alt.Scale(type="log", domain=[1, end]), legend=legend)
