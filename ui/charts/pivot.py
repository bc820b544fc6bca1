"""Your own chart: films in groups that you choose. Pure: a pivot in, a chart with its words out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from engine.statistics import Pivot, PivotCell, PivotQuery
from ui.charts.base import (
    CLICK_A_BAR,
    CLICK_A_DOT,
    CaptionedChart,
    clickable,
    colour_scale,
    without_data,
)
from ui.charts.groups import CELL
from ui.charts.names import columns_axis, names_axis, row_step
from ui.charts.pivot_cells import groups_of_cell
from ui.text.languages import language_name
from ui.text.numbers import listed
from ui.text.palette import GENRE_COLOURS

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
    "Running time": "runtime",
    "Votes": "votes",
    "Budget": "budget",
    "Box office": "revenue",
}
"""Columns to group by, by label."""
MEASURES = {
    "Number of films": "films",
    "Rating": "rating",
    "Votes": "votes",
    "Running time in minutes": "runtime",
    "Year": "year",
    "Budget in dollars": "budget",
    "Box office in dollars": "revenue",
    "Return on budget": "return",
}
"""By label."""
AGGREGATES = {"Median": "median", "Average": "mean", "Total": "sum", "Lowest": "min", "Highest": "max"}
"""By label."""
SUMMABLE = ("votes", "runtime", "budget", "revenue")
"""Measures whose total means anything."""
NO_GROUP = "No group has enough films with all of these values."

_SEVERAL_PER_FILM = {"genre", "country", "company", "director", "cast", "keyword"}
_ORDERED = {"decade", "month", "rating", "runtime", "votes", "budget", "revenue"}
_GROUP_LABELS = {column: label for label, column in GROUPS.items()}
_MEASURE_LABELS = {measure: label for label, measure in MEASURES.items()}
_AGGREGATE_LABELS = {aggregate: label for label, aggregate in AGGREGATES.items()}
_HEIGHT = 380
_DOT = 50
"""Square pixels."""
_FORMATS = {"year": ".0f", "rating": ".2f", "return": ".2f", "budget": "$,.0f", "revenue": "$,.0f"}


def pivot_chart(pivot: Pivot) -> CaptionedChart:
    """Return the chart of a pivot."""
    query = pivot.query
    colour = f" and {_GROUP_LABELS[query.colour_by].lower()}" if query.colour_by else ""
    title = f"{value_label(query)} by {_GROUP_LABELS[query.group_by].lower()}{colour}"
    if not pivot.cells:
        return without_data(title, NO_GROUP)
    highest = _in_words(max(pivot.cells, key=lambda cell: cell.value), query)
    lowest = _in_words(min(pivot.cells, key=lambda cell: cell.value), query)
    overlapping = bool(_SEVERAL_PER_FILM & {query.group_by, query.colour_by})
    caption = f"Highest: {highest}. Lowest: {lowest}." + (" A film can be in several groups." if overlapping else "")
    return CaptionedChart(
        title,
        _chart(pivot),
        f"{title}. Highest: {highest}. Lowest: {lowest}",
        f"{len(pivot.cells):,} groups. {caption}",
        CLICK_A_BAR if _has_bars(query) else CLICK_A_DOT,
        (CELL,),
        (readable_table(pivot),),
        groups=lambda _, mark: groups_of_cell(query, mark),
    )


def value_label(query: PivotQuery) -> str:
    """Return what the values are, as in "Average rating"."""
    measure = _MEASURE_LABELS[query.measure]
    if query.measure == "films":
        return measure
    return f"{_AGGREGATE_LABELS[query.aggregate]} {measure.lower()}"


def pivot_table(pivot: Pivot) -> pd.DataFrame:
    """Return one row per cell with the columns group, colour (if films are coloured), films and value."""
    query = pivot.query
    rows = [
        (_label(query.group_by, cell.group), _label(query.colour_by, cell.colour or ""), cell.films, cell.value)
        for cell in pivot.cells
    ]
    table = pd.DataFrame(rows, columns=["group", "colour", "films", "value"])
    return table if query.colour_by else table.drop(columns="colour")


def readable_table(pivot: Pivot) -> pd.DataFrame:
    """Return the table of a pivot with readable column names, and whole values as integers."""
    query, table = pivot.query, pivot_table(pivot)
    if (table["value"] % 1 == 0).all():
        table["value"] = table["value"].astype("int64")
    if query.group_by == "year":
        table["group"] = table["group"].astype("int64")
    labels = {"group": _GROUP_LABELS[query.group_by], "colour": _GROUP_LABELS.get(query.colour_by or "", "")}
    # The number of films has a column already.
    shown = table.drop(columns="value") if query.measure == "films" else table
    return shown.rename(columns=labels | {"films": "Films", "value": value_label(query)})


def _label(column: str | None, name: str) -> str:
    return language_name(name) if column == "language" else name


def _in_words(cell: PivotCell, query: PivotQuery) -> str:
    """Return a cell as in "Drama, 1990s (465)"."""
    names = [_label(query.group_by, cell.group), *([_label(query.colour_by, cell.colour)] if cell.colour else [])]
    if query.measure == "year":
        number = f"{cell.value:.0f}"
    else:
        number = f"{cell.value:,.0f}" if cell.value >= 100 else f"{cell.value:.3g}"
    return f"{listed(names)} ({number})"


def _chart(pivot: Pivot) -> alt.Chart | alt.LayerChart:
    """Return lines over years and bars over other groups; coloured values that do not add up are lines or points."""
    query, table = pivot.query, pivot_table(pivot)
    adds_up = _adds_up(query)
    bars = adds_up or not query.colour_by
    if query.group_by == "year":
        chart = _over_years(table.astype({"group": int}), _value_axis(query, table, zero=adds_up))
    elif pivot.ordered:
        order = [name for name in pivot.groups if name in set(table["group"])]
        chart = _in_order(table, _value_axis(query, table, zero=bars), _GROUP_LABELS[query.group_by], order, bars)
    else:
        totals = table.groupby("group", sort=False)["value"].agg("sum" if adds_up else "max")
        order = totals.sort_values(ascending=False, kind="stable").index.tolist()
        chart = _by_name(table, _value_axis(query, table, zero=bars), order, bars)
    drawn = _coloured(chart, pivot)
    fields = ("group", "colour") if query.colour_by else ("group",)
    if _has_bars(query):
        return clickable(drawn.encode(tooltip=_tooltip(query)), CELL, *fields)
    dots = clickable(drawn.mark_circle(size=_DOT, opacity=1).encode(tooltip=_tooltip(query)), CELL, *fields)
    if drawn.mark != "line":
        return dots
    return alt.LayerChart(layer=[drawn, dots])


def _has_bars(query: PivotQuery) -> bool:
    """Return whether values are drawn as bars: those that add up, and those without colours."""
    return query.group_by != "year" and (not query.colour_by or _adds_up(query))


def _adds_up(query: PivotQuery) -> bool:
    return query.measure == "films" or query.aggregate == "sum"


def _value_axis(query: PivotQuery, table: pd.DataFrame, zero: bool) -> dict[str, Any]:
    """Return title, axis and scale of the values. Bars start at 0; lines and points need not."""
    large = table["value"].max() >= 10_000
    # The format says G for billion.
    short = alt.Axis(format="~s", labelExpr="replace(datum.label, 'G', 'B')")
    is_year = query.measure == "year"
    axis = alt.Axis(format="d") if is_year else short if large else alt.Axis()
    return {"title": value_label(query), "axis": axis, "scale": alt.Scale(zero=zero and not is_year)}


def _over_years(table: pd.DataFrame, values: dict[str, Any]) -> alt.Chart:
    years = alt.X("group:Q", title="Year", axis=alt.Axis(format="d"), scale=alt.Scale(zero=False))
    lines = alt.Chart(table).mark_line()
    chart: alt.Chart = lines.encode(x=years, y=alt.Y("value:Q", **values)).properties(height=_HEIGHT)
    return chart


def _in_order(table: pd.DataFrame, values: dict[str, Any], title: str, order: Sequence[str], bars: bool) -> alt.Chart:
    groups = alt.X("group:O", title=title, sort=list(order), axis=columns_axis(order, -40, labelOverlap=True))
    marks = alt.Chart(table).mark_bar() if bars else alt.Chart(table).mark_line()
    chart: alt.Chart = marks.encode(x=groups, y=alt.Y("value:Q", **values)).properties(height=_HEIGHT)
    return chart


def _by_name(table: pd.DataFrame, values: dict[str, Any], order: Sequence[str], bars: bool) -> alt.Chart:
    names = alt.Y("group:N", title=None, sort=list(order), axis=names_axis())
    marks = alt.Chart(table).mark_bar(height={"band": 0.7}) if bars else alt.Chart(table).mark_circle(size=70)
    chart: alt.Chart = marks.encode(x=alt.X("value:Q", **values), y=names).properties(height=row_step(order))
    return chart


def _tooltip(query: PivotQuery) -> list[alt.Tooltip]:
    colour = [alt.Tooltip("colour:N", title=_GROUP_LABELS[query.colour_by])] if query.colour_by else []
    return [
        alt.Tooltip("group:N", title=_GROUP_LABELS[query.group_by]),
        *colour,
        alt.Tooltip("value:Q", title=value_label(query), format=_FORMATS.get(query.measure, ",.0f")),
        alt.Tooltip("films:Q", title="Films", format=","),
    ]


def _coloured(chart: alt.Chart, pivot: Pivot) -> alt.Chart:
    column = pivot.query.colour_by
    if not column:
        return chart
    names = list(dict.fromkeys(_label(column, cell.colour or "") for cell in pivot.cells))
    scale = alt.Scale(domain=names)
    if column == "genre":
        scale = colour_scale(names, GENRE_COLOURS)
    elif column in _ORDERED:
        scale = alt.Scale(domain=names, scheme="viridis")
    legend = alt.Legend(orient="top", title=None, columns=4, labelLimit=180)
    coloured: alt.Chart = chart.encode(color=alt.Color("colour:N", scale=scale, sort=names, legend=legend))
    return coloured
