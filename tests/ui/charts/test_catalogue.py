"""Charts: what they are made of, and that they are valid."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest

from engine import CineWatch, Query, RankChange
from engine.statistics import Statistics
from fakes.sample_catalogue import HARBOUR, LOW_TIDE, WHALES, Build, film_row
from ui.charts import catalogue, comparisons, scores, years
from ui.charts.catalogue import Picture, tables_of
from ui.statistics import sections
from ui.text.languages import language_name
from ui.text.palette import GENRE_COLOURS, PART_COLOURS

SAMPLE = Path(__file__).resolve().parents[3] / "sample_data" / "sample_movies.csv"
SECTIONS = (sections.over_time, sections.contents, sections.ratings_and_money, sections.gaps)
WITH_GENRES = [
    film_row(n, f"Film {n}", 1990 + n % 20, genres="Drama, War" if n % 4 else "Comedy") for n in range(1, 41)
]


def test_the_parts_of_each_score_sum_to_it(cinewatch: CineWatch) -> None:
    parts = scores.score_parts(cinewatch.recommend(Query((HARBOUR,), k=10)).films)
    sums = parts.groupby("Place").agg(total=("Value", "sum"), score=("Score", "first"))
    assert sums["total"].to_numpy() == pytest.approx(sums["score"].to_numpy(), abs=1e-6)


def test_the_table_of_an_answer_has_a_row_for_each_film_in_order(cinewatch: CineWatch) -> None:
    found = cinewatch.recommend(Query((HARBOUR,), k=10)).films
    table = scores.answer_table(found)
    assert len(table) == 10
    for place, (row, one) in enumerate(zip(table.to_dict("records"), found, strict=True), 1):
        film = one.film
        assert (row["Place"], row["Film"], row["Year"]) == (place, film.title, film.year)
        assert (row["Score"], row["Because"]) == (one.score, ", ".join(one.explanation.reasons))
        assert (row["Votes"], row["Minutes"], row["Genres"]) == (film.votes, film.runtime, ", ".join(film.genres))
        assert row["Rating"] == film.rating or (film.rating is None and row["Rating"] is pd.NA)


def test_what_is_not_known_is_empty_in_the_table_and_years_stay_whole(build: Build) -> None:
    known = film_row(1, "Known", 1990, genres="War")
    bare = film_row(2, "Bare", None, 0, runtime=0, genres="War")
    dated = film_row(3, "Dated", 1991, genres="War, Drama")
    table = scores.answer_table(build([known, bare, dated]).recommend(Query((1,))).films).set_index("Film")
    assert table.loc["Bare", ["Year", "Rating", "Minutes"]].isna().all()
    assert table.loc["Bare", "Votes"] == 0
    assert str(table.loc["Dated", "Year"]) == "1991"


def test_moves_are_told_with_both_places_and_in_words(cinewatch: CineWatch) -> None:
    first, second, third = (cinewatch.film(film_id) for film_id in (HARBOUR, LOW_TIDE, WHALES))
    moves = [RankChange(first, 3, 1), RankChange(second, 2, 2), RankChange(third, 1, 1_003)]
    assert scores.moves_table(moves).to_dict("records") == [
        {"Film": "The Glass Harbour (1999)", "Before": 3, "After": 1, "Moves": "up 2"},
        {"Film": "The Glass Harbour: Low Tide (2001)", "Before": 2, "After": 2, "Moves": ""},
        {"Film": "The Whale Song (1985)", "Before": 1, "After": 1_003, "Moves": "down 1,002"},
    ]


def test_every_part_of_a_score_has_a_colour(cinewatch: CineWatch) -> None:
    parts = set(scores.score_parts(cinewatch.recommend(Query((HARBOUR,), k=50)).films)["Part"])
    assert parts <= set(PART_COLOURS)
    assert set(cinewatch.info.fields) <= set(PART_COLOURS)


def test_a_term_in_two_fields_has_two_bars(cinewatch: CineWatch) -> None:
    table = scores.terms_table(cinewatch.compare(HARBOUR, LOW_TIDE).explanation)
    bars = scores.contributions(table).data["Bar"]
    assert table["Term"].duplicated().any()
    assert not bars.duplicated().any()


@pytest.fixture(scope="module")
def sample_figures(tmp_path_factory: pytest.TempPathFactory) -> Statistics:
    """Return the sample in figures."""
    return CineWatch.of(SAMPLE, tmp_path_factory.mktemp("models")).statistics.of()


def pictures(figures: Statistics) -> dict[str, Picture]:
    """Return all pictures of the page of statistics by their titles."""
    found = [picture for section in SECTIONS for picture in section(figures)]
    assert len({picture.title for picture in found}) == len(found), "a widget of each picture is known by its title"
    return {picture.title: picture for picture in found}


def drawn(picture: Picture) -> dict[str, Any]:
    """Return the specification of a chart, which is valid Vega-Lite and plain JSON."""
    assert picture.chart is not None
    specification: dict[str, Any] = picture.chart.to_dict()
    json.dumps(specification, allow_nan=False)
    return specification


def test_charts_of_an_answer_are_valid_vega_lite(cinewatch: CineWatch) -> None:
    found = cinewatch.recommend(Query((HARBOUR,), k=10)).films
    explanation = cinewatch.compare(HARBOUR, LOW_TIDE).explanation
    made: Sequence[alt.TopLevelMixin] = [
        scores.stacked_scores(scores.score_parts(found)),
        scores.contributions(scores.fields_table(explanation)),
        scores.shares(cinewatch.info.fields),
    ]
    for chart in made:
        chart.to_dict()


def test_all_charts_of_the_sample_are_drawn_and_valid(sample_figures: Statistics) -> None:
    found = pictures(sample_figures)
    assert len(found) == 19
    for picture in found.values():
        drawn(picture)


def test_every_picture_has_words_for_those_who_cannot_see_it(cinewatch: CineWatch, build: Build) -> None:
    for figures in (cinewatch.statistics.of(), build([film_row(1, "Bare", None, 0, runtime=0)]).statistics.of()):
        for picture in pictures(figures).values():
            assert picture.title
            assert picture.alt
            assert picture.note.endswith((".", "%"))


def test_of_a_film_of_which_nothing_is_known_completeness_alone_is_drawn(build: Build) -> None:
    figures = build([film_row(1, "Bare", None, 0, runtime=0, original_language="")]).statistics.of()
    found = pictures(figures)
    assert [title for title, picture in found.items() if picture.chart is not None] == ["Completeness"]
    assert all(picture.note and not picture.selections for picture in found.values())


@pytest.mark.parametrize("missing", ["genres", "vote_average", "runtime", "original_language"])
def test_what_no_film_has_is_missing_over_the_years_and_the_rest_is_drawn(build: Build, missing: str) -> None:
    whole = {"genres": "Drama", "vote_average": 7, "runtime": 90, "original_language": "en"}
    rows = [film_row(n, f"Film {n}", 1990 + n, 10, **whole | {missing: ""}) for n in (1, 2)]
    picture = years.over_the_years(build(rows).statistics.of())
    assert len(drawn(picture)["vconcat"]) == 4
    assert set(picture.selections) == {"genres", "original_language", "years"} - {missing}


@pytest.mark.parametrize("missing", ["genres", "original_language", "production_countries", "keywords"])
def test_what_a_picture_says_can_be_selected_is_in_its_chart(build: Build, missing: str) -> None:
    whole = {"genres": "Drama", "original_language": "en", "production_countries": "Japan", "keywords": "sea"}
    found = pictures(build([film_row(1, "Film", 1990, 10, **whole | {missing: ""})]).statistics.of())
    for picture in found.values():
        if picture.chart is not None:
            assert {one["name"] for one in drawn(picture).get("params", ())} == set(picture.selections), picture.title


def test_behind_every_chart_there_are_tables_with_its_rows(sample_figures: Statistics) -> None:
    figures = sample_figures
    behind = {title: tables_of(one.chart) for title, one in pictures(figures).items() if one.chart is not None}
    years, *below = behind.pop("Over the years")
    assert years["Films"].tolist() == [one.films for one in figures.films_per_year]
    assert [len(table) for table in below] == [
        len(figures.genres_by_year),
        len(figures.ratings_by_year),
        len(figures.runtimes_by_year),
        len(figures.languages_by_year),
    ]
    assert {len(tables) for tables in behind.values()} == {1}
    first = {title: tables[0] for title, tables in behind.items()}
    assert set(first["Budget and box office"]["Title"]) <= {one.title for one in figures.money}
    assert len(first["Budget and box office"]) > 900
    assert first["Ratings by genre"]["Median"].tolist() == [one.median for one in figures.ratings_by_genre]
    assert len(first["Completeness over time"]) == len(figures.completeness_by_decade)
    assert first["Countries on the map"]["Name"].tolist() == [one.name for one in figures.countries_named]
    for title, table in first.items():
        assert len(table), title
        assert all(name[0].isupper() and "_" not in name for name in table.columns), title


def test_keywords_typical_of_a_genre_are_a_row_a_genre(sample_figures: Statistics) -> None:
    table = comparisons.typical_table(sample_figures)
    assert table["Genre"].tolist() == list(dict.fromkeys(one.genre for one in sample_figures.typical_keywords))
    assert all(1 <= len(told.split("), ")) <= 5 for told in table["Keywords"])
    assert comparisons.typical_table(replace(sample_figures, typical_keywords=())).empty


def test_two_films_of_one_label_have_a_bar_each(sample_figures: Statistics) -> None:
    first, second, *rest = sample_figures.best
    twins = replace(sample_figures, best=(first, replace(second, label=first.label), *rest))
    best, _ = comparisons.best_and_worst(twins)
    assert best.title == "Best rated"
    assert best.chart is not None
    (table,) = tables_of(best.chart)
    assert table["Film"].is_unique


def test_a_bar_of_names_can_be_clicked_and_says_so(sample_figures: Statistics) -> None:
    found = pictures(sample_figures)
    clicked = {title: picture.selections for title, picture in found.items() if picture.selections}
    assert clicked == {
        "Over the years": ("genres", "original_language", "years"),
        "Countries on the map": ("countries",),
        "Countries": ("countries",),
        "Keywords": ("keywords",),
        "Companies": ("companies",),
        "Directors": ("director",),
        "Cast": ("cast",),
    }
    for title, columns in clicked.items():
        assert "Click a " in found[title].note
        selects = {one["name"]: one["select"] for one in drawn(found[title])["params"]}
        for column in columns:
            if column != years.YEARS:
                assert (selects[column]["type"], selects[column]["fields"]) == ("point", ["name"])


def test_years_that_are_marked_filter_every_chart_below_them(cinewatch: CineWatch) -> None:
    chart = drawn(years.over_the_years(cinewatch.statistics.of()))
    first, *below = chart["vconcat"]
    (brush,) = (one for one in chart["params"] if one["select"]["type"] == "interval")
    assert (brush["name"], brush["select"]["encodings"]) == ("years", ["x"])
    assert first["encoding"]["x"]["field"] == "year"
    assert len(below) == 4
    assert all(part["transform"] == [{"filter": {"param": "years"}}] for part in below)


def test_genres_over_time_are_told_as_shares_and_as_counts(build: Build) -> None:
    picture = catalogue.genres_over_time(build(WITH_GENRES).statistics.of())
    parts = drawn(picture)["vconcat"]
    assert [part["encoding"]["y"]["field"] for part in parts] == ["share", "films"]
    assert picture.chart is not None
    (table,) = tables_of(picture.chart)
    told = {(row["Genre"], row["Decade"]): (row["Films"], row["Share"]) for row in table.to_dict("records")}
    decades = {
        decade: [row for row in WITH_GENRES if row["release_date"][:3] == str(decade)[:3]] for decade in (1990, 2000)
    }
    assert told == {
        (genre, decade): (films, pytest.approx(films / len(rows)))
        for decade, rows in decades.items()
        for genre in ("Comedy", "Drama", "War")
        if (films := sum(genre in row["genres"] for row in rows))
    }


def test_decades_of_few_films_have_no_shares(build: Build) -> None:
    figures = build(
        [*WITH_GENRES, *(film_row(100 + n, f"Old {n}", 1950, genres="War") for n in range(9))]
    ).statistics.of()
    chart = catalogue.genres_over_time(figures).chart
    assert chart is not None
    (table,) = tables_of(chart)
    assert set(table["Decade"]) == {1990, 2000}


def test_films_that_took_most_and_least_for_their_cost_are_in_rings(sample_figures: Statistics) -> None:
    picture = catalogue.budget_and_revenue(sample_figures)
    chart = drawn(picture)
    *_, rings = chart["layer"]
    assert rings["mark"]["type"] == "point"
    marked = [row["label"] for row in chart["datasets"][rings["data"]["name"]]]
    assert marked == [one.label for one in (*sample_figures.best_multiples, *sample_figures.worst_multiples)]
    best, worst = sample_figures.best_multiples[0], sample_figures.worst_multiples[0]
    assert f"{best.label} {best.ratio:,.0f} times" in picture.note
    assert f"{worst.label} {worst.ratio * 100:.2g} %" in picture.note
    without = catalogue.budget_and_revenue(replace(sample_figures, best_multiples=(), worst_multiples=()))
    assert len(drawn(without)["layer"]) == len(chart["layer"]) - 1
    assert "ring" not in without.note


def test_films_that_broke_even_lie_on_the_dashed_line(sample_figures: Statistics) -> None:
    chart = drawn(catalogue.budget_and_revenue(sample_figures))
    line, *_ = chart["layer"]
    rows = chart["datasets"][line["data"]["name"]]
    assert len(rows) == 2
    assert all(row["budget"] == row["revenue"] for row in rows)


def test_every_genre_has_a_colour_of_its_own() -> None:
    assert len(set(GENRE_COLOURS.values())) == len(GENRE_COLOURS) == 19


def test_languages_have_names_and_unknown_codes_stay() -> None:
    assert language_name("fa") == "Persian"
    assert language_name("q!") == "q!"
