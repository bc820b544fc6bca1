"""Your own chart: every choice of the page makes a valid chart, in words and colours that fit."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from engine import CineWatch, Filters
from engine.statistics import PIVOT_AGGREGATES, PIVOT_GROUPS, PIVOT_MEASURES, Pivot, PivotCell, PivotQuery
from fakes.sample_catalogue import HIDDEN, IDS, Build, film_row
from tests.ui.charts.captioned import data_of, specification
from ui.charts.base import CLICK_A_BAR, CLICK_A_DOT
from ui.charts.groups import CELL
from ui.charts.pivot import (
    AGGREGATES,
    GROUPS,
    MEASURES,
    NO_GROUP,
    SUMMABLE,
    pivot_chart,
    pivot_table,
    readable_table,
    value_label,
)
from ui.text.languages import LANGUAGES, language_name
from ui.text.palette import GENRE_COLOURS, NO_GENRE
from ui.text.spreadsheets import table_as_csv

HOSTILE = "\"a\" 'b' <script>alert(1)</script> [c](https://example.org) **d** $e$ | f, g"
SEVERAL_PER_FILM = {"genre", "country", "company", "director", "cast", "keyword"}


def choices() -> Iterator[PivotQuery]:
    """Yield each group with each measure, and with them aggregates and colours in turn, as the page offers them."""
    for turn, group in enumerate(GROUPS.values()):
        colours = [None, *(column for column in GROUPS.values() if column not in ("year", group))]
        for n, measure in enumerate(MEASURES.values(), turn * 2):
            aggregates = [name for name in AGGREGATES.values() if name != "sum" or measure in SUMMABLE]
            aggregate = "count" if measure == "films" else aggregates[(turn + n) % len(aggregates)]
            yield PivotQuery(group, measure, aggregate, colours[n % len(colours)])


def pivot(query: PivotQuery, *cells: tuple[str, str | None, float], ordered: bool = False) -> Pivot:
    """Return a pivot of cells with 5 films each: group, colour, value."""
    groups = tuple(dict.fromkeys(group for group, *_ in cells))
    return Pivot(query, groups, ordered, tuple(PivotCell(group, colour, 5, value) for group, colour, value in cells))


def first_layer(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the layer with the lines, or the whole chart if there are none."""
    layer: dict[str, Any] = spec.get("layer", [spec])[0]
    return layer


def encoding_of(answer: Pivot) -> dict[str, Any]:
    encoding: dict[str, Any] = first_layer(specification(pivot_chart(answer)))["encoding"]
    return encoding


def test_every_column_measure_and_aggregate_of_the_engine_has_a_label() -> None:
    assert sorted(GROUPS.values()) == sorted(PIVOT_GROUPS)
    assert sorted(MEASURES.values()) == sorted(PIVOT_MEASURES)
    assert sorted([*AGGREGATES.values(), "count"]) == sorted(PIVOT_AGGREGATES)
    assert set(SUMMABLE) < set(MEASURES.values())


def test_every_choice_of_the_page_makes_a_valid_chart_in_words(sample: CineWatch) -> None:
    seen = set[tuple[str, str]]()
    for query in choices():
        seen |= {("value", f"{query.measure} {query.aggregate}"), ("colour", str(query.colour_by))}
        answer = sample.statistics.pivot(query)
        chart, encoding = pivot_chart(answer), encoding_of(answer)
        group = next(label.lower() for label, column in GROUPS.items() if column == query.group_by)
        assert chart.title.startswith(f"{value_label(query)} by {group}"), query
        assert ("color" in encoding) == (query.colour_by is not None), query
        assert {encoding["x"]["field"], encoding["y"]["field"]} == {"group", "value"}, query
        assert len(pivot_table(answer)) == len(answer.cells) > 0, query
        assert chart.caption.startswith(f"{len(answer.cells):,} groups. Highest: "), query
        several = bool({query.group_by, query.colour_by} & SEVERAL_PER_FILM)
        assert chart.caption.endswith("in several groups.") == several, query
        assert "nan" not in chart.caption, query
    n_values = len(AGGREGATES) * len(SUMMABLE) + (len(AGGREGATES) - 1) * (len(MEASURES) - 1 - len(SUMMABLE))
    assert len(seen) == 1 + n_values + len(GROUPS), "every value and every colour was drawn"


@pytest.mark.parametrize(
    ("query", "title"),
    [
        (PivotQuery("decade"), "Number of films by decade"),
        (PivotQuery("genre", "rating", "median"), "Median rating by genre"),
        (PivotQuery("month", "revenue", "sum", "genre"), "Total box office in dollars by month of release and genre"),
        (
            PivotQuery("revenue", "runtime", "max", "language"),
            "Highest running time in minutes by box office and original language",
        ),
    ],
)
def test_the_title_says_what_is_shown(query: PivotQuery, title: str) -> None:
    assert pivot_chart(pivot(query)).title == title
    assert pivot_chart(pivot(query, ("1", "2" if query.colour_by else None, 3.0))).title == title


