"""How good recommendations are, as `engine evaluate --out` wrote it: the file in, tables and a chart out. Pure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

REPORT = Path(__file__).parents[1] / "assets" / "evaluation.json"
"""The report that the project comes with."""

_AMONG = {"ndcg_rated": "Among rated films", "ndcg_all": "Among all films"}
_OURS = "CineWatch"


def read_report(path: Path = REPORT) -> dict[str, Any] | None:
    """Return the report, `None` where there is none."""
    if not path.is_file():
        return None
    report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return report


def told(report: dict[str, Any]) -> str:
    """Return in a sentence what was measured."""
    return (
        f"NDCG@10 for {report['queries']:,} films that people of MovieLens have rated, in a catalogue of "
        f"{report['catalogue']:,}: 1 would be the ten films that most people like together with the one asked about, "
        "beyond what chance would have it. Lines are 95 % intervals."
    )


def quality_table(report: dict[str, Any]) -> pd.DataFrame:
    """Return a row a system: its name, NDCG@10 among rated films and among all, AUC, and different films."""
    rows = [
        {
            "System": system["name"],
            **{name: system["estimates"][metric]["mean"] for metric, name in _AMONG.items()},
            "AUC": system["estimates"]["auc"]["mean"],
            "Different films": system["distinct"],
        }
        for system in report["systems"]
    ]
    return pd.DataFrame(rows)


def quality_chart(report: dict[str, Any]) -> alt.FacetChart:
    """Return NDCG@10 of each system with its interval, among rated films and among all; switched-off parts left out."""
    systems = [system for system in report["systems"] if not system["name"].endswith(" off")]
    rows = [
        {"System": system["name"], "Among": among, **system["estimates"][metric], "Ours": system["name"][: len(_OURS)]}
        for system in systems
        for metric, among in _AMONG.items()
    ]
    order = [system["name"] for system in systems]
    names = alt.Y("System:N", sort=order, title=None, axis=alt.Axis(labelLimit=220, labelFlush=False))
    colour = alt.condition(alt.datum.Ours == _OURS, alt.value("#2f9c95"), alt.value("#8a94a0"))
    base = alt.Chart().encode(y=names, color=colour)
    intervals = base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", title="NDCG@10"), x2=alt.X2("high:Q"))
    tooltip = ["System:N", "Among:N", *(alt.Tooltip(f"{name}:Q", format=".3f") for name in ("mean", "low", "high"))]
    means = base.mark_point(filled=True, size=70, opacity=1).encode(x=alt.X("mean:Q"), tooltip=tooltip)
    chart: alt.FacetChart = (
        alt.layer(intervals, means, data=pd.DataFrame(rows))
        .properties(width=300, height=alt.Step(26))
        .facet(column=alt.Column("Among:N", title=None, sort=list(_AMONG.values())))
    )
    return chart
