"""What the visitor has marked: lists, history, taste, figures, and files to bring and take along."""

import streamlit as st

from ui.my_films import TITLE, figures, history, lists, preferences, taste, texts, transfer
from ui.my_films.kept import can_be_read, show_whether_kept
from ui.shell import guard
from ui.users.marks import marks as marks_of_visitor
from ui.widgets.film_search import BOUND
from ui.widgets.share import title_with_share

guard()

sections = {each.name: each.show for each in (lists.WATCHLIST, lists.RATINGS, lists.WATCHED, lists.NOT_INTERESTED)}
sections |= {section.NAME: section.show for section in (history, taste, figures, preferences, transfer)}

title_with_share(TITLE, texts.SHARE_HINT)
if st.session_state.pop(transfer.DELETED, False):
    st.success(texts.DELETED, icon=":material/check:")
marks = marks_of_visitor()
# If the database cannot be used, the shell says so.
if can_be_read():
    show_whether_kept()
    section = st.segmented_control(
        "Section",
        list(sections),
        default=lists.WATCHLIST.name,
        required=True,
        key="films",
        on_change=lists.first_page,
        label_visibility="collapsed",
        **BOUND,
    )
    sections[section or lists.WATCHLIST.name](marks)
