"""What the visitor's taste likes and dislikes, what they want of it, and what their last rating changed."""

from __future__ import annotations

import streamlit as st

from engine.users import Marks, in_catalogue
from ui import cache
from ui.addresses import FOR_YOU
from ui.charts.my_taste import decades, disliked_terms, in_words, liked_terms, rating_changes
from ui.my_films import choices, texts
from ui.text.for_you import TITLE
from ui.text.markdown import literal
from ui.users import personal
from ui.widgets.chart import captioned_chart, charts_in_pairs
from ui.widgets.ways_on import ALL_FILMS, show_ways_on

NAME = "Your taste"


def show(marks: Marks) -> None:
    """Draw the section."""
    if not personal.knows_any(marks):
        show_ways_on(texts.NO_TASTE, ":material/favorite:", ALL_FILMS)
        return
    mine = personal.personal_marks(marks)
    taste = personal.taste(mine)
    if words := in_words(taste):
        st.markdown(literal(words))
    st.page_link(FOR_YOU, label=TITLE, icon=":material/recommend:", help="")
    charts_in_pairs([liked_terms(taste), disliked_terms(taste)], "my_films.taste")
    choices.show(personal.learned_taste(mine))
    captioned_chart(decades(taste), "my_films.taste.decades")
    if rated := in_catalogue(marks.rating, cache.engine().opened.columns):
        film_id, stars = rated[0].film_id, rated[0].rating or 0
        changes = personal.changed_by(mine, film_id)
        captioned_chart(rating_changes(cache.engine().film(film_id).label, stars, changes), "my_films.taste.changes")
