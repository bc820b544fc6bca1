"""The forms of an English word have one stem, and different words have two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.content.stems import stem


@pytest.mark.parametrize(
    "forms",
    [
        "robot robots",
        "zombie zombies",
        "city cities",
        "tie ties",
        "witch witches",
        "box boxes boxing boxed",
        "boss bosses",
        "hire hires hired hiring",
        "hop hops hopped hopping",
        "hope hopes hoped hoping",
        "plan plans planned planning",
        "celebrate celebrates celebrated celebrating celebration",
        "trouble troubled troubling",
        "fall falls falling",
        "adopt adopts adopted adopting adoption",
        "imprison imprisons imprisoned imprisonment",
        "disappear disappears disappeared disappearance",
        "believe believes believing believer believable",
        "travel traveled traveling traveler",
        "control controlled controls controller",
        "story stories",
        "marry marries married",
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("universe", "university"),
        ("hop", "hope"),
        ("king", "kin"),
        ("station", "state"),
        ("million", "mill"),
        ("element", "elf"),
        ("wing", "wed"),
        ("nation", "native"),
        ("organ", "organization"),
        ("general", "generation"),
    ],
)
def test_different_words_have_two(one: str, another: str) -> None:
    assert stem(one) != stem(another)


@pytest.mark.parametrize("term", ["boss", "as", "is", "ss", "virus", "tennis", "gas", "red", "bed", "king", "ing", ""])
def test_a_word_that_only_ends_like_a_form_is_left_alone(term: str) -> None:
    assert stem(term) == term


@given(st.text(max_size=20) | st.text("abdegilmnorsty", max_size=12))
def test_a_stem_is_never_empty_and_at_most_as_long(term: str) -> None:
    assert len(stem(term)) <= len(term)
    assert bool(stem(term)) == bool(term)
