"""The line that says what a page lacks, and the line with director and age rating."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engine.errors import KeyRefused, TooManyCalls, Unavailable
from engine.tmdb import FilmDetails
from engine.tmdb.values import Rating
from fakes.tmdb import KEY
from tests.pages.conftest import plain
from tests.ui.tmdb.conftest import SetKey
from ui.text.markdown import literal
from ui.tmdb.credits import credits_of
from ui.tmdb.film_details import SLOW, UNAVAILABLE, missing_note
from ui.tmdb.lookups import LookupResult

KNOWN = FilmDetails(1, "en", "One", directors=("A", "B", "C"), ratings=(Rating("DE", "12"), Rating("US", "PG-13")))
REFUSED = KeyRefused("TMDB does not accept the key")
SILENT = Unavailable("TMDB did not answer in time")
BUSY = TooManyCalls("TMDB asks for fewer calls")
HOSTILE = ("*x*", "[a](b)", ":material/home:", "$x$", "<b>x</b>", "`x`", "a_b_c", "# x", ":red[x]")


def test_without_a_key_visitors_read_nothing_about_it(set_key: SetKey) -> None:
    set_key("")
    assert missing_note({}, 0) == missing_note({}, 10) == ""


@pytest.mark.parametrize(
    ("results", "expected", "note"),
    [
        ({1: REFUSED}, 1, UNAVAILABLE),
        ({1: SILENT, 2: REFUSED, 3: KNOWN}, 3, UNAVAILABLE),
        ({1: SILENT}, 1, SILENT),
        ({1: KNOWN, 2: BUSY, 3: None}, 3, BUSY),
        ({1: BUSY, 2: SILENT}, 2, BUSY),
        ({1: SILENT}, 2, SILENT),
        ({}, 1, SLOW),
        ({1: KNOWN, 2: None}, 3, SLOW),
        ({}, 0, ""),
        ({1: KNOWN, 2: None}, 2, ""),
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
        "nothing expected",
        "complete",
    ],
)
def test_one_line_says_what_is_missing_and_why(
    set_key: SetKey, results: Mapping[int, LookupResult], expected: int, note: str | Exception
) -> None:
    set_key(KEY)
    line = plain(missing_note(results, expected))
    if isinstance(note, Exception):
        assert f"right now: {note}. Everything else works." in line
    else:
        assert line == note
    assert "key" not in line
    assert "\n" not in line


def test_the_reason_is_no_markdown(set_key: SetKey) -> None:
    set_key(KEY)
    for text in HOSTILE:
        assert f": {literal(text)}. " in missing_note({1: Unavailable(text)}, 1)


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
    ids=["Germany", "America", "elsewhere", "no rating", "no director", "no rating there", "nothing"],
)
def test_the_credits_are_two_directors_at_most_and_the_age_rating_there_or_in_america(
    details: FilmDetails, country: str, expected: str
) -> None:
    assert credits_of(details, country) == expected


def test_credits_are_plain_text() -> None:
    for text in HOSTILE:
        line = credits_of(FilmDetails(1, "en", "One", directors=(text, "B"), ratings=(Rating("US", text),)), "US")
        assert line == f"By {text}, B · rated {text}"
