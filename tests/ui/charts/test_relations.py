"""Charts of films among films: their tables, and what the pages rely on in their specifications."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from typing import Any

import altair as alt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import CineWatch, Film
from engine.relations import Edge, FilmPath, Group, Member, Merge, Neighbour, Neighbourhood, Node, SimilarityHistogram
from engine.statistics import Bin
from fakes.sample_catalogue import (
    BARE,
    HARBOUR,
    IDS,
    LANTERNS,
    LANTERNS_TWIN,
    LOW_TIDE,
    MARKDOWN,
    NIGHTJAR_1974,
    NIGHTJAR_2015,
    SCRIPT,
    WHALES,
)
from ui.charts import relations as charts
from ui.text.palette import ALL_GENRES, GENRE_COLOURS, NO_GENRE

MERIDIAN = 143
HOSTILE = "\"a\" 'b' <script>alert(1)</script> [c](https://example.org) **d** $e$ | f, g"


def rows_of(chart: dict[str, Any], part: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows that a part of a chart is drawn from."""
    rows: list[dict[str, Any]] = chart["datasets"][part["data"]["name"]]
    return rows


def selections(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """Return what can be selected in a chart, by name."""
    return {one["name"]: one["select"] for one in chart.to_dict()["params"]}


def films(cinewatch: CineWatch, ids: Iterable[int]) -> list[Film]:
    return [cinewatch.film(film_id) for film_id in ids]


def called(film: Film, title: str) -> Film:
    return replace(film, title=title)


@pytest.fixture
def three(cinewatch: CineWatch) -> Group:
    """Return a group of three, which no engine has put in this order."""
    a, b, c = films(cinewatch, (WHALES, LANTERNS, LANTERNS_TWIN))
    return Group(
        members=(Member(a, 0.15), Member(b, 0.5), Member(c, 0.45)),
        similarities=((1.0, 0.2, 0.1), (0.2, 1.0, 0.8), (0.1, 0.8, 1.0)),
        merges=(Merge(1, 2, 0, 0, 0.2), Merge(0, 1.5, 0, 0.2, 0.85)),
        mean=0.366,
        typical=b,
        outlier=a,
    )


def test_films_of_one_label_are_told_apart_by_their_ids_and_only_they(cinewatch: CineWatch) -> None:
    ids = (LANTERNS, NIGHTJAR_1974, LANTERNS_TWIN, NIGHTJAR_2015)
    assert charts.unique_labels(films(cinewatch, ids)) == [
        "Two Lanterns (1988) · 121",
        "Nightjar (1974)",
        "Two Lanterns (1988) · 122",
        "Nightjar (2015)",
    ]


@given(
    st.lists(
        st.tuples(st.integers(1, 99), st.sampled_from(["a", "b", "a · 1"]), st.sampled_from([None, 1990])), max_size=8
    )
)
def test_no_two_films_have_one_label(cinewatch: CineWatch, told: list[tuple[int, str, int | None]]) -> None:
    known = cinewatch.film(BARE)
    some = {n: replace(known, id=n, title=title, year=year) for n, title, year in told}
    labels = charts.unique_labels([*some.values()])
    assert len({*labels}) == len(labels) == len(some)


def test_neighbours_are_a_row_each_in_their_order(cinewatch: CineWatch) -> None:
    found = [Neighbour(cinewatch.film(WHALES), 0.5, ("sea", "whale")), Neighbour(cinewatch.film(BARE), 0.25, ())]
    assert charts.neighbours_table(found).to_dict("records") == [
        {"Place": 1, "Film": "The Whale Song (1985)", "Similarity": 0.5, "Shares": "sea, whale"},
        {"Place": 2, "Film": "Quillon", "Similarity": 0.25, "Shares": ""},
    ]


def test_a_spectrum_is_a_row_for_each_bin(cinewatch: CineWatch) -> None:
    histogram = SimilarityHistogram(
        cinewatch.film(WHALES), 30, 20, (Bin(0, 0.1, 9), Bin(0.1, 0.2, 0), Bin(0.2, 0.3, 1)), ()
    )
    assert charts.histogram_table(histogram).to_dict("records") == [
        {"From": 0, "To": 0.1, "Films": 9},
        {"From": 0.1, "To": 0.2, "Films": 0},
        {"From": 0.2, "To": 0.3, "Films": 1},
    ]


def test_the_nearest_are_marked_and_the_other_film_once(cinewatch: CineWatch) -> None:
    histogram = cinewatch.relations.histogram(HARBOUR)
    near = histogram.nearest[2].film
    alone = charts.marks_table(histogram, None, 0.0)
    assert alone["Film"].tolist() == [one.film.label for one in histogram.nearest]
    assert set(alone["Kind"]) == {"Ten nearest"}
    beside = charts.marks_table(histogram, near, 0.5)
    assert sorted(beside["Film"]) == sorted(alone["Film"])
    assert beside.to_dict("records")[-1] == {"Film": near.label, "Similarity": 0.5, "Kind": near.label}
    far = cinewatch.film(BARE)
    assert charts.marks_table(histogram, far, 0.0)["Film"].tolist() == [*alone["Film"], "Quillon"]


def test_the_bars_of_a_spectrum_have_a_logarithmic_scale_marked_at_powers_of_ten(cinewatch: CineWatch) -> None:
    bins = pd.DataFrame([(0.0, 0.1, 1_234), (0.1, 0.2, 7)], columns=["From", "To", "Films"])
    marks = charts.marks_table(cinewatch.relations.histogram(HARBOUR), cinewatch.film(WHALES), 0.2)
    chart = charts.histogram_chart(bins, marks).to_dict()
    bars, lines = chart["layer"]
    assert (bars["encoding"]["x"]["field"], bars["encoding"]["x2"]["field"]) == ("From", "To")
    assert bars["encoding"]["y"]["field"] == "Films"
    assert bars["encoding"]["y"]["scale"]["type"] == "symlog"
    assert bars["encoding"]["y"]["axis"]["values"] == [0, 1, 10, 100, 1_000]
    assert rows_of(chart, bars) == bins.to_dict("records")
    assert lines["encoding"]["x"]["field"] == "Similarity"
    assert lines["encoding"]["color"]["scale"]["domain"] == ["Ten nearest", "The Whale Song (1985)"]
    assert rows_of(chart, lines) == marks.to_dict("records")


@pytest.mark.parametrize(
    ("highest", "steps"), [(9, [0, 1]), (10, [0, 1, 10]), (99, [0, 1, 10]), (100, [0, 1, 10, 100])]
)
def test_the_scale_is_marked_up_to_the_highest_bar_and_no_further(highest: int, steps: list[int]) -> None:
    bins = pd.DataFrame([(0.0, 0.1, highest)], columns=["From", "To", "Films"])
    marks = pd.DataFrame([], columns=["Film", "Similarity", "Kind"])
    assert charts.histogram_chart(bins, marks).to_dict()["layer"][0]["encoding"]["y"]["axis"]["values"] == steps


def test_a_group_is_a_row_for_each_film_with_its_similarity_to_each(three: Group) -> None:
    assert charts.members_table(three).to_dict("split", index=False) == {
        "columns": [
            "Film",
            "Closeness",
            "The Whale Song (1985)",
            "Two Lanterns (1988) · 121",
            "Two Lanterns (1988) · 122",
        ],
        "data": [
            ["The Whale Song (1985)", 0.15, 1.0, 0.2, 0.1],
            ["Two Lanterns (1988) · 121", 0.5, 0.2, 1.0, 0.8],
            ["Two Lanterns (1988) · 122", 0.45, 0.1, 0.8, 1.0],
        ],
    }


def test_a_cell_is_a_pair_of_different_films_at_its_place(cinewatch: CineWatch) -> None:
    group = cinewatch.relations.group([HARBOUR, LOW_TIDE, WHALES, MERIDIAN, LANTERNS, LANTERNS_TWIN])
    order = [one.film.id for one in group.members]
    table = charts.cells_table(group)
    assert {*zip(table["a"], table["b"], strict=True)} == {(a, b) for a, b in product(order, order) if a != b}
    assert len(table) == 30
    labels = charts.unique_labels([one.film for one in group.members])
    for x, film, a, y, other, b, similarity in table.to_numpy().tolist():
        assert (order[x], order[y], labels[x], labels[y]) == (a, b, film, other)
        assert similarity == pytest.approx(cinewatch.compare(a, b).similarity, abs=1e-6)


def test_rows_and_columns_of_a_heat_map_are_in_the_order_of_the_group(three: Group) -> None:
    chart = charts.heat_map(three).to_dict()
    branches, heat = chart["vconcat"]
    assert heat["encoding"]["y"]["sort"] == charts.members_table(three)["Film"].tolist()
    assert (heat["encoding"]["y"]["field"], heat["encoding"]["color"]["field"]) == ("And", "Similarity")
    assert (heat["encoding"]["x"]["field"], heat["encoding"]["x2"]["field"]) == ("left", "right")
    assert {(row["Film"], row["left"], row["right"]) for row in rows_of(chart, heat)} == {
        ("The Whale Song (1985)", -0.5, 0.5),
        ("Two Lanterns (1988) · 121", 0.5, 1.5),
        ("Two Lanterns (1988) · 122", 1.5, 2.5),
    }
    scales = [part["encoding"]["x"]["scale"] for part in (branches, heat)]
    assert scales == [{"domain": [-0.5, 2.5], "nice": False}] * 2, "a branch stands over its film"
    axes = [part["encoding"]["y"]["axis"] for part in (branches, heat)]
    assert len({axis[extent] for axis in axes for extent in ("minExtent", "maxExtent")}) == 1


def test_the_branches_over_a_heat_map_are_brackets_one_for_each_merge(three: Group) -> None:
    merges = (Merge(1, 2, 0, 0, 0.2), Merge(0.25, 1.5, 0.1, 0.2, 0.85))
    chart = charts.heat_map(replace(three, merges=merges)).to_dict()
    branches = chart["vconcat"][0]
    drawn = pd.DataFrame(rows_of(chart, branches)).sort_values(["Merge", "Corner"])
    corners = [list(zip(one["x"], one["Distance"], strict=True)) for _, one in drawn.groupby("Merge")]
    assert corners == [[(1, 0), (1, 0.2), (2, 0.2), (2, 0)], [(0.25, 0.1), (0.25, 0.85), (1.5, 0.85), (1.5, 0.2)]]
    encoding = branches["encoding"]
    assert {name: encoding[name]["field"] for name in ("x", "y", "detail", "order")} == {
        "x": "x",
        "y": "Distance",
        "detail": "Merge",
        "order": "Corner",
    }


def test_a_click_on_a_heat_map_selects_the_pair_of_films(three: Group) -> None:
    heat = selections(charts.heat_map(three))
    assert list(heat) == ["pair"]
    assert heat["pair"]["fields"] == ["a", "b"]


@pytest.fixture
def around(cinewatch: CineWatch) -> Neighbourhood:
    """Return a picture of three films and two lines."""
    a, b, c = films(cinewatch, (WHALES, LANTERNS, BARE))
    nodes = (Node(a, 0.5, 0.25, 0), Node(b, 0.0, 1.0, 1), Node(c, 1.0, 0.0, 2))
    edges = (Edge(a.id, b.id, 0.5, ("sea", "twins")), Edge(b.id, c.id, 0.25, ()))
    return Neighbourhood(nodes, edges, 0)


def test_a_film_of_a_neighbourhood_is_a_row_with_its_place(around: Neighbourhood) -> None:
    names = ["Film", "Title", "Genre", "Steps", "id", "x", "y"]
    assert charts.nodes_table(around).to_dict("split", index=False) == {
        "columns": names,
        "data": [
            ["The Whale Song (1985)", "The Whale Song", "Drama", 0, WHALES, 0.5, 0.25],
            ["Two Lanterns (1988)", "Two Lanterns", "Fantasy", 1, LANTERNS, 0.0, 1.0],
            ["Quillon", "Quillon", "", 2, BARE, 1.0, 0.0],
        ],
    }


def test_a_line_of_a_neighbourhood_leads_from_film_to_film(around: Neighbourhood) -> None:
    assert charts.edges_table(around).to_dict("split", index=False) == {
        "columns": ["Film", "And", "Similarity", "Shares", "x", "y", "x2", "y2"],
        "data": [
            ["The Whale Song (1985)", "Two Lanterns (1988)", 0.5, "sea, twins", 0.5, 0.25, 0.0, 1.0],
            ["Two Lanterns (1988)", "Quillon", 0.25, "", 0.0, 1.0, 1.0, 0.0],
        ],
    }


def test_a_network_is_lines_below_points_below_names(around: Neighbourhood) -> None:
    nodes, edges = charts.nodes_table(around), charts.edges_table(around)
    chart = charts.network(nodes, edges, ALL_GENRES).to_dict()
    lines, points, names = chart["layer"]
    ends = {name: lines["encoding"][name]["field"] for name in ("x", "y", "x2", "y2", "size", "opacity")}
    assert ends == {"x": "x", "y": "y", "x2": "x2", "y2": "y2", "size": "Similarity", "opacity": "Similarity"}
    assert rows_of(chart, lines) == edges.to_dict("records")
    assert rows_of(chart, points) == nodes.to_dict("records")
    assert names["encoding"]["text"]["field"] == "Title"
    assert [row["id"] for row in rows_of(chart, names)] == [WHALES, LANTERNS, BARE]
    for part in (lines, points, names):
        low, high = part["encoding"]["x"]["scale"]["domain"]
        assert low < 0
        assert high > 1


def test_the_colours_of_a_network_are_those_of_the_genres_in_it(around: Neighbourhood) -> None:
    chart = charts.network(charts.nodes_table(around), charts.edges_table(around), ALL_GENRES).to_dict()
    colour = chart["layer"][1]["encoding"]["color"]
    assert colour["field"] == "Genre"
    assert dict(zip(colour["scale"]["domain"], colour["scale"]["range"], strict=True)) == {
        "Drama": GENRE_COLOURS["Drama"],
        "Fantasy": GENRE_COLOURS["Fantasy"],
        "": NO_GENRE,
    }


def test_a_click_on_a_network_selects_a_film(around: Neighbourhood) -> None:
    chart = charts.network(charts.nodes_table(around), charts.edges_table(around), ALL_GENRES)
    assert list(selections(chart)) == ["film"]
    assert selections(chart)["film"]["fields"] == ["id"]


near_each_other = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=20)


