"""How alike films are: two of them, a group, a neighbourhood, a whole map, or a chain."""

import streamlit as st

from ui.frame import guard
from ui.looks import BRIDGE, GROUP, LOOK, MAP, NEIGHBOURS, TWO_FILMS, bridge, film_map, group, neighbourhood, pair
from ui.picker import BOUND

guard()

looks = {
    TWO_FILMS: pair.show,
    GROUP: group.show,
    NEIGHBOURS: neighbourhood.show,
    MAP: film_map.show,
    BRIDGE: bridge.show,
}

st.title("How alike are films?", anchor=False)
look = st.segmented_control(
    "Look at", list(looks), default=TWO_FILMS, required=True, key=LOOK, label_visibility="collapsed", **BOUND
)
looks[look or TWO_FILMS]()
