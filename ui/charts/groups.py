"""What the films behind a mark of a chart have in common: a genre, a decade, a span of ratings. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.statistics import LACKING

DECADE, GENRE_PAIR = "decade", "genre_pair"
"""Names of selections that are no columns of a table: a decade such as "1990s", and a pair of genres."""
YEAR, RATING, RUNTIME, VOTES = "year", "rating", "runtime", "votes"
"""Names of selections of a year, and of spans: from a number up to, but without, another one or `None` for no end."""
CELL, GENRE_OF_DECADE, VOTES_AND_RATING, LACKING_OF_DECADE = "cell", "genre_of_decade", "votes_and_rating", "lacking_of"
"""Names of selections that stand for several groups at once."""
_AND = " and "

Groups = tuple[tuple[str, Any], ...]
"""What the films behind a mark share: pairs of a value and, before it, its column or the name of a selection."""


def groups_of(selection: str, mark: Mapping[Any, Any]) -> Groups:
    """Return what the films behind a mark have in common, by the name of the selection that a click on it makes."""
    if selection == YEAR:
        return ((YEAR, int(mark["year"])),)
    if selection in (RATING, RUNTIME):
        return ((selection, (mark["low"], mark["high"])),)
    if selection == VOTES_AND_RATING:
        votes, rating = ((mark[f"{name}_from"], mark[f"{name}_to"]) for name in ("votes", "rating"))
        return ((VOTES, votes), (RATING, rating))
    if selection == GENRE_OF_DECADE:
        return (("genres", mark["genre"]), (DECADE, f"{mark['decade']}s"))
    if selection == LACKING:
        return ((LACKING, mark["column"]),)
    if selection == LACKING_OF_DECADE:
        return ((LACKING, mark["column"]), (DECADE, mark["decade"]))
    return ((selection, str(mark["name"])),)


def pair_name(a: str, b: str) -> str:
    """Return the name of two genres that go together."""
    return f"{a}{_AND}{b}"


def genres_of_pair(name: str) -> tuple[str, str]:
    """Return the two genres that `pair_name` has joined."""
    a, _, b = name.partition(_AND)
    return a, b
