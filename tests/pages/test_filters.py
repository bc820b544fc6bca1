"""Filters on the page: they hold for every card, live in the address, are told in words, and can be reset."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch, Filters, Query
from fakes.sample_catalogue import ADULT, HARBOUR, UNDERTOW
from tests.pages.conftest import Link, cards, follow, heading, notes, told

LINKS: dict[str, tuple[Link, Filters, str]] = {
    "a genre": ({"genres": "Drama"}, Filters(genres=("Drama",)), "Drama"),
    "one of two genres": ({"genres": ["War", "Music"]}, Filters(genres=("War", "Music")), "War or Music"),
    "two genres at once": (
        {"genres": ["Drama", "Music"], "all_genres": "true"},
        Filters(genres=("Drama", "Music"), all_genres=True),
        "Drama and Music",
    ),
    "a genre left out": ({"exclude_genres": "Mystery"}, Filters(exclude_genres=("Mystery",)), "not Mystery"),
    "a keyword": ({"keywords": "whale"}, Filters(keywords=("whale",)), "about whale"),
    "a keyword left out": (
        {"exclude_keywords": ["lighthouse", "map"]},
        Filters(exclude_keywords=("lighthouse", "map")),
        "not about lighthouse or map",
    ),
    "years": ({"years": ["1985", "2004"]}, Filters(first_year=1985, last_year=2004), "1985 to 2004"),
    "years from one on": ({"years": ["2003", "2022"]}, Filters(first_year=2003), "from 2003"),
    "years up to one": ({"years": ["1929", "1990"]}, Filters(last_year=1990), "up to 1990"),
    "runtime": ({"runtime": ["100", "120"]}, Filters(min_runtime=100, max_runtime=120), "100 to 120 min"),
    "minutes from some on": ({"runtime": ["100", "240"]}, Filters(min_runtime=100), "from 100 min"),
    "a language": ({"languages": "French"}, Filters(languages=("fr",)), "in French"),
    "votes": ({"votes": "1000"}, Filters(min_votes=1_000), "1,000 votes or more"),
    "a rating": ({"rating": ["7", "10"]}, Filters(min_rating=7), "rated 7 or better"),
    "a rating and no better": ({"rating": ["0", "6.5"]}, Filters(max_rating=6.5), "rated 0 to 6.5"),
    "adult films": ({"adult": "true"}, Filters(include_adult=True), "adult films as well"),
    "unreleased films": ({"unreleased": "true"}, Filters(include_unreleased=True), "unreleased films as well"),
}


def expected(cinewatch: CineWatch, filters: Filters) -> list[int]:
    return [one.film.id for one in cinewatch.recommend(Query((HARBOUR,), filters=filters)).films]


@pytest.mark.parametrize(("link", "filters", "words"), LINKS.values(), ids=LINKS)
def test_a_filter_in_a_link_holds_for_every_card_and_is_told(
    app: AppTest, cinewatch: CineWatch, link: Link, filters: Filters, words: str
) -> None:
    films = expected(cinewatch, filters)
    assert films != expected(cinewatch, Filters()), "what changes nothing would not be missed"
    follow(app, link)
    assert cards(app) == films
    assert f"1 filter: {words}" in told(app).splitlines()


def test_several_filters_hold_at_once_and_are_counted(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {"genres": "Drama", "votes": "50", "years": ["1940", "2022"]})
    assert cards(app) == expected(cinewatch, Filters(genres=("Drama",), min_votes=50, first_year=1940))
    assert "3 filters: Drama · from 1940 · 50 votes or more" in told(app).splitlines()


def test_without_a_filter_nothing_is_told_of_filters(app: AppTest) -> None:
    follow(app, {})
    assert "filter" not in told(app)
    assert "Reset" not in [button.label for button in app.button]
    assert not {ADULT, UNDERTOW} & set(cards(app))


def test_a_filter_is_set_by_hand(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {})
    app.multiselect(key="keywords").select("robot").run()
    app.slider(key="years").set_range(1990, 2022).run()
    assert cards(app) == expected(cinewatch, Filters(keywords=("robot",), first_year=1990))


def test_all_genres_at_once_can_be_asked_for_only_of_several(app: AppTest) -> None:
    follow(app, {"genres": "Drama"})
    assert "all_genres" not in [toggle.key for toggle in app.toggle]
    app.multiselect(key="genres").select("Music").run()
    assert "all_genres" in [toggle.key for toggle in app.toggle]


def test_reset_sets_no_filter(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {name: value for link, *_ in LINKS.values() for name, value in link.items()})
    assert "11 filters: " in told(app)
    next(button for button in app.button if button.label == "Reset").click().run()
    assert not app.exception
    assert "filter" not in told(app)
    assert cards(app) == expected(cinewatch, Filters())
    assert app.query_params == {}


@pytest.mark.parametrize(
    ("link", "worst"),
    [
        ({"rating": ["9", "10"], "votes": "10"}, "rating"),
        ({"votes": "10000", "rating": ["6", "10"]}, "votes"),
        ({"years": ["1929", "1930"], "exclude_genres": "Drama"}, "years"),
        ({"keywords": "no such keyword", "genres": "Drama"}, "keywords"),
    ],
    ids=["rating", "votes", "years", "keywords"],
)
def test_where_no_film_is_left_the_filter_to_loosen_is_named(app: AppTest, link: Link, worst: str) -> None:
    follow(app, link)
    (note,) = notes(app)
    assert note.startswith(f"No film passes the filters. The one on {worst} alone leaves out ")
    assert note.endswith(": loosen it, or reset all.")
    assert heading(app) == "0 films like The Glass Harbour"
    assert not cards(app)


def test_words_alone_are_filtered_too_and_the_filter_is_named(app: AppTest) -> None:
    follow(app, {"film": "", "about": "robot", "genres": "Western", "years": ["1929", "1930"]})
    assert notes(app)[0].startswith("No film passes the filters. The one on ")
