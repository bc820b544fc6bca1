"""A group of films: who is like whom, who is typical, and who does not belong."""

from __future__ import annotations

import streamlit as st

from engine import Film, FilterOptions, Filters
from engine.relations import MAX_MEMBERS, Group
from ui import cache
from ui.charts import relations
from ui.navigation import FIRST, SECOND, compare
from ui.text.markdown import literal
from ui.text.numbers import listed
from ui.text.spreadsheets import table_as_csv
from ui.widgets.explanation import show_explanation
from ui.widgets.film_search import BOUND, pick_film, pick_films, remember
from ui.widgets.table import show_table

_CHOSEN, _AROUND, _KNOWN = "One by one", "Neighbours of a film", "Most voted"
_SIZE = 16
"""Films of a group that somebody has not yet chosen the size of."""


def show() -> None:
    """Draw the look."""
    # Streamlit puts what a callback chooses into the address only if there was a choice before.
    remember(SECOND, start=1)
    films = _pick()
    if len(films) < 2:
        st.info("A group has two films at least: choose more, or loosen what is asked for.", icon=":material/grid_on:")
        return
    group = cache.group(tuple(sorted(film.id for film in films)))
    _figures(group)
    pair = st.container()
    # A new group is a new chart: what was clicked on belongs to the old one.
    key = "group.heat." + ".".join(str(one.film.id) for one in group.members)
    event = st.altair_chart(
        relations.heat_map(group), key=key, on_select="rerun", selection_mode="pair", alt=_in_words(group)
    )
    st.caption("Films that are alike stand side by side. Click a cell to see what the two films share.")
    with pair:
        _clicked(group, event.selection.get("pair") or [])
    with st.expander("The same as a table", icon=":material/table:"):
        table = relations.members_table(group)
        show_table(table, "Closeness of each film, and its similarity to each other")
        st.download_button(
            "CSV",
            lambda: table_as_csv(table),
            file_name="group.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )


def _pick() -> list[Film]:
    """Draw the ways to choose a group, and return its films."""
    way = st.segmented_control(
        "Which films", (_CHOSEN, _AROUND, _KNOWN), default=_AROUND, required=True, key="by", **BOUND
    )
    if way == _CHOSEN:
        return pick_films("Films of the group", "members", MAX_MEMBERS)
    if way == _AROUND:
        left, right = st.columns([2, 1], gap="large", vertical_alignment="bottom")
        with left:
            film = pick_film("Film", FIRST)
        with right:
            size = _size()
        return [film, *cache.nearest(film.id, size - 1)] if film else []
    filters = _filters(cache.filter_options())
    return list(cache.most_voted(filters, _size()))


def _size() -> int:
    size: int = st.slider("Films", 2, MAX_MEMBERS, _SIZE, key="size", **BOUND)
    return size


def _filters(choices: FilterOptions) -> Filters:
    """Draw what the most voted films may be the most voted of; all of it together."""
    decades = range(choices.first_year // 10 * 10, (choices.last_year or 0) + 1, 10) if choices.first_year else ()
    of_genre, of_decade, of_keyword = st.columns(3, gap="small")
    genre = of_genre.selectbox("Genre", choices.genres, index=None, placeholder="Any", key="genre", **BOUND)
    decade = of_decade.selectbox(
        "Decade", [f"{year}s" for year in reversed(decades)], index=None, placeholder="Any", key="decade", **BOUND
    )
    keyword = of_keyword.selectbox(
        "Keyword", choices.keywords, index=None, placeholder="Any", key="keyword", accept_new_options=True, **BOUND
    )
    first = int(decade[:-1]) if decade else None
    return Filters(
        genres=(genre,) if genre else (),
        keywords=(keyword,) if keyword else (),
        first_year=first,
        last_year=first + 9 if first is not None else None,
    )


def _figures(group: Group) -> None:
    with st.container(horizontal=True, gap="large"):
        st.metric("Films", len(group.members), width="content")
        st.metric("Mean similarity", f"{group.mean:.3f}", width="content", help="Over all pairs of the group.")
        if group.typical and group.outlier:
            why = "The film with the highest mean similarity to the others."
            st.metric("Most typical", literal(group.typical.title), width="content", help=why)
            why = "The film with the lowest mean similarity to the others."
            st.metric("Outlier", literal(group.outlier.title), width="content", help=why)
    if not group.mean:
        st.info("No two of these films share a word, keyword, genre, person or studio.", icon=":material/info:")


def _clicked(group: Group, cells: list[dict[str, int]]) -> None:
    """Draw what the two films of a cell share."""
    if not cells:
        return
    films = {one.film.id: one.film for one in group.members}
    a, b = films[cells[0]["a"]], films[cells[0]["b"]]
    result = cache.comparison(a.id, b.id)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(f"{literal(a.title)} and {literal(b.title)}", anchor=False, width="content")
            st.space("stretch")
            st.button("Compare", icon=":material/compare_arrows:", key="group.compare", on_click=compare, args=(a, b))
        reasons = result.explanation.reasons
        st.markdown(f"Similarity **{result.similarity:.3f}**: " + (literal(listed(reasons)) if reasons else "nothing"))
        show_explanation(result.explanation, result.similarity)


def _in_words(group: Group) -> str:
    told = f"Similarities of {len(group.members)} films, {group.mean:.2f} in the mean"
    if group.typical and group.outlier:
        told += f"; most typical is {group.typical.label}, least {group.outlier.label}"
    return told
