"""Why a similarity is what it is: two charts, and the same as tables."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from engine import Explanation, Film, words_of
from ui.charts import scores
from ui.charts.base import OPENS_BROWSE
from ui.errors import fragment
from ui.text.markdown import marked
from ui.text.numbers import together

FIELD_SHOWS = "Click a bar to see only its words and tags. Click beside the bars to see all again."
TERMS = "By shared word or tag"
NOTHING_OF_FIELD = "They share nothing of this kind."
NOTHING_SHARED = "They share no word, keyword, genre, person or company."


def marked_overview(film: Film, explanation: Explanation) -> str:
    """Return a film's overview as Markdown, with the words highlighted that add to a similarity."""
    shared = {term.term for term in explanation.terms if term.field == "overview" and term.value > 0}
    return marked(film.overview, [(word.start, word.stop) for word in words_of(film.overview) if word.term in shared])


# A click on a field needs only this drawn again.
@fragment
def show_explanation(
    explanation: Explanation, total: float, name: str = "similarity", without_terms: str = NOTHING_SHARED
) -> None:
    """Draw what each field and each shared term adds. A click on a field shows only its terms.

    Parameters
    ----------
    explanation
        Its values sum to `total`.
    total, name
        What is explained, and what it is called.
    without_terms
        Said if no term is shared.

    """
    fields = scores.fields_table(explanation)
    left, right = st.columns(2, gap="large")
    with left:
        st.header("By field", anchor=False)
        alt = f"What each field adds to the {name} of {total:.3f}"
        chart = scores.fields_chart(fields, name)
        # Another explanation is another chart: its fields are not the ones that were clicked.
        key = f"explanation.{name}.{total}"
        event = st.altair_chart(chart, alt=alt, key=key, on_select="rerun", selection_mode=scores.FIELD)
        st.caption(FIELD_SHOWS)
    chosen = [mark["Field"] for mark in event.selection.get(scores.FIELD) or []]
    terms, addresses = scores.terms_table(explanation, chosen), scores.term_addresses(explanation, chosen)
    with right:
        st.header(heading(chosen), anchor=False)
        _show_terms(terms, addresses, name, NOTHING_OF_FIELD if chosen else without_terms)
    with st.expander("Show as table", icon=":material/table:"):
        left, right = st.columns(2, gap="large")
        left.dataframe(fields, hide_index=True, alt="What each field adds")
        right.dataframe(terms, hide_index=True, alt="What each shared term adds")


def heading(chosen: Sequence[str]) -> str:
    """Return the heading of the terms, of some fields or of all."""
    return f"{TERMS}: {together(chosen)}" if chosen else TERMS


def _show_terms(terms: pd.DataFrame, addresses: Sequence[str], name: str, without_terms: str) -> None:
    if terms.empty:
        st.caption(without_terms)
        return
    alt = f"The strongest shared terms, first {terms['Term'].iloc[0]}"
    shown, opened = terms.head(scores.MAX_TERMS), addresses[: scores.MAX_TERMS]
    st.altair_chart(scores.contribution_chart(shown, opened, name), alt=alt)
    st.caption(OPENS_BROWSE)
