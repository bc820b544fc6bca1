"""Search first, then shelves of films to begin with."""

import streamlit as st

from ui import cache
from ui.addresses import FILM, film_link
from ui.home.find import find_film
from ui.home.shelves import show_links, show_shelves
from ui.shell import guard

guard()

st.title("What did you love?", anchor=False)
st.caption(f"{len(cache.engine()):,} films")
if film := find_film():
    st.switch_page(FILM, query_params=film_link(film))
show_shelves()
show_links()