@given(near_each_other, st.integers(1, 6), st.integers(1, 6))
def test_a_name_is_written_unless_one_before_it_is_in_its_way(
    places: list[tuple[int, int]], width: int, height: int
) -> None:
    points = pd.DataFrame(places, columns=["x", "y"], index=[f"row {n}" for n in range(len(places))])
    shown = [int(name.removeprefix("row ")) for name in charts.with_room(points, width, height).index]
    assert shown == sorted(shown)
    in_the_way = {
        (n, before)
        for n, (x, y) in enumerate(places)
        for before, (x2, y2) in enumerate(places[:n])
        if max(x, x2) - min(x, x2) < width and max(y, y2) - min(y, y2) < height
    }
    for n in range(len(places)):
        assert (n in shown) == (not any((n, before) in in_the_way for before in shown))


def test_a_name_keeps_all_that_is_known_of_its_film(around: Neighbourhood) -> None:
    nodes = charts.nodes_table(around)
    assert charts.with_room(nodes, 0.1, 0.1).equals(nodes)
    assert charts.with_room(nodes, 2, 2).equals(nodes.head(1))


def test_a_step_of_a_bridge_leads_from_the_film_before(cinewatch: CineWatch) -> None:
    a, b, c = films(cinewatch, (WHALES, LANTERNS, BARE))
    bridge = FilmPath(a, c, 0.0, (Neighbour(b, 0.5, ("sea", "twins")), Neighbour(c, 0.25, ())), 9)
    assert charts.bridge_table(bridge).to_dict("records") == [
        {"From": "The Whale Song (1985)", "To": "Two Lanterns (1988)", "Similarity": 0.5, "Shares": "sea, twins"},
        {"From": "Two Lanterns (1988)", "To": "Quillon", "Similarity": 0.25, "Shares": ""},
    ]


