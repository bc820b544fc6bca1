"""What a component with marks sends is taken once, in order, and only if it makes sense."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.users import FilmMarks, Marks, cookie_value, new_guest_id
from tests.ui.users.conftest import NewSession, Session
from ui import cache
from ui.widgets import marking

LIGHTHOUSE, ROBOT = 101, 154


@pytest.fixture
def tab(new_session: NewSession, small_csv: Path, small_models: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setenv("CINEWATCH_DATASET", str(small_csv))
    monkeypatch.setenv("CINEWATCH_MODELS_DIR", str(small_models))
    return new_session(cookie_value(new_guest_id(), cache.cookie_key()))


def send(tab: Session, sent: object) -> dict[int, FilmMarks]:
    """Send something as the component "wall", and return the marks after it."""

    def work() -> None:
        import streamlit as st

        st.session_state["wall"] = {"marks": sent}
        marking.take("wall")

    found: Marks = tab.run(work).session_state["marks"]
    return found.by_film()


def change(number: float, film: object, kind: object, value: object) -> dict[str, Any]:
    return {"n": number, "film": film, "kind": kind, "value": value}


def test_changes_are_taken_in_the_order_of_their_numbers(tab: Session) -> None:
    sent = [
        change(3, LIGHTHOUSE, "rating", 4.5),
        change(1, LIGHTHOUSE, "watched", True),
        change(4, ROBOT, "watchlist", True),
        change(2, LIGHTHOUSE, "watched", False),
    ]
    assert send(tab, sent) == {LIGHTHOUSE: FilmMarks(rating=4.5), ROBOT: FilmMarks(watchlist=True)}


def test_what_was_taken_before_is_not_taken_again(tab: Session) -> None:
    first = change(1, LIGHTHOUSE, "watched", True)
    send(tab, [first])
    assert send(tab, [first, change(2, LIGHTHOUSE, "watched", False)]) == {}
    # It is sent until the page says that it has it.
    assert send(tab, [first]) == {}
    assert send(tab, None) == {}


@pytest.mark.parametrize(
    "sent",
    [
        "marks",
        {"n": 1},
        [None, 3, "x", []],
        [change(float("nan"), LIGHTHOUSE, "watched", True)],
        [{"film": LIGHTHOUSE, "kind": "watched", "value": True}],
        [change(1, LIGHTHOUSE, "seen", True)],
        [change(1, LIGHTHOUSE, ["watched"], True)],
        [change(1, "101", "watched", True)],
        [change(1, 10**30, "watched", True)],
        [change(1, 7, "watched", True)],
        [change(1, LIGHTHOUSE, "rating", "five")],
        [change(1, LIGHTHOUSE, "rating", 5.5)],
        [change(1, LIGHTHOUSE, "rating", True)],
    ],
)
def test_what_makes_no_sense_changes_nothing(tab: Session, sent: object) -> None:
    assert send(tab, sent) == {}
