"""Two films side by side: how alike they are, in what, and in what not; and one of them among all."""

from __future__ import annotations

import streamlit as st

from engine import Comparison, Film
from engine.relations import SimilarityHistogram
from ui import cache
from ui.charts import relations
from ui.navigation import FIRST, SECOND, open_recommend
from ui.text.markdown import literal
from ui.text.numbers import listed, share
from ui.widgets.explanation import marked_overview, show_explanation
from ui.widgets.film_card import facts_side_by_side, film_header
from ui.widgets.film_search import choose, pick_film
from ui.widgets.table import show_table


def show() -> None:
    """Draw the look."""
    left, right = st.columns(2, gap="large")
    with left:
        a = pick_film("First film", FIRST)
    with right:
        b = pick_film("Second film", SECOND, start=1)
    if a is None or b is None:
        st.info("Choose two films to put side by side.", icon=":material/compare_arrows:")
        return
    result = cache.comparison(a.id, b.id)
    _figures(result)
    left, right = st.columns(2, gap="large")
    with left:
        _about(a, b, result, result.unique_to_a)
    with right:
        _about(b, a, result, result.unique_to_b)
    show_explanation(result.explanation, result.similarity)
    _among_all(result)
    st.subheader("Facts side by side", anchor=False)
    st.markdown(facts_side_by_side(a, b))


def swap(a: Film, b: Film) -> None:
    """Exchange the two choices; for callbacks."""
    choose(FIRST, b)
    choose(SECOND, a)


def _figures(result: Comparison) -> None:
    """Draw how alike the films are, in figures and in words, and where to go from here."""
    a, b = result.a, result.b
    with st.container(horizontal=True, vertical_alignment="bottom", gap="large"):
        st.metric("Similarity", f"{result.similarity:.3f}", width="content", help="0: nothing in common. 1: the same.")
        if a.id != b.id:
            why = f"Share of the catalogue that is less similar to {literal(a.title)} than {literal(b.title)} is."
            st.metric("Closer than", share(result.closer_than), width="content", help=why)
            why = f"Share of all pairs of films that are less alike: an estimate from {result.pairs_drawn:,} by chance."
            st.metric("More alike than", _of_pairs(result.above_pairs), width="content", help=why)
        st.space("stretch")
        st.button("Swap", icon=":material/swap_horiz:", key="similarity.swap", on_click=swap, args=(a, b))
        if st.button("More like both", icon=":material/movie:", key="similarity.more", disabled=a.id == b.id):
            open_recommend(a, b)
    if a.id == b.id:
        st.info("This is the same film twice. Choose another one to compare it with.", icon=":material/info:")
    elif not result.similarity:
        st.info("These two share no word, keyword, genre, person or studio.", icon=":material/info:")


def _of_pairs(above: float) -> str:
    """Return the share of pairs, which is estimated: none drawn that is more alike does not mean that there is none."""
    return f"about {share(min(above, 0.9999))} of pairs"


def _about(film: Film, other: Film, result: Comparison, only: tuple[str, ...]) -> None:
    film_header(film, words_to_poster=2.5, overview=marked_overview(film, result.explanation))
    if film.id != other.id and only:
        st.markdown(f"**Only {literal(film.title)}:** {literal(', '.join(only))}")


def _among_all(result: Comparison) -> None:
    """Draw the first film's similarity to the whole catalogue, and where the second lies there."""
    a = result.a
    histogram = cache.histogram(a.id)
    st.subheader(f"{literal(a.title)} among all films", anchor=False)
    if not histogram.bins:
        st.caption(f"Nothing is known of {literal(a.title)} that another film of this catalogue shares.")
        return
    other = result.b if result.b.id != a.id else None
    bins = relations.histogram_table(histogram)
    marks = relations.marks_table(histogram, other, result.similarity)
    st.altair_chart(relations.histogram_chart(bins, marks), alt=_in_words(histogram))
    sharing = histogram.others - histogram.unrelated
    st.caption(f"{sharing:,} of {histogram.others:,} films share something with it. Log scale.")
    with st.expander("The same as tables", icon=":material/table:"):
        left, right = st.columns(2, gap="large")
        nearest = relations.neighbours_table(histogram.nearest)
        with left:
            show_table(nearest, f"The films nearest to {a.label}")
        with right:
            show_table(bins, f"Films by similarity to {a.label}")


def _in_words(histogram: SimilarityHistogram) -> str:
    nearest = listed([f"{one.film.label} with {one.similarity:.2f}" for one in histogram.nearest], 3)
    return (
        f"Similarity of {histogram.film.label} to the {histogram.others:,} other films of the catalogue, of which "
        f"{histogram.unrelated:,} share nothing with it; nearest are {nearest}"
    )
