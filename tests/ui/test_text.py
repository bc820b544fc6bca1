"""Text made safe, and figures in words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.text import duration, listed, literal, money, share


@given(st.text())
def test_escaped_text_reads_as_before_but_for_spaces_and_invisible_joiners(text: str) -> None:
    unescaped = re.sub(r"\\(.)", r"\1", literal(text))
    assert unescaped.replace("\u2060", "") == " ".join(text.split()).replace("\u2060", "")


@given(st.text(alphabet="<>*_`[]()#$:~|!\\\"'a ", min_size=1))
def test_no_punctuation_is_left_unescaped(text: str) -> None:
    assert not re.search(r"[<>*_`\[\]()#$:~|!]", re.sub(r"\\.", "", literal(text)))


@pytest.mark.parametrize("text", [":material/home:", ":smile:", "https://example.org", "www.example.org", "a@b.org"])
def test_what_streamlit_would_find_in_finished_text_is_broken_by_a_joiner(text: str) -> None:
    assert "\u2060" in literal(text)


def test_text_is_on_one_line() -> None:
    assert literal("a\n\n# b\r\nc") == r"a \# b c"


@pytest.mark.parametrize(("value", "expected"), [(1.0, "100 %"), (0.9996, "99.9 %"), (0.5, "50.0 %"), (0.0, "0.0 %")])
def test_a_share_never_rounds_up_to_all(value: float, expected: str) -> None:
    assert share(value).replace("\u00a0", " ") == expected


@pytest.mark.parametrize(
    ("dollars", "expected"),
    [(None, "unknown"), (0, "unknown"), (950, "$950"), (1_500_000, "$1.5 million"), (2_923_706_026, "$2.9 billion")],
)
def test_money_is_short(dollars: float | None, expected: str) -> None:
    assert money(dollars) == expected


@pytest.mark.parametrize(("minutes", "expected"), [(None, ""), (45, "45 min"), (120, "2 h"), (136, "2 h 16 min")])
def test_durations_are_hours_and_minutes(minutes: int | None, expected: str) -> None:
    assert duration(minutes) == expected


def test_long_lists_say_how_many_more_there_are() -> None:
    assert listed(["a", "b", "c"], 2) == "a, b and 1 more"
    assert listed(["a", "b"], 2) == "a, b"
