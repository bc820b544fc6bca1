"""How accurate recommendations are: the report of `engine evaluate --out` as tables and a chart. Pure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from ui.charts.names import names_axis

REPORT = Path(__file__).parents[1] / "assets" / "evaluation.json"
"""The report that comes with the project."""

_METRICS = {"ndcg_rated": "Among rated films", "ndcg_all": "Among all films"}
_OURS = "CineWatch"
_BASELINE = "the usual recipe"


def read_report(path: Path = REPORT) -> dict[str, Any] | None:
    """Return the report, `None` if there is none."""
    if not path.is_file():
        return None
    report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return report


def description(report: dict[str, Any]) -> str:
    """Return in words what was measured."""
    return (
        f"NDCG@10 for {report['queries']:,} films that MovieLens users have rated, in a catalogue of "
        f"{report['catalogue']:,}. A score of 1 would mean: exactly the ten films that people like most often together "
        "with the film in question, beyond chance. Lines are 95 % intervals."
    )


def headline(report: dict[str, Any]) -> str:
    """Return the result in a sentence, for people who cannot see the chart."""
    table = accuracy_table(report).set_index("System")
    ours, baseline = table.loc[_OURS], table.loc[_BASELINE]
    rated, every = _METRICS.values()
    return (
        f"CineWatch reaches {ours[rated]:.2f} among rated films and {ours[every]:.2f} among all films, the usual "
        f"TF-IDF recipe {baseline[rated]:.2f} and {baseline[every]:.2f}"
    )


def accuracy_table(report: dict[str, Any]) -> pd.DataFrame:
    """Return one row per system: its name, NDCG@10 among rated films and among all, AUC, and different films."""
    rows = [
        {
            "System": system["name"],
            **{label: system["estimates"][metric]["mean"] for metric, label in _METRICS.items()},
            "AUC": system["estimates"]["auc"]["mean"],
            "Different films": system["distinct"],
        }
        for system in report["systems"]
    ]
    return pd.DataFrame(rows)


def accuracy_chart(report: dict[str, Any]) -> alt.LayerChart | alt.FacetChart:
    """Return NDCG@10 of each system with its interval, among rated films and among all; without the ablations."""
    systems = [system for system in report["systems"] if not system["name"].endswith(" off")]
    rows = [
        {"System": system["name"], "Films": label, **system["estimates"][metric], "Ours": system["name"][: len(_OURS)]}
        for system in systems
        for metric, label in _METRICS.items()
    ]
    among = list(_METRICS.values())
    names = alt.Y("System:N", sort=[system["name"] for system in systems], title=None, axis=names_axis())
    colour = alt.condition(alt.datum.Ours == _OURS, alt.value("#2f9c95"), alt.value("#8a94a0"))
    base = alt.Chart().encode(y=names, yOffset=alt.YOffset("Films:N", sort=among), color=colour)
    intervals = base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", title="NDCG@10"), x2=alt.X2("high:Q"))
    shape = alt.Shape("Films:N", sort=among, legend=alt.Legend(orient="top", title=None, columns=1))
    tooltip = ["System:N", "Films:N", *(alt.Tooltip(f"{name}:Q", format=".3f") for name in ("mean", "low", "high"))]
    means = base.mark_point(filled=True, size=70, opacity=1).encode(x=alt.X("mean:Q"), shape=shape, tooltip=tooltip)
    return alt.layer(intervals, means, data=pd.DataFrame(rows)).properties(height=alt.Step(20))
