"""Charts of one's own: every choice of the page makes a chart, in words and colours that fit."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engine import CROSS_FIGURES, CROSS_GROUPS, CROSS_MEASURES, CineWatch, Cross, Crossed, CrossGroup, Filters
from tests.engine.made_up import HIDDEN, IDS, Build, film
from ui.cross_charts import FIGURES, GROUPS, MEASURES, SUMMABLE, cross_picture, cross_table, measured
from ui.dataset_charts import Picture, tables_of
from ui.exports import table_as_csv
from ui.languages import LANGUAGES, language_name
from ui.palette import GENRE_COLOURS, NO_GENRE

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "sample_movies.csv"
HOSTILE = "\"a\" 'b' <script>alert(1)</script> [c](https://example.org) **d** $e$ | f, g"
SEVERAL = ("genre", "country", "company", "director", "cast", "keyword")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> CineWatch:
    """Return the sample, open."""
    return CineWatch.of(SAMPLE, tmp_path_factory.mktemp("models"))


def of_page() -> Iterator[Cross]:
    """Yield each x with each measure, and with them figures and colours by turns, as the page lets one choose them."""
    for turn, x in enumerate(GROUPS.values()):
        colours = [None, *(group for group in GROUPS.values() if group not in ("year", x))]
        for place, measure in enumerate(MEASURES.values(), turn * 2):
            figures = [one for one in FIGURES.values() if one != "sum" or measure in SUMMABLE]
            figure = "count" if measure == "films" else figures[(turn + place) % len(figures)]
            yield Cross(x, measure, figure, colours[place % len(colours)])


def drawn(picture: Picture) -> dict[str, Any]:
    """Return the specification of a chart, which is valid Vega-Lite and plain JSON."""
    assert picture.chart is not None
    specification: dict[str, Any] = picture.chart.to_dict()
    json.dumps(specification, allow_nan=False)
    return specification


def crossed(asked: Cross, *groups: tuple[str, str | None, float], ordered: bool = False) -> Crossed:
    """Return an answer of groups with 5 films each: x, colour, value."""
    names = tuple(dict.fromkeys(x for x, *_ in groups))
    return Crossed(asked, names, ordered, tuple(CrossGroup(x, colour, 5, value) for x, colour, value in groups))


def test_names_for_people_are_one_for_each_of_the_engine() -> None:
    assert sorted(GROUPS.values()) == sorted(CROSS_GROUPS)
    assert sorted(MEASURES.values()) == sorted(CROSS_MEASURES)
    assert sorted([*FIGURES.values(), "count"]) == sorted(CROSS_FIGURES)
    assert set(SUMMABLE) < set(MEASURES.values())


def test_what_the_page_lets_one_choose_makes_a_valid_chart_in_words(sample: CineWatch) -> None:
    left_out, seen = [], set[tuple[str, str]]()
    for asked in of_page():
        seen |= {("y", f"{asked.measure} {asked.figure}"), ("colour", str(asked.colour))}
        answer = sample.figures.crossed(asked)
        picture = cross_picture(answer)
        words = [measured(answer), "by", *(label.lower() for label, group in GROUPS.items() if group == asked.x)]
        assert picture.title.startswith(" ".join(words)), asked
        if picture.chart is None:
            left_out.append(asked)
            continue
        encoding = drawn(picture)["encoding"]
        assert ("color" in encoding) == (asked.colour is not None), asked
        assert {encoding["x"]["field"], encoding["y"]["field"]} == {"x", "value"}, asked
        assert len(cross_table(answer)) == len(answer.groups) > 0, asked
        assert picture.note.startswith(f"{len(answer.groups):,} groups; most in "), asked
        assert ("in each group" in picture.note) == bool({asked.x, asked.colour} & set(SEVERAL)), asked
        assert "nan" not in picture.note, asked
    assert left_out == []
    figures = len(FIGURES) * len(SUMMABLE) + (len(FIGURES) - 1) * (len(MEASURES) - 1 - len(SUMMABLE))
    assert len(seen) == 1 + figures + len(GROUPS)


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        (Cross("decade"), "Number of films by decade"),
        (Cross("genre", "rating", "median"), "Median rating by genre"),
        (Cross("month", "revenue", "sum", "genre"), "Sum of box office in dollars by month of release and genre"),
        (
            Cross("revenue", "runtime", "highest", "language"),
            "Highest runtime in minutes by box office and original language",
        ),
    ],
)
def test_the_title_says_what_was_asked(asked: Cross, title: str) -> None:
    assert cross_picture(crossed(asked)).title == title
    assert cross_picture(crossed(asked, ("1", "2" if asked.colour else None, 3.0))).title == title


def test_of_no_group_at_all_there_is_no_chart_but_a_reason(cinewatch: CineWatch) -> None:
    for answer in (
        crossed(Cross("genre")),
        cinewatch.figures.crossed(Cross("genre", least_films=1_000)),
        cinewatch.figures.crossed(Cross("year", colour="genre"), Filters(least_votes=10**9)),
    ):
        picture = cross_picture(answer)
        assert picture.chart is None
        assert picture.note == "No group has that many films of which all this is known."
        assert picture.alt
        assert cross_table(answer).empty


@pytest.mark.parametrize(
    ("measure", "value", "told"),
    [
        ("films", 1_234.0, "1,234"),
        ("rating", 6.5432, "6.54"),
        ("multiple", 0.000123, "0.000123"),
        ("year", 1999.0, "1999"),
    ],
)
def test_the_words_tell_the_largest_and_the_smallest_value(measure: str, value: float, told: str) -> None:
    asked = Cross("language", measure, "count" if measure == "films" else "mean")
    picture = cross_picture(crossed(asked, ("xx", None, value / 2), ("fa", None, value), ("en", None, value / 1.5)))
    assert f"most in Persian with {told}, least in No language with " in picture.note
    assert f"most in Persian with {told}, least in No language with " in picture.alt


def test_the_table_has_a_row_a_group_with_names_for_people(cinewatch: CineWatch) -> None:
    answer = cinewatch.figures.crossed(Cross("language", colour="genre"))
    table = cross_table(answer)
    assert list(table.columns) == ["x", "colour", "films", "value"]
    assert set(table["x"]) == {"English", "French", "Japanese"}
    assert table["colour"].tolist() == [one.colour for one in answer.groups]
    assert table["films"].tolist() == [one.films for one in answer.groups]
    by_colour = cross_table(cinewatch.figures.crossed(Cross("genre", colour="language")))
    assert set(by_colour["colour"]) == {"English", "French", "Japanese"}
    assert list(cross_table(cinewatch.figures.crossed(Cross("genre"))).columns) == ["x", "films", "value"]


@pytest.mark.parametrize("asked", [Cross("year"), Cross("month"), Cross("genre", "rating", "mean", "decade")])
def test_the_file_has_what_the_chart_is_drawn_from(cinewatch: CineWatch, asked: Cross) -> None:
    answer = cinewatch.figures.crossed(asked)
    chart = cross_picture(answer).chart
    assert chart is not None
    (table,) = tables_of(chart)
    read = pd.read_csv(io.BytesIO(table_as_csv(table)), dtype={"X": str, "Colour": str})
    assert read["X"].tolist() == [one.x for one in answer.groups]
    assert read["Films"].dtype == int, "films are counted in whole numbers"
    assert read["Value"].tolist() == pytest.approx([one.value for one in answer.groups])
    assert ("Colour" in read) == (asked.colour is not None)


def test_years_are_a_line_and_their_numbers_are_plain(cinewatch: CineWatch) -> None:
    chart = drawn(cross_picture(cinewatch.figures.crossed(Cross("year"))))
    assert chart["mark"]["type"] == "line"
    assert (chart["encoding"]["x"]["type"], chart["encoding"]["x"]["axis"]["format"]) == ("quantitative", "d")


@pytest.mark.parametrize(
    ("asked", "mark"),
    [
        (Cross("decade"), "bar"),
        (Cross("decade", colour="genre"), "bar"),
        (Cross("decade", "votes", "sum", "genre"), "bar"),
        (Cross("decade", "votes", "mean"), "bar"),
        (Cross("decade", "votes", "mean", "genre"), "line"),
        (Cross("genre"), "bar"),
        (Cross("genre", "votes", "median"), "bar"),
        (Cross("genre", "votes", "sum", "decade"), "bar"),
        (Cross("genre", "votes", "median", "decade"), "circle"),
    ],
)
def test_only_what_adds_up_is_stacked(cinewatch: CineWatch, asked: Cross, mark: str) -> None:
    chart = drawn(cross_picture(cinewatch.figures.crossed(asked)))
    assert chart["mark"]["type"] == mark
    values = chart["encoding"]["y" if asked.x == "decade" else "x"]
    assert values["scale"]["zero"] == (mark == "bar")


def test_bars_of_years_do_not_begin_at_the_birth_of_christ(cinewatch: CineWatch) -> None:
    values = drawn(cross_picture(cinewatch.figures.crossed(Cross("genre", "year", "mean"))))["encoding"]["x"]
    assert not values["scale"]["zero"]
    assert values["axis"]["format"] == "d"


def test_large_amounts_are_told_short_and_small_ones_whole() -> None:
    asked = Cross("genre", "revenue", "sum")
    large, small = (
        drawn(cross_picture(crossed(asked, ("War", None, value))))["encoding"]["x"]["axis"] for value in (2e9, 2e3)
    )
    assert large == {"format": "~s", "labelExpr": "replace(datum.label, 'G', 'B')"}
    assert small == {}


def test_names_are_ordered_by_what_is_drawn() -> None:
    groups = [("War", "en", 3.0), ("Drama", "en", 2.0), ("Music", "en", 4.0), ("Drama", "fr", 2.5)]
    stacked = drawn(cross_picture(crossed(Cross("genre", colour="language"), *groups)))
    assert stacked["encoding"]["y"]["sort"] == ["Drama", "Music", "War"]
    points = drawn(cross_picture(crossed(Cross("genre", "rating", "mean", "language"), *groups)))
    assert points["encoding"]["y"]["sort"] == ["Music", "War", "Drama"]


def test_groups_with_an_order_keep_it(cinewatch: CineWatch) -> None:
    answer = cinewatch.figures.crossed(Cross("month"))
    assert drawn(cross_picture(answer))["encoding"]["x"]["sort"] == [one.x for one in answer.groups]


def test_groups_with_an_order_keep_it_where_the_first_colour_lacks_some(build: Build) -> None:
    rows = [film(n, f"Drama {n}", 1990 + n % 2 * 20, genres="Drama") for n in range(1, 7)]
    answer = build([*rows, film(9, "War", 2000, genres="War")]).figures.crossed(Cross("decade", colour="genre"))
    assert drawn(cross_picture(answer))["encoding"]["x"]["sort"] == ["1990s", "2000s", "2010s"]


def test_no_two_languages_have_one_name() -> None:
    assert len({language_name(code) for code in LANGUAGES}) == len(LANGUAGES)


def test_genres_have_their_colours_and_what_is_no_genre_of_tmdb_is_grey() -> None:
    groups = [("1990s", "War", 1.0), ("2000s", "Mumblecore", 2.0), ("2010s", "War", 3.0)]
    colour = drawn(cross_picture(crossed(Cross("decade", colour="genre"), *groups, ordered=True)))["encoding"]["color"]
    assert colour["scale"] == {"domain": ["War", "Mumblecore"], "range": [GENRE_COLOURS["War"], NO_GENRE]}
    assert colour["sort"] == ["War", "Mumblecore"]


def test_colours_with_an_order_run_along_a_scale_and_those_of_names_do_not(cinewatch: CineWatch) -> None:
    decades = drawn(cross_picture(cinewatch.figures.crossed(Cross("genre", colour="decade"))))["encoding"]["color"]
    assert decades["scale"]["scheme"] == "viridis"
    assert decades["scale"]["domain"] == sorted(decades["scale"]["domain"])
    languages = drawn(cross_picture(cinewatch.figures.crossed(Cross("genre", colour="language"))))["encoding"]["color"]
    assert languages["scale"] == {"domain": ["English", "French", "Japanese"]}


def test_text_from_data_stays_text(build: Build) -> None:
    rows = [
        film(1, "A", 1990, genres=HOSTILE.replace(", ", " "), keywords="<b>k</b>"),
        film(2, "B", 2001, keywords="k"),
    ]
    found = build(rows).figures.crossed(Cross("genre", colour="keyword"))
    (group,) = found.groups
    picture = cross_picture(found)
    chart = drawn(picture)
    assert chart["encoding"]["y"]["sort"] == [group.x]
    assert chart["encoding"]["color"]["scale"]["domain"] == ["<b>k</b>"]
    assert "<script>alert(1)</script>" in group.x
    assert group.x in picture.note
    assert HOSTILE[:20] not in json.dumps(chart["encoding"]["tooltip"])


def test_the_number_of_films_counts_every_film_that_may_be_shown(cinewatch: CineWatch) -> None:
    table = cross_table(cinewatch.figures.crossed(Cross("language"), Filters()))
    assert table["value"].tolist() == table["films"].tolist()
    assert table["value"].sum() == len(IDS) - len(HIDDEN)