def test_charts_of_one_row_or_none_are_charts(cinewatch: CineWatch, around: Neighbourhood) -> None:
    histogram = SimilarityHistogram(
        cinewatch.film(BARE), 1, 0, (Bin(0, 1, 1),), (Neighbour(cinewatch.film(WHALES), 0.9, ()),)
    )
    bins, marks = charts.histogram_table(histogram), charts.marks_table(histogram, None, 0)
    nodes, edges = charts.nodes_table(around), charts.edges_table(around)
    pair = cinewatch.relations.group([LANTERNS, LANTERNS_TWIN])
    for chart in (
        charts.histogram_chart(bins, marks),
        charts.histogram_chart(bins, marks.head(0)),
        charts.histogram_chart(bins.head(0), marks.head(0)),
        charts.network(nodes.head(1), edges.head(1), ALL_GENRES),
        charts.network(nodes.head(0), edges.head(0), ALL_GENRES),
        charts.heat_map(pair),
    ):
        assert chart.to_dict()["$schema"].endswith(".json")


def test_the_tables_of_nothing_have_their_columns(cinewatch: CineWatch) -> None:
    alone = SimilarityHistogram(cinewatch.film(BARE), 0, 0, (), ())
    a, b = films(cinewatch, (BARE, WHALES))
    empty = Neighbourhood((), (), 0)
    assert list(charts.neighbours_table([]).columns) == ["Place", "Film", "Similarity", "Shares"]
    assert list(charts.histogram_table(alone).columns) == ["From", "To", "Films"]
    assert list(charts.marks_table(alone, None, 0).columns) == ["Film", "Similarity", "Kind"]
    assert list(charts.nodes_table(empty).columns) == ["Film", "Title", "Genre", "Steps", "id", "x", "y"]
    assert "Similarity" in charts.edges_table(empty).columns
    assert list(charts.bridge_table(FilmPath(a, b, 0, (), 9)).columns) == ["From", "To", "Similarity", "Shares"]


