"""Charts of films in groups of one's own choice. Pure: groups in, a picture with its words out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from engine.statistics import Pivot, PivotCell, PivotQuery
from ui.charts.catalogue import EVERY_LABEL, ROW, Picture
from ui.text.languages import language_name
from ui.text.numbers import listed
from ui.text.palette import GENRE_COLOURS, NO_GENRE

GROUPS = {
    "Year": "year",
    "Decade": "decade",
    "Month of release": "month",
    "Genre": "genre",
    "Original language": "language",
    "Country": "country",
    "Company": "company",
    "Director": "director",
    "Cast": "cast",
    "Keyword": "keyword",
    "Rating": "rating",
    "Runtime": "runtime",
    "Votes": "votes",
    "Budget": "budget",
    "Box office": "revenue",
}
"""What people call the columns that films can be grouped by."""
MEASURES = {
    "Number of films": "films",
    "Rating": "rating",
    "Votes": "votes",
    "Runtime in minutes": "runtime",
    "Year": "year",
    "Budget in dollars": "budget",
    "Box office in dollars": "revenue",
    "Box office by budget": "multiple",
}
FIGURES = {"Median": "median", "Mean": "mean", "Sum": "sum", "Lowest": "lowest", "Highest": "highest"}
SUMMABLE = ("votes", "runtime", "budget", "revenue")
"""Measures whose sum says anything."""

_SEVERAL = {"genre", "country", "company", "director", "cast", "keyword"}
_ORDERED = {"decade", "month", "rating", "runtime", "votes", "budget", "revenue"}
_CALLED = {value: label for label, value in GROUPS.items()}
_HEIGHT = 380
_FORMATS = {"year": ".0f", "rating": ".2f", "multiple": ".2f", "budget": "$,.0f", "revenue": "$,.0f"}


def pivot_picture(pivot: Pivot) -> Picture:
    """Return the chart of what was asked for."""
    asked = pivot.asked
    by = _CALLED[asked.x].lower()
    title = f"{measured(pivot)} by {by}" + (f" and {_CALLED[asked.colour].lower()}" if asked.colour else "")
    if not pivot.groups:
        return Picture(title, None, title, "No group has that many films of which all this is known.")
    largest = max(pivot.groups, key=lambda group: group.value)
    smallest = min(pivot.groups, key=lambda group: group.value)
    said = f"most in {_told(largest, asked)}, least in {_told(smallest, asked)}"
    several = _SEVERAL & {asked.x, asked.colour}
    note = f"{len(pivot.groups):,} groups; {said}." + (" A film counts in each group that it is in." if several else "")
    return Picture(title, _chart(pivot), f"{title}: {said}", note, behind=(told_table(pivot),))


def measured(pivot: Pivot) -> str:
    """Return what the values are, in words."""
    asked = pivot.asked
    label = next(label for label, measure in MEASURES.items() if measure == asked.measure)
    if asked.measure == "films":
        return label
    figure = next(label for label, figure in FIGURES.items() if figure == asked.figure)
    return f"{figure}{' of' if asked.figure == 'sum' else ''} {label.lower()}"


def pivot_table(pivot: Pivot) -> pd.DataFrame:
    """Return a row a group: x, colour if there is one, films and value, in the order they are drawn."""
    asked = pivot.asked
    rows = [
        (_name(asked.x, one.x), _name(asked.colour, one.colour or ""), one.films, one.value) for one in pivot.groups
    ]
    table = pd.DataFrame(rows, columns=["x", "colour", "films", "value"])
    return table if asked.colour else table.drop(columns="colour")


def told_table(pivot: Pivot) -> pd.DataFrame:
    """Return the same as `cross_table`, with names of columns for people; whole values are whole numbers."""
    asked, table = pivot.asked, pivot_table(pivot)
    if (table["value"] % 1 == 0).all():
        table["value"] = table["value"].astype("int64")
    if asked.x == "year":
        table["x"] = table["x"].astype("int64")
    names = {"x": _CALLED[asked.x], "colour": _CALLED.get(asked.colour or "", ""), "films": "Films"}
    # The number of films is there already.
    told = table.drop(columns="value") if asked.measure == "films" else table
    return told.rename(columns=names | {"value": measured(pivot)})


def _name(column: str | None, name: str) -> str:
    return language_name(name) if column == "language" else name


def _told(group: PivotCell, asked: PivotQuery) -> str:
    names = [_name(asked.x, group.x), *([_name(asked.colour, group.colour)] if group.colour else [])]
    if asked.measure == "year":
        number = f"{group.value:.0f}"
    else:
        number = f"{group.value:,.0f}" if group.value >= 100 else f"{group.value:.3g}"
    return f"{listed(names)} with {number}"


def _chart(pivot: Pivot) -> alt.Chart:
    """Return lines over years, and bars over other groups; where values do not add up, points for coloured bars."""
    asked, table = pivot.asked, pivot_table(pivot)
    adds_up = asked.measure == "films" or asked.figure == "sum"
    bars = adds_up or not asked.colour
    if asked.x == "year":
        chart = _over_years(table.astype({"x": int}), _values(pivot, table, zero=adds_up))
    elif pivot.ordered:
        order = [name for name in pivot.names if name in set(table["x"])]
        chart = _in_order(table, _values(pivot, table, zero=bars), _CALLED[asked.x], order, bars)
    else:
        together = table.groupby("x", sort=False)["value"].agg("sum" if adds_up else "max")
        order = together.sort_values(ascending=False, kind="stable").index.tolist()
        chart = _by_name(table, _values(pivot, table, zero=bars), order, bars)
    return _coloured(chart.encode(tooltip=_tooltip(pivot)), pivot)


def _values(pivot: Pivot, table: pd.DataFrame, zero: bool) -> dict[str, Any]:
    """Return how the axis of values is drawn: bars begin at 0, of lines and points only differences are looked at."""
    large = table["value"].max() >= 10_000
    # The format says G for giga; people say billion.
    short = alt.Axis(format="~s", labelExpr="replace(datum.label, 'G', 'B')")
    years = alt.Axis(format="d")
    is_year = pivot.asked.measure == "year"
    axis = years if is_year else short if large else alt.Axis()
    return {"title": measured(pivot), "axis": axis, "scale": alt.Scale(zero=zero and not is_year)}


def _over_years(table: pd.DataFrame, values: dict[str, Any]) -> alt.Chart:
    years = alt.X("x:Q", title="Year", axis=alt.Axis(format="d"), scale=alt.Scale(zero=False))
    lines = alt.Chart(table).mark_line(point={"size": 18})
    chart: alt.Chart = lines.encode(x=years, y=alt.Y("value:Q", **values)).properties(height=_HEIGHT)
    return chart


def _in_order(table: pd.DataFrame, values: dict[str, Any], title: str, order: Sequence[str], bars: bool) -> alt.Chart:
    groups = alt.X("x:O", title=title, sort=list(order), axis=alt.Axis(labelAngle=-40, labelOverlap=True))
    marked = alt.Chart(table).mark_bar() if bars else alt.Chart(table).mark_line(point=True)
    chart: alt.Chart = marked.encode(x=groups, y=alt.Y("value:Q", **values)).properties(height=_HEIGHT)
    return chart


def _by_name(table: pd.DataFrame, values: dict[str, Any], order: Sequence[str], bars: bool) -> alt.Chart:
    names = alt.Y("x:N", title=None, sort=list(order), axis=alt.Axis(labelLimit=200, **EVERY_LABEL))
    marked = alt.Chart(table).mark_bar(height={"band": 0.7}) if bars else alt.Chart(table).mark_circle(size=70)
    chart: alt.Chart = marked.encode(x=alt.X("value:Q", **values), y=names).properties(height=alt.Step(ROW))
    return chart


def _tooltip(pivot: Pivot) -> list[alt.Tooltip]:
    asked = pivot.asked
    by_colour = [alt.Tooltip("colour:N", title=_CALLED[asked.colour])] if asked.colour else []
    return [
        alt.Tooltip("x:N", title=_CALLED[asked.x]),
        *by_colour,
        alt.Tooltip("value:Q", title=measured(pivot), format=_FORMATS.get(asked.measure, ",.0f")),
        alt.Tooltip("films:Q", title="Films", format=","),
    ]


def _coloured(chart: alt.Chart, pivot: Pivot) -> alt.Chart:
    colour = pivot.asked.colour
    if not colour:
        return chart
    names = list(dict.fromkeys(_name(colour, group.colour or "") for group in pivot.groups))
    scale = alt.Scale(domain=names)
    if colour == "genre":
        scale = alt.Scale(domain=names, range=[GENRE_COLOURS.get(name, NO_GENRE) for name in names])
    elif colour in _ORDERED:
        scale = alt.Scale(domain=names, scheme="viridis")
    legend = alt.Legend(orient="top", title=None, columns=4, labelLimit=180)
    coloured: alt.Chart = chart.encode(color=alt.Color("colour:N", scale=scale, sort=names, legend=legend))
    return coloured
