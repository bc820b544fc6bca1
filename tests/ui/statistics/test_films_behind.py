"""The films behind a mark of a chart are those it counts, and its address on the Browse page has the same ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from engine import CineWatch, Filters
from engine.statistics import PIVOT_GROUPS, Contents, PivotQuery
from ui import answers
from ui.charts import top_names
from ui.charts.base import PAGE, CaptionedChart, data_of
from ui.charts.data_quality import completeness_by_decade
from ui.charts.groups import LACKING_OF_DECADE, RATING, RUNTIME, VOTES, VOTES_AND_RATING, Groups
from ui.charts.pivot import pivot_chart
from ui.charts.ratings import votes_and_ratings
from ui.charts.years import films_by_year
from ui.statistics import behind
from ui.statistics.chart_panel import combinations, tables_with_pages


@pytest.fixture
def statistics(sample: CineWatch, monkeypatch: pytest.MonkeyPatch) -> CineWatch:
    """Return the sample, which answers without a page, and finds the choices of filters once, as a page does."""
    monkeypatch.setattr(answers, "films_in", sample.statistics.films_in)
    monkeypatch.setattr(answers, "filter_options", cache(sample.filter_options))
    return sample


def count(groups: Groups, filters: Filters | None = None) -> int:
    return behind.behind(groups, filters or Filters()).films(0)[0]


@pytest.mark.parametrize("colour", [None, "genre"])
# A film has several genres.
@pytest.mark.parametrize("column", sorted(set(PIVOT_GROUPS) - {"genre"}))
def test_a_bar_of_your_own_chart_has_as_many_films_as_it_counts(
    statistics: CineWatch, column: str, colour: str | None
) -> None:
    pivot = statistics.statistics.pivot(PivotQuery(column, colour_by=colour, min_films=5), Filters())
    chart = pivot_chart(pivot)
    assert chart.chart is not None
    (marks,) = data_of(chart.chart)
    for mark in marks.head(60).to_dict("records"):
        assert count(chart.groups("cell", mark)) == mark["films"], mark


# Some directors of the sample play in films of others, and some companies are of one house.
@pytest.mark.parametrize(
    ("draw", "leads"),
    [(top_names.directors, {True, False}), (top_names.cast, {True}), (top_names.companies, {True, False})],
)
def test_a_bar_of_a_name_lists_the_films_it_counts_and_leads_to_browse_only_if_browse_has_the_same(
    statistics: CineWatch, draw: Callable[[Contents], CaptionedChart], leads: set[bool]
) -> None:
    chart = draw(statistics.statistics.contents())
    assert chart.chart is not None
    (marks,) = data_of(chart.chart)
    led = set()
    for mark in marks.to_dict("records"):
        wanted = behind.behind(chart.groups(chart.selections[0], mark), Filters())
        assert wanted.films(0)[0] == mark["films"], mark
        if wanted.address():
            assert statistics.browser.page(wanted.filters).total == mark["films"], mark
        led.add(bool(wanted.address()))
    assert led == leads


def test_bars_over_the_years_and_squares_have_as_many_films_as_they_count(statistics: CineWatch) -> None:
    filters = Filters(first_year=1990, last_year=1999)
    chart = films_by_year(statistics.statistics.over_time(filters))
    assert chart.chart is not None
    tables = dict(zip(chart.rows, data_of(chart.chart), strict=True))
    for selection in (RATING, RUNTIME):
        totals = tables[selection].groupby(["low", "high"])[["films"]].sum().reset_index()
        ends = totals["high"].max()
        for mark in totals.to_dict("records"):
            open_end = selection == RUNTIME and mark["high"] == ends == 240
            expected = mark["films"]
            assert count(chart.groups(selection, mark), filters) == expected or open_end
    squares = votes_and_ratings(statistics.statistics.ratings_and_money(filters))
    assert squares.chart is not None
    for mark in data_of(squares.chart)[0].to_dict("records"):
        assert count(squares.groups(VOTES_AND_RATING, mark), filters) == mark["films"], mark


def test_a_square_of_completeness_has_the_films_that_lack_the_field(statistics: CineWatch) -> None:
    quality = statistics.statistics.data_quality(Filters())
    chart = completeness_by_decade(quality)
    assert chart.chart is not None
    (marks,) = data_of(chart.chart)
    lacking = 0
    for mark in marks.to_dict("records"):
        groups = chart.groups(LACKING_OF_DECADE, mark)
        assert count(groups) == round(mark["films"] / mark["share"]) - mark["films"] if mark["films"] else True
        lacking += count(groups)
        assert behind.behind(groups, Filters()).address() == "", "no filter says it"
    assert lacking


def test_marks_of_different_selections_combine_and_those_of_one_do_not(statistics: CineWatch) -> None:
    chart = films_by_year(statistics.statistics.over_time())
    clicked = {"genres": [{"name": "Drama"}, {"name": "War"}], "rating": [{"low": 7.0, "high": 7.5}], "years": {}}
    groups = combinations(chart, clicked)
    assert [behind.in_words(each) for each in groups] == ["Drama · rated 7 to 7.5", "War · rated 7 to 7.5"]
    wanted = behind.behind(groups[0], Filters(min_rating=6.0))
    assert wanted.filters == Filters(genres=("Drama",), all_genres=True, min_rating=7.0, max_rating=7.499)
    assert wanted.address() == "browse?genre=Drama&every_genre=true&rated=7.0&rated=7.499"
    assert combinations(chart, {"years": {"year": [1990, 1991]}}) == []


@pytest.mark.parametrize(
    ("groups", "words", "address"),
    [
        (((RATING, (9, None)),), "rated 9 or more", "browse?rated=9&rated=10.0"),
        (((RUNTIME, (90, 100)),), "90 to 99 min", "browse?length=90&length=99"),
        (((RUNTIME, (240, None)),), "240 min or more", "browse?length=240&length=240"),
        (((VOTES, (17.78, 31.6)),), "18 to 31 votes", ""),
        ((("year", 1994),), "1994", "browse?year=1994&year=1994"),
        ((("month", "May"),), "released in May", ""),
        ((("lacking", "runtime"),), "without Running time", ""),
        ((("genres", "Samba"),), "Samba", ""),
    ],
)
def test_a_mark_is_in_words_and_has_an_address_if_filters_can_say_it(
    statistics: CineWatch, groups: Groups, words: str, address: str
) -> None:
    assert statistics
    assert behind.in_words(groups) == words
    assert behind.behind(groups, Filters()).address() == address


def test_each_row_of_a_table_leads_where_its_mark_does(statistics: CineWatch) -> None:
    chart = films_by_year(statistics.statistics.over_time())
    assert chart.chart is not None
    tables = dict(zip(chart.rows, (make() for make in tables_with_pages(chart, chart.chart, Filters())), strict=True))
    years = tables["year"]
    assert years[PAGE].tolist() == [f"browse?year={year}&year={year}" for year in years["Year"]]
    row = tables["genres"].dropna(subset="Year").iloc[0]
    assert f"genre={row['Name'].replace(' ', '+')}&" in row[PAGE]
    assert row[PAGE].endswith(f"year={row['Year']}&year={row['Year']}")
