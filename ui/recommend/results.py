"""The recommended films: posters, a table, or a score breakdown; a link to them, and files."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial

import streamlit as st

from engine import MAX_DISLIKED, MAX_LIKED, Answer, Film, Query
from ui import answers, cache, changes
from ui.addresses import ABOUT
from ui.charts import scores
from ui.errors import fragment
from ui.navigation import DISLIKED, LIKED, compare, open_comparison, start_over
from ui.recommend import exports, texts
from ui.recommend.details import show_details
from ui.text.numbers import share
from ui.text.reasons import why
from ui.widgets import film_dialog, film_search
from ui.widgets.cards import Card, Menu, show_cards
from ui.widgets.film_search import BOUND
from ui.widgets.marking import rerun_if_marked
from ui.widgets.share import share_link
from ui.widgets.table import show_table
from ui.widgets.wall import shelf

POSTERS, TABLE, BREAKDOWN = VIEWS = ("Posters", "Table", "Score breakdown")
MORE, LESS, START_OVER, COMPARE = MENU = ("More like this", "Less like this", "Start over from this film", "Compare")
"""The menu of a film."""
_TOLD = {
    MORE: "Showing more like {}.",
    LESS: "Showing less like {}.",
    START_OVER: "Started over from {}.",
}
"""What is said after a choice that can be undone."""
BREAKDOWN_HINT = (
    "What each film's score is made of: what it shares, field by field, and what else raises or lowers it. Click a bar "
    "to open its film."
)
_CHOSEN = "results.chosen"
"""What was chosen from a film's menu in the run before."""


@fragment
def show_results(answer: Answer, query: Query, name: str) -> None:
    """Draw the films of an answer in the chosen view. Changing the view draws nothing else again.

    Parameters
    ----------
    answer
        With at least one film.
    query
        That was answered.
    name
        What the films are like, for file names.

    """
    # The pickers are not in this fragment, so they have to be drawn before anything here is.
    chosen = st.session_state.pop(_CHOSEN, None)
    if chosen == COMPARE:
        open_comparison()
    if chosen:
        st.rerun()
    rerun_if_marked()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        view = st.segmented_control(
            "View", VIEWS, default=POSTERS, required=True, key="view", label_visibility="collapsed", **BOUND
        )
        share_link(more=partial(_offer_downloads, answer, query, name))
    by_id = {recommended.film.id: recommended for recommended in answer.films}

    def opened(film: Film) -> None:
        show_details(by_id[film.id], query)

    if view == POSTERS:
        cards = [Card(recommended.film, why(recommended)) for recommended in answer.films]
        show_cards(cards, "cards", texts.CARDS, opened, Menu(MENU, partial(_refine, query)))
        return
    if view == TABLE:
        _show_table(answer)
    else:
        _show_breakdown(answer)
    film_dialog.show_asked({film_id: recommended.film for film_id, recommended in by_id.items()}, opened)


def show_franchises(answer: Answer, query: Query) -> None:
    """Draw the films of the liked films' franchises that the answer leaves out; nothing if there are none."""
    if query.franchise == "all":
        return
    shown = {*query.liked, *(recommended.film.id for recommended in answer.films), *query.filters.exclude_films}
    others = {film.id: film for liked in query.liked for film in answers.franchise(liked) if film.id not in shown}
    shelf(texts.more_of_franchises(query.liked), list(others.values()), "results.franchises")


def _refine(query: Query, film: Film, chosen: str) -> None:
    """Do what was chosen from the menu of a film."""
    st.session_state[_CHOSEN] = chosen
    if chosen in _TOLD:
        changes.tell(_TOLD[chosen].format(film.title), LIKED, DISLIKED, ABOUT)
    if chosen == MORE:
        film_search.remove(DISLIKED, film)
        film_search.add(LIKED, film, MAX_LIKED)
    elif chosen == LESS:
        film_search.remove(LIKED, film)
        film_search.add(DISLIKED, film, MAX_DISLIKED)
    elif chosen == START_OVER:
        start_over([film])
    elif chosen == COMPARE:
        compare(cache.engine().film(query.liked[0]) if query.liked else None, film)


def _show_table(answer: Answer) -> None:
    table = scores.answer_table(answer.films)
    best = max(1e-9, float(table["Score"].max()))
    show_table(
        table,
        "The recommended films with their scores, reasons and facts",
        [recommended.film.id for recommended in answer.films],
        {"Score": st.column_config.ProgressColumn(format="%.3f", min_value=0.0, max_value=best)},
    )


def _offer_downloads(answer: Answer, query: Query, name: str) -> None:
    """Draw a button for each kind of file that an answer can be taken along as; `name` begins their names."""
    films, has_tmdb_ids = answer.films, cache.engine().info.has_tmdb_ids
    # Whoever gets the file does not get the films that its owner has watched or dislikes.
    told = asdict(replace(query, filters=replace(query.filters, exclude_films=())))
    st.caption("Or download these films.")
    with st.container(horizontal=True, gap="small"):
        for label, ending, mime, content, hint in (
            ("CSV", "csv", "text/csv", partial(exports.as_csv, films, has_tmdb_ids), "For spreadsheets"),
            ("JSON", "json", "application/json", partial(exports.as_json, films, told), "For programs"),
            (
                "Letterboxd list",
                "letterboxd.csv",
                "text/csv",
                partial(exports.as_letterboxd, films, has_tmdb_ids),
                "A file that Letterboxd imports as a list",
            ),
        ):
            st.download_button(
                label,
                content,
                file_name=exports.file_name(name, ending),
                mime=mime,
                key=f"download.{ending}",
                help=hint,
                icon=":material/download:",
                on_click="ignore",
            )


def _show_breakdown(answer: Answer) -> None:
    st.caption(BREAKDOWN_HINT)
    best = answer.films[0]
    table = scores.stacked_table(answer.films)
    st.html(scores.stacked_legend(table))
    st.altair_chart(
        scores.stacked_chart(table),
        alt=f"What each part adds to the scores, from {best.film.title} with {best.score:.2f} downward",
    )
    if len(answer.films) > 1:
        st.caption(average_similarity(answer))
    with st.expander("Show as table", icon=":material/table:"):
        ids = [recommended.film.id for recommended in answer.films]
        show_table(scores.score_table(answer.films), "Scores of the recommended films and their parts", ids)


def average_similarity(answer: Answer) -> str:
    """Return how similar the films of an answer are to each other."""
    return f"Average similarity between these films: {share(1 - answer.diversity)}"
