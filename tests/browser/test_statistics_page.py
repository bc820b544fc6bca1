"""What a visitor does with the charts of the Statistics page, in a real browser, and that they fit a phone."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from engine import CineWatch, Film, Filters
from engine.statistics import PivotQuery
from fakes.sample_catalogue import film_row, write_csv
from tests.browser.conftest import Serve
from ui import similarity
from ui.charts.pivot import pivot_chart, pivot_table, readable_table
from ui.charts.years import films_by_year
from ui.statistics import contents, data_quality, group_by
from ui.statistics.chart_panel import MAX_FILMS, box_title

CHART = "[data-testid='stVegaLiteChart']"
LINK = "a [link](/about) *one* <b>b</b>"


@pytest.fixture
def address(site: str) -> str:
    """Return the address of the page."""
    return f"{site}/statistics"


def link(address: str, **values: str) -> str:
    return f"{address}?{urlencode(values)}"


def heading(name: str) -> str:
    """Return the heading of the films behind a bar as a visitor reads it."""
    return box_title(name).replace("*", "").replace("\\", "")


def bar(page: Page, chart: str, name: str) -> Locator:
    """Return the bar or country with a name in the chart below a heading."""
    part = page.locator("[data-testid='stVerticalBlock']").filter(
        has=page.get_by_role("heading", name=chart, exact=True)
    )
    return part.last.locator(f"{CHART} path[aria-label*=' : {name};'], {CHART} path[aria-label$=' : {name}']").first


def expect_films(page: Page, name: str, films: tuple[Film, ...]) -> None:
    """Expect exactly these films behind a bar, in this order."""
    box = page.locator("[data-testid='stVerticalBlock']").filter(has_text=heading(name)).last
    expect(box.locator("a[href*='film?id=']")).to_have_text([film.label for film in films])


def downloaded(page: Page, button: Locator) -> bytes:
    """Click a button and return the file it downloads."""
    with page.expect_download() as download:
        button.click()
    return Path(download.value.path()).read_bytes()


def rows_of(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def films_of_genre(sample: CineWatch, filters: Filters, genre: str) -> int:
    return next(count.films for count in sample.statistics.over_time(filters).genres if count.name == genre)


def test_a_click_on_genres_lists_their_films_within_the_selected_years(
    address: str, sample: CineWatch, page: Page
) -> None:
    statistics, chart = sample.statistics, films_by_year(sample.statistics.over_time()).title
    page.goto(address)
    drama = bar(page, chart, "Drama")
    drama.click()
    expect_films(page, "Drama", statistics.films_with("genres", "Drama", Filters(), MAX_FILMS))
    # Some films are of both genres.
    bar(page, chart, "Comedy").click(modifiers=["Shift"])
    expect_films(page, "Comedy", statistics.films_with("genres", "Comedy", Filters(), MAX_FILMS))

    n_films = films_of_genre(sample, Filters(), "Drama")
    expect(drama).to_have_attribute("aria-label", re.compile(f"^Films: {n_films};"))
    first, last = (page.locator(f"{CHART} path[aria-label$='; Year: {year}']").bounding_box() for year in (1953, 1963))
    assert first
    assert last
    page.mouse.move(first["x"] + first["width"] / 2, first["y"] + first["height"] - 1)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] / 2, last["y"] + last["height"] - 1, steps=5)
    page.mouse.up()
    selected = Filters(first_year=1954, last_year=1963)
    n_films = films_of_genre(sample, selected, "Drama")
    expect(drama).to_have_attribute("aria-label", re.compile(f"^Films: {n_films};"))
    expect_films(page, "Drama", statistics.films_with("genres", "Drama", selected, MAX_FILMS))
    expect_films(page, "Comedy", statistics.films_with("genres", "Comedy", selected, MAX_FILMS))


def test_countries_can_be_clicked_on_the_map_and_in_the_bars_and_their_films_lead_on(
    address: str, sample: CineWatch, page: Page
) -> None:
    page.goto(link(address, section=contents.NAME, films_genres="Drama"))
    world_map, countries, *_ = (chart.title for chart in contents.charts(sample.statistics.contents()))
    filters = Filters(genres=("Drama",))
    australian = sample.statistics.films_with("countries", "Australia", filters, MAX_FILMS)
    bar(page, world_map, "Australia").click()
    expect_films(page, "Australia", australian)
    japan = bar(page, countries, "Japan")
    japan.scroll_into_view_if_needed()
    japan.click()
    japanese = sample.statistics.films_with("countries", "Japan", filters, MAX_FILMS)
    expect_films(page, "Japan", japanese)
    expect_films(page, "Australia", australian)
    page.get_by_role("button", name="More like this").nth(len(australian) + 1).click()
    expect(page.get_by_role("heading", name=f"10 films like {japanese[1].title}", exact=True)).to_be_visible()

    page.get_by_role("link", name="Statistics").click()
    expect(page.get_by_role("radio", name=contents.NAME)).to_be_checked()
    bar(page, world_map, "Australia").click()
    expect_films(page, "Australia", australian)
    page.get_by_role("button", name="Compare").nth(1).click()
    expect(page.locator("h1")).to_have_text(similarity.TITLE)
    expect(page.get_by_role("radio", name="Two films")).to_be_checked()
    # It waits for the other film.
    expect(page.get_by_role("main").get_by_text(australian[1].label, exact=True).first).to_be_visible()
    expect(page).to_have_url(re.compile("first="))
    assert parse_qs(urlsplit(page.url).query)["first"] == [australian[1].label]


def test_a_person_behind_a_bar_has_a_link_to_their_page(address: str, page: Page) -> None:
    page.goto(link(address, section=contents.NAME))
    director = bar(page, "Directors", "Christopher Nolan")
    director.scroll_into_view_if_needed()
    director.click()
    page.get_by_role("main").get_by_role("link", name="Christopher Nolan", exact=True).click()
    expect(page.locator("h1")).to_have_text("Christopher Nolan")
    expect(page).to_have_title("Christopher Nolan · CineWatch")


def test_your_own_chart_is_in_the_address_and_comes_as_a_picture_and_a_table(
    address: str, sample: CineWatch, page: Page
) -> None:
    values = {
        "section": group_by.NAME,
        "group_by": "Country",
        "measure": "Box office in dollars",
        "aggregate": "Total",
        "colour_by": "Decade",
        "min_films": "3",
    }
    by_country = PivotQuery("country", "revenue", "sum", "decade", 3)
    page.goto(link(address, **values))
    title = pivot_chart(sample.statistics.pivot(by_country, Filters())).title
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    page.get_by_role("combobox", name="Group by").click()
    page.get_by_role("option", name="Original language").click()
    answer = sample.statistics.pivot(replace(by_country, group_by="language"), Filters())
    expect(page.get_by_role("heading", name=pivot_chart(answer).title, exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("group_by=Original"))
    values["group_by"] = "Original language"
    assert parse_qs(urlsplit(page.url).query) == {name: [value] for name, value in values.items()}

    chart = page.locator(CHART)
    expect(chart.locator("path[aria-roledescription='bar']")).to_have_count(len(answer.cells))
    chart.hover()
    picture = downloaded(page, page.get_by_role("button", name="Download as PNG"))
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 5_000
    header, *rows = rows_of(downloaded(page, page.get_by_role("button", name=group_by.DOWNLOAD)))
    assert header == list(readable_table(answer).columns)
    cells = [(group, colour, int(films), float(value)) for group, colour, films, value in rows]
    assert cells == list(pivot_table(answer).itertuples(index=False, name=None))


def test_skipped_rows_come_as_a_file_and_text_from_data_stays_text(serve: Serve, page: Page, tmp_path: Path) -> None:
    rows = [film_row(n, LINK, 1990 + n, production_countries=LINK, genres="Drama", runtime=700) for n in (1, 2)]
    bad = [film_row(1, LINK, 1990), film_row(0, '=HYPERLINK("https://example.org")'), *[film_row(5, "")] * 60]
    address = serve(CINEWATCH_DATASET=str(write_csv(tmp_path / "films.csv", [*rows, *bad]))) + "/statistics"
    page.goto(link(address, section=data_quality.NAME))
    expect(page.get_by_text("62 of 64 rows")).to_be_visible()
    header, *skipped = rows_of(downloaded(page, page.get_by_role("button", name=data_quality.DOWNLOAD_ROWS)))
    assert header == ["Line", "Reason", "Row"]
    assert [row[0] for row in skipped] == [str(line) for line in range(4, 66)]
    assert [row[1] for row in skipped[:3]] == ["duplicate id", "no valid id", "no title"]
    assert skipped[0][2] == f"1, {LINK}"
    assert not any(cell.startswith("=") for row in skipped for cell in row)
    _, *suspicious = rows_of(downloaded(page, page.get_by_role("button", name=data_quality.DOWNLOAD_FILMS)))
    assert [row[:2] for row in suspicious] == [["1", f"{LINK} (1991)"], ["2", f"{LINK} (1992)"]]

    page.goto(link(address, section=contents.NAME))
    page.locator(f"{CHART} path[aria-roledescription='bar']").first.click()
    box = page.locator("[data-testid='stVerticalBlock']").filter(has_text=f"{LINK}: ").last
    expect(box.get_by_text(f"{LINK} (1991)", exact=True)).to_be_visible()
    main = page.locator("[data-testid='stMain']")
    titles = main.locator("a[href*='film?id=']")
    expect(titles).to_have_count(2)
    # Their pages, and all films of the country on Browse: none of the links in the data.
    expect(main.locator("a[href*='browse']")).to_have_count(1)
    expect(main.get_by_role("link")).to_have_count(3)
    expect(main.locator("[data-testid='stMarkdownContainer'] :is(em, b, a, img)")).to_have_count(0)
