"""All films, page by page."""

import streamlit as st

from ui import answers
from ui.addresses import browse_key
from ui.browse.links import settle
from ui.browse.listing import show_films, show_head
from ui.shell import guard
from ui.widgets.filter_panel import pick_filters_beside, show_chips

guard()

st.title("Browse films", anchor=False)
options = answers.filter_options()
settle(options)
panel, films = st.columns([1, 3], gap="large")
with panel:
    filters = pick_filters_beside(options, browse_key)
with films:
    sort, view = show_head(filters)
    show_chips(filters, options, browse_key)
    show_films(filters, sort, view)
