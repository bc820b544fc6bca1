"""Where an answer leads and where to start: the menu of a film, an example, a surprise."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import MAX_DISLIKED, MAX_LIKED, CineWatch, Query
from fakes.sample_catalogue import HARBOUR, UNDERTOW, Row, film_row, write_csv
from tests.pages.conftest import ALL_FILMS, MOST_VOTED, Link, Open, cards, follow, heading, page_query, recommend
from tests.pages.film_walls import click_on_card
from ui.recommend.results import LESS, MORE, START_OVER
from ui.recommend.start import EXAMPLES
from ui.widgets.cards import DETAILS
from ui.widgets.filters import NO_MATCH

KEEPER, KEEPER_1929 = 147, "A Lighthouse Keeper (1929)"
MERIDIAN_1982 = "Meridian (1982)"


def chosen(app: AppTest) -> tuple[list[str], list[str], str]:
    """Return the liked films, the disliked films and the description."""
    liked, disliked = (app.multiselect(key=key).value for key in ("film", "dislike"))
    return liked, disliked, str(app.text_input(key="about").value or "")


def expected(cinewatch: CineWatch, query: Query) -> list[int]:
    return [one.film.id for one in cinewatch.recommend(query).films]


def test_more_like_this_adds_a_liked_film(app: AppTest, cinewatch: CineWatch) -> None:
    recommend(app, {"about": "robot", "dislike": MERIDIAN_1982})
    click_on_card(app, KEEPER, MORE)
    assert chosen(app) == ([MOST_VOTED, KEEPER_1929], [MERIDIAN_1982], "robot")
    assert cards(app) == expected(cinewatch, page_query((HARBOUR, KEEPER), (143,), "robot"))
    assert app.query_params["film"] == [MOST_VOTED, KEEPER_1929]


def test_less_like_this_adds_a_disliked_film(app: AppTest, cinewatch: CineWatch) -> None:
    recommend(app, {"about": "robot"})
    click_on_card(app, KEEPER, LESS)
    assert chosen(app) == ([MOST_VOTED], [KEEPER_1929], "robot")
    assert cards(app) == expected(cinewatch, page_query((HARBOUR,), (KEEPER,), "robot"))
    assert app.query_params["dislike"] == KEEPER_1929


def test_starting_over_keeps_only_that_film(app: AppTest, cinewatch: CineWatch) -> None:
    recommend(app, {"film": [MOST_VOTED, "Two Lanterns (1988)"], "about": "robot", "dislike": MERIDIAN_1982})
    click_on_card(app, KEEPER, START_OVER)
    assert chosen(app) == ([KEEPER_1929], [], "")
    assert cards(app) == expected(cinewatch, page_query((KEEPER,)))


def test_one_liked_film_too_many_replaces_the_first(app: AppTest, cinewatch: CineWatch) -> None:
    labels = [name.label for name in cinewatch.film_names(MAX_LIKED)]
    recommend(app, {"film": labels})
    click_on_card(app, KEEPER, MORE)
    assert chosen(app)[0] == [*labels[1:], KEEPER_1929]


def test_one_disliked_film_too_many_replaces_the_first(app: AppTest, cinewatch: CineWatch) -> None:
    labels = [name.label for name in cinewatch.film_names(MAX_DISLIKED + 1)][1:]
    recommend(app, {"dislike": labels, "count": "20"})
    click_on_card(app, KEEPER, LESS)
    assert chosen(app)[1] == [*labels[1:], KEEPER_1929]


def test_a_film_outside_the_dropdown_is_labelled_with_its_id(app: AppTest) -> None:
    recommend(app, {"unreleased": "true", "franchise": ALL_FILMS})
    click_on_card(app, UNDERTOW, MORE)
    assert chosen(app)[0] == [MOST_VOTED, f"The Glass Harbour: Undertow (2005) · {UNDERTOW}"]
    assert heading(app) == "10 films like The Glass Harbour and The Glass Harbour: Undertow"


@pytest.mark.parametrize(
    ("link", "possible"),
    [
        ({"genres": "Western"}, {"Dust on the Saddle", "Gold Under Red Sand"}),
        ({"keywords": "horse"}, {"Dust on the Saddle"}),
        ({"years": ["1929", "1930"]}, {"A Lighthouse Keeper"}),
        ({"votes": "5000", "exclude_genres": "Mystery", "adult": "true"}, set()),
    ],
    ids=["two films", "one film", "one year", "none"],
)
def test_a_surprise_matches_the_filters_and_replaces_everything_chosen(
    app: AppTest, link: Link, possible: set[str]
) -> None:
    recommend(app, {**link, "about": "robot", "dislike": MERIDIAN_1982})
    before = chosen(app)
    app.button(key="surprise").click().run()
    assert not app.exception
    if possible:
        (liked,), disliked, text = chosen(app)
        assert liked.rpartition(" (")[0] in possible
        assert (disliked, text) == ([], "")
    else:
        assert chosen(app) == before
        assert [toast.value for toast in app.toast] == [NO_MATCH]


def titled(*titles: str) -> list[Row]:
    return [film_row(number, title, 2000, 10, genres="Drama") for number, title in enumerate(titles, 1)]


def labels(open_app: Open, tmp_path: Path, rows: Iterable[Row]) -> list[str]:
    app = follow(open_app(write_csv(tmp_path / "films.csv", rows)), {})
    buttons = [button.label for button in app.button if str(button.key).startswith("example.")]
    app.text_input(key="about").set_value("drama").run()
    assert list(app.menu_button(key="examples").options) == buttons
    assert not [button for button in app.button if str(button.key).startswith("example.")]
    return buttons


DESCRIBED = [example.label for example in EXAMPLES if not example.liked]
"""Examples that need no film."""


def test_examples_with_a_film_that_the_catalogue_lacks_are_not_offered(open_app: Open, tmp_path: Path) -> None:
    some = titled("Spirited Away", "The Godfather", "Interstellar", "Gravity")
    assert labels(open_app, tmp_path, some) == [*DESCRIBED, "The Godfather in Hong Kong"]


def test_examples_with_a_title_of_two_films_are_not_offered(open_app: Open, tmp_path: Path) -> None:
    twins = titled("Spirited Away", "Pan's Labyrinth", "The Godfather", "The Godfather")
    assert labels(open_app, tmp_path, twins) == [*DESCRIBED, "Spirited Away meets Pan's Labyrinth"]


def test_an_example_replaces_everything_chosen(open_app: Open, tmp_path: Path) -> None:
    rows = titled("Interstellar", "Gravity", "Star Wars", "Something Else", "The Godfather")
    app = open_app(write_csv(tmp_path / "films.csv", rows))
    recommend(app, {"about": "drama", "dislike": "The Godfather (2000)"})
    app.menu_button(key="examples").click("Space, but no Star Wars").run()
    assert not app.exception
    assert chosen(app) == (["Interstellar (2000)", "Gravity (2000)"], ["Star Wars (2000)"], "")
    assert set(cards(app)) == {4, 5}


def test_an_example_may_be_a_description_alone(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {"dislike": MERIDIAN_1982})
    example = EXAMPLES[1]
    app.button(key="example.1").click().run()
    assert chosen(app) == ([], [], example.about)
    assert cards(app) == expected(cinewatch, page_query(about=example.about))
    assert heading(app).endswith(f"about “{example.about}”")


def test_what_no_card_offers_changes_nothing(app: AppTest) -> None:
    recommend(app, {"about": "robot"})
    before = chosen(app), cards(app)
    sent: list[tuple[object, object]] = [(KEEPER, "Delete"), (10**6, MORE), (10**6, DETAILS), ("147", MORE), (None, 7)]
    for film_id, name in sent:
        click_on_card(app, film_id, name)
        assert (chosen(app), cards(app)) == before
        assert not app.get("dialog")
