"""What is recommended: a wall of posters, a table to sort and take along, or a chart of what the scores are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import partial

import streamlit as st

from engine import MAX_DISLIKED, MAX_LIKED, Answer, Film, Query
from engine.tmdb import FilmDetails
from ui import cache
from ui.charts import scores
from ui.navigation import DISLIKED, LIKED, compare, open_comparison, start_over
from ui.recommend import exports
from ui.recommend.details import show_details
from ui.text.numbers import share
from ui.tmdb import lookups
from ui.tmdb.film_details import missing_note
from ui.widgets import film_search
from ui.widgets.film_card import CARD_WIDTH, Card, recommendation_card

_POSTERS, _TABLE, _CONTRIBUTIONS = "Posters", "Table", "Contributions"
_REFINED = "results.refined"
_MORE, _LESS, _ONLY, _COMPARE = "More like this", "Less like this", "Only this one", "Compare"


@st.fragment
def show_results(answer: Answer, query: Query, name: str) -> None:
    """Draw the films of an answer in the view chosen; a change of the view draws nothing else anew.

    name : of what the films are like, for files
    """
    # The pickers are not part of this fragment: nothing of it is drawn before they are.
    refined = st.session_state.pop(_REFINED, None)
    if refined == _COMPARE:
        open_comparison()
    if refined:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        view = st.segmented_control(
            "View",
            (_POSTERS, _TABLE, _CONTRIBUTIONS),
            default=_POSTERS,
            required=True,
            key="view",
            bind="query-params",
            persist_state="session",
            label_visibility="collapsed",
        )
        if len(answer.films) > 1:
            alike = share(1 - answer.diversity)
            st.caption(f"On average two of these films are {alike} alike.", width="content")
    if view == _TABLE:
        _table(answer, query, name)
    elif view == _CONTRIBUTIONS:
        _contributions(answer)
    else:
        _wall(answer, query)


def _wall(answer: Answer, query: Query) -> None:
    opened = None
    asked = lookups.start(one.film.id for one in answer.films)
    cards: dict[int, Card] = {}
    wall = st.grid("auto", min_column_width=CARD_WIDTH)
    for one in answer.films:
        film = one.film
        with wall.container(border=True, height="stretch"):
            cards[film.id] = recommendation_card(one)
            st.space("stretch")
            with st.container(horizontal=True, horizontal_alignment="distribute", gap="xxsmall"):
                if st.button("Details", key=f"details.{film.id}", type="tertiary"):
                    opened = one
                key = f"refine.{film.id}"
                options = (_MORE, _LESS, _ONLY, _COMPARE)
                st.menu_button("Refine", options, key=key, type="tertiary", on_click=_refine, args=(film, query, key))
    if opened:
        show_details(opened, query)
    # After all else: the films can be looked at while this comes.
    told = dict(_filled(cards, asked))
    if note := missing_note(told, len(asked)):
        st.caption(note)


def _filled(cards: Mapping[int, Card], asked: lookups.PendingLookups) -> Iterator[tuple[int, lookups.LookupResult]]:
    """Draw what is added by TMDB on each card as it comes, and yield it."""
    for film_id, told in lookups.results(asked):
        if isinstance(told, FilmDetails):
            cards[film_id].tell(told)
        yield film_id, told


def _refine(film: Film, query: Query, key: str) -> None:
    """Do what was chosen from the menu of a film; a callback."""
    chosen = st.session_state[_REFINED] = st.session_state[key]
    if chosen == _MORE:
        film_search.remove(DISLIKED, film)
        film_search.add(LIKED, film, MAX_LIKED)
    elif chosen == _LESS:
        film_search.remove(LIKED, film)
        film_search.add(DISLIKED, film, MAX_DISLIKED)
    elif chosen == _ONLY:
        start_over([film])
    elif chosen == _COMPARE:
        compare(cache.engine().film(query.liked[0]) if query.liked else None, film)


def _table(answer: Answer, query: Query, name: str) -> None:
    table = scores.answer_table(answer.films)
    st.dataframe(
        table,
        hide_index=True,
        alt="The recommended films with their scores, facts and reasons",
        column_config={
            "Score": st.column_config.ProgressColumn(
                format="%.3f", min_value=0.0, max_value=max(1e-9, float(table["Score"].max()))
            ),
            "Rating": st.column_config.NumberColumn(format="%.1f"),
            "Year": st.column_config.NumberColumn(format="%d"),
            "Votes": st.column_config.NumberColumn(format="localized"),
        },
    )
    found = answer.films
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for label, ending, mime, make, why in (
            ("CSV", "csv", "text/csv", partial(exports.as_csv, found), "For a spreadsheet"),
            ("JSON", "json", "application/json", partial(exports.as_json, found, asdict(query)), "For programs"),
            (
                "Letterboxd list",
                "letterboxd.csv",
                "text/csv",
                partial(exports.as_letterboxd, found),
                "A file that Letterboxd imports as a list",
            ),
        ):
            st.download_button(
                label,
                make,
                file_name=exports.file_name(name, ending),
                mime=mime,
                help=why,
                icon=":material/download:",
                on_click="ignore",
            )


def _contributions(answer: Answer) -> None:
    st.caption(
        "Each field adds its share of the similarity. Closeness in time, being well known and being well rated add to "
        "it, or take from it."
    )
    parts = scores.score_parts(answer.films)
    best = answer.films[0]
    st.altair_chart(
        scores.stacked_scores(parts),
        alt=f"What each part adds to the scores, from {best.film.title} with {best.score:.2f} downward",
    )
    with st.expander("The same as a table", icon=":material/table:"):
        st.dataframe(
            scores.score_table(answer.films), hide_index=True, alt="Scores of the recommended films and their parts"
        )
