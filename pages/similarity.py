"""How alike films are: two of them, a group, a neighbourhood, a whole map, or a chain."""

import streamlit as st

from ui.navigation import GROUP, MAP, MODE, NEIGHBOURS, PATH, TWO_FILMS
from ui.shell import guard
from ui.similarity import film_map, group, neighbourhood, pair, path
from ui.widgets.film_search import BOUND

guard()

looks = {
    TWO_FILMS: pair.show,
    GROUP: group.show,
    NEIGHBOURS: neighbourhood.show,
    MAP: film_map.show,
    PATH: path.show,
}

st.title("How alike are films?", anchor=False)
look = st.segmented_control(
    "Look at", list(looks), default=TWO_FILMS, required=True, key=MODE, label_visibility="collapsed", **BOUND
)
looks[look or TWO_FILMS]()
