"""Terms are named with their kind, and every choice says what follows from it."""

from __future__ import annotations

import pytest

from engine.entities import Choice
from ui.text.terms import chosen, term_in_words


def test_a_term_is_named_with_its_kind() -> None:
    assert term_in_words("Keywords", "heist") == "heist (keyword)"
    assert term_in_words("Director", "Michael Mann") == "Michael Mann (director)"


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("ignore", "We ignore heist (keyword) when we pick films for you."),
        ("more", "You'll see more of heist (keyword)."),
        ("less", "You'll see less of heist (keyword)."),
        (None, "heist (keyword) counts as your ratings say."),
    ],
)
def test_a_choice_says_what_follows(choice: Choice | None, expected: str) -> None:
    assert chosen("heist (keyword)", choice) == expected
