"""`python -m benchmarks.chart`: results.json -> docs/performance.svg."""

from __future__ import annotations

import json
from pathlib import Path

import altair as alt
import pandas as pd
import vl_convert

from benchmarks import RESULTS
from benchmarks.clock import Measurements

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "performance.svg"
CINEWATCH = "CineWatch, exact"
_COLOURS = {
    CINEWATCH: "#2f9c95",
    "cosine_similarity + argsort": "#d1603d",
    "linear_kernel + argpartition": "#c98a2b",
    "sparse_dot_topn": "#5b6fa8",
    "bm25s": "#9168b8",
}


def main() -> None:
    """Draw the chart from results.json."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    chart = alt.hconcat(by_size(results), by_reading(results), spacing=36).configure(
        background="white", font="Source Sans Pro, Helvetica, Arial, sans-serif"
    )
    PICTURE.write_text(vl_convert.vegalite_to_svg(chart.to_json()), encoding="utf-8")


def by_size(results: Measurements) -> alt.Chart:
    """Return query time over the number of films, for CineWatch and its peers."""
    rows = []
    for films, measured in results["sizes"].items():
        rows.append((int(films), CINEWATCH, measured["queries"]["content"]["median"]))
        rows += [(int(films), name, peer["median"]) for name, peer in measured["recipe_queries"].items()]
    table = pd.DataFrame(rows, columns=["Films", "System", "Milliseconds"])
    colours = alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values()))
    chart: alt.Chart = (
        alt.Chart(table, title="Ten nearest films, median")
        .mark_line(point=True)
        .encode(
            x=alt.X(
                "Films:Q", scale=alt.Scale(type="log"), axis=alt.Axis(values=sorted(set(table["Films"])), format="~s")
            ),
            y=alt.Y(
                "Milliseconds:Q",
                scale=alt.Scale(type="log"),
                axis=alt.Axis(format="~g", values=[0.01, 0.1, 1, 10, 100, 1000]),
            ),
            color=alt.Color(
                "System:N",
                scale=colours,
                sort=list(_COLOURS),
                legend=alt.Legend(orient="bottom", columns=2, title=None),
            ),
        )
        .properties(width=380, height=260)
    )
    return chart


def by_reading(results: Measurements) -> alt.Chart:
    """Return query time over the postings read, one point per query, at the largest size."""
    largest = max(results["sizes"], key=int)
    reads = results["sizes"][largest]["queries"]["reads"]
    table = pd.DataFrame(reads, columns=["Postings", "Milliseconds"])
    chart: alt.Chart = (
        alt.Chart(table, title=f"400 queries at {int(largest):,} films")
        .mark_circle(size=18, color=_COLOURS[CINEWATCH], opacity=0.6)
        .encode(
            x=alt.X("Postings:Q", title="Postings read", axis=alt.Axis(format="~s", tickCount=5)),
            y=alt.Y("Milliseconds:Q"),
        )
        .properties(width=300, height=260)
    )
    return chart


if __name__ == "__main__":
    main()
