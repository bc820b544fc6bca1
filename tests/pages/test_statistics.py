"""The page of charts: its headlines and sections, a chart of one's own, and what no film came of."""

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
from tests.pages.conftest import Link, Open, follow, notes, plain, shown, told
from ui.charts.data_quality import DOUBTS, doubts_table
from ui.charts.pivot import pivot_picture, pivot_table
from ui.text.numbers import money, share

PAGE = "pages/statistics.py"
SECTIONS = ("Over time", "What is in it", "Ratings and money", "Data quality", "Your own chart")
OVER_TIME, CONTENTS, RATINGS, QUALITY, OWN = SECTIONS
SHOWN = [row for row in FILMS if int(row["id"]) not in HIDDEN]

CATALOGUES = {
    "the made-up films": list(FILMS),
    "nothing but a title": [film_row(1, "Bare", None, 0, runtime=0, vote_average="", original_language="")],
    "no genres": [film_row(1, "One", 1990), film_row(2, "Two", 2001)],
    "no dates": [film_row(1, "One", None, genres="War"), film_row(2, "Two", None, genres="War, Drama")],
    "no languages": [film_row(n, f"Film {n}", 1990 + n, genres="War", original_language="") for n in (1, 2)],
    "one decade": [film_row(1, "One", 1990, genres="War"), film_row(2, "Two", 1991, genres="War")],
    "a budget of a dollar": [film_row(1, "A dollar", 1990, budget=1, revenue=2)],
}


def opened(app: AppTest, section: str = "", **link: str | list[str]) -> AppTest:
    """Open the page by a link."""
    return follow(app.switch_page(PAGE), {"section": section, **link} if section else link)


def figures(at: AppTest) -> dict[str, str]:
    return {one.label: plain(one.value) for one in at.metric}


def chart(at: AppTest) -> tuple[dict[str, Any], pd.DataFrame]:
    """Return the specification of the one chart there is, and what it is drawn from."""
    (drawn,) = at.get("vega_lite_chart")
    (data,) = drawn.proto.datasets
    return json.loads(drawn.proto.spec), pa.ipc.open_stream(data.data.data).read_pandas()


def headings(at: AppTest) -> list[str]:
    return [plain(one.value) for one in at.subheader]


def test_the_headlines_are_eight_figures_of_the_films_that_are_shown(app: AppTest, cinewatch: CineWatch) -> None:
    at = opened(app)
    runtimes = [int(row["runtime"]) for row in SHOWN if int(row["runtime"])]
    votes = [(float(row["vote_average"]), int(row["vote_count"])) for row in SHOWN]
    completeness = cinewatch.statistics.of(Filters()).completeness
    assert median(runtimes) == 95
    assert figures(at) == {
        "Films": "29",
        "Years": "1929 to 2022",
        "Original languages": "3",
        "Countries": "1",
        "Median runtime": "1 h 35 min",
        "Mean rating": f"{sum(rating * count for rating, count in votes) / sum(count for _, count in votes):.2f}",
        "Box office": money(sum(int(row["revenue"]) for row in SHOWN)),
        "Completeness": share(fmean(count.films / 29 for count in completeness)),
    }
    assert f"29 of {len(FILMS)} films." in told(at)
    assert "from the 1920s to the 2020s, a point a decade" in told(at)


def test_the_small_charts_have_a_point_a_decade(app: AppTest) -> None:
    by_label = {one.label: list(one.proto.chart_data) for one in opened(app).metric}
    years = [row["release_date"][:4] for row in SHOWN if row["release_date"]]
    decades = sorted({year[:3] for year in years})
    assert by_label["Films"] == [sum(year.startswith(decade) for year in years) for decade in decades]
    assert by_label["Years"] == [sum(year.startswith(decade) for year in set(years)) for decade in decades]
    assert len(by_label["Completeness"]) == len(decades)
    assert all(0 < one < 1 for one in by_label["Completeness"])


@pytest.mark.parametrize(
    ("rows", "unknown"),
    [
        ("nothing but a title", {"Years", "Median runtime", "Mean rating", "Box office"}),
        ("one decade", {"Box office"}),
    ],
)
def test_what_no_film_tells_is_unknown_and_of_one_decade_there_are_no_small_charts(
    open_app: Open, tmp_path: Path, rows: str, unknown: set[str]
) -> None:
    at = opened(open_app(write_csv(tmp_path / "films.csv", CATALOGUES[rows])))
    assert {label for label, value in figures(at).items() if value == "unknown"} == unknown
    assert not any(one.proto.chart_data for one in at.metric)
    assert "The small charts" not in told(at)


@pytest.mark.parametrize("rows", CATALOGUES.values(), ids=CATALOGUES)
def test_every_section_is_drawn_of_whatever_films(open_app: Open, tmp_path: Path, rows: list[dict[str, str]]) -> None:
    csv = write_csv(tmp_path / "films.csv", rows)
    for section in SECTIONS:
        at = opened(open_app(csv), section)
        assert len(at.metric) == 8
        assert at.button_group(key="section").value == section
        assert headings(at)
        assert "nan" not in told(at).lower().split()


