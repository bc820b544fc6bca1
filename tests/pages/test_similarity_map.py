"""The map: how far it can be trusted, films on it or not, its colours, and that it is drawn once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch
from fakes.sample_catalogue import ADULT, BARE, FILMS, HARBOUR, WHALES, film_row, write_csv
from tests.pages.conftest import Link, Open, follow, notes, page_text, plain
from tests.pages.film_walls import link_rows
from ui import cache
from ui.charts.base import PAGE
from ui.charts.film_map import map_table
from ui.charts.neighbours import neighbours_table
from ui.similarity.film_map import CLOSE, FILM_PAGES, NO_FILMS, TABLE, metrics, neighbours_heading, note

UNRELATED = [film_row(1, "One", 1990), film_row(2, "Two", 1991)]
SIMILAR = [film_row(n, title, 1990, 99 - n, genres="War") for n, title in enumerate(("One", "Two", "Three"), 1)]


def mapped(app: AppTest, link: Link) -> AppTest:
    """Open the mode by a link."""
    return follow(app.switch_page("pages/similarity.py"), {"mode": "Map", **link})


def values(at: AppTest) -> dict[str, str]:
    """Return the value of each metric, by label."""
    return {one.label: one.value for one in at.metric}


def layers(at: AppTest) -> list[dict[str, Any]]:
    """Return the layers of the chart: films, lines, marks, names of regions and labels."""
    (chart,) = at.get("vega_lite_chart")
    found: list[dict[str, Any]] = json.loads(chart.proto.spec)["layer"]
    return found


@pytest.mark.parametrize(
    ("link", "film_id"),
    [({"first": "The Glass Harbour (1999)"}, HARBOUR), ({"first": "The Whale Song (1985)"}, WHALES)],
)
def test_the_metrics_are_those_of_the_engine(app: AppTest, cinewatch: CineWatch, link: Link, film_id: int) -> None:
    films, selected = cinewatch.mapper.film_map(), cinewatch.mapper.map_neighbours(film_id)
    mapped(app, link)
    assert {one.label: (one.value, one.help) for one in app.metric} == metrics(films, selected)
    assert [*values(app).values()] == [
        "29",
        f"{films.trustworthiness:.3f}",
        f"{sum(selected.close_on_map)} of {len(selected.close_on_map)}",
    ]
    explanation = app.metric[2].help
    assert f"{films.neighbour_recall:.1f}" in explanation
    assert f"the {films.close_count} films" in explanation
    assert notes(app) == []


def test_the_most_similar_films_are_listed_with_which_are_close_on_the_map(app: AppTest, cinewatch: CineWatch) -> None:
    selected = cinewatch.mapper.map_neighbours(WHALES)
    assert 0 < sum(selected.close_on_map) < 10, "a table with one value everywhere could be the wrong one"
    mapped(app, {"first": "The Whale Song (1985)"})
    assert plain(neighbours_heading(selected)) in page_text(app).splitlines()
    (table,) = app.dataframe
    assert table.value[CLOSE].tolist() == list(selected.close_on_map)
    assert table.value.drop(columns=[CLOSE, PAGE]).equals(neighbours_table(selected.neighbours))
    films = [selected.film, *(neighbour.film for neighbour in selected.neighbours)]
    assert link_rows(app)[FILM_PAGES] == {film.label: f"film?id={film.id}" for film in films}


def test_the_most_similar_films_of_a_film_that_is_not_on_the_map_are_listed(app: AppTest, cinewatch: CineWatch) -> None:
    selected = cinewatch.mapper.map_neighbours(ADULT)
    mapped(app, {"first": f"id {ADULT}"})
    assert notes(app) == [note(selected)]
    assert list(values(app)) == ["Films", "Trustworthiness"]
    (table,) = app.dataframe
    assert table.value.drop(columns=PAGE).equals(neighbours_table(selected.neighbours))


def test_a_film_that_shares_nothing_has_a_note_and_no_list(app: AppTest, cinewatch: CineWatch) -> None:
    mapped(app, {"first": "Quillon"})
    assert notes(app) == [note(cinewatch.mapper.map_neighbours(BARE))]
    assert list(values(app)) == ["Films", "Trustworthiness"]
    assert not app.dataframe
    assert list(link_rows(app)[FILM_PAGES]) == [cinewatch.film(BARE).label]


def test_a_film_that_shares_nothing_and_is_not_on_the_map_has_another_note(open_app: Open, tmp_path: Path) -> None:
    csv = write_csv(tmp_path / "films.csv", [*SIMILAR, film_row(4, "Elsewhere", 1990, adult=True)])
    app = mapped(open_app(csv), {"first": "Elsewhere"})
    selected = CineWatch.of(csv, tmp_path / "models").mapper.map_neighbours(4)
    assert (selected.on_map, selected.neighbours) == (False, ())
    assert notes(app) == [note(selected)]
    assert not app.dataframe


def test_every_kind_of_note_is_different(cinewatch: CineWatch) -> None:
    absent, bare, usual = (cinewatch.mapper.map_neighbours(film_id) for film_id in (ADULT, BARE, HARBOUR))
    assert note(usual) is None
    assert "not on the map" in str(note(absent))
    assert "means nothing" in str(note(bare))


def test_a_film_that_is_not_found_leaves_the_map_without_marks(app: AppTest) -> None:
    mapped(app, {"first": "zzzzqq"})
    (not_found,) = notes(app)
    assert "zzzzqq" in not_found
    assert list(values(app)) == ["Films", "Trustworthiness"]
    assert len(layers(app)) == 7


def test_the_map_is_coloured_by_genre_a_link_or_a_choice(app: AppTest) -> None:
    mapped(app, {"map_colour": "Decade"})
    assert layers(app)[0]["encoding"]["color"]["field"] == "Decade"
    for colour_by, field in (("Rating", "Rating"), ("Genre", "Colour")):
        app.button_group(key="map_colour").set_value(colour_by).run()
        assert layers(app)[0]["encoding"]["color"]["field"] == field


def test_films_can_be_clicked_and_an_area_selected(app: AppTest) -> None:
    mapped(app, {})
    (chart,) = app.get("vega_lite_chart")
    assert sorted(chart.proto.selection_mode) == ["brush", "film"]
    assert layers(app)[0]["encoding"]["color"]["field"] == "Colour"


@pytest.mark.parametrize(
    ("rows", "close"),
    [(UNRELATED[:1], None), (UNRELATED, None), (SIMILAR[:2], "1 of 1"), (SIMILAR, "2 of 2")],
    ids=["one", "two unrelated", "two similar", "three similar"],
)
def test_a_map_of_few_films_is_drawn_but_not_measured(
    open_app: Open, tmp_path: Path, rows: list[dict[str, str]], close: str | None
) -> None:
    app = mapped(open_app(write_csv(tmp_path / "films.csv", rows)), {"first": rows[0]["title"]})
    expected = {"Films": str(len(rows)), "Trustworthiness": "too few films"}
    assert values(app) == expected | ({CLOSE: close} if close else {})
    assert "nan" not in page_text(app).lower()
    assert len(layers(app)) == 7
    (chart,) = app.get("vega_lite_chart")
    assert "trustworthiness" not in chart.proto.alt


def test_the_whole_map_is_there_as_a_table(app: AppTest, cinewatch: CineWatch) -> None:
    app.session_state[TABLE] = True
    mapped(app, {"first": "Quillon"})
    (table,) = app.dataframe
    assert table.value.drop(columns=PAGE).equals(map_table(cinewatch.mapper.film_map()).drop(columns="id"))


def test_without_films_to_show_there_is_no_map(open_app: Open, tmp_path: Path) -> None:
    app = mapped(open_app(write_csv(tmp_path / "films.csv", [film_row(1, "One", 1990, adult=True)])), {})
    assert notes(app) == [NO_FILMS]
    assert not app.get("vega_lite_chart")


def _only_the_map() -> None:
    from ui.similarity.film_map import open_map

    films, points = open_map()
    assert len(films.points) == len(points)


def test_a_progress_bar_is_drawn_once_for_a_dataset(open_app: Open, tmp_path: Path) -> None:
    models = tmp_path / "models"
    csv = write_csv(tmp_path / "films.csv", FILMS)
    CineWatch.build(csv, models)
    open_app(csv, models)
    # A bar that is gone leaves an empty place.
    first, second = (AppTest.from_function(_only_the_map).run() for _ in range(2))
    assert not first.exception
    assert len(first.get("empty")) == 1
    assert len(second.get("empty")) == 0
    # It is not drawn again after a restart of the server.
    cache.forget()
    third = AppTest.from_function(_only_the_map).run()
    assert not third.exception
    assert len(third.get("empty")) == 0
