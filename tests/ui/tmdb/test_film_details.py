"""What a page says of what it lacks, and what TMDB's names become on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some

from engine.errors import KeyRefused, OnlineError, TooManyCalls, Unavailable
from engine.tmdb import FilmDetails
from engine.tmdb.values import Rating
from fakes.tmdb import KEY
from tests.pages.conftest import plain
from ui.text.markdown import literal
from ui.tmdb.credits import credits_of
from ui.tmdb.film_details import missing
from ui.tmdb.lookups import Told

KNOWN = FilmDetails(1, "en", "One", directors=("A", "B", "C"), ratings=(Rating("DE", "12"), Rating("US", "PG-13")))
REFUSED = KeyRefused("TMDB does not accept the key")
GONE = Unavailable("TMDB did not answer in time")
BUSY = TooManyCalls("TMDB asks to be called less often")
HOSTILE = ("*x*", "[a](b)", ":material/home:", "$x$", "<b>x</b>", "`x`", "a_b_c", "# x", ":red[x]")

WithKey = Callable[[str], None]


@pytest.fixture
def with_key(monkeypatch: pytest.MonkeyPatch) -> Iterator[WithKey]:
    """Return a function that sets the key for TMDB, or none; nothing is asked with it."""

    def put(key: str) -> None:
        for name in ("TMDB_ACCESS_TOKEN", "CINEWATCH_REDIS_URL"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("TMDB_API_KEY", key)
        st.cache_resource.clear()

    yield put
    st.cache_resource.clear()


@pytest.mark.parametrize("asked", [0, 10])
def test_without_a_key_it_is_told_what_there_is_not_and_where_to_read_on(with_key: WithKey, asked: int) -> None:
    with_key("")
    line = missing({}, asked)
    assert line.startswith("Without a key for TMDB there are no ")
    assert "trailers and where to watch" in line
    assert "The page About" in line


@pytest.mark.parametrize(
    ("told", "asked", "beginning", "end"),
    [
        ({1: REFUSED}, 1, "There are no ", f": {REFUSED}."),
        ({1: GONE, 2: REFUSED, 3: KNOWN}, 3, "There are no ", f": {REFUSED}."),
        ({1: GONE}, 1, "Some ", f" are missing: {GONE}."),
        ({1: KNOWN, 2: BUSY, 3: None}, 3, "Some ", f" are missing: {BUSY}."),
        ({1: BUSY, 2: GONE}, 2, "Some ", f" are missing: {BUSY}."),
        ({1: GONE}, 2, "Some ", f" are missing: {GONE}."),
        ({}, 1, "Some ", " are still to come: TMDB is slow just now."),
        ({1: KNOWN, 2: None}, 3, "Some ", " are still to come: TMDB is slow just now."),
    ],
    ids=[
        "refused",
        "refused before all else",
        "one failed",
        "one of three failed",
        "the first of two",
        "failed before late",
        "nothing yet",
        "one is late",
    ],
)
def test_one_line_says_what_is_missing_and_why(
    with_key: WithKey, told: Mapping[int, Told], asked: int, beginning: str, end: str
) -> None:
    with_key(KEY)
    line = plain(missing(told, asked))
    assert line.startswith(beginning)
    assert line.endswith(end)
    assert "\n" not in line


@pytest.mark.parametrize(
    "told", [{}, {1: KNOWN}, {1: None}, {1: KNOWN, 2: None}], ids=["none", "one", "no film", "both"]
)
def test_nothing_is_said_where_nothing_is_missing(with_key: WithKey, told: Mapping[int, Told]) -> None:
    with_key(KEY)
    assert missing(told, len(told)) == ""


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", [KeyRefused, Unavailable])
def test_the_reason_is_no_markdown(with_key: WithKey, kind: type[OnlineError], text: str) -> None:
    with_key(KEY)
    assert missing({1: kind(text)}, 1).endswith(f": {literal(text)}.")


@pytest.mark.parametrize(
    ("details", "country", "expected"),
    [
        (KNOWN, "DE", "By A, B · rated 12"),
        (KNOWN, "US", "By A, B · rated PG-13"),
        (KNOWN, "FR", "By A, B · rated PG-13"),
        (FilmDetails(1, "en", "One", directors=("A",)), "US", "By A"),
        (FilmDetails(1, "en", "One", ratings=(Rating("US", "R"),)), "US", "rated R"),
        (FilmDetails(1, "en", "One", ratings=(Rating("DE", "12"),)), "US", ""),
        (FilmDetails(1, "en", "One"), "US", ""),
    ],
    ids=["there", "America", "elsewhere", "no rating", "nobody", "no rating there", "nothing"],
)
def test_credits_are_at_most_two_directors_and_the_rating_there_or_in_america(
    details: FilmDetails, country: str, expected: str
) -> None:
    assert plain(credits_of(details, country)) == expected


@pytest.mark.parametrize("text", HOSTILE)
def test_credits_are_no_markdown(text: str) -> None:
    details = FilmDetails(1, "en", "One", directors=(text, "B"), ratings=(Rating("US", text),))
    told = credits_of(details, "US")
    assert told == f"By {literal(f'{text}, B')} · rated {literal(text)}"
    # Each sign of Markdown stands behind a backslash, or is no sign of one.
    assert not any(sign in told.replace(f"\\{sign}", "") for sign in "*[]$`<_#")


@given(name=some.text(min_size=1), rating=some.text(min_size=1))
def test_credits_are_one_line_whatever_people_are_called(name: str, rating: str) -> None:
    details = FilmDetails(1, "en", "One", directors=(name,), ratings=(Rating("US", rating),))
    assert len(credits_of(details, "US").splitlines()) == 1
