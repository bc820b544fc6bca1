"""What people think of films, what films cost, and what they earned."""

from __future__ import annotations

from collections.abc import Sequence

from engine import Filters
from engine.statistics import RatingsAndMoney
from ui import answers
from ui.charts.base import CaptionedChart
from ui.charts.distributions import ratings_by_genre
from ui.charts.money import budget_and_box_office
from ui.charts.ratings import highest_rated, lowest_rated, votes_and_ratings
from ui.statistics.chart_panel import show_charts

NAME = "Ratings and money"


def charts(ratings_and_money: RatingsAndMoney) -> Sequence[CaptionedChart]:
    """Return the charts of the section, the widest first."""
    return (
        budget_and_box_office(ratings_and_money),
        votes_and_ratings(ratings_and_money),
        ratings_by_genre(ratings_and_money),
        highest_rated(ratings_and_money),
        lowest_rated(ratings_and_money),
    )


def show(filters: Filters) -> None:
    """Draw the section."""
    show_charts(charts(answers.ratings_and_money(filters)), filters)
