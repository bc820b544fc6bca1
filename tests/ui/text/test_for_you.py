"""What is said about films for a visitor."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import CineWatch
from engine.personalization import Marks, PersonalQuery
from ui.text.for_you import ENOUGH_RATINGS, PEOPLE_LIKE_YOU, YOUR_DECADES, YOUR_TASTE, rate_more, score_line


@pytest.mark.parametrize(
    ("ratings", "said"), [(0, "Rate 5 films to see"), (1, "Rate 4 more films to see"), (4, "Rate 1 more film to see")]
)
def test_it_is_said_how_many_films_are_left_to_rate(ratings: int, said: str) -> None:
    assert rate_more(ratings).startswith(said)
    assert ratings < ENOUGH_RATINGS


def test_the_parts_of_a_score_are_named_with_their_signs_and_add_up(sample: CineWatch) -> None:
    marks = Marks(((27205, 5.0), (157336, 4.0), (293660, 1.0)))
    for found in sample.for_you.recommend(PersonalQuery(marks, k=30)).films:
        line = score_line(found)
        assert line.startswith(f"Score **{found.score:.3f}**: {found.taste:+.3f} {YOUR_TASTE}, ")
        named = line.partition(": ")[2].removesuffix(".").split(", ")
        assert sum(float(part.split()[0]) for part in named) == pytest.approx(found.score, abs=0.003)
        assert PEOPLE_LIKE_YOU not in line
    parts = replace(found, community=-0.25, era=0.5)
    assert f"-0.250 {PEOPLE_LIKE_YOU}, +0.500 {YOUR_DECADES}" in score_line(parts)
