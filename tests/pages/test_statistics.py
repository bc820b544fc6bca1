"""The page of charts."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch, Filters
from tests.engine.made_up import FILMS, HIDDEN, film, write_csv
from tests.pages.conftest import Open, shown


def _open(at: AppTest) -> AppTest:
    return at.run().switch_page("pages/statistics.py").run()


def test_the_headline_counts_the_films(app: AppTest) -> None:
    at = _open(app)
    assert at.metric[0].value == str(len(FILMS) - len(HIDDEN))
    assert f"{len(FILMS) - len(HIDDEN)} of {len(FILMS)} films." in shown(at)


def test_there_are_at_least_five_charts(app: AppTest) -> None:
    assert len(_open(app).get("vega_lite_chart")) >= 5


def test_the_films_that_pass_the_filters_are_told_and_drawn(app: AppTest, cinewatch: CineWatch) -> None:
    at = _open(app)
    at.multiselect(key="genres").set_value(["Drama"]).run()
    figures = cinewatch.statistics(Filters(genres=("Drama",)))
    assert at.metric[0].value == f"{figures.films}"
    assert f"{figures.films} of {len(FILMS)} films." in shown(at)
    assert not at.exception


def test_where_no_film_passes_the_filter_that_leaves_out_most_is_named(app: AppTest) -> None:
    at = _open(app)
    at.select_slider(key="votes").set_value(10_000).run()
    assert not at.exception
    assert "No film passes the filters" in at.info[0].value
    assert not at.get("vega_lite_chart")


def test_rejected_rows_are_counted_by_reason(open_app: Open, tmp_path: Path) -> None:
    rows = [film(1, "Kept", 1990), film(1, "Kept", 1990), film(0, "No id"), film(5, "")]
    at = _open(open_app(write_csv(tmp_path / "films.csv", rows)))
    reasons = at.dataframe[0].value.set_index("Reason")["Rows"].to_dict()
    assert reasons == {"duplicate id": 1, "no valid id": 1, "no title": 1}


def test_ratings_of_a_file_without_votes_have_a_plain_mean(open_app: Open, tmp_path: Path) -> None:
    rows = [{"id": 1, "title": "A", "vote_average": 6}, {"id": 2, "title": "B", "vote_average": 9}]
    at = _open(open_app(write_csv(tmp_path / "films.csv", rows, ("id", "title", "vote_average"))))
    assert not at.exception
    assert "7.50" in [metric.value for metric in at.metric]


@pytest.mark.parametrize(
    "rows",
    [
        [film(1, "Bare", None, 0)],
        [film(1, "No genre", 1990), film(2, "No date", None)],
        [film(1, "A dollar", 1990, budget=1, revenue=2)],
    ],
    ids=["nothing but a title", "gaps", "a budget of a dollar"],
)
def test_charts_that_the_data_do_not_allow_are_left_out_without_an_error(
    open_app: Open, tmp_path: Path, rows: list[dict[str, str]]
) -> None:
    at = _open(open_app(write_csv(tmp_path / "films.csv", rows)))
    assert not at.exception
    assert not at.error
    assert "The catalogue in figures" in shown(at)
