"""Pick a film, get films like it, and the reasons."""

import streamlit as st

from engine import PRESETS
from ui import charts, resources
from ui.cards import CARD_WIDTH, film_header, recommendation_card
from ui.filters import nothing_left, pick_filters
from ui.frame import guard
from ui.picker import pick_film
from ui.text import literal

guard()

KEY = "film"
DEFAULT = next(iter(PRESETS))

st.title("Films like one you love", anchor=False)
choice, count = st.columns([4, 1], vertical_alignment="top")
with choice:
    film = pick_film("Film", KEY)
with count:
    k = st.selectbox("How many", [10, 20, 50], key="many", bind="query-params", persist_state="session")

if film is None:
    st.stop()

with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    taste = st.segmented_control(
        "What counts",
        list(PRESETS),
        default=DEFAULT,
        required=True,
        key="taste",
        bind="query-params",
        persist_state="session",
        help="What makes a film a good answer. “Where the scores come from”, below, shows what each part adds.",
    )
    filters = pick_filters(resources.choices())
found = resources.recommendations(film.id, k, PRESETS[taste or DEFAULT], filters)
film_header(film)

if not found:
    st.info(nothing_left(resources.engine().removed_by(filters)), icon=":material/movie:")
    st.stop()

st.subheader(f"{len(found)} films like {literal(film.title)}", anchor=False)
wall = st.grid("auto", min_column_width=CARD_WIDTH)
for one in found:
    with wall.container(border=True, height="stretch"):
        recommendation_card(one, KEY)

st.subheader("Where the scores come from", anchor=False)
st.caption(
    "Each field adds its share of the similarity. Closeness in time, being well known and being well rated add to it, "
    "or take from it."
)
parts = charts.score_parts(found)
st.altair_chart(
    charts.stacked_scores(parts),
    alt=f"What each part adds to the scores, from {found[0].film.title} with {found[0].score:.2f} downward",
)
with st.expander("The same as a table", icon=":material/table:"):
    st.dataframe(charts.score_table(found), hide_index=True, alt="Scores of the recommended films and their parts")
