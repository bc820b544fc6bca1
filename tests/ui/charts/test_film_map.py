"""The map: its tables, its colours, and what the page needs of the chart."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from engine import CineWatch
from engine.relations import FilmMap, MapNeighbours, MapPoint, Neighbour
from fakes.sample_catalogue import ADULT, BARE, HARBOUR, LOW_TIDE, WHALES
from tests.ui.charts.specifications import STRANGE_TITLES, rows_of, selections_of
from ui.charts.film_map import COLOURS, film_map, map_table, marks_table
from ui.text.palette import ALL_GENRES, GENRE_COLOURS, NO_GENRE

POINTS = (
    MapPoint(HARBOUR, "The Glass Harbour (1999)", "Drama", 1999, 8.1, 9_000, 0.5, -0.25),
    MapPoint(LOW_TIDE, "The Glass Harbour: Low Tide (2001)", "Drama", 2001, 7.2, 6_000, 1.0, 1.0),
    MapPoint(WHALES, "The Whale Song (1985)", "Music", 1985, 6.5, 700, -1.0, 0.0),
    MapPoint(BARE, 'Quill"on* <b>', "", None, None, 0, 0.0, -1.0),
)
MAP = FilmMap(POINTS, trustworthiness=math.nan, close_count=10, neighbour_recall=1.0)
MARK_COLUMNS = ["Film", "Similarity", "Kind", "x", "y", "x2", "y2"]


@pytest.fixture
def selected(cinewatch: CineWatch) -> MapNeighbours:
    """Return a film of the map with two neighbours, of which the first is close on the map."""
    neighbours = (Neighbour(cinewatch.film(LOW_TIDE), 0.8, ("tide",)), Neighbour(cinewatch.film(WHALES), 0.1, ()))
    return MapNeighbours(cinewatch.film(HARBOUR), True, neighbours, (True, False))


def specification(selected: MapNeighbours | None, colour_by: str = "Genre") -> dict[str, Any]:
    return film_map(map_table(MAP), colour_by, ALL_GENRES, selected).to_dict()


def layer_rows(chart: dict[str, Any], layer: int) -> list[dict[str, Any]]:
    return rows_of(chart, chart["layer"][layer])


def test_films_are_one_row_each(cinewatch: CineWatch) -> None:
    table = map_table(MAP)
    assert table.loc[0].to_dict() == {
        "id": HARBOUR,
        "Film": "The Glass Harbour (1999)",
        "Genre": "Drama",
        "Year": 1999,
        "Rating": 8.1,
        "Votes": 9_000,
        "x": 0.5,
        "y": -0.25,
        "Decade": 1990,
    }
    assert table["Decade"].tolist()[:3] == [1990, 2000, 1980]
    films = cinewatch.mapper.film_map()
    assert map_table(films)["id"].tolist() == [point.id for point in films.points]


def test_unknown_values_are_empty_and_years_stay_whole() -> None:
    table = map_table(MAP)
    assert table.loc[3, ["Year", "Rating", "Decade"]].isna().all()
    assert table[["Film", "Genre", "Votes"]].to_numpy().tolist()[3] == ['Quill"on* <b>', "", 0]
    assert [str(table[name].dtype) for name in ("Year", "Decade", "Rating")] == ["Int64", "Int64", "Float64"]


def test_empty_tables_have_their_columns() -> None:
    empty = map_table(replace(MAP, points=()))
    assert empty.empty
    assert list(empty.columns) == list(map_table(MAP).columns)
    marks = marks_table(map_table(MAP), None)
    assert marks.empty
    assert list(marks.columns) == MARK_COLUMNS


def test_a_film_on_the_map_is_marked_with_lines_to_its_neighbours(selected: MapNeighbours) -> None:
    marks = marks_table(map_table(MAP), selected)
    assert list(marks.columns) == MARK_COLUMNS
    film, *neighbours = marks.to_numpy().tolist()
    assert film[:1] + film[2:] == ["The Glass Harbour (1999)", "selected", 0.5, -0.25, 0.5, -0.25]
    assert math.isnan(film[1])
    assert neighbours == [
        ["The Glass Harbour: Low Tide (2001)", 0.8, "close", 1.0, 1.0, 0.5, -0.25],
        ["The Whale Song (1985)", 0.1, "distant", -1.0, 0.0, 0.5, -0.25],
    ]


def test_only_the_neighbours_are_marked_of_a_film_that_is_not_on_the_map(
    cinewatch: CineWatch, selected: MapNeighbours
) -> None:
    absent = replace(selected, film=cinewatch.film(ADULT), on_map=False, close_on_map=())
    marks = marks_table(map_table(MAP), absent)
    assert marks[["Film", "Kind", "x", "y"]].to_numpy().tolist() == [
        ["The Glass Harbour: Low Tide (2001)", "distant", 1.0, 1.0],
        ["The Whale Song (1985)", "distant", -1.0, 0.0],
    ]
    assert marks[["x2", "y2"]].isna().all(axis=None)


def test_the_map_is_films_below_lines_marks_and_labels(selected: MapNeighbours) -> None:
    chart = specification(selected)
    films, lines, *_ = chart["layer"]
    assert [layer["mark"]["type"] for layer in chart["layer"]] == ["circle", "rule", "point", "text", "text"]
    for layer in chart["layer"]:
        assert (layer["encoding"]["x"]["field"], layer["encoding"]["y"]["field"]) == ("x", "y")
    scales = {str(layer["encoding"][axis]["scale"]) for layer in chart["layer"] for axis in ("x", "y")}
    assert len(scales) == 1, "a mark is on its film"
    low, high = films["encoding"]["x"]["scale"]["domain"]
    assert low <= -1 < 1 <= high
    assert (lines["encoding"]["x2"]["field"], lines["encoding"]["y2"]["field"]) == ("x2", "y2")
    assert "x2" in str(lines["transform"]), "a line without a beginning is not drawn"
    assert [row["id"] for row in layer_rows(chart, 0)] == [HARBOUR, LOW_TIDE, WHALES, BARE]
    assert list(dict.fromkeys(row["Film"] for row in layer_rows(chart, 4))) == [
        "The Glass Harbour (1999)",
        "The Glass Harbour: Low Tide (2001)",
        "The Whale Song (1985)",
    ]


def test_labels_do_not_overlap(selected: MapNeighbours) -> None:
    points = map_table(MAP)
    points.loc[points["id"] == LOW_TIDE, ["x", "y"]] = [0.55, -0.24]
    chart = film_map(points, "Genre", ALL_GENRES, selected).to_dict()
    assert len(layer_rows(chart, 2)) == 3
    for width in (300, 800, 2_000):
        drawn = [row["Film"] for row in layer_rows(chart, 4) if row["From"] <= width < row["To"]]
        assert drawn == ["The Glass Harbour (1999)", "The Whale Song (1985)"]


@pytest.mark.parametrize("colour_by", COLOURS)
def test_a_click_selects_a_film_and_dragging_an_area(selected: MapNeighbours, colour_by: str) -> None:
    selections = selections_of(film_map(map_table(MAP), colour_by, ALL_GENRES, selected))
    assert sorted(selections) == ["brush", "film"]
    assert (selections["film"]["type"], selections["film"]["fields"]) == ("point", ["id"])
    assert (selections["brush"]["type"], selections["brush"]["encodings"]) == ("interval", ["x", "y"])


def test_the_colours_are_those_of_the_genres_shown() -> None:
    colour = specification(None)["layer"][0]["encoding"]["color"]
    assert (colour["field"], colour["type"]) == ("Genre", "nominal")
    assert dict(zip(colour["scale"]["domain"], colour["scale"]["range"], strict=True)) == {
        "Drama": GENRE_COLOURS["Drama"],
        "Music": GENRE_COLOURS["Music"],
        "": NO_GENRE,
    }


@pytest.mark.parametrize(
    ("colour_by", "values"), [("Decade", [1990, 2000, 1980, None]), ("Rating", [8.1, 7.2, 6.5, None])]
)
def test_decades_and_ratings_are_coloured_by_a_scale(colour_by: str, values: list[float | None]) -> None:
    chart = specification(None, colour_by)
    assert [row[colour_by] for row in layer_rows(chart, 0)] == values
    colour = chart["layer"][0]["encoding"]["color"]
    assert (colour["field"], colour["type"]) == (colour_by, "quantitative")
    assert colour["scale"] == {"zero": False}


def test_a_map_of_no_films_one_or_thousands_can_be_drawn(selected: MapNeighbours) -> None:
    points = map_table(MAP)
    alone = replace(selected, neighbours=(), close_on_map=())
    many = pd.concat([points] * 1_250, ignore_index=True)
    for some, film in ((points.head(0), None), (points.head(1), None), (points.head(1), alone), (many, None)):
        for colour_by in COLOURS:
            chart = film_map(some, colour_by, ALL_GENRES, film).to_dict()
            assert len(layer_rows(chart, 0)) == len(some)


def test_titles_come_through_unchanged(cinewatch: CineWatch, selected: MapNeighbours) -> None:
    for title in STRANGE_TITLES:
        film = replace(cinewatch.film(HARBOUR), title=title)
        table = map_table(replace(MAP, points=(replace(POINTS[0], label=film.label), *POINTS[1:])))
        marks = marks_table(table, replace(selected, film=film))
        assert table["Film"].tolist()[0] == marks["Film"].tolist()[0] == f"{title} (1999)"
