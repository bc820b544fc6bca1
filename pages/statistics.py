"""The catalogue in charts."""

import streamlit as st

from ui import cache
from ui.charts.comparisons import typical_table
from ui.shell import guard
from ui.statistics.chart_panel import show_picture, show_pictures
from ui.statistics.data_quality import show_quality
from ui.statistics.group_by import show_own_chart
from ui.statistics.headlines import show_headlines
from ui.statistics.sections import contents, over_time, ratings_and_money
from ui.widgets.film_search import BOUND
from ui.widgets.filters import nothing_left, pick_filters
from ui.widgets.table import show_table

guard()

OVER_TIME, CONTENTS, RATINGS, QUALITY, OWN = (
    "Over time",
    "What is in it",
    "Ratings and money",
    "Data quality",
    "Your own chart",
)

st.title("The catalogue in figures", anchor=False)
filters = pick_filters(cache.filter_options())
with st.skeleton(height=600):
    figures = cache.statistics(filters)
info = cache.engine().info
if figures.films < info.films:
    st.caption(f"{figures.films:,} of {info.films:,} films. Adult and unreleased ones count only if you ask for them.")
if not figures.films:
    st.info(nothing_left(cache.engine().recommender.removed_by(filters)), icon=":material/bar_chart:")
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
