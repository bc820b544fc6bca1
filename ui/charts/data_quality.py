"""Data quality: which fields are filled in, which values are suspicious, and which rows were skipped. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from engine.dataset_info import ColumnUse, Rejection
from engine.statistics import LACKING, Count, DataQuality, ImplausibleFilm, ImplausibleValue, Problem
from ui.charts.base import (
    CaptionedChart,
    bars,
    clickable,
    column_label,
    frame_of,
    without_data,
)
from ui.charts.groups import LACKING_OF_DECADE
from ui.charts.names import ROW_HEIGHT, columns_axis, names_axis
from ui.text.numbers import listed, share

PROBLEMS: dict[Problem, str] = {
    "budget": "Budget below $1,000",
    "revenue": "Box office below $1,000",
    "votes": "Box office of $1 million or more, but fewer than 10 votes",
    "runtime": "Longer than 10 hours",
    "year": "Released, but in a future year",
    "duplicate": "Same title and year as another film",
}
"""What people read for each problem."""


def completeness(quality: DataQuality) -> CaptionedChart:
    """Return how many films have each field filled in."""
    title = "Completeness"
    if not quality.films:
        return without_data(title, "No films.")
    counts = [Count(column_label(count.name), count.films) for count in quality.completeness]
    columns = [count.name for count in quality.completeness]
    gaps = [count.name for count in counts if count.films < quality.films]
    summary = f"some films have no {listed(gaps, 5)}" if gaps else "nothing is missing"
    chart = bars(counts, quality.films)
    chart.data = chart.data.assign(column=columns)
    return CaptionedChart(
        title,
        clickable(chart, LACKING, "column"),
        f"{title}: {summary}",
        "How many films have each field filled in.",
        "Click a bar to see films that lack the field.",
        (LACKING,),
    )


def completeness_by_decade(quality: DataQuality) -> CaptionedChart:
    """Return the share of films of each decade that have each field filled in."""
    title = "Completeness by decade"
    if not quality.completeness_by_decade:
        return without_data(title, "No film has a release date.")
    table = frame_of(quality.completeness_by_decade)
    table["column"] = table["field"]
    table["field"] = table["field"].map(column_label)
    table["decade"] = table["decade"].astype(str) + "s"
    order = [column_label(count.name) for count in quality.completeness]
    last = [cell for cell in quality.completeness_by_decade if cell.decade == quality.completeness_by_decade[-1].decade]
    lowest = min(last, key=lambda cell: cell.share)
    summary = (
        f"in the {lowest.decade}s, {column_label(lowest.field)} is filled in least often, "
        f"for {share(lowest.share)} of the films"
    )
    return CaptionedChart(
        title,
        _heat_map(table, order),
        f"{title}: {summary}",
        "How many films of each decade have each field filled in.",
        "Click a square to see films that lack the field.",
        (LACKING_OF_DECADE,),
    )


def _heat_map(table: pd.DataFrame, order: Sequence[str]) -> alt.Chart:
    decades = list(dict.fromkeys(table["decade"]))
    legend = alt.Legend(format=".0%", orient="top", gradientLength=160)
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_rect()
        .encode(
            x=alt.X("decade:O", title=None, axis=columns_axis(decades, -50, labelOverlap=False)),
            y=alt.Y("field:N", title=None, sort=list(order), axis=names_axis()),
            color=alt.Color("share:Q", title="Share", scale=alt.Scale(domain=[0, 1]), legend=legend),
            tooltip=[
                alt.Tooltip("field:N", title="Field"),
                alt.Tooltip("decade:O", title="Decade"),
                alt.Tooltip("share:Q", title="Share of films", format=".1%"),
                alt.Tooltip("films:Q", title="Films", format=","),
            ],
        )
        .properties(height=alt.Step(ROW_HEIGHT - 4))
    )
    return clickable(chart, LACKING_OF_DECADE, "column", "decade")


def suspicious_values_table(values: Sequence[ImplausibleValue]) -> pd.DataFrame:
    """Return one row per problem that any film has: the problem, its number of films, and examples."""
    rows = [(PROBLEMS[value.problem], value.films, ", ".join(value.examples)) for value in values if value.films]
    return pd.DataFrame(rows, columns=["Problem", "Films", "Examples"])


def suspicious_films_table(films: Sequence[ImplausibleFilm]) -> pd.DataFrame:
    """Return one row per film and problem."""
    rows = [(film.id, film.label, PROBLEMS[film.problem]) for film in films]
    return pd.DataFrame(rows, columns=["Id", "Film", "Problem"])


def skipped_rows_table(rows: Sequence[Rejection]) -> pd.DataFrame:
    """Return one row per skipped row of the dataset: its line in the file, why, and how it begins."""
    return pd.DataFrame([(row.line, row.reason, row.row) for row in rows], columns=["Line", "Reason", "Row"])


def columns_table(columns: Sequence[ColumnUse]) -> pd.DataFrame:
    """Return one row per column of the dataset: what it is used as, how it is read, and cells that made no sense."""
    rows = [(use.column, use.used_as, use.note, use.unreadable) for use in columns]
    return pd.DataFrame(rows, columns=["Column", "Used as", "How", "Unreadable cells"])
