"""What people type and end with Enter in a picker becomes the right film or a question, never another film."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from engine import CineWatch
from fakes.streamlit_server import streamlit_server
from tests.browser.conftest import wait_until_drawn
from ui.home.search import FOUND
from ui.home.search import LABEL as HOME_LABEL
from ui.navigation import DISLIKED, FIRST, GROUP, LIKED, MAP, MODE, NEIGHBOURS, PATH, SECOND, TWO_FILMS
from ui.recommend.seeds import ABOUT_LABEL, DISLIKED_LABEL, LIKED_LABEL
from ui.similarity.group import PICK_FILMS
from ui.widgets.search_box import WHICH, not_found
from ui.widgets.site_search import FILMS_LABEL as MENU_LABEL

MEANT = {
    "amelie": "Amélie",
    "seven": "Se7en",
    "se7en": "Se7en",
    "rocky 2": "Rocky II",
    "ET": "E.T. the Extra-Terrestrial",
    "sorcerers stone": "Harry Potter and the Philosopher's Stone",
}
PERSON = "christopher nolan"
"""A question, whether or not a catalogue knows people."""
PICKERS = {
    "recommend?film=": {LIKED_LABEL: LIKED, DISLIKED_LABEL: DISLIKED},
    **{
        f"similarity?{urlencode({MODE: mode, **more})}": pickers
        for mode, more, pickers in (
            (TWO_FILMS, {}, {"First film": FIRST, "Second film": SECOND}),
            (GROUP, {}, {"Film": FIRST}),
            (GROUP, {"group": PICK_FILMS}, {"Films of the group": "members"}),
            (NEIGHBOURS, {}, {"Centre film": "centre"}),
            (PATH, {}, {"From": FIRST, "To": SECOND}),
        )
    },
}
"""The pickers of each view, by label, with their keys."""


@pytest.fixture(scope="module")
def real_site(shared_data: Path, models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a server on 10,439 films, in which many other titles are like what is typed."""
    csv_file = shared_data / "real_10439.csv"
    if not csv_file.is_file():
        pytest.skip(f"the reference data has no {csv_file.name}")
    CineWatch.of(csv_file, models)
    settings = {"CINEWATCH_DATASET": str(csv_file), "CINEWATCH_MODELS_DIR": str(models)}
    with streamlit_server(settings, tmp_path_factory.mktemp("real") / "server.log") as server:
        yield server.address


def picker(page: Page, label: str) -> Locator:
    """Return the search box of a picker."""
    return page.get_by_role("combobox", name=label, exact=True)


def enter(box: Locator, text: str) -> None:
    """Type a text as a person does, and press Enter."""
    box.fill("")
    box.press_sequentially(text)
    box.press("Enter")


@pytest.mark.parametrize("view", PICKERS)
def test_enter_takes_the_film_that_is_meant_or_leaves_the_list_as_a_question(
    real_site: str, page: Page, view: str
) -> None:
    page.goto(f"{real_site}/{view}")
    for label, key in PICKERS[view].items():
        box, chips = picker(page, label), page.locator(f".st-key-{key} [data-tag]")
        for text, title in MEANT.items():
            enter(box, text)
            expect(chips.filter(has_text=title).last).to_be_visible()
            # Nobody is told what they have typed.
            if text.casefold() != title.casefold():
                expect(page.get_by_text(f"We took this as {title}").last).to_be_visible()
            expect(page.get_by_role("option")).to_have_count(0)
            expect(box).to_have_value("")
        wait_until_drawn(page)
        chosen = chips.all_inner_texts()
        # A single film is replaced, and a film that comes twice is there once.
        assert {name.rpartition(" (")[0] for name in chosen} <= set(MEANT.values())
        enter(box, PERSON)
        expect(page.get_by_text(WHICH)).to_be_visible()
        box.press("Escape")
        wait_until_drawn(page)
        assert chips.all_inner_texts() == chosen


def test_the_map_has_the_same_picker(site: str, mapped: CineWatch, page: Page) -> None:
    page.goto(f"{site}/similarity?{urlencode({MODE: MAP})}")
    enter(picker(page, "Find a film"), "teh matrix")
    expect(page.locator(f".st-key-{FIRST} [data-tag]")).to_have_text([mapped.named("The Matrix").label])


def test_the_search_of_the_menu_and_of_home_find_the_film_that_is_meant(real_site: str, page: Page) -> None:
    page.goto(f"{real_site}/about")
    for text, title in MEANT.items():
        enter(picker(page, MENU_LABEL), text)
        expect(page.get_by_role("heading", name=title, exact=True).first).to_be_visible()
    address = page.url
    enter(picker(page, MENU_LABEL), PERSON)
    expect(page.get_by_role("option").or_(page.get_by_text(not_found(PERSON))).first).to_be_visible()
    assert page.url == address
    page.goto(real_site)
    for text, title in MEANT.items():
        enter(page.get_by_role("searchbox", name=HOME_LABEL).or_(page.get_by_label(HOME_LABEL)).first, text)
        first = page.get_by_role("list", name=FOUND).get_by_role("link").first
        expect(first).to_contain_text(title)


CHOOSE_AND_DESCRIBE = """async ([box, about]) => {
  const enter = (field) =>
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, composed: true }))
  enter(box)
  await new Promise((done) => setTimeout(done, 20))
  about.focus()
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(about, "robots")
  about.dispatchEvent(new Event("input", { bubbles: true }))
  await new Promise((done) => setTimeout(done))
  enter(about)
}"""
"""Both within a moment, which no mouse can do."""


def test_a_film_that_is_chosen_a_moment_before_a_description_is_typed_stays(site: str, page: Page) -> None:
    page.goto(f"{site}/recommend?film=")
    box, about = picker(page, LIKED_LABEL), page.get_by_role("textbox", name=ABOUT_LABEL)
    wait_until_drawn(page)
    box.press_sequentially("inception")
    expect(page.get_by_role("option", name="Inception (2010)")).to_be_visible()
    page.evaluate(CHOOSE_AND_DESCRIBE, [box.element_handle(), about.element_handle()])
    expect(page.get_by_role("heading", name="10 films like Inception, about “robots”")).to_be_visible()
    expect(page.locator(f".st-key-{LIKED} [data-tag]")).to_have_text(["Inception (2010)"])
    page.get_by_role("button", name="Remove Inception (2010)").click()
    expect(page.get_by_role("heading", name="10 films about “robots”")).to_be_visible()
