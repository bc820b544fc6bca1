"""What the visitor's taste likes and dislikes, as it was learned from marks."""

from __future__ import annotations

import streamlit as st

from engine.users import Marks
from ui.charts.my_taste import decades, disliked_terms, in_words, liked_terms
from ui.my_films import texts
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
    taste = personal.taste(personal.personal_marks(marks))
    if words := in_words(taste):
        st.markdown(literal(words))
    charts_in_pairs([liked_terms(taste), disliked_terms(taste)], "my_films.taste")
    captioned_chart(decades(taste), "my_films.taste.decades")
