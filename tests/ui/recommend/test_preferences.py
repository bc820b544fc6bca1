"""Terms and fields that don't count or count double, and the summary of preferences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import Query, Weights
from fakes.sample_catalogue import HARBOUR
from ui import cache
from ui.recommend.preferences import summary, term_key

LIKED = Query((HARBOUR,), franchise="one")

Adjust = Callable[[Query, Sequence[str], Sequence[str]], Query]


SCRIPT = """
import streamlit as st
from ui.recommend.preferences import adjusted
st.session_state["adjusted"] = adjusted(*st.session_state["arguments"])
"""


@pytest.fixture
def adjusted(monkeypatch: pytest.MonkeyPatch, small_csv: Path, small_models: Path) -> Iterator[Adjust]:
    """Return `ui.recommend.preferences.adjusted` in a session on the small catalogue, whose fields it reads."""
    monkeypatch.setenv("CINEWATCH_DATASET", str(small_csv))
    monkeypatch.setenv("CINEWATCH_MODELS_DIR", str(small_models))

    def run(query: Query, ignored: Sequence[str], boosted: Sequence[str]) -> Query:
        at = AppTest.from_string(SCRIPT, default_timeout=60)
        at.session_state["arguments"] = (query, ignored, boosted)
        assert not at.run().exception
        result: Query = at.session_state["adjusted"]
        return result

    cache.forget()
    yield run
    cache.forget()


def test_a_term_is_named_with_its_field_and_a_field_alone() -> None:
    assert term_key("Keywords", "space station") == "Keywords: space station"
    assert term_key("Keywords") == "Keywords"


def test_ignored_terms_and_fields_count_0_and_boosted_ones_2(adjusted: Adjust) -> None:
    query = adjusted(LIKED, ["Keywords: harbour town", "Genres"], ["Story: keeper", "Title"])
    assert query.terms == (
        ("keywords", "harbour town", 0.0),
        ("keyword_words", "harbour town", 0.0),
        ("overview", "keeper", 2.0),
    )
    assert dict(query.weights.fields) == {"genres": 0.0, "title": 2.0}


def test_a_colon_in_a_term_belongs_to_the_term(adjusted: Adjust) -> None:
    assert adjusted(LIKED, [term_key("Genres", "a: b: c")], []).terms == (("genres", "a: b: c", 0.0),)


def test_existing_weights_and_terms_stay(adjusted: Adjust) -> None:
    weights = Weights(era=0.1, fields=(("genres", 1.5),))
    query = adjusted(
        Query((HARBOUR,), weights=weights, terms=(("title", "glass", 0.5),)), ["Genres: Drama"], ["Genres"]
    )
    assert query.terms == (("title", "glass", 0.5), ("genres", "Drama", 0.0))
    assert query.weights == Weights(era=0.1, fields=(("genres", 3.0),))


def test_fields_that_do_not_exist_change_nothing(adjusted: Adjust) -> None:
    for key in ("Nonsense", "Nonsense: word", "", ": word", "keywords"):
        assert adjusted(LIKED, [key], [key]) == LIKED


@pytest.mark.parametrize(
    ("query", "ignored", "boosted", "is_tuned", "parts"),
    [
        (LIKED, [], [], False, []),
        (Query((HARBOUR,), franchise="all"), [], [], False, ["All films of a franchise"]),
        (Query((HARBOUR,), franchise="none"), [], [], False, ["Without this franchise"]),
        (Query((HARBOUR,), franchise="one", diversity=0.25), [], [], False, ["Variety 0.25"]),
        (LIKED, ["Keywords: revenge"], [], False, ["Ignoring: revenge (keyword)"]),
        (LIKED, ["Companies: A: B", "Genres"], [], False, ["Ignoring: A: B (company), genres"]),
        (LIKED, [], ["Story: sea", "Title"], False, ["Counting double: sea (story), title"]),
        (LIKED, ["A", "B", "C", "D"], [], False, ["Ignoring: a, b, c and 1 more"]),
        (LIKED, [], [], True, ["Fine-tuned"]),
        (
            Query((HARBOUR,), franchise="all", diversity=1),
            ["Genres: War"],
            [],
            True,
            [
                "All films of a franchise",
                "Variety 1",
                "Ignoring: War (genre)",
                "Fine-tuned",
            ],
        ),
    ],
)
def test_the_summary_names_everything_that_differs_from_the_preset(
    query: Query, ignored: list[str], boosted: list[str], is_tuned: bool, parts: list[str]
) -> None:
    assert summary(query, ignored, boosted, is_tuned) == parts
