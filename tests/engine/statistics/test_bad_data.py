"""What datasets hold that is missing, odd or too much: the figures are right all the same, and so are the charts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from engine import CineWatch, Filters
from engine.filters.filters import EVERY_FILM
from engine.statistics import Count, Statistics
from fakes.sample_catalogue import COLUMNS, Build, Row, film_row, write_csv
from ui.charts.catalogue import Picture, tables_of
from ui.statistics import sections

NOT_A_FIGURE = re.compile(r"\b(nan|None|inf|null)\b")
WITHOUT_DATES = {"Over the years", "Genres over time", "Runtimes over time", "Keywords that rise and fall"}
WITHOUT_GENRES = {"Genres over time", "Genres together", "Ratings by genre"}
WITHOUT_RATINGS = {"Votes and ratings", "Ratings by genre", "Best rated", "Worst rated"}


def pictures_of(figures: Statistics) -> dict[str, Picture]:
    """Return every picture by title; each has words, and a chart is strict JSON drawn from some rows."""
    parts = (sections.over_time, sections.contents, sections.ratings_and_money, sections.gaps)
    drawn = [picture for part in parts for picture in part(figures)]
    for picture in drawn:
        assert all((picture.title, picture.alt, picture.note))
        assert not NOT_A_FIGURE.search(picture.alt + picture.note), picture.title
        if picture.chart is not None:
            json.dumps(picture.chart.to_dict(), allow_nan=False)
            assert all(len(table) for table in tables_of(picture.chart)), picture.title
    pictures = {picture.title: picture for picture in drawn}
    assert len(pictures) == len(drawn)
    return pictures


def in_words(figures: Statistics) -> set[str]:
    """Return the titles of the pictures that have words instead of a chart."""
    return {title for title, picture in pictures_of(figures).items() if picture.chart is None}


def rows_of(picture: Picture) -> pd.DataFrame:
    """Return the one table that a chart is drawn from."""
    assert picture.chart is not None
    (table,) = tables_of(picture.chart)
    return table


def titles_drawn(picture: Picture) -> set[str]:
    """Return the titles in the data of a chart."""
    assert picture.chart is not None
    return {row["title"] for rows in picture.chart.to_dict()["datasets"].values() for row in rows if "title" in row}


def counts(told: tuple[Count, ...]) -> dict[str, int]:
    return {one.name: one.films for one in told}


def having(cinewatch: CineWatch, column: str, name: str, filters: Filters = EVERY_FILM, k: int = 10) -> list[int]:
    """Return the ids of the films behind a name."""
    return [one.id for one in cinewatch.statistics.films_with(column, name, filters, k)]


@pytest.mark.parametrize("date", ["", "0000-00-00", "soon", "13/45/2001", "1800-05-05", "2068-01-01", "1999"])
def test_films_without_dates_have_all_figures_but_those_of_years(build: Build, date: str) -> None:
    told = {"genres": "Drama", "keywords": "sea", "release_date": date}
    cinewatch = build(film_row(n, f"Film {n}", None, n * 10, **told, vote_average=n) for n in range(1, 7))
    figures = cinewatch.statistics.of()
    assert (figures.films, figures.first_year, figures.last_year, figures.middle_year) == (6, None, None, None)
    assert (figures.decades, figures.films_per_year, figures.keyword_shifts) == ((), (), ())
    assert (figures.genres_by_decade, figures.runtimes_by_decade) == ((), ())
    assert [(one.year, one.name, one.films) for one in figures.genres_by_year] == [(None, "Drama", 6)]
    assert [(one.year, one.low, one.films) for one in figures.runtimes_by_year] == [(None, 90, 6)]
    assert figures.mean_rating == pytest.approx((1 + 4 + 9 + 16 + 25 + 36) / 21)
    assert counts(figures.completeness)["release_date"] == 0
    assert cinewatch.info.unreadable.get("release_date", 0) == (6 if date else 0)
    assert having(cinewatch, "genres", "Drama", k=2) == [6, 5]
    assert having(cinewatch, "genres", "Drama", Filters(first_year=1)) == []
    assert in_words(figures) >= WITHOUT_DATES


def test_years_that_cannot_be_are_none_and_those_that_can_are_kept(build: Build) -> None:
    dates = ["1869-12-31", "1870-01-01", "1/1/68", "2068-01-01", "1800-05-05", "29/2/2000", "2/29/2000"]
    cinewatch = build([film_row(n, f"Film {n}", release_date=date) for n, date in enumerate(dates, 1)])
    figures = cinewatch.statistics.of()
    assert [(one.year, one.films) for one in figures.films_per_year] == [(1870, 1), (1968, 1), (2000, 1)]
    assert [(one.decade, one.films) for one in figures.decades] == [(1870, 1), (1960, 1), (2000, 1)]
    assert [(one.year, one.films) for one in figures.runtimes_by_year] == [(None, 4), (1870, 1), (1968, 1), (2000, 1)]
    assert figures.middle_year == 1968
    assert cinewatch.info.unreadable == {"release_date": 4}
    assert "Over the years" not in in_words(figures)


def test_a_dataset_without_a_column_of_genres_has_the_other_figures(tmp_path: Path) -> None:
    rows = [film_row(n, f"Film {n}", 1990 + n, keywords="sea", production_countries="Norway") for n in range(1, 7)]
    columns = [name for name in COLUMNS if name != "genres"]
    cinewatch = CineWatch.of(write_csv(tmp_path / "films.csv", rows, columns), tmp_path / "models")
    figures = cinewatch.statistics.of()
    assert (figures.genres, figures.genres_by_decade, figures.genres_by_year) == ((), (), ())
    assert (figures.genre_pairs, figures.ratings_by_genre, figures.typical_keywords) == ((), (), ())
    assert counts(figures.top_keywords) == {"sea": 6}
    assert counts(figures.top_countries) == {"Norway": 6}
    assert counts(figures.completeness)["genres"] == 0
    assert (figures.films, figures.median_runtime, figures.mean_rating) == (6, 95, 6.5)
    assert having(cinewatch, "genres", "Drama") == []
    assert having(cinewatch, "countries", "Norway", k=3) == [1, 2, 3]
    assert in_words(figures) >= WITHOUT_GENRES


def test_one_film_is_all_there_is(build: Build) -> None:
    told = {"genres": "Drama, War", "keywords": "sea", "production_countries": "Chile", "production_companies": "Tern"}
    row = film_row(7, "Tern", 1987, 40, **told, vote_average=7.3, budget=100_000, revenue=250_000, runtime=241)
    cinewatch = build([row])
    figures = cinewatch.statistics.of()
    assert (figures.films, figures.first_year, figures.last_year, figures.median_runtime) == (1, 1987, 1987, 241)
    assert (figures.languages, figures.countries, figures.total_revenue) == (1, 1, 250_000)
    (decade,) = figures.decades
    assert (decade.decade, decade.films, decade.languages, decade.countries) == (1980, 1, 1, 1)
    assert (decade.median_runtime, decade.revenue) == (241, 250_000)
    assert decade.mean_rating == figures.mean_rating == pytest.approx(7.3)
    assert [(one.label, one.ratio) for one in figures.best_multiples] == [("Tern (1987)", 2.5)]
    assert figures.worst_multiples == figures.best_multiples
    assert [(one.a, one.b, one.films, one.lift) for one in figures.genre_pairs] == [("Drama", "War", 1, 1.0)]
    assert [one.average for one in (*figures.best, *figures.worst)] == pytest.approx([7.3, 7.3])
    assert [(one.low, one.films) for one in figures.ratings if one.films] == [(7.0, 1)]
    assert [(one.low, one.films) for one in figures.runtimes if one.films] == [(230.0, 1)]
    assert (figures.middle_year, figures.keyword_shifts, figures.typical_keywords) == (None, (), ())
    for column, name in {"genres": "War", "keywords": "sea", "countries": "Chile", "companies": "Tern"}.items():
        assert having(cinewatch, column, name) == [7]
    words = in_words(figures)
    assert words >= {"Genres over time", "Keywords that rise and fall", "Genres together", "Directors", "Cast"}
    assert not words & {"Over the years", "Countries", "Keywords", "Best rated", *WITHOUT_RATINGS, "Completeness"}


@pytest.fixture
def nobody(build: Build) -> Statistics:
    """Return the figures of filters that no film passes."""
    cinewatch = build([film_row(n, f"Film {n}", 1990 + n, genres="Drama", budget=9, revenue=9) for n in range(1, 4)])
    assert having(cinewatch, "genres", "Drama", Filters(first_year=2000)) == []
    return cinewatch.statistics.of(Filters(first_year=2000))


def test_of_no_films_every_figure_is_nothing(nobody: Statistics) -> None:
    assert (nobody.films, nobody.languages, nobody.countries, nobody.total_revenue) == (0, 0, 0, 0)
    told = {name: value for name in Statistics.__slots__ if (value := getattr(nobody, name))}
    assert not {*told} & {"first_year", "decades", "genres", "money", "best", "worst", "best_multiples", "middle_year"}
    assert {getattr(one, "films", 0) for value in told.values() for one in value} == {0}
    assert in_words(nobody) >= {*pictures_of(nobody)} - {"Completeness"}


def test_of_no_films_completeness_is_told_in_words(nobody: Statistics) -> None:
    assert pictures_of(nobody)["Completeness"].chart is None


def test_a_budget_of_a_dollar_counts_and_makes_no_multiple_and_no_point(build: Build) -> None:
    figures = build(
        [film_row(1, "Cheap", budget=1, revenue=2_000_000), film_row(2, "Free", revenue=700)]
    ).statistics.of()
    assert [(one.title, one.budget, one.revenue) for one in figures.money] == [("Cheap", 1, 2_000_000)]
    assert figures.best_multiples == figures.worst_multiples == ()
    assert figures.total_revenue == 2_000_700
    assert counts(figures.completeness)["budget"] == 1
    assert "Budget and box office" in in_words(figures)


@pytest.fixture
def cheap_and_dear(build: Build) -> Picture:
    """Return the picture of a film that took most with a budget of a dollar, and of one that is drawn."""
    rows = [
        film_row(1, "Cheap", 1990, budget=1, revenue=9_000_000),
        film_row(2, "Dear", 1991, budget=10**6, revenue=2 * 10**6),
    ]
    return pictures_of(build(rows).statistics.of())["Budget and box office"]


def test_beside_a_budget_of_a_dollar_the_others_are_drawn(cheap_and_dear: Picture) -> None:
    assert titles_drawn(cheap_and_dear) == {"Dear"}
    assert "Dear (1991)" in cheap_and_dear.note
    assert "Cheap" not in cheap_and_dear.note


def test_the_table_behind_budgets_and_box_offices_is_that_of_the_films(cheap_and_dear: Picture) -> None:
    assert rows_of(cheap_and_dear).get("Title", pd.Series()).tolist() == ["Dear"]


def test_the_film_that_is_said_to_have_taken_most_is_one_that_is_drawn(cheap_and_dear: Picture) -> None:
    assert "Dear took most" in cheap_and_dear.alt


MANY = [f"Genre {n:03}" for n in range(499)]


def test_a_cell_of_five_hundred_genres_is_five_hundred_genres(build: Build) -> None:
    rows = [
        film_row(1, "Everything", 1990, 5, genres=", ".join([*MANY, "Drama"])),
        film_row(2, "Auk", 1990, 9, genres="Drama"),
    ]
    cinewatch = build(rows)
    figures = cinewatch.statistics.of()
    assert [(one.name, one.films) for one in figures.genres] == [("Drama", 2), *((name, 1) for name in MANY[:19])]
    assert [(one.name, one.films) for one in figures.genres_by_year] == [("Drama", 2)]
    assert [(one.genre, one.films, one.share) for one in figures.genres_by_decade] == [("Drama", 2, 1.0)]
    assert [(one.name, one.films) for one in figures.ratings_by_genre] == [("Drama", 2)]
    assert figures.genre_pairs == ()
    assert having(cinewatch, "genres", "Genre 498") == [1]
    assert having(cinewatch, "genres", "Drama") == [2, 1]
    assert having(cinewatch, "genres", "Drama", Filters(exclude_genres=("War",)), k=1) == [2]
    assert in_words(figures) >= {"Genres over time", "Genres together"}


def test_where_twenty_other_genres_are_more_frequent_there_are_words_or_a_chart_of_something(build: Build) -> None:
    often = ", ".join(MANY[:20])
    rows = [
        film_row(n, f"Film {n}", 1985 + n, genres=often + (", Drama" if n in (9, 19) else "")) for n in range(1, 31)
    ]
    figures = build(rows).statistics.of()
    assert {one.genre: one.films for one in figures.genres_by_decade} == {"Drama": 1}
    (picture,) = (one for one in sections.over_time(figures) if one.title == "Genres over time")
    assert picture.chart is None or all(map(len, tables_of(picture.chart)))


def test_without_ratings_there_is_no_mean_and_nothing_is_best(build: Build) -> None:
    cells = ["", "nan", "-1", "10.5", "n/a"]
    rows = [film_row(n, f"Film {n}", 1990, genres="Drama", vote_average=cell) for n, cell in enumerate(cells, 1)]
    figures = build(rows).statistics.of()
    assert (figures.films, figures.mean_rating, figures.decades[0].mean_rating) == (5, None, None)
    assert (figures.best, figures.worst, figures.ratings_by_genre) == ((), (), ())
    assert (figures.ratings_by_year, figures.votes_and_ratings) == ((), ())
    assert [one.films for one in figures.ratings] == [0] * 20
    assert counts(figures.completeness)["rating"] == 0
    assert in_words(figures) >= WITHOUT_RATINGS


def test_a_mean_of_no_votes_is_no_rating(build: Build) -> None:
    cinewatch = build(film_row(n, f"Film {n}", 1990, 0, genres="Drama", vote_average=n * 2) for n in (1, 2, 3))
    figures = cinewatch.statistics.of()
    assert (figures.films, figures.mean_rating, figures.best, figures.votes_and_ratings) == (3, None, (), ())
    assert [(one.name, one.films) for one in figures.genres] == [("Drama", 3)]
    assert having(cinewatch, "genres", "Drama") == [1, 2, 3]
    assert in_words(figures) >= WITHOUT_RATINGS


def test_where_nobody_counts_votes_every_rating_counts_the_same(tmp_path: Path) -> None:
    rows = [film_row(n, f"Film {n}", 1990, genres="Drama", vote_average=n * 2) for n in (1, 2, 3)]
    columns = [name for name in COLUMNS if name != "vote_count"]
    figures = CineWatch.of(write_csv(tmp_path / "films.csv", rows, columns), tmp_path / "models").statistics.of()
    assert figures.mean_rating == figures.decades[0].mean_rating == 4
    assert [(one.id, one.rating, one.average) for one in figures.best] == [(n, 2 * n, 4) for n in (1, 2, 3)]
    assert figures.worst == figures.best
    assert [(one.x_low, one.y_low, one.films) for one in figures.votes_and_ratings] == [(0, 2, 1), (0, 4, 1), (0, 6, 1)]
    assert not in_words(figures) & WITHOUT_RATINGS


TITLES = (
    '<script>alert("x")</script>',
    '"Quoted", with a comma',
    "**Bold** [link](https://example.org) $5 :smile:",
    "A\nline; 'single' \\ and </table>",
)


def test_titles_with_markup_and_quotes_are_told_to_the_letter(build: Build) -> None:
    cinewatch = build(
        film_row(9 - n, title, 1990, n * 10, budget=10**6, revenue=n * 10**6, production_companies=f"<b>{n}</b>")
        for n, title in zip((8, 7, 6, 5), TITLES, strict=True)
    )
    figures = cinewatch.statistics.of()
    titles = [title.replace("\n", " ") for title in TITLES]
    assert [one.title for one in figures.money] == titles
    assert [one.label for one in figures.best] == [f"{title} (1990)" for title in titles]
    assert [one.label for one in figures.best_multiples] == [f"{title} (1990)" for title in titles]
    assert [one.name for one in figures.top_companies] == [f"<b>{n}</b>" for n in (5, 6, 7, 8)]
    assert having(cinewatch, "companies", "<b>6</b>") == [3]
    pictures = pictures_of(figures)
    assert rows_of(pictures["Best rated"])["Film"].tolist() == [f"{title} (1990)" for title in titles]
    assert titles_drawn(pictures["Budget and box office"]) == {*titles}


def equal(film_id: int) -> Row:
    told = {"genres": "Drama, War", "keywords": "sea", "production_countries": "Chile", "vote_average": 7}
    return film_row(film_id, "Tern", 1987, 40, **told, budget=10**6, revenue=10**6)


def test_three_films_that_are_equal_are_three_films_in_order_of_their_ids(build: Build) -> None:
    cinewatch = build([equal(9), equal(5), equal(7)])
    figures = cinewatch.statistics.of()
    assert (figures.films, figures.countries, figures.mean_rating, figures.total_revenue) == (3, 1, 7, 3_000_000)
    assert [one.id for one in figures.best] == [one.id for one in figures.worst] == [5, 7, 9]
    assert {one.average for one in figures.best} == {7.0}
    assert [(one.a, one.b, one.films, one.lift) for one in figures.genre_pairs] == [("Drama", "War", 3, 1.0)]
    assert [(one.low, one.median, one.high) for one in figures.ratings_by_genre] == [(7, 7, 7)] * 2
    assert [one.name for one in figures.ratings_by_genre] == ["Drama", "War"]
    assert [one.ratio for one in figures.best_multiples] == [1, 1, 1]
    assert (figures.middle_year, figures.keyword_shifts) == (None, ())
    assert having(cinewatch, "genres", "War") == [5, 7, 9]
    assert rows_of(pictures_of(figures)["Best rated"])["Film"].tolist() == [f"Tern (1987) · {n}" for n in (5, 7, 9)]


def test_films_of_two_years_lie_on_both_sides_of_the_median_year(build: Build) -> None:
    rows = [film_row(n, f"Film {n}", 1990 + n % 2, keywords="sea" if n % 2 else "") for n in range(1, 13)]
    figures = build(rows).statistics.of()
    assert figures.middle_year == 1991
    assert [(one.name, one.before, one.since) for one in figures.keyword_shifts] == [("sea", 0, 1)]