@pytest.mark.parametrize("title", [HOSTILE, "**Bold** [Moves](https://example.org) _and_ `more`", "🦊🌙 鯨"])
def test_a_title_comes_through_every_table_as_it_is_written(
    cinewatch: CineWatch, three: Group, around: Neighbourhood, title: str
) -> None:
    strange = called(cinewatch.film(WHALES), title)
    label = f"{title} (1985)"
    one = Neighbour(strange, 0.5, (title, "sea"))
    group = replace(three, members=(Member(strange, 0.15), *three.members[1:]))
    network = replace(
        around,
        nodes=(replace(around.nodes[0], film=strange), *around.nodes[1:]),
        edges=(replace(around.edges[0], reasons=(title,)), *around.edges[1:]),
    )
    histogram = SimilarityHistogram(strange, 1, 0, (), (one,))
    assert charts.unique_labels([strange]) == [label]
    assert charts.neighbours_table([one]).to_numpy().tolist() == [[1, label, 0.5, f"{title}, sea"]]
    assert charts.marks_table(histogram, strange, 0.5).to_dict("records") == [
        {"Film": label, "Similarity": 0.5, "Kind": label}
    ]
    assert charts.members_table(group).columns[2] == charts.members_table(group).loc[0, "Film"] == label
    assert set(charts.cells_table(group)["Film"]) == set(charts.cells_table(group)["And"]) >= {label}
    assert charts.heat_map(group).to_dict()["vconcat"][1]["encoding"]["y"]["sort"][0] == label
    assert charts.nodes_table(network).to_numpy().tolist()[0][:2] == [label, title]
    assert charts.edges_table(network)[["Film", "Shares"]].to_numpy().tolist()[0] == [label, title]
    bridge = FilmPath(strange, strange, 0, (one,), 9)
    assert charts.bridge_table(bridge).to_numpy().tolist() == [[label, label, 0.5, f"{title}, sea"]]


def test_strange_films_of_the_catalogue_are_drawn_like_others(cinewatch: CineWatch) -> None:
    group = cinewatch.relations.group([MARKDOWN, SCRIPT, *IDS[:6]])
    labels = [one.film.label for one in group.members]
    assert "<script>alert(1)</script> (2011)" in labels
    chart = charts.heat_map(group).to_dict()
    assert chart["vconcat"][1]["encoding"]["y"]["sort"] == labels


def test_a_genre_without_a_colour_is_drawn_as_none(around: Neighbourhood) -> None:
    strange = replace(around.nodes[0], film=replace(around.nodes[0].film, genres=("Mumblecore", "Drama")))
    assert list(charts.nodes_table(replace(around, nodes=(strange,)))["Genre"]) == ["Drama"]
