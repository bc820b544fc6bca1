"""The look at the films around a few: what it depends on, and when there is nothing around."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch
from engine.relations import Neighbourhood
from fakes.sample_catalogue import BARE, HARBOUR, NIGHTJAR_1974, WHALES, film, write_csv
from tests.pages.conftest import Link, Open, follow, notes, told
from ui.charts.relations import edges_table

MERIDIAN = 143
THREE = ["Meridian (1982)", "The Whale Song (1985)", "Nightjar (1974)"]


def around(app: AppTest, link: Link) -> AppTest:
    """Open the look by a link."""
    return follow(app.switch_page("pages/similarity.py"), {"mode": "Neighbours", **link})


def assert_shows(at: AppTest, found: Neighbourhood) -> None:
    """See that this neighbourhood is shown, as a chart and as a table."""
    assert notes(at) == []
    (chart,) = at.get("vega_lite_chart")
    assert chart.proto.alt.startswith(f"{len(found.nodes)} films around ")
    assert f"joined by {len(found.edges)} lines" in chart.proto.alt
    (table,) = at.dataframe
    assert table.value.equals(edges_table(found)[["Film", "And", "Similarity", "Shares"]])


@pytest.mark.parametrize(
    ("link", "asked"),
    [
        ({}, ((HARBOUR,), 1, 8, 0.0)),
        ({"centre": THREE[0]}, ((MERIDIAN,), 1, 8, 0.0)),
        ({"centre": THREE[0], "steps": "2"}, ((MERIDIAN,), 2, 8, 0.0)),
        ({"centre": THREE[0], "links": "3"}, ((MERIDIAN,), 1, 3, 0.0)),
        ({"centre": THREE[0], "links": "12", "least": "0.2"}, ((MERIDIAN,), 1, 12, 0.2)),
        ({"centre": THREE, "steps": "2", "links": "3"}, ((MERIDIAN, WHALES, NIGHTJAR_1974), 2, 3, 0.0)),
        ({"centre": "id 131"}, ((131,), 1, 8, 0.0)),
    ],
    ids=["at first", "a film", "two steps", "few neighbours", "a threshold", "three films", "a film that is not shown"],
)
def test_the_picture_is_that_of_the_engine(
    app: AppTest, cinewatch: CineWatch, link: Link, asked: tuple[tuple[int, ...], int, int, float]
) -> None:
    assert_shows(around(app, link), cinewatch.relations.neighbourhood(*asked))


def test_two_steps_show_more_films_than_one(cinewatch: CineWatch) -> None:
    one, two = (len(cinewatch.relations.neighbourhood([MERIDIAN], depth, 8).nodes) for depth in (1, 2))
    assert one < two, "what makes no difference would not be missed"


def test_steps_neighbours_and_threshold_are_set_by_hand(app: AppTest, cinewatch: CineWatch) -> None:
    around(app, {"centre": THREE[0]})
    app.button_group(key="steps").set_value(2).run()
    assert_shows(app, cinewatch.relations.neighbourhood([MERIDIAN], 2, 8))
    app.slider(key="links").set_value(4).run()
    assert_shows(app, cinewatch.relations.neighbourhood([MERIDIAN], 2, 4))
    app.slider(key="least").set_value(0.1).run()
    assert_shows(app, cinewatch.relations.neighbourhood([MERIDIAN], 2, 4, 0.1))


def test_of_more_films_than_fit_into_the_middle_the_first_three_count(app: AppTest, cinewatch: CineWatch) -> None:
    around(app, {"centre": [*THREE, "Café Éclair (1962)"]})
    assert notes(app) == ["The link asks for what there is not, which is ignored: centre=Café Éclair (1962)."]
    found = cinewatch.relations.neighbourhood([MERIDIAN, WHALES, NIGHTJAR_1974])
    assert len(app.dataframe[0].value) == len(found.edges)


def test_a_film_named_twice_is_in_the_middle_once(app: AppTest, cinewatch: CineWatch) -> None:
    assert_shows(around(app, {"centre": [THREE[0], f"id {MERIDIAN}"]}), cinewatch.relations.neighbourhood([MERIDIAN]))


def test_a_film_without_neighbours_stands_alone_beside_one_that_has_some(app: AppTest, cinewatch: CineWatch) -> None:
    assert_shows(around(app, {"centre": ["Quillon", THREE[0]]}), cinewatch.relations.neighbourhood([BARE, MERIDIAN]))


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ({"centre": ""}, "Choose a film to see what lies around it."),
        ({"centre": "Quillon"}, "Nothing is known of Quillon that another film"),
        ({"centre": "Nightjar (1974)", "least": "0.6"}, "No other film is at least 0.60 alike to Nightjar"),
        ({"centre": ["Quillon", "Nightjar (1974)"], "least": "0.5"}, "at least 0.50 alike to Quillon, Nightjar"),
    ],
    ids=["no film", "a film that shares nothing", "a threshold too high", "two films"],
)
def test_where_there_is_nothing_around_a_sentence_says_so(app: AppTest, link: Link, sentence: str) -> None:
    around(app, link)
    (note,) = notes(app)
    assert sentence in note
    assert not app.get("vega_lite_chart")
    assert not app.dataframe


def test_a_film_that_there_is_not_is_told_and_nothing_is_drawn(app: AppTest) -> None:
    around(app, {"centre": "zzzzqq"})
    assert [note.partition(".")[0] for note in notes(app)] == [
        "No title is like “zzzzqq”",
        "Choose a film to see what lies around it",
    ]
    assert not app.get("vega_lite_chart")


def test_neighbours_for_which_there_is_no_room_are_counted(open_app: Open, tmp_path: Path) -> None:
    # One film has twelve neighbours, each of which has eleven more that nobody else has.
    rows = [film(1, "Middle", 1990, 9_000, keywords=", ".join(f"lead{n}" for n in range(12)))]
    for n in range(12):
        own = [f"word{n}x{k}" for k in range(11)]
        rows.append(film(100 * n + 50, f"Near{n}", 1990, 900, keywords=", ".join([f"lead{n}", *own])))
        rows += [film(100 * n + 51 + k, f"Far{n}x{k}", 1990, 10, keywords=word) for k, word in enumerate(own)]
    app = around(open_app(write_csv(tmp_path / "films.csv", rows)), {"steps": "2", "links": "12"})
    (chart,) = app.get("vega_lite_chart")
    assert chart.proto.alt.startswith("60 films around Middle (1990)")
    assert f"{12 * 12 + 1 - 60} more neighbours have no room in the picture." in told(app)


def test_another_picture_is_another_chart_in_which_a_film_can_be_selected(app: AppTest) -> None:
    around(app, {"centre": THREE[0]})
    (before,) = app.get("vega_lite_chart")
    assert list(before.proto.selection_mode) == ["film"]
    app.slider(key="links").set_value(3).run()
    (after,) = app.get("vega_lite_chart")
    assert before.key != after.key
