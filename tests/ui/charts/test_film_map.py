"""The map: its tables, its colours, and what the page needs of the chart."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from engine import CineWatch
from engine.relations import FilmMap, MapNeighbours, MapPoint, MapRegion, Neighbour
from fakes.sample_catalogue import ADULT, BARE, HARBOUR, LOW_TIDE, WHALES
from tests.ui.charts.specifications import STRANGE_TITLES, rows_of, selections_of
from ui.charts.film_map import COLOURS, film_map, map_table, marks_table, regions_table
from ui.charts.map_view import WHOLE, MapView
from ui.text.palette import DISTINCT_COLOURS, NO_GENRE, OTHER

POINTS = (
    MapPoint(HARBOUR, "The Glass Harbour (1999)", "Drama", 1999, 8.1, 9_000, 0.5, -0.25),
    MapPoint(LOW_TIDE, "The Glass Harbour: Low Tide (2001)", "Drama", 2001, 7.2, 6_000, 1.0, 1.0),
    MapPoint(WHALES, "The Whale Song (1985)", "Music", 1985, 6.5, 700, -1.0, 0.0),
    MapPoint(BARE, 'Quill"on* <b>', "", None, None, 0, 0.0, -1.0),
)
REGIONS = (
    MapRegion("tide", ("tide", "sea"), 300, -0.5, 0.5, 0),
    MapRegion("whales", ("whales",), 200, -0.99, 0.01, 0),
    MapRegion("fog", ("fog",), 30, -0.45, 0.9, 1),
)
MAP = FilmMap(POINTS, trustworthiness=math.nan, close_count=10, neighbour_recall=1.0)
MARK_COLUMNS = ["Film", "Similarity", "Kind", "x", "y", "x2", "y2"]


@pytest.fixture
def selected(cinewatch: CineWatch) -> MapNeighbours:
    """Return a film of the map with two neighbours, of which the first is close on the map."""
    neighbours = (Neighbour(cinewatch.film(LOW_TIDE), 0.8, ("tide",)), Neighbour(cinewatch.film(WHALES), 0.1, ()))
    return MapNeighbours(cinewatch.film(HARBOUR), True, neighbours, (True, False))


def specification(selected: MapNeighbours | None, colour_by: str = "Genre", view: MapView = WHOLE) -> dict[str, Any]:
    return film_map(map_table(MAP), colour_by, view, REGIONS, selected).to_dict()


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
    assert [layer["mark"]["type"] for layer in chart["layer"]] == ["circle", "rule", "point", *["text"] * 4]
    for layer in chart["layer"]:
        assert (layer["encoding"]["x"]["field"], layer["encoding"]["y"]["field"]) == ("x", "y")
    scales = {str(layer["encoding"][axis]["scale"]) for layer in chart["layer"] for axis in ("x", "y")}
    assert len(scales) == 1, "a mark is on its film"
    low, high = films["encoding"]["x"]["scale"]["domain"]
    assert low <= -1 < 1 <= high
    assert (lines["encoding"]["x2"]["field"], lines["encoding"]["y2"]["field"]) == ("x2", "y2")
    assert "x2" in str(lines["transform"]), "a line without a beginning is not drawn"
    assert [row["id"] for row in layer_rows(chart, 0)] == [HARBOUR, LOW_TIDE, WHALES, BARE]
    assert list(dict.fromkeys(row["Label"] for row in layer_rows(chart, 6))) == [
        "The Glass Harbour (1999)",
        "The Glass Harbour: Low\nTide (2001)",
        "The Whale Song (1985)",
    ]


def test_labels_do_not_overlap(selected: MapNeighbours) -> None:
    points = map_table(MAP)
    points.loc[points["id"] == LOW_TIDE, ["x", "y"]] = [0.55, -0.24]
    chart = film_map(points, "Genre", WHOLE, (), selected).to_dict()
    assert len(layer_rows(chart, 2)) == 3
    for width in (300, 800, 2_000):
        drawn = [row["Film"] for row in layer_rows(chart, 6) if row["From"] <= width < row["To"]]
        assert drawn == ["The Glass Harbour (1999)", "The Whale Song (1985)"]


@pytest.mark.parametrize("colour_by", COLOURS)
def test_a_click_selects_a_film_and_dragging_an_area(selected: MapNeighbours, colour_by: str) -> None:
    selections = selections_of(film_map(map_table(MAP), colour_by, WHOLE, REGIONS, selected))
    assert sorted(selections) == ["brush", "film"]
    assert (selections["film"]["type"], selections["film"]["fields"]) == ("point", ["id"])
    assert (selections["brush"]["type"], selections["brush"]["encodings"]) == ("interval", ["x", "y"])


def test_a_region_is_named_where_no_film_is_and_leads_to_the_films_with_its_keyword(selected: MapNeighbours) -> None:
    chart = specification(selected)
    names = layer_rows(chart, 4)
    assert {row["Label"] for row in names} == {"tide"}, "a film is where the name of the other would be"
    assert {row["Address"] for row in names} == {"browse?keyword=tide"}
    assert [layer["encoding"]["href"]["field"] for layer in chart["layer"][3:5]] == ["Address"] * 2
    assert {row["Label"] for row in layer_rows(specification(None), 4)} == {"tide", "whales"}


def test_a_part_of_the_map_has_its_films_only_and_smaller_regions(selected: MapNeighbours) -> None:
    part = MapView(x=-0.525, y=0.525, zoom=2.0)
    chart = specification(selected, view=part)
    assert [row["id"] for row in layer_rows(chart, 0)] == [WHALES]
    assert [row["Film"] for row in layer_rows(chart, 2)] == ["The Whale Song (1985)"]
    assert len(layer_rows(chart, 1)) == 3, "lines lead on to films outside"
    x, y = (chart["layer"][0]["encoding"][axis]["scale"]["domain"] for axis in ("x", "y"))
    assert (x, y) == (list(part.across), list(part.down))
    assert regions_table(REGIONS, part)["Region"].tolist() == ["tide", "whales", "fog"]
    assert regions_table(REGIONS, WHOLE)["Region"].tolist() == ["tide", "whales"]
    assert regions_table(REGIONS, part.moved(2, -2)).empty


def test_the_most_frequent_genres_have_a_colour_and_all_others_one_grey() -> None:
    genres = [genre for n in range(12) for genre in [f"G{n:02}"] * (12 - n)]
    points = pd.concat([map_table(MAP).head(1)] * len(genres), ignore_index=True).assign(Genre=genres)
    chart = film_map(points, "Genre", WHOLE, (), None).to_dict()
    scale = chart["layer"][0]["encoding"]["color"]["scale"]
    shown = [f"G{n:02}" for n in range(len(DISTINCT_COLOURS))]
    assert (scale["domain"], scale["range"]) == ([*shown, OTHER], [*DISTINCT_COLOURS, NO_GENRE])
    drawn = {row["Genre"]: row["Colour"] for row in layer_rows(chart, 0)}
    assert drawn == {genre: genre if genre in shown else OTHER for genre in genres}


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
            chart = film_map(some, colour_by, WHOLE, REGIONS, film).to_dict()
            assert len(layer_rows(chart, 0)) == len(some)


def test_titles_come_through_unchanged(cinewatch: CineWatch, selected: MapNeighbours) -> None:
    for title in STRANGE_TITLES:
        film = replace(cinewatch.film(HARBOUR), title=title)
        table = map_table(replace(MAP, points=(replace(POINTS[0], label=film.label), *POINTS[1:])))
        marks = marks_table(table, replace(selected, film=film))
        assert table["Film"].tolist()[0] == marks["Film"].tolist()[0] == f"{title} (1999)"
