"""Titles are compared in a normal form, and found by its trigrams."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.search.text import MAX_CHARACTERS, normal_form, trigrams

EXAMPLES = settings(deadline=None, max_examples=60)


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("Ocean's Run", "oceans run"),
        ("L’été", "lete"),
        ("WALL·E", "wall e"),
        ("Spool-Runner", "spool runner"),
        ("A & B", "a and b"),
        ("Łódź Ærø", "lodz aero"),
        ("Straße", "strasse"),
        ("  two   spaces ", "two spaces"),
        ("M.A.S.H.", "mash"),
        ("½", "1 2"),
        ("Heron³", "heron 3"),
        ("Heron 2½", "heron 2 1 2"),
        ("S W A N", "swan"),
        ("S. W. A. N.", "swan"),
        ("a plan b", "a plan b"),
        ("가나다", "가나다"),
        ("🦊🌙", "🦊🌙"),
        ("???", "???"),
    ],
)
def test_the_normal_form_is_plain_words(title: str, form: str) -> None:
    assert normal_form(title) == form


@EXAMPLES
@given(st.text())
def test_the_normal_form_is_empty_only_if_there_is_no_text(title: str) -> None:
    form = normal_form(title)
    assert (form == "") == (title[:MAX_CHARACTERS].strip() == "")
    assert form == form.strip()


@EXAMPLES
@given(st.text(st.sampled_from("abc ÉØ'’-.&9漢"), max_size=20))
def test_the_normal_form_of_a_normal_form_is_itself(title: str) -> None:
    assert normal_form(normal_form(title)) == normal_form(title)


@pytest.mark.parametrize(
    ("normal", "expected"), [("it", {" it", "it "}), ("a", {" a "}), ("", set()), ("ab c", {" ab", "ab ", " c "})]
)
def test_trigrams_mark_the_ends_of_words(normal: str, expected: set[str]) -> None:
    assert trigrams(normal) == expected
