"""A chart of the catalogue on the page: its words, the films behind a bar, the table behind it all."""

from __future__ import annotations

import streamlit as st

from engine import Film, Filters
from ui import resources
from ui.ask import LIKED, start
from ui.dataset_charts import CLICKED, Picture, tables_of
from ui.looks import FIRST, LOOK, TWO_FILMS
from ui.picker import choose, label_of
from ui.tables import show_table
from ui.text import literal

_MOST_FILMS = 8


def show_picture(picture: Picture, filters: Filters) -> None:
    """Draw a picture; the films behind a bar are those that pass the filters."""
    st.subheader(picture.title, anchor=False)
    if picture.chart is None:
        st.caption(literal(picture.note))
        return
    if picture.column:
        key = f"picture.{picture.column}"
        event = st.altair_chart(picture.chart, alt=picture.alt, key=key, on_select="rerun", selection_mode=CLICKED)
        st.caption(literal(picture.note))
        for bar in event.selection.get(CLICKED) or []:
            _show_films(picture.column, str(bar["name"]), filters)
    else:
        st.altair_chart(picture.chart, alt=picture.alt)
        st.caption(literal(picture.note))
    # Only what somebody opens is sent.
    twin = st.expander("The same as a table", icon=":material/table:", key=f"twin.{picture.title}", on_change="rerun")
    if twin.open:
        with twin:
            for table in tables_of(picture.chart):
                show_table(table, f"What the chart of {picture.title.lower()} is drawn from")


def _show_films(column: str, name: str, filters: Filters) -> None:
    """Draw the most voted films behind a bar, with the ways to recommend from each and to compare it."""
    films = resources.films_with(column, name, filters, _MOST_FILMS)
    if not films:
        # The bar that was clicked on may be gone with other filters.
        return
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"**{literal(name)}**: the most voted films")
        for film in films:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(literal(film.label), width="stretch")
                _offer(column, film)


def _offer(column: str, film: Film) -> None:
    if st.button("More like this", key=f"picture.more.{column}.{film.id}", type="tertiary"):
        start([film])
        st.switch_page("pages/recommend.py", query_params={LIKED: label_of(film)})
    if st.button("Compare", key=f"picture.compare.{column}.{film.id}", type="tertiary"):
        choose(FIRST, film)
        st.session_state[LOOK] = TWO_FILMS
        st.switch_page("pages/similarity.py", query_params={FIRST: label_of(film)})