def test_without_groups_there_is_a_reason_instead_of_a_chart(cinewatch: CineWatch) -> None:
    for answer in (
        pivot(PivotQuery("genre")),
        cinewatch.statistics.pivot(PivotQuery("genre", min_films=1_000)),
        cinewatch.statistics.pivot(PivotQuery("year", colour_by="genre"), Filters(min_votes=10**9)),
    ):
        chart = pivot_chart(answer)
        assert (chart.chart, chart.caption) == (None, NO_GROUP)
        assert pivot_table(answer).empty


@pytest.mark.parametrize(
    ("measure", "value", "number"),
    [
        ("films", 1_234.0, "1,234"),
        ("rating", 6.5432, "6.54"),
        ("return", 0.000123, "0.000123"),
        ("year", 1999.0, "1999"),
    ],
)
def test_the_words_have_the_highest_and_the_lowest_value(measure: str, value: float, number: str) -> None:
    query = PivotQuery("language", measure, "count" if measure == "films" else "mean")
    chart = pivot_chart(pivot(query, ("xx", None, value / 2), ("fa", None, value), ("en", None, value / 1.5)))
    for text in (chart.caption, chart.alt):
        assert f"Highest: Persian ({number}). Lowest: No language (" in text


def test_the_table_has_a_row_per_cell_with_readable_names(cinewatch: CineWatch) -> None:
    answer = cinewatch.statistics.pivot(PivotQuery("language", colour_by="genre"))
    table = pivot_table(answer)
    assert list(table.columns) == ["group", "colour", "films", "value"]
    assert set(table["group"]) == {"English", "French", "Japanese"}
    assert table["colour"].tolist() == [cell.colour for cell in answer.cells]
    assert table["films"].tolist() == [cell.films for cell in answer.cells]
    by_colour = pivot_table(cinewatch.statistics.pivot(PivotQuery("genre", colour_by="language")))
    assert set(by_colour["colour"]) == {"English", "French", "Japanese"}
    assert list(pivot_table(cinewatch.statistics.pivot(PivotQuery("genre"))).columns) == ["group", "films", "value"]


def test_the_readable_table_has_whole_numbers_and_no_column_twice(cinewatch: CineWatch) -> None:
    by_year = readable_table(cinewatch.statistics.pivot(PivotQuery("year")))
    assert {name: dtype.kind for name, dtype in by_year.dtypes.items()} == {"Year": "i", "Films": "i"}
    highest = readable_table(cinewatch.statistics.pivot(PivotQuery("genre", "votes", "max", "decade")))
    assert list(highest.columns) == ["Genre", "Decade", "Films", "Highest votes"]
    assert highest["Highest votes"].dtype.kind == "i"


@pytest.mark.parametrize(
    "query", [PivotQuery("year"), PivotQuery("month"), PivotQuery("genre", "rating", "mean", "decade")]
)
def test_the_data_of_the_chart_survive_a_file(cinewatch: CineWatch, query: PivotQuery) -> None:
    answer = cinewatch.statistics.pivot(query)
    read = pd.read_csv(io.BytesIO(table_as_csv(data_of(pivot_chart(answer)))), dtype={"Group": str, "Colour": str})
    assert read["Group"].tolist() == [cell.group for cell in answer.cells]
    assert read["Films"].dtype == int, "films are whole numbers"
    assert read["Value"].tolist() == pytest.approx([cell.value for cell in answer.cells])
    assert ("Colour" in read) == (query.colour_by is not None)


def test_years_are_a_line_on_an_axis_without_separators(cinewatch: CineWatch) -> None:
    spec = first_layer(specification(pivot_chart(cinewatch.statistics.pivot(PivotQuery("year")))))
    assert spec["mark"]["type"] == "line"
    assert (spec["encoding"]["x"]["type"], spec["encoding"]["x"]["axis"]["format"]) == ("quantitative", "d")


@pytest.mark.parametrize(
    ("query", "mark"),
    [
        (PivotQuery("decade"), "bar"),
        (PivotQuery("decade", colour_by="genre"), "bar"),
        (PivotQuery("decade", "votes", "sum", "genre"), "bar"),
        (PivotQuery("decade", "votes", "mean"), "bar"),
        (PivotQuery("decade", "votes", "mean", "genre"), "line"),
        (PivotQuery("genre"), "bar"),
        (PivotQuery("genre", "votes", "median"), "bar"),
        (PivotQuery("genre", "votes", "sum", "decade"), "bar"),
        (PivotQuery("genre", "votes", "median", "decade"), "circle"),
    ],
)
def test_only_values_that_add_up_are_stacked(cinewatch: CineWatch, query: PivotQuery, mark: str) -> None:
    spec = first_layer(specification(pivot_chart(cinewatch.statistics.pivot(query))))
    assert spec["mark"]["type"] == mark
    values = spec["encoding"]["y" if query.group_by == "decade" else "x"]
    assert values["scale"]["zero"] == (mark == "bar")


def test_bars_of_years_do_not_start_at_year_zero(cinewatch: CineWatch) -> None:
    values = encoding_of(cinewatch.statistics.pivot(PivotQuery("genre", "year", "mean")))["x"]
    assert not values["scale"]["zero"]
    assert values["axis"]["format"] == "d"


