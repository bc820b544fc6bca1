"""Charts of scores and similarities. Pure: values in, tables and alt.Chart out; imports no streamlit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from engine import Explanation, RankChange, Recommendation
from ui.text.palette import PART_COLOURS

MAX_TERMS = 15
_ROW = 22
"""Pixels a bar takes where there is one to a row."""


def score_table(found: Sequence[Recommendation]) -> pd.DataFrame:
    """Return a row a film: label, score, and each part of it in a column."""
    rows = []
    for place, one in enumerate(found, 1):
        fields = {part.label: part.value for part in one.explanation.fields}
        total = {"Place": place, "Film": one.film.label, "Score": one.score}
        rows.append(total | fields | {"Era": one.era, "Popularity": one.popularity, "Rating": one.quality})
    return pd.DataFrame(rows)


def answer_table(found: Sequence[Recommendation]) -> pd.DataFrame:
    """Return a row a film: place, title, year, score, rating, votes, runtime in minutes, genres and reasons."""
    columns = {"Year": "Int64", "Rating": "Float64", "Votes": "Int64", "Minutes": "Int64"}
    rows = [
        {
            "Place": place,
            "Film": one.film.title,
            "Year": one.film.year,
            "Score": one.score,
            "Because": ", ".join(one.explanation.reasons),
            "Rating": one.film.rating,
            "Votes": one.film.votes,
            "Minutes": one.film.runtime,
            "Genres": ", ".join(one.film.genres),
        }
        for place, one in enumerate(found, 1)
    ]
    return pd.DataFrame(rows).astype(columns)


def moves_table(moves: Sequence[RankChange]) -> pd.DataFrame:
    """Return a row a film: its places before and after, and in words how far it moves."""
    rows = [(move.film.label, move.before, move.after, _moved(move.before - move.after)) for move in moves]
    return pd.DataFrame(rows, columns=["Film", "Before", "After", "Moves"])


def _moved(up: int) -> str:
    return f"up {up:,}" if up > 0 else f"down {-up:,}" if up < 0 else ""


def score_parts(found: Sequence[Recommendation]) -> pd.DataFrame:
    """Return a row a film and part: place, label, part, value, and the part's number in the order of stacking."""
    table = score_table(found)
    parts = [name for name in table.columns if name not in ("Place", "Film", "Score")]
    long = table.melt(["Place", "Film", "Score"], parts, "Part", "Value")
    long["Order"] = long["Part"].map({name: number for number, name in enumerate(parts)})
    # Two films may have the same label; the place keeps their bars apart.
    long["Bar"] = long["Place"].astype(str) + ". " + long["Film"]
    return long[long["Value"] != 0]


def stacked_scores(parts: pd.DataFrame) -> alt.Chart:
    """Return one bar a film, made of the parts of its score, best film first."""
    bars = list(parts.sort_values("Place")["Bar"].unique())
    names = [name for name in PART_COLOURS if name in set(parts["Part"])]
    scale = alt.Scale(domain=names, range=[PART_COLOURS[name] for name in names])
    chart: alt.Chart = (
        alt.Chart(parts)
        .mark_bar(height={"band": 0.7})
        .encode(
            x=alt.X("Value:Q", title="Score", stack="zero"),
            y=alt.Y("Bar:N", title=None, sort=bars, axis=alt.Axis(labelLimit=260, labelOverlap=False)),
            color=alt.Color("Part:N", scale=scale, sort=names, legend=alt.Legend(orient="top", title=None, columns=5)),
            order=alt.Order("Order:Q"),
            tooltip=["Film:N", "Part:N", alt.Tooltip("Value:Q", format=".3f"), alt.Tooltip("Score:Q", format=".3f")],
        )
        .properties(height=alt.Step(_ROW))
    )
    return chart


def fields_table(explanation: Explanation) -> pd.DataFrame:
    """Return a row a field: its name and what it adds."""
    rows = [(part.label, part.value) for part in explanation.fields]
    return pd.DataFrame(rows, columns=["Field", "Contribution"])


def terms_table(explanation: Explanation) -> pd.DataFrame:
    """Return a row a shared term: the term, its field, and what it adds, the strongest first."""
    rows = [(part.term, part.label, part.value) for part in explanation.terms]
    return pd.DataFrame(rows, columns=["Term", "Field", "Contribution"])


def contributions(table: pd.DataFrame) -> alt.Chart:
    """Return a bar for each row of `fields_table` or `terms_table`, in its order, coloured by field."""
    name = table.columns[0]
    # The same term may stand in two fields.
    twice = table[name].duplicated(keep=False)
    data = table.assign(Bar=table[name].where(~twice, table[name] + " · " + table["Field"]))
    scale = alt.Scale(domain=list(PART_COLOURS), range=list(PART_COLOURS.values()))
    chart: alt.Chart = (
        alt.Chart(data)
        .mark_bar(height={"band": 0.7})
        .encode(
            x=alt.X("Contribution:Q", title="Adds to the similarity"),
            y=alt.Y("Bar:N", title=None, sort=list(data["Bar"]), axis=alt.Axis(labelLimit=220, labelOverlap=False)),
            color=alt.Color("Field:N", scale=scale, legend=None),
            tooltip=[*dict.fromkeys((f"{name}:N", "Field:N")), alt.Tooltip("Contribution:Q", format=".4f")],
        )
        .properties(height=alt.Step(_ROW))
    )
    return chart


def shares(fields: Mapping[str, float]) -> alt.Chart:
    """Return the share of each field in a similarity, by label."""
    table = pd.DataFrame({"Field": list(fields), "Contribution": list(fields.values())})
    axis = alt.X("Contribution:Q", title="Share of a similarity", axis=alt.Axis(format="%"))
    chart: alt.Chart = contributions(table).encode(x=axis)
    return chart


def counted(counts: Mapping[str, int], name: str, unit: str) -> pd.DataFrame:
    """Return counts as a table, the largest first."""
    table = pd.DataFrame({name: list(counts), unit: list(counts.values())})
    return table.sort_values(unit, ascending=False, kind="stable")
