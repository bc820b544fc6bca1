"""The world map: its outlines, read here independently, and the films on it and beside it."""

from __future__ import annotations

import csv
import html
import json
import math
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.statistics import Count
from tests.ui.charts.captioned import data_of, specification
from ui.charts import world_map as module
from ui.charts.world_map import on_map, world_map

Ring = list[tuple[float, float]]

FILE = Path(module.__file__).parents[1] / "assets" / "world.json"
SAMPLE = Path(__file__).resolve().parents[3] / "sample_data" / "sample_movies.csv"
NOT_ON_MAP = (
    "Soviet Union",
    "Czechoslovakia",
    "East Germany",
    "Yugoslavia",
    "Serbia and Montenegro",
    "Northern Ireland",
)

SPELLED_AS_TMDB_DOES = """Bosnia and Herzegovina|Brunei Darussalam|Cape Verde|Central African Republic|Cote D'Ivoire
Czech Republic|Dominican Republic|Equatorial Guinea|Faeroe Islands|Falkland Islands|French Polynesia|Guadaloupe|Holy See
Kyrgyz Republic|Lao People's Democratic Republic|Libyan Arab Jamahiriya|Macao|Macedonia|Myanmar|Palestinian Territory
Reunion|Russia|Sao Tome and Principe|Solomon Islands|South Sudan|St. Kitts and Nevis|Swaziland|Syrian Arab Republic
Timor-Leste|Turkey|US Virgin Islands|United Kingdom|United States of America|Vietnam|Western Sahara|Kosovo|Taiwan
South Korea|North Korea|Hong Kong|Singapore|Malta|Bahrain|Mauritius|Monaco|Liechtenstein|Andorra|Maldives|Bermuda"""

INSIDE = {
    # Longitude and latitude of a place well inside each country.
    "France": (2.4, 48.9),
    "French Guiana": (-53.2, 4.0),
    "Norway": (10.4, 61.5),
    "Svalbard & Jan Mayen Islands": (16.0, 78.5),
    "Ukraine": (34.2, 45.2),
    "Russia": (60.6, 56.8),
    "Kosovo": (20.9, 42.6),
    "South Korea": (127.5, 36.6),
    "North Korea": (126.5, 39.5),
    "Lao People's Democratic Republic": (103.0, 19.5),
    "Lesotho": (28.3, -29.5),
    "South Africa": (22.0, -31.0),
    "Libyan Arab Jamahiriya": (17.0, 27.0),
    "Czech Republic": (15.0, 49.8),
    "United States of America": (-98.0, 39.0),
    "Cyprus": (33.4, 35.2),
    "Somalia": (44.1, 9.6),
    "Australia": (134.0, -25.0),
}


def outlines() -> list[dict[str, Any]]:
    """Return the countries of the file, in its order."""
    countries: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["objects"]["countries"]["geometries"]
    return countries


