"""What is recommended to the visitor, and the taste behind it: remembered until marks or choices change.

The marks themselves, and what the visitor wants of terms, are part of every question, so nobody gets what is somebody
else's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine import CineWatch, Film, Filters
from engine.experiments import Changes, changed_query
from engine.personalization import Marks as PersonalMarks
from engine.personalization import (
    PersonalAnswer,
    PersonalQuery,
    PersonalRecommendation,
    StrengthChange,
    TasteProfile,
    TermChoice,
)
from engine.users import MARK_KINDS, MarkKind, Marks, in_catalogue
from ui.cache import cached_per_build, engine
from ui.users import marks as visitor_marks


def personal_marks(marks: Marks) -> PersonalMarks:
    """Return a user's marks as recommendations take them."""

    def films(kind: MarkKind) -> tuple[int, ...]:
        return tuple(mark.film_id for mark in marks.of_kind(kind))

    return PersonalMarks(
        ratings=tuple((mark.film_id, mark.rating) for mark in marks.rating if mark.rating is not None),
        watched=films("watched"),
        watchlist=films("watchlist"),
        not_interested=films("not_interested"),
    )


def knows_any(marks: Marks) -> bool:
    """Return whether the catalogue has any marked film: without one there is no taste."""
    columns = engine().opened.columns
    return any(in_catalogue(marks.of_kind(kind), columns) for kind in MARK_KINDS)


def for_you(
    marks: PersonalMarks,
    k: int,
    changes: Changes = Changes(),  # noqa: B008 - a value
    diversity: float = 0.0,
    filters: Filters = Filters(),  # noqa: B008 - a value
) -> PersonalAnswer:
    """Return films for the visitor, one of each franchise.

    Parameters
    ----------
    marks
        Of the visitor.
    k
        How many films.
    changes
        What an experiment changes.
    diversity, filters
        As in `PersonalQuery`.

    Raises
    ------
    InvalidQuery
        No marked film is known, or a filter has a value that does not exist.

    """
    query = replace(_query(marks), k=k, franchise="one", diversity=diversity, filters=filters)
    return _for_you(changed_query(query, changes))


def from_watchlist(marks: PersonalMarks) -> Sequence[PersonalRecommendation]:
    """Return the films on the visitor's watchlist that they have not seen, best first for them.

    Raises
    ------
    InvalidQuery
        No marked film is known.

    """
    return _from_watchlist(_query(marks))


def to_rate(marks: PersonalMarks, k: int) -> Sequence[Film]:
    """Return `k` films that tell most about the visitor: known to many, varied, and none marked before."""
    return _to_rate(marks, k)


def taste(marks: PersonalMarks) -> TasteProfile:
    """Return the visitor's taste as they want it. Raises InvalidQuery if no marked film is known."""
    return _taste(_query(marks))


def learned_taste(marks: PersonalMarks) -> TasteProfile:
    """Return the visitor's taste as it was learned, without their choices. Raises as `taste`."""
    return _taste(PersonalQuery(marks))


def changed_by(marks: PersonalMarks, film: int) -> Sequence[StrengthChange]:
    """Return what the visitor's rating of a film changed in their taste, most first. Raises as `taste`."""
    return _changed_by(_query(marks), film)


def _query(marks: PersonalMarks) -> PersonalQuery:
    choices: tuple[TermChoice, ...] = tuple((each.field, each.term, each.choice) for each in visitor_marks.terms())
    return PersonalQuery(marks, choices=choices)


@cached_per_build(max_entries=200)
def _for_you(cinewatch: CineWatch, query: PersonalQuery) -> PersonalAnswer:
    return cinewatch.for_you.recommend(query)


@cached_per_build(max_entries=200)
def _from_watchlist(cinewatch: CineWatch, query: PersonalQuery) -> tuple[PersonalRecommendation, ...]:
    return cinewatch.for_you.scored(query, query.marks.watchlist)


@cached_per_build(max_entries=200)
def _to_rate(cinewatch: CineWatch, marks: PersonalMarks, k: int) -> tuple[Film, ...]:
    return cinewatch.for_you.to_rate(marks, k)


@cached_per_build(max_entries=200)
def _taste(cinewatch: CineWatch, query: PersonalQuery) -> TasteProfile:
    return cinewatch.for_you.taste(query.marks, query.choices)


@cached_per_build(max_entries=200)
def _changed_by(cinewatch: CineWatch, query: PersonalQuery, film: int) -> tuple[StrengthChange, ...]:
    return cinewatch.for_you.changed_by(query.marks, film, query.choices)
