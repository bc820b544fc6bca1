"""The shelves of the start page that follow from what the visitor has marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from engine import Film, Query
from engine.experiments import FOR_YOU as FOR_YOU_FIELDS
from engine.personalization import Marks as PersonalMarks
from engine.personalization import PersonalRecommendation
from engine.users import Mark, in_catalogue
from ui import answers, cache
from ui.addresses import RECOMMEND
from ui.navigation import LIKED
from ui.text.reasons import why, why_for_you
from ui.users import experiments, personal
from ui.users.marks import marks as marks_of_visitor
from ui.widgets.film_search import label_of
from ui.widgets.wall import shelf

FOR_YOU = "For you"
ENOUGH_RATINGS = 5
"""Films of the catalogue that a visitor has rated before there are films for them."""
LIKED_STARS = 4.0
_ON_A_SHELF = 12
_TO_CHOOSE_FROM = 60
"""Films like a liked one; those that the visitor has done with are left out."""
_LIKED_SHELVES = 2


def because_you_liked(film: Film) -> str:
    """Return the heading of the films like one that the visitor liked."""
    return f"Because you liked {film.label}"


def rate_more(ratings: int) -> str:
    """Return how many films to rate until there are films for the visitor."""
    missing = ENOUGH_RATINGS - ratings
    return f"Rate {missing} more {'film' if missing == 1 else 'films'} to see films picked for you here."


def show_personal_shelves() -> None:
    """Draw films for the visitor, and films like those they liked last; nothing for whoever has marked nothing."""
    marks = marks_of_visitor()
    if not marks.rating:
        return
    rated = in_catalogue(marks.rating, cache.engine().opened.columns)
    mine = personal.personal_marks(marks)
    if len(rated) >= ENOUGH_RATINGS:
        _show_for_you(mine)
    elif rated:
        st.caption(rate_more(len(rated)))
    done = mine.done_with()
    for mark in liked_last(rated):
        _show_like(cache.engine().film(mark.film_id), done)


def liked_last(ratings: Collection[Mark]) -> list[Mark]:
    """Return the ratings of the films that the visitor liked last; `ratings` begin with the latest."""
    return [mark for mark in ratings if (mark.rating or 0) >= LIKED_STARS][:_LIKED_SHELVES]


def _show_for_you(marks: PersonalMarks) -> None:
    found = _films_for_you(marks)
    reasons = {each.film.id: why_for_you(each) for each in found}
    shelf(FOR_YOU, [each.film for each in found], "home.for_you", line=lambda film: reasons[film.id])


def _films_for_you(marks: PersonalMarks) -> Sequence[PersonalRecommendation]:
    """Return films for the visitor as the experiments they take part in would have them."""
    experiment = experiments.mine().interleaved
    if experiment is None:
        found = personal.for_you(marks, _ON_A_SHELF, experiments.changes()).films
        experiments.note_shown([each.film.id for each in found], FOR_YOU_FIELDS)
        return found
    first, second = (personal.for_you(marks, _ON_A_SHELF, arm.changes).films for arm in experiment.arms)
    ids, others = ([each.film.id for each in films] for films in (first, second))
    drafted = experiments.draft(experiment, ids, others, _ON_A_SHELF)
    experiments.note_drafted(experiment, drafted)
    by_id = {each.film.id: each for each in (*second, *first)}
    return [by_id[each.item] for each in drafted]


def _show_like(film: Film, done: Collection[int]) -> None:
    answer = answers.answer(Query(liked=(film.id,), k=_TO_CHOOSE_FROM, franchise="one"))
    found = [each for each in answer.films if each.film.id not in done][:_ON_A_SHELF]
    reasons = {each.film.id: why(each) for each in found}
    shelf(
        because_you_liked(film),
        [each.film for each in found],
        f"home.like.{film.id}",
        (RECOMMEND, {LIKED: label_of(film)}),
        line=lambda other: reasons[other.id],
    )
