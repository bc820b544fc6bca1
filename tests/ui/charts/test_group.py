"""A group of films: its tables, and what the page needs of the heat map and the dendrogram."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pandas as pd
import pytest

from engine import CineWatch
from engine.relations import Group, Member, Merge
from fakes.sample_catalogue import (
    HARBOUR,
    IDS,
    LANTERNS,
    LANTERNS_TWIN,
    LOW_TIDE,
    MARKDOWN,
    SCRIPT,
    WHALES,
)
from tests.ui.charts.specifications import STRANGE_TITLES, rows_of, selections_of
from ui.charts.group import cells_table, heat_map, members_table
from ui.charts.labels import unique_labels

MERIDIAN = 143
LABELS = ["The Whale Song (1985)", "Two Lanterns (1988) · 121", "Two Lanterns (1988) · 122"]


@pytest.fixture
def three(cinewatch: CineWatch) -> Group:
    """Return a group of three films in an order of our own."""
    a, b, c = (cinewatch.film(film_id) for film_id in (WHALES, LANTERNS, LANTERNS_TWIN))
    return Group(
        members=(Member(a, 0.15), Member(b, 0.5), Member(c, 0.45)),
        similarities=((1.0, 0.2, 0.1), (0.2, 1.0, 0.8), (0.1, 0.8, 1.0)),
        merges=(Merge(1, 2, 0, 0, 0.2), Merge(0, 1.5, 0, 0.2, 0.85)),
        mean_similarity=0.366,
        typical=b,
        outlier=a,
    )


def test_members_are_one_row_each_with_their_similarity_to_each_member(three: Group) -> None:
    assert members_table(three).to_dict("split", index=False) == {
        "columns": ["Film", "Average similarity", *LABELS],
        "data": [
            [LABELS[0], 0.15, 1.0, 0.2, 0.1],
            [LABELS[1], 0.5, 0.2, 1.0, 0.8],
            [LABELS[2], 0.45, 0.1, 0.8, 1.0],
        ],
    }


def test_a_cell_is_a_pair_of_different_films_at_its_position(cinewatch: CineWatch) -> None:
    group = cinewatch.relations.group([HARBOUR, LOW_TIDE, WHALES, MERIDIAN, LANTERNS, LANTERNS_TWIN])
    order = [member.film.id for member in group.members]
    table = cells_table(group)
    assert list(table.columns) == ["x", "Film", "a", "y", "Other film", "b", "Similarity"]
    assert {*zip(table["a"], table["b"], strict=True)} == {(a, b) for a, b in product(order, order) if a != b}
    assert len(table) == 30
    labels = unique_labels([member.film for member in group.members])
    for x, film, a, y, other, b, similarity in table.to_numpy().tolist():
        assert (order[x], order[y], labels[x], labels[y]) == (a, b, film, other)
        assert similarity == pytest.approx(cinewatch.compare(a, b).similarity, abs=1e-6)


def test_rows_and_columns_of_the_heat_map_are_in_the_order_of_the_group(three: Group) -> None:
    chart = heat_map(three).to_dict()
    dendrogram, cells = chart["vconcat"]
    assert cells["encoding"]["y"]["sort"] == LABELS
    assert (cells["encoding"]["y"]["field"], cells["encoding"]["color"]["field"]) == ("Other film", "Similarity")
    assert (cells["encoding"]["x"]["field"], cells["encoding"]["x2"]["field"]) == ("left", "right")
    assert {(row["Film"], row["left"], row["right"]) for row in rows_of(chart, cells)} == {
        (LABELS[0], -0.5, 0.5),
        (LABELS[1], 0.5, 1.5),
        (LABELS[2], 1.5, 2.5),
    }
    scales = [part["encoding"]["x"]["scale"] for part in (dendrogram, cells)]
    assert scales == [{"domain": [-0.5, 2.5], "nice": False}] * 2, "a branch stands above its film"
    axes = [part["encoding"]["y"]["axis"] for part in (dendrogram, cells)]
    assert len({axis[extent]["expr"] for axis in axes for extent in ("minExtent", "maxExtent")}) == 1


def test_each_merge_is_a_bracket_of_the_dendrogram(three: Group) -> None:
    merges = (Merge(1, 2, 0, 0, 0.2), Merge(0.25, 1.5, 0.1, 0.2, 0.85))
    chart = heat_map(replace(three, merges=merges)).to_dict()
    dendrogram = chart["vconcat"][0]
    table = pd.DataFrame(rows_of(chart, dendrogram)).sort_values(["Merge", "Corner"])
    brackets = [list(zip(rows["x"], rows["Distance"], strict=True)) for _, rows in table.groupby("Merge")]
    assert brackets == [[(1, 0), (1, 0.2), (2, 0.2), (2, 0)], [(0.25, 0.1), (0.25, 0.85), (1.5, 0.85), (1.5, 0.2)]]
    encoding = dendrogram["encoding"]
    assert {name: encoding[name]["field"] for name in ("x", "y", "detail", "order")} == {
        "x": "x",
        "y": "Distance",
        "detail": "Merge",
        "order": "Corner",
    }


def test_a_click_on_the_heat_map_selects_a_pair_of_films(three: Group) -> None:
    selections = selections_of(heat_map(three))
    assert list(selections) == ["pair"]
    assert selections["pair"]["fields"] == ["a", "b"]


def test_two_films_are_a_heat_map_of_two_cells(cinewatch: CineWatch) -> None:
    chart = heat_map(cinewatch.relations.group([LANTERNS, LANTERNS_TWIN])).to_dict()
    assert [len(rows_of(chart, part)) for part in chart["vconcat"]] == [4, 2]


def test_titles_come_through_unchanged(cinewatch: CineWatch, three: Group) -> None:
    for title in STRANGE_TITLES:
        film = replace(cinewatch.film(WHALES), title=title)
        group = replace(three, members=(Member(film, 0.15), *three.members[1:]))
        label = f"{title} (1985)"
        assert members_table(group).columns[2] == members_table(group).loc[0, "Film"] == label
        assert set(cells_table(group)["Film"]) == set(cells_table(group)["Other film"]) >= {label}
        assert heat_map(group).to_dict()["vconcat"][1]["encoding"]["y"]["sort"][0] == label


def test_titles_of_the_catalogue_that_look_like_markup_are_drawn_like_others(cinewatch: CineWatch) -> None:
    group = cinewatch.relations.group([MARKDOWN, SCRIPT, *IDS[:6]])
    labels = [member.film.label for member in group.members]
    assert "<script>alert(1)</script> (2011)" in labels
    assert heat_map(group).to_dict()["vconcat"][1]["encoding"]["y"]["sort"] == labels
