"""What is missing in a catalogue, and what can hardly be true, as charts and tables. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from engine import Rejection
from engine.statistics import Count, ImplausibleFilm, Statistics
from ui.charts.catalogue import EVERY_LABEL, ROW, Picture, bars, frame_of
from ui.text.numbers import listed

DOUBTS = {
    "budget": "A budget below 1,000 dollars",
    "revenue": "A box office below 1,000 dollars",
    "unseen": "A box office of a million dollars, and fewer than ten votes",
    "runtime": "Longer than ten hours",
    "to come": "Released, in a year that is yet to come",
    "twice": "Title and year are those of another film too",
}
"""What people read for each `Doubt.name`."""


def completeness(figures: Statistics) -> Picture:
    """Return in how many films each column says something."""
    title = "Completeness"
    if not figures.films:
        return Picture(title, None, title, "There is no film.")
    named = [Count(_label(count.name), count.films) for count in figures.completeness]
    gaps = [count.name.lower() for count in named if count.films < figures.films]
    note = "How many films say something in each column."
    said = f"every film has all but {listed(gaps, 5)}" if gaps else "nothing is missing"
    return Picture(title, bars(named, figures.films), f"Films that have each column: {said}", note)


def completeness_over_time(figures: Statistics) -> Picture:
    """Return the share of the films of each decade that say something in each column."""
    title = "Completeness over time"
    if not figures.completeness_by_decade:
        return Picture(title, None, title, "No film has a date.")
    table = frame_of(figures.completeness_by_decade)
    table["column"] = table["column"].map(_label)
    table["decade"] = table["decade"].astype(str) + "s"
    order = [_label(count.name) for count in figures.completeness]
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_rect()
        .encode(
            x=alt.X("decade:O", title=None, axis=alt.Axis(labelAngle=-50, **EVERY_LABEL)),
            y=alt.Y("column:N", title=None, sort=order, axis=alt.Axis(labelLimit=180, **EVERY_LABEL)),
            color=alt.Color(
                "share:Q",
                title="Share",
                scale=alt.Scale(domain=[0, 1]),
                legend=alt.Legend(format=".0%", orient="top", gradientLength=160),
            ),
            tooltip=[
                alt.Tooltip("column:N", title="Column"),
                alt.Tooltip("decade:O", title="Decade"),
                alt.Tooltip("share:Q", title="Share of its films", format=".1%"),
                alt.Tooltip("films:Q", title="Films", format=","),
            ],
        )
        .properties(height=alt.Step(ROW - 4))
    )
    last = [one for one in figures.completeness_by_decade if one.decade == figures.completeness_by_decade[-1].decade]
    least = min(last, key=lambda one: one.share)
    said = f"in the {least.decade}s {_label(least.column).lower()} is there least, in {least.share:.0%} of the films"
    note = "The share of the films of each decade that say something in each column."
    return Picture(title, chart, f"Share of films that have each column, by decade: {said}", note)


def doubts_table(figures: Statistics) -> pd.DataFrame:
    """Return a row for each doubt that any film is in: what it is, of how many films, and the most voted of them."""
    rows = [(DOUBTS[one.name], one.films, ", ".join(one.examples)) for one in figures.implausible_values if one.films]
    return pd.DataFrame(rows, columns=["What", "Films", "Such as"])


def doubtful_table(films: Sequence[ImplausibleFilm]) -> pd.DataFrame:
    """Return a row a doubtful film: its id, what people call it, and what is doubtful."""
    rows = [(one.id, one.label, DOUBTS[one.doubt]) for one in films]
    return pd.DataFrame(rows, columns=["Id", "Film", "What"])


def rejected_table(rows: Sequence[Rejection]) -> pd.DataFrame:
    """Return a row for each row that has been left out: its line in the file, the reason, and how it begins."""
    return pd.DataFrame([(one.line, one.reason, one.row) for one in rows], columns=["Line", "Reason", "Row"])


def _label(column: str) -> str:
    return column.replace("_", " ").capitalize().replace("Imdb", "IMDb")
