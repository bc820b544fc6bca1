"""A picker whose dropdown does not hold all films, and a catalogue that is built anew while people look at it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch
from tests.engine.made_up import HARBOUR, film, write_csv
from tests.pages.conftest import Open, shown
from ui import resources


@pytest.fixture
def narrow(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Return the app with a dropdown that holds five films, its search of all films open."""
    monkeypatch.setattr(resources, "MOST_OPTIONS", 5)
    app.session_state["film.all"] = True
    return app.run()


def test_the_dropdown_holds_the_best_known_films_and_no_more(narrow: AppTest, cinewatch: CineWatch) -> None:
    assert narrow.selectbox(key="film").options == [name.label for name in cinewatch.best_known(5)]


def test_a_film_beyond_the_dropdown_is_found_by_searching_all(narrow: AppTest, cinewatch: CineWatch) -> None:
    wanted = cinewatch.film(HARBOUR)
    narrow.text_input(key="film.search").set_value(wanted.title[:6]).run()
    narrow.button(key=f"film.found.{HARBOUR}").click().run()
    assert not narrow.exception
    assert narrow.subheader[0].value == wanted.title


def test_choosing_a_film_closes_the_search(narrow: AppTest, cinewatch: CineWatch) -> None:
    narrow.text_input(key="film.search").set_value(cinewatch.film(HARBOUR).title).run()
    narrow.button(key=f"film.found.{HARBOUR}").click().run()
    assert narrow.session_state["film.all"] is False
    assert [one.key for one in narrow.text_input] == []


def test_a_search_of_all_that_finds_nothing_says_so(narrow: AppTest) -> None:
    narrow.text_input(key="film.search").set_value("qqqqzzzz").run()
    assert "No title is like that." in shown(narrow)


def test_where_the_dropdown_holds_all_films_there_is_no_other_search(app: AppTest) -> None:
    # It would be drawn, because it is open.
    app.session_state["film.all"] = True
    app.run()
    assert [one.key for one in app.text_input] == []


def test_a_link_to_a_film_by_its_id_and_title_opens_it(app: AppTest, cinewatch: CineWatch) -> None:
    app.query_params["film"] = f"{cinewatch.film(HARBOUR).label} · {HARBOUR}"
    assert app.run().subheader[0].value == cinewatch.film(HARBOUR).title


def test_a_new_build_is_seen_by_new_sessions_and_old_ones_keep_theirs(open_app: Open, tmp_path: Path) -> None:
    first = [film(number, f"Film {number}", 1990 + number, 100 - number) for number in range(1, 6)]
    csv, models = write_csv(tmp_path / "films.csv", first), tmp_path / "models"
    before = open_app(csv, models).run()
    assert "5 films from films" in shown(before)

    CineWatch.build(write_csv(csv, [*first, film(9, "Newcomer", 2001, 500)]), models)
    after = open_app(csv, models).run()
    assert "6 films from films" in shown(after)
    assert after.subheader[0].value == "Newcomer"

    before.selectbox(key="film").select("Film 3 (1993)").run()
    assert not before.exception
    assert [heading.value for heading in before.subheader][:2] == ["Film 3", "4 films like Film 3"]
