"""The dialog of a recommended film: what its score is made of, and what if something didn't matter."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from engine import Film, Query, RankChange, Recommendation
from ui import answers
from ui.charts.scores import rank_changes_table
from ui.recommend.preferences import BOOST, BOOST_LABEL, IGNORE, IGNORE_LABEL, adjusted, term_key
from ui.text.contributions import by_label, terms_by_label
from ui.text.markdown import literal
from ui.text.numbers import share, signed
from ui.text.reasons import HIGHLY_RATED, LIKED_TOGETHER, POPULAR, SAME_ERA
from ui.tmdb.film_details import heading, show_film_details
from ui.widgets.explanation import marked_overview, show_explanation
from ui.widgets.film_card import film_header
from ui.widgets.film_dialog import close, film_dialog
from ui.widgets.share import share_link

_MAX_TERMS = 30
"""Terms to choose from."""

NOTHING_TO_IGNORE = "There is nothing to ignore."
CHOOSE_A_TERM = "Choose a field or a term to see which films move up or down."


def show_details(recommended: Recommendation, query: Query) -> None:
    """Open a dialog about a film that was recommended to `query`."""
    film_dialog(recommended.film)(_draw)(recommended, query)


def _draw(recommended: Recommendation, query: Query) -> None:
    film_header(
        recommended.film,
        "dialog",
        words_to_poster=3,
        overview=marked_overview(recommended.film, recommended.explanation),
        with_title=False,
    )
    why, about = st.tabs(["Why it is here", heading()])
    with why:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
            st.markdown(score_line(recommended), width="content")
            share_link(key="share.dialog")
        show_explanation(recommended.explanation, recommended.match, "match")
        _what_if(recommended, query)
    with about:
        show_film_details(recommended.film)


def score_line(recommended: Recommendation) -> str:
    """Return in words what a score is made of, as Markdown."""
    added = (
        (SAME_ERA, recommended.era),
        (POPULAR, recommended.popularity),
        (HIGHLY_RATED, recommended.quality),
        (LIKED_TOGETHER, recommended.community),
    )
    parts = [f"{recommended.match:.3f} match", *signed(added)]
    better = f"It matches better than {share(recommended.closer_than)} of films."
    return f"Score **{recommended.score:.3f}**: {', '.join(parts)}. {better}"


def _what_if(recommended: Recommendation, query: Query) -> None:
    """Draw the terms to ignore or boost, and the ranks of the films that this would move."""
    st.header("What if this didn't matter?", anchor=False)
    explanation = recommended.explanation
    options = [term_key(label) for label, value in by_label(explanation).items() if value > 0]
    options += [term_key(label, term) for label, term in list(terms_by_label(explanation))[:_MAX_TERMS]]
    if not options:
        st.caption(NOTHING_TO_IGNORE)
        return
    left, right = st.columns(2, gap="large")
    ignored, boosted = (
        side.multiselect(
            label, options, key=f"details.{key}.{recommended.film.id}", placeholder="None", select_all=False
        )
        for side, label, key in ((left, IGNORE_LABEL, IGNORE), (right, BOOST_LABEL, BOOST))
    )
    if not ignored and not boosted:
        st.caption(CHOOSE_A_TERM)
        return
    changes = answers.what_if(query, adjusted(query, ignored, boosted))
    st.caption(movement(recommended.film, changes))
    st.dataframe(rank_changes_table(changes), hide_index=True, alt="Ranks of the films before and after")
    if st.button(
        "Apply to my results",
        icon=":material/check:",
        key="details.apply",
        on_click=_apply,
        args=(ignored, boosted),
        type="primary",
    ):
        st.rerun()


def movement(film: Film, changes: Sequence[RankChange]) -> str:
    """Return in a sentence where a film moves, as Markdown."""
    change = next((change for change in changes if change.film.id == film.id), None)
    if change is None or change.before == change.after:
        return f"{literal(film.title)} stays where it is."
    way = "down" if change.after > change.before else "up"
    return f"{literal(film.title)} moves {way} from rank {change.before:,} to {change.after:,}."


def _apply(ignored: Sequence[str], boosted: Sequence[str]) -> None:
    """Add the changes to the preferences, and go back to the films; for callbacks."""
    close()
    for key, chosen in ((IGNORE, ignored), (BOOST, boosted)):
        st.session_state[key] = list(dict.fromkeys([*st.session_state.get(key, ()), *chosen]))
