"""Tables and charts of scores and similarities. Pure: values in, tables and alt.Chart out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from html import escape

import altair as alt
import pandas as pd

from engine import Explanation, RankChange, Recommendation
from ui.addresses import ABOUT, BROWSE, PERSON, RECOMMEND, address_of, browse_key, person_link
from ui.charts.base import clickable, opens_address, opens_film
from ui.charts.names import names_axis, row_step
from ui.text.contributions import by_label, terms_by_label
from ui.text.palette import PART_COLOURS

FIELD = "field"
"""Name of the selection of a field."""
ADDS = "Adds"
"""Column of what a field or a term adds to a similarity."""
MAX_TERMS = 15
"""Bars in a chart of terms."""
_FEW_TICKS = alt.Axis(tickCount=8)
"""With more ticks, their numbers would touch."""


def score_table(films: Sequence[Recommendation]) -> pd.DataFrame:
    """Return one row per film: rank, title with year, score, and each part of the score in a column."""
    rows = []
    for rank, recommended in enumerate(films, 1):
        total = {"Rank": rank, "Film": recommended.film.label, "Score": recommended.score}
        rows.append(total | score_parts(recommended))
    return pd.DataFrame(rows)


def score_parts(recommended: Recommendation) -> dict[str, float]:
    """Return the parts of a score by name: what each field adds to the match, then what is added to the match."""
    added = {"Same era": recommended.era, "Popular": recommended.popularity, "Highly rated": recommended.quality}
    if recommended.community is not None:
        added["Liked by the same people"] = recommended.community
    return by_label(recommended.explanation) | added


def answer_table(films: Sequence[Recommendation]) -> pd.DataFrame:
    """Return one row per film: rank, title, year, score, reasons, rating, votes, minutes and genres."""
    types = {"Year": "Int64", "Rating": "Float64", "Votes": "Int64", "Minutes": "Int64"}
    rows = [
        {
            "Rank": rank,
            "Film": recommended.film.title,
            "Year": recommended.film.year,
            "Score": recommended.score,
            "Why": ", ".join(recommended.explanation.reasons),
            "Rating": recommended.film.rating,
            "Votes": recommended.film.votes,
            "Minutes": recommended.film.runtime,
            "Genres": ", ".join(recommended.film.genres),
        }
        for rank, recommended in enumerate(films, 1)
    ]
    return pd.DataFrame(rows).astype(types)


def rank_changes_table(changes: Sequence[RankChange]) -> pd.DataFrame:
    """Return one row per film: its rank before and after, and how far it moves."""
    rows = [
        (change.film.label, change.before, change.after, _movement(change.before - change.after)) for change in changes
    ]
    return pd.DataFrame(rows, columns=["Film", "Before", "After", "Moves"])


def _movement(up: int) -> str:
    return f"up {up:,}" if up > 0 else f"down {-up:,}" if up < 0 else ""


def stacked_table(films: Sequence[Recommendation]) -> pd.DataFrame:
    """Return one row per film and part of its score: rank, film, score, id, part, value, order of stacking, and bar."""
    table = score_table(films)
    parts = [name for name in table.columns if name not in ("Rank", "Film", "Score")]
    table["id"] = [recommended.film.id for recommended in films]
    long = table.melt(["Rank", "Film", "Score", "id"], parts, "Part", "Value")
    long["Order"] = long["Part"].map({name: number for number, name in enumerate(parts)})
    # Two films may have the same title and year; the rank keeps their bars apart.
    long["Bar"] = long["Rank"].astype(str) + ". " + long["Film"]
    return long[long["Value"] != 0]


def stacked_chart(table: pd.DataFrame) -> alt.Chart:
    """Return a chart of `stacked_table`: one bar per film, made of the parts of its score, best film first.

    A click on a bar opens the page of its film.
    """
    bars = list(table.sort_values("Rank")["Bar"].unique())
    names = _parts_in(table)
    scale = alt.Scale(domain=names, range=[PART_COLOURS[name] for name in names])
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_bar(height={"band": 0.7}, cursor="pointer")
        .encode(
            x=alt.X("Value:Q", title="Score", stack="zero", axis=_FEW_TICKS),
            y=alt.Y("Bar:N", title=None, sort=bars, axis=names_axis()),
            color=alt.Color("Part:N", scale=scale, sort=names, legend=None),
            order=alt.Order("Order:Q"),
            tooltip=["Film:N", "Part:N", alt.Tooltip("Value:Q", format=".3f"), alt.Tooltip("Score:Q", format=".3f")],
        )
        .properties(height=row_step(bars))
    )
    return opens_film(chart)


def stacked_legend(table: pd.DataFrame) -> str:
    """Return the legend of `stacked_chart` as HTML: it wraps on a phone, where Vega would cut its own."""
    swatch = "display:inline-block;width:0.75rem;height:0.75rem;margin-right:0.35rem;border-radius:2px"
    entries = (
        f'<span><span style="{swatch};background:{PART_COLOURS[name]}"></span>{escape(name)}</span>'
        for name in _parts_in(table)
    )
    return f'<div style="display:flex;flex-wrap:wrap;gap:0.25rem 1rem;font-size:0.875rem">{"".join(entries)}</div>'


def _parts_in(table: pd.DataFrame) -> list[str]:
    return [name for name in PART_COLOURS if name in set(table["Part"])]


def fields_table(explanation: Explanation) -> pd.DataFrame:
    """Return one row per field: its name, and what it adds."""
    return pd.DataFrame(list(by_label(explanation).items()), columns=["Field", ADDS])


def terms_table(explanation: Explanation, fields: Collection[str] = ()) -> pd.DataFrame:
    """Return one row per term that is shared in some fields, or in any: itself, its field, and what it adds.

    The strongest are first.
    """
    rows = [(term, label, value) for (label, term), value in _terms(explanation, fields).items()]
    return pd.DataFrame(rows, columns=["Term", "Field", ADDS])


def term_addresses(explanation: Explanation, fields: Collection[str] = ()) -> list[str]:
    """Return where each row of `terms_table` leads: to a person, or to the films that have it or mention it."""
    whole = {term.term for term in explanation.terms if term.field == "keywords"}
    return [_address_of_term(label, term, whole) for label, term in _terms(explanation, fields)]


def _terms(explanation: Explanation, fields: Collection[str]) -> dict[tuple[str, str], float]:
    terms = terms_by_label(explanation)
    return {term: value for term, value in terms.items() if term[0] in fields} if fields else terms


def _address_of_term(label: str, term: str, keywords: Collection[str]) -> str:
    if label in ("Director", "Cast"):
        return address_of(PERSON, person_link(term))
    # The words of a keyword are terms too, and no film has them as keywords.
    if label in ("Genres", "Companies") or (label == "Keywords" and term in keywords):
        return address_of(BROWSE, {browse_key(label.lower()): term})
    return address_of(RECOMMEND, {ABOUT: term})


def contribution_chart(table: pd.DataFrame, addresses: Sequence[str] = (), total: str = "similarity") -> alt.Chart:
    """Return a bar for each row of `fields_table` or `terms_table`, in order, coloured by field.

    Parameters
    ----------
    table
        The rows.
    addresses
        What a click on each bar opens; without any, bars open nothing.
    total
        What the values add up to.

    """
    name = table.columns[0]
    # The same term may be in two fields.
    repeated = table[name].duplicated(keep=False)
    data = table.assign(Bar=table[name].where(~repeated, table[name] + " · " + table["Field"]))
    scale = alt.Scale(domain=list(PART_COLOURS), range=list(PART_COLOURS.values()))
    chart: alt.Chart = (
        alt.Chart(data)
        .mark_bar(height={"band": 0.7}, cursor="pointer" if any(addresses) else "default")
        .encode(
            x=alt.X(f"{ADDS}:Q", title=f"Adds to the {total}", axis=_FEW_TICKS),
            y=alt.Y("Bar:N", title=None, sort=list(data["Bar"]), axis=names_axis()),
            color=alt.Color("Field:N", scale=scale, legend=None),
            tooltip=[*dict.fromkeys((f"{name}:N", "Field:N")), alt.Tooltip(f"{ADDS}:Q", format=".4f")],
        )
        .properties(height=row_step(data["Bar"]))
    )
    if not any(addresses):
        return chart
    chart.data = data.assign(Address=list(addresses))
    return opens_address(chart)


def fields_chart(table: pd.DataFrame, total: str = "similarity") -> alt.Chart:
    """Return a bar for each row of `fields_table`; a click on one selects its Field, as `FIELD`.

    Parameters
    ----------
    table
        The rows.
    total
        What the values add up to.

    """
    return clickable(contribution_chart(table, total=total), FIELD, "Field")


def field_shares_chart(shares: Mapping[str, float]) -> alt.Chart:
    """Return a bar for each field's share of a similarity, 0 to 1, by the field's name."""
    table = pd.DataFrame({"Field": list(shares), ADDS: list(shares.values())})
    axis = alt.X(f"{ADDS}:Q", title="Share of a similarity", axis=alt.Axis(format="%", tickCount=8))
    chart: alt.Chart = contribution_chart(table).encode(x=axis)
    return chart


def counted(counts: Mapping[str, int], name: str, unit: str) -> pd.DataFrame:
    """Return counts as a table with the columns `name` and `unit`, the largest count first."""
    table = pd.DataFrame({name: list(counts), unit: list(counts.values())})
    return table.sort_values(unit, ascending=False, kind="stable")
