"""Charts: what they are made of, and that they are valid."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from engine import CineWatch, Count, Move, Query, Statistics
from tests.engine.made_up import HARBOUR, LOW_TIDE, WHALES, Build, film
from ui import charts, comparison_charts, dataset_charts, year_charts
from ui.languages import language_name
from ui.palette import GENRE_COLOURS, PART_COLOURS

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "sample_movies.csv"


def test_the_parts_of_each_score_sum_to_it(cinewatch: CineWatch) -> None:
    parts = charts.score_parts(cinewatch.recommend(Query((HARBOUR,), k=10)).films)
    sums = parts.groupby("Place").agg(total=("Value", "sum"), score=("Score", "first"))
    assert sums["total"].to_numpy() == pytest.approx(sums["score"].to_numpy(), abs=1e-6)


def test_the_table_of_an_answer_has_a_row_for_each_film_in_order(cinewatch: CineWatch) -> None:
    found = cinewatch.recommend(Query((HARBOUR,), k=10)).films
    table = charts.answer_table(found)
    assert len(table) == 10
    for place, (row, one) in enumerate(zip(table.to_dict("records"), found, strict=True), 1):
        film = one.film
        assert (row["Place"], row["Film"], row["Year"]) == (place, film.title, film.year)
        assert (row["Score"], row["Because"]) == (one.score, ", ".join(one.explanation.because))
        assert (row["Votes"], row["Minutes"], row["Genres"]) == (film.votes, film.runtime, ", ".join(film.genres))
        assert row["Rating"] == film.rating or (film.rating is None and row["Rating"] is pd.NA)


def test_what_is_not_known_is_empty_in_the_table_and_years_stay_whole(build: Build) -> None:
    known = film(1, "Known", 1990, genres="War")
    bare = film(2, "Bare", None, 0, runtime=0, genres="War")
    dated = film(3, "Dated", 1991, genres="War, Drama")
    table = charts.answer_table(build([known, bare, dated]).recommend(Query((1,))).films).set_index("Film")
    assert table.loc["Bare", ["Year", "Rating", "Minutes"]].isna().all()
    assert table.loc["Bare", "Votes"] == 0
    assert str(table.loc["Dated", "Year"]) == "1991"


def test_moves_are_told_with_both_places_and_in_words(cinewatch: CineWatch) -> None:
    first, second, third = (cinewatch.film(film_id) for film_id in (HARBOUR, LOW_TIDE, WHALES))
    moves = [Move(first, 3, 1), Move(second, 2, 2), Move(third, 1, 1_003)]
    assert charts.moves_table(moves).to_dict("records") == [
        {"Film": "The Glass Harbour (1999)", "Before": 3, "After": 1, "Moves": "up 2"},
        {"Film": "The Glass Harbour: Low Tide (2001)", "Before": 2, "After": 2, "Moves": ""},
        {"Film": "The Whale Song (1985)", "Before": 1, "After": 1_003, "Moves": "down 1,002"},
    ]


def test_every_part_of_a_score_has_a_colour(cinewatch: CineWatch) -> None:
    parts = set(charts.score_parts(cinewatch.recommend(Query((HARBOUR,), k=50)).films)["Part"])
    assert parts <= set(PART_COLOURS)
    assert set(cinewatch.info.fields) <= set(PART_COLOURS)


def test_a_term_in_two_fields_has_two_bars(cinewatch: CineWatch) -> None:
    table = charts.terms_table(cinewatch.compare(HARBOUR, LOW_TIDE).explanation)
    bars = charts.contributions(table).data["Bar"]
    assert table["Term"].duplicated().any()
    assert not bars.duplicated().any()


@pytest.fixture(scope="module")
def sample_figures(tmp_path_factory: pytest.TempPathFactory) -> Statistics:
    """Return the sample in figures."""
    return CineWatch.of(SAMPLE, tmp_path_factory.mktemp("models")).statistics()


def drawn_of(figures: Statistics) -> list[dataset_charts.Picture]:
    """Return all charts of the page of statistics."""
    beside = [*dataset_charts.pictures(figures), *comparison_charts.comparisons(figures)]
    return [year_charts.over_the_years(figures), *beside]


def test_charts_are_valid_vega_lite(cinewatch: CineWatch) -> None:
    found = cinewatch.recommend(Query((HARBOUR,), k=10)).films
    explanation = cinewatch.compare(HARBOUR, LOW_TIDE).explanation
    drawn = [
        charts.stacked_scores(charts.score_parts(found)),
        charts.contributions(charts.fields_table(explanation)),
        charts.shares(cinewatch.info.fields),
        *(picture.chart for picture in drawn_of(cinewatch.statistics()) if picture.chart),
    ]
    for chart in drawn:
        chart.to_dict()


def test_every_picture_has_words_for_those_who_cannot_see_it(cinewatch: CineWatch) -> None:
    for picture in drawn_of(cinewatch.statistics()):
        assert picture.title
        assert picture.alt
        assert picture.note


def test_pictures_of_a_catalogue_without_anything_are_left_out(build: Build) -> None:
    figures = build([film(1, "Bare", None, 0, runtime=0, original_language="")]).statistics()
    left_out = {picture.title for picture in drawn_of(figures) if picture.chart is None}
    assert left_out >= {"Over the years", "Genres over time", "Votes and ratings", "Budget and box office", "Countries"}


@pytest.mark.parametrize("missing", ["genres", "vote_average", "runtime", "original_language"])
def test_what_no_film_has_is_missing_over_the_years_and_the_rest_is_drawn(build: Build, missing: str) -> None:
    whole = {"genres": "Drama", "vote_average": 7, "runtime": 90, "original_language": "en"}
    rows = [film(n, f"Film {n}", 1990 + n, **whole | {missing: ""}) for n in (1, 2)]
    chart = year_charts.over_the_years(build(rows).statistics()).chart
    assert chart is not None
    assert len(chart.to_dict()["vconcat"]) == 4


def test_behind_every_chart_there_are_tables_with_its_rows(cinewatch: CineWatch) -> None:
    figures = cinewatch.statistics()
    behind = {one.title: dataset_charts.tables_of(one.chart) for one in drawn_of(figures) if one.chart}
    (money,) = behind["Budget and box office"]
    assert set(money["Title"]) <= {one.title for one in figures.money}
    years, *below = behind["Over the years"]
    assert years["Films"].tolist() == [one.films for one in figures.films_per_year]
    assert [len(table) for table in below] == [
        len(figures.genres_by_year),
        len(figures.ratings_by_year),
        len(figures.runtimes_by_year),
        len(figures.languages_by_year),
    ]
    (genres,) = behind["Ratings by genre"]
    assert genres["Median"].tolist() == [one.median for one in figures.ratings_by_genre]


def test_keywords_typical_of_a_genre_are_a_row_a_genre(sample_figures: Statistics) -> None:
    table = comparison_charts.typical_table(sample_figures)
    assert table["Genre"].tolist() == list(dict.fromkeys(one.genre for one in sample_figures.typical_keywords))
    assert all(1 <= len(told.split("), ")) <= 5 for told in table["Keywords"])
    assert comparison_charts.typical_table(replace(sample_figures, typical_keywords=())).empty


def test_two_films_of_one_label_have_a_bar_each(sample_figures: Statistics) -> None:
    first, second, *rest = sample_figures.best
    twins = replace(sample_figures, best=(first, replace(second, label=first.label), *rest))
    (picture,) = (one for one in comparison_charts.comparisons(twins) if one.title == "Best rated")
    assert picture.chart is not None
    (table,) = dataset_charts.tables_of(picture.chart)
    assert table["Film"].is_unique


def test_a_bar_of_names_can_be_clicked_and_says_so(sample_figures: Statistics) -> None:
    named = {one.column: one for one in drawn_of(sample_figures) if one.column}
    assert {*named} == {"countries", "keywords", "companies", "director", "cast"}
    for picture in named.values():
        assert picture.chart is not None
        assert picture.note.endswith("Click a bar to see its films.")
        (clicked,) = picture.chart.to_dict()["params"]
        assert (clicked["name"], clicked["select"]["fields"]) == (dataset_charts.CLICKED, ["name"])


def test_years_that_are_marked_filter_every_chart_below_them(cinewatch: CineWatch) -> None:
    picture = year_charts.over_the_years(cinewatch.statistics())
    assert picture.chart is not None
    drawn = picture.chart.to_dict()
    first, *below = drawn["vconcat"]
    (brush,) = drawn["params"]
    assert (brush["name"], brush["select"]["encodings"]) == ("years", ["x"])
    assert first["encoding"]["x"]["field"] == "year"
    assert len(below) == 4
    assert all(part["transform"] == [{"filter": {"param": "years"}}] for part in below)


def test_every_genre_has_a_colour_of_its_own() -> None:
    assert len(set(GENRE_COLOURS.values())) == len(GENRE_COLOURS) == 19


def test_languages_have_names_and_unknown_codes_stay() -> None:
    assert language_name("fa") == "Persian"
    assert language_name("q!") == "q!"


def test_counts_of_one_name_are_added_up() -> None:
    merged = dataset_charts.merged([Count("Norwegian", 2), Count("Danish", 3), Count("Norwegian", 2)])
    assert merged == [Count("Norwegian", 4), Count("Danish", 3)]
