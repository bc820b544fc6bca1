"""A group of films: which are similar, which is typical, and which does not fit in."""

from __future__ import annotations

import streamlit as st

from engine import Film, FilterOptions, Filters
from engine.relations import MAX_MEMBERS, Group
from ui import answers
from ui.addresses import SIMILARITY
from ui.charts.group import heat_map, members_table
from ui.navigation import FIRST, GROUP, MODE, SECOND, TWO_FILMS
from ui.similarity.start import SINGLES, offer_examples
from ui.text.markdown import literal
from ui.text.numbers import listed
from ui.text.spreadsheets import table_as_csv
from ui.widgets.explanation import show_explanation
from ui.widgets.film_search import BOUND, label_of, pick_film, pick_films
from ui.widgets.link_row import PageLink, link_row
from ui.widgets.table import show_table

PICK_FILMS, SIMILAR_TO_A_FILM, MOST_POPULAR = "Pick films", "Similar to a film", "Most popular"
NO_FILM = "Choose a film to see the films that are most like it, and each other."
TOO_FEW = "A group needs at least two films. Add more, or widen your choice."
NOTHING_SHARED = "These films have nothing in common: no words, keywords, genres, people or studios."
_DEFAULT_SIZE = 16


def show() -> None:
    """Draw this mode."""
    films = _pick()
    if not films and st.session_state["group"] == SIMILAR_TO_A_FILM:
        st.info(NO_FILM, icon=":material/grid_on:")
        offer_examples(GROUP, SINGLES)
        return
    if len(films) < 2:
        st.info(TOO_FEW, icon=":material/grid_on:")
        return
    group = answers.group(tuple(sorted(film.id for film in films)))
    _metrics(group)
    pair = st.container()
    # A new group is a new chart: the pair that was clicked in the old one may not be in it.
    key = "group.heat." + ".".join(str(member.film.id) for member in group.members)
    event = st.altair_chart(heat_map(group), key=key, on_select="rerun", selection_mode="pair", alt=_description(group))
    st.caption("Similar films are next to each other. Click a cell to see what two films share.")
    with pair:
        _selected_pair(group, event.selection.get("pair") or [])
    _table(group)


def metrics(group: Group) -> dict[str, tuple[str, str | None]]:
    """Return the value and the help of each metric, by label, as Markdown."""
    numbers: dict[str, tuple[str, str | None]] = {
        "Films": (str(len(group.members)), None),
        "Average similarity": (f"{group.mean_similarity:.3f}", "Over all pairs of these films."),
    }
    if not (group.typical and group.outlier):
        return numbers
    return numbers | {
        "Most typical": (literal(group.typical.title), "On average the most similar to the others."),
        "Outlier": (literal(group.outlier.title), "On average the least similar to the others."),
    }


def _pick() -> list[Film]:
    """Draw the ways to choose a group, and return its films."""
    options = (PICK_FILMS, SIMILAR_TO_A_FILM, MOST_POPULAR)
    source = st.segmented_control(
        "Which films", options, default=SIMILAR_TO_A_FILM, required=True, key="group", **BOUND
    )
    if source == PICK_FILMS:
        return pick_films("Films of the group", "members", MAX_MEMBERS)
    if source == SIMILAR_TO_A_FILM:
        left, right = st.columns([2, 1], gap="large", vertical_alignment="bottom")
        with left:
            film = pick_film("Film", FIRST)
        with right:
            size = _size()
        return [film, *answers.nearest(film.id, size - 1)] if film else []
    filters = _filters(answers.filter_options())
    return list(answers.most_voted(filters, _size()))


def _size() -> int:
    size: int = st.slider("Number of films", 2, MAX_MEMBERS, _DEFAULT_SIZE, key="size", **BOUND)
    return size


def _filters(options: FilterOptions) -> Filters:
    """Draw what the most popular films are chosen from: a genre, a decade and a keyword, all at once."""
    decades = range(options.first_year // 10 * 10, (options.last_year or 0) + 1, 10) if options.first_year else ()
    left, middle, right = st.columns(3, gap="small")
    genre = left.selectbox("Genre", options.genres, index=None, placeholder="Any", key="genre", **BOUND)
    decade = middle.selectbox(
        "Decade", [f"{year}s" for year in reversed(decades)], index=None, placeholder="Any", key="decade", **BOUND
    )
    keyword = right.selectbox(
        "Keyword", options.keywords, index=None, placeholder="Any", key="keyword", accept_new_options=True, **BOUND
    )
    first_year = int(decade[:-1]) if decade else None
    return Filters(
        genres=(genre,) if genre else (),
        keywords=(keyword,) if keyword else (),
        first_year=first_year,
        last_year=first_year + 9 if first_year is not None else None,
    )


def _metrics(group: Group) -> None:
    with st.container(horizontal=True, gap="large"):
        for label, (value, explanation) in metrics(group).items():
            st.metric(label, value, width="content", help=explanation)
    if not group.mean_similarity:
        st.info(NOTHING_SHARED, icon=":material/info:")


def _selected_pair(group: Group, cells: list[dict[str, int]]) -> None:
    """Draw what the two films of the selected cell share."""
    if not cells:
        return
    films = {member.film.id: member.film for member in group.members}
    a, b = films[cells[0]["a"]], films[cells[0]["b"]]
    comparison = answers.comparison(a.id, b.id)
    reasons = literal(listed(comparison.explanation.reasons)) or "nothing"
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.header(f"{literal(a.title)} and {literal(b.title)}", anchor=False, width="content")
            st.space("stretch")
            # What a button chose would be in the address only if there was a second film before.
            chosen = {MODE: TWO_FILMS, FIRST: label_of(a), SECOND: label_of(b)}
            link_row("", [PageLink("Compare", SIMILARITY, chosen)], "group.compare")
        st.markdown(f"Similarity **{comparison.similarity:.3f}** · In common: {reasons}")
        show_explanation(comparison.explanation, comparison.similarity)


def _table(group: Group) -> None:
    with st.expander("Show as table", icon=":material/table:"):
        table = members_table(group)
        show_table(table, "Average similarity of each film to the others, and its similarity to each of them")
        st.download_button(
            "Download CSV",
            lambda: table_as_csv(table),
            file_name="group.csv",
            mime="text/csv",
            icon=":material/download:",
            key="group.csv",
            on_click="ignore",
        )


def _description(group: Group) -> str:
    text = f"Similarities of {len(group.members)} films, on average {group.mean_similarity:.2f}"
    if group.typical and group.outlier:
        text += f". Most typical: {group.typical.label}. Least typical: {group.outlier.label}"
    return text
