"""Links with wrong values: nothing breaks, and what is ignored is named. Good links get no note."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from engine import MAX_DISLIKED, MAX_LIKED, CineWatch
from fakes.sample_catalogue import HARBOUR
from tests.pages.conftest import MOST_VOTED, Link, cards, chips, heading, notes, page_query, page_text, recommend
from ui.recommend.preferences import DEFAULT_FRANCHISE
from ui.shell import IGNORED

# No more than four values are named at once.
WRONG: dict[str, Link] = {
    "unknown names": {"genres": "Mumblecore", "languages": "Klingon", "view": "Cinema", "preset": "Bitter"},
    "no choice, or beyond a slider": {
        "franchise": "Two per franchise",
        "count": "13",
        "balanced.era": "2.1",
        "balanced.overview": "-1",
    },
    "no numbers": {"balanced.quality": "nan", "diversity": "inf", "votes": "lots", "adult": "maybe"},
    "between two steps, half a range, beyond the best": {"votes": "7", "runtime": "60", "rating": ["5", "99"]},
    "an empty number": {"diversity": ""},
    "three ends of a range, a huge number": {"years": ["1990", "1995", "2000"], "count": "99999999999999999999"},
    "words in a range, markup, emoji": {
        "years": ["now", "then"],
        "view": "<script>alert(1)</script>",
        "genres": "🎬🍿",
    },
}

GOOD: dict[str, Link] = {
    "defaults": {
        "film": "The Glass Harbour (1999)",
        "about": "",
        "preset": "Balanced",
        "franchise": DEFAULT_FRANCHISE,
        "diversity": "0",
        "balanced.era": "0.8",
        "balanced.overview": "1",
        "years": ["1929", "2022"],
        "runtime": ["0", "240"],
        "votes": "0",
        "rating": ["0", "10"],
        "adult": "false",
        "count": "10",
        "view": "Posters",
    },
    "defaults with a point": {"diversity": "0.0", "balanced.overview": "1.0", "rating": ["0.0", "10.0"]},
    "empty lists": dict.fromkeys(
        ("dislike", "genres", "exclude_genres", "keywords", "exclude_keywords", "languages", "ignore"), ""
    ),
    "names without a widget": {"utm_source": "a newsletter", "x": "1"},
}


@pytest.mark.parametrize("link", WRONG.values(), ids=WRONG)
def test_a_wrong_value_is_ignored_and_named(app: AppTest, cinewatch: CineWatch, link: Link) -> None:
    recommend(app, link)
    assert cards(app) == [one.film.id for one in cinewatch.recommend(page_query((HARBOUR,))).films]
    (note,) = notes(app)
    named = note.removeprefix(IGNORED).split(", ")
    # A value that the widget has anyway is not named, even if the other end of its range is wrong.
    assert {f"{name}={value if isinstance(value, str) else value[-1]}" for name, value in link.items()} <= {*named}


@pytest.mark.parametrize("link", GOOD.values(), ids=GOOD)
def test_a_value_that_the_widget_has_anyway_gets_no_note(app: AppTest, cinewatch: CineWatch, link: Link) -> None:
    recommend(app, link)
    assert notes(app) == []
    assert cards(app) == [one.film.id for one in cinewatch.recommend(page_query((HARBOUR,))).films]


def test_of_several_values_only_the_wrong_ones_are_ignored(app: AppTest) -> None:
    recommend(app, {"genres": ["Mumblecore", "Drama"], "view": "Cinema", "count": "20"})
    assert notes(app) == [f"{IGNORED}genres=Mumblecore, view=Cinema"]
    assert chips(app) == ["Drama"]


def test_a_note_is_not_repeated_for_the_same_address(app: AppTest) -> None:
    app.session_state["shell.address"] = {"film": [MOST_VOTED], "genres": ["Mumblecore"]}
    assert notes(recommend(app, {"genres": "Mumblecore"})) == []


def test_many_wrong_values_are_not_all_named(app: AppTest) -> None:
    recommend(app, dict.fromkeys(("preset", "franchise", "diversity", "view", "count", "votes"), "?"))
    assert notes(app) == [f"{IGNORED}preset=?, franchise=?, diversity=?, view=?"]


@pytest.mark.parametrize(
    ("backwards", "forwards"),
    [
        ({"years": ["2010", "1990"]}, {"years": ["1990", "2010"]}),
        ({"runtime": ["120", "95"]}, {"runtime": ["95", "120"]}),
        ({"rating": ["8", "6.5"]}, {"rating": ["6.5", "8"]}),
    ],
    ids=["years", "runtime", "rating"],
)
def test_the_ends_of_a_range_may_be_in_the_wrong_order(
    new_app: Callable[[], AppTest], backwards: Link, forwards: Link
) -> None:
    first, second = recommend(new_app(), backwards), recommend(new_app(), forwards)
    assert cards(first) == cards(second) != []
    assert page_text(first) == page_text(second)
    assert len(chips(first)) == 1


def test_of_more_films_than_can_be_liked_the_first_count(app: AppTest, cinewatch: CineWatch) -> None:
    names = cinewatch.film_names(MAX_LIKED + 2)
    recommend(app, {"film": [name.label for name in names]})
    query = page_query(tuple(name.id for name in names[:MAX_LIKED]))
    assert cards(app) == [one.film.id for one in cinewatch.recommend(query).films]
    assert heading(app) == "10 films like The Glass Harbour, The Glass Harbour: Low Tide and 8 more"
    assert notes(app) == [IGNORED + ", ".join(f"film={name.label}" for name in names[MAX_LIKED:])]


def test_of_more_films_than_can_be_disliked_the_first_count(app: AppTest, cinewatch: CineWatch) -> None:
    names = cinewatch.film_names(MAX_DISLIKED + 2)[1:]
    recommend(app, {"dislike": [name.label for name in names]})
    query = page_query((HARBOUR,), tuple(name.id for name in names[:MAX_DISLIKED]))
    assert cards(app) == [one.film.id for one in cinewatch.recommend(query).films]
    assert notes(app) == [f"{IGNORED}dislike={names[-1].label}"]


STRANGE = ["x" * 100_000, "word " * 20_000, "鯨の歌", "<b>bold</b>", "🎬🍿", "~~ -- ::", "\x00\u202e", "$x^2$"]
NAMES = ("film", "dislike", "about", "ignore", "boost")
CHOICES = ("keywords", "exclude_keywords", "genres", "preset", "view", "years")


@pytest.mark.parametrize("text", STRANGE, ids=[text[:8] for text in STRANGE])
def test_strange_text_breaks_nothing(new_app: Callable[[], AppTest], text: str) -> None:
    for names in (CHOICES, NAMES, NAMES[1:]):
        app = recommend(new_app(), dict.fromkeys(names, text))
        assert len(app.title) == 1
        assert all(len(note) < 3_000 for note in notes(app)), names


def test_a_very_long_text_is_cut_in_the_heading(app: AppTest) -> None:
    assert len(heading(recommend(app, {"about": "robot " * 20_000}))) < 120


def test_japanese_descriptions_are_understood(app: AppTest) -> None:
    recommend(app, {"film": "", "about": "鯨の歌"})
    assert "about “鯨の歌”" in heading(app)
    assert cards(app)[0] == 148
