"""Filters on the page: they hold for every card, live in the address, and can be reset."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from engine import PRESETS, CineWatch, Filters
from tests.engine.made_up import HARBOUR
from tests.pages.conftest import shown


def plain(text: str) -> str:
    """Return a text as a person reads it, without what keeps it from being Markdown."""
    return text.replace("\\", "").replace("\u2060", "")


def told(at: AppTest) -> str:
    return plain(shown(at))


def titles(at: AppTest) -> list[str]:
    return [plain(one.value).strip("*") for one in at.markdown if one.value.startswith("**")]


def test_a_genre_that_is_chosen_holds_for_every_card(app: AppTest, cinewatch: CineWatch) -> None:
    app.run()
    app.multiselect(key="genres").select("Drama").run()
    film_id = next(name.id for name in cinewatch.best_known(1))
    expected = cinewatch.recommend([film_id], 10, filters=Filters(genres=("Drama",)))
    assert titles(app) == [one.film.title for one in expected]
    assert "1 filter: Drama" in told(app)


def test_filters_in_a_link_are_set_and_told(app: AppTest) -> None:
    app.query_params["genres"] = "Drama"
    app.query_params["votes"] = "1000"
    app.run()
    assert not app.exception
    assert "2 filters: Drama · 1,000 votes or more" in told(app)


def test_values_in_a_link_that_no_filter_has_are_ignored(app: AppTest) -> None:
    app.query_params["genres"] = "Mumblecore"
    app.query_params["votes"] = "lots"
    app.query_params["rating"] = "99"
    app.run()
    assert not app.exception
    assert "filter" not in told(app)
    assert titles(app)


def test_reset_sets_no_filter(app: AppTest) -> None:
    app.query_params["genres"] = "Drama"
    app.run()
    before = titles(app)
    next(button for button in app.button if button.label == "Reset").click().run()
    assert app.multiselect(key="genres").value == []
    assert "filter" not in told(app)
    assert titles(app) != before


def test_where_no_film_is_left_the_page_says_which_filter_to_loosen(app: AppTest, cinewatch: CineWatch) -> None:
    app.run()
    app.slider(key="rating").set_value(9.0).run()
    app.select_slider(key="votes").set_value(10_000).run()
    assert not app.exception
    assert app.info[0].value.startswith("No film passes the filters. The one on")
    assert cinewatch.film(HARBOUR).title not in titles(app)


def test_what_counts_is_in_the_address_and_orders_the_cards(app: AppTest, cinewatch: CineWatch) -> None:
    app.query_params["taste"] = "Hidden gems"
    app.run()
    film_id = next(name.id for name in cinewatch.best_known(1))
    assert titles(app) == [one.film.title for one in cinewatch.recommend([film_id], 10, PRESETS["Hidden gems"])]


def test_a_taste_that_there_is_not_is_the_balanced_one(app: AppTest, cinewatch: CineWatch) -> None:
    app.query_params["taste"] = "Bitter"
    app.run()
    film_id = next(name.id for name in cinewatch.best_known(1))
    assert not app.exception
    assert titles(app) == [one.film.title for one in cinewatch.recommend([film_id], 10)]
