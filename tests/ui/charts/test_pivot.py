"""Charts of one's own: every choice of the page makes a chart, in words and colours that fit."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engine import CineWatch, Filters
from engine.statistics import PIVOT_FIGURES, PIVOT_GROUPS, PIVOT_MEASURES, Pivot, PivotCell, PivotQuery
from fakes.sample_catalogue import HIDDEN, IDS, Build, film_row
from ui.charts.catalogue import Picture, tables_of
from ui.charts.pivot import FIGURES, GROUPS, MEASURES, SUMMABLE, measured, pivot_picture, pivot_table
from ui.text.languages import LANGUAGES, language_name
from ui.text.palette import GENRE_COLOURS, NO_GENRE
from ui.text.spreadsheets import table_as_csv

SAMPLE = Path(__file__).resolve().parents[3] / "sample_data" / "sample_movies.csv"
HOSTILE = "\"a\" 'b' <script>alert(1)</script> [c](https://example.org) **d** $e$ | f, g"
SEVERAL = ("genre", "country", "company", "director", "cast", "keyword")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> CineWatch:
    """Return the sample, open."""
    return CineWatch.of(SAMPLE, tmp_path_factory.mktemp("models"))


def of_page() -> Iterator[PivotQuery]:
    """Yield each x with each measure, and with them figures and colours by turns, as the page lets one choose them."""
    for turn, x in enumerate(GROUPS.values()):
        colours = [None, *(group for group in GROUPS.values() if group not in ("year", x))]
        for place, measure in enumerate(MEASURES.values(), turn * 2):
            figures = [one for one in FIGURES.values() if one != "sum" or measure in SUMMABLE]
            figure = "count" if measure == "films" else figures[(turn + place) % len(figures)]
            yield PivotQuery(x, measure, figure, colours[place % len(colours)])


def drawn(picture: Picture) -> dict[str, Any]:
    """Return the specification of a chart, which is valid Vega-Lite and plain JSON."""
    assert picture.chart is not None
    specification: dict[str, Any] = picture.chart.to_dict()
    json.dumps(specification, allow_nan=False)
    return specification


def pivot(asked: PivotQuery, *groups: tuple[str, str | None, float], ordered: bool = False) -> Pivot:
    """Return an answer of groups with 5 films each: x, colour, value."""
    names = tuple(dict.fromkeys(x for x, *_ in groups))
    return Pivot(asked, names, ordered, tuple(PivotCell(x, colour, 5, value) for x, colour, value in groups))


def test_names_for_people_are_one_for_each_of_the_engine() -> None:
    assert sorted(GROUPS.values()) == sorted(PIVOT_GROUPS)
    assert sorted(MEASURES.values()) == sorted(PIVOT_MEASURES)
    assert sorted([*FIGURES.values(), "count"]) == sorted(PIVOT_FIGURES)
    assert set(SUMMABLE) < set(MEASURES.values())


def test_what_the_page_lets_one_choose_makes_a_valid_chart_in_words(sample: CineWatch) -> None:
    left_out, seen = [], set[tuple[str, str]]()
    for asked in of_page():
        seen |= {("y", f"{asked.measure} {asked.figure}"), ("colour", str(asked.colour))}
        answer = sample.statistics.pivot(asked)
        picture = pivot_picture(answer)
        words = [measured(answer), "by", *(label.lower() for label, group in GROUPS.items() if group == asked.x)]
        assert picture.title.startswith(" ".join(words)), asked
        if picture.chart is None:
            left_out.append(asked)
            continue
        encoding = drawn(picture)["encoding"]
        assert ("color" in encoding) == (asked.colour is not None), asked
        assert {encoding["x"]["field"], encoding["y"]["field"]} == {"x", "value"}, asked
        assert len(pivot_table(answer)) == len(answer.groups) > 0, asked
        assert picture.note.startswith(f"{len(answer.groups):,} groups; most in "), asked
        assert ("in each group" in picture.note) == bool({asked.x, asked.colour} & set(SEVERAL)), asked
        assert "nan" not in picture.note, asked
    assert left_out == []
    figures = len(FIGURES) * len(SUMMABLE) + (len(FIGURES) - 1) * (len(MEASURES) - 1 - len(SUMMABLE))
    assert len(seen) == 1 + figures + len(GROUPS)


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        (PivotQuery("decade"), "Number of films by decade"),
        (PivotQuery("genre", "rating", "median"), "Median rating by genre"),
        (PivotQuery("month", "revenue", "sum", "genre"), "Sum of box office in dollars by month of release and genre"),
        (
            PivotQuery("revenue", "runtime", "highest", "language"),
            "Highest runtime in minutes by box office and original language",
        ),
    ],
)
def test_the_title_says_what_was_asked(asked: PivotQuery, title: str) -> None:
    assert pivot_picture(pivot(asked)).title == title
    assert pivot_picture(pivot(asked, ("1", "2" if asked.colour else None, 3.0))).title == title


def test_of_no_group_at_all_there_is_no_chart_but_a_reason(cinewatch: CineWatch) -> None:
    for answer in (
        pivot(PivotQuery("genre")),
        cinewatch.statistics.pivot(PivotQuery("genre", least_films=1_000)),
        cinewatch.statistics.pivot(PivotQuery("year", colour="genre"), Filters(min_votes=10**9)),
    ):
        picture = pivot_picture(answer)
        assert picture.chart is None
        assert picture.note == "No group has that many films of which all this is known."
        assert picture.alt
        assert pivot_table(answer).empty


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
    asked = PivotQuery("language", measure, "count" if measure == "films" else "mean")
    picture = pivot_picture(pivot(asked, ("xx", None, value / 2), ("fa", None, value), ("en", None, value / 1.5)))
    assert f"most in Persian with {told}, least in No language with " in picture.note
    assert f"most in Persian with {told}, least in No language with " in picture.alt


def test_the_table_has_a_row_a_group_with_names_for_people(cinewatch: CineWatch) -> None:
    answer = cinewatch.statistics.pivot(PivotQuery("language", colour="genre"))
    table = pivot_table(answer)
    assert list(table.columns) == ["x", "colour", "films", "value"]
    assert set(table["x"]) == {"English", "French", "Japanese"}
    assert table["colour"].tolist() == [one.colour for one in answer.groups]
    assert table["films"].tolist() == [one.films for one in answer.groups]
    by_colour = pivot_table(cinewatch.statistics.pivot(PivotQuery("genre", colour="language")))
    assert set(by_colour["colour"]) == {"English", "French", "Japanese"}
    assert list(pivot_table(cinewatch.statistics.pivot(PivotQuery("genre"))).columns) == ["x", "films", "value"]


@pytest.mark.parametrize(
    "asked", [PivotQuery("year"), PivotQuery("month"), PivotQuery("genre", "rating", "mean", "decade")]
)
def test_the_file_has_what_the_chart_is_drawn_from(cinewatch: CineWatch, asked: PivotQuery) -> None:
    answer = cinewatch.statistics.pivot(asked)
    chart = pivot_picture(answer).chart
    assert chart is not None
    (table,) = tables_of(chart)
    read = pd.read_csv(io.BytesIO(table_as_csv(table)), dtype={"X": str, "Colour": str})
    assert read["X"].tolist() == [one.x for one in answer.groups]
    assert read["Films"].dtype == int, "films are counted in whole numbers"
    assert read["Value"].tolist() == pytest.approx([one.value for one in answer.groups])
    assert ("Colour" in read) == (asked.colour is not None)


def test_years_are_a_line_and_their_numbers_are_plain(cinewatch: CineWatch) -> None:
    chart = drawn(pivot_picture(cinewatch.statistics.pivot(PivotQuery("year"))))
    assert chart["mark"]["type"] == "line"
    assert (chart["encoding"]["x"]["type"], chart["encoding"]["x"]["axis"]["format"]) == ("quantitative", "d")


@pytest.mark.parametrize(
    ("asked", "mark"),
    [
        (PivotQuery("decade"), "bar"),
        (PivotQuery("decade", colour="genre"), "bar"),
        (PivotQuery("decade", "votes", "sum", "genre"), "bar"),
        (PivotQuery("decade", "votes", "mean"), "bar"),
        (PivotQuery("decade", "votes", "mean", "genre"), "line"),
        (PivotQuery("genre"), "bar"),
        (PivotQuery("genre", "votes", "median"), "bar"),
        (PivotQuery("genre", "votes", "sum", "decade"), "bar"),
        (PivotQuery("genre", "votes", "median", "decade"), "circle"),
    ],
)
def test_only_what_adds_up_is_stacked(cinewatch: CineWatch, asked: PivotQuery, mark: str) -> None:
    chart = drawn(pivot_picture(cinewatch.statistics.pivot(asked)))
    assert chart["mark"]["type"] == mark
    values = chart["encoding"]["y" if asked.x == "decade" else "x"]
    assert values["scale"]["zero"] == (mark == "bar")


def test_bars_of_years_do_not_begin_at_the_birth_of_christ(cinewatch: CineWatch) -> None:
    values = drawn(pivot_picture(cinewatch.statistics.pivot(PivotQuery("genre", "year", "mean"))))["encoding"]["x"]
    assert not values["scale"]["zero"]
    assert values["axis"]["format"] == "d"


def test_large_amounts_are_told_short_and_small_ones_whole() -> None:
    asked = PivotQuery("genre", "revenue", "sum")
    large, small = (
        drawn(pivot_picture(pivot(asked, ("War", None, value))))["encoding"]["x"]["axis"] for value in (2e9, 2e3)
    )
    assert large == {"format": "~s", "labelExpr": "replace(datum.label, 'G', 'B')"}
    assert small == {}


def test_names_are_ordered_by_what_is_drawn() -> None:
    groups = [("War", "en", 3.0), ("Drama", "en", 2.0), ("Music", "en", 4.0), ("Drama", "fr", 2.5)]
    stacked = drawn(pivot_picture(pivot(PivotQuery("genre", colour="language"), *groups)))
    assert stacked["encoding"]["y"]["sort"] == ["Drama", "Music", "War"]
    points = drawn(pivot_picture(pivot(PivotQuery("genre", "rating", "mean", "language"), *groups)))
    assert points["encoding"]["y"]["sort"] == ["Music", "War", "Drama"]


def test_groups_with_an_order_keep_it(cinewatch: CineWatch) -> None:
    answer = cinewatch.statistics.pivot(PivotQuery("month"))
    assert drawn(pivot_picture(answer))["encoding"]["x"]["sort"] == [one.x for one in answer.groups]


def test_groups_with_an_order_keep_it_where_the_first_colour_lacks_some(build: Build) -> None:
    rows = [film_row(n, f"Drama {n}", 1990 + n % 2 * 20, genres="Drama") for n in range(1, 7)]
    answer = build([*rows, film_row(9, "War", 2000, genres="War")]).statistics.pivot(
        PivotQuery("decade", colour="genre")
    )
    assert drawn(pivot_picture(answer))["encoding"]["x"]["sort"] == ["1990s", "2000s", "2010s"]


def test_no_two_languages_have_one_name() -> None:
    assert len({language_name(code) for code in LANGUAGES}) == len(LANGUAGES)


def test_genres_have_their_colours_and_what_is_no_genre_of_tmdb_is_grey() -> None:
    groups = [("1990s", "War", 1.0), ("2000s", "Mumblecore", 2.0), ("2010s", "War", 3.0)]
    colour = drawn(pivot_picture(pivot(PivotQuery("decade", colour="genre"), *groups, ordered=True)))["encoding"][
        "color"
    ]
    assert colour["scale"] == {"domain": ["War", "Mumblecore"], "range": [GENRE_COLOURS["War"], NO_GENRE]}
    assert colour["sort"] == ["War", "Mumblecore"]


def test_colours_with_an_order_run_along_a_scale_and_those_of_names_do_not(cinewatch: CineWatch) -> None:
    decades = drawn(pivot_picture(cinewatch.statistics.pivot(PivotQuery("genre", colour="decade"))))["encoding"][
        "color"
    ]
    assert decades["scale"]["scheme"] == "viridis"
    assert decades["scale"]["domain"] == sorted(decades["scale"]["domain"])
    languages = drawn(pivot_picture(cinewatch.statistics.pivot(PivotQuery("genre", colour="language"))))["encoding"][
        "color"
    ]
    assert languages["scale"] == {"domain": ["English", "French", "Japanese"]}


def test_text_from_data_stays_text(build: Build) -> None:
    rows = [
        film_row(1, "A", 1990, genres=HOSTILE.replace(", ", " "), keywords="<b>k</b>"),
        film_row(2, "B", 2001, keywords="k"),
    ]
    found = build(rows).statistics.pivot(PivotQuery("genre", colour="keyword"))
    (group,) = found.groups
    picture = pivot_picture(found)
    chart = drawn(picture)
    assert chart["encoding"]["y"]["sort"] == [group.x]
    assert chart["encoding"]["color"]["scale"]["domain"] == ["<b>k</b>"]
    assert "<script>alert(1)</script>" in group.x
    assert group.x in picture.note
    assert HOSTILE[:20] not in json.dumps(chart["encoding"]["tooltip"])


def test_the_number_of_films_counts_every_film_that_may_be_shown(cinewatch: CineWatch) -> None:
    table = pivot_table(cinewatch.statistics.pivot(PivotQuery("language"), Filters()))
    assert table["value"].tolist() == table["films"].tolist()
    assert table["value"].sum() == len(IDS) - len(HIDDEN)
