"""The look at the map: its figures, a film on it or not, its colours, and that it is drawn but once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from engine import CineWatch
from fakes.sample_catalogue import ADULT, FILMS, HARBOUR, WHALES, film, write_csv
from tests.pages.conftest import Link, Open, follow, notes, plain, told
from ui.charts.film_map import map_table
from ui.charts.relations import neighbours_table

ALONE = [film(1, "One", 1990), film(2, "Two", 1991)]
ALIKE = [film(n, title, 1990, 99 - n, genres="War") for n, title in enumerate(("One", "Two", "Three"), 1)]


def mapped(app: AppTest, link: Link) -> AppTest:
    """Open the look by a link."""
    return follow(app.switch_page("pages/similarity.py"), {"mode": "Map", **link})


def figures(at: AppTest) -> dict[str, str]:
    return {one.label: plain(one.value) for one in at.metric}


def layers(at: AppTest) -> list[dict[str, Any]]:
    """Return the layers of the chart: films, ways, spots and names."""
    (chart,) = at.get("vega_lite_chart")
    told: list[dict[str, Any]] = json.loads(chart.proto.spec)["layer"]
    return told


@pytest.mark.parametrize(("link", "film_id"), [({}, HARBOUR), ({"first": "The Whale Song (1985)"}, WHALES)])
def test_the_figures_are_those_of_the_engine(app: AppTest, cinewatch: CineWatch, link: Link, film_id: int) -> None:
    films, where = cinewatch.atlas.map(), cinewatch.atlas.map_neighbours(film_id)
    mapped(app, link)
    assert figures(app) == {
        "Films": "29",
        "Trustworthiness": f"{films.trustworthiness:.3f}",
        "Neighbours near it here": f"{sum(where.near)} of {len(where.near)}",
    }
    assert f"{films.kept:.1f} in the mean" in app.metric[2].help
    assert f"among the {films.near} nearest" in app.metric[2].help
    assert notes(app) == []


def test_the_nearest_in_truth_are_listed_with_which_of_them_are_near_on_the_map(
    app: AppTest, cinewatch: CineWatch
) -> None:
    where = cinewatch.atlas.map_neighbours(WHALES)
    assert 0 < sum(where.near) < 10, "of the same everywhere nothing could be mixed up"
    mapped(app, {"first": "The Whale Song (1985)"})
    assert "Nearest to The Whale Song in truth" in told(app).splitlines()
    (table,) = app.dataframe
    assert table.value["Near on the map"].tolist() == list(where.near)
    assert table.value.drop(columns="Near on the map").equals(neighbours_table(where.nearest))


def test_of_a_film_that_is_not_on_the_map_the_nearest_are_marked(app: AppTest, cinewatch: CineWatch) -> None:
    mapped(app, {"first": f"id {ADULT}"})
    assert notes(app) == ["Velvet Corridor is not on the map. Its true nearest are marked."]
    assert list(figures(app)) == ["Films", "Trustworthiness"]
    (table,) = app.dataframe
    assert table.value.equals(neighbours_table(cinewatch.atlas.map_neighbours(ADULT).nearest))


def test_of_a_film_of_which_nothing_is_known_its_place_means_nothing(app: AppTest) -> None:
    mapped(app, {"first": "Quillon"})
    assert notes(app) == ["Nothing is known of Quillon that another film shares: where it lies means nothing."]
    assert list(figures(app)) == ["Films", "Trustworthiness"]
    assert not app.dataframe


def test_a_film_that_is_not_on_the_map_and_shares_nothing_is_told_to(open_app: Open, tmp_path: Path) -> None:
    rows = [*ALIKE, film(4, "Elsewhere", 1990, adult=True)]
    app = mapped(open_app(write_csv(tmp_path / "films.csv", rows)), {"first": "Elsewhere"})
    (note,) = notes(app)
    assert note.startswith("Elsewhere is not on the map")
    assert note.endswith("shares nothing with any film that is.")
    assert not app.dataframe


def test_a_film_that_there_is_not_leaves_the_map_without_marks(app: AppTest) -> None:
    mapped(app, {"first": "zzzzqq"})
    assert [note.partition(".")[0] for note in notes(app)] == ["No title is like “zzzzqq”"]
    assert list(figures(app)) == ["Films", "Trustworthiness"]
    assert len(layers(app)) == 4


@pytest.mark.parametrize(
    ("link", "field"),
    [({}, "Genre"), ({"colour": "Decade"}, "Decade")],
    ids=["genre", "decade"],
)
def test_the_map_is_coloured_by_what_is_chosen(app: AppTest, link: Link, field: str) -> None:
    assert layers(mapped(app, link))[0]["encoding"]["color"]["field"] == field


def test_a_colour_is_chosen_by_hand(app: AppTest) -> None:
    mapped(app, {})
    app.button_group(key="colour").set_value("Rating").run()
    assert layers(app)[0]["encoding"]["color"]["field"] == "Rating"


def test_a_click_and_a_brush_are_what_the_map_selects(app: AppTest) -> None:
    mapped(app, {})
    (chart,) = app.get("vega_lite_chart")
    assert sorted(chart.proto.selection_mode) == ["brush", "film"]
    assert "films in this part" not in told(app)


@pytest.mark.parametrize(
    ("rows", "near"),
    [(ALONE[:1], None), (ALONE, None), (ALIKE[:2], "1 of 1"), (ALIKE, "2 of 2")],
    ids=["one", "two that share nothing", "two alike", "three alike"],
)
def test_of_few_films_there_is_a_map_that_cannot_be_measured(
    open_app: Open, tmp_path: Path, rows: list[dict[str, str]], near: str | None
) -> None:
    app = mapped(open_app(write_csv(tmp_path / "films.csv", rows)), {})
    expected = {"Films": str(len(rows)), "Trustworthiness": "too few films"}
    assert figures(app) == expected | ({"Neighbours near it here": near} if near else {})
    assert "nan" not in told(app).lower()
    assert len(layers(app)) == 4
    (chart,) = app.get("vega_lite_chart")
    assert "trustworthiness" not in chart.proto.alt


def test_the_map_is_there_as_a_table_when_asked_for(app: AppTest, cinewatch: CineWatch) -> None:
    app.session_state["map.table"] = True
    mapped(app, {"first": "Quillon"})
    (table,) = app.dataframe
    assert table.value.equals(map_table(cinewatch.atlas.map()).drop(columns="id"))


def test_without_a_film_that_may_be_shown_there_is_no_map(open_app: Open, tmp_path: Path) -> None:
    app = mapped(open_app(write_csv(tmp_path / "films.csv", [film(1, "One", 1990, adult=True)])), {})
    assert notes(app) == ["There is no film that could be drawn."]
    assert not app.get("vega_lite_chart")


def _only_the_map() -> None:
    from ui.similarity.film_map import open_map

    films, points = open_map()
    assert len(films.points) == len(points)


def test_a_bar_is_drawn_once_for_a_dataset_and_not_for_the_sessions_after(open_app: Open, tmp_path: Path) -> None:
    models = tmp_path / "models"
    csv = write_csv(tmp_path / "films.csv", FILMS)
    CineWatch.build(csv, models)
    open_app(csv, models)
    # A bar that has gone leaves an empty place.
    first, second = (AppTest.from_function(_only_the_map).run() for _ in range(2))
    assert not first.exception
    assert len(first.get("empty")) == 1
    assert len(second.get("empty")) == 0
    # So it is after a start of the server.
    st.cache_resource.clear()
    st.cache_data.clear()
    third = AppTest.from_function(_only_the_map).run()
    assert not third.exception
    assert len(third.get("empty")) == 0
