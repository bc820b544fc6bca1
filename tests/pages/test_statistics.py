"""The Statistics page: headlines, sections, your own chart, and what is wrong with a dataset."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from statistics import fmean, median
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch, Filters
from engine.statistics import PivotQuery
from fakes.sample_catalogue import FILMS, HIDDEN, film_row, write_csv
from tests.pages.conftest import Link, Open, follow, notes, open_filters, page_markdown, page_text, plain
from ui.charts.data_quality import PROBLEMS, suspicious_values_table
from ui.charts.pivot import NO_GROUP, pivot_chart, pivot_table
from ui.statistics import contents, data_quality, group_by, over_time, ratings_and_money
from ui.statistics.chart_panel import table_key
from ui.text.numbers import share
from ui.widgets.filters import nothing_left

PAGE = "pages/statistics.py"
SECTIONS = tuple(section.NAME for section in (over_time, contents, ratings_and_money, data_quality, group_by))
OWN_CHART = group_by.NAME
SHOWN = [row for row in FILMS if int(row["id"]) not in HIDDEN]

CATALOGUES = {
    "small": list(FILMS),
    "nothing but a title": [film_row(1, "Bare", None, 0, runtime=0, vote_average="", original_language="")],
    "no genres": [film_row(1, "One", 1990), film_row(2, "Two", 2001)],
    "no dates": [film_row(1, "One", None, genres="War"), film_row(2, "Two", None, genres="War, Drama")],
    "no languages": [film_row(n, f"Film {n}", 1990 + n, genres="War", original_language="") for n in (1, 2)],
    "one decade": [film_row(1, "One", 1990, genres="War"), film_row(2, "Two", 1991, genres="War")],
    "a budget of a dollar": [film_row(1, "A dollar", 1990, budget=1, revenue=2)],
}


def open_page(app: AppTest, section: str = "", **link: str | list[str]) -> AppTest:
    """Open the page by a link."""
    return follow(app.switch_page(PAGE), {"section": section, **link} if section else link)


def metrics(at: AppTest) -> dict[str, str]:
    return {metric.label: plain(metric.value) for metric in at.metric}


def only_chart(at: AppTest) -> tuple[dict[str, Any], pd.DataFrame]:
    """Return the specification and the data of the one chart on the page."""
    (chart,) = at.get("vega_lite_chart")
    (data,) = chart.proto.datasets
    return json.loads(chart.proto.spec), pa.ipc.open_stream(data.data.data).read_pandas()


def headings(at: AppTest) -> list[str]:
    return [plain(heading.value) for heading in at.header]


def own_chart_title(cinewatch: CineWatch, query: PivotQuery) -> str:
    return pivot_chart(cinewatch.statistics.pivot(query, Filters())).title


def test_the_headlines_are_eight_numbers_of_the_films_shown(app: AppTest) -> None:
    at = open_page(app)
    runtimes = [int(row["runtime"]) for row in SHOWN if int(row["runtime"])]
    votes = [(float(row["vote_average"]), int(row["vote_count"])) for row in SHOWN]
    mean = sum(rating * count for rating, count in votes) / sum(count for _, count in votes)
    assert median(runtimes) == 95
    numbers = metrics(at)
    assert numbers.pop("Completeness").endswith("%")
    assert [*numbers.values()] == [
        "29",
        "1929 to 2022",
        "3",
        "1",
        "1 h 35 min",
        f"{mean:.2f}",
        f"${sum(int(row['revenue']) for row in SHOWN) / 1e6:.1f}M",
    ]
    assert f"29 of {len(FILMS)} films." in page_text(at)
    assert "from the 1920s to the 2020s" in page_text(at)


def test_completeness_is_the_mean_over_all_fields(app: AppTest, cinewatch: CineWatch) -> None:
    counts = cinewatch.statistics.data_quality(Filters()).completeness
    assert metrics(open_page(app))["Completeness"] == share(fmean(count.films / len(SHOWN) for count in counts))


def test_the_small_charts_have_one_point_per_decade(app: AppTest) -> None:
    by_label = {metric.label: list(metric.proto.chart_data) for metric in open_page(app).metric}
    years = [row["release_date"][:4] for row in SHOWN if row["release_date"]]
    decades = sorted({year[:3] for year in years})
    assert by_label["Films"] == [sum(year.startswith(decade) for year in years) for decade in decades]
    assert by_label["Years"] == [sum(year.startswith(decade) for year in set(years)) for decade in decades]
    assert len(by_label["Completeness"]) == len(decades)
    assert all(0 < value < 1 for value in by_label["Completeness"])


@pytest.mark.parametrize(
    ("rows", "unknown"), [("nothing but a title", 4), ("one decade", 1)], ids=["nothing but a title", "one decade"]
)
def test_missing_numbers_are_unknown_and_one_decade_has_no_small_charts(
    open_app: Open, tmp_path: Path, rows: str, unknown: int
) -> None:
    at = open_page(open_app(write_csv(tmp_path / "films.csv", CATALOGUES[rows])))
    assert [*metrics(at).values()].count("unknown") == unknown
    assert not any(metric.proto.chart_data for metric in at.metric)
    assert "small charts" not in page_text(at)


@pytest.mark.parametrize("rows", CATALOGUES.values(), ids=CATALOGUES)
def test_every_section_is_drawn_for_any_films(open_app: Open, tmp_path: Path, rows: list[dict[str, str]]) -> None:
    csv = write_csv(tmp_path / "films.csv", rows)
    for section in SECTIONS:
        at = open_page(open_app(csv), section)
        # The numbers have a trend over the decades, and belong to the first section.
        assert len(at.metric) == (8 if section == over_time.NAME else 0)
        assert at.button_group(key="section").value == section
        assert headings(at)
        assert "nan" not in page_text(at).lower().split()


def test_each_section_has_its_own_charts(new_app: Callable[[], AppTest], cinewatch: CineWatch) -> None:
    statistics, shown_films = cinewatch.statistics, Filters()
    charts = (
        over_time.charts(statistics.over_time(shown_films)),
        contents.charts(statistics.contents(shown_films)),
        ratings_and_money.charts(statistics.ratings_and_money(shown_films)),
        data_quality.charts(statistics.data_quality(shown_films)),
        (pivot_chart(statistics.pivot(PivotQuery("decade"), shown_films)),),
    )
    for section, expected in zip(SECTIONS, charts, strict=True):
        assert headings(open_page(new_app(), section))[: len(expected)] == [chart.title for chart in expected]
    assert headings(open_page(new_app(), contents.NAME))[-1] == contents.GENRE_KEYWORDS


@pytest.mark.parametrize(
    "link",
    [
        {"section": contents.NAME},
        {"section": data_quality.NAME, "films_genres": "Drama"},
        {
            "section": OWN_CHART,
            "group_by": "Genre",
            "measure": "Votes",
            "aggregate": "Total",
            "colour_by": "Decade",
            "min_films": "3",
        },
    ],
)
def test_the_page_keeps_a_valid_link_as_it_is(app: AppTest, link: Link) -> None:
    follow(app.switch_page(PAGE), link)
    assert dict(app.query_params) == link
    assert notes(app) == []


@pytest.mark.parametrize(
    ("link", "ignored"),
    [
        ({"section": "Nowhere"}, "section=Nowhere"),
        ({"section": OWN_CHART, "group_by": "Genre", "colour_by": "Genre"}, "colour_by=Genre"),
        ({"section": OWN_CHART, "colour_by": "Year"}, "colour_by=Year"),
        ({"section": OWN_CHART, "measure": "Rating", "aggregate": "Total"}, "aggregate=Total"),
        ({"section": OWN_CHART, "min_films": "7"}, "min_films=7"),
        ({"section": OWN_CHART, "group_by": "<script>alert(1)</script>"}, "group_by=<script>alert(1)</script>"),
    ],
)
def test_invalid_values_of_a_link_are_ignored_and_named(app: AppTest, link: dict[str, str], ignored: str) -> None:
    follow(app.switch_page(PAGE), link)
    (note,) = notes(app)
    assert ignored in note
    assert app.get("vega_lite_chart")


def test_choices_in_a_section_stay_while_another_section_is_shown(app: AppTest, cinewatch: CineWatch) -> None:
    open_page(app)
    app.button_group(key="section").set_value(OWN_CHART).run()
    app.selectbox(key=group_by.GROUP_BY).set_value("Country").run()
    app.button_group(key="section").set_value(data_quality.NAME).run()
    assert len(headings(app)) > 1
    app.button_group(key="section").set_value(OWN_CHART).run()
    assert headings(app) == [own_chart_title(cinewatch, PivotQuery("country"))]
    assert notes(app) == []


def test_your_own_chart_shows_what_you_choose(app: AppTest, cinewatch: CineWatch) -> None:
    open_page(app, OWN_CHART)
    choices = {"group_by": "Genre", "measure": "Votes", "aggregate": "Highest", "colour_by": "Decade"}
    for key, value in choices.items():
        app.selectbox(key=key).set_value(value).run()
        assert not app.exception
    app.select_slider(key=group_by.MIN_FILMS).set_value(3).run()
    answer = cinewatch.statistics.pivot(PivotQuery("genre", "votes", "max", "decade", 3), Filters())
    spec, table = only_chart(app)
    assert 0 < len(answer.cells) < 20, "smaller groups are left out"
    assert table.to_dict("records") == pivot_table(answer).to_dict("records")
    assert (spec["encoding"]["y"]["field"], spec["encoding"]["color"]["field"]) == ("group", "colour")
    assert headings(app) == ["Highest votes by genre and decade"]
    assert pivot_chart(answer).caption in page_text(app)
    assert [button.label for button in app.download_button] == [group_by.DOWNLOAD]


def test_the_column_to_group_by_cannot_be_the_colour_too(app: AppTest, cinewatch: CineWatch) -> None:
    open_page(app, OWN_CHART, group_by="Genre", colour_by="Decade")
    assert "Genre" not in app.selectbox(key=group_by.COLOUR_BY).options
    app.selectbox(key=group_by.GROUP_BY).set_value("Decade").run()
    assert not app.exception
    assert "Decade" not in app.selectbox(key=group_by.COLOUR_BY).options
    assert headings(app) == [own_chart_title(cinewatch, PivotQuery("decade"))]


def test_totals_are_offered_only_for_measures_that_can_be_summed(app: AppTest) -> None:
    open_page(app, OWN_CHART, measure="Votes", aggregate="Total")
    assert headings(app) == ["Total votes by decade"]
    app.selectbox(key=group_by.MEASURE).set_value("Rating").run()
    assert not app.exception
    assert "Total" not in app.selectbox(key=group_by.AGGREGATE).options
    assert headings(app) == ["Median rating by decade"]
    app.selectbox(key=group_by.MEASURE).set_value("Number of films").run()
    assert group_by.AGGREGATE not in {box.key for box in app.selectbox}
    assert headings(app) == ["Number of films by decade"]


def test_without_groups_there_is_a_reason_but_no_chart_and_no_download(app: AppTest) -> None:
    at = open_page(app, OWN_CHART, min_films="100")
    assert not at.get("vega_lite_chart")
    assert not at.download_button
    assert NO_GROUP in page_text(at)


@pytest.mark.parametrize("mode", ["Map", "Neighbours", "Group"])
def test_choices_for_your_own_chart_are_not_choices_of_another_page(
    app: AppTest, cinewatch: CineWatch, mode: str
) -> None:
    open_page(app, OWN_CHART, group_by="Genre", measure="Votes", aggregate="Total", colour_by="Country", min_films="5")
    app.switch_page("pages/similarity.py").run()
    app.button_group(key="mode").set_value(mode).run()
    assert not app.exception
    app.switch_page(PAGE).run()
    assert not app.exception
    assert headings(app) == [own_chart_title(cinewatch, PivotQuery("genre", "votes", "sum", "country"))]


def test_a_chart_is_shown_as_a_table_once_it_is_opened(app: AppTest) -> None:
    app.session_state[table_key("Completeness")] = True
    at = open_page(app, data_quality.NAME)
    table = at.dataframe[0].value
    assert list(table.columns) == ["Name", "Films", "Share"]
    assert table.set_index("Name")["Films"]["Title"] == 29


def test_the_headlines_count_the_films_that_pass_the_filters(app: AppTest, cinewatch: CineWatch) -> None:
    at = open_filters(open_page(app))
    at.multiselect(key="films_genres").set_value(["Drama"]).run()
    headlines = cinewatch.statistics.headlines(Filters(genres=("Drama",)))
    assert metrics(at)["Films"] == f"{headlines.films}"
    assert f"{headlines.films} of {len(FILMS)} films." in page_markdown(at)
    assert not at.exception


def test_a_filter_on_years_applies_to_headlines_and_charts(app: AppTest) -> None:
    at = open_page(app, OWN_CHART, group_by="Year", films_years=["1980", "1999"])
    within = [row["release_date"][:4] for row in SHOWN if "1980" <= row["release_date"][:4] <= "1999"]
    assert [str(year) for year in only_chart(at)[1]["group"]] == sorted(set(within))
    at.button_group(key="section").set_value(over_time.NAME).run()
    assert metrics(at)["Films"] == str(len(within))
    assert metrics(at)["Years"] == f"{min(within)} to {max(within)}"


def test_without_films_the_page_says_which_filter_removes_most(
    new_app: Callable[[], AppTest], cinewatch: CineWatch
) -> None:
    expected = nothing_left(cinewatch.recommender.removed_by(Filters(min_votes=10_000)))
    for section in SECTIONS:
        at = open_filters(open_page(new_app(), section))
        at.select_slider(key="films_votes").set_value(10_000).run()
        assert not at.exception
        assert notes(at) == [plain(expected)]
        assert not at.get("vega_lite_chart")
        assert not at.metric


def test_skipped_rows_are_counted_by_reason_and_the_first_ones_shown_when_opened(
    open_app: Open, tmp_path: Path
) -> None:
    rows = [film_row(1, "Kept", 1990), film_row(1, "Kept", 1990), film_row(0, "No id"), film_row(5, "")]
    rows += [film_row(0, f"Nobody {n}") for n in range(60)]
    at = open_app(write_csv(tmp_path / "films.csv", rows))
    at.session_state[data_quality.FIRST_ROWS_KEY] = True
    open_page(at, data_quality.NAME)
    counts, first, _ = at.dataframe
    assert counts.value.set_index("Reason")["Rows"].to_dict() == {"no valid id": 61, "duplicate id": 1, "no title": 1}
    assert first.value["Line"].tolist() == list(range(3, 3 + data_quality.FIRST_ROWS))
    assert first.value["Reason"].tolist()[:3] == ["duplicate id", "no valid id", "no title"]
    assert "63 of 64 rows (98.4 %)" in page_text(at).replace("\u00a0", " ")
    assert [button.label for button in at.download_button] == [data_quality.DOWNLOAD_ROWS]


def test_suspicious_values_are_listed_and_their_films_offered_as_a_file(app: AppTest, cinewatch: CineWatch) -> None:
    at = open_page(app, data_quality.NAME)
    table = at.dataframe[0].value
    assert table.equals(suspicious_values_table(cinewatch.statistics.data_quality(Filters()).implausible_values))
    assert table["Problem"].tolist() == [PROBLEMS["duplicate"]], "two films of the small catalogue are twins"
    assert [button.label for button in at.download_button] == [data_quality.DOWNLOAD_FILMS]
    assert f"All {len(FILMS)} rows of the dataset are films." in page_text(at)


def test_a_clean_dataset_has_no_tables_and_no_downloads(open_app: Open, tmp_path: Path) -> None:
    at = open_page(open_app(write_csv(tmp_path / "films.csv", [film_row(1, "Fine", 1990)])), data_quality.NAME)
    assert [table.value["Used as"].tolist()[:3] for table in at.dataframe] == [["id", "title", "rating"]]
    assert not at.download_button
    assert data_quality.UNREADABLE not in headings(at)


def test_unreadable_values_are_counted_by_column(open_app: Open, tmp_path: Path) -> None:
    rows = [
        film_row(1, "One", 1990, runtime="long"),
        film_row(2, "Two", 1990, runtime="longer"),
        film_row(3, "Three", 1990, budget="?"),
    ]
    at = open_page(open_app(write_csv(tmp_path / "films.csv", rows)), data_quality.NAME)
    assert at.dataframe[0].value.set_index("Column")["Cells"].to_dict() == {"runtime": 2, "budget": 1}
    assert data_quality.UNREADABLE in headings(at)


def test_without_votes_the_average_rating_is_a_plain_mean(open_app: Open, tmp_path: Path) -> None:
    rows = [{"id": 1, "title": "A", "vote_average": 6}, {"id": 2, "title": "B", "vote_average": 9}]
    at = open_page(open_app(write_csv(tmp_path / "films.csv", rows, ("id", "title", "vote_average"))))
    assert "7.50" in metrics(at).values()
