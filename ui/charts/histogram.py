"""How similar one film is to all others, as a histogram. Pure: values in, tables and alt.Chart out."""

from __future__ import annotations

import altair as alt
import pandas as pd

from engine import Film
from engine.relations import SimilarityHistogram
from ui.charts.base import opens_film

NEAREST = "Ten most similar"
"""The kind of a mark that stands for one of the nearest films."""
SPAN = "span"
"""Name of the selection of a bar."""
_HEIGHT = 260
_SIMILARITY = alt.Tooltip("Similarity:Q", format=".3f")


def histogram_table(histogram: SimilarityHistogram) -> pd.DataFrame:
    """Return one row per bin: the similarities it covers, and its number of films."""
    rows = [(one.low, one.high, one.films) for one in histogram.bins]
    return pd.DataFrame(rows, columns=["From", "To", "Films"])


def marks_table(histogram: SimilarityHistogram, other: Film | None, similarity: float) -> pd.DataFrame:
    """Return one row per film to mark: label, similarity, kind and id.

    Parameters
    ----------
    histogram
        Its nearest films are of the kind `NEAREST`.
    other
        Another film to mark; its kind is its label.
    similarity
        Of that film, 0 to 1.
    """
    rows = [
        (neighbour.film.label, neighbour.similarity, NEAREST, neighbour.film.id)
        for neighbour in histogram.nearest
        if other is None or neighbour.film.id != other.id
    ]
    if other is not None:
        rows.append((other.label, similarity, other.label, other.id))
    return pd.DataFrame(rows, columns=["Film", "Similarity", "Kind", "id"])


def histogram_chart(bins: pd.DataFrame, marks: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Return the rows of `histogram_table` as bars, and those of `marks_table` as lines over them.

    A click on a line opens the page of its film; one on a bar selects its From and To as `SPAN`.
    """
    return alt.layer(_bars(bins), _lines(marks)).properties(height=_HEIGHT)


def _bars(bins: pd.DataFrame) -> alt.Chart:
    # On a log scale one film in a bin and a hundred thousand can both be seen; symlog has a place for 0.
    axis = alt.Axis(values=_powers_of_ten(bins), format=",d", labelOverlap=False)
    clicked = alt.selection_point(name=SPAN, fields=["From", "To"], on="click", empty=False)
    chart: alt.Chart = (
        alt.Chart(bins)
        .mark_bar(binSpacing=1, cursor="pointer")
        .encode(
            x=alt.X("From:Q", title="Similarity", scale=alt.Scale(nice=False, zero=True)),
            x2=alt.X2("To:Q"),
            y=alt.Y("Films:Q", scale=alt.Scale(type="symlog"), axis=axis),
            y2=alt.Y2Datum(0),
            opacity=alt.OpacityValue(0.55, condition={"param": SPAN, "value": 1, "empty": False}),
            tooltip=[
                alt.Tooltip("From:Q", format=".3f"),
                alt.Tooltip("To:Q", format=".3f"),
                alt.Tooltip("Films:Q", format=","),
            ],
        )
        .add_params(clicked)
    )
    return chart


def _lines(marks: pd.DataFrame) -> alt.Chart:
    kinds = list(dict.fromkeys(marks["Kind"]))
    chart: alt.Chart = (
        alt.Chart(marks)
        .mark_rule(cursor="pointer")
        .encode(
            x=alt.X("Similarity:Q"),
            color=alt.Color("Kind:N", title=None, scale=alt.Scale(domain=kinds), legend=alt.Legend(orient="top")),
            size=alt.condition(alt.datum.Kind == NEAREST, alt.value(2), alt.value(3)),
            tooltip=["Film:N", _SIMILARITY],
        )
    )
    return opens_film(chart)


def _powers_of_ten(bins: pd.DataFrame) -> list[int]:
    """Return 0 and the powers of ten up to the highest bar."""
    highest = int(bins["Films"].max()) if len(bins) else 1
    return [0, *(10**power for power in range(len(str(highest))))]
