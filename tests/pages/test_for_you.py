"""Home has films for whoever has rated enough, and visits are remembered for the history."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch, Query
from engine.personalization import Marks as PersonalMarks
from engine.personalization import PersonalQuery
from engine.users import Mark, Marks
from tests.pages.conftest import follow, page_text
from tests.pages.film_walls import walls
from tests.pages.visitors import Visitor, marks_on, new_tab, visit
from ui import cache
from ui.addresses import FILM, HOME
from ui.home.personal import FROM_WATCHLIST, SOMETHING_DIFFERENT, because_you_liked
from ui.text.for_you import FOR_YOU, TO_RATE, rate_more

LACKING = 999_999_999
INCEPTION = 27205


@pytest.fixture
def app(sample_app: AppTest) -> AppTest:
    return sample_app


@pytest.fixture
def films(sample: CineWatch) -> list[int]:
    return [int(film_id) for film_id in sample.opened.columns.id[:40]]


def home(app: AppTest) -> AppTest:
    app.switch_page(HOME).run()
    assert not app.exception
    return app


def rated(films: list[int], *stars: float) -> tuple[Mark, ...]:
    return tuple(Mark(each.film_id, each.at, star) for each, star in zip(marks_on(films), stars, strict=False))


@pytest.mark.usefixtures("visitor")
def test_whoever_has_marked_nothing_sees_the_same_as_ever(app: AppTest) -> None:
    shelves = walls(home(app))
    assert "Popular" in shelves
    assert FOR_YOU not in shelves
    assert "more films to see" not in page_text(app)


def test_five_ratings_give_films_for_you_with_reasons(
    app: AppTest, visitor: Visitor, films: list[int], sample: CineWatch
) -> None:
    ratings = rated(films, 5, 4.5, 2, 3, 1)
    marks = Marks(ratings, watched=marks_on(films[10:12]), not_interested=marks_on(films[12:14]))
    visitor.add(marks)
    shelves = walls(home(app))
    mine = PersonalMarks(
        tuple((mark.film_id, mark.rating or 0) for mark in ratings),
        watched=tuple(films[10:12]),
        not_interested=tuple(films[12:14]),
    )
    answer = sample.for_you.recommend(PersonalQuery(mine, k=12, franchise="one"))
    assert shelves[FOR_YOU] == [found.film.id for found in answer.films]
    assert list(shelves)[:2] == [FOR_YOU, SOMETHING_DIFFERENT]
    assert len(shelves[SOMETHING_DIFFERENT]) >= 8
    assert {*shelves[FOR_YOU], *films[:5], *films[10:14]}.isdisjoint(shelves[SOMETHING_DIFFERENT])


def test_the_watchlist_is_in_the_order_of_what_suits_the_visitor(
    app: AppTest, visitor: Visitor, films: list[int], sample: CineWatch
) -> None:
    waiting = films[10:16]
    visitor.add(Marks(rated(films, 5, 5, 1), watchlist=marks_on(waiting)))
    mine = PersonalMarks(tuple(zip(films[:3], (5.0, 5.0, 1.0), strict=True)), watchlist=tuple(waiting))
    best = sample.for_you.scored(PersonalQuery(mine), waiting)
    assert walls(home(app))[FROM_WATCHLIST] == [found.film.id for found in best]
    assert {*waiting} == {found.film.id for found in best}


def test_a_watchlist_of_films_that_the_catalogue_lacks_draws_no_shelf(app: AppTest, visitor: Visitor) -> None:
    visitor.add(Marks(watchlist=marks_on([LACKING])))
    assert next(iter(walls(home(app)))) == "Popular"


def test_films_like_the_two_liked_last_leave_out_what_one_has_done_with(
    app: AppTest, visitor: Visitor, films: list[int], sample: CineWatch
) -> None:
    liked = sample.recommend(Query(liked=(films[1],), k=3, franchise="one"))
    done = [found.film.id for found in liked.films]
    visitor.add(Marks(rated(films, 3.5, 4, 5, 4.5), watched=marks_on(done)))
    shelves = walls(home(app))
    headings = [because_you_liked(sample.film(film_id)) for film_id in films[1:3]]
    assert list(shelves)[:3] == [TO_RATE, *headings]
    assert len(shelves[TO_RATE]) == 12
    assert {*done, *films[:4]}.isdisjoint(shelves[TO_RATE])
    assert FOR_YOU not in shelves
    assert rate_more(4) in page_text(app)
    assert {*done, *films[:4]}.isdisjoint(shelves[headings[0]])
    assert len(shelves[headings[0]]) == 12


def test_ratings_of_films_that_the_catalogue_lacks_do_not_count(app: AppTest, visitor: Visitor) -> None:
    visitor.add(Marks(rated([LACKING + n for n in range(9)], *[5] * 9)))
    assert next(iter(walls(home(app)))) == "Popular"


def test_a_rating_changes_the_next_answer(app: AppTest, visitor: Visitor, films: list[int]) -> None:
    visitor.add(Marks(rated(films, 5, 5, 5, 5, 5)))
    before = walls(home(app))[FOR_YOU]
    assert visitor.user_id is not None
    cache.database().mark(visitor.user_id, "rating", before[0], 0.5)
    assert before[0] not in walls(home(new_tab()))[FOR_YOU]


def test_nobody_gets_the_films_of_somebody_else(
    app: AppTest, visitor: Visitor, films: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.add(Marks(rated(films, 5, 5, 5, 5, 5)))
    mine = walls(home(app))[FOR_YOU]
    other = visit(monkeypatch)
    assert FOR_YOU not in walls(home(new_tab()))
    other.add(Marks(rated(films[20:], 5, 5, 5, 5, 5)))
    theirs = walls(home(new_tab()))[FOR_YOU]
    assert theirs != mine
    assert set(films[20:25]).isdisjoint(theirs)


def test_an_opened_film_and_a_query_are_remembered_once_for_each_opening(app: AppTest, visitor: Visitor) -> None:
    visitor.add(Marks(watched=marks_on([603])))
    follow(app, {"film": "Inception (2010)"})
    (entry,) = visitor.data.history
    assert (entry.kind, entry.what) == ("query", "film=Inception+%282010%29")
    app.run()
    assert visitor.data.history == (entry,)
    app.switch_page(FILM)
    app.query_params["id"] = str(INCEPTION)
    app.run()
    assert [(each.kind, each.what) for each in visitor.data.history] == [
        ("film", str(INCEPTION)),
        (entry.kind, entry.what),
    ]


def test_whoever_has_marked_nothing_leaves_no_history(app: AppTest, visitor: Visitor) -> None:
    follow(app, {"film": "Inception (2010)"})
    assert visitor.user_id is None


def test_a_history_that_cannot_be_written_costs_no_more_than_one_line(
    app: AppTest, visitor: Visitor, tmp_path: Path
) -> None:
    visitor.add(Marks(watched=marks_on([603])))
    cache.database().close()
    (tmp_path / "users.db").write_bytes(b"no database at all " * 100)
    app.switch_page(FILM)
    app.query_params["id"] = str(INCEPTION)
    app.run()
    assert not app.exception
    assert len(app.error) <= 1
    assert "Films like Inception" in [header.value for header in app.header]
