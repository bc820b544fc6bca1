"""The pickers of films: chips, misspelt titles, what a search box is told and tells, and a new build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch
from fakes.sample_catalogue import COLUMNS, HARBOUR, NIGHTJAR_1974, NIGHTJAR_2015, film_row, write_csv
from tests.pages.conftest import Open, cards, follow, heading, notes, page_query, page_text, plain, recommend
from ui import answers
from ui.recommend.texts import NOTHING_CHOSEN
from ui.widgets.film_search import not_found, taken_as, which
from ui.widgets.search_box import LIKELY

KEEPER, LIGHTHOUSE = 147, 5_000
MERIDIAN_1982 = "Meridian (1982)"


def expected(cinewatch: CineWatch, *liked: int) -> list[int]:
    return [one.film.id for one in cinewatch.recommend(page_query(liked)).films]


@pytest.mark.parametrize("typed", ["Teh Glass Harbuor", f"id {HARBOUR}", f"The Glass Harbour · {HARBOUR}"])
def test_a_film_is_found_by_a_misspelt_title_or_an_id(app: AppTest, cinewatch: CineWatch, typed: str) -> None:
    recommend(app, {"film": [MERIDIAN_1982, typed]})
    assert heading(app) == "10 films like Meridian and The Glass Harbour"
    assert cards(app) == expected(cinewatch, 143, HARBOUR)


def test_the_page_says_which_film_it_took_a_typed_title_for(app: AppTest, cinewatch: CineWatch) -> None:
    text = page_text(recommend(app, {"film": "lighthous keepr"}))
    assert app.multiselect(key="film").value == [cinewatch.film(KEEPER).label]
    assert plain(taken_as(cinewatch.film(KEEPER), has_alternatives=False)) in text.splitlines()


@pytest.mark.parametrize("typed", ["A Lighthouse Keeper", "a lighthouse keeper ", "A Lighthouse Keeper (1990)"])
def test_nobody_is_told_which_film_they_have_typed(app: AppTest, cinewatch: CineWatch, typed: str) -> None:
    film = cinewatch.film(KEEPER)
    typed = typed.replace("1990", str(film.year))
    text = page_text(recommend(app, {"film": typed}))
    assert app.multiselect(key="film").value == [film.label]
    assert "We took this as" not in text


@pytest.mark.parametrize("director", ["", "Jane Doe"])
def test_search_boxes_offer_people_only_if_a_film_names_one(open_app: Open, tmp_path: Path, director: str) -> None:
    rows = [film_row(1, "One", 1990), film_row(2, "Two", 1991, director=director)]
    app = follow(open_app(write_csv(tmp_path / "films.csv", rows, [*COLUMNS, "director"])), {})
    drawn = [json.loads(element.proto.json) for element in app.get("bidi_component")]
    of_menu, *of_pickers = [box for box in drawn if "placeholder" in box]
    assert len(of_pickers) == 2
    words = [
        of_menu["label"],
        of_menu["placeholder"],
        of_pickers[0]["hint"],
        *(box["placeholder"] for box in of_pickers),
    ]
    assert [" person" in text for text in words] == [bool(director)] * len(words)


def test_an_alternative_takes_the_place_of_the_film_that_was_not_meant(app: AppTest, cinewatch: CineWatch) -> None:
    taken = plain(taken_as(cinewatch.film(NIGHTJAR_2015), has_alternatives=True))
    recommend(app, {"film": [MERIDIAN_1982, "nightjar"]})
    assert taken in page_text(app).splitlines()
    assert app.multiselect(key="film").value == [MERIDIAN_1982, "Nightjar (2015)"]
    assert cards(app) == expected(cinewatch, 143, NIGHTJAR_2015)
    app.button(key=f"film.instead.{NIGHTJAR_1974}.0").click().run()
    assert app.multiselect(key="film").value == [MERIDIAN_1982, "Nightjar (1974)"]
    assert cards(app) == expected(cinewatch, 143, NIGHTJAR_1974)
    assert taken not in page_text(app)


def test_two_typed_titles_may_stand_for_the_same_film(app: AppTest) -> None:
    recommend(app, {"film": ["nightjar", "nigthjar"]})
    assert heading(app) == "10 films like Nightjar"
    assert app.multiselect(key="film").value == ["Nightjar (2015)"]
    assert not app.exception


def test_a_text_that_hardly_fits_any_title_is_a_question(app: AppTest, cinewatch: CineWatch) -> None:
    typed = "lighthouse keeper elsewhere"
    (first, *_) = cinewatch.search(typed)
    assert (first.film.id, first.score < LIKELY) == (KEEPER, True)
    recommend(app, {"film": [MERIDIAN_1982, typed]})
    assert plain(which(typed)) in page_text(app).splitlines()
    assert app.multiselect(key="film").value == [MERIDIAN_1982]
    app.button(key=f"film.instead.{KEEPER}.0").click().run()
    assert app.multiselect(key="film").value == [MERIDIAN_1982, first.film.label]


def test_what_is_typed_beside_the_chips_is_searched_for_as_well(app: AppTest) -> None:
    recommend(app, {}).multiselect(key="film").set_value(["nihgtjar 1974"]).run()
    assert app.multiselect(key="film").value == ["Nightjar (1974)"]
    assert heading(app) == "10 films like Nightjar"


def test_a_disliked_film_can_be_typed_too(app: AppTest, cinewatch: CineWatch) -> None:
    recommend(app, {"dislike": "lighthouse keepr"})
    query = page_query((HARBOUR,), disliked=(KEEPER,))
    assert cards(app) == [one.film.id for one in cinewatch.recommend(query).films]


@pytest.mark.parametrize("typed", ["qqqqzzzz", "😀" * 50, "q" * 10_000, "~~", "<b>", "id 999999"])
def test_nonsense_gets_a_note_while_the_other_films_count(app: AppTest, cinewatch: CineWatch, typed: str) -> None:
    recommend(app, {"film": [typed, MERIDIAN_1982]})
    (note,) = notes(app)
    assert note.startswith(plain(not_found(typed)))
    assert len(note) < 150
    assert cards(app) == expected(cinewatch, 143)


def test_if_everything_is_nonsense_the_page_says_what_to_do(app: AppTest) -> None:
    recommend(app, {"film": "qqqqzzzz"})
    (note,) = notes(app)
    assert note.startswith(plain(not_found("qqqqzzzz")))
    assert NOTHING_CHOSEN in page_text(app).splitlines()


def test_a_film_whose_title_is_a_number_is_found_by_its_title(open_app: Open, tmp_path: Path) -> None:
    rows = [film_row(2012, "An id", 1999, 900), film_row(5, "2012", 2009, 100)]
    assert heading(follow(open_app(write_csv(tmp_path / "films.csv", rows)), {"film": "2012"})) == "1 film like 2012"


def test_films_of_the_same_title_and_year_have_different_labels(open_app: Open, tmp_path: Path) -> None:
    twins = [film_row(number, "Twin", 1999, 100 - number) for number in (1, 2, 3)]
    app = follow(open_app(write_csv(tmp_path / "twins.csv", twins)), {"film": "Twin (1999) · 3"})
    assert sorted(cards(app)) == [1, 2]


def test_a_link_with_title_and_id_opens_a_film_outside_the_dropdown(
    open_app: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "MAX_LABELS", 30)
    rows = [film_row(number, f"Star {number}", 1950 + number, 9_000 - number) for number in range(1, 31)]
    csv = write_csv(tmp_path / "films.csv", [*rows, film_row(LIGHTHOUSE, "Quiet Lighthouse", 1971, 1)])
    app = follow(open_app(csv), {"film": f"Quiet Lighthouse (1971) · {LIGHTHOUSE}"})
    assert heading(app).endswith("like Quiet Lighthouse")
    assert notes(app) == []


def test_new_sessions_see_a_new_build_and_old_ones_keep_theirs(open_app: Open, tmp_path: Path) -> None:
    first = [film_row(number, f"Film {number}", 1990 + number, 100 - number) for number in range(1, 6)]
    csv, models = write_csv(tmp_path / "films.csv", first), tmp_path / "models"
    before = follow(open_app(csv, models), {"film": "Film 1 (1991)"})
    assert heading(before) == "4 films like Film 1"

    CineWatch.build(write_csv(csv, [*first, film_row(9, "Newcomer", 2001, 500)]), models)
    after = follow(open_app(csv, models), {"film": "Newcomer (2001)"})
    assert heading(after) == "5 films like Newcomer"

    before.multiselect(key="film").set_value(["Film 3 (1993)"]).run()
    assert not before.exception
    assert heading(before) == "4 films like Film 3"
