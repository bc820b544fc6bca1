"""Marks in a browser: one click, shown at once, kept, undone, and nobody else's."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from engine.users import COOKIE_NAME
from tests.browser.conftest import Serve, no_pictures

FILM = "Interstellar"
NewVisitor = Callable[[], Page]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("marks") / "users.db"


@pytest.fixture(scope="module")
def address(serve: Serve, database: Path) -> str:
    return serve(CINEWATCH_DATABASE_URL=f"sqlite:///{database}")


@pytest.fixture
def new_visitor(browser: Browser) -> Iterator[NewVisitor]:
    """Return a function that opens a browser of somebody new."""
    contexts: list[BrowserContext] = []

    def come() -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        contexts.append(context)
        no_pictures(context)
        return context.new_page()

    yield come
    for context in contexts:
        context.close()


def button(page: Page, mark: str, film: str = FILM) -> Locator:
    return page.get_by_role("button", name=f"{mark}: {film}", exact=True).first


def stars(page: Page, film: str = FILM) -> Locator:
    return page.get_by_role("slider", name=f"Your rating: {film}", exact=True).first


def open_home(page: Page, address: str) -> None:
    page.goto(address)
    expect(button(page, "Watched")).to_be_visible()


def test_two_visitors_see_their_own_marks_after_a_reload_and_nobody_else_s(
    new_visitor: NewVisitor, address: str
) -> None:
    one, other = new_visitor(), new_visitor()
    open_home(one, address)
    open_home(other, address)
    button(one, "Watched").click()
    expect(one.get_by_role("status")).to_contain_text(f"You've watched {FILM}.")
    stars(other).press("4")
    stars(other).press("ArrowRight")
    expect(other.get_by_role("status")).to_contain_text(f"You gave {FILM} 4.5 stars.")
    for page in (one, other):
        page.reload()
        expect(button(page, "Watched")).to_be_visible()
    expect(button(one, "Watched")).to_have_attribute("aria-pressed", "true")
    expect(stars(one)).to_have_attribute("aria-valuetext", "Not rated")
    expect(button(other, "Watched")).to_have_attribute("aria-pressed", "false")
    expect(stars(other)).to_have_attribute("aria-valuetext", "4.5 of 5 stars")


def test_clicks_that_come_faster_than_the_page_are_all_kept(new_visitor: NewVisitor, address: str) -> None:
    page = new_visitor()
    open_home(page, address)
    films = ("Inception", FILM, "The Dark Knight", "Avatar", "The Avengers")
    for film in films:
        button(page, "Watchlist", film).click()
    expect(page.get_by_role("status")).to_contain_text("The Avengers is on your watchlist.")
    page.reload()
    for film in films:
        expect(button(page, "Watchlist", film)).to_have_attribute("aria-pressed", "true")


def test_a_click_on_a_star_gives_halves_and_the_same_star_takes_the_rating_away(
    new_visitor: NewVisitor, address: str
) -> None:
    page = new_visitor()
    open_home(page, address)
    box = stars(page).bounding_box()
    assert box
    half = {"x": box["width"] * 0.65, "y": box["height"] / 2}
    stars(page).click(position={"x": half["x"], "y": half["y"]})
    expect(page.get_by_role("status")).to_contain_text(f"You gave {FILM} 3.5 stars.")
    stars(page).click(position={"x": half["x"], "y": half["y"]})
    expect(page.get_by_role("status")).to_contain_text(f"Your rating of {FILM} is removed.")
    expect(stars(page)).to_have_attribute("aria-valuetext", "Not rated")


def test_a_film_of_no_interest_leaves_and_comes_back_by_undo_and_the_address_stays(
    new_visitor: NewVisitor, address: str
) -> None:
    page = new_visitor()
    page.goto(f"{address}/browse?genre=Science+Fiction")
    expect(button(page, "Not interested")).to_be_visible()
    before = page.url
    button(page, "Not interested").click()
    expect(button(page, "Not interested")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Undone.")
    expect(button(page, "Not interested")).to_have_attribute("aria-pressed", "false")
    assert page.url == before
    # A mark adds no step to the history, and the poster is still a link.
    page.get_by_role("link", name=FILM).first.click()
    expect(page.get_by_role("heading", name=FILM, exact=True)).to_be_visible()
    page.go_back()
    expect(button(page, "Not interested")).to_be_visible()
    assert page.url == before


def test_the_cookie_is_out_of_reach_of_scripts_and_in_no_page_and_no_database(
    new_visitor: NewVisitor, address: str, database: Path
) -> None:
    page = new_visitor()
    open_home(page, address)
    button(page, "Watched").click()
    expect(page.get_by_role("status")).to_contain_text(FILM)
    (cookie,) = [cookie for cookie in page.context.cookies() if cookie.get("name") == COOKIE_NAME]
    assert (cookie.get("httpOnly"), cookie.get("sameSite")) == (True, "Lax")
    secret = cookie.get("value", "").split(".")[0]
    assert len(secret) == 22
    seen = page.evaluate("document.cookie + document.documentElement.outerHTML + JSON.stringify(localStorage)")
    assert secret not in seen
    with sqlite3.connect(database) as connection:
        assert secret not in "\n".join(connection.iterdump())
    connection.close()


def test_a_database_that_cannot_be_written_is_one_line_and_works_again_later(
    new_visitor: NewVisitor, address: str, database: Path
) -> None:
    page = new_visitor()
    open_home(page, address)
    # The first mark makes the guest.
    button(page, "Watched").click()
    expect(page.get_by_role("status")).to_contain_text(FILM)
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TRIGGER broken BEFORE INSERT ON watchlist BEGIN SELECT RAISE(FAIL, 'broken'); END")
    button(page, "Watchlist").click()
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_role("alert")).to_contain_text("Your marks can't be read or changed right now.")
    expect(button(page, "Watchlist")).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_role("heading", name="Popular")).to_be_visible()
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TRIGGER broken")
    connection.close()
    button(page, "Watchlist").click()
    expect(page.get_by_role("status")).to_contain_text(f"{FILM} is on your watchlist.")
    expect(page.get_by_role("alert")).to_have_count(0)
