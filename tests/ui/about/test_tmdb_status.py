"""The state of TMDB as the operator reads it."""

from __future__ import annotations

from engine.tmdb import TmdbStatus
from engine.tmdb.values import KeyState
from ui.about.tmdb_status import KEY_STATES, status_rows
from ui.text.markdown import literal


def state(key: KeyState, calls: int = 0, shared: bool = False, last_error: str = "") -> TmdbStatus:
    return TmdbStatus(key, calls, 3, 40, 9, 2, shared, last_error)


def test_a_few_rows_show_the_key_and_the_calls() -> None:
    assert status_rows(state("none"), 0) == {"Key": KEY_STATES["none"]}
    rows = status_rows(state("valid", 1_234, shared=True), 5_678)
    assert rows == {
        "Key": KEY_STATES["valid"],
        "Calls made": "1,234",
        "Answered without a call": "5,678, 2 of them by other servers, through Redis",
        "Calls in the last second": "3 of at most 40",
        "Last call": "Succeeded",
    }
    assert status_rows(state("untried"), 0)["Last call"] == "None yet"
    assert status_rows(state("refused", 1, last_error="*no*"), 0)["Last call"] == f"Failed: {literal('*no*')}"
