"""How similar a film is to all others: the tables of the histogram, and what the page needs of its chart."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from engine import CineWatch
from engine.entities import Bin
from engine.relations import Neighbour, SimilarityHistogram
from fakes.sample_catalogue import BARE, HARBOUR, WHALES
from tests.ui.charts.specifications import STRANGE_TITLES, rows_of
from ui.charts.histogram import NEAREST, histogram_chart, histogram_table, marks_table

NO_MARKS = pd.DataFrame([], columns=["Film", "Similarity", "Kind", "id"])


def test_bins_are_one_row_each(cinewatch: CineWatch) -> None:
    bins = (Bin(0, 0.1, 9), Bin(0.1, 0.2, 0), Bin(0.2, 0.3, 1))
    assert histogram_table(SimilarityHistogram(cinewatch.film(WHALES), 30, 20, bins, ())).to_dict("records") == [
        {"From": 0, "To": 0.1, "Films": 9},
        {"From": 0.1, "To": 0.2, "Films": 0},
        {"From": 0.2, "To": 0.3, "Films": 1},
    ]


def test_the_nearest_films_are_marked_and_the_other_film_once(cinewatch: CineWatch) -> None:
    histogram = cinewatch.relations.histogram(HARBOUR)
    near = histogram.nearest[2].film
    alone = marks_table(histogram, None, 0.0)
    assert alone["Film"].tolist() == [one.film.label for one in histogram.nearest]
    assert set(alone["Kind"]) == {NEAREST}
    with_near = marks_table(histogram, near, 0.5)
    assert sorted(with_near["Film"]) == sorted(alone["Film"])
    assert with_near.to_dict("records")[-1] == {
        "Film": near.label,
        "Similarity": 0.5,
        "Kind": near.label,
        "id": near.id,
    }
    distant = cinewatch.film(BARE)
    assert marks_table(histogram, distant, 0.0)["Film"].tolist() == [*alone["Film"], "Quillon"]


def test_bars_have_a_log_scale_and_lines_mark_films(cinewatch: CineWatch) -> None:
    bins = pd.DataFrame([(0.0, 0.1, 1_234), (0.1, 0.2, 7)], columns=["From", "To", "Films"])
    marks = marks_table(cinewatch.relations.histogram(HARBOUR), cinewatch.film(WHALES), 0.2)
    chart = histogram_chart(bins, marks).to_dict()
    bars, lines = chart["layer"]
    assert (bars["encoding"]["x"]["field"], bars["encoding"]["x2"]["field"]) == ("From", "To")
    assert (bars["encoding"]["y"]["field"], bars["encoding"]["y2"]["datum"]) == ("Films", 0)
    assert bars["encoding"]["y"]["scale"]["type"] == "symlog"
    assert rows_of(chart, bars) == bins.to_dict("records")
    assert lines["encoding"]["x"]["field"] == "Similarity"
    assert lines["encoding"]["color"]["scale"]["domain"] == [NEAREST, "The Whale Song (1985)"]
    assert NEAREST in str(lines["encoding"]["size"]["condition"]["test"])
    assert rows_of(chart, lines) == marks.to_dict("records")
    assert lines["encoding"]["href"]["field"] in str(lines["transform"]), "a click opens the film"


@pytest.mark.parametrize(
    ("highest", "values"),
    [(9, [0, 1]), (10, [0, 1, 10]), (99, [0, 1, 10]), (100, [0, 1, 10, 100]), (1_234, [0, 1, 10, 100, 1_000])],
)
def test_the_scale_is_marked_at_powers_of_ten_up_to_the_highest_bar(highest: int, values: list[int]) -> None:
    bins = pd.DataFrame([(0.0, 0.1, highest)], columns=["From", "To", "Films"])
    assert histogram_chart(bins, NO_MARKS).to_dict()["layer"][0]["encoding"]["y"]["axis"]["values"] == values


def test_charts_can_be_drawn_from_one_row_or_none(cinewatch: CineWatch) -> None:
    nearest = (Neighbour(cinewatch.film(WHALES), 0.9, ()),)
    histogram = SimilarityHistogram(cinewatch.film(BARE), 1, 0, (Bin(0, 1, 1),), nearest)
    bins, marks = histogram_table(histogram), marks_table(histogram, None, 0)
    for some_bins, some_marks in ((bins, marks), (bins, marks.head(0)), (bins.head(0), marks.head(0))):
        chart = histogram_chart(some_bins, some_marks).to_dict()
        assert [len(rows_of(chart, layer)) for layer in chart["layer"]] == [len(some_bins), len(some_marks)]


def test_empty_tables_have_their_columns(cinewatch: CineWatch) -> None:
    alone = SimilarityHistogram(cinewatch.film(BARE), 0, 0, (), ())
    assert list(histogram_table(alone).columns) == ["From", "To", "Films"]
    assert list(marks_table(alone, None, 0).columns) == list(NO_MARKS.columns)


def test_titles_come_through_unchanged(cinewatch: CineWatch) -> None:
    for title in STRANGE_TITLES:
        film = replace(cinewatch.film(WHALES), title=title)
        histogram = SimilarityHistogram(film, 1, 0, (), (Neighbour(film, 0.5, ()),))
        label = f"{title} (1985)"
        assert marks_table(histogram, film, 0.5).to_dict("records") == [
            {"Film": label, "Similarity": 0.5, "Kind": label, "id": WHALES}
        ]
