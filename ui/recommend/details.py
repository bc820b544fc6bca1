"""Everything about one recommended film: what it shares and where, and what would be if some of it did not count."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from engine import Query, RankChange, Recommendation
from ui import cache
from ui.charts import scores
from ui.recommend.preferences import BOOST, STRIKE, changed, term_key
from ui.text.markdown import literal
from ui.text.numbers import share
from ui.tmdb.film_details import show_film_details
from ui.widgets.explanation import marked_overview, show_explanation
from ui.widgets.film_card import film_header

_MAX_TERMS = 30
"""Terms to strike or boost."""


@st.dialog("Why this film", width="large", icon=":material/movie:")
def show_details(one: Recommendation, query: Query) -> None:
    """Open a dialog on a film that was recommended to `query`."""
    film_header(one.film, words_to_poster=3, overview=marked_overview(one.film, one.explanation))
    why, about = st.tabs(["Why it is here", "Cast, trailer, where to watch"])
    with why:
        _why(one, query)
    with about:
        show_film_details(one.film)


def _why(one: Recommendation, query: Query) -> None:
    """Draw what the score is made of, and what it would be if some of it did not count."""
    added = (("close in time", one.era), ("well known", one.popularity), ("rated well", one.quality))
    parts = [
        f"{one.match:.3f} for what it shares",
        *(f"{value:+.3f} for being {what}" for what, value in added if value),
    ]
    closer = f"What it shares is more than {share(one.closer_than)} of the catalogue does."
    st.markdown(f"Score **{one.score:.3f}**: {', '.join(parts)}. {closer}")
    show_explanation(one.explanation, one.match)
    _what_if(one, query)


def _what_if(one: Recommendation, query: Query) -> None:
    """Draw the terms to strike or boost, and the places of the films that this would move."""
    st.subheader("What if some of it did not count?", anchor=False)
    told = one.explanation
    options = [term_key(part.label) for part in told.fields if part.value > 0]
    options += [term_key(term.label, term.term) for term in told.terms[:_MAX_TERMS]]
    if not options:
        st.caption("There is nothing to leave out.")
        return
    left, right = st.columns(2, gap="large")
    struck, boosted = (
        side.multiselect(label, options, key=f"details.{key}.{one.film.id}", placeholder="Nothing", select_all=False)
        for side, label, key in ((left, "Leave out", STRIKE), (right, "Count double", BOOST))
    )
    if not struck and not boosted:
        st.caption("Choose a field or a term, and see which films move up and which down.")
        return
    moves = cache.what_if(query, changed(query, struck, boosted))
    st.caption(_told(one, moves))
    st.dataframe(scores.moves_table(moves), hide_index=True, alt="Places of the films before and after")
    if st.button("Keep this", icon=":material/check:", on_click=_keep, args=(struck, boosted), type="primary"):
        st.rerun()


def _told(one: Recommendation, moves: Sequence[RankChange]) -> str:
    """Return in a sentence what becomes of the film."""
    own = next((move for move in moves if move.film.id == one.film.id), None)
    if own is None or own.before == own.after:
        return f"{literal(one.film.title)} stays where it is."
    way = "down" if own.after > own.before else "up"
    return f"{literal(one.film.title)} moves {way} from place {own.before:,} to {own.after:,}."


def _keep(struck: Sequence[str], boosted: Sequence[str]) -> None:
    """Make the changes part of the query; for callbacks."""
    for key, chosen in ((STRIKE, struck), (BOOST, boosted)):
        st.session_state[key] = list(dict.fromkeys([*st.session_state.get(key, ()), *chosen]))