@cache
def polygons() -> dict[str, list[list[Ring]]]:
    """Return the rings of each polygon of each country in degrees, the outer ring first."""
    world = json.loads(FILE.read_text(encoding="utf-8"))
    scale, arcs = world["transform"]["scale"][0], []
    for steps in world["arcs"]:
        x = y = 0
        arcs.append([(round((x := x + dx) * scale, 1), round((y := y + dy) * scale, 1)) for dx, dy in steps])

    def ring(numbers: list[int]) -> Ring:
        pieces = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
        assert all(piece[-1] == following[0] for piece, following in pairwise([*pieces, pieces[0]]))
        return [point for piece in pieces for point in piece[:-1]]

    shapes = {
        country["id"]: [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
        for country in outlines()
        if country["type"] != "Point"
    }
    return {name: [[ring(numbers) for numbers in polygon] for polygon in shape] for name, shape in shapes.items()}


def area(ring: Ring) -> float:
    """Return the area that a ring encloses in square degrees, negative where it runs clockwise."""
    return sum(x * other_y - other_x * y for (x, y), (other_x, other_y) in pairwise([*ring, ring[0]])) / 2


def encloses(ring: Ring, x: float, y: float) -> bool:
    """Return whether a ring encloses a point: a ray from the point then crosses the ring an odd number of times."""
    crossings = [
        x < a_x + (y - a_y) / (b_y - a_y) * (b_x - a_x)
        for (a_x, a_y), (b_x, b_y) in pairwise([*ring, ring[0]])
        if (a_y > y) != (b_y > y)
    ]
    return sum(crossings) % 2 == 1


def spec_of(counts: list[Count], films: int = 1_000) -> dict[str, Any]:
    return specification(world_map(counts, films))


def colour_of(counts: list[Count]) -> dict[str, Any]:
    colour: dict[str, Any] = spec_of(counts)["layer"][0]["encoding"]["color"]["condition"]
    return colour


def test_every_country_has_one_outline_or_point() -> None:
    names = [country["id"] for country in outlines()]
    assert len(set(names)) == len(names) > 200
    assert on_map() == set(names)


def test_countries_are_named_as_on_tmdb() -> None:
    assert set(re.split(r"[|\n]", SPELLED_AS_TMDB_DOES)) <= on_map()
    assert not on_map() & {*NOT_ON_MAP, "Antarctica"}


def test_every_country_of_the_sample_is_on_the_map_or_no_longer_exists() -> None:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        names = {name for row in csv.DictReader(file) for name in row["production_countries"].split(", ")} - {""}
    assert len(names) > 40
    assert names <= on_map() | set(NOT_ON_MAP)


def test_outer_rings_run_clockwise_and_holes_counterclockwise() -> None:
    """A ring in the other direction would paint the whole globe except the country."""
    for name, shape in polygons().items():
        for outer, *holes in shape:
            assert area(outer) < 0, name
            assert all(area(hole) > 0 for hole in holes), name


def test_outlines_and_points_are_on_the_globe_and_not_in_antarctica() -> None:
    points = [point for shape in polygons().values() for polygon in shape for ring in polygon for point in ring]
    places = [country["coordinates"] for country in outlines() if country["type"] == "Point"]
    points += [(x / 10, y / 10) for x, y in places]
    assert all(-180 <= x <= 180 and -56 <= y <= 84 for x, y in points)
    assert all(math.dist(*each) > 0 for shape in polygons().values() for (ring, *_) in shape for each in pairwise(ring))


def test_a_place_is_in_its_own_country_and_in_no_other() -> None:
    for name, (x, y) in INSIDE.items():
        countries = [
            other
            for other, shape in polygons().items()
            if any(encloses(outer, x, y) and not any(encloses(hole, x, y) for hole in holes) for outer, *holes in shape)
        ]
        assert countries == [name]


def test_both_congos_are_one_country() -> None:
    brazzaville, kinshasa = (15.6, 0.2), (23.5, -3.0)
    assert all(any(encloses(outer, *place) for outer, *_ in polygons()["Congo"]) for place in (brazzaville, kinshasa))


def test_the_file_and_the_chart_are_small_and_load_nothing() -> None:
    assert FILE.stat().st_size < 60_000
    spec = spec_of([Count(name, 1_000) for name in sorted(on_map())[:90]])
    assert len(json.dumps(spec)) < 80_000
    del spec["$schema"]
    assert "http" not in json.dumps(spec)


@settings(deadline=None, max_examples=25)
@given(
    st.dictionaries(
        st.sampled_from([*NOT_ON_MAP, "France", "Malta", "Congo", "Japan", "*<b>Nowhere</b>*"]),
        st.integers(0, 1_000_000),
    )
)
def test_films_on_the_map_and_films_beside_it_are_all_films(films: dict[str, int]) -> None:
    shown = {country["id"] for country in outlines()}
    caption = world_map([Count(*each) for each in films.items()], sum(films.values())).caption
    beside = re.search(r"Not on the map \(([\d,]+) in total\): ", caption)
    n_beside = int(beside[1].replace(",", "")) if beside else 0
    assert sum(films[name] for name in films if name in shown) + n_beside == sum(films.values())


def test_the_table_has_all_countries_with_films_most_films_first() -> None:
    chart = world_map([Count("Malta", 1), Count("Soviet Union", 3), Count("Chile", 0), Count("France", 10)], 20)
    assert data_of(chart).to_dict("list") == {
        "Name": ["France", "Soviet Union", "Malta"],
        "Films": [10, 3, 1],
        "Share": [0.5, 0.15, 0.05],
    }


def test_the_words_name_the_top_three_and_the_countries_that_are_not_on_the_map() -> None:
    names = ("Japan", "Soviet Union", "France", "Malta", "Yugoslavia")
    chart = world_map([Count(name, 5_000 - n) for n, name in enumerate(names)], 9_000)
    top = "Japan 5,000, Soviet Union 4,999, France 4,998"
    assert chart.alt == f"World map of films by country, most in {top}"
    assert chart.caption == (
        f"Most films: {top}. A film counts in each of its countries. "
        "Not on the map (9,995 in total): Soviet Union 4,999, Yugoslavia 4,996."
    )


def test_at_most_four_countries_that_are_not_on_the_map_are_named() -> None:
    caption = world_map([Count("Japan", 1), *(Count(name, 2) for name in NOT_ON_MAP)], 20).caption
    assert f"(12 in total): {', '.join(f'{name} 2' for name in NOT_ON_MAP[:4])} and 2 more." in caption
    assert "Not on the map" not in world_map([Count("Japan", 1)], 1).caption


@pytest.mark.parametrize(
    ("counts", "caption"),
    [
        ([], "No film has a country."),
        ([Count("France", 0)], "No film has a country."),
        ([Count("Soviet Union", 3)], "Not on the map (3 in total): Soviet Union 3."),
    ],
)
def test_without_a_country_on_the_map_there_is_no_map(counts: list[Count], caption: str) -> None:
    chart = world_map(counts, 10)
    assert (chart.chart, chart.caption, chart.selections) == (None, caption, ())


@pytest.mark.parametrize(
    ("films", "steps"), [(1, [1, 10]), (9, [1, 10]), (99, [1, 10]), (100, [1, 10, 100]), (4_026, [1, 10, 100, 1_000])]
)
def test_the_legend_has_powers_of_ten_up_to_the_largest_count(films: int, steps: list[int]) -> None:
    colour = colour_of([Count("Malta", 1), Count("France", films)])
    assert colour["scale"] == {"type": "log", "domain": [1, max(films, 10)]}
    assert (colour["legend"]["values"], colour["legend"]["format"]) == (steps, ",d")


def test_shares_of_no_films_do_not_divide_by_zero() -> None:
    assert data_of(world_map([Count("France", 1)], 0))["Share"].tolist() == [1]


def test_a_click_on_a_country_selects_its_name() -> None:
    spec = spec_of([Count("France", 1)])
    (param,) = spec["params"]
    assert world_map([Count("France", 1)], 1).selections == (param["name"],) == ("countries",)
    assert param["select"]["fields"] == ["name"]
    assert param["views"] == [spec["layer"][0]["name"]]


def test_all_outlines_are_drawn_and_the_points_with_films() -> None:
    converter = pytest.importorskip("vl_convert")
    spec = spec_of([Count("France", 3), Count("Malta", 1), Count("Northern Ireland", 2)], 12)
    svg = html.unescape(converter.vegalite_to_svg(spec))
    shapes = re.findall(r'<path aria-label="([^"]*)"[^>]*geoshape[^>]*fill="([^"]*)"', svg)
    drawn = {label.split(";  : ")[1].split("; ")[0]: (label, fill) for label, fill in shapes}
    assert set(drawn) == {*(country["id"] for country in outlines() if country["type"] != "Point"), "Malta"}
    assert drawn["France"][0] == "Films: 3;  : France; Share: 25.0%"
    assert drawn["Malta"][0] == "Films: 1;  : Malta; Share: 8.3%"
    assert drawn["Chile"][0] == "Films: 0;  : Chile; Share: 0.0%"
    grey = drawn["Chile"][1]
    assert {name for name, (_, fill) in drawn.items() if fill != grey} == {"France", "Malta"}
    assert drawn["France"][1] != drawn["Malta"][1]
    red, green, blue, opacity = (int(grey[at : at + 2], 16) for at in (1, 3, 5, 7))
    assert max(red, green, blue) - min(red, green, blue) < 24, "grey"
    assert opacity < 64, "in the background on light and dark"
