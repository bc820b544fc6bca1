"""Terms and fields that count nothing, or twice, and how they are named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from engine import Query, Weights
from fakes.sample_catalogue import HARBOUR
from ui.recommend.preferences import term_key

LIKED = Query((HARBOUR,))

Change = Callable[[Query, Sequence[str], Sequence[str]], Query]


SCRIPT = """
import streamlit as st
from ui.recommend.preferences import changed
st.session_state["changed"] = changed(*st.session_state["given"])
"""


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch, small_csv: Path, small_models: Path) -> Iterator[Change]:
    """Return `ui.recommend.preferences.changed` in a session on the small catalogue, whose fields it reads."""
    monkeypatch.setenv("CINEWATCH_DATASET", str(small_csv))
    monkeypatch.setenv("CINEWATCH_MODELS_DIR", str(small_models))

    def run(query: Query, struck: Sequence[str], boosted: Sequence[str]) -> Query:
        at = AppTest.from_string(SCRIPT, default_timeout=60)
        at.session_state["given"] = (query, struck, boosted)
        assert not at.run().exception
        result: Query = at.session_state["changed"]
        return result

    st.cache_resource.clear()
    yield run
    st.cache_resource.clear()


def test_a_term_is_named_with_its_field_and_a_field_alone() -> None:
    assert term_key("Keywords", "space station") == "Keywords: space station"
    assert term_key("Keywords") == "Keywords"


def test_what_is_left_out_counts_nothing_and_what_is_boosted_twice(changed: Change) -> None:
    query = changed(LIKED, ["Keywords: harbour town", "Genres"], ["Story: keeper", "Title"])
    assert query.terms == (("keywords", "harbour town", 0.0), ("overview", "keeper", 2.0))
    assert dict(query.weights.fields) == {"genres": 0.0, "title": 2.0}


def test_a_colon_in_a_term_belongs_to_the_term(changed: Change) -> None:
    assert changed(LIKED, [term_key("Keywords", "a: b: c")], []).terms == (("keywords", "a: b: c", 0.0),)


def test_what_is_weighed_already_is_weighed_on(changed: Change) -> None:
    weighed = Query((HARBOUR,), weights=Weights(era=0.1, fields=(("genres", 1.5),)), terms=(("title", "glass", 0.5),))
    query = changed(weighed, ["Genres: Drama"], ["Genres"])
    assert query.terms == (("title", "glass", 0.5), ("genres", "Drama", 0.0))
    assert query.weights == Weights(era=0.1, fields=(("genres", 3.0),))


@pytest.mark.parametrize("keys", [["Nonsense"], ["Nonsense: word"], [""], [": word"], ["keywords"]])
def test_a_field_that_there_is_not_changes_nothing(changed: Change, keys: list[str]) -> None:
    assert changed(LIKED, keys, keys) == LIKED
