"""Marks on pages: what a visitor has marked shows on every card, and what they do not want is left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from engine import CineWatch, Filters, Query
from engine.users import COOKIE_NAME, MarkKind, cookie_value, new_guest_id
from tests.conftest import SAMPLE
from tests.pages.conftest import Link, Open, cards, follow, page_text
from tests.pages.film_walls import bars, cards_by_id, walls, walls_with_marks
from ui import cache
from ui.addresses import BROWSE, FILM, HOME, RECOMMEND, STATISTICS, browse_key, statistics_key
from ui.browse.listing import LABEL, PAGE_SIZE
from ui.film.page import FRANCHISE, similar_heading
from ui.widgets.filter_panel import NOT_WATCHED

MATRIX, RELOADED = 603, 604
Mark = Callable[..., None]
NewTab = Callable[[], AppTest]


@pytest.fixture
def app(open_app: Open, sample: CineWatch) -> NewTab:
    """Return a function that opens a tab: only the first run of one has the shell around the page."""

    def new_tab() -> AppTest:
        return open_app(SAMPLE, sample.opened.path.parent)

    new_tab()
    return new_tab


@pytest.fixture
def mark(app: NewTab, monkeypatch: pytest.MonkeyPatch) -> Mark:  # noqa: ARG001 - it chooses the database
    """Return a function that marks a film for the guest whose cookie the browser sends."""
    guest, users = new_guest_id(), cache.database()
    cookie = cookie_value(guest, users.cookie_key())
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: {COOKIE_NAME: cookie}))

    def write(kind: MarkKind, film_id: int, rating: float | None = None) -> None:
        users.mark(users.guest(guest).id, kind, film_id, rating)

    return write


def open_page(app: NewTab, page: str, link: Link | None = None) -> AppTest:
    return follow(app().switch_page(page), link or {})


def test_marks_show_on_the_cards_of_walls_and_shelves(app: NewTab, mark: Mark) -> None:
    first, second = walls(open_page(app, BROWSE))[LABEL][:2]
    mark("watched", first)
    mark("rating", first, 4.5)
    mark("watchlist", second)
    shown = walls_with_marks(open_page(app, HOME))
    assert shown["Popular"][first] == {"watched": True, "rating": 4.5}
    assert shown["Popular"][second] == {"watchlist": True}
    assert not any(shown["Popular"][film] for film in shown["Popular"] if film not in (first, second))


def test_marks_show_on_the_film_s_page_and_on_recommended_films(app: NewTab, mark: Mark) -> None:
    mark("rating", MATRIX, 3)
    assert bars(open_page(app, FILM, {"id": str(MATRIX)})) == {MATRIX: {"rating": 3}}
    liked = cards(open_page(app, RECOMMEND, {"film": "The Matrix (1999)"}))[0]
    mark("watchlist", liked)
    recommended = cards_by_id(open_page(app, RECOMMEND, {"film": "The Matrix (1999)"}))
    assert {film_id: card["marks"] for film_id, card in recommended.items() if card["marks"]} == {
        liked: {"watchlist": True}
    }


def test_a_film_of_no_interest_is_not_on_shelves_lists_or_among_recommendations(
    app: NewTab, mark: Mark, sample: CineWatch
) -> None:
    similar = [found.film.id for found in sample.recommend(Query((MATRIX,), k=1, franchise="one")).films]
    popular = sample.browser.page(Filters(), "popular", 1, PAGE_SIZE + 1).films
    unwanted = {popular[0].id, RELOADED, *similar}
    for film in unwanted:
        mark("not_interested", film)
    expected = [film.id for film in popular if film.id not in unwanted][:PAGE_SIZE]
    assert walls(open_page(app, BROWSE))[LABEL] == expected
    assert walls(open_page(app, HOME))["Popular"] == expected[:12]
    on_page = walls(open_page(app, FILM, {"id": str(MATRIX)}))
    for heading in (similar_heading(sample.film(MATRIX)), FRANCHISE):
        assert on_page[heading]
        assert unwanted.isdisjoint(on_page[heading])
    recommended = cards(open_page(app, RECOMMEND, {"film": "The Matrix (1999)"}))
    assert len(recommended) == 10
    assert unwanted.isdisjoint(recommended)


def test_a_film_of_no_interest_can_still_be_searched_for(app: NewTab, mark: Mark) -> None:
    mark("not_interested", MATRIX)
    shown = walls_with_marks(open_page(app, HOME, {"search": "the matrix"}))
    assert next(iter(shown.values()))[MATRIX] == {"not_interested": True}


def test_watched_and_rated_films_are_hidden_if_the_visitor_says_so(app: NewTab, mark: Mark) -> None:
    watched, rated, wanted = walls(open_page(app, BROWSE))[LABEL][:3]
    mark("watched", watched)
    mark("rating", rated, 2)
    assert walls(open_page(app, BROWSE))[LABEL][:3] == [watched, rated, wanted]
    hidden = open_page(app, BROWSE, {browse_key("hide_watched"): "true"})
    assert walls(hidden)[LABEL][0] == wanted
    assert NOT_WATCHED in [button.label for button in hidden.button]


def test_statistics_count_films_of_no_interest_but_can_leave_out_watched_ones(
    app: NewTab, mark: Mark, sample: CineWatch
) -> None:
    mark("not_interested", MATRIX)
    mark("watched", RELOADED)
    some = f"{len(sample) - 1:,} of {len(sample):,} films"
    assert some not in page_text(open_page(app, STATISTICS))
    hidden = page_text(open_page(app, STATISTICS, {statistics_key("hide_watched"): "true"}))
    assert some in hidden


def test_a_visitor_without_a_cookie_sees_no_marks(app: NewTab, mark: Mark, monkeypatch: pytest.MonkeyPatch) -> None:
    mark("not_interested", MATRIX)
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: {}))
    assert bars(open_page(app, FILM, {"id": str(MATRIX)})) == {MATRIX: {}}
