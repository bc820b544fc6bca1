"""Films for somebody of whom little is known to rate."""

from __future__ import annotations

import numpy as np

from engine.entities import Film
from engine.filters.filters import Filters
from engine.opened import OpenBuild
from engine.personalization.grades import Marks
from engine.ranking.diversity import mmr, one_per_franchise

MOST_VOTED = 300
"""Films that are chosen among: most people have seen some of them."""
DIVERSITY = 0.5
"""As in `mmr`: half for being known, half for differing from the others."""


def films_to_rate(opened: OpenBuild, marks: Marks, k: int) -> tuple[Film, ...]:
    """Return `k` films that tell much about a user, or fewer: many know them, and they differ from one another.

    They are not marked yet, and each is the most voted one of its franchise.

    Raises
    ------
    InvalidQuery
        A rating does not exist.

    """
    columns = opened.columns
    allowed = opened.filter.mask(Filters())
    marked = (columns.row_of(film) for film in marks.grades())
    allowed[[row for row in marked if row is not None]] = False
    rows = one_per_franchise(columns.franchise, np.flatnonzero(allowed)[:MOST_VOTED])
    if len(rows):
        known = np.log1p(columns.votes[rows]).astype(np.float32)
        rows = rows[mmr(known, opened.space.similarities(rows), k, DIVERSITY)]
    return tuple(opened.catalogue.films(rows))
