"""Ways on from an answer, and ways to begin: the menu of a film, an example, a surprise."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import MAX_DISLIKED, MAX_LIKED, CineWatch, Query
from fakes.sample_catalogue import HARBOUR, Row, film_row, write_csv
from tests.pages.conftest import Link, Open, cards, follow, heading, told

KEEPER, KEEPER_1929 = 147, "A Lighthouse Keeper (1929)"
HARBOUR_1999, MERIDIAN_1982 = "The Glass Harbour (1999)", "Meridian (1982)"


def refine(app: AppTest, film_id: int, what: str) -> AppTest:
    app.menu_button(key=f"refine.{film_id}").click(what).run()
    assert not app.exception
    return app


def chosen(app: AppTest) -> tuple[list[str], list[str], str]:
    """Return the films liked, the films disliked and the words."""
    liked, disliked = (app.multiselect(key=key).value for key in ("film", "dislike"))
    return liked, disliked, str(app.text_input(key="about").value or "")


def expected(cinewatch: CineWatch, query: Query) -> list[int]:
    return [one.film.id for one in cinewatch.recommend(query).films]


def test_more_like_this_adds_the_film_to_those_liked(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {"about": "robot", "dislike": MERIDIAN_1982})
    refine(app, KEEPER, "More like this")
    assert chosen(app) == ([HARBOUR_1999, KEEPER_1929], [MERIDIAN_1982], "robot")
    assert cards(app) == expected(cinewatch, Query((HARBOUR, KEEPER), (143,), "robot"))
    assert app.query_params["film"] == [HARBOUR_1999, KEEPER_1929]


def test_less_like_this_adds_the_film_to_those_disliked(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {"about": "robot"})
    refine(app, KEEPER, "Less like this")
    assert chosen(app) == ([HARBOUR_1999], [KEEPER_1929], "robot")
    assert cards(app) == expected(cinewatch, Query((HARBOUR,), (KEEPER,), "robot"))
    assert app.query_params["dislike"] == KEEPER_1929


def test_only_this_one_starts_from_that_film_alone(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {"film": [HARBOUR_1999, "Two Lanterns (1988)"], "about": "robot", "dislike": MERIDIAN_1982})
    refine(app, KEEPER, "Only this one")
    assert chosen(app) == ([KEEPER_1929], [], "")
    assert cards(app) == expected(cinewatch, Query((KEEPER,)))


def test_one_film_more_than_can_be_liked_takes_the_place_of_the_first(app: AppTest, cinewatch: CineWatch) -> None:
    labels = [name.label for name in cinewatch.film_names(MAX_LIKED)]
    follow(app, {"film": labels})
    refine(app, KEEPER, "More like this")
    assert chosen(app)[0] == [*labels[1:], KEEPER_1929]


def test_one_film_more_than_can_be_disliked_takes_the_place_of_the_first(app: AppTest, cinewatch: CineWatch) -> None:
    labels = [name.label for name in cinewatch.film_names(MAX_DISLIKED + 1)][1:]
    follow(app, {"dislike": labels, "count": "20"})
    refine(app, KEEPER, "Less like this")
    assert chosen(app)[1] == [*labels[1:], KEEPER_1929]


def test_a_film_without_a_place_in_the_dropdown_is_named_with_its_id(app: AppTest) -> None:
    follow(app, {"unreleased": "true"})
    refine(app, 104, "More like this")
    assert chosen(app)[0] == [HARBOUR_1999, "The Glass Harbour: Undertow (2005) · 104"]
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
def test_a_surprise_passes_the_filters(app: AppTest, link: Link, possible: set[str]) -> None:
    follow(app, {**link, "about": "robot", "dislike": MERIDIAN_1982})
    before = chosen(app)
    app.button(key="surprise").click().run()
    assert not app.exception
    if possible:
        (liked,), disliked, text = chosen(app)
        assert liked.rpartition(" (")[0] in possible
        assert (disliked, text) == ([], "")
    else:
        assert chosen(app) == before
        assert [toast.value for toast in app.toast] == ["No film passes the filters."]


def titled(*titles: str) -> list[Row]:
    return [film_row(number, title, 2000, 10, genres="Drama") for number, title in enumerate(titles, 1)]


def labels(open_app: Open, tmp_path: Path, rows: Iterable[Row]) -> list[str]:
    app = follow(open_app(write_csv(tmp_path / "films.csv", rows)), {})
    return list(app.menu_button(key="examples").options)


WORDS_ONLY = ["A heist in a dream", "A lonely robot on an empty earth"]


def test_examples_name_no_film_that_the_catalogue_lacks(open_app: Open, tmp_path: Path) -> None:
    some = titled("Spirited Away", "The Godfather", "Interstellar", "Gravity")
    assert labels(open_app, tmp_path, some) == [*WORDS_ONLY, "The Godfather in Hong Kong"]


def test_examples_name_no_film_of_which_there_are_two(open_app: Open, tmp_path: Path) -> None:
    twins = titled("Spirited Away", "Pan's Labyrinth", "The Godfather", "The Godfather")
    assert labels(open_app, tmp_path, twins) == [*WORDS_ONLY, "Spirited Away meets Pan's Labyrinth"]


def test_an_example_takes_the_place_of_all_that_was_chosen(open_app: Open, tmp_path: Path) -> None:
    rows = titled("Interstellar", "Gravity", "Star Wars", "Something Else", "The Godfather")
    app = open_app(write_csv(tmp_path / "films.csv", rows))
    follow(app, {"about": "drama", "dislike": "The Godfather (2000)"})
    app.menu_button(key="examples").click("Space, but no Star Wars").run()
    assert not app.exception
    assert chosen(app) == (["Interstellar (2000)", "Gravity (2000)"], ["Star Wars (2000)"], "")
    assert set(cards(app)) == {4, 5}


def test_an_example_of_words_needs_no_film(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {"dislike": MERIDIAN_1982})
    app.menu_button(key="examples").click("A lonely robot on an empty earth").run()
    text = "a lonely robot on an abandoned earth"
    assert chosen(app) == ([], [], text)
    assert cards(app) == expected(cinewatch, Query(about=text))
    assert f"about “{text}”" in told(app)
