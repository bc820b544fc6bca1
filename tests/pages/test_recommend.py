"""The page that recommends."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch
from tests.engine.made_up import FILMS, HARBOUR, film, write_csv
from tests.pages.conftest import Open, shown


def _typed(app: AppTest, text: str) -> AppTest:
    """Open the page by a link to a text; only a browser can type one that is none of the options."""
    app.query_params["film"] = text
    return app.run()


def test_the_dropdown_offers_every_film_that_may_be_shown(app: AppTest, cinewatch: CineWatch) -> None:
    at = app.run()
    assert at.selectbox(key="film").options == [name.label for name in cinewatch.best_known(len(FILMS))]


def test_choosing_a_film_shows_ten_others_in_the_engines_order(app: AppTest, cinewatch: CineWatch) -> None:
    at = app.run()
    at.selectbox(key="film").select(cinewatch.film(HARBOUR).label).run()
    expected = [f"film.more.{one.film.id}" for one in cinewatch.recommend([HARBOUR], 10)]
    assert [button.key for button in at.button if button.key and ".more." in button.key] == expected


def test_every_card_says_why(app: AppTest) -> None:
    at = app.run()
    reasons = [caption.value for caption in at.caption if caption.value.startswith("Shares ")]
    assert len(reasons) == 10
    assert all("of the catalogue" in reason for reason in reasons)


def test_more_like_this_makes_that_film_the_choice(app: AppTest) -> None:
    at = app.run()
    button = next(button for button in at.button if button.key and ".more." in button.key)
    chosen = button.key.rsplit(".", 1)[1]
    title = next(markdown.value for markdown in at.markdown if markdown.value.startswith("**")).strip("*")
    button.click().run()
    assert not at.exception
    assert at.subheader[0].value == title
    assert f"film.more.{chosen}" not in {button.key for button in at.button}


def test_the_number_of_films_can_be_chosen(app: AppTest) -> None:
    at = app.run()
    at.selectbox(key="many").select(20).run()
    assert at.subheader[1].value.startswith("20 films like")


def test_a_typed_title_with_an_error_finds_the_film_and_offers_others(app: AppTest, cinewatch: CineWatch) -> None:
    wanted = cinewatch.film(HARBOUR)
    typed = wanted.title[:3] + wanted.title[4] + wanted.title[3] + wanted.title[5:]
    at = _typed(app, typed)
    assert not at.exception
    assert at.subheader[0].value == wanted.title
    assert any(caption.value.startswith("Showing ") for caption in at.caption)


def test_a_film_whose_title_is_a_number_is_found_by_its_title(open_app: Open, tmp_path: Path) -> None:
    rows = [film(2012, "An id", 1999, 900), film(5, "2012", 2009, 100)]
    at = _typed(open_app(write_csv(tmp_path / "films.csv", rows)), "2012")
    assert at.subheader[0].value == "2012"


def test_a_film_can_be_named_by_its_id(app: AppTest, cinewatch: CineWatch) -> None:
    at = _typed(app, f"id {HARBOUR}")
    assert at.subheader[0].value == cinewatch.film(HARBOUR).title


@pytest.mark.parametrize("typed", ["qqqqzzzz", "😀" * 50, "q" * 10_000, "~~", "<b>"])
def test_nonsense_finds_nothing_and_says_so(app: AppTest, typed: str) -> None:
    at = _typed(app, typed)
    assert not at.exception
    assert not at.error
    assert at.info[0].value.startswith("No title is like")
    assert not at.subheader


def test_a_catalogue_of_one_film_says_that_there_is_no_other(open_app: Open, tmp_path: Path) -> None:
    at = open_app(write_csv(tmp_path / "one.csv", [film(1, "Alone", 1990)])).run()
    assert not at.exception
    assert "no other film" in at.info[0].value


def test_films_of_one_name_and_year_are_told_apart(open_app: Open, tmp_path: Path) -> None:
    twins = [film(number, "Twin", 1999, 100 - number, overview=f"About number {number}.") for number in (1, 2, 3)]
    at = open_app(write_csv(tmp_path / "twins.csv", twins)).run()
    options = at.selectbox(key="film").options
    assert len(set(options)) == 3
    at.selectbox(key="film").select(options[2]).run()
    assert "About number 3." in shown(at)
