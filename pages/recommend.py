"""Say what you like, get films like it, and the reasons."""

from dataclasses import replace

import streamlit as st

from engine import Filters
from ui import cache
from ui.recommend.preferences import pick_weighing
from ui.recommend.results import show_results
from ui.recommend.seeds import offer_start, pick_seeds
from ui.shell import guard
from ui.text.markdown import literal
from ui.text.numbers import listed
from ui.widgets.filters import nothing_left, pick_filters

guard()

st.title("Films like the ones you love", anchor=False)
seeds, beside = pick_seeds()
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    query, told = pick_weighing(seeds.query)
    filters = pick_filters(cache.filter_options())
with beside:
    offer_start(filters)
# What comes and goes has a place that stays: the widgets in a container that moves up are lost to the address.
differs = st.empty()
if told:
    differs.caption(literal(" · ".join(told)))

if not seeds.liked and not seeds.text:
    st.info(
        "Choose a film you like, say in your own words what a film should be about, or take an example.",
        icon=":material/movie:",
    )
    st.stop()

heading, many = st.columns([4, 1], vertical_alignment="bottom")
with many:
    k = st.segmented_control(
        "How many films",
        [10, 20, 50],
        default=10,
        required=True,
        key="count",
        bind="query-params",
        persist_state="session",
        label_visibility="collapsed",
        width="stretch",
    )
query = replace(query, k=k or 10, filters=filters)
answer = cache.answer(query)

with heading:
    count = "1 film" if len(answer.films) == 1 else f"{len(answer.films)} films"
    st.subheader(f"{count} {literal(seeds.words)}", anchor=False)
not_known = st.empty()
if answer.unknown:
    words = literal(listed(answer.unknown, 8))
    not_known.info(f"No film of this catalogue knows {words}.", icon=":material/search_off:")
if not answer.films:
    # A text of which no word is known has no answer whatever the filters.
    if seeds.liked or cache.answer(replace(query, filters=Filters())).films:
        st.info(nothing_left(cache.engine().recommender.removed_by(filters)), icon=":material/movie:")
    else:
        st.info("Say it in other words, or choose a film you like.", icon=":material/movie:")
    st.stop()
show_results(answer, query, seeds.name)
