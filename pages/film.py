"""One film: what it is, films like it, and its franchise."""

import streamlit as st

from ui import cache
from ui.addresses import FILM_ID
from ui.film.page import NOT_FOUND, show_film
from ui.shell import guard
from ui.users.experiments import note_opened
from ui.users.history import remember_film
from ui.widgets.ways_on import ALL_FILMS, SEARCH, show_ways_on

guard()

text = st.query_params.get(FILM_ID, "")
film_id = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
if film_id in cache.engine():
    show_film(cache.engine().film(film_id))
    remember_film(film_id)
    note_opened(film_id)
else:
    st.title("Film not found", anchor=False)
    show_ways_on(NOT_FOUND, ":material/movie:", SEARCH, ALL_FILMS)
