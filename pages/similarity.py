"""Two films side by side: how alike they are, and in what."""

import streamlit as st

from engine import Film
from ui import resources
from ui.cards import film_header
from ui.explained import show_explanation
from ui.frame import guard
from ui.picker import choose, pick_film
from ui.text import literal, share

guard()

FIRST, SECOND = "first", "second"


def swap(a: Film, b: Film) -> None:
    """Exchange the two choices."""
    choose(FIRST, b)
    choose(SECOND, a)


st.title("How alike are two films?", anchor=False)
left, right = st.columns(2, gap="large")
with left:
    a = pick_film("First film", FIRST)
with right:
    b = pick_film("Second film", SECOND, start=1)

if a is None or b is None:
    st.stop()

result = resources.comparison(a.id, b.id)
with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
    st.metric("Similarity", f"{result.similarity:.3f}", width="content", help="0: nothing in common. 1: the same.")
    st.button("Swap", icon=":material/swap_horiz:", key="similarity.swap", on_click=swap, args=(a, b))
if a.id == b.id:
    st.info("This is the same film twice. Choose another one to compare it with.", icon=":material/info:")
else:
    closer = f"closer to {literal(a.title)} than {share(result.closer_than)} of the catalogue"
    st.caption(f"{literal(b.title)} is {closer}.")

left, right = st.columns(2, gap="large")
with left:
    film_header(a, words_to_poster=2.5)
with right:
    film_header(b, words_to_poster=2.5)

show_explanation(result.explanation, result.similarity)
