"""Search first, then shelves of films to begin with."""

import streamlit as st

from ui import cache
from ui.home.personal import show_personal_shelves
from ui.home.search import offer_a_surprise, pick_text, show_found
from ui.home.shelves import show_links, show_shelves
from ui.shell import guard
from ui.widgets.share import title_with_share

guard()

title_with_share("What did you love?")
st.caption(f"Search {len(cache.engine()):,} films, open one, and see films like it.")
if typed := pick_text():
    show_found(typed)
else:
    offer_a_surprise()
    show_personal_shelves()
    show_shelves()
    show_links()
