"""What tests of captioned charts share: the specification of a chart, and the data behind it."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from ui.charts.base import CaptionedChart, tables_of


def specification(chart: CaptionedChart) -> dict[str, Any]:
    """Return the Vega-Lite of a chart, which is valid and plain JSON."""
    assert chart.chart is not None, chart.caption
    valid: dict[str, Any] = chart.chart.to_dict()
    json.dumps(valid, allow_nan=False)
    return valid


def data_of(chart: CaptionedChart) -> pd.DataFrame:
    """Return the one table that a chart is drawn from."""
    assert chart.chart is not None, chart.caption
    (table,) = tables_of(chart.chart)
    return table
