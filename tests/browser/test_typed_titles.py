"""What people type and end with Enter in a picker becomes the right film or a question, never another film."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from engine import CineWatch
from tests.browser.conftest import wait_until_drawn
from ui.navigation import DISLIKED, LIKED, NEIGHBOURS, TWO_FILMS
from ui.recommend.seeds import DISLIKED_LABEL, LIKED_LABEL

TEXTS = ("amelie", "seven", "se7en", "rocky 2", "ET", "sorcerers stone", "christopher nolan")
PICKERS = {
    "recommend, liked": ("recommend?film=", LIKED_LABEL, LIKED),
    "recommend, disliked": ("recommend?film=", DISLIKED_LABEL, DISLIKED),
    "two films, first": (f"similarity?{urlencode({'mode': TWO_FILMS})}", "First film", "first"),
    "neighbours": (f"similarity?{urlencode({'mode': NEIGHBOURS})}", "Centre film", "centre"),
}


@pytest.mark.parametrize("name", PICKERS)
def test_enter_takes_the_film_that_is_meant_or_leaves_the_list_as_a_question(
    site: str, sample: CineWatch, page: Page, name: str
) -> None:
    address, label, key = PICKERS[name]
    page.goto(f"{site}/{address}")
    box = page.get_by_role("combobox", name=label, exact=True)
    for text in TEXTS:
        best = sample.search(text, 1)[0]
        box.fill("")
        box.press_sequentially(text)
        expect(page.get_by_role("option").filter(has_text=best.film.title).first).to_be_visible()
        page.keyboard.press("Enter")
        chips = page.locator(f".st-key-{key} [data-tag]")
        if best.person or best.score < 0.8:
            expect(page.get_by_role("option").first).to_be_visible()
            page.keyboard.press("Escape")
        else:
            expect(chips.filter(has_text=best.film.label).last).to_be_visible()
        wait_until_drawn(page)
        assert text not in chips.all_inner_texts()
