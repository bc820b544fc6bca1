"""Experiments on the pages: who takes part, what changes, what is noted, who may leave, and what operators see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest
import streamlit as st
from streamlit.runtime.context import ContextProxy, StreamlitHeaders
from streamlit.testing.v1 import AppTest

from engine import PRESETS, CineWatch
from engine.errors import DatabaseUnavailable
from engine.experiments import NO_TRACKING_COOKIE, SHELVES
from engine.users import Event, Marks, Users, utc_now
from engine.users.event_store import EventStore
from tests.conftest import SAMPLE
from tests.pages.conftest import Open, follow, notes, page_text
from tests.pages.film_walls import walls
from tests.pages.visitors import Visitor, marks_on, visit
from ui import cache
from ui.addresses import EXPERIMENTS, FILM, HOME, MY_FILMS, RECOMMEND
from ui.home.shelves import shelves
from ui.my_films import preferences, texts
from ui.operators import experiments as operators
from ui.text.for_you import FOR_YOU
from ui.users import account
from ui.users.account import Account

STORY = list(PRESETS)[1]
SPLIT = """
[[experiment]]
name = "calm"
about = "Does a story matter *more*?"
start = {start}
end = {end}
[[experiment.arm]]
name = "as-now"
share = 0.000001
[[experiment.arm]]
name = "new"
share = 0.999999
preset = "Story"
shelves = ["New"]
weights = {{ popularity = -2.0 }}
"""
INTERLEAVED = """
[[experiment]]
name = "both"
kind = "interleaved"
start = {start}
end = {end}
[[experiment.arm]]
name = "as-now"
share = 0.5
[[experiment.arm]]
name = "lesser-known"
share = 0.5
weights = {{ popularity = -2.0 }}
"""
NewTab = Callable[[str], AppTest]


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that plans experiments of today."""

    def write(text: str) -> None:
        today = utc_now().date()
        file = tmp_path / "experiments.toml"
        file.write_text(text.format(start=today - timedelta(days=1), end=today + timedelta(days=1)))
        monkeypatch.setenv("CINEWATCH_EXPERIMENTS", str(file))

    return write


@pytest.fixture
def tab(open_app: Open, sample: CineWatch, plan: Callable[[str], None]) -> NewTab:
    """Return a function that opens a page in a new session."""
    plan(SPLIT)
    open_app(SAMPLE, sample.opened.path.parent)
    return lambda page: open_app(SAMPLE, sample.opened.path.parent).switch_page(page)


@pytest.fixture
def fan(tab: NewTab, monkeypatch: pytest.MonkeyPatch, sample: CineWatch) -> Visitor:  # noqa: ARG001 - it makes the settings
    """Return somebody who has rated enough films to have films picked for them."""
    visitor = visit(monkeypatch)
    visitor.add(Marks(rating=marks_on([int(film_id) for film_id in sample.opened.columns.id[:8]], 4.5)))
    return visitor


def noted(name: str = "calm") -> list[Event]:
    """Return what has been noted, once it is written."""
    cache.shared().recorder.close()
    return cache.database().events.of(name)


def test_an_arm_changes_pages_and_what_it_shows_and_people_do_is_noted(tab: NewTab, fan: Visitor) -> None:
    home = follow(tab(HOME), {})
    shown = walls(home)
    assert [name for name in shown if name in ("Popular", "Highly rated", "New")] == ["New", "Popular", "Highly rated"]
    first = shown[FOR_YOU][0]
    assert follow(tab(RECOMMEND), {"film": "Heat (1995)"}).button_group(key="preset").value == STORY
    film = tab(FILM)
    film.query_params["id"] = str(first)
    film.run()
    film.run()
    follow(tab(FILM), {"id": "1"})
    events = noted()
    assert {(each.user_id, each.experiment, each.arm) for each in events} == {(fan.user_id, "calm", "new")}
    lists = [each.film_id for each in events if each.kind == "shown"]
    assert set(shown[FOR_YOU]) <= set(lists)
    assert [(each.kind, each.film_id, each.position) for each in events if each.kind != "shown"] == [
        ("opened", first, 1)
    ]


