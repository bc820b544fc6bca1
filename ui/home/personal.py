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
from ui.addresses import FOR_YOU as FOR_YOU_PAGE
from ui.addresses import RECOMMEND, VARIED, Link
from ui.navigation import LIKED
from ui.text.for_you import DIFFERENT, ENOUGH_RATINGS, FOR_YOU, TO_RATE, rate_more
from ui.text.numbers import duration
from ui.text.reasons import why, why_for_you
from ui.users import experiments, personal
from ui.users.marks import marks as marks_of_visitor
from ui.widgets.film_search import label_of
from ui.widgets.wall import shelf

SOMETHING_DIFFERENT = "Something different"
FROM_WATCHLIST = "From your watchlist tonight"
LIKED_STARS = 4.0
_ON_A_SHELF = 12
_TO_CHOOSE_FROM = 60
"""Films like a liked one; those that the visitor has done with are left out."""
_LIKED_SHELVES = 2


def because_you_liked(film: Film) -> str:
    """Return the heading of the films like one that the visitor liked."""
    return f"Because you liked {film.label}"


def show_personal_shelves() -> None:
    """Draw films for the visitor, their watchlist, and films like those they liked last; nothing for a new visitor."""
    marks = marks_of_visitor()
    if not marks.rating and not marks.watchlist:
        return
    rated = in_catalogue(marks.rating, cache.engine().opened.columns)
    mine = personal.personal_marks(marks)
    if len(rated) >= ENOUGH_RATINGS:
        _show_for_you(mine)
    elif rated:
        st.caption(rate_more(len(rated)))
        shelf(TO_RATE, personal.to_rate(mine, _ON_A_SHELF), "home.to_rate")
    if marks.watchlist and personal.knows_any(marks):
        _show_from_watchlist(mine)
    done = mine.done_with()
    for mark in liked_last(rated):
        _show_like(cache.engine().film(mark.film_id), done)


def liked_last(ratings: Collection[Mark]) -> list[Mark]:
    """Return the ratings of the films that the visitor liked last; `ratings` begin with the latest."""
    return [mark for mark in ratings if (mark.rating or 0) >= LIKED_STARS][:_LIKED_SHELVES]


def _show_for_you(marks: PersonalMarks) -> None:
    found = _films_for_you(marks)
    _show_picked(FOR_YOU, found, "home.for_you", {})
    _show_different(marks, {each.film.id for each in found})


def _show_picked(heading: str, found: Sequence[PersonalRecommendation], key: str, link: Link) -> None:
    """Draw films with why they are for the visitor; `link` is what the address of the page with all of them has."""
    reasons = {each.film.id: why_for_you(each) for each in found}
    shelf(heading, [each.film for each in found], key, (FOR_YOU_PAGE, link), line=lambda film: reasons[film.id])


def _show_different(marks: PersonalMarks, shown: Collection[int]) -> None:
    """Draw films for the visitor that differ from one another and are not among those `shown`."""
    varied = personal.for_you(marks, 2 * _ON_A_SHELF, diversity=DIFFERENT).films
    found = [each for each in varied if each.film.id not in shown][:_ON_A_SHELF]
    _show_picked(SOMETHING_DIFFERENT, found, "home.different", {VARIED: "true"})


def _show_from_watchlist(marks: PersonalMarks) -> None:
    """Draw the watchlist, what suits the visitor most first, with how long each film runs."""
    films = [each.film for each in personal.from_watchlist(marks)][:_ON_A_SHELF]
    shelf(FROM_WATCHLIST, films, "home.watchlist", line=lambda film: duration(film.runtime))


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
