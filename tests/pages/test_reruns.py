"""What a rerun does not do: look through what is loaded once, copy answers, draw posters again."""

from __future__ import annotations

import gc
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import recommend
from ui import cache
from ui.cache import spare_from_collection
from ui.text.posters import placeholder


def test_what_is_loaded_once_is_left_out_of_later_collections(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    # Other tests of pages do without.
    monkeypatch.setattr(cache, "spare_from_collection", spare_from_collection)
    gc.unfreeze()
    recommend(app, {})
    # Even if a rerun ended with a full collection again, it would look at the few objects that came later.
    assert gc.get_freeze_count() > 10 * len(gc.get_objects())


def ask() -> None:
    """Ask a question, as a page does."""
    import streamlit as st

    from engine import Query
    from ui import answers

    st.session_state["answer"] = answers.answer(Query((101,)))


def test_two_sessions_get_the_same_answer_and_not_a_copy(new_app: Callable[[], AppTest]) -> None:
    new_app()
    first, second = (AppTest.from_function(ask).run().session_state["answer"] for _ in range(2))
    assert first is second


def test_the_poster_of_a_film_is_drawn_once(app: AppTest) -> None:
    placeholder.cache_clear()
    recommend(app, {})
    drawn = placeholder.cache_info().misses
    assert drawn > 0
    app.run()
    assert placeholder.cache_info().misses == drawn
