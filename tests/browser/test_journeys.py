"""What a visitor does, on a fresh server each, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve
from tests.engine.made_up import film, write_csv

TITLES = {
    "": "Films like one you love",
    "similarity": "How alike are two films?",
    "statistics": "The catalogue in figures",
    "about": "About",
}


@pytest.mark.parametrize("path", TITLES)
def test_a_deep_link_opens_its_page_in_the_frame_on_a_fresh_server(serve: Serve, page: Page, path: str) -> None:
    page.goto(f"{serve()}/{path}")
    expect(page.locator("h1")).to_have_text(TITLES[path])
    menu = page.locator("[data-testid='stSidebarNavLink'] [data-testid='stMarkdownContainer']")
    expect(menu).to_have_text(["Recommend", "Similarity", "Statistics", "About"])
    expect(page.locator("[data-testid='stSidebar']").get_by_text("films from sample_movies.csv")).to_be_visible()


@pytest.fixture(scope="module")
def address(serve: Serve) -> str:
    """Return the address of a server on the sample."""
    return serve()


def test_picking_a_film_from_the_dropdown_shows_ten_films_like_it(address: str, page: Page) -> None:
    page.goto(address)
    picker = page.get_by_role("combobox", name="Film")
    picker.click()
    picker.fill("The Matrix (1999)")
    page.get_by_role("option", name="The Matrix (1999)", exact=True).click()
    expect(page.get_by_role("heading", name="10 films like The Matrix")).to_be_visible()
    expect(page.get_by_role("button", name="More like this")).to_have_count(10)
    expect(page.locator("[data-testid='stImage'] img")).to_have_count(11)
    expect(page).to_have_url(f"{address}/?film=The+Matrix+%281999%29")


def test_more_like_this_leads_on_and_the_back_button_leads_back(address: str, page: Page) -> None:
    page.goto(f"{address}/?film=Toy+Story+(1995)")
    heading = page.get_by_role("heading", name="10 films like Toy Story", exact=True)
    expect(heading).to_be_visible()
    page.get_by_role("button", name="More like this").first.click()
    expect(heading).not_to_be_visible()
    expect(page.get_by_role("heading", name="10 films like")).to_be_visible()
    page.go_back()
    expect(heading).to_be_visible()


def test_a_link_with_a_typing_error_finds_the_film(address: str, page: Page) -> None:
    page.goto(f"{address}/?film=incpetion")
    expect(page.get_by_role("heading", name="10 films like Inception")).to_be_visible()
    expect(page.get_by_text("Showing Inception (2010)")).to_be_visible()


def test_a_film_beyond_the_dropdown_is_found_as_one_types(serve: Serve, page: Page, tmp_path: Path) -> None:
    rows = [film(number, f"Star {number}", 1950 + number % 70, 9_000 - number) for number in range(1, 3_101)]
    csv = write_csv(tmp_path / "many.csv", [*rows, film(5_000, "Quiet Lighthouse", 1971, 1)])
    page.goto(serve(CINEWATCH_DATASET=str(csv)))
    page.get_by_role("button", name="All").click()
    page.get_by_label("Search all 3,101 films").press_sequentially("queit lighth", delay=40)
    page.get_by_role("button", name="Quiet Lighthouse (1971)").click()
    expect(page.get_by_role("heading", name="Quiet Lighthouse", exact=True)).to_be_visible()
    expect(page.get_by_label("Search all 3,101 films")).not_to_be_visible()


def test_a_link_to_two_films_compares_them(address: str, page: Page) -> None:
    page.goto(f"{address}/similarity?first=The+Matrix+(1999)&second=Toy+Story+(1995)")
    expect(page.get_by_role("heading", name="The Matrix", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Toy Story", exact=True)).to_be_visible()
    expect(page.locator("[data-testid='stVegaLiteChart']")).to_have_count(2)


def test_all_charts_of_the_dataset_are_drawn(address: str, page: Page) -> None:
    page.goto(f"{address}/statistics")
    charts = page.locator("[data-testid='stVegaLiteChart']")
    expect(charts).to_have_count(10)
    for number in range(10):
        charts.nth(number).scroll_into_view_if_needed()
        expect(charts.nth(number).locator("svg, canvas").first).to_be_visible()


def test_text_from_data_runs_no_script_and_makes_no_link_or_heading(serve: Serve, page: Page, tmp_path: Path) -> None:
    overview = "<img src=x onerror=alert(1)> # Heading [link](https://example.org) https://example.org"
    titles = ["<script>alert(1)</script>", "[link](https://example.org)", "# Heading", ":material/home: $x^2$ :red[r]"]
    rows = [film(n, title, 2000 + n, 100 - n, overview=overview, genres="Drama") for n, title in enumerate(titles, 1)]
    address = serve(CINEWATCH_DATASET=str(write_csv(tmp_path / "hostile.csv", rows)))
    page.goto(address)
    expect(page.get_by_role("heading", name="<script>alert(1)</script>", exact=True)).to_be_visible()
    expect(page.get_by_text("# Heading", exact=True)).to_be_visible()
    main = page.locator("[data-testid='stMain']")
    expect(main.get_by_role("link")).to_have_count(0)
    expect(main.locator("[data-testid='stMarkdown'] h1, [data-testid='stText'] img, .katex")).to_have_count(0)


def test_a_missing_dataset_is_told_in_one_line(serve: Serve, page: Page, tmp_path: Path) -> None:
    page.goto(serve(CINEWATCH_DATASET=str(tmp_path / "nowhere.csv")))
    expect(page.get_by_role("alert")).to_contain_text("there is no file")
