"""Votes and ratings, and the films rated highest and lowest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import CineWatch
from fakes.sample_catalogue import Build
from tests.engine.statistics.odd_catalogues import three_equal_films
from tests.ui.charts.captioned import data_of, specification
from ui.charts.ratings import highest_rated, lowest_rated, votes_and_ratings


def test_cells_of_votes_and_ratings_are_those_of_the_engine(sample: CineWatch) -> None:
    section = sample.statistics.ratings_and_money()
    table = data_of(votes_and_ratings(section))
    assert table["Films"].tolist() == [cell.films for cell in section.votes_and_ratings]
    assert table["Votes from"].tolist() == pytest.approx([10**cell.x_low for cell in section.votes_and_ratings])
    assert table["Rating to"].tolist() == [cell.y_high for cell in section.votes_and_ratings]


def test_bars_are_in_the_order_of_the_engine(sample: CineWatch) -> None:
    section = sample.statistics.ratings_and_money()
    for chart, films in (
        (highest_rated(section), section.highest_rated),
        (lowest_rated(section), section.lowest_rated),
    ):
        assert specification(chart)["encoding"]["y"]["sort"] == [film.label for film in films]
        assert data_of(chart)["Weighted rating"].tolist() == pytest.approx([film.average for film in films])
        assert f"{films[0].label} with {films[0].average:.2f}" in chart.alt


def test_films_with_the_same_title_and_year_have_a_bar_each(sample: CineWatch, build: Build) -> None:
    section = sample.statistics.ratings_and_money()
    first, second, *others = section.highest_rated
    twins = replace(section, highest_rated=(first, replace(second, label=first.label), *others))
    assert data_of(highest_rated(twins))["Film"].is_unique
    films = data_of(highest_rated(build(three_equal_films()).statistics.ratings_and_money()))["Film"]
    assert films.tolist() == [f"Tern (1987) · {n}" for n in (5, 7, 9)]
