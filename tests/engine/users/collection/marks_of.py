"""Random marks on films of a catalogue, and of films that it lacks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from engine import CineWatch
from engine.users import Mark

NEWEST = datetime(2026, 1, 1, tzinfo=UTC)


def ratings_of(cinewatch: CineWatch) -> st.SearchStrategy[tuple[Mark, ...]]:
    """Return a strategy of ratings, latest first, each film at most once; some films are not in the catalogue."""
    known = cinewatch.opened.columns.id.tolist()
    films = st.sampled_from(known) | st.integers(max(known) + 1, 2**31 - 1)
    pairs = st.lists(st.tuples(films, st.integers(1, 10)), max_size=30, unique_by=lambda pair: pair[0])
    return pairs.map(
        lambda found: tuple(
            Mark(film_id, NEWEST - timedelta(days=number), halves / 2) for number, (film_id, halves) in enumerate(found)
        )
    )
