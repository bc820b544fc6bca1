"""The way of a guest: rate films, see them again, bring more, take them along, and delete everything."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.engine.users.transfer import exported
from ui.my_films import texts
from ui.text.for_you import FOR_YOU

RATED = ("Interstellar", "Inception", "The Dark Knight", "Avatar", "The Avengers")
LISTED = ("Deadpool", "Fight Club")


@pytest.fixture
def address(site: str) -> str:
    """Return the address of a server on the sample."""
    return site


def open_section(page: Page, address: str, section: str) -> None:
    page.goto(f"{address}/my_films?films={section.replace(' ', '+')}")
    expect(page.get_by_role("heading", name="My films")).to_be_visible()


def expect_films(page: Page, address: str, section: str, count: str) -> None:
    """Open a section anew, and check how many films it has."""
    open_section(page, address, section)
    expect(page.get_by_role("heading", name=count, exact=True)).to_be_visible()


def mark_films(page: Page, address: str) -> None:
    page.goto(address)
    for film in RATED:
        page.get_by_role("slider", name=f"Your rating: {film}", exact=True).first.press("4")
        expect(page.get_by_role("status")).to_contain_text(f"You gave {film} 4 stars.")
    for film in LISTED:
        page.get_by_role("button", name=f"Watchlist: {film}", exact=True).first.click()
        expect(page.get_by_role("status")).to_contain_text(f"{film} is on your watchlist.")


def import_file(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": content})
    page.get_by_role("button", name="Import", exact=False).last.click()


def test_a_guest_rates_reloads_imports_exports_and_deletes(address: str, page: Page) -> None:
    mark_films(page, address)
    page.reload()
    expect(page.get_by_role("heading", name=FOR_YOU)).to_be_visible()
    expect_films(page, address, "Ratings", "5 films")
    expect_films(page, address, "Watchlist", "2 films")

    open_section(page, address, "Import and export")
    import_file(page, "letterboxd.zip", exported.zip_of(exported.LETTERBOXD))
    # The rating of Inception is older than the one given here, and Avatar is new on the watchlist.
    expect(page.get_by_text("Imported: 3 marks added, 1 there already.")).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("button", name="Everything (JSON)").click()
    export = Path(download.value.path()).read_bytes()
    import_file(page, "cinewatch.json", export)
    expect(page.get_by_text("Nothing changed: 10 marks there already.")).to_be_visible()

    page.get_by_role("button", name="Delete everything").click()
    page.get_by_role("button", name="Yes, delete everything of mine").click()
    expect(page.get_by_text(texts.DELETED)).to_be_visible()
    open_section(page, address, "Ratings")
    expect(page.get_by_text(texts.NOTHING_YET)).to_be_visible()
