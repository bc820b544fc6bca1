"""What all charts of statistics share: a chart with its words, bars, and small tables. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import altair as alt
import pandas as pd

from engine.statistics import Count
from ui.addresses import FILM, FILM_ID, address_of
from ui.charts.groups import Groups, groups_of
from ui.charts.names import names_axis, row_step
from ui.text.palette import NO_GENRE

CHART_HEIGHT = 300
"""Pixels."""
PAGE = "Page"
"""A column of addresses within the app: where a row of a table leads to. Empty where it leads nowhere."""
CLICK_A_BAR = "Click a bar to see its films."
CLICK_A_SQUARE = "Click a square to see its films."
CLICK_A_DOT = "Click a dot to see its films."
OPENS_BROWSE = "Click a bar to see films."
OPENS_FILM = "Click a dot to open its film."
_HIDDEN = ["column", "Address"]
"""Columns that only a click needs."""
_COLUMN_LABELS = {
    "imdb_id": "IMDb id",
    "p5": "5 % are below",
    "p25": "25 % are below",
    "p75": "75 % are below",
    "p95": "95 % are below",
    "poster_path": "Poster",
    "revenue": "Box office",
    "runtime": "Running time",
}

Chart = alt.Chart | alt.LayerChart | alt.VConcatChart


@dataclass(frozen=True, slots=True)
class CaptionedChart:
    """A chart and the words around it."""

    title: str
    chart: Chart | None
    """`None` if the films don't have the data; the caption then says what is missing."""
    alt: str
    """Description with the main figures, for screen readers."""
    caption: str
    hint: str = ""
    """What a click does, if anything."""
    selections: tuple[str, ...] = ()
    """Names of the selections that a page can read: columns whose bars can be clicked, and the years."""
    tables: tuple[pd.DataFrame, ...] = ()
    """Tables to show instead of the data of the chart, with the same rows."""
    rows: tuple[str, ...] = ()
    """For each table, the selection that a click on the mark of a row makes; by default, the only one there is."""
    groups: Callable[[str, Mapping[Any, Any]], Groups] = groups_of
    """From a selection and the values of a mark to what its films have in common."""


def without_data(title: str, reason: str) -> CaptionedChart:
    """Return a title with the reason why there is no chart."""
    return CaptionedChart(title, None, title, reason)


def bars_of_names(
    title: str, counts: Sequence[Count], n_films: int, caption: str, missing: str, column: str
) -> CaptionedChart:
    """Return a bar for each name. A click on one selects it.

    Parameters
    ----------
    title
        Title of the chart.
    counts
        Films with each name, in the order to show.
    n_films
        Number of all films, for the shares.
    caption
        Text below the chart.
    missing
        Text in place of the chart if there are no names.
    column
        Column of the names; also the name of the selection.
    """
    if not counts:
        return without_data(title, missing)
    alt_text = f"{title} with most films: {name_counts(counts[:3])}"
    chart = clickable(bars(counts, n_films), column)
    return CaptionedChart(title, chart, alt_text, caption, CLICK_A_BAR, (column,))


def bars(counts: Sequence[Count], n_films: int) -> alt.Chart:
    """Return a horizontal bar for each name, as long as its number of films.

    Parameters
    ----------
    counts
        Films with each name, in the order to show.
    n_films
        Number of all films, for the shares.
    """
    table = frame_of(counts)
    table["share"] = table["films"] / max(n_films, 1)
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_bar(height={"band": 0.7})
        .encode(
            x=alt.X("films:Q", title="Films"),
            y=alt.Y("name:N", title=None, sort=None, axis=names_axis()),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("films:Q", title="Films", format=","),
                alt.Tooltip("share:Q", title="Share", format=".1%"),
            ],
        )
        .properties(height=row_step(table["name"]))
    )
    return chart


