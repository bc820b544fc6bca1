"""What a visitor does with the charts of the catalogue, in a real browser, and that they fit a phone."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from engine import CineWatch, Film, Filters
from engine.statistics import PivotQuery
from fakes.sample_catalogue import film_row, write_csv
from tests.browser.conftest import ROOT, Serve
from ui.charts.pivot import pivot_table

CHART = "[data-testid='stVegaLiteChart']"
PHONE = 390
"""Pixels of its width."""
CHARTS = {"Over time": 5, "What is in it": 7, "Ratings and money": 5, "Data quality": 2, "Your own chart": 1}
"""Of each section, of the sample."""
LINK = "a [link](/about) *one* <b>b</b>"


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the sample is built."""
    return tmp_path_factory.mktemp("sample")


@pytest.fixture(scope="module")
def sample(models: Path) -> CineWatch:
    """Return the sample, open."""
    return CineWatch.of(ROOT / "sample_data" / "sample_movies.csv", models)


@pytest.fixture(scope="module")
def address(serve: Serve, models: Path, sample: CineWatch) -> str:  # noqa: ARG001 - it is built before it is served
    """Return the address of the page on a server with the sample."""
    return serve(CINEWATCH_MODELS_DIR=str(models)) + "/statistics"


@pytest.fixture(autouse=True)
def _no_network(page: Page) -> None:
    """Let posters that a film's page asks TMDB for be empty pictures."""
    nothing = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    page.route("https://image.tmdb.org/**", lambda route: route.fulfill(content_type="image/svg+xml", body=nothing))


def link(address: str, **asked: str) -> str:
    return f"{address}?{urlencode(asked)}"


def bar(page: Page, heading: str, name: str) -> Locator:
    """Return what stands for a name in the chart below a heading."""
    part = page.locator("[data-testid='stVerticalBlock']").filter(
        has=page.get_by_role("heading", name=heading, exact=True)
    )
    return part.last.locator(f"{CHART} path[aria-label*=' : {name};'], {CHART} path[aria-label$=' : {name}']").first


def behind(page: Page, name: str, films: tuple[Film, ...]) -> None:
    """See that exactly these films are named behind a bar, in this order."""
    box = page.locator("[data-testid='stVerticalBlock']").filter(has_text=f"{name}: the most voted films").last
    told = [f"{name}: the most voted films", *(film.label for film in films)]
    expect(box.locator("[data-testid='stMarkdown']")).to_have_text(told)


def settled(page: Page) -> None:
    """Wait until the page has been drawn."""
    expect(page.locator("[data-testid='stApp']")).to_have_attribute("data-test-script-state", "notRunning")


def downloaded(page: Page, button: Locator) -> bytes:
    """Click on a button and return the file that comes."""
    with page.expect_download() as download:
        button.click()
    return Path(download.value.path()).read_bytes()


def rows_of(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def test_a_click_on_genres_names_their_films_and_marked_years_narrow_them_down(
    address: str, sample: CineWatch, page: Page
) -> None:
    page.goto(address)
    drama = bar(page, "Over the years", "Drama")
    drama.click()
    behind(page, "Drama", sample.statistics.films_with("genres", "Drama", Filters(), 8))
    # Some films are of both genres.
    bar(page, "Over the years", "Comedy").click(modifiers=["Shift"])
    behind(page, "Comedy", sample.statistics.films_with("genres", "Comedy", Filters(), 8))

    expect(drama).to_have_attribute("aria-label", re.compile(f"^Films: {_of_genre(sample, Filters(), 'Drama')};"))
    first, last = (page.locator(f"{CHART} path[aria-label$='; Year: {year}']").bounding_box() for year in (1953, 1963))
    assert first
    assert last
    page.mouse.move(first["x"] + first["width"] / 2, first["y"] + first["height"] - 1)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] / 2, last["y"] + last["height"] - 1, steps=5)
    page.mouse.up()
    marked = Filters(first_year=1954, last_year=1963)
    expect(drama).to_have_attribute("aria-label", re.compile(f"^Films: {_of_genre(sample, marked, 'Drama')};"))
    behind(page, "Drama", sample.statistics.films_with("genres", "Drama", marked, 8))
    behind(page, "Comedy", sample.statistics.films_with("genres", "Comedy", marked, 8))


def _of_genre(sample: CineWatch, filters: Filters, genre: str) -> int:
    return next(count.films for count in sample.statistics.of(filters).genres if count.name == genre)


