"""All films, page by page."""

import streamlit as st

from ui import answers
from ui.addresses import browse_key
from ui.browse.listing import pick_order, show_films
from ui.shell import guard
from ui.widgets.filters import pick_filters

guard()

st.title("Browse films", anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    filters = pick_filters(answers.filter_options(), browse_key)
    with st.container(width=160):
        sort = pick_order()
show_films(filters, sort)
