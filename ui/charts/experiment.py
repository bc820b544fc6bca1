"""How an experiment goes, as a chart and a table. Pure."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from engine.experiments import Difference, Report
from ui.charts.base import CaptionedChart, without_data

_ZERO = "#8a94a0"
"""Seen on dark and on light."""
_LABELS = {
    "opened": "Opened",
    "watchlist": "Watchlist",
    "watched": "Watched",
    "rating": "Rated",
    "not_interested": "Not interested",
}


def arms_table(report: Report) -> pd.DataFrame:
    """Return one row for each arm: people, those whose days are over, the rate with its limits, and what people did."""
    rows = []
    for arm in report.arms:
        rate = "" if math.isnan(arm.rate) else f"{100 * arm.rate:.1f} % ({100 * arm.low:.1f} to {100 * arm.high:.1f})"
        did = {_LABELS[kind]: number for kind, number in arm.did.items()}
        rows.append({"Arm": arm.name, "People": arm.users, "Complete": arm.complete, "Rate": rate, **did})
    return pd.DataFrame(rows)


def difference_chart(difference: Difference) -> CaptionedChart:
    """Return a difference at the end of each day, with the limits that hold for all days at once."""
    title = f"{difference.arm} compared with {difference.against}"
    days = [(day, each) for day, each in difference.days if math.isfinite(each.low)]
    if not days:
        return without_data(title, "The chart begins when enough people are complete.")
    table = pd.DataFrame(
        {
            "Day": [day.isoformat() for day, _ in days],
            "Difference": [100 * each.estimate for _, each in days],
            "From": [100 * each.low for _, each in days],
            "To": [100 * each.high for _, each in days],
        }
    )
    x = alt.X("Day:T", title=None)
    band = alt.Chart(table).mark_area(opacity=0.25).encode(x, alt.Y("From:Q", title="In a hundred people"), y2="To:Q")
    line = alt.Chart(table).mark_line(point=len(days) < 40).encode(x, y="Difference:Q")
    zero = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(strokeDash=[4, 4], color=_ZERO).encode(y="zero:Q")
    caption = "As long as zero lies within the band, there may be no difference. You may look every day."
    alt_text = f"Difference of {title} by day, {len(days)} days, last {table['Difference'].iloc[-1]:.1f} in a hundred"
    return CaptionedChart(title, band + line + zero, alt_text, caption, tables=(table,))