def test_two_rankings_take_turns_and_each_film_knows_its_own(
    tab: NewTab, fan: Visitor, plan: Callable[[str], None]
) -> None:
    plan(INTERLEAVED)
    cache.forget()
    shown = walls(follow(tab(HOME), {}))[FOR_YOU]
    assert shown == walls(follow(tab(HOME), {}))[FOR_YOU]
    events = noted("both")
    assert {each.user_id for each in events} == {fan.user_id}
    # Two sessions have seen it.
    in_order = events[: len(shown)]
    assert [each.film_id for each in in_order] == shown
    arms = [each.arm for each in in_order]
    assert arms.count("as-now") == arms.count("lesser-known") == len(shown) / 2


@pytest.mark.usefixtures("fan")
def test_nobody_takes_part_without_a_cookie_without_a_mark_or_against_their_will(
    tab: NewTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = ["Popular", "Highly rated", "New"]

    def order() -> list[str]:
        return [name for name in walls(follow(tab(HOME), {})) if name in usual]

    assert order() != usual
    with monkeypatch.context() as patched:
        patched.setattr(ContextProxy, "headers", property(lambda _: StreamlitHeaders([("Sec-Gpc", "1")])))
        assert order() == usual
    with monkeypatch.context() as patched:
        # The browser has said so with the page, and says nothing with the WebSocket.
        cookies = {**dict(st.context.cookies), NO_TRACKING_COOKIE: "1"}
        patched.setattr(ContextProxy, "cookies", property(lambda _: cookies))
        assert order() == usual
        refusing = follow(tab(MY_FILMS), {"films": preferences.NAME})
        assert texts.NOT_TRACKED in page_text(refusing)
    settings = follow(tab(MY_FILMS), {"films": preferences.NAME})
    assert "Does a story matter *more*?" in page_text(settings)
    settings.toggle(key="my_films.preferences.experiment.calm").set_value(False).run()
    assert order() == usual
    assert noted() == []
    settings.toggle(key="my_films.preferences.experiment.calm").set_value(True).run()
    assert order() != usual
    visit(monkeypatch)
    assert order() == usual
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: {}))
    assert order() == usual


def test_what_cannot_be_written_is_no_event_and_who_cannot_leave_is_told(
    tab: NewTab, fan: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = walls(follow(tab(HOME), {}))[FOR_YOU][0]
    page = follow(tab(MY_FILMS), {"films": preferences.NAME})
    toggle = page.toggle(key="my_films.preferences.experiment.calm")

    def fail(*_: object) -> NoReturn:
        raise DatabaseUnavailable("the database is away")

    with monkeypatch.context() as patched:
        patched.setattr(EventStore, "leave", fail)
        toggle.set_value(False).run()
        assert "the database is away" in page.error[0].value
        assert page.toggle(key="my_films.preferences.experiment.calm").value
        patched.setattr(Users, "mark", fail)
        AppTest.from_function(_mark, args=(film,)).run()
    page.run()
    assert not page.error
    assert {each.kind for each in noted()} == {"shown"}
    assert fan.user_id is not None
    assert cache.database().events.left(fan.user_id) == frozenset()


def _mark(film_id: int) -> None:
    from ui.users import marks

    marks.mark("watched", film_id, "a film")


def test_shelves_that_a_plan_may_name_are_those_of_the_start_page(sample: CineWatch) -> None:
    assert tuple(shelf.heading for shelf in shelves(sample.filter_options())) == SHELVES


@pytest.mark.usefixtures("fan")
def test_only_operators_see_how_experiments_go(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CINEWATCH_OPERATORS", "Boss@Mail.example")
    cache.forget()
    assert notes(follow(tab(EXPERIMENTS), {})) == [operators.NOT_FOR_YOU]
    for mail, sees in (("other@mail.example", False), (None, False), ("boss@mail.example", True)):
        who = Account("https://id.example", "boss", "Boss", mail)
        monkeypatch.setattr(account, "signed_in", lambda who=who: who)
        shown = follow(tab(EXPERIMENTS), {})
        assert (operators.NOT_FOR_YOU in notes(shown)) is not sees
        assert ("calm" in page_text(shown)) is sees
    assert "Nobody has taken part yet." in page_text(shown)
