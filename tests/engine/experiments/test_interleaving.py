"""Two rankings in one list: nothing twice, nothing lost, and neither has better places."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from engine.experiments import team_draft

rankings = st.lists(st.integers(0, 30), unique=True, max_size=12)


@given(rankings, rankings, st.integers(0, 30), st.integers(0, 9))
def test_a_draft_has_each_film_once_and_each_team_chooses_its_best(
    first: list[int], second: list[int], k: int, seed: int
) -> None:
    drafted = team_draft(first, second, k, seed)
    items = [each.item for each in drafted]
    assert len(items) == len(set(items)) == min(k, len({*first, *second}))
    taken: set[int] = set()
    for each in drafted:
        ranking = (first, second)[each.team]
        assert each.item == next(item for item in ranking if item not in taken)
        taken.add(each.item)
    assert drafted == team_draft(first, second, k, seed)


@given(rankings, rankings, st.integers(0, 9))
def test_while_both_have_films_each_round_has_one_of_each(first: list[int], second: list[int], seed: int) -> None:
    rounds = min(len(first), len(second)) // 2
    teams = [each.team for each in team_draft(first, second, 2 * rounds, seed)]
    assert all(sorted(teams[place : place + 2]) == [0, 1] for place in range(0, len(teams) - 1, 2))


def test_who_begins_is_a_matter_of_chance() -> None:
    begins = Counter(team_draft([1, 2], [3, 4], 1, seed)[0].team for seed in range(1_000))
    assert 430 < begins[0] < 570
