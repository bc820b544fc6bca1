"""What costs much is limited for each visitor: one line says when to come again, and the rest of the page works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine.errors import MapFailed
from engine.relations import film_mapper
from engine.turns import TOO_MANY, Turns
from tests.pages.conftest import MOST_VOTED, Link, Open, follow, plain
from ui import costly, turns
from ui.addresses import RECOMMEND, SIMILARITY, STATISTICS
from ui.asker import Asker

LONG = {"about": "A lighthouse keeper waits for the harbour to freeze. " * 8}
OWN_CHART = {"section": "Your own chart"}


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let visitors do each costly thing once a minute. A page reads a description twice."""
    for action in costly.Costly:
        monkeypatch.setattr(action, "per_minute", 2 if action is costly.Costly.TEXT else 1)


def refused(app: AppTest, page: str, link: Link) -> AppTest:
    """Open a page by a link, and check that it has one line about the limit and no other error."""
    app.switch_page(page)
    for name, value in link.items():
        app.query_params[name] = value if isinstance(value, str) else list(value)
    app.run()
    assert not app.exception
    (line,) = app.error
    assert "in one minute. Try again in " in plain(line.value)
    return app


@pytest.mark.usefixtures("once")
@pytest.mark.parametrize(
    ("page", "first", "second", "many"),
    [
        (STATISTICS, OWN_CHART, {**OWN_CHART, "group_by": "Genre"}, "charts of your own"),
        (RECOMMEND, LONG, {"about": f"A whale. {LONG['about']}"}, "long descriptions"),
    ],
)
def test_over_the_limit_the_rest_of_the_page_is_there(
    new_app: Callable[[], AppTest], page: str, first: Link, second: Link, many: str
) -> None:
    whole = follow(new_app().switch_page(page), first)
    # What has been computed before costs nothing.
    follow(new_app().switch_page(page), first)
    app = refused(new_app(), page, second)
    assert many in app.error[0].value
    assert app.title[0].value == whole.title[0].value
    assert len(app.selectbox) == len(whole.selectbox)
    # A description that is not long, and a film, are answered.
    follow(new_app().switch_page(RECOMMEND), {"film": MOST_VOTED})


def test_a_map_that_cannot_be_drawn_is_one_line(
    open_app: Open, small_csv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise MapFailed("the map could not be drawn")

    monkeypatch.setattr(film_mapper, "draw", fail)
    # Nobody has drawn the map of a new build.
    app = open_app(small_csv).switch_page(SIMILARITY)
    app.query_params["mode"] = "Map"
    app.run()
    assert [plain(line.value) for line in app.error] == ["the map could not be drawn"]
    assert not app.exception
    assert app.title


VISITOR = Asker("guest:somebody", "127.0.0.1")


@contextmanager
def a_turn_elsewhere() -> Iterator[None]:
    """Have another tab of the visitor drawn meanwhile."""
    with turns.turns().turn(VISITOR.visitor, VISITOR.address):
        yield


def test_a_tab_that_waits_too_long_says_so_and_works_when_its_turn_comes(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    only = Turns(at_once=2, patience_s=0.01)
    monkeypatch.setattr(turns, "turns", lambda: only)
    monkeypatch.setattr(turns, "asker", lambda: VISITOR)
    with a_turn_elsewhere():
        app.run()
    assert [plain(line.value) for line in app.error] == [TOO_MANY]
    follow(app.switch_page(SIMILARITY), {})
    assert len(only) == 0
