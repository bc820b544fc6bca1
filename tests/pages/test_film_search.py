"""The pickers of films: chips, titles typed with errors, a search of all films, a catalogue that is built anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch, Query
from fakes.sample_catalogue import FILMS, HARBOUR, NIGHTJAR_1974, NIGHTJAR_2015, film_row, write_csv
from tests.pages.conftest import Open, cards, follow, heading, notes, told
from ui.cache import MAX_OPTIONS

LIGHTHOUSE = 5_000
MERIDIAN_1982 = "Meridian (1982)"


def expected(cinewatch: CineWatch, *liked: int) -> list[int]:
    return [one.film.id for one in cinewatch.recommend(Query(liked)).films]


def test_both_dropdowns_offer_every_film_that_may_be_shown(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {})
    options = [name.label for name in cinewatch.film_names(len(FILMS))]
    assert app.multiselect(key="film").options == app.multiselect(key="dislike").options == options


@pytest.mark.parametrize("typed", ["Teh Glass Harbuor", "glass harbor", f"id {HARBOUR}", "The Glass Harbour · 101"])
def test_a_film_is_found_by_what_was_typed(app: AppTest, cinewatch: CineWatch, typed: str) -> None:
    follow(app, {"film": [MERIDIAN_1982, typed]})
    assert heading(app) == "10 films like Meridian and The Glass Harbour"
    assert cards(app) == expected(cinewatch, 143, HARBOUR)


def test_what_is_shown_for_a_typed_title_is_told(app: AppTest) -> None:
    assert "Showing A Lighthouse Keeper (1929)" in told(follow(app, {"film": "lighthous keepr"})).splitlines()


def test_another_film_that_may_be_meant_takes_the_place_of_what_was_typed(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {"film": ["nightjar", MERIDIAN_1982]})
    assert "Showing Nightjar (2015). Or did you mean" in told(app)
    assert cards(app) == expected(cinewatch, NIGHTJAR_2015, 143)
    app.button(key=f"film.meant.{NIGHTJAR_1974}.nightjar").click().run()
    assert app.multiselect(key="film").value == ["Nightjar (1974)", MERIDIAN_1982]
    assert cards(app) == expected(cinewatch, NIGHTJAR_1974, 143)
    assert "Showing" not in told(app)


def test_two_typed_titles_may_mean_the_same_films(app: AppTest) -> None:
    follow(app, {"film": ["nightjar", "nigthjar"]})
    assert heading(app) == "10 films like Nightjar"
    app.button(key=f"film.meant.{NIGHTJAR_1974}.nigthjar").click().run()
    assert not app.exception
    assert app.multiselect(key="film").value == ["nightjar", "Nightjar (1974)"]
    app.button(key=f"film.meant.{NIGHTJAR_1974}.nightjar").click().run()
    assert app.multiselect(key="film").value == ["Nightjar (1974)"]


def test_a_disliked_film_can_be_typed_too(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {"dislike": "lighthouse keepr"})
    query = Query((HARBOUR,), disliked=(147,))
    assert cards(app) == [one.film.id for one in cinewatch.recommend(query).films]


@pytest.mark.parametrize("typed", ["qqqqzzzz", "😀" * 50, "q" * 10_000, "~~", "<b>", "id 999999"])
def test_a_chip_of_nonsense_says_so_while_the_others_count(app: AppTest, cinewatch: CineWatch, typed: str) -> None:
    follow(app, {"film": [typed, MERIDIAN_1982]})
    told_of = typed if len(typed) < 60 else typed[:60]
    assert notes(app) == [f"No title is like “{told_of}”. Check the spelling, or choose a film from the list."]
    assert cards(app) == expected(cinewatch, 143)


def test_where_all_is_nonsense_the_page_says_what_to_do(app: AppTest) -> None:
    follow(app, {"film": "qqqqzzzz"})
    assert [note.split()[0] for note in notes(app)] == ["No", "Choose"]
    assert not app.subheader


def test_a_film_whose_title_is_a_number_is_found_by_its_title(open_app: Open, tmp_path: Path) -> None:
    rows = [film_row(2012, "An id", 1999, 900), film_row(5, "2012", 2009, 100)]
    assert heading(follow(open_app(write_csv(tmp_path / "films.csv", rows)), {"film": "2012"})) == "1 film like 2012"


def test_films_of_one_name_and_year_are_told_apart(open_app: Open, tmp_path: Path) -> None:
    twins = [film_row(number, "Twin", 1999, 100 - number) for number in (1, 2, 3)]
    app = follow(open_app(write_csv(tmp_path / "twins.csv", twins)), {})
    options = app.multiselect(key="film").options
    assert len(set(options)) == 3
    app.multiselect(key="film").set_value([options[2]]).run()
    assert sorted(cards(app)) == [1, 2]


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a catalogue of more films than a dropdown holds, and the folder with its build."""
    folder = tmp_path_factory.mktemp("wide")
    rows = [
        film_row(number, f"Star {number}", 1950 + number % 70, 9_000 - number) for number in range(1, MAX_OPTIONS + 1)
    ]
    csv = write_csv(folder / "films.csv", [*rows, film_row(LIGHTHOUSE, "Quiet Lighthouse", 1971, 1)])
    CineWatch.build(csv, folder / "models")
    return csv, folder / "models"


