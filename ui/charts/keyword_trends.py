"""Keywords that rise and fall. Pure."""

from __future__ import annotations

import altair as alt
import pandas as pd

from engine.statistics import OverTime
from ui.charts.base import (
    CLICK_A_BAR,
    CaptionedChart,
    clickable,
    column_label,
    frame_of,
    without_data,
)
from ui.charts.names import names_axis, row_step
from ui.text.palette import LESS, MORE


def keyword_trends(over_time: OverTime) -> CaptionedChart:
    """Return the keywords whose share of films changed most."""
    title = "Keywords that rise and fall"
    if not over_time.keyword_trends:
        return without_data(title, "Needs keywords used by at least five films, and films from different years.")
    table = frame_of(over_time.keyword_trends).rename(columns={"keyword": "name"})
    table["change"] = table["since"] - table["before"]
    table = table.sort_values("change", ascending=False, kind="stable")
    year = over_time.middle_year
    return CaptionedChart(
        title,
        _chart(table),
        f"{title}: since {year}, {_summary(table)}",
        f"Share of films from {year} on, minus the share before. Each period has about half of the films.",
        CLICK_A_BAR,
        ("keywords",),
        (table.rename(columns={"name": "keyword"}).rename(columns=column_label),),
    )


def _summary(table: pd.DataFrame) -> str:
    """Return which keyword rose and which one fell most; `table` begins with the largest change."""
    first, last = table.iloc[0], table.iloc[-1]
    rose = [f"{first['name']} rose most"] if first["change"] > 0 else []
    fell = [f"{last['name']} fell most"] if last["change"] < 0 else []
    return " and ".join(rose + fell)


def _chart(table: pd.DataFrame) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_bar(height={"band": 0.7})
        .encode(
            x=alt.X("change:Q", title="Change in the share of films", axis=alt.Axis(format="+.0%", tickMinStep=0.01)),
            y=alt.Y(
                "name:N",
                title=None,
                sort=table["name"].tolist(),
                axis=names_axis(),
            ),
            color=alt.ColorValue(LESS, condition={"test": "datum.change > 0", "value": MORE}),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("before:Q", title="Before", format=".1%"),
                alt.Tooltip("since:Q", title="Since", format=".1%"),
                alt.Tooltip("films:Q", title="Films", format=","),
            ],
        )
        .properties(height=row_step(table["name"]))
    )
    return clickable(chart, "keywords")
