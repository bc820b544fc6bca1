"""What is recommended to the visitor, and the taste behind it: remembered until marks or choices change.

Whose marks they are, the marks themselves, and what the visitor wants of terms are part of every key, so nobody gets
what is somebody else's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from engine import CineWatch, Film
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
from ui.users import visitor


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
    diversity
        As in `PersonalQuery`.

    Raises
    ------
    InvalidQuery
        No marked film is known.

    """
    return _for_you((*_key(marks), repr(changes)), k, _query(marks), changes, diversity)


def from_watchlist(marks: PersonalMarks) -> Sequence[PersonalRecommendation]:
    """Return the films on the visitor's watchlist that they have not seen, best first for them.

    Raises
    ------
    InvalidQuery
        No marked film is known.

    """
    return _from_watchlist(_key(marks), _query(marks))


def to_rate(marks: PersonalMarks, k: int) -> Sequence[Film]:
    """Return `k` films that tell most about the visitor: known to many, varied, and none marked before."""
    return _to_rate(_key(marks), k, marks)


def taste(marks: PersonalMarks) -> TasteProfile:
    """Return the visitor's taste as they want it. Raises InvalidQuery if no marked film is known."""
    return _taste(_key(marks), _query(marks))


def learned_taste(marks: PersonalMarks) -> TasteProfile:
    """Return the visitor's taste as it was learned, without their choices. Raises as `taste`."""
    return _taste((*_key(marks), "learned"), PersonalQuery(marks))


def changed_by(marks: PersonalMarks, film: int) -> Sequence[StrengthChange]:
    """Return what the visitor's rating of a film changed in their taste, most first. Raises as `taste`."""
    return _changed_by(_key(marks), _query(marks), film)


def _query(marks: PersonalMarks) -> PersonalQuery:
    choices: tuple[TermChoice, ...] = tuple((each.field, each.term, each.choice) for each in visitor_marks.terms())
    return PersonalQuery(marks, choices=choices)


def _key(marks: PersonalMarks) -> tuple[str, str]:
    """Return who the visitor is, and a digest of their marks and choices."""
    return visitor.owner(), sha256(repr(_query(marks)).encode()).hexdigest()


# The key stands for the marks: Streamlit does not hash what begins with an underscore, and would take long for
# thousands of them.
@cached_per_build(max_entries=200)
def _for_you(
    cinewatch: CineWatch,
    key: tuple[str, ...],  # noqa: ARG001
    k: int,
    _query: PersonalQuery,
    _changes: Changes,
    diversity: float,
) -> PersonalAnswer:
    query = replace(_query, k=k, franchise="one", diversity=diversity)
    return cinewatch.for_you.recommend(changed_query(query, _changes))


@cached_per_build(max_entries=200)
def _from_watchlist(
    cinewatch: CineWatch,
    key: tuple[str, str],  # noqa: ARG001
    _query: PersonalQuery,
) -> tuple[PersonalRecommendation, ...]:
    return cinewatch.for_you.scored(_query, _query.marks.watchlist)


@cached_per_build(max_entries=200)
def _to_rate(
    cinewatch: CineWatch,
    key: tuple[str, str],  # noqa: ARG001
    k: int,
    _marks: PersonalMarks,
) -> tuple[Film, ...]:
    return cinewatch.for_you.to_rate(_marks, k)


@cached_per_build(max_entries=200)
def _taste(
    cinewatch: CineWatch,
    key: tuple[str, ...],  # noqa: ARG001
    _query: PersonalQuery,
) -> TasteProfile:
    return cinewatch.for_you.taste(_query.marks, _query.choices)


@cached_per_build(max_entries=200)
def _changed_by(
    cinewatch: CineWatch,
    key: tuple[str, str],  # noqa: ARG001
    _query: PersonalQuery,
    film: int,
) -> tuple[StrengthChange, ...]:
    return cinewatch.for_you.changed_by(_query.marks, film, _query.choices)
