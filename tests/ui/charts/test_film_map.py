"""The map as a chart: its tables, its colours, and what the page relies on in its specification."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from engine import CineWatch
from engine.relations import FilmMap, MapNeighbours, MapPoint, Neighbour
from fakes.sample_catalogue import ADULT, BARE, HARBOUR, LOW_TIDE, WHALES
from ui.charts.film_map import COLOURS, film_map, map_table, marks_table
from ui.text.palette import ALL_GENRES, GENRE_COLOURS, NO_GENRE

POINTS = (
    MapPoint(HARBOUR, "The Glass Harbour (1999)", "Drama", 1999, 8.1, 9_000, 0.5, -0.25),
    MapPoint(LOW_TIDE, "The Glass Harbour: Low Tide (2001)", "Drama", 2001, 7.2, 6_000, 1.0, 1.0),
    MapPoint(WHALES, "The Whale Song (1985)", "Music", 1985, 6.5, 700, -1.0, 0.0),
    MapPoint(BARE, 'Quill"on* <b>', "", None, None, 0, 0.0, -1.0),
)
MAP = FilmMap(POINTS, trustworthiness=math.nan, near=10, kept=1.0)


@pytest.fixture
def near(cinewatch: CineWatch) -> MapNeighbours:
    """Return a film of the map with two nearest, the first of which is near on the map too."""
    told = [Neighbour(cinewatch.film(LOW_TIDE), 0.8, ("tide",)), Neighbour(cinewatch.film(WHALES), 0.1, ())]
    return MapNeighbours(cinewatch.film(HARBOUR), True, tuple(told), (True, False))


def drawn(where: MapNeighbours | None, colour_by: str = "Genre") -> dict[str, Any]:
    """Return the specification of the map."""
    return film_map(map_table(MAP), colour_by, ALL_GENRES, where).to_dict()


def rows_of(chart: dict[str, Any], layer: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = chart["datasets"][chart["layer"][layer]["data"]["name"]]
    return rows


def test_a_film_of_the_map_is_a_row(cinewatch: CineWatch) -> None:
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
    films = cinewatch.atlas.map()
    assert map_table(films)["id"].tolist() == [point.id for point in films.points]


def test_what_is_not_known_of_a_film_is_empty_and_years_stay_whole() -> None:
    table = map_table(MAP)
    assert table.loc[3, ["Year", "Rating", "Decade"]].isna().all()
    assert table[["Film", "Genre", "Votes"]].to_numpy().tolist()[3] == ['Quill"on* <b>', "", 0]
    assert [str(table[name].dtype) for name in ("Year", "Decade", "Rating")] == ["Int64", "Int64", "Float64"]


def test_the_table_of_no_film_has_all_columns() -> None:
    empty = map_table(replace(MAP, points=()))
    assert empty.empty
    assert list(empty.columns) == list(map_table(MAP).columns)


def test_a_film_on_the_map_is_marked_with_the_ways_to_its_nearest(near: MapNeighbours) -> None:
    marks = marks_table(map_table(MAP), near)
    assert list(marks.columns) == ["Film", "Similarity", "Kind", "x", "y", "x2", "y2"]
    chosen, *nearest = marks.to_numpy().tolist()
    assert chosen[:1] + chosen[2:] == ["The Glass Harbour (1999)", "chosen", 0.5, -0.25, 0.5, -0.25]
    assert math.isnan(chosen[1])
    assert nearest == [
        ["The Glass Harbour: Low Tide (2001)", 0.8, "near", 1.0, 1.0, 0.5, -0.25],
        ["The Whale Song (1985)", 0.1, "far", -1.0, 0.0, 0.5, -0.25],
    ]


def test_of_a_film_that_is_not_on_the_map_only_the_nearest_are_marked(
    cinewatch: CineWatch, near: MapNeighbours
) -> None:
    away = replace(near, film=cinewatch.film(ADULT), on_map=False, near=())
    marks = marks_table(map_table(MAP), away)
    assert marks[["Film", "Kind", "x", "y"]].to_numpy().tolist() == [
        ["The Glass Harbour: Low Tide (2001)", "far", 1.0, 1.0],
        ["The Whale Song (1985)", "far", -1.0, 0.0],
    ]
    assert marks[["x2", "y2"]].isna().all(axis=None)


def test_without_a_film_nothing_is_marked() -> None:
    assert marks_table(map_table(MAP), None).empty
    assert list(marks_table(map_table(MAP), None).columns) == ["Film", "Similarity", "Kind", "x", "y", "x2", "y2"]


def test_the_map_is_its_films_below_ways_spots_and_names(near: MapNeighbours) -> None:
    chart = drawn(near)
    films, ways, spots, names = chart["layer"]
    assert [part["mark"]["type"] for part in chart["layer"]] == ["circle", "rule", "point", "text"]
    for part in (films, ways, spots, names):
        assert (part["encoding"]["x"]["field"], part["encoding"]["y"]["field"]) == ("x", "y")
    scales = {str(part["encoding"][axis]["scale"]) for part in chart["layer"] for axis in ("x", "y")}
    assert len(scales) == 1, "a mark lies on its film"
    low, high = films["encoding"]["x"]["scale"]["domain"]
    assert low <= -1 < 1 <= high
    assert (ways["encoding"]["x2"]["field"], ways["encoding"]["y2"]["field"]) == ("x2", "y2")
    assert "x2" in str(ways["transform"]), "without a beginning there is no way"
    assert [row["id"] for row in rows_of(chart, 0)] == [HARBOUR, LOW_TIDE, WHALES, BARE]
    assert [row["Film"] for row in rows_of(chart, 3)] == [
        "The Glass Harbour (1999)",
        "The Glass Harbour: Low Tide (2001)",
        "The Whale Song (1985)",
    ]


def test_names_on_the_map_do_not_run_into_each_other(near: MapNeighbours) -> None:
    points = map_table(MAP)
    points.loc[points["id"] == LOW_TIDE, ["x", "y"]] = [0.55, -0.24]
    chart = film_map(points, "Genre", ALL_GENRES, near).to_dict()
    assert len(rows_of(chart, 2)) == 3
    assert [row["Film"] for row in rows_of(chart, 3)] == ["The Glass Harbour (1999)", "The Whale Song (1985)"]


@pytest.mark.parametrize("colour_by", COLOURS)
def test_a_click_selects_a_film_and_a_brush_what_lies_in_it(near: MapNeighbours, colour_by: str) -> None:
    told = {one["name"]: one["select"] for one in drawn(near, colour_by)["params"]}
    assert sorted(told) == ["brush", "film"]
    assert (told["film"]["type"], told["film"]["fields"]) == ("point", ["id"])
    assert (told["brush"]["type"], told["brush"]["encodings"]) == ("interval", ["x", "y"])


def test_genres_have_their_own_colours_and_only_those_there_are_told() -> None:
    colour = drawn(None)["layer"][0]["encoding"]["color"]
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
    chart = drawn(None, colour_by)
    assert [row[colour_by] for row in rows_of(chart, 0)] == values
    colour = chart["layer"][0]["encoding"]["color"]
    assert (colour["field"], colour["type"]) == (colour_by, "quantitative")
    assert colour["scale"] == {"zero": False}


def test_a_map_of_one_film_or_none_is_a_chart(near: MapNeighbours) -> None:
    points = map_table(MAP)
    alone = replace(near, nearest=(), near=())
    for some, where in ((points.head(1), alone), (points.head(1), None), (points.head(0), None)):
        for colour_by in COLOURS:
            assert film_map(some, colour_by, ALL_GENRES, where).to_dict()["layer"]


def test_the_map_of_the_most_films_there_can_be_is_drawn() -> None:
    points = pd.concat([map_table(MAP)] * 1_250, ignore_index=True)
    assert len(rows_of(film_map(points, "Genre", ALL_GENRES, None).to_dict(), 0)) == 5_000


def test_a_title_comes_through_as_it_is_written(cinewatch: CineWatch, near: MapNeighbours) -> None:
    title = "<img src=x onerror=alert(1)> [a](https://example.org) **b** \"c\" 'd' | e"
    film = replace(cinewatch.film(HARBOUR), title=title)
    point = replace(POINTS[0], label=film.label)
    table = map_table(replace(MAP, points=(point, *POINTS[1:])))
    marks = marks_table(table, replace(near, film=film))
    assert table["Film"].tolist()[0] == marks["Film"].tolist()[0] == f"{title} (1999)"
