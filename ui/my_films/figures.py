"""The visitor's ratings in figures."""

from __future__ import annotations

import streamlit as st

from engine.users import Marks, RatingFigures, rating_figures
from ui import cache
from ui.charts.labels import unique_labels
from ui.charts.my_ratings import against_everybody, by_decade, by_genre, rated_higher, rated_lower, stars_given
from ui.my_films import texts
from ui.widgets.chart import charts_in_pairs

NAME = "In figures"


def show(marks: Marks) -> None:
    """Draw the section."""
    if not marks.rating:
        st.info(texts.NO_RATINGS, icon=":material/bar_chart:")
        return
    engine = cache.engine()
    figures = rating_figures(marks.rating, engine.opened.columns)
    _show_headlines(figures, marks)
    if words := against_everybody(figures):
        st.markdown(words)
    films = [engine.film(each.film_id) for each in (*figures.higher, *figures.lower)]
    labels = dict(zip((film.id for film in films), unique_labels(films), strict=True))
    charts = [stars_given(figures), by_genre(figures), by_decade(figures)]
    charts_in_pairs([*charts, rated_higher(figures, labels), rated_lower(figures, labels)], "my_films.figures")
    if lacking := texts.lacking(figures.lacking):
        st.caption(lacking)


def _show_headlines(figures: RatingFigures, marks: Marks) -> None:
    mean = f"{figures.mean:.2f}" if figures.mean is not None else "unknown"
    seen = sum(each.seen for each in marks.by_film().values())
    with st.grid(4, min_column_width=150):
        st.metric("Films rated", f"{figures.films:,}", border=True)
        st.metric("Your average", mean, border=True, help="Out of 5 stars.")
        st.metric("Films seen", f"{seen:,}", border=True, help="Watched or rated.")
        st.metric("On your watchlist", f"{len(marks.watchlist):,}", border=True)
