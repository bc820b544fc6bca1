"""Genres by decade, pairs of genres, and the keywords of a genre."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import CineWatch
from fakes.sample_catalogue import Build, film_row
from tests.ui.charts.captioned import data_of, specification
from ui.charts.genres import genre_keywords_table, genre_pairs, genres_over_time
from ui.text.palette import DISTINCT_COLOURS, GENRE_COLOURS

ROWS = [film_row(n, f"Film {n}", 1990 + n % 20, genres="Drama, War" if n % 4 else "Comedy") for n in range(1, 41)]


def test_genres_by_decade_are_shares_with_their_counts(build: Build) -> None:
    chart = genres_over_time(build(ROWS).statistics.over_time())
    assert {layer["encoding"]["y"]["field"] for layer in specification(chart)["layer"]} == {"share"}
    actual = {(row["Genre"], row["Decade"]): (row["Films"], row["Share"]) for row in data_of(chart).to_dict("records")}
    decades = {decade: [row for row in ROWS if row["release_date"][:3] == str(decade)[:3]] for decade in (1990, 2000)}
    expected: dict[tuple[str, int], object] = {
        (genre, decade): (films, pytest.approx(films / len(rows)))
        for decade, rows in decades.items()
        for genre in ("Comedy", "Drama", "War")
        if (films := sum(genre in row["genres"] for row in rows))
    }
    assert actual == expected


def test_decades_with_few_films_have_no_shares(build: Build) -> None:
    few = [film_row(100 + n, f"Old {n}", 1950, genres="War") for n in range(9)]
    chart = genres_over_time(build([*ROWS, *few]).statistics.over_time())
    assert set(data_of(chart)["Decade"]) == {1990, 2000}


def test_each_genre_has_its_own_colour(sample: CineWatch) -> None:
    assert len(set(GENRE_COLOURS.values())) == len(GENRE_COLOURS) == 19
    line, _ = specification(genres_over_time(sample.statistics.over_time()))["layer"]
    scale = line["encoding"]["color"]["scale"]
    assert scale["range"] == list(DISTINCT_COLOURS[: len(scale["domain"])])


def test_pairs_are_drawn_both_ways_if_three_films_have_them(sample: CineWatch) -> None:
    contents = sample.statistics.contents()
    drawn = [pair for pair in contents.genre_pairs if pair.films >= 3]
    assert 0 < len(drawn) < len(contents.genre_pairs)
    table = data_of(genre_pairs(contents))
    cells = {(row["A"], row["B"]): row["Lift"] for row in table.to_dict("records")}
    assert {(pair.a, pair.b) for pair in drawn} | {(pair.b, pair.a) for pair in drawn} == {*cells}
    strongest = max(drawn, key=lambda pair: pair.lift)
    summary = f"{strongest.a} and {strongest.b} go together {strongest.lift:.1f} times as often as by chance"
    assert genre_pairs(contents).caption.startswith(summary)


def test_each_genre_has_a_row_of_keywords(sample: CineWatch) -> None:
    contents = sample.statistics.contents()
    table = genre_keywords_table(contents)
    assert table["Genre"].tolist() == list(dict.fromkeys(keyword.genre for keyword in contents.genre_keywords))
    first = contents.genre_keywords[0]
    assert table["Keywords"][0].startswith(f"{first.keyword} ({first.films:,}), ")
    assert all(1 <= len(keywords.split("), ")) <= 5 for keywords in table["Keywords"])
    assert genre_keywords_table(replace(contents, genre_keywords=())).empty