def test_each_section_begins_with_what_it_is_named_for(new_app: Callable[[], AppTest]) -> None:
    first = [headings(opened(new_app(), section))[0] for section in SECTIONS]
    own = "Number of films by decade"
    assert first == ["Over the years", "Countries on the map", "Budget and box office", "Completeness", own]
    assert "Keywords typical of a genre" in headings(opened(new_app(), CONTENTS))


@pytest.mark.parametrize(
    "link",
    [
        {"section": CONTENTS},
        {"section": QUALITY, "genres": "Drama"},
        {"section": OWN, "x": "Genre", "y": "Votes", "figure": "Sum", "colour_by": "Decade", "min_films": "3"},
    ],
)
def test_a_link_is_kept_whole(app: AppTest, link: Link) -> None:
    follow(app.switch_page(PAGE), link)
    assert dict(app.query_params) == link
    assert notes(app) == []


@pytest.mark.parametrize(
    ("link", "ignored"),
    [
        ({"section": "Nowhere"}, "section=Nowhere"),
        ({"section": OWN, "x": "Genre", "colour_by": "Genre"}, "colour_by=Genre"),
        ({"section": OWN, "colour_by": "Year"}, "colour_by=Year"),
        ({"section": OWN, "y": "Rating", "figure": "Sum"}, "figure=Sum"),
        ({"section": OWN, "min_films": "7"}, "min_films=7"),
        ({"section": OWN, "x": "<script>alert(1)</script>"}, "x=<script>alert(1)</script>"),
    ],
)
def test_what_the_page_does_not_offer_is_ignored_and_named(app: AppTest, link: dict[str, str], ignored: str) -> None:
    follow(app.switch_page(PAGE), link)
    assert notes(app) == [f"The link asks for what there is not, which is ignored: {ignored}."]
    assert app.get("vega_lite_chart")


def test_a_section_is_chosen_by_hand_and_choices_in_it_are_still_there_later(app: AppTest) -> None:
    opened(app)
    app.button_group(key="section").set_value(OWN).run()
    app.selectbox(key="x").set_value("Country").run()
    app.button_group(key="section").set_value(QUALITY).run()
    assert headings(app)[0] == "Completeness"
    app.button_group(key="section").set_value(OWN).run()
    assert headings(app) == ["Number of films by country"]
    assert notes(app) == []


def test_what_is_chosen_for_a_chart_is_what_is_drawn(app: AppTest, cinewatch: CineWatch) -> None:
    opened(app, OWN)
    for key, value in (("x", "Genre"), ("y", "Votes"), ("figure", "Highest"), ("colour_by", "Decade")):
        app.selectbox(key=key).set_value(value).run()
        assert not app.exception
    app.select_slider(key="min_films").set_value(3).run()
    answer = cinewatch.statistics.pivot(PivotQuery("genre", "votes", "highest", "decade", 3), Filters())
    spec, table = chart(app)
    assert 0 < len(answer.groups) < 20, "groups of fewer films are left out"
    assert table.to_dict("records") == pivot_table(answer).to_dict("records")
    assert (spec["encoding"]["y"]["field"], spec["encoding"]["color"]["field"]) == ("x", "colour")
    assert headings(app) == ["Highest votes by genre and decade"]
    assert pivot_picture(answer).note in told(app)


def test_the_colour_cannot_be_what_films_are_grouped_by(app: AppTest) -> None:
    opened(app, OWN, x="Genre", colour_by="Decade")
    assert "Genre" not in app.selectbox(key="colour_by").options
    app.selectbox(key="x").set_value("Decade").run()
    assert not app.exception
    assert "Decade" not in app.selectbox(key="colour_by").options
    assert headings(app) == ["Number of films by decade"]


def test_sums_are_offered_only_of_what_can_be_summed(app: AppTest) -> None:
    opened(app, OWN, y="Votes", figure="Sum")
    assert headings(app) == ["Sum of votes by decade"]
    app.selectbox(key="y").set_value("Rating").run()
    assert not app.exception
    assert "Sum" not in app.selectbox(key="figure").options
    assert headings(app) == ["Median rating by decade"]
    assert not app.selectbox(key="figure").disabled
    app.selectbox(key="y").set_value("Number of films").run()
    assert app.selectbox(key="figure").disabled
    assert headings(app) == ["Number of films by decade"]


def test_of_too_few_films_there_is_a_reason_instead_of_a_chart_and_a_file(app: AppTest) -> None:
    at = opened(app, OWN, min_films="100")
    assert not at.get("vega_lite_chart")
    assert not at.download_button
    assert "No group has that many films of which all this is known." in told(at)


