"""One person: their films, and what these are about."""

import streamlit as st

from ui.addresses import PERSON_NAME
from ui.film.person import show_person
from ui.shell import guard

guard()

show_person(st.query_params.get(PERSON_NAME, ""))
