"""How many films each country made, on a map of the world. Pure: counts in, a picture with its words out.

The outlines in world.json are those of Natural Earth's countries at 1:110 million, which are in the public domain
(naturalearthdata.com), as geopandas 0.14.4 packs them: rounded to 0.1 degrees, without Antarctica, and without the
corners that make a triangle of less than 0.15 square degrees with their neighbours, but where a country would lose its
shape; as TopoJSON, with every border once. A country's id is its English name at TMDB. TMDB calls both Congos the same,
so they are one here; French Guiana and Svalbard, which it counts apart, are apart; Northern Cyprus is in Cyprus and
Somaliland in Somalia. Places too small for that scale are points, the busiest last and so on top. Countries that are no
more are not there.
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
from ui.charts.catalogue import Picture, clickable, frame_of, most
from ui.text.numbers import listed

_OUTLINES = Path(__file__).parents[1] / "assets" / "world.json"
_COLUMN = "countries"
"""Of the catalogue; the outlines in the file are called the same."""
_HEIGHT = 320
_RADIUS = 3
"""Pixels of a place without an outline."""
_WITHOUT = "#7d879020"
"""Countries without films: grey on dark and on light, and quiet, for most of it lets the background through."""
_FEW = 4
"""Countries that are not on the map and can be named in a sentence."""


def world_map(counts: Sequence[Count], films: int) -> Picture:
    """Return the countries in colours by how many films they made; a click on one selects its name.

    counts : of all countries, each name once
    films : in the catalogue, with a country or without
    """
    title = "Countries on the map"
    known = sorted((count for count in counts if count.films > 0), key=lambda count: -count.films)
    away = [count for count in known if count.name not in on_map()]
    if len(away) == len(known):
        return Picture(title, None, title, _away(away) or "No film has a country.")
    said = f"Films by country on a map of the world: {most(known[:3])}"
    words = (f"Most films: {most(known[:3])}. A film counts in each of its countries.", _away(away))
    note = " ".join([*filter(None, words), "Click a country to see its films."])
    table = frame_of(known).assign(share=[count.films / max(films, 1) for count in known])
    return Picture(title, _chart(table), said, note, (_COLUMN,))


@cache
def on_map() -> frozenset[str]:
    """Return the names of the countries that have an outline or a point."""
    return frozenset(outline["id"] for outline in _world()["objects"][_COLUMN]["geometries"])


@cache
def _world() -> Mapping[str, Any]:
    """Return the outlines as TopoJSON."""
    world: Mapping[str, Any] = json.loads(_OUTLINES.read_text(encoding="utf-8"))
    return world


def _away(counts: Sequence[Count]) -> str:
    """Return a sentence about the countries that are not on the map, "" if there are none."""
    if not counts:
        return ""
    named = listed([f"{count.name} {count.films:,}" for count in counts], _FEW)
    return f"Not on the map, with {sum(count.films for count in counts):,} in all: {named}."


def _chart(table: pd.DataFrame) -> alt.LayerChart:
    """Return the map of a table with name, films (1 or more) and share (0 to 1)."""
    world = alt.NamedData(_COLUMN, format=alt.TopoDataFormat(type="topojson", feature=_COLUMN))
    countries = (
        alt.Chart(world)
        .transform_calculate(name="datum.id")
        .transform_lookup("name", from_=alt.LookupData(table, "name", ["films", "share"]))
        .transform_calculate(films="datum.films || 0", share="datum.share || 0")
        .transform_filter("datum.films > 0 || datum.geometry.type != 'Point'")
        .mark_geoshape(cursor="pointer")
        .encode(
            color=alt.condition("datum.films > 0", _colour(int(table["films"].max())), alt.value(_WITHOUT)),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("films:Q", title="Films", format=","),
                alt.Tooltip("share:Q", title="Share", format=".1%"),
            ],
        )
        .project(type="naturalEarth1", pointRadius=_RADIUS)
        .properties(height=_HEIGHT)
    )
    # What there is to read in the map is the table. Outlines that came with the layer would be copied at every step.
    return alt.LayerChart(layer=[clickable(countries, _COLUMN)], data=table, datasets={_COLUMN: _world()})


def _colour(largest: int) -> alt.Color:
    """Return the colour of 1 to `largest` films; one country may have half of them all, so the scale is logarithmic."""
    end = max(largest, 10)
    steps = [10**power for power in range(len(str(end)))]
    legend = alt.Legend(orient="bottom", values=steps, format=",d", gradientLength=220, titleOrient="left")
    return alt.Color("films:Q", title="Films", scale=alt.Scale(type="log", domain=[1, end]), legend=legend)
