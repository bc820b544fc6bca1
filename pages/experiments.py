"""How experiments go, for operators."""

import streamlit as st

from ui.operators import TITLE, is_operator, show_experiments, show_refusal
from ui.shell import guard

guard()

st.title(TITLE, anchor=False)
if is_operator():
    show_experiments()
else:
    show_refusal()
