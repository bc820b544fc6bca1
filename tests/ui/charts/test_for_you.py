"""The chart of the visitor's films that speak for a film."""

from __future__ import annotations

from engine.personalization import LikedFilm
from tests.ui.charts.captioned import specification
from ui.charts.base import PAGE, data_of
from ui.charts.for_you import your_films

FILMS = (LikedFilm(603, "The Matrix (1999)", 0.4), LikedFilm(862, "Toy Story (1995)", -0.1))


def test_each_film_is_a_bar_that_opens_its_page_the_strongest_first() -> None:
    chart = your_films(FILMS)
    encoding = specification(chart)["encoding"]
    assert encoding["y"]["sort"] is None
    assert encoding["href"]["field"] == "Address"
    assert chart.alt == "What your films add to the score, first The Matrix (1999) with 0.400"
    (table,) = chart.tables
    assert table["Film"].tolist() == ["The Matrix (1999)", "Toy Story (1995)"]
    assert table["Adds"].tolist() == [0.4, -0.1]
    assert table[PAGE].tolist() == ["film?id=603", "film?id=862"]


def test_the_chart_has_the_strongest_and_the_table_has_all() -> None:
    many = tuple(LikedFilm(n, f"Film {n}", 1 / n) for n in range(1, 31))
    chart = your_films(many)
    assert chart.chart is not None
    assert [len(drawn) for drawn in data_of(chart.chart)] == [10]
    assert len(chart.tables[0]) == 30
