"""The catalogue in charts."""

import streamlit as st

from ui import resources
from ui.comparison_charts import typical_table
from ui.data_quality import show_quality
from ui.filters import nothing_left, pick_filters
from ui.frame import guard
from ui.headlines import show_headlines
from ui.own_chart import show_own_chart
from ui.picker import BOUND
from ui.pictures import show_picture, show_pictures
from ui.sections import contents, over_time, ratings_and_money
from ui.tables import show_table

guard()

OVER_TIME, CONTENTS, RATINGS, QUALITY, OWN = (
    "Over time",
    "What is in it",
    "Ratings and money",
    "Data quality",
    "Your own chart",
)

st.title("The catalogue in figures", anchor=False)
filters = pick_filters(resources.choices())
with st.skeleton(height=600):
    figures = resources.statistics(filters)
info = resources.engine().info
if figures.films < info.films:
    st.caption(f"{figures.films:,} of {info.films:,} films. Adult and unreleased ones count only if you ask for them.")
if not figures.films:
    st.info(nothing_left(resources.engine().removed_by(filters)), icon=":material/bar_chart:")
    st.stop()

show_headlines(figures)
section = st.segmented_control(
    "Show",
    (OVER_TIME, CONTENTS, RATINGS, QUALITY, OWN),
    default=OVER_TIME,
    required=True,
    key="section",
    label_visibility="collapsed",
    **BOUND,
)
if section == QUALITY:
    show_quality(figures, filters, info)
elif section == OWN:
    show_own_chart(filters)
else:
    pictures_of = {OVER_TIME: over_time, CONTENTS: contents, RATINGS: ratings_and_money}
    first, *others = pictures_of[section](figures)
    show_picture(first, filters, wide=True)
    show_pictures(others, filters)
if section == CONTENTS:
    st.subheader("Keywords typical of a genre", anchor=False)
    typical = typical_table(figures)
    if typical.empty:
        st.caption("It takes keywords that five films have.")
    else:
        show_table(typical, "The keywords most typical of each genre")
        st.caption(
            "Those that its films have more than the films of other genres; behind each, how many of its films do."
        )
