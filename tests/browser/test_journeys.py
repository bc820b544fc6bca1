"""What a visitor does, in a real browser; a server of its own only where it must be fresh or has other films."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from fakes.sample_catalogue import film_row, write_csv
from tests.browser.conftest import Serve

TITLES = {
    "": "Films like the ones you love",
    "similarity": "Compare films",
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


def answer(page: Page, what: str) -> Locator:
    """Return the heading over the films, which says how many there are and of what kind."""
    return page.get_by_role("heading", name=what, exact=True)


def chips(page: Page, label: str) -> Locator:
    """Return what is chosen in a list of several."""
    picker = page.locator("[data-testid='stMultiSelect']").filter(has_text=label)
    return picker.locator(".react-aria-ComboBox [data-tag]")


def choose(page: Page, picker: Locator, typed: str) -> None:
    """Choose by keyboard alone the first of the options that fit what is typed, and leave the list."""
    picker.press_sequentially(typed)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    # Escape would close the dialog as well, were the list closed already.
    page.keyboard.press("Tab")


def posters(page: Page) -> list[str]:
    """Return the films on the wall, in its order, once it is drawn."""
    expect(page.locator("[data-testid='stApp']")).to_have_attribute("data-test-script-state", "notRunning")
    images = page.get_by_role("img", name="Poster of")
    expect(images).to_have_count(10)
    return [image.get_attribute("alt") or image.get_attribute("aria-label") or "" for image in images.all()]


def downloaded(page: Page, label: str) -> str:
    """Click on a button and return the text of the file that comes."""
    with page.expect_download() as download:
        page.get_by_role("button", name=label).click()
    return Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_what_is_chosen_by_keyboard_and_mouse_can_be_sent_as_a_link(address: str, serve: Serve, page: Page) -> None:
    # The first visitor of a server sees its catalogue built.
    page.goto(f"{address}/?film=")
    expect(page.get_by_text("Choose a film you like")).to_be_visible()
    choose(page, page.get_by_role("combobox", name="Films you like"), "the matrix")
    expect(answer(page, "10 films like The Matrix")).to_be_visible()
    choose(page, page.get_by_role("combobox", name="Films you like"), "toy story")
    expect(answer(page, "10 films like The Matrix and Toy Story")).to_be_visible()
    first = posters(page)

    choose(page, page.get_by_role("combobox", name="Less like these"), "toy story 2")
    expect(chips(page, "Less like these")).to_have_text(["Toy Story 2 (1999)"])
    page.get_by_role("textbox", name="In your own words").fill("a machine that dreams")
    page.keyboard.press("Enter")
    expect(answer(page, "10 films like The Matrix and Toy Story, about “a machine that dreams”")).to_be_visible()
    page.get_by_role("radio", name="Crowd-pleasers").click()
    page.get_by_role("button", name="Adjust").click()
    page.get_by_role("slider", name="Well known").press("ArrowLeft")
    expect(page.get_by_text("weights of your own")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Filters").click()
    choose(page, page.get_by_role("combobox", name="But not", exact=True), "Romance")
    expect(page.get_by_text("1 filter: not Romance")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("radio", name="Table").click()
    ours = downloaded(page, "Letterboxd list")
    link = page.url.removeprefix(address)
    for part in (
        "film=",
        "dislike=",
        "about=",
        "preset=",
        "crowd-pleasers.popularity=",
        "exclude_genres=Romance",
        "view=Table",
    ):
        assert part in link

    page.goto(f"{serve()}{link}")
    expect(answer(page, "10 films like The Matrix and Toy Story, about “a machine that dreams”")).to_be_visible()
    assert downloaded(page, "Letterboxd list") == ours
    rows = list(csv.DictReader(ours.splitlines()))
    assert list(rows[0]) == ["tmdbID", "imdbID", "Title", "Year"]
    assert [f"Poster of {row['Title']} ({row['Year']})" for row in rows] != first
    page.get_by_role("radio", name="Posters").click()
    assert posters(page) == [f"Poster of {row['Title']} ({row['Year']})" for row in rows]


def test_the_menu_of_a_film_leads_on_and_the_back_button_leads_back(address: str, page: Page) -> None:
    page.goto(f"{address}/?film=Toy+Story+(1995)")
    heading = answer(page, "10 films like Toy Story")
    expect(heading).to_be_visible()
    before = posters(page)
    refine(page, 0, "Only this one")
    expect(heading).not_to_be_visible()
    expect(answer(page, "10 films like Toy Story 2")).to_be_visible()
    page.go_back()
    expect(heading).to_be_visible()
    # The menus of the films before may still be there a moment longer than the heading.
    assert posters(page) == before
    refine(page, 1, "Less like this")
    expect(chips(page, "Less like these")).to_have_text(before[1].removeprefix("Poster of "))
    expect(page).to_have_url(re.compile("&dislike="))
    page.go_back()
    expect(chips(page, "Less like these")).to_have_count(0)
    expect(page.get_by_role("img", name=before[1], exact=True)).to_be_visible()


def refine(page: Page, place: int, what: str) -> None:
    page.get_by_role("button", name="Refine").nth(place).click()
    page.get_by_text(what, exact=True).click()


def test_a_recommended_film_can_be_compared(address: str, page: Page) -> None:
    page.goto(f"{address}/?film=Toy+Story+(1995)&about=robots")
    second = posters(page)[2].removeprefix("Poster of ")
    refine(page, 2, "Compare")
    expect(page.locator("h1")).to_have_text(TITLES["similarity"])
    expect(page.get_by_role("heading", name="Toy Story", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name=second.rpartition(" (")[0], exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"similarity\?first=Toy\+Story\+%281995%29&second="))
    page.get_by_role("link", name="Recommend").click()
    expect(answer(page, "10 films like Toy Story, about “robots”")).to_be_visible()


def test_what_does_not_count_is_tried_in_the_details_and_kept(address: str, page: Page) -> None:
    page.goto(f"{address}/?film=Toy+Story+(1995)")
    before = posters(page)
    page.get_by_role("button", name="Details").first.click()
    dialog = page.get_by_role("dialog", name="Why this film")
    expect(dialog.get_by_text("for what it shares")).to_be_visible()
    expect(dialog.locator("[data-testid='stVegaLiteChart']")).to_have_count(2)
    # What is drawn after the picker may draw it anew once more.
    expect(page.locator("[data-testid='stApp']")).to_have_attribute("data-test-script-state", "notRunning")
    choose(page, dialog.get_by_role("combobox", name="Leave out"), "companies: pix")
    expect(dialog.get_by_text(re.compile(r"moves (up|down) from place|stays where it is"))).to_be_visible()
    dialog.get_by_role("button", name="Keep this").click()
    expect(dialog).not_to_be_visible()
    expect(page.get_by_text("without Companies: Pixar")).to_be_visible()
    expect(page).to_have_url(re.compile(r"strike=Companies%3A\+Pixar"))
    assert posters(page) != before


def test_a_note_on_a_link_is_gone_after_a_click_and_no_click_brings_one(address: str, page: Page) -> None:
    page.goto(f"{address}/?genres=Mumblecore&genres=Drama&preset=Story")
    note = page.get_by_text("The link asks for what there is not, which is ignored: genres=Mumblecore.")
    expect(note).to_be_visible()
    for taste in ("Hidden gems", "Balanced"):
        page.get_by_role("radio", name=taste).click()
        expect(page.get_by_role("radio", name=taste)).to_be_checked()
        expect(note).not_to_be_visible()
        expect(page.get_by_text("The link asks")).to_have_count(0)
    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_text("1 filter: Drama")).not_to_be_visible()
    expect(page).to_have_url(address + "/")
    expect(page.get_by_text("The link asks")).to_have_count(0)


def test_the_address_follows_every_choice_though_notes_above_come_and_go(address: str, page: Page) -> None:
    page.goto(f"{address}/?film=Toy+Story+(1995)&dislike=Toy+Story+(1995)&about=zzzqq&diversity=0.05")
    expect(page.get_by_text("cannot be liked and disliked at once")).to_be_visible()
    page.get_by_role("button", name="Remove Toy Story (1995)").last.click()
    expect(page.get_by_text("cannot be liked and disliked at once")).not_to_be_visible()
    page.get_by_role("textbox", name="In your own words").fill("")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No film of this catalogue knows")).not_to_be_visible()
    page.get_by_role("button", name="Adjust").click()
    page.get_by_role("slider", name="Variety").press("ArrowLeft")
    expect(page.get_by_text("variety 0.05")).not_to_be_visible()
    page.keyboard.press("Escape")
    for chosen in ("Story", "20", "Table"):
        page.get_by_role("radio", name=chosen, exact=True).click()
        expect(page).to_have_url(re.compile(f"={chosen}(&|$)"))


def test_a_phone_needs_no_sideways_scrolling(address: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    for view in ("Posters", "Table", "Contributions"):
        page.goto(f"{address}/?film=Toy+Story+(1995)&about=robots&strike=Genres&genres=Drama&genres=Comedy&view={view}")
        expect(page.get_by_role("heading", name="10 films like Toy Story")).to_be_visible()
        fits(page)
    page.goto(f"{address}/?film=Toy+Story+(1995)")
    page.get_by_role("button", name="Details").first.click()
    expect(page.get_by_role("dialog").get_by_text("for what it shares")).to_be_visible()
    fits(page)
    context.close()


def fits(page: Page) -> None:
    """See that nothing is wider than the window."""
    wide = "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth)"
    assert max(page.evaluate(wide)) <= 390


def test_a_link_with_a_typing_error_finds_the_film(address: str, page: Page) -> None:
    page.goto(f"{address}/?film=incpetion")
    expect(answer(page, "10 films like Inception")).to_be_visible()
    expect(page.get_by_text("Showing Inception (2010)")).to_be_visible()


def test_a_film_beyond_the_dropdown_is_found_as_one_types(serve: Serve, page: Page, tmp_path: Path) -> None:
    rows = [film_row(number, f"Star {number}", 1950 + number % 70, 9_000 - number) for number in range(1, 3_101)]
    csv_file = write_csv(tmp_path / "many.csv", [*rows, film_row(5_000, "Quiet Lighthouse", 1971, 1)])
    page.goto(serve(CINEWATCH_DATASET=str(csv_file)))
    page.get_by_role("button", name="All").first.click()
    page.get_by_label("Search all 3,101 films").press_sequentially("queit lighth", delay=40)
    page.get_by_role("button", name="Quiet Lighthouse (1971)").click()
    expect(chips(page, "Films you like")).to_have_text(["Star 1 (1951)", "Quiet Lighthouse (1971) · 5000"])
    expect(page.get_by_label("Search all 3,101 films")).not_to_be_visible()


def test_a_link_to_two_films_compares_them(address: str, page: Page) -> None:
    page.goto(f"{address}/similarity?first=The+Matrix+(1999)&second=Toy+Story+(1995)")
    expect(page.get_by_role("heading", name="The Matrix", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Toy Story", exact=True)).to_be_visible()
    expect(page.locator("[data-testid='stVegaLiteChart']")).to_have_count(3)


def test_text_from_data_runs_no_script_and_makes_no_link_or_heading(serve: Serve, page: Page, tmp_path: Path) -> None:
    overview = "<img src=x onerror=alert(1)> # Heading [link](https://example.org) https://example.org"
    titles = ["<script>alert(1)</script>", "[link](https://example.org)", "# Heading", ":material/home: $x^2$ :red[r]"]
    rows = [
        film_row(n, title, 2000 + n, 100 - n, overview=overview, genres="Drama", keywords=f"{title}, *one*")
        for n, title in enumerate(titles, 1)
    ]
    address = serve(CINEWATCH_DATASET=str(write_csv(tmp_path / "hostile.csv", rows)))
    page.goto(address)
    expect(answer(page, "3 films like <script>alert(1)</script>")).to_be_visible()
    expect(page.get_by_text("# Heading", exact=True)).to_be_visible()
    is_plain(page.locator("[data-testid='stMain']"))
    for view in ("Table", "Contributions", "Posters"):
        page.get_by_role("radio", name=view).click()
        expect(page.get_by_role("radio", name=view)).to_be_checked()
        is_plain(page.locator("[data-testid='stMain']"))
    for place in range(3):
        page.get_by_role("button", name="Details").nth(place).click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text("onerror=alert(1)")).to_be_visible()
        is_plain(dialog)
        page.keyboard.press("Escape")
        expect(dialog).not_to_be_visible()


def is_plain(part: Locator) -> None:
    """See that nothing in a part of the page has become a link, a heading, a picture or a formula."""
    expect(part.get_by_role("link")).to_have_count(0)
    made = "[data-testid='stMarkdown'] :is(h1, h2, img, script), [data-testid='stText'] img, .katex, em"
    expect(part.locator(made)).to_have_count(0)


def test_a_missing_dataset_is_told_in_one_line(serve: Serve, page: Page, tmp_path: Path) -> None:
    page.goto(serve(CINEWATCH_DATASET=str(tmp_path / "nowhere.csv")))
    expect(page.get_by_role("alert")).to_contain_text("file not found")
