"""Boxes of ratings and running times."""

from __future__ import annotations

from engine import CineWatch
from fakes.sample_catalogue import Build, film_row
from tests.ui.charts.captioned import data_of, specification
from ui.charts.distributions import ratings_by_decade, ratings_by_genre, running_times_by_decade
from ui.text.palette import GENRE_COLOURS


def test_boxes_have_the_quantiles_of_the_engine_in_its_order(sample: CineWatch) -> None:
    genres = sample.statistics.ratings_and_money().ratings_by_genre
    table = data_of(ratings_by_genre(sample.statistics.ratings_and_money()))
    assert table["Name"].tolist() == [genre.name for genre in genres]
    assert table["Median"].tolist() == [genre.median for genre in genres]
    assert table["5 % are below"].tolist() == [genre.p5 for genre in genres]
    decades = sample.statistics.over_time().runtimes_by_decade
    table = data_of(running_times_by_decade(sample.statistics.over_time()))
    assert table["Name"].tolist() == [decade.name for decade in decades]
    assert table["75 % are below"].tolist() == [decade.p75 for decade in decades]


def test_boxes_of_genres_have_the_colours_of_genres_and_those_of_decades_have_none(sample: CineWatch) -> None:
    _, boxes, _ = specification(ratings_by_genre(sample.statistics.ratings_and_money()))["layer"]
    scale = boxes["encoding"]["color"]["scale"]
    assert scale["range"] == [GENRE_COLOURS[name] for name in scale["domain"]]
    _, boxes, _ = specification(ratings_by_decade(sample.statistics.over_time()))["layer"]
    assert "color" not in boxes["encoding"]


def test_the_caption_has_the_first_and_the_last_median(build: Build) -> None:
    rows = [
        film_row(1, "Old", 1985, runtime=100),
        film_row(2, "New", 1995, runtime=90),
        film_row(3, "Newer", 1996, runtime=91),
    ]
    chart = running_times_by_decade(build(rows).statistics.over_time())
    assert chart.caption.startswith("Medians from 100 (1980s) to 90.5 (1990s). Bars show the middle 50\u00a0% of films")
