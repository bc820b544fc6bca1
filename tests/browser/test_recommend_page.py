"""The Recommend page beside the journeys: links, notes, the search box, text from data.

A test has its own server only if it must be fresh or have other films.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from engine import Query
from fakes.sample_catalogue import COLUMNS, film_row, write_csv
from tests.browser.conftest import Serve
from tests.browser.visitor import Visitor
from ui.navigation import LIKED
from ui.recommend.preferences import summary
from ui.recommend.results import BREAKDOWN, MORE, POSTERS, START_OVER, TABLE
from ui.recommend.seeds import ABOUT_LABEL, LIKED_LABEL
from ui.recommend.start import EXAMPLES
from ui.recommend.texts import NOTHING_CHOSEN, START_POPULAR
from ui.shell import IGNORED, MENU
from ui.widgets.search_box import films_of


def test_a_deep_link_opens_its_page_in_the_shell_on_a_fresh_server(serve: Serve, page: Page) -> None:
    # One page is like another, and a fresh server takes seconds.
    number = 2
    page.goto(f"{serve()}/{Path(MENU[number].path).stem}")
    expect(page.locator("h1")).to_be_visible()
    menu = page.locator("[data-testid='stTopNavLink']")
    expect(menu.locator("[data-testid='stMarkdownContainer']")).to_have_text([entry.title for entry in MENU])
    expect(menu.nth(number)).to_have_attribute("aria-current", "page")


@pytest.fixture
def address(site: str) -> str:
    """Return the address of a server on the sample."""
    return site


def answer(page: Page, text: str) -> Locator:
    """Return the heading above the films, which says how many there are and what they are like."""
    return page.get_by_role("heading", name=text, exact=True)


def chips(page: Page, key: str) -> Locator:
    """Return what is chosen in a picker of films."""
    return page.locator(f".st-key-{key} [data-tag]")


def search_box(page: Page, label: str) -> Locator:
    """Return the search box of a picker of films."""
    return page.get_by_role("combobox", name=label, exact=True)


def test_an_example_or_a_popular_film_is_one_click_away_and_back_names_no_film(address: str, page: Page) -> None:
    page.goto(f"{address}/browse")
    page.get_by_role("link", name="Recommend", exact=True).click()
    expect(page.get_by_text(NOTHING_CHOSEN)).to_be_visible()
    page.get_by_role("button", name=EXAMPLES[0].label).click()
    expect(page.get_by_role("heading", name=f"10 films about “{EXAMPLES[0].about}”")).to_be_visible()
    page.go_back()
    expect(page.get_by_text(NOTHING_CHOSEN)).to_be_visible()
    expect(chips(page, LIKED)).to_have_count(0)
    page.get_by_role("list", name=START_POPULAR).get_by_role("link", name="Interstellar").click()
    expect(answer(page, "10 films like Interstellar")).to_be_visible()
    expect(chips(page, LIKED)).to_have_text(["Interstellar (2014)"])
    page.go_back()
    expect(page.get_by_text(NOTHING_CHOSEN)).to_be_visible()
    expect(chips(page, LIKED)).to_have_count(0)


def test_a_note_on_a_link_goes_away_with_a_click_and_no_click_brings_one(address: str, page: Page) -> None:
    page.goto(f"{address}/recommend?film=Toy+Story+(1995)&genres=Mumblecore&genres=Drama&preset=Story")
    note = page.get_by_text(IGNORED)
    expect(note).to_have_text(f"{IGNORED}genres=Mumblecore")
    for preset in ("Hidden gems", "Balanced"):
        page.get_by_role("radio", name=preset).click()
        expect(page.get_by_role("radio", name=preset)).to_be_checked()
        expect(note).to_have_count(0)
    drama = page.get_by_role("button", name="Drama")
    drama.click()
    expect(drama).to_have_count(0)
    expect(page).to_have_url(address + "/recommend?film=Toy+Story+%281995%29")
    expect(note).to_have_count(0)


def test_a_bad_link_gets_its_note_even_if_there_is_no_film_to_show(address: str, page: Page) -> None:
    for link in ("film=", "film=Toy+Story+(1995)&votes=10000&rating=9.5&rating=10"):
        page.goto(f"{address}/recommend?{link}&preset=Weird")
        expect(page.get_by_text(IGNORED)).to_have_text(f"{IGNORED}preset=Weird")


def test_the_address_follows_every_choice_though_notes_come_and_go(address: str, page: Page) -> None:
    page.goto(f"{address}/recommend?film=Toy+Story+(1995)&dislike=Toy+Story+(1995)&about=zzzqq&diversity=0.05")
    notes = page.locator("[data-testid='stAlert']")
    expect(notes).to_have_count(2)
    page.get_by_role("button", name="Remove Toy Story (1995)").last.click()
    expect(notes).to_have_count(1)
    page.get_by_role("textbox", name=ABOUT_LABEL).fill("")
    page.keyboard.press("Enter")
    expect(notes).to_have_count(0)
    page.get_by_role("button", name="Fine-tune").click()
    page.get_by_role("slider", name="Variety").press("ArrowLeft")
    expect(
        page.get_by_text(summary(Query(franchise="one", diversity=0.05), [], [], is_tuned=False)[0])
    ).not_to_be_visible()
    page.keyboard.press("Escape")
    for chosen in ("Story", "20", TABLE):
        page.get_by_role("radio", name=chosen, exact=True).click()
        expect(page).to_have_url(re.compile(f"={chosen}(&|$)"))


def test_a_film_is_chosen_by_mouse_and_from_the_list_without_typing(address: str, page: Page) -> None:
    page.goto(f"{address}/recommend?film=")
    box = search_box(page, LIKED_LABEL)
    box.press_sequentially("matrix")
    page.get_by_role("option", name="The Matrix (1999)").click()
    expect(chips(page, LIKED)).to_have_text(["The Matrix (1999)"])
    box.click()
    most_voted = page.get_by_role("option").nth(1)
    expect(most_voted).to_be_visible()
    label = most_voted.inner_text()
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    expect(chips(page, LIKED)).to_have_text(["The Matrix (1999)", label])
    # Nobody is asked about a film that was picked.
    expect(page.get_by_text("We took this as")).to_have_count(0)


def test_what_is_chosen_from_the_menu_of_a_film_is_told_and_can_be_undone(address: str, page: Page) -> None:
    visitor = Visitor(page, address)
    visitor.opens("recommend?film=Toy+Story+(1995)&about=robots")
    first, second = visitor.cards()[:2]
    for film, choice, told in (
        (first, MORE, f"Showing more like {first.rpartition(' (')[0]}."),
        (second, START_OVER, f"Started over from {second.rpartition(' (')[0]}."),
    ):
        visitor.refines(visitor.cards().index(film), choice)
        expect(page.get_by_role("status")).to_contain_text(told)
        expect(chips(page, LIKED).filter(has_text=film)).to_have_count(1)
        page.get_by_role("button", name="Undo").click()
        visitor.sees_heading("10 films like Toy Story, about “robots”")
        expect(chips(page, LIKED)).to_have_text(["Toy Story (1995)"])
        expect(page.get_by_role("textbox", name=ABOUT_LABEL)).to_have_value("robots")


def test_the_name_of_a_person_is_a_question(serve: Serve, page: Page, tmp_path: Path) -> None:
    rows = [
        film_row(number, f"Star {number}", 2000, 100 - number) | {"director": "Wilhelmina Keen"} for number in (1, 2, 3)
    ]
    csv_file = write_csv(tmp_path / "people.csv", rows, (*COLUMNS, "director"))
    page.goto(f"{serve(CINEWATCH_DATASET=str(csv_file))}/recommend?film=")
    box = search_box(page, LIKED_LABEL)
    box.press_sequentially("wilhelmina kean")
    box.press("Enter")
    expect(page.get_by_text(films_of("Wilhelmina Keen"))).to_be_visible()
    expect(chips(page, LIKED)).to_have_count(0)
    box.press("ArrowDown")
    box.press("Enter")
    expect(chips(page, LIKED)).to_have_text(["Star 1 (2000)"])


def test_text_from_data_runs_no_script_and_makes_no_link_or_heading(serve: Serve, page: Page, tmp_path: Path) -> None:
    overview = "<img src=x onerror=alert(1)> # Heading [link](https://example.org) https://example.org"
    titles = ["<script>alert(1)</script>", "[link](https://example.org)", "# Heading", ":material/home: $x^2$ :red[r]"]
    rows = [
        film_row(n, title, 2000 + n, 100 - n, overview=overview, genres="Drama", keywords=f"{title}, *one*")
        for n, title in enumerate(titles, 1)
    ]
    hostile = serve(CINEWATCH_DATASET=str(write_csv(tmp_path / "hostile.csv", rows)))
    page.goto(f"{hostile}/recommend?{urlencode({LIKED: f'{titles[0]} (2001)'})}")
    expect(answer(page, "3 films like <script>alert(1)</script>")).to_be_visible()
    expect(page.get_by_text("# Heading", exact=True)).to_be_visible()
    main = page.locator("[data-testid='stMain']")
    is_plain(main)
    for view in (TABLE, BREAKDOWN, POSTERS):
        page.get_by_role("radio", name=view).click()
        expect(page.get_by_role("radio", name=view)).to_be_checked()
        is_plain(main)
    shown = main.locator(".film .title").all_inner_texts()
    assert sorted(shown) == sorted(titles[1:])
    for number, title in enumerate(shown):
        page.get_by_role("button", name="Details").nth(number).click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text("onerror=alert(1)")).to_be_visible()
        # An invisible joiner keeps an icon from being found.
        assert title in dialog.inner_text().replace("\u2060", "")
        is_plain(dialog)
        page.keyboard.press("Escape")
        expect(dialog).not_to_be_visible()


def is_plain(part: Locator) -> None:
    """Check that nothing in a part of the page has become a link, a heading, an image or a formula."""
    # A poster is a link of ours.
    poster = part.page.locator(".poster")
    expect(part.get_by_role("link").filter(has_not=poster)).to_have_count(0)
    made = "[data-testid='stMarkdown'] :is(h1, h2, img, script), [data-testid='stText'] img, .katex, em"
    expect(part.locator(made)).to_have_count(0)


def test_a_missing_dataset_is_one_line_on_the_page(serve: Serve, page: Page, tmp_path: Path) -> None:
    page.goto(serve(CINEWATCH_DATASET=str(tmp_path / "nowhere.csv")))
    expect(page.get_by_role("alert")).to_contain_text("file not found")
