"""What every page offers: light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import wait_until_drawn
from ui.recommend.seeds import DISLIKED_LABEL
from ui.recommend.texts import SHOW_QUESTION

DARK, LIGHT = "rgb(16, 20, 24)", "rgb(255, 255, 255)"


def choose_theme(page: Page, name: str) -> None:
    page.get_by_role("button", name="Main menu").click()
    page.get_by_role("menuitemradio", name=name).click()


def test_a_visitor_chooses_light_or_dark_and_it_stays(site: str, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(site)
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", DARK)
    choose_theme(page, "Light")
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", LIGHT)
    page.goto(f"{site}/about")
    expect(page.get_by_role("heading", name="Light or dark")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", LIGHT)
    choose_theme(page, "System")
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", DARK)


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_the_menu_with_the_themes_lies_under_nothing(site: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/about")
    expect(page.get_by_role("combobox")).to_be_visible()
    menu = page.get_by_role("button", name="Main menu")
    place = menu.bounding_box()
    assert place
    assert 0 <= place["x"] <= width - place["width"]
    # Not forced: the click fails if something lies over it.
    menu.click()
    expect(page.get_by_role("menuitemradio", name="Dark")).to_be_in_viewport()


def test_a_tablet_names_all_pages_in_the_menu(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 820, "height": 900})
    page.goto(f"{site}/about")
    for name in ("Home", "Browse", "Recommend", "My films", "Similarity", "Statistics", "About"):
        expect(page.get_by_test_id("stTopNavLink").get_by_text(name, exact=True)).to_be_in_viewport()


def test_a_phone_shows_the_first_poster_of_an_answer_at_once_and_a_switch_shows_every_choice(
    site: str, page: Page
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/recommend?film=Toy+Story+(1995)")
    wait_until_drawn(page)
    poster = page.locator(".poster").first.bounding_box()
    assert poster
    assert poster["y"] + poster["height"] <= 844
    dislikes = page.get_by_role("combobox", name=DISLIKED_LABEL)
    expect(dislikes).not_to_be_visible()
    page.get_by_text(SHOW_QUESTION).click()
    expect(dislikes).to_be_visible()
    # What is set is never hidden.
    page.goto(f"{site}/recommend?film=Toy+Story+(1995)&dislike=Up+(2009)&preset=Story")
    wait_until_drawn(page)
    expect(dislikes).to_be_visible()
    expect(page.get_by_role("radio", name="Story", exact=True)).to_be_visible()
