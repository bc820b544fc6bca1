"""How films change over time."""

from __future__ import annotations

from collections.abc import Sequence

from engine import Filters
from engine.statistics import OverTime
from ui import answers
from ui.charts.base import CaptionedChart
from ui.charts.distributions import ratings_by_decade, running_times_by_decade
from ui.charts.genres import genres_over_time
from ui.charts.keyword_trends import keyword_trends
from ui.charts.years import films_by_year
from ui.statistics.chart_panel import show_charts

NAME = "Over time"


def charts(over_time: OverTime) -> Sequence[CaptionedChart]:
    """Return the charts of the section, the widest first; the others in pairs that are about equally high."""
    return (
        films_by_year(over_time),
        genres_over_time(over_time),
        keyword_trends(over_time),
        running_times_by_decade(over_time),
        ratings_by_decade(over_time),
    )


def show(filters: Filters) -> None:
    """Draw the section."""
    show_charts(charts(answers.over_time(filters)), filters)
