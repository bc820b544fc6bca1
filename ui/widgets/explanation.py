"""Why a similarity is what it is: two charts, and the same as tables."""

from __future__ import annotations

import streamlit as st

from engine import Explanation, Film, words_of
from ui.charts import scores
from ui.text.markdown import marked

TERM_OPENS = "Click a person, keyword, genre or company to see its films."
NOTHING_SHARED = "They share no word, keyword, genre, person or company."


def marked_overview(film: Film, explanation: Explanation) -> str:
    """Return a film's overview as Markdown, with the words highlighted that add to a similarity."""
    shared = {term.term for term in explanation.terms if term.field == "overview" and term.value > 0}
    return marked(film.overview, [(word.start, word.stop) for word in words_of(film.overview) if word.term in shared])


def show_explanation(
    explanation: Explanation, total: float, name: str = "similarity", without_terms: str = NOTHING_SHARED
) -> None:
    """Draw what each field and each shared term adds.

    Parameters
    ----------
    explanation
        Its values sum to `total`.
    total, name
        What is explained, and what it is called.
    without_terms
        Said if no term is shared.

    """
    fields, terms = scores.fields_table(explanation), scores.terms_table(explanation)
    left, right = st.columns(2, gap="large")
    with left:
        st.header("By field", anchor=False)
        alt = f"What each field adds to the {name} of {total:.3f}"
        st.altair_chart(scores.contribution_chart(fields, total=name), alt=alt)
    with right:
        st.header("By shared word or tag", anchor=False)
        if terms.empty:
            st.caption(without_terms)
        else:
            alt = f"The strongest shared terms, first {terms['Term'].iloc[0]}"
            addresses = scores.term_addresses(explanation)[: scores.MAX_TERMS]
            st.altair_chart(scores.contribution_chart(terms.head(scores.MAX_TERMS), addresses, name), alt=alt)
            if any(addresses):
                st.caption(TERM_OPENS)
    with st.expander("Show as table", icon=":material/table:"):
        left, right = st.columns(2, gap="large")
        left.dataframe(fields, hide_index=True, alt="What each field adds")
        right.dataframe(terms, hide_index=True, alt="What each shared term adds")
