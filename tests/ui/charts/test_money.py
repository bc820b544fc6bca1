"""Budgets and box office."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import CineWatch
from engine.statistics import RatingsAndMoney
from fakes.sample_catalogue import Build
from tests.engine.statistics.odd_catalogues import cheap_and_dear
from tests.ui.charts.captioned import data_of, specification
from ui.charts.base import OPENS_FILM
from ui.charts.money import budget_and_box_office


@pytest.fixture(scope="module")
def money(sample: CineWatch) -> RatingsAndMoney:
    return sample.statistics.ratings_and_money()


def test_a_point_is_a_film_of_the_engine(money: RatingsAndMoney) -> None:
    titles = data_of(budget_and_box_office(money))["Title"]
    assert set(titles) <= {film.title for film in money.budgets}
    assert len(titles) > 900


def test_rings_are_around_the_highest_and_lowest_returns(money: RatingsAndMoney) -> None:
    chart = budget_and_box_office(money)
    spec = specification(chart)
    *_, rings = spec["layer"]
    assert rings["mark"]["type"] == "point"
    ringed = [row["label"] for row in spec["datasets"][rings["data"]["name"]]]
    assert ringed == [film.label for film in (*money.highest_returns, *money.lowest_returns)]
    highest, lowest = money.highest_returns[0], money.lowest_returns[0]
    assert f"Highest: {highest.label}, {highest.ratio:,.0f} times its budget; " in chart.caption
    assert f"Lowest: {lowest.label}, {lowest.ratio * 100:.2g}\u00a0%; " in chart.caption


def test_without_returns_there_are_no_rings(money: RatingsAndMoney) -> None:
    chart = budget_and_box_office(replace(money, highest_returns=(), lowest_returns=()))
    assert len(specification(chart)["layer"]) == 2
    assert "Rings" not in chart.caption
    assert chart.caption.endswith(f"inflation. {OPENS_FILM}")


def test_films_that_break_even_are_on_the_dashed_line(money: RatingsAndMoney) -> None:
    spec = specification(budget_and_box_office(money))
    rows = spec["datasets"][spec["layer"][0]["data"]["name"]]
    assert len(rows) == 2
    assert all(row["budget"] == row["revenue"] for row in rows)


def test_a_film_with_a_budget_of_a_dollar_is_neither_drawn_nor_named(build: Build) -> None:
    chart = budget_and_box_office(build(cheap_and_dear()).statistics.ratings_and_money())
    assert data_of(chart)["Title"].tolist() == ["Dear"]
    assert "Dear (1991)" in chart.caption
    assert "Dear earned most" in chart.alt
    assert "Cheap" not in chart.caption + chart.alt + str(specification(chart)["datasets"])


def test_every_dot_opens_the_page_of_its_film(money: RatingsAndMoney) -> None:
    _, points, rings = specification(budget_and_box_office(money))["layer"]
    for layer in (points, rings):
        assert layer["transform"] == [{"calculate": "'film?id=' + datum.id", "as": "Address"}]
        assert layer["encoding"]["href"]["field"] == "Address"
    assert {one.id for one in money.highest_returns} <= {one.id for one in money.budgets}
