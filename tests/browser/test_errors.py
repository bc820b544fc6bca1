"""A named error in a fragment or a dialog that runs again alone, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve


def test_a_named_error_in_a_fragment_or_a_dialog_is_one_line(serve: Serve, page: Page) -> None:
    page.goto(serve("tests/browser/failing_app.py"))
    page.get_by_role("button", name="Fail in the fragment").click()
    expect(page.get_by_role("alert")).to_contain_text("the fragment failed")
    expect(page.get_by_text("The rest of the page")).to_be_visible()
    page.get_by_role("button", name="Open the dialog").click()
    film = page.get_by_role("dialog", name="A film")
    film.get_by_role("button", name="Fail in the dialog").click()
    expect(film.get_by_role("alert")).to_contain_text("the dialog failed")
    expect(page.locator("[data-testid='stException']")).to_have_count(0)
