"""What a description says about facts is shown as chips, applied, and taken back; any text has an answer."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch
from tests.pages.conftest import cards, heading, notes, page_query, page_text, plain, recommend
from ui.recommend.texts import NOTHING_WANTED, TRY_DIFFERENT_WORDS, none_mention, read_as
from ui.recommend.understood import LABEL
from ui.widgets.filters import NO_MATCH

ABOUT = "a robot movie, not a western"


def chips(app: AppTest) -> list[str]:
    """Return the chips on the page."""
    return [option for group in app.button_group if group.label == LABEL for option in group.options]


def answers(cinewatch: CineWatch, about: str, *kept: str) -> list[int]:
    """Return the ids that the engine recommends for a description."""
    query, _ = cinewatch.understand(page_query(about=about), kept)
    return [one.film.id for one in cinewatch.recommend(query).films]


def test_a_chip_says_what_was_understood_and_switching_it_off_puts_the_words_back(
    app: AppTest, cinewatch: CineWatch
) -> None:
    both, with_words = answers(cinewatch, ABOUT), answers(cinewatch, ABOUT, "not a western")
    assert both != with_words
    recommend(app, {"film": "", "about": ABOUT})
    assert (chips(app), cards(app)) == (["not Western"], both)
    group = next(group for group in app.button_group if group.label == LABEL)
    group.set_value([]).run()
    assert not app.exception
    assert cards(app) == with_words


def test_a_text_without_facts_has_no_chips(app: AppTest) -> None:
    assert chips(recommend(app, {"film": "", "about": "a robot lost in space"})) == []


def test_a_typing_error_is_named(app: AppTest) -> None:
    recommend(app, {"film": "", "about": "a lonely lighthuose"})
    assert plain(read_as([("lighthuose", "lighthouse")])) in page_text(app)
    assert cards(app)


BAD_INPUT = {
    "only stop words": ("it is not with them", TRY_DIFFERENT_WORDS),
    "a negation at the end": ("without", TRY_DIFFERENT_WORDS),
    "a film that is not wanted, alone": ("unlike Meridian", NOTHING_WANTED),
    "contradictory years": ("robots after 2000, before 1990", NO_MATCH),
    "Japanese": ("夢の中の強盗", none_mention(["夢の中の強盗"])),
}


@pytest.mark.parametrize(("about", "note"), BAD_INPUT.values(), ids=BAD_INPUT)
def test_a_text_that_finds_nothing_gets_a_note(app: AppTest, about: str, note: str) -> None:
    recommend(app, {"film": "", "about": about})
    assert cards(app) == []
    assert any(plain(note) in shown for shown in notes(app))


@pytest.mark.parametrize(
    "about",
    [
        "no gore, not scary",
        "lighthouse " * 10_000,
        "a lighthouse without",
        "<b>lighthouse</b> <script>alert(1)</script>",
        "like Meridian, Nightjar, The Whale Song, The Glass Harbour and Low Tide",
    ],
    ids=["only negations", "a long text", "a negation without an object", "HTML", "five films"],
)
def test_any_other_text_finds_films(app: AppTest, about: str) -> None:
    assert cards(recommend(app, {"film": "", "about": about}))
    assert len(heading(app)) < 150
