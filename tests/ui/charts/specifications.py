"""What tests of charts read from specifications, and titles that must come through unchanged."""

from __future__ import annotations

from typing import Any

import altair as alt

STRANGE_TITLES = (
    "\"a\" 'b' <script>alert(1)</script> [c](https://example.org) **d** $e$ | f, g",
    "**Bold** [Moves](https://example.org) _and_ `more`",
    "<img src=x onerror=alert(1)>",
    "🦊🌙 鯨",
)


def rows_of(chart: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows that a layer of a chart is drawn from."""
    rows: list[dict[str, Any]] = chart["datasets"][layer["data"]["name"]]
    return rows


def selections_of(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """Return what can be selected in a chart, by name."""
    return {param["name"]: param["select"] for param in chart.to_dict()["params"]}
