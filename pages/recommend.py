"""Choose what you like, get films like it, and see why."""

from dataclasses import replace

import streamlit as st

from engine import Filters
from ui import answers, cache
from ui.recommend import texts
from ui.recommend.preferences import pick_preferences
from ui.recommend.results import show_franchises, show_results
from ui.recommend.seeds import pick_seeds
from ui.recommend.start import offer_start, show_start
from ui.recommend.understood import pick_facts
from ui.shell import guard
from ui.text.markdown import literal
from ui.users.experiments import note_shown
from ui.users.history import remember_query
from ui.widgets.film_search import BOUND
from ui.widgets.filter_panel import pick_filters, show_chips
from ui.widgets.filters import nothing_left
from ui.widgets.side_panel import filters_beside

guard()

st.title("Films like the ones you love", anchor=False)
hint = st.empty()
seeds, beside = pick_seeds()
# What comes and goes has a place that stays: the widgets in a container that moves up are lost to the address.
with st.container():
    kept = pick_facts(seeds.about)
options = answers.filter_options()
places = filters_beside()
with places.row:
    query, preset, preferences = pick_preferences(seeds.query)
filters = pick_filters(places.filters, options)
with beside:
    offer_start(filters, with_examples=not seeds.is_empty)
with places.results:
    # The style sheet knows both keys: on a phone, the films come before the rest of the question.
    with st.container(key="question-switch"):
        if not seeds.is_empty:
            st.toggle(texts.SHOW_QUESTION, key="show_question")
    show_chips(filters, options)
    summary = st.empty()
    if preferences:
        summary.caption(literal(" · ".join(preferences)))

    query, _ = answers.understand(replace(query, filters=filters), kept)
    if seeds.is_empty:
        hint.caption(texts.NOTHING_CHOSEN)
        show_start(filters)
    elif not query.can_be_answered:
        st.info(texts.NOTHING_WANTED, icon=":material/movie:")
    else:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom", gap="small"):
            heading = st.container(width="content")
            k = st.segmented_control(
                "How many films",
                [10, 20, 50],
                default=10,
                required=True,
                key="count",
                label_visibility="collapsed",
                width="content",
                **BOUND,
            )
        query = replace(query, k=k or 10, filters=query.filters.for_preset(preset))
        answer = answers.answer(query)
        heading.header(texts.heading(len(answer.films), seeds.description), anchor=False)
        unknown_words = st.empty()
        if answer.unknown:
            unknown_words.info(texts.none_mention(answer.unknown), icon=":material/search_off:")
        little_in_common = st.empty()
        if texts.is_little_in_common(answer):
            little_in_common.info(texts.LITTLE_IN_COMMON, icon=":material/info:")
        if answer.corrected:
            st.caption(texts.read_as(answer.corrected))
        unfiltered = replace(query, filters=Filters().for_preset(preset))
        if answer.films:
            show_results(answer, query, seeds.name)
            remember_query(seeds.link)
            note_shown([each.film.id for each in answer.films], ("preset",))
            show_franchises(answer, query)
        elif query.liked or not query.about or answers.answer(unfiltered).films:
            st.info(nothing_left(cache.engine().recommender.removed_by(query.filters)), icon=":material/movie:")
        else:
            # A description without a single known word has no answer, whatever the filters.
            st.info(texts.TRY_DIFFERENT_WORDS, icon=":material/movie:")
