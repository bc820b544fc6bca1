"""Journeys through the pages of films: from Home to a film, to a person, to Browse and back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import wait_until_drawn
from tests.browser.visitor import Visitor
from ui.home.search import LABEL as HOME_SEARCH
from ui.widgets.filter_panel import SHOW
from ui.widgets.search_box import films_of, not_found
from ui.widgets.share import LABEL as SHARE
from ui.widgets.site_search import LABEL
from ui.widgets.years import FROM, TO


@pytest.fixture
def address(site: str) -> str:
    """Return the address of a server on the sample."""
    return site


def test_browsing_by_keyboard_pages_and_filters(address: str, page: Page) -> None:
    page.goto(f"{address}/browse?genre=Horror&year=1980&year=1989")
    films = page.get_by_role("list", name="The films of this page").get_by_role("link")
    expect(films.first).to_contain_text("The Shining")
    films.first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The Shining", exact=True).first).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="1980 to 1989").click()
    expect(page).to_have_url(f"{address}/browse?genre=Horror")
    page.get_by_label(FROM).fill("1960")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("genre=Horror&year=1960&year=20..$"))
    page.get_by_label(TO).fill("1950")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("genre=Horror&year=1950&year=1950$"))
    expect(page.get_by_label(FROM)).to_have_value("1950")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)], ids=["wide", "phone"])
@pytest.mark.parametrize(("link", "place"), [("browse", 20), ("recommend?film=Toy+Story+(1995)", 9)])
def test_back_shows_the_part_of_the_page_that_was_on_the_screen(
    address: str, page: Page, link: str, place: int, width: int, height: int
) -> None:
    visitor = Visitor(page, address)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}/{link}")
    wait_until_drawn(page)
    film = page.get_by_test_id("stMain").locator("a:has(.title)").nth(place)
    film.scroll_into_view_if_needed()
    # A wide window shows two rows of films at the top.
    page.get_by_test_id("stMain").evaluate("page => page.scrollTo(0, page.scrollTop + 200)")
    name = film.locator(".title").inner_text()
    film.click()
    expect(page.get_by_role("heading", name=name, exact=True).first).to_be_visible()
    assert page.get_by_test_id("stMain").evaluate("page => page.scrollTop") == 0
    visitor.goes_back()
    expect(film.locator(".title")).to_have_text(name)
    expect(film).to_be_in_viewport()
    # The menu leads to a page without loading anew.
    visitor.goes_to("Home")
    expect(page.get_by_role("searchbox", name=HOME_SEARCH)).to_be_in_viewport()
    visitor.goes_back()
    expect(film.locator(".title")).to_have_text(name)
    expect(film).to_be_in_viewport()


def test_filters_stay_beside_the_films_and_a_phone_opens_them(address: str, page: Page) -> None:
    page.goto(f"{address}/browse")
    choice = page.get_by_role("combobox", name="Exclude genres")
    expect(page.get_by_text(SHOW)).not_to_be_visible()
    expect(choice).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(choice).not_to_be_visible()
    page.get_by_text(SHOW).click()
    expect(choice).to_be_visible()


@pytest.mark.parametrize(
    ("choice", "typed", "chosen"),
    [
        ("People", "nolan", "Christopher Nolan"),
        # "world war ii" is on more films.
        ("Keywords", "war", "war"),
        ("Companies", "pixar", "Pixar"),
        # The letters of "Tom Hanks" are in order in it, and those of nobody else.
        ("People", "thanks", "thanks"),
    ],
)
def test_enter_in_a_filter_takes_what_was_typed(address: str, page: Page, choice: str, typed: str, chosen: str) -> None:
    page.goto(f"{address}/browse")
    box = page.get_by_role("combobox", name=choice, exact=True)
    box.press_sequentially(typed)
    box.press("Enter")
    chips = page.locator("[data-tag]")
    expect(chips).to_have_count(1)
    expect(chips).to_have_text(chosen)


def test_a_film_or_a_person_is_found_from_any_page_by_keyboard(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 800, "height": 844})
    page.goto(f"{address}/about")
    box = page.get_by_role("combobox", name=LABEL)
    # Enter comes before the list, as from people who know what they want.
    box.press_sequentially("incpetion")
    box.press("Enter")
    expect(page).to_have_url(f"{address}/film?id=27205")
    box.press_sequentially("nolan")
    page.get_by_role("option", name=films_of("Christopher Nolan")).click()
    expect(page).to_have_url(f"{address}/person?name=Christopher+Nolan")
    box.press_sequentially("xqzzk")
    expect(page.get_by_text(not_found("xqzzk"))).to_be_visible()
    page.go_back()
    expect(page).to_have_url(f"{address}/film?id=27205")
    page.go_back()
    expect(page).to_have_url(f"{address}/about")


def test_the_search_box_does_not_cover_the_menu_of_a_phone(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/about")
    expect(page.get_by_role("combobox", name=LABEL)).to_be_visible()
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()


@pytest.mark.parametrize(
    ("view", "choice", "chosen"),
    [
        ("browse?genre=Horror", "Table", "view_as=Table"),
        ("similarity?first=Toy+Story+%281995%29", "Map", "mode=Map"),
    ],
)
def test_a_link_to_what_is_on_the_screen_can_be_copied(
    address: str, page: Page, view: str, choice: str, chosen: str
) -> None:
    page.goto(f"{address}/{view}")
    page.get_by_role("radio", name=choice).click()
    expect(page).to_have_url(re.compile(re.escape(chosen)))
    page.get_by_role("button", name=SHARE).click()
    link = page.get_by_test_id("stCode")
    expect(link).to_contain_text(chosen)
    assert link.inner_text().strip() == page.url