def test_countries_are_clicked_on_the_map_and_in_the_bars_and_their_films_lead_on(
    address: str, sample: CineWatch, page: Page
) -> None:
    page.goto(link(address, section="What is in it", genres="Drama"))
    filters = Filters(genres=("Drama",))
    australian = sample.statistics.films_with("countries", "Australia", filters, 8)
    bar(page, "Countries on the map", "Australia").click()
    behind(page, "Australia", australian)
    japan = bar(page, "Countries", "Japan")
    japan.scroll_into_view_if_needed()
    japan.click()
    japanese = sample.statistics.films_with("countries", "Japan", filters, 8)
    behind(page, "Japan", japanese)
    behind(page, "Australia", australian)
    page.get_by_role("button", name="More like this").nth(len(australian) + 1).click()
    expect(page.locator("h1")).to_have_text("Films like the ones you love")
    expect(page.get_by_role("heading", name=f"10 films like {japanese[1].title}", exact=True)).to_be_visible()

    page.get_by_role("link", name="Statistics").click()
    expect(page.get_by_role("radio", name="What is in it")).to_be_checked()
    bar(page, "Countries on the map", "Australia").click()
    behind(page, "Australia", australian)
    page.get_by_role("button", name="Compare").nth(1).click()
    expect(page.locator("h1")).to_have_text("Compare films")
    expect(page.get_by_role("radio", name="Two films")).to_be_checked()
    expect(page.get_by_role("heading", name=australian[1].title, exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("first="))
    assert parse_qs(urlsplit(page.url).query)["first"] == [australian[1].label]


def test_a_chart_of_ones_own_is_in_the_address_and_comes_as_a_picture_and_a_table(
    address: str, sample: CineWatch, page: Page
) -> None:
    asked = {"x": "Country", "y": "Box office in dollars", "figure": "Sum", "colour_by": "Decade", "min_films": "3"}
    page.goto(link(address, section="Your own chart", **asked))
    heading = "Sum of box office in dollars by {} and decade"
    expect(page.get_by_role("heading", name=heading.format("country"), exact=True)).to_be_visible()
    page.get_by_role("combobox", name="Group by").click()
    page.get_by_role("option", name="Original language").click()
    expect(page.get_by_role("heading", name=heading.format("original language"), exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("x=Original"))
    asked |= {"section": "Your own chart", "x": "Original language"}
    assert parse_qs(urlsplit(page.url).query) == {name: [value] for name, value in asked.items()}

    answer = sample.statistics.pivot(PivotQuery("language", "revenue", "sum", "decade", 3), Filters())
    chart = page.locator(CHART)
    expect(chart.locator("path[aria-roledescription='bar']")).to_have_count(len(answer.groups))
    chart.hover()
    picture = downloaded(page, page.get_by_role("button", name="Download as PNG"))
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 5_000
    header, *rows = rows_of(downloaded(page, page.get_by_role("button", name="CSV")))
    assert header == ["Original language", "Decade", "Films", "Sum of box office in dollars"]
    told = [(x, colour, int(films), float(value)) for x, colour, films, value in rows]
    assert told == list(pivot_table(answer).itertuples(index=False, name=None))


def test_rows_left_out_come_as_a_file_and_text_from_data_stays_text(serve: Serve, page: Page, tmp_path: Path) -> None:
    rows = [film_row(n, LINK, 1990 + n, production_countries=LINK, genres="Drama", runtime=700) for n in (1, 2)]
    bad = [film_row(1, LINK, 1990), film_row(0, '=HYPERLINK("https://example.org")'), *[film_row(5, "")] * 60]
    address = serve(CINEWATCH_DATASET=str(write_csv(tmp_path / "films.csv", [*rows, *bad]))) + "/statistics"
    page.goto(link(address, section="Data quality"))
    expect(page.get_by_text("62 of 64 rows")).to_be_visible()
    expect(page.get_by_role("heading", name="What can hardly be true", exact=True)).to_be_visible()
    header, *left_out = rows_of(downloaded(page, page.get_by_role("button", name="Rejected rows as CSV")))
    assert header == ["Line", "Reason", "Row"]
    assert [row[0] for row in left_out] == [str(line) for line in range(4, 66)]
    assert [row[1] for row in left_out[:3]] == ["duplicate id", "no valid id", "no title"]
    assert left_out[0][2] == f"1, {LINK}"
    assert not any(cell.startswith("=") for row in left_out for cell in row)
    _, *implausible = rows_of(downloaded(page, page.get_by_role("button", name="Doubtful films as CSV")))
    assert [row[:2] for row in implausible] == [["1", f"{LINK} (1991)"], ["2", f"{LINK} (1992)"]]

    page.goto(link(address, section="What is in it"))
    page.locator(f"{CHART} path[aria-roledescription='bar']").first.click()
    box = page.locator("[data-testid='stVerticalBlock']").filter(has_text=f"{LINK}: the most voted films").last
    expect(box.get_by_text(f"{LINK} (1991)", exact=True)).to_be_visible()
    main = page.locator("[data-testid='stMain']")
    expect(main.get_by_role("link")).to_have_count(0)
    expect(main.locator("[data-testid='stMarkdownContainer'] :is(em, b, a, img)")).to_have_count(0)


def test_every_section_is_drawn_and_fits_a_phone(address: str, page: Page) -> None:
    page.set_viewport_size({"width": PHONE, "height": 844})
    for section, count in CHARTS.items():
        page.goto(link(address, section=section))
        charts = page.locator(CHART)
        expect(charts).to_have_count(count)
        for chart in charts.all():
            chart.scroll_into_view_if_needed()
            expect(chart.locator("svg, canvas").first).to_be_visible()
        settled(page)
        wide = "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth)"
        assert max(page.evaluate(wide)) <= PHONE, section
        for chart in charts.all():
            box = chart.bounding_box()
            assert box, section
            assert box["x"] >= 0, section
            assert box["x"] + box["width"] <= PHONE, section
