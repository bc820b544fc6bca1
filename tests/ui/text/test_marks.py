"""What is said after a mark has changed."""

from __future__ import annotations

import pytest

from engine.users import MARK_KINDS, MarkKind
from ui.text.marks import LABELS, marked, stars, unmarked


@pytest.mark.parametrize("kind", MARK_KINDS)
def test_every_mark_has_a_label_and_two_different_sentences_with_the_title(kind: MarkKind) -> None:
    sentences = {marked(kind, "*Up*", 4.5), unmarked(kind, "*Up*")}
    assert len(sentences) == 2
    assert all("*Up*" in sentence and sentence.endswith(".") for sentence in sentences)
    assert LABELS[kind]


def test_stars_are_counted_in_words() -> None:
    assert [stars(rating) for rating in (0.5, 1, 1.5, 5)] == ["0.5 stars", "1 star", "1.5 stars", "5 stars"]
