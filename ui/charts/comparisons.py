"""Charts of what belongs together, changes and stands out in a catalogue. Pure: figures in, pictures out."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from engine.statistics import Count, Quantiles, RatedFilm, Statistics
from ui.charts.catalogue import EVERY_LABEL, ROW, Picture, bars, frame_of, most, picture_of
from ui.text.numbers import listed
from ui.text.palette import GENRE_COLOURS

_FEWEST_TOGETHER = 3
"""Films that two genres must have together to be drawn: of one or two any lift is chance."""
_LABELS = alt.Axis(labelLimit=200, **EVERY_LABEL)


def typical_table(figures: Statistics) -> pd.DataFrame:
    """Return a row a genre: the keywords most typical of it, the most typical first."""
    rows: dict[str, list[str]] = {}
    for one in figures.typical_keywords:
        rows.setdefault(one.genre, []).append(f"{one.keyword} ({one.films:,})")
    return pd.DataFrame([(genre, ", ".join(told)) for genre, told in rows.items()], columns=["Genre", "Keywords"])


def genre_pairs(figures: Statistics) -> Picture:
    """Return how much more often than by chance two genres are together."""
    title = "Genres together"
    found = [one for one in figures.genre_pairs if one.films >= _FEWEST_TOGETHER]
    if not found:
        return Picture(title, None, title, f"No two genres are together in {_FEWEST_TOGETHER} films.")
    table = frame_of(found)
    both = pd.concat([table, table.rename(columns={"a": "b", "b": "a"})])
    strongest = max(found, key=lambda one: one.lift)
    chart: alt.Chart = (
        alt.Chart(both)
        .mark_rect()
        .encode(
            x=alt.X("a:N", title=None, axis=alt.Axis(labelAngle=-50, **EVERY_LABEL)),
            y=alt.Y("b:N", title=None, axis=_LABELS),
            color=alt.Color("lift:Q", title="Lift", scale=alt.Scale(type="log"), legend=alt.Legend(format=".1f")),
            tooltip=[
                alt.Tooltip("a:N", title="Genre"),
                alt.Tooltip("b:N", title="and"),
                alt.Tooltip("lift:Q", title="Times as often as by chance", format=".2f"),
                alt.Tooltip("films:Q", title="Films", format=","),
            ],
        )
        .properties(height=alt.Step(18))
    )
    said = f"{strongest.a} and {strongest.b} are together {strongest.lift:.1f} times as often as by chance"
    return Picture(title, chart, f"Genres that films have together: {said}", f"{said}, more than any other two.")


def _spreads(
    title: str, found: Sequence[Quantiles], unit: str, note: str, without: str, by_genre: bool = False
) -> Picture:
    """Return a box for each spread: its middle half, with lines to what all but a tenth lie between."""
    if not found:
        return Picture(title, None, title, without)
    order = [one.name for one in found]
    base = alt.Chart(frame_of(found)).encode(y=alt.Y("name:N", title=None, sort=order, axis=_LABELS))
    told = [
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("median:Q", title="Median", format=".1f"),
        alt.Tooltip("quarter:Q", title="A quarter is below", format=".1f"),
        alt.Tooltip("three_quarters:Q", title="A quarter is above", format=".1f"),
        alt.Tooltip("films:Q", title="Films", format=","),
    ]
    colours = [GENRE_COLOURS.get(name, "#4db6ac") for name in order]
    colour = alt.Color("name:N", scale=alt.Scale(domain=order, range=colours), legend=None)
    x = alt.X("low:Q", title=unit, scale=alt.Scale(zero=False))
    boxes = base.mark_bar(height={"band": 0.55}).encode(
        x=alt.X("quarter:Q", title=unit), x2=alt.X2("three_quarters:Q"), tooltip=told
    )
    chart: alt.LayerChart = (
        base.mark_rule(color="#8a94a0", strokeWidth=1.5).encode(x=x, x2=alt.X2("high:Q"), tooltip=told)
        + (boxes.encode(color=colour) if by_genre else boxes)
        + base.mark_tick(color="#e0a458", thickness=2, height=14).encode(x=alt.X("median:Q"), tooltip=told)
    ).properties(height=alt.Step(ROW))
    first, last = found[0], found[-1]
    said = f"{first.name} has a median of {first.median:.1f}, {last.name} of {last.median:.1f}"
    return Picture(title, chart, f"{title}: {said}", f"{said}. {note}")


def ratings_by_genre(figures: Statistics) -> Picture:
    """Return how ratings spread in each genre."""
    note = "A bar is the middle half of the films, its line holds all but a tenth."
    return _spreads(
        "Ratings by genre", figures.ratings_by_genre, "Rating", note, "No film has a genre and a rating.", True
    )


def runtimes_by_decade(figures: Statistics) -> Picture:
    """Return how runtimes spread in each decade."""
    note = "A bar is the middle half of the films, its line holds all but a tenth."
    without = "No film has a date and a runtime."
    return _spreads("Runtimes over time", figures.runtimes_by_decade, "Minutes", note, without)


def ratings_by_decade(figures: Statistics) -> Picture:
    """Return how ratings spread in each decade."""
    note = "A bar is the middle half of the films, its line holds all but a tenth."
    return _spreads("Ratings over time", figures.ratings_by_decade, "Rating", note, "No film has a date and a rating.")


def keyword_shifts(figures: Statistics) -> Picture:
    """Return the keywords whose share of films has changed most."""
    title = "Keywords that rise and fall"
    if not figures.keyword_shifts:
        return Picture(title, None, title, "It takes keywords that five films have, and films of different years.")
    table = frame_of(figures.keyword_shifts)
    table["change"] = table["since"] - table["before"]
    order = table.sort_values("change", ascending=False)["name"].tolist()
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_bar(height={"band": 0.7})
        .encode(
            x=alt.X("change:Q", title="Change of the share of films", axis=alt.Axis(format="+.0%")),
            y=alt.Y("name:N", title=None, sort=order, axis=_LABELS),
            color=alt.ColorValue("#d77a8c", condition={"test": "datum.change > 0", "value": "#4db6ac"}),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("before:Q", title="Before", format=".1%"),
                alt.Tooltip("since:Q", title="Since", format=".1%"),
                alt.Tooltip("films:Q", title="Films", format=","),
            ],
        )
        .properties(height=alt.Step(ROW))
    )
    said = f"{order[0]} has risen most since {figures.middle_year}, {order[-1]} least or fallen most"
    year = figures.middle_year
    note = f"Share of the films from {year} on, less the share of those before: about half of the films each."
    return Picture(title, chart, f"{title}: {said}", note)


def _rated(title: str, found: Sequence[RatedFilm], which: str) -> Picture:
    if not found:
        return Picture(title, None, title, "No film has a rating.")
    table = frame_of(found)
    # Two films may have the same label.
    table["film"] = table["label"].where(
        ~table["label"].duplicated(keep=False), table["label"] + " · " + table["id"].astype(str)
    )
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_bar(height={"band": 0.7})
        .encode(
            x=alt.X("average:Q", title="Bayesian average"),
            y=alt.Y("film:N", title=None, sort=table["film"].tolist(), axis=_LABELS),
            tooltip=[
                alt.Tooltip("film:N", title=" "),
                alt.Tooltip("average:Q", title="Bayesian average", format=".2f"),
                alt.Tooltip("rating:Q", title="Rating", format=".2f"),
                alt.Tooltip("votes:Q", title="Votes", format=","),
            ],
        )
        .properties(height=alt.Step(ROW))
    )
    said = listed([f"{one.label} with {one.average:.2f}" for one in found], 3)
    note = (
        "The mean of a film's votes and of a hundred more at the mean of all films, so that a few votes do not decide. "
        "TMDB tells no more than a mean: which films divide people is not in these data."
    )
    return Picture(title, chart, f"Films rated {which}: {said}", note)


def best_and_worst(figures: Statistics) -> list[Picture]:
    """Return the films rated best, and those rated worst."""
    return [_rated("Best rated", figures.best, "best"), _rated("Worst rated", figures.worst, "worst")]


def makers(figures: Statistics) -> list[Picture]:
    """Return the companies, the directors and the cast of most films."""
    return [
        _counted("Companies", figures, figures.top_companies, "No film has a company.", "companies"),
        _counted("Directors", figures, figures.top_directors, "This dataset names no directors.", "director"),
        _counted("Cast", figures, figures.top_cast, "This dataset names no cast.", "cast"),
    ]


def _counted(title: str, figures: Statistics, counts: Sequence[Count], without: str, column: str) -> Picture:
    said = f"{title} of most films: {most(counts[:3])}"
    return picture_of(title, bars(counts, figures.films), said, "The most frequent ones.", without, column)
