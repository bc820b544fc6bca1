"""Keywords that rise and fall."""

from __future__ import annotations

from dataclasses import replace

from engine import CineWatch
from engine.statistics import KeywordTrend
from tests.ui.charts.captioned import data_of, specification
from ui.charts.keyword_trends import keyword_trends

RISING, FALLING = KeywordTrend("moon", 0.1, 0.3, 9), KeywordTrend("sea", 0.4, 0.1, 7)


def test_bars_run_from_the_largest_rise_to_the_largest_fall(sample: CineWatch) -> None:
    over_time = sample.statistics.over_time()
    chart = keyword_trends(over_time)
    table = data_of(chart)
    changes = {trend.keyword: trend.since - trend.before for trend in over_time.keyword_trends}
    assert table["Name"].tolist() == sorted(changes, key=lambda keyword: -changes[keyword])
    assert specification(chart)["encoding"]["y"]["sort"] == table["Name"].tolist()


def test_the_description_names_what_rose_and_what_fell(sample: CineWatch) -> None:
    over_time = replace(sample.statistics.over_time(), middle_year=1999)
    summaries = {
        (RISING, FALLING): "moon rose most and sea fell most",
        (RISING,): "moon rose most",
        (FALLING,): "sea fell most",
    }
    for trends, summary in summaries.items():
        chart = keyword_trends(replace(over_time, keyword_trends=trends))
        assert chart.alt == f"{chart.title}: since 1999, {summary}"
        assert "from 1999 on" in chart.caption
