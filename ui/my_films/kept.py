"""Whether the visitor's marks can be read, and whether they outlast the visit."""

from __future__ import annotations

import streamlit as st

from engine.errors import UsersFault
from ui.my_films import texts
from ui.text.markdown import literal
from ui.users import account, marks, visitor


def can_be_read() -> bool:
    """Return whether the database of users answers."""
    try:
        visitor.user_id()
    except UsersFault:
        # Marks that were read before would hide the fault from the shell, which says why.
        marks.forget()
        marks.marks()
        return False
    return True


def show_whether_kept() -> None:
    """Say in one line whether marks are kept, and what to do if they are not. Raises UsersFault."""
    if not visitor.is_kept():
        st.warning(texts.NOT_KEPT, icon=":material/save:")
    elif account.signed_in():
        st.caption(texts.KEPT_IN_ACCOUNT)
        if others := visitor.other_accounts():
            st.info(literal(texts.other_accounts(others)), icon=":material/group:")
    else:
        st.caption(texts.KEPT)
