"""What a visitor does and sees, in their own words, at any width of the window; so that journeys read as sentences."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import wait_until_drawn
from ui.navigation import DISLIKED, LIKED
from ui.recommend.seeds import ABOUT_LABEL, DISLIKED_LABEL, LIKED_LABEL
from ui.recommend.texts import CARDS, SHOW_QUESTION
from ui.widgets.filter_panel import SHOW
from ui.widgets.share import LABEL as SHARE
from ui.widgets.side_panel import FILTERS

CHART = "[data-testid='stVegaLiteChart']"
_MOST_TABS = 200
_STILL = "() => !document.querySelector('details[open]').getAnimations({ subtree: true }).length"
"""Whether a panel has opened."""


class Visitor:
    """Somebody with a browser.

    Parameters
    ----------
    page
        A page of a fresh session.
    site
        Address of the server.

    """

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self._site = site

    @property
    def has_phone(self) -> bool:
        """Whether the window is as narrow as a phone, where the menu and the filters are opened by a button."""
        size = self.page.viewport_size
        assert size
        return size["width"] < 640

    @property
    def place(self) -> str:
        """What the address has after the server: path and query."""
        parts = urlsplit(self.page.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def opens(self, link: str) -> None:
        """Open an address of the site, and wait for the page."""
        self.page.goto(f"{self._site}/{link}")
        wait_until_drawn(self.page)

    def goes_to(self, title: str) -> None:
        """Choose a page from the menu; on a phone the menu closes then."""
        if self.has_phone:
            self.page.get_by_test_id("stExpandSidebarButton").click()
        menu = self.page.get_by_role("navigation", name="App pages")
        menu.get_by_role("link", name=title, exact=True).click()
        if self.has_phone:
            expect(self.page.get_by_test_id("stExpandSidebarButton")).to_be_visible()

    def goes_back(self) -> None:
        """Press the button Back of the browser."""
        wait_until_drawn(self.page)
        self.page.go_back()

    def goes_forward(self) -> None:
        """Press the button Forward of the browser."""
        wait_until_drawn(self.page)
        self.page.go_forward()

    def likes(self, typed: str) -> None:
        """Choose a liked film by the first that is found."""
        self._adds(LIKED, LIKED_LABEL, typed)

    def dislikes(self, typed: str) -> None:
        """Choose a disliked film by the first that is found."""
        self.shows_all_choices()
        self._adds(DISLIKED, DISLIKED_LABEL, typed)

    def shows_all_choices(self) -> None:
        """Turn the switch of a phone that shows what is not set."""
        switch = self.page.get_by_role("switch", name=SHOW_QUESTION)
        if self.has_phone and not switch.is_checked():
            self.page.get_by_text(SHOW_QUESTION).click()
            expect(switch).to_be_checked()

    def _adds(self, key: str, label: str, typed: str) -> None:
        before = self.chips(key).count()
        self.finds(label, typed)
        expect(self.chips(key)).to_have_count(before + 1)

    def finds(self, label: str, typed: str) -> None:
        """Type into a search box for films, and choose the first that is found."""
        choose(self.page, self.search_box(label), typed)

    def describes(self, wish: str) -> None:
        """Say in own words what a film should be about."""
        self.page.get_by_role("textbox", name=ABOUT_LABEL).fill(wish)
        self.page.keyboard.press("Enter")

    def chooses(self, name: str) -> None:
        """Choose one of a few: a preset, a view, a mode, a section."""
        self.page.get_by_role("radio", name=name, exact=True).click()
        expect(self.page.get_by_role("radio", name=name, exact=True)).to_be_checked()

    def clicks(self, name: str) -> None:
        """Click the first button of a name."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def sets_filter(self, label: str, value: str) -> None:
        """Choose a value of a filter in the panel, which a click opens beside the films and which stays open."""
        self.page.locator("summary", has_text=FILTERS).click()
        expect(self.page.get_by_role("combobox", name=label)).to_be_visible()
        wait_until_drawn(self.page)
        # A list that belongs to what still moves closes.
        self.page.wait_for_function(_STILL)
        choose(self.page, self.page.get_by_role("combobox", name=label), value)
        expect(self.page.get_by_role("combobox", name=label)).to_be_visible()

    def sees_filter(self, words: str) -> None:
        """Wait until a filter has a chip above the films."""
        expect(self.page.get_by_test_id("stMain").get_by_role("button", name=words, exact=True)).to_be_visible()

    def opens_filters_of_browse(self) -> None:
        """Turn the switch that shows the filters on a phone; on a wide screen they are there."""
        if self.has_phone:
            self.page.get_by_text(SHOW).click()

    def refines(self, place: int, choice: str) -> None:
        """Choose from the menu of a recommended film, counted from 0."""
        self.page.get_by_role("button", name="Refine").nth(place).click()
        self.page.get_by_role("menuitem", name=choice, exact=True).click()

    def opens_details(self, place: int = 0) -> Locator:
        """Open the dialog of a recommended film, counted from 0, and return it."""
        self.page.get_by_role("button", name="Details").nth(place).click()
        dialog = self.page.get_by_role("dialog")
        expect(dialog.locator(CHART)).to_have_count(2)
        # What is drawn after the picker may draw it again once more.
        wait_until_drawn(self.page)
        return dialog

    def downloads(self, name: str) -> Path:
        """Click a download button, and return the file."""
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name=name, exact=True).click()
        return Path(download.value.path())

    def opens_sharing(self) -> None:
        """Open what the button for sharing offers."""
        self.page.get_by_role("button", name=SHARE).click()

    def copies_the_link(self) -> str:
        """Return the link that the button for sharing offers, without the server."""
        self.opens_sharing()
        link = self.page.get_by_test_id("stCode")
        expect(link).to_contain_text(self._site)
        text = link.inner_text().strip()
        self.page.keyboard.press("Escape")
        return text.removeprefix(f"{self._site}/")

    def search_box(self, label: str) -> Locator:
        """Return the search box of a picker of films."""
        return self.page.get_by_role("combobox", name=label, exact=True)

    def chips(self, key: str) -> Locator:
        """Return what is chosen in a picker of films."""
        return self.page.locator(f".st-key-{key} [data-tag]")

    def cards(self, count: int = 10) -> list[str]:
        """Return the films whose cards are on the page in order, once they are drawn."""
        wait_until_drawn(self.page)
        films = self.page.get_by_role("list", name=CARDS).locator(".film")
        expect(films).to_have_count(count)
        names = (
            (film.locator(".title").inner_text(), film.locator(".line").first.inner_text()) for film in films.all()
        )
        return [f"{title} ({facts.partition(' · ')[0]})" for title, facts in names]

    def posters(self, count: int) -> list[str]:
        """Return the films of a path in order, once their posters are drawn."""
        wait_until_drawn(self.page)
        images = self.page.get_by_test_id("stMain").get_by_role("img", name="Poster of")
        expect(images).to_have_count(count)
        labels = (image.get_attribute("alt") or image.get_attribute("aria-label") or "" for image in images.all())
        return [label.removeprefix("Poster of ") for label in labels]

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Wait until a text is on the page."""
        expect(self.page.get_by_test_id("stMain").get_by_text(text).first).to_be_visible()

    def sees_heading(self, name: str | re.Pattern[str]) -> None:
        """Wait until a heading is on the page, and nothing of what was there before."""
        exact = isinstance(name, str)
        expect(self.page.get_by_role("heading", name=name, exact=exact).first).to_be_visible()
        wait_until_drawn(self.page)

    def is_at(self, place: str | re.Pattern[str]) -> None:
        """Wait until the address is this one."""
        wanted = place if isinstance(place, re.Pattern) else f"{self._site}{place}"
        expect(self.page).to_have_url(wanted)

    def tabs_to(self, target: Locator, key: str = "Tab") -> None:
        """Press the Tab key, or another that moves the focus, until something has it."""
        expect(target).to_be_visible()
        wait_until_drawn(self.page)
        for _ in range(_MOST_TABS):
            if target.evaluate("element => element.matches(':focus')"):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{_MOST_TABS} times {key} do not lead to {target}")


def choose(page: Page, picker: Locator, typed: str) -> None:
    """Choose the first option that fits what is typed, by keyboard alone, and leave the list."""
    picker.press_sequentially(typed)
    expect(page.get_by_role("option").first).to_be_visible()
    # Enter takes the option that is marked; on a busy machine, that comes after the list.
    expect(picker).to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("Enter")
    # Escape would also close a dialog if the list were closed already.
    page.keyboard.press("Tab")
