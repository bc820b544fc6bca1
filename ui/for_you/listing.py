"""Films picked for the visitor, with reasons; before there are enough ratings, films to rate."""

from __future__ import annotations

import streamlit as st

from engine import Filters
from engine.experiments import FOR_YOU as FOR_YOU_FIELDS
from engine.personalization import PersonalAnswer
from engine.users import Marks, in_catalogue
from ui import answers, cache
from ui.addresses import LIST, MY_FILMS, TRANSFER, VARIED, for_you_key
from ui.errors import fragment
from ui.for_you.details import show_details
from ui.text.for_you import DIFFERENT, ENOUGH_RATINGS, FOR_YOU, TO_RATE, rate_more
from ui.text.reasons import why_for_you
from ui.users import experiments, personal
from ui.widgets.cards import Card, show_cards
from ui.widgets.film_search import BOUND
from ui.widgets.filter_panel import pick_filters, show_chips
from ui.widgets.filters import nothing_left
from ui.widgets.marking import rerun_if_marked
from ui.widgets.side_panel import filters_beside
from ui.widgets.wall import wall

COUNTS = (10, 20, 50)
IMPORT = "Or import your ratings"
MORE_VARIETY = "More variety"
_TO_RATE = 24


def show(marks: Marks) -> None:
    """Draw the films for a visitor with these marks."""
    mine = personal.personal_marks(marks)
    ratings = len(in_catalogue(marks.rating, cache.engine().opened.columns))
    if ratings < ENOUGH_RATINGS:
        st.markdown(rate_more(ratings))
        st.page_link(MY_FILMS, label=IMPORT, query_params={LIST: TRANSFER}, icon=":material/upload:", help="")
        st.header(TO_RATE, anchor=False)
        wall(personal.to_rate(mine, _TO_RATE), TO_RATE, "for_you.to_rate")
        return
    options = answers.filter_options()
    places = filters_beside()
    with places.row:
        count = _pick_count()
        varied = st.toggle(MORE_VARIETY, key=VARIED, help="Films differ more from each other.", **BOUND)
    filters = pick_filters(places.filters, options, for_you_key, watched=False)
    with places.results:
        show_chips(filters, options, for_you_key)
        answer = personal.for_you(mine, count, experiments.changes(), DIFFERENT if varied else 0.0, filters)
        if answer.films:
            experiments.note_shown([each.film.id for each in answer.films], FOR_YOU_FIELDS)
            _show_films(answer)
        else:
            _show_none(filters)


def _pick_count() -> int:
    count: int = st.segmented_control(
        "How many films",
        COUNTS,
        default=COUNTS[1],
        required=True,
        key="for_you_count",
        label_visibility="collapsed",
        width="content",
        **BOUND,
    )
    return count


def _show_none(filters: Filters) -> None:
    st.info(nothing_left(cache.engine().recommender.removed_by(filters)), icon=":material/movie:")


@fragment
def _show_films(answer: PersonalAnswer) -> None:
    """Draw the films. Opening the details of one draws nothing else again."""
    rerun_if_marked()
    by_id = {found.film.id: found for found in answer.films}
    show_cards(
        [Card(found.film, why_for_you(found)) for found in answer.films],
        "for_you.cards",
        FOR_YOU,
        lambda film: show_details(by_id[film.id]),
    )
