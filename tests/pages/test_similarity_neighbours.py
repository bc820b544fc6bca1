"""The neighbours of one film or a few: what can be set, and what happens without neighbours."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch
from engine.relations import Neighbourhood
from fakes.sample_catalogue import BARE, NIGHTJAR_1974, WHALES, film_row, write_csv
from tests.pages.conftest import Link, Open, follow, notes, page_text, plain
from tests.pages.film_walls import link_rows
from ui.charts.network import edges_table
from ui.similarity.neighbourhood import FILM_PAGES, NO_FILMS, TABLE_COLUMNS, caption, no_neighbours

MERIDIAN = 143
THREE = ["Meridian (1982)", "The Whale Song (1985)", "Nightjar (1974)"]


def around(app: AppTest, link: Link) -> AppTest:
    """Open the mode by a link."""
    return follow(app.switch_page("pages/similarity.py"), {"mode": "Neighbours", **link})


def assert_shows(at: AppTest, neighbourhood: Neighbourhood) -> None:
    """Assert that this neighbourhood is shown, as a chart and as a table."""
    assert notes(at) == []
    (chart,) = at.get("vega_lite_chart")
    assert chart.proto.alt.startswith(f"{len(neighbourhood.nodes)} films around ")
    assert f"joined by {len(neighbourhood.edges)} lines" in chart.proto.alt
    assert caption(neighbourhood) in page_text(at).splitlines()
    (table,) = at.dataframe
    assert table.value.equals(edges_table(neighbourhood)[TABLE_COLUMNS])
    films = [node.film for node in neighbourhood.nodes]
    assert link_rows(at)[FILM_PAGES] == {film.label: f"film?id={film.id}" for film in films}


@pytest.mark.parametrize(
    ("link", "arguments"),
    [
        ({"centre": THREE[0]}, ((MERIDIAN,), 1, 8, 0.0)),
        ({"centre": THREE[0], "steps": "2"}, ((MERIDIAN,), 2, 8, 0.0)),
        ({"centre": THREE[0], "neighbours": "3"}, ((MERIDIAN,), 1, 3, 0.0)),
        ({"centre": THREE[0], "neighbours": "12", "min_similarity": "0.2"}, ((MERIDIAN,), 1, 12, 0.2)),
        ({"centre": THREE, "steps": "2", "neighbours": "3"}, ((MERIDIAN, WHALES, NIGHTJAR_1974), 2, 3, 0.0)),
        ({"centre": "id 131"}, ((131,), 1, 8, 0.0)),
        ({"centre": [THREE[0], f"id {MERIDIAN}"]}, ((MERIDIAN,), 1, 8, 0.0)),
        ({"centre": ["Quillon", THREE[0]]}, ((BARE, MERIDIAN), 1, 8, 0.0)),
    ],
    ids=[
        "a film",
        "two steps",
        "few neighbours",
        "a minimum similarity",
        "three films",
        "a hidden film",
        "a film twice",
        "a film without neighbours beside another",
    ],
)
def test_the_neighbourhood_is_that_of_the_engine(
    app: AppTest, cinewatch: CineWatch, link: Link, arguments: tuple[tuple[int, ...], int, int, float]
) -> None:
    assert_shows(around(app, link), cinewatch.relations.neighbourhood(*arguments))


def test_steps_neighbours_and_minimum_similarity_can_be_set(app: AppTest, cinewatch: CineWatch) -> None:
    neighbourhood = cinewatch.relations.neighbourhood
    around(app, {"centre": THREE[1]})
    app.button_group(key="steps").set_value(2).run()
    assert_shows(app, neighbourhood([WHALES], 2, 8))
    app.slider(key="neighbours").set_value(4).run()
    assert_shows(app, neighbourhood([WHALES], 2, 4))
    app.slider(key="min_similarity").set_value(0.1).run()
    assert_shows(app, neighbourhood([WHALES], 2, 4, 0.1))
    sizes = [len(neighbourhood([WHALES], *args).edges) for args in ((1, 8), (2, 8), (2, 4), (2, 4, 0.1))]
    assert all(before != after for before, after in pairwise(sizes)), "each setting makes a difference"


def test_only_the_first_three_films_of_a_link_are_centres(app: AppTest, cinewatch: CineWatch) -> None:
    around(app, {"centre": [*THREE, "Café Éclair (1962)"]})
    (note,) = notes(app)
    assert "centre=Café Éclair (1962)" in note
    neighbourhood = cinewatch.relations.neighbourhood([MERIDIAN, WHALES, NIGHTJAR_1974])
    assert len(app.dataframe[0].value) == len(neighbourhood.edges)


def test_a_note_says_why_there_is_nothing_to_draw(new_app: Callable[[], AppTest], cinewatch: CineWatch) -> None:
    bare, nightjar = cinewatch.film(BARE), cinewatch.film(NIGHTJAR_1974)
    expected: list[tuple[Link, str]] = [
        ({"centre": ""}, NO_FILMS),
        ({"centre": "Quillon"}, no_neighbours([bare], 0)),
        ({"centre": "Nightjar (1974)", "min_similarity": "0.6"}, no_neighbours([nightjar], 0.6)),
        ({"centre": ["Quillon", "Nightjar (1974)"], "min_similarity": "0.5"}, no_neighbours([bare, nightjar], 0.5)),
    ]
    assert "0.50 or more to Quillon, Nightjar" in plain(expected[-1][1])
    for link, note in expected:
        app = around(new_app(), link)
        assert notes(app) == [plain(note)]
        assert not app.get("vega_lite_chart")
        assert not app.dataframe


def test_a_film_that_is_not_found_is_named_and_nothing_is_drawn(app: AppTest) -> None:
    around(app, {"centre": "zzzzqq"})
    not_found, note = notes(app)
    assert "zzzzqq" in not_found
    assert note == NO_FILMS
    assert not app.get("vega_lite_chart")


def test_neighbours_that_do_not_fit_are_counted(open_app: Open, tmp_path: Path) -> None:
    # One film has twelve neighbours, each of which has eleven more that no other film has.
    rows = [film_row(1, "Middle", 1990, 9_000, keywords=", ".join(f"lead{n}" for n in range(12)))]
    for n in range(12):
        own = [f"word{n}x{k}" for k in range(11)]
        rows.append(film_row(100 * n + 50, f"Near{n}", 1990, 900, keywords=", ".join([f"lead{n}", *own])))
        rows += [film_row(100 * n + 51 + k, f"Far{n}x{k}", 1990, 10, keywords=word) for k, word in enumerate(own)]
    app = around(
        open_app(write_csv(tmp_path / "films.csv", rows)), {"centre": "Middle", "steps": "2", "neighbours": "12"}
    )
    (chart,) = app.get("vega_lite_chart")
    assert chart.proto.alt.startswith("60 films around Middle (1990)")
    assert f"{12 * 12 + 1 - 60} more not shown." in page_text(app)


def test_another_neighbourhood_is_a_new_chart_in_which_a_film_can_be_clicked(app: AppTest) -> None:
    around(app, {"centre": THREE[0]})
    (before,) = app.get("vega_lite_chart")
    assert list(before.proto.selection_mode) == ["film"]
    app.slider(key="neighbours").set_value(3).run()
    (after,) = app.get("vega_lite_chart")
    assert before.key != after.key


def test_the_film_of_the_other_modes_is_the_centre_and_the_other_way_round(app: AppTest) -> None:
    around(app, {"first": THREE[0]})
    assert app.multiselect(key="centre").value == [THREE[0]]
    app.multiselect(key="centre").set_value([THREE[1]]).run()
    app.button_group(key="mode").set_value("Two films").run()
    assert app.multiselect(key="first").value == [THREE[1]]
    app.multiselect(key="first").set_value([THREE[2]]).run()
    app.button_group(key="mode").set_value("Neighbours").run()
    assert app.multiselect(key="centre").value == [THREE[2]]
    assert not app.exception


def test_a_link_with_a_centre_has_that_centre(app: AppTest) -> None:
    around(app, {"first": THREE[0], "centre": THREE[1]})
    assert app.multiselect(key="centre").value == [THREE[1]]
