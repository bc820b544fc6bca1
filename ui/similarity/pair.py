"""Two films side by side: how similar they are, why, and how similar one of them is to all other films."""

from __future__ import annotations

import streamlit as st

from engine import Comparison, Film
from engine.relations import SimilarityHistogram
from ui import answers
from ui.addresses import FILM, film_link
from ui.charts.histogram import SPAN, histogram_chart, histogram_table, marks_table
from ui.charts.neighbours import neighbours_table
from ui.navigation import FIRST, SECOND, TWO_FILMS, open_recommend
from ui.similarity.start import PAIRS, offer_examples
from ui.text.markdown import literal
from ui.text.numbers import listed, share
from ui.widgets.explanation import marked_overview, show_explanation
from ui.widgets.film_card import facts_side_by_side, film_header
from ui.widgets.film_search import choose, pick_film
from ui.widgets.link_row import PageLink, film_links, link_row
from ui.widgets.table import show_table

NO_FILMS = "Choose two films to compare."
SAME_FILM = "This is the same film twice. Choose a different one."
NOTHING_SHARED = "These two films have nothing in common: no words, keywords, genres, people or studios."
_FILMS_OF_A_BAR = 12
_MAX_SHARE = 0.9999
"""Shown at most for an estimate: that no sampled pair is more similar does not mean that no pair is."""


def show() -> None:
    """Draw this mode."""
    left, right = st.columns(2, gap="large")
    with left:
        a = pick_film("First film", FIRST)
    with right:
        b = pick_film("Second film", SECOND)
    if a is None or b is None:
        st.info(NO_FILMS, icon=":material/compare_arrows:")
        offer_examples(TWO_FILMS, PAIRS)
        return
    comparison = answers.comparison(a.id, b.id)
    _summary(comparison)
    left, right = st.columns(2, gap="large")
    with left:
        _film(FIRST, a, b, comparison, comparison.unique_to_a)
    with right:
        _film(SECOND, b, a, comparison, comparison.unique_to_b)
    show_explanation(comparison.explanation, comparison.similarity)
    _all_films(comparison)
    st.header("Facts side by side", anchor=False)
    st.markdown(facts_side_by_side(a, b))


def swap(a: Film, b: Film) -> None:
    """Swap the first and the second film; for callbacks."""
    choose(FIRST, b)
    choose(SECOND, a)


def metrics(comparison: Comparison) -> dict[str, tuple[str, str]]:
    """Return the value and the help of each metric, by label. A film and itself only have a similarity."""
    similarity = (f"{comparison.similarity:.3f}", "0: nothing in common. 1: the same.")
    if comparison.a.id == comparison.b.id:
        return {"Similarity": similarity}
    a, b = literal(comparison.a.title), literal(comparison.b.title)
    closer = share(comparison.closer_than)
    pairs = share(min(comparison.share_of_pairs_below, _MAX_SHARE))
    return {
        "Similarity": similarity,
        "Closer than": (f"{closer} of films", f"{closer} of all films are less similar to {a} than {b} is."),
        "More alike than": (
            f"{pairs} of film pairs (estimate)",
            f"Estimated from {comparison.pairs_sampled:,} random pairs of films.",
        ),
    }


def only_in(film: Film, terms: tuple[str, ...]) -> str:
    """Return what only one of the two films is about, as Markdown."""
    return f"**Only in {literal(film.title)}:** {literal(', '.join(terms))}"


def all_films_heading(film: Film) -> str:
    """Return the heading above the histogram of a film, as Markdown."""
    return f"How similar other films are to {literal(film.title)}"


def related_films(histogram: SimilarityHistogram) -> str:
    """Return how many films have anything in common with a film, as Markdown."""
    if not histogram.bins:
        return f"{literal(histogram.film.title)} has nothing in common with any other film."
    related = histogram.other_films - histogram.unrelated
    shared = f"{related:,} of {histogram.other_films:,} films share something with it."
    return f"{shared} Log scale. Click a line to open its film, or a bar to see its films."


def _summary(comparison: Comparison) -> None:
    """Draw the metrics, and where to go from here."""
    a, b = comparison.a, comparison.b
    same = a.id == b.id
    with st.container(horizontal=True, gap="large"):
        for label, (value, explanation) in metrics(comparison).items():
            st.metric(label, value, width="content", help=explanation)
    with st.container(horizontal=True):
        st.button("Swap", icon=":material/swap_horiz:", key="similarity.swap", on_click=swap, args=(a, b))
        if st.button("More like both", icon=":material/movie:", key="similarity.more", disabled=same):
            open_recommend(a, b)
    if same:
        st.info(SAME_FILM, icon=":material/info:")
    elif not comparison.similarity:
        st.info(NOTHING_SHARED, icon=":material/info:")


def all_about(film: Film) -> str:
    """Return the text of the link to a film's page, as plain text."""
    return f"All about {film.title}"


def _film(key: str, film: Film, other: Film, comparison: Comparison, unique_terms: tuple[str, ...]) -> None:
    film_header(film, key, words_to_poster=2.5, overview=marked_overview(film, comparison.explanation))
    link_row("", [PageLink(all_about(film), FILM, film_link(film))], f"similarity.{key}.page")
    if film.id != other.id and unique_terms:
        st.markdown(only_in(film, unique_terms))


def _all_films(comparison: Comparison) -> None:
    """Draw how similar the first film is to all other films, and where the second is among them."""
    a = comparison.a
    histogram = answers.histogram(a.id)
    st.header(all_films_heading(a), anchor=False)
    if not histogram.bins:
        st.caption(related_films(histogram))
        return
    other = comparison.b if comparison.b.id != a.id else None
    bins, marks = histogram_table(histogram), marks_table(histogram, other, comparison.similarity)
    event = st.altair_chart(
        histogram_chart(bins, marks),
        alt=_description(histogram),
        key=f"similarity.histogram.{a.id}.{other.id if other else ''}",
        on_select="rerun",
        selection_mode=SPAN,
    )
    st.caption(related_films(histogram))
    for bar in event.selection.get(SPAN) or []:
        _films_of_bar(a, bar["From"], bar["To"])
    with st.expander("Show as table", icon=":material/table:"):
        left, right = st.columns(2, gap="large")
        with left:
            ids = [neighbour.film.id for neighbour in histogram.nearest]
            show_table(neighbours_table(histogram.nearest), f"Films most similar to {a.label}", ids)
        with right:
            show_table(bins, f"Number of films by similarity to {a.label}")


def bar_heading(film: Film, low: float, high: float) -> str:
    """Return the heading of the films of a bar, as Markdown."""
    return f"**Similarity of {low:.3f} to {high:.3f} with {literal(film.title)}**: most-rated films"


def _films_of_bar(film: Film, low: float, high: float) -> None:
    films = answers.films_between(film.id, low, high, _FILMS_OF_A_BAR)
    # A bar may stand for hidden films only.
    if films:
        with st.container(border=True, gap="xxsmall"):
            st.markdown(bar_heading(film, low, high))
            link_row("", film_links(films), f"similarity.bar.{low}", "stacked")


def _description(histogram: SimilarityHistogram) -> str:
    nearest = listed([f"{one.film.label} ({one.similarity:.2f})" for one in histogram.nearest], 3)
    return (
        f"Similarity of {histogram.film.label} to the {histogram.other_films:,} other films. {histogram.unrelated:,} "
        f"have nothing in common with it. Most similar: {nearest}"
    )
