"""Compare films: two of them, a group, a neighbourhood, the whole map, or a path from one to another."""

import streamlit as st

from ui.navigation import GROUP, MAP, MODE, NEIGHBOURS, PATH, TWO_FILMS
from ui.shell import guard
from ui.similarity import TITLE, film_map, group, neighbourhood, one_film, pair, path
from ui.widgets.film_search import BOUND
from ui.widgets.share import share_link

guard()

modes = {
    TWO_FILMS: pair.show,
    GROUP: group.show,
    NEIGHBOURS: neighbourhood.show,
    MAP: film_map.show,
    PATH: path.show,
}

st.title(TITLE, anchor=False)
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    mode: str = st.segmented_control(
        "Mode", list(modes), default=TWO_FILMS, required=True, key=MODE, label_visibility="collapsed", **BOUND
    )
    share_link()
one_film.follow(mode)
modes[mode]()
one_film.note(mode)
