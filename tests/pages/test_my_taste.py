"""What visitors choose about their own taste is kept, shown as chips, and counts wherever films are picked for them."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch
from engine.personalization import DECADE, PersonalQuery
from engine.personalization import Marks as PersonalMarks
from engine.users import Mark, Marks
from tests.pages.conftest import page_text
from tests.pages.film_walls import walls
from tests.pages.visitors import Visitor, marks_on, new_tab
from ui import cache
from ui.addresses import HOME, MY_FILMS
from ui.charts.my_taste import LAST_CHANGE
from ui.my_films import taste
from ui.text.for_you import FOR_YOU

STARS = (5.0, 4.5, 1.0, 5.0, 0.5, 4.0)


@pytest.fixture
def films(sample: CineWatch) -> list[int]:
    return [int(film_id) for film_id in sample.opened.columns.id[: len(STARS)]]


@pytest.fixture
def app(sample_app: AppTest, visitor: Visitor, films: list[int]) -> AppTest:
    """Return the page with the taste of somebody who has rated a few films."""
    ratings = zip(marks_on(films), STARS, strict=True)
    visitor.add(Marks(tuple(Mark(mark.film_id, mark.at, stars) for mark, stars in ratings)))
    return show(sample_app)


def show(app: AppTest) -> AppTest:
    app.switch_page(MY_FILMS)
    app.query_params["films"] = taste.NAME
    app.run()
    assert not app.exception
    return app


def chips(app: AppTest) -> dict[str, list[str]]:
    return {choice: app.multiselect(key=f"my_films.taste.{choice}").value for choice in ("ignore", "more", "less")}


def choose(app: AppTest, choice: str, *names: str) -> AppTest:
    app.multiselect(key=f"my_films.taste.{choice}").set_value(list(names)).run()
    assert not app.exception
    return app


def kept(visitor: Visitor) -> set[tuple[str, str, str]]:
    return {(each.field, each.term, each.choice) for each in visitor.data.terms}


def test_a_choice_is_a_chip_that_stays_moves_and_goes(app: AppTest, visitor: Visitor) -> None:
    name = next(each for each in app.multiselect(key="my_films.taste.more").options if each.endswith("(genre)"))
    genre = name.removesuffix(" (genre)")
    assert chips(app) == {"ignore": [], "more": [], "less": []}
    choose(app, "ignore", name)
    assert kept(visitor) == {("genres", genre, "ignore")}
    assert chips(show(app)) == {"ignore": [name], "more": [], "less": []}
    choose(app, "more", name)
    assert kept(visitor) == {("genres", genre, "more")}
    assert chips(app) == {"ignore": [], "more": [name], "less": []}
    choose(app, "more")
    assert kept(visitor) == set()
    assert chips(app)["more"] == []


def test_people_words_and_decades_can_be_chosen(app: AppTest, visitor: Visitor, sample: CineWatch) -> None:
    options = app.multiselect(key="my_films.taste.ignore").options
    assert {"(genre)", "(keyword)", "(director)", "(story)"} <= {f"({name.rpartition('(')[2]}" for name in options}
    decade = next(name for name in options if name.endswith("0s"))
    director = next(name for name in options if name.endswith("(director)"))
    choose(app, "ignore", decade, director)
    assert kept(visitor) == {
        (DECADE, decade.removesuffix("s"), "ignore"),
        ("director", director.removesuffix(" (director)"), "ignore"),
    }
    assert all(sample.opened.space.column(field, term) for field, term, _ in kept(visitor) if field != DECADE)


def test_a_choice_counts_on_home_at_once(app: AppTest, visitor: Visitor, films: list[int], sample: CineWatch) -> None:
    before = walls(app.switch_page(HOME).run())[FOR_YOU]
    marks = PersonalMarks(tuple(zip(films, STARS, strict=True)))
    assert visitor.user_id is not None
    for term in sample.for_you.taste(marks).liked[:20]:
        cache.database().terms.choose(visitor.user_id, term.field, term.term, "ignore")
    choices = tuple((each.field, each.term, each.choice) for each in visitor.data.terms)
    answer = sample.for_you.recommend(PersonalQuery(marks, k=12, franchise="one", choices=choices))
    after = walls(new_tab().switch_page(HOME).run())[FOR_YOU]
    assert after == [found.film.id for found in answer.films] != before


def test_the_page_says_what_the_last_rating_changed(app: AppTest, films: list[int]) -> None:
    text = page_text(app)
    assert LAST_CHANGE in text
    assert f"{cache.engine().film(films[0]).label}, 5 stars:" in text.replace("\N{WORD JOINER}", "")
