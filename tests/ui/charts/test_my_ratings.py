"""Charts of ratings have the figures of the engine, and tables with the same figures."""

from __future__ import annotations

import pytest

from engine.users import Difference, GroupRating, RatingFigures, StarCount
from tests.ui.charts.captioned import specification
from ui.charts.my_ratings import (
    against_everybody,
    by_decade,
    by_genre,
    rated_higher,
    rated_lower,
    stars_given,
)
from ui.text.palette import GENRE_COLOURS

NOTHING = RatingFigures(0, 0, None, (), (), (), 0, None, (), ())
FIGURES = RatingFigures(
    films=3,
    lacking=1,
    mean=3.5,
    stars=tuple(StarCount(half / 2, int(half in (4, 8, 9))) for half in range(1, 11)),
    genres=(GroupRating("Drama", 2, 3.25, 3.5), GroupRating("War", 1, 4.5, None)),
    decades=(GroupRating("1990s", 2, 3.25, 3.5),),
    compared=2,
    difference=-0.25,
    higher=(Difference(1, 4.5, 3.0),),
    lower=(Difference(2, 2.0, 4.0),),
)


def test_stars_are_counted_with_the_mean_in_words() -> None:
    chart = stars_given(FIGURES)
    specification(chart)
    (table,) = chart.tables
    assert dict(zip(table["Stars"], table["Films"], strict=True))[4.5] == 1
    assert chart.caption == "You give 3.50 stars on average, most often 2. Click a bar to see these films."


def test_genres_have_their_colours_and_the_stars_of_everybody_where_there_are_any() -> None:
    chart = by_genre(FIGURES)
    bars, _ = specification(chart)["layer"]
    assert bars["encoding"]["color"]["scale"]["range"] == [GENRE_COLOURS["Drama"], GENRE_COLOURS["War"]]
    (table,) = chart.tables
    assert table["Name"].tolist() == ["Drama", "War"]
    assert table["You"].tolist() == [3.25, 4.5]
    assert table["Everybody"].isna().tolist() == [False, True]
    assert "War highest with 4.50" in chart.alt


def test_decades_have_no_colours() -> None:
    bars, _ = specification(by_decade(FIGURES))["layer"]
    assert "color" not in bars["encoding"]


def test_films_rated_differently_are_named() -> None:
    labels = {1: "Heat (1995)", 2: "Up (2009)"}
    higher, lower = rated_higher(FIGURES, labels), rated_lower(FIGURES, labels)
    specification(higher)
    assert higher.tables[0].values.tolist() == [["Heat (1995)", 4.5, 3.0, "film?id=1"]]
    assert "Up (2009) most, 2 stars to 4.00" in lower.alt


@pytest.mark.parametrize(
    "chart", [stars_given(NOTHING), by_genre(NOTHING), by_decade(NOTHING), rated_lower(NOTHING, {})]
)
def test_without_ratings_there_is_a_reason_instead_of_a_chart(chart: object) -> None:
    assert chart.chart is None  # type: ignore[attr-defined]
    assert chart.caption  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("compared", "difference", "words"),
    [
        (2, -0.25, "You give 2 films 0.25 stars less than everybody, on average."),
        (1, 1.5, "You give 1 film 1.50 stars more than everybody, on average."),
        (9, 0.001, "You rate 9 films as everybody does."),
        (0, None, ""),
    ],
)
def test_the_difference_to_everybody_is_a_sentence(compared: int, difference: float | None, words: str) -> None:
    figures = RatingFigures(9, 0, 3.0, (), (), (), compared, difference, (), ())
    assert against_everybody(figures) == words
