"""The catalogue in numbers and charts: headlines, and one section at a time."""

import streamlit as st

from ui import answers, cache
from ui.addresses import statistics_key
from ui.shell import guard
from ui.statistics import TITLE, contents, data_quality, group_by, headlines, over_time, ratings_and_money
from ui.waiting import waiting
from ui.widgets.film_search import BOUND
from ui.widgets.filter_panel import pick_filters, show_chips
from ui.widgets.filters import nothing_left
from ui.widgets.share import share_link
from ui.widgets.side_panel import filters_beside

guard()

sections = {section.NAME: section.show for section in (over_time, contents, ratings_and_money, data_quality, group_by)}

st.title(TITLE, anchor=False)
options = answers.filter_options()
places = filters_beside()
filters = pick_filters(places.filters, options, statistics_key, unwanted=True)
with waiting(600):
    numbers = answers.headlines(filters)
with places.row, st.container(horizontal=True, horizontal_alignment="right"):
    share_link()
with places.results:
    show_chips(filters, options, statistics_key)
    all_films = cache.engine().info.films
    if numbers.films < all_films:
        st.caption(
            f"{numbers.films:,} of {all_films:,} films. Adult and unreleased films count only if you include them."
        )
    if numbers.films:
        section = st.segmented_control(
            "Section",
            list(sections),
            default=over_time.NAME,
            required=True,
            key="section",
            label_visibility="collapsed",
            **BOUND,
        )
        if section == over_time.NAME:
            headlines.show(numbers)
        sections[section or over_time.NAME](filters)
    else:
        st.info(nothing_left(cache.engine().recommender.removed_by(filters)), icon=":material/bar_chart:")