def test_large_amounts_are_shortened_and_small_ones_are_not() -> None:
    query = PivotQuery("genre", "revenue", "sum")
    large, small = (encoding_of(pivot(query, ("War", None, value)))["x"]["axis"] for value in (2e9, 2e3))
    assert large == {"format": "~s", "labelExpr": "replace(datum.label, 'G', 'B')"}
    assert small == {}


def test_names_are_in_order_of_what_is_drawn() -> None:
    cells = [("War", "en", 3.0), ("Drama", "en", 2.0), ("Music", "en", 4.0), ("Drama", "fr", 2.5)]
    stacked = encoding_of(pivot(PivotQuery("genre", colour_by="language"), *cells))
    assert stacked["y"]["sort"] == ["Drama", "Music", "War"]
    points = encoding_of(pivot(PivotQuery("genre", "rating", "mean", "language"), *cells))
    assert points["y"]["sort"] == ["Music", "War", "Drama"]


def test_groups_with_an_order_keep_it_even_if_the_first_colour_lacks_some(cinewatch: CineWatch, build: Build) -> None:
    answer = cinewatch.statistics.pivot(PivotQuery("month"))
    assert encoding_of(answer)["x"]["sort"] == [cell.group for cell in answer.cells]
    rows = [film_row(n, f"Drama {n}", 1990 + n % 2 * 20, genres="Drama") for n in range(1, 7)]
    statistics = build([*rows, film_row(9, "War", 2000, genres="War")]).statistics
    by_genre = encoding_of(statistics.pivot(PivotQuery("decade", colour_by="genre")))
    assert by_genre["x"]["sort"] == ["1990s", "2000s", "2010s"]


def test_no_two_languages_have_the_same_name_and_unknown_codes_stay() -> None:
    assert len({language_name(code) for code in LANGUAGES}) == len(LANGUAGES)
    assert (language_name("fa"), language_name("q!")) == ("Persian", "q!")


def test_genres_have_their_colours_and_others_are_grey() -> None:
    cells = [("1990s", "War", 1.0), ("2000s", "Mumblecore", 2.0), ("2010s", "War", 3.0)]
    colour = encoding_of(pivot(PivotQuery("decade", colour_by="genre"), *cells, ordered=True))["color"]
    assert colour["scale"] == {"domain": ["War", "Mumblecore"], "range": [GENRE_COLOURS["War"], NO_GENRE]}
    assert colour["sort"] == ["War", "Mumblecore"]


def test_colours_with_an_order_are_a_gradient_and_those_of_names_are_not(cinewatch: CineWatch) -> None:
    decades = encoding_of(cinewatch.statistics.pivot(PivotQuery("genre", colour_by="decade")))["color"]
    assert decades["scale"]["scheme"] == "viridis"
    assert decades["scale"]["domain"] == sorted(decades["scale"]["domain"])
    languages = encoding_of(cinewatch.statistics.pivot(PivotQuery("genre", colour_by="language")))["color"]
    assert languages["scale"] == {"domain": ["English", "French", "Japanese"]}


def test_text_from_data_stays_text(build: Build) -> None:
    rows = [
        film_row(1, "A", 1990, genres="Drama, <script>alert(1)</script>", keywords="<b>k</b>"),
        film_row(2, "B", 2001, keywords="k"),
    ]
    answer = build(rows).statistics.pivot(PivotQuery("genre", colour_by="keyword"))
    cell = next(cell for cell in answer.cells if cell.group != "Drama")
    encoding = encoding_of(answer)
    assert sorted(encoding["y"]["sort"]) == [cell.group, "Drama"]
    assert encoding["color"]["scale"]["domain"] == ["<b>k</b>"]
    assert "<script>alert(1)</script>" in cell.group
    assert "<script>" not in json.dumps(encoding["tooltip"])


def test_the_number_of_films_counts_every_film_that_passes(cinewatch: CineWatch) -> None:
    table = pivot_table(cinewatch.statistics.pivot(PivotQuery("language"), Filters()))
    assert table["value"].tolist() == table["films"].tolist()
    assert table["value"].sum() == len(IDS) - len(HIDDEN)


@pytest.mark.parametrize(
    ("query", "fields", "hint"),
    [
        (PivotQuery("genre"), ["group"], CLICK_A_BAR),
        (PivotQuery("decade", colour_by="genre"), ["group", "colour"], CLICK_A_BAR),
        (PivotQuery("rating"), ["group"], CLICK_A_BAR),
        (PivotQuery("year"), ["group"], CLICK_A_DOT),
        (PivotQuery("decade", "rating", "median", "genre"), ["group", "colour"], CLICK_A_DOT),
        (PivotQuery("genre", "rating", "median", "decade"), ["group", "colour"], CLICK_A_DOT),
    ],
)
def test_a_click_selects_a_bar_or_a_dot_with_its_colour(
    sample: CineWatch, query: PivotQuery, fields: list[str], hint: str
) -> None:
    chart = pivot_chart(sample.statistics.pivot(query))
    (param,) = specification(chart)["params"]
    assert chart.selections == (param["name"],) == (CELL,)
    assert (param["select"]["fields"], chart.hint) == (fields, hint)
