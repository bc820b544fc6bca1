"""What the Recommend page says about an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import Answer, CineWatch, Explanation, Query
from engine.entities import FieldContribution
from fakes.sample_catalogue import HARBOUR
from ui.recommend.texts import MOSTLY_CATEGORY, is_little_in_common


@pytest.mark.parametrize(
    ("genres", "keywords", "is_little"),
    [(0.2, 0.0, True), (MOSTLY_CATEGORY, 1 - MOSTLY_CATEGORY, True), (0.2, 0.1, False), (0.0, 0.0, False)],
)
def test_an_answer_whose_best_film_shares_only_a_genre_has_little_in_common(
    cinewatch: CineWatch, genres: float, keywords: float, is_little: bool
) -> None:
    values = (("genres", genres), ("keywords", keywords))
    explanation = Explanation(tuple(FieldContribution(name, name, value) for name, value in values), (), ())
    best, *others = cinewatch.recommend(Query((HARBOUR,), k=3)).films
    answer = Answer((replace(best, explanation=explanation), *others), 0.5)
    assert is_little_in_common(answer) == is_little


def test_an_empty_answer_has_not_even_little_in_common() -> None:
    assert not is_little_in_common(Answer((), 0.5))
