"""A neighbourhood: its tables, and what the page needs of the network."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import CineWatch
from engine.relations import Edge, Neighbourhood, Node
from fakes.sample_catalogue import BARE, LANTERNS, WHALES
from tests.ui.charts.specifications import STRANGE_TITLES, rows_of, selections_of
from ui.charts.network import edges_table, network, nodes_table
from ui.text.palette import DISTINCT_COLOURS, NO_GENRE, OTHER

NODE_COLUMNS = ["Film", "Title", "Genre", "Steps", "id", "x", "y"]
EDGE_COLUMNS = ["Film", "Other film", "Similarity", "In common", "x", "y", "x2", "y2"]


@pytest.fixture
def neighbourhood(cinewatch: CineWatch) -> Neighbourhood:
    """Return a neighbourhood of three films and two lines."""
    a, b, c = (cinewatch.film(film_id) for film_id in (WHALES, LANTERNS, BARE))
    nodes = (Node(a, 0.5, 0.25, 0), Node(b, 0.0, 1.0, 1), Node(c, 1.0, 0.0, 2))
    edges = (Edge(a.id, b.id, 0.5, ("sea", "twins")), Edge(b.id, c.id, 0.25, ()))
    return Neighbourhood(nodes, edges, 0)


def test_films_are_one_row_each_with_their_position(neighbourhood: Neighbourhood) -> None:
    assert nodes_table(neighbourhood).to_dict("split", index=False) == {
        "columns": NODE_COLUMNS,
        "data": [
            ["The Whale Song (1985)", "The Whale Song", "Drama", 0, WHALES, 0.5, 0.25],
            ["Two Lanterns (1988)", "Two Lanterns", "Fantasy", 1, LANTERNS, 0.0, 1.0],
            ["Quillon", "Quillon", "", 2, BARE, 1.0, 0.0],
        ],
    }


def test_a_line_leads_from_film_to_film(neighbourhood: Neighbourhood) -> None:
    assert edges_table(neighbourhood).to_dict("split", index=False) == {
        "columns": EDGE_COLUMNS,
        "data": [
            ["The Whale Song (1985)", "Two Lanterns (1988)", 0.5, "sea, twins", 0.5, 0.25, 0.0, 1.0],
            ["Two Lanterns (1988)", "Quillon", 0.25, "", 0.0, 1.0, 1.0, 0.0],
        ],
    }


def test_a_genre_without_a_colour_is_skipped(neighbourhood: Neighbourhood) -> None:
    film = replace(neighbourhood.nodes[0].film, genres=("Mumblecore", "Drama"))
    node = replace(neighbourhood.nodes[0], film=film)
    assert list(nodes_table(replace(neighbourhood, nodes=(node,)))["Genre"]) == ["Drama"]


def test_a_network_is_lines_below_points_below_labels(neighbourhood: Neighbourhood) -> None:
    nodes, edges = nodes_table(neighbourhood), edges_table(neighbourhood)
    chart = network(nodes, edges).to_dict()
    lines, points, rims, labels = chart["layer"]
    fields = {name: lines["encoding"][name]["field"] for name in ("x", "y", "x2", "y2", "size", "opacity")}
    assert fields == {"x": "x", "y": "y", "x2": "x2", "y2": "y2", "size": "Similarity", "opacity": "Similarity"}
    assert rows_of(chart, lines) == edges.to_dict("records")
    assert [row["id"] for row in rows_of(chart, points)] == nodes["id"].tolist()
    assert labels["encoding"]["text"]["field"] == "Title"
    assert list(dict.fromkeys(row["id"] for row in rows_of(chart, labels))) == [WHALES, LANTERNS, BARE]
    assert rows_of(chart, rims) == rows_of(chart, labels)
    for layer in (lines, points, rims, labels):
        low, high = layer["encoding"]["x"]["scale"]["domain"]
        assert low < 0
        assert high > 1


def test_the_main_genres_have_a_colour(neighbourhood: Neighbourhood) -> None:
    chart = network(nodes_table(neighbourhood), edges_table(neighbourhood)).to_dict()
    scale = chart["layer"][1]["encoding"]["color"]["scale"]
    assert (scale["domain"], scale["range"]) == (["Drama", "Fantasy", OTHER], [*DISTINCT_COLOURS[:2], NO_GENRE])
    drawn = [row["Colour"] for row in rows_of(chart, chart["layer"][1])]
    assert drawn == ["Drama", "Fantasy", OTHER]


def test_a_click_selects_a_film(neighbourhood: Neighbourhood) -> None:
    selections = selections_of(network(nodes_table(neighbourhood), edges_table(neighbourhood)))
    assert list(selections) == ["film"]
    assert selections["film"]["fields"] == ["id"]


def test_a_network_of_one_film_or_none_can_be_drawn(neighbourhood: Neighbourhood) -> None:
    nodes, edges = nodes_table(neighbourhood), edges_table(neighbourhood)
    for films in (0, 1):
        chart = network(nodes.head(films), edges.head(films)).to_dict()
        assert [len(rows_of(chart, layer)) for layer in chart["layer"]] == [films] * 4


def test_empty_tables_have_their_columns() -> None:
    empty = Neighbourhood((), (), 0)
    assert list(nodes_table(empty).columns) == NODE_COLUMNS
    assert list(edges_table(empty).columns) == EDGE_COLUMNS


def test_titles_and_terms_come_through_unchanged(cinewatch: CineWatch, neighbourhood: Neighbourhood) -> None:
    for title in STRANGE_TITLES:
        film = replace(cinewatch.film(WHALES), title=title)
        strange = replace(
            neighbourhood,
            nodes=(replace(neighbourhood.nodes[0], film=film), *neighbourhood.nodes[1:]),
            edges=(replace(neighbourhood.edges[0], reasons=(title,)), *neighbourhood.edges[1:]),
        )
        label = f"{title} (1985)"
        assert nodes_table(strange).to_numpy().tolist()[0][:2] == [label, title]
        assert edges_table(strange)[["Film", "In common"]].to_numpy().tolist()[0] == [label, title]
