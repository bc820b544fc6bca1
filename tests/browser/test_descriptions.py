"""What a visitor types in their own words, and what the page understood, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import wait_until_drawn
from ui.recommend.seeds import ABOUT_LABEL
from ui.recommend.understood import LABEL


def chip(page: Page, label: str) -> Locator:
    """Return the chip with this label."""
    return page.get_by_test_id("stButtonGroup").filter(has_text=LABEL).locator("button").filter(has_text=label)


def test_a_chip_that_is_removed_puts_its_words_back(site: str, page: Page) -> None:
    described = "a sheriff in a small town after 1950, not a western"
    page.goto(f"{site}/recommend?film=")
    page.get_by_role("textbox", name=ABOUT_LABEL).fill(described)
    page.keyboard.press("Enter")
    for label in ("from 1951 on", "not Western"):
        expect(chip(page, label)).to_be_visible()
    wait_until_drawn(page)
    # Reasons name the words that a film was found by.
    found_by = page.locator(".cards .line:last-child", has_text=re.compile(r"^(?=.*sheriff).*western", re.IGNORECASE))
    expect(found_by).to_have_count(0)

    chip(page, "not Western").click()
    expect(found_by.first).to_be_visible()
    expect(chip(page, "from 1951 on")).to_be_visible()
    expect(page.get_by_role("textbox", name=ABOUT_LABEL)).to_have_value(described)