def clickable(chart: alt.Chart, column: str, *fields: str) -> alt.Chart:
    """Return the chart with a selection: a click on a bar selects what it stands for.

    Parameters
    ----------
    chart
        The bars.
    column
        The selection's name, as `groups_of` knows it.
    fields
        Where the table of the chart has the values; by default, it has one name.
    """
    clicked = alt.selection_point(name=column, fields=[*(fields or ("name",))], on="click")
    # Given as a channel, it needs no search in Altair's schema, which takes milliseconds.
    opacity = alt.OpacityValue(0.4, condition={"param": column, "value": 1})
    with_selection: alt.Chart = chart.encode(opacity=opacity).add_params(clicked)
    mark: Any = with_selection.mark
    # A mark without properties is only a name.
    with_selection.mark = mark.copy(deep=False) if isinstance(mark, alt.MarkDef) else alt.MarkDef(mark)
    with_selection.mark.cursor = "pointer"
    return with_selection


def opens_film(chart: alt.Chart) -> alt.Chart:
    """Return the chart with marks that open the page of a film when clicked; the column `id` says which."""
    address = address_of(FILM, {FILM_ID: ""})
    return opens_address(chart.transform_calculate(Address=f"'{address}' + datum.id"))


def opens_address(chart: alt.Chart, field: str = "Address") -> alt.Chart:
    """Return the chart with marks that open an address when clicked, or nothing if it is empty."""
    linked: alt.Chart = chart.encode(href=alt.Href(f"{field}:N", title="Page"))
    return linked


def colour_scale(names: Sequence[str], colours: Mapping[str, str]) -> alt.Scale:
    """Return a scale that gives each name its colour, grey if it has none."""
    return alt.Scale(domain=list(names), range=[colours.get(name, NO_GENRE) for name in names])


def tables_of(chart: alt.TopLevelMixin) -> list[pd.DataFrame]:
    """Return the data of a chart, one table for each of its parts, with readable column names."""
    return [table.drop(columns=_HIDDEN, errors="ignore").rename(columns=column_label) for table in data_of(chart)]


def data_of(chart: alt.TopLevelMixin) -> list[pd.DataFrame]:
    """Return the data of a chart as it is drawn, one table for each of its parts."""
    # Parts that share one table have none of their own.
    is_shared = isinstance(chart.data, pd.DataFrame)
    if isinstance(chart, alt.VConcatChart) and not is_shared:
        return [table for part in chart.vconcat for table in data_of(part)]
    if isinstance(chart, alt.LayerChart) and not is_shared:
        return [max((table for part in chart.layer for table in data_of(part)), key=_columns_and_rows)]
    data: pd.DataFrame = chart.data
    return [data]


def _columns_and_rows(table: pd.DataFrame) -> tuple[int, int]:
    """Return how much a table says: the layer that says most has the data of the chart."""
    rows, columns = table.shape
    return columns, rows


def frame_of(values: Sequence[Any]) -> pd.DataFrame:
    """Return one row per dataclass value and one column per field, in types as small as the data allow."""
    names = [field.name for field in fields(values[0])] if values else []
    return small(pd.DataFrame({name: [getattr(value, name) for value in values] for name in names}))


def small(table: pd.DataFrame) -> pd.DataFrame:
    """Return the same values in smaller types, because tables are sent to the browser."""
    return pd.DataFrame({name: _small(table[name]) for name in table.columns})


def _small(column: pd.Series) -> pd.Series:
    if pd.api.types.is_integer_dtype(column) and not column.hasnans:
        return pd.to_numeric(column, downcast="integer")
    if pd.api.types.is_float_dtype(column):
        short = column.astype("float32")
        return short if short.astype("float64").equals(column.astype("float64")) else column
    if pd.api.types.is_string_dtype(column) and column.nunique() * 4 < len(column):
        return column.astype(pd.CategoricalDtype(list(column.unique())))
    return column


def column_label(name: str) -> str:
    """Return the name of a column or field as people read it."""
    return _COLUMN_LABELS.get(name, name.replace("_", " ").capitalize())


def name_counts(counts: Sequence[Count]) -> str:
    """Return names with their number of films, as in "Drama 465, War 20"."""
    return ", ".join(f"{count.name} {count.films:,}" for count in counts) or "none"