@pytest.mark.parametrize("look", ["Map", "Neighbours", "Group"])
def test_choices_for_a_chart_are_no_choices_of_another_page(app: AppTest, look: str) -> None:
    opened(app, OWN, x="Genre", y="Votes", figure="Sum", colour_by="Country", min_films="5")
    app.switch_page("pages/similarity.py").run()
    app.button_group(key="mode").set_value(look).run()
    assert not app.exception
    app.switch_page(PAGE).run()
    assert not app.exception
    assert headings(app) == ["Sum of votes by genre and country"]


def test_charts_are_there_as_tables_when_asked_for(app: AppTest) -> None:
    app.session_state["twin.Completeness"] = True
    at = opened(app, QUALITY)
    table = at.dataframe[0].value
    assert list(table.columns) == ["Name", "Films", "Share"]
    assert table.set_index("Name")["Films"]["Title"] == 29


def test_the_films_that_pass_the_filters_are_told_and_drawn(app: AppTest, cinewatch: CineWatch) -> None:
    at = opened(app)
    at.multiselect(key="genres").set_value(["Drama"]).run()
    found = cinewatch.statistics.of(Filters(genres=("Drama",)))
    assert figures(at)["Films"] == f"{found.films}"
    assert f"{found.films} of {len(FILMS)} films." in shown(at)
    assert not at.exception


def test_a_filter_on_years_is_one_of_headlines_and_charts(app: AppTest) -> None:
    at = opened(app, OWN, x="Year", years=["1980", "1999"])
    within = [row["release_date"][:4] for row in SHOWN if "1980" <= row["release_date"][:4] <= "1999"]
    assert figures(at)["Films"] == str(len(within))
    assert figures(at)["Years"] == f"{min(within)} to {max(within)}"
    assert [str(year) for year in chart(at)[1]["x"]] == sorted(set(within))


@pytest.mark.parametrize("section", SECTIONS)
def test_where_no_film_passes_the_filter_that_leaves_out_most_is_named(app: AppTest, section: str) -> None:
    at = opened(app, section)
    at.select_slider(key="votes").set_value(10_000).run()
    assert not at.exception
    assert "No film passes the filters" in at.info[0].value
    assert not at.get("vega_lite_chart")
    assert not at.metric


def test_rows_that_are_no_films_are_told_by_reason_and_the_first_of_them_when_asked_for(
    open_app: Open, tmp_path: Path
) -> None:
    rows = [film_row(1, "Kept", 1990), film_row(1, "Kept", 1990), film_row(0, "No id"), film_row(5, "")]
    rows += [film_row(0, f"Nobody {n}") for n in range(60)]
    at = open_app(write_csv(tmp_path / "films.csv", rows))
    at.session_state["rejected.rows"] = True
    opened(at, QUALITY)
    counts, first = at.dataframe
    assert counts.value.set_index("Reason")["Rows"].to_dict() == {"no valid id": 61, "duplicate id": 1, "no title": 1}
    assert first.value["Line"].tolist() == list(range(3, 53))
    assert first.value["Reason"].tolist()[:3] == ["duplicate id", "no valid id", "no title"]
    assert "63 of 64 rows (98.4 %) are no films" in told(at).replace("\u00a0", " ")
    assert [one.label for one in at.download_button] == ["Rejected rows as CSV"]


def test_doubts_are_told_with_their_films_and_offered_as_a_file(app: AppTest, cinewatch: CineWatch) -> None:
    at = opened(app, QUALITY)
    table = at.dataframe[0].value
    assert table.equals(doubts_table(cinewatch.statistics.of(Filters())))
    assert table["What"].tolist() == [DOUBTS["twice"]], "two of the made-up films are twins"
    assert [one.label for one in at.download_button] == ["Doubtful films as CSV"]
    assert f"Nothing: all {len(FILMS)} rows of the dataset are films." in told(at)


def test_where_nothing_is_doubtful_or_left_out_there_is_no_file(open_app: Open, tmp_path: Path) -> None:
    at = opened(open_app(write_csv(tmp_path / "films.csv", [film_row(1, "Fine", 1990)])), QUALITY)
    assert "No film has a value that can hardly be true." in told(at)
    assert not at.download_button
    assert "What could not be understood" not in headings(at)


def test_cells_that_make_no_sense_are_counted_by_column(open_app: Open, tmp_path: Path) -> None:
    rows = [
        film_row(1, "One", 1990, runtime="long"),
        film_row(2, "Two", 1990, runtime="longer"),
        film_row(3, "Three", 1990, budget="?"),
    ]
    at = opened(open_app(write_csv(tmp_path / "films.csv", rows)), QUALITY)
    assert at.dataframe[0].value.set_index("Column")["Cells"].to_dict() == {"runtime": 2, "budget": 1}


def test_ratings_of_a_file_without_votes_have_a_plain_mean(open_app: Open, tmp_path: Path) -> None:
    rows = [{"id": 1, "title": "A", "vote_average": 6}, {"id": 2, "title": "B", "vote_average": 9}]
    at = opened(open_app(write_csv(tmp_path / "films.csv", rows, ("id", "title", "vote_average"))))
    assert figures(at)["Mean rating"] == "7.50"