@pytest.fixture
def searching(open_app: Open, wide: tuple[Path, Path]) -> AppTest:
    """Return the app on a catalogue of more films than a dropdown holds, its search of all films open."""
    app = open_app(*wide)
    app.session_state["film.all"] = True
    return app.run()


def test_the_dropdown_holds_the_best_known_films_and_no_more(searching: AppTest) -> None:
    options = searching.multiselect(key="film").options
    assert len(options) == MAX_OPTIONS
    assert options[0] == "Star 1 (1951)"
    assert "Quiet Lighthouse (1971)" not in options


def test_a_film_beyond_the_dropdown_is_found_by_searching_all_and_joins_the_others(searching: AppTest) -> None:
    searching.text_input(key="film.search").set_value("queit lighth").run()
    searching.button(key=f"film.found.{LIGHTHOUSE}").click().run()
    assert not searching.exception
    assert searching.multiselect(key="film").value == ["Star 1 (1951)", f"Quiet Lighthouse (1971) · {LIGHTHOUSE}"]
    assert heading(searching).endswith("like Star 1 and Quiet Lighthouse")
    # The choice closes the search.
    assert searching.session_state["film.all"] is False
    assert "film.search" not in [one.key for one in searching.text_input]


def test_a_search_of_all_that_finds_nothing_says_so(searching: AppTest) -> None:
    searching.text_input(key="film.search").set_value("qqqqzzzz").run()
    assert "No title is like that." in told(searching)


def test_where_the_dropdown_holds_all_films_there_is_no_other_search(app: AppTest) -> None:
    # It would be drawn, because it is open.
    app.session_state["film.all"] = True
    app.run()
    assert [one.key for one in app.text_input] == ["about"]


def test_a_link_to_a_film_by_its_id_and_title_opens_it(open_app: Open, wide: tuple[Path, Path]) -> None:
    app = follow(open_app(*wide), {"film": f"Quiet Lighthouse (1971) · {LIGHTHOUSE}"})
    assert heading(app).endswith("like Quiet Lighthouse")
    assert notes(app) == []


def test_a_new_build_is_seen_by_new_sessions_and_old_ones_keep_theirs(open_app: Open, tmp_path: Path) -> None:
    first = [film_row(number, f"Film {number}", 1990 + number, 100 - number) for number in range(1, 6)]
    csv, models = write_csv(tmp_path / "films.csv", first), tmp_path / "models"
    before = open_app(csv, models).run()
    assert "5 films from films" in told(before)

    CineWatch.build(write_csv(csv, [*first, film_row(9, "Newcomer", 2001, 500)]), models)
    after = open_app(csv, models).run()
    assert "6 films from films" in told(after)
    assert heading(after) == "5 films like Newcomer"

    before.multiselect(key="film").set_value(["Film 3 (1993)"]).run()
    assert not before.exception
    assert heading(before) == "4 films like Film 3"
