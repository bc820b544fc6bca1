"""Two rankings in one list, so that everybody compares both: team-draft interleaving. Pure.

Radlinski, Kurup, Joachims, "How does clickthrough data reflect retrieval quality?", CIKM 2008.
"""

from __future__ import annotations

import random
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Draft(Generic[T]):
    """One place of an interleaved list."""

    item: T
    team: int
    """0 if the first ranking chose it, 1 if the second did."""


def team_draft(first: Sequence[T], second: Sequence[T], k: int, seed: int) -> list[Draft[T]]:
    """Return a list in which two rankings take turns, as two captains choose their teams.

    In each round a coin decides who chooses first; each takes the best of its own films that nobody has taken. So both
    have as many places, and neither has better ones. Where one ranking has run out, the other goes on.

    Parameters
    ----------
    first, second
        Rankings, the best first.
    k
        Places of the list at most.
    seed
        Of the coin: the same seed gives the same list.

    """
    coin = random.Random(seed)  # noqa: S311 - lots, not secrets
    remaining = (iter(first), iter(second))
    taken: set[T] = set()
    drafted: list[Draft[T]] = []
    while len(drafted) < k:
        before = len(drafted)
        starts = coin.randrange(2)
        for team in (starts, 1 - starts):
            item = _best_left(remaining[team], taken)
            if item is not None and len(drafted) < k:
                taken.add(item)
                drafted.append(Draft(item, team))
        if len(drafted) == before:
            break
    return drafted


def _best_left(ranking: Iterator[T], taken: set[T]) -> T | None:
    return next((item for item in ranking if item not in taken), None)
