"""The one panel of filters: what is set is told beside it, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from engine import FilterOptions, Filters
from ui.text.languages import language_name
from ui.text.markdown import literal
from ui.widgets.film_search import BOUND

LONGEST_RUNTIME = 240
"""Minutes at which the slider ends: there it means any longer film as well."""
RATINGS = (0.0, 10.0)
VOTES = (0, 10, 50, 100, 500, 1_000, 5_000, 10_000)


def pick_filters(choices: FilterOptions) -> Filters:
    """Draw the panel, what is set and a way to set none; return the filters. Each is in the page's address."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
        with st.popover("Filters", icon=":material/tune:", help="Which films may be there at all"):
            filters = _panel(choices)
        told = in_words(filters)
        if told:
            count = "1 filter" if len(told) == 1 else f"{len(told)} filters"
            st.caption(literal(f"{count}: {' · '.join(told)}"), width="content")
            st.button("Reset", icon=":material/close:", type="tertiary", on_click=_reset, args=(choices,))
    return filters


def in_words(filters: Filters) -> list[str]:
    """Return each filter that is set in a few words; both ends of a range are one."""
    told = []
    if filters.genres:
        told.append((" and " if filters.all_genres else " or ").join(filters.genres))
    if filters.exclude_genres:
        told.append("not " + " or ".join(filters.exclude_genres))
    if filters.keywords:
        told.append("about " + " or ".join(filters.keywords))
    if filters.exclude_keywords:
        told.append("not about " + " or ".join(filters.exclude_keywords))
    if filters.first_year or filters.last_year:
        told.append(_range(filters.first_year, filters.last_year, ""))
    if filters.min_runtime or filters.max_runtime:
        told.append(_range(filters.min_runtime, filters.max_runtime, " min"))
    if filters.languages:
        told.append("in " + " or ".join(map(language_name, filters.languages)))
    if filters.min_votes:
        told.append(f"{filters.min_votes:,} votes or more")
    if (filters.min_rating, filters.max_rating) != RATINGS:
        low, high = filters.min_rating, filters.max_rating
        told.append(f"rated {low:g} to {high:g}" if high < RATINGS[1] else f"rated {low:g} or better")
    if filters.include_adult:
        told.append("adult films as well")
    if filters.include_unreleased:
        told.append("unreleased films as well")
    return told


def nothing_left(removed: Mapping[str, int]) -> str:
    """Return why there is no film; `removed` are the films that each filter removes by itself."""
    worst, count = next(iter(removed.items()), ("", 0))
    if not count:
        return "This catalogue has no other film. Build it from a larger dataset."
    return f"No film passes the filters. The one on {worst} alone leaves out {count:,}: loosen it, or reset all."


def _range(first: int | None, last: int | None, unit: str) -> str:
    if first is None:
        return f"up to {last}{unit}"
    return f"from {first}{unit}" if last is None else f"{first} to {last}{unit}"


def _panel(choices: FilterOptions) -> Filters:
    genres = _several("Genres", "genres", choices.genres, "Any")
    every = len(genres) > 1 and st.toggle("All of these genres at once", key="all_genres", **BOUND)
    without = _several("But not", "exclude_genres", choices.genres, "None left out")
    keywords = _several("Keywords", "keywords", choices.keywords, "Any", new=True)
    lacking = _several("But not these", "exclude_keywords", choices.keywords, "None left out", new=True)
    first, last = _years(choices)
    span = (0, LONGEST_RUNTIME)
    shortest, longest = sorted(st.slider("Minutes", *span, span, step=5, key="runtime", **BOUND))
    languages = _several("Original language", "languages", choices.languages, "Any", language_name)
    votes = st.select_slider("Votes at least", VOTES, key="votes", **BOUND)
    lowest, highest = sorted(st.slider("Rating", *RATINGS, RATINGS, step=0.5, format="%.1f", key="rating", **BOUND))
    adult = st.toggle("Adult films as well", key="adult", **BOUND)
    unreleased = st.toggle("Unreleased films as well", key="unreleased", **BOUND)
    return Filters(
        genres=genres,
        all_genres=every,
        exclude_genres=without,
        keywords=keywords,
        exclude_keywords=lacking,
        first_year=first,
        last_year=last,
        min_runtime=shortest or None,
        max_runtime=longest if longest < LONGEST_RUNTIME else None,
        languages=languages,
        min_votes=votes,
        min_rating=lowest,
        max_rating=highest,
        include_adult=adult,
        include_unreleased=unreleased,
    )


def _several(
    label: str, key: str, options: Sequence[str], placeholder: str, name: Callable[[str], str] = str, new: bool = False
) -> tuple[str, ...]:
    return tuple(
        st.multiselect(
            label,
            options,
            key=key,
            placeholder=placeholder,
            format_func=name,
            accept_new_options=new,
            select_all=False,
            **BOUND,
        )
    )


def _years(choices: FilterOptions) -> tuple[int | None, int | None]:
    span = _span(choices)
    if not span:
        return None, None
    # A link may name the later end first.
    first, last = sorted(st.slider("Years", *span, span, key="years", **BOUND))
    # An end that is not moved asks for nothing: films of unknown year stay.
    return first if first > span[0] else None, last if last < span[1] else None


def _span(choices: FilterOptions) -> tuple[int, int] | None:
    """Return the first and the last year, `None` where there are no two to choose between."""
    if choices.first_year is None or choices.last_year is None or choices.first_year == choices.last_year:
        return None
    return choices.first_year, choices.last_year


def _reset(choices: FilterOptions) -> None:
    """Set no filter; for callbacks."""
    nothing: dict[str, Any] = {
        key: [] for key in ("genres", "exclude_genres", "keywords", "exclude_keywords", "languages")
    }
    nothing |= dict.fromkeys(("all_genres", "adult", "unreleased"), False)
    nothing |= {"runtime": (0, LONGEST_RUNTIME), "votes": 0, "rating": RATINGS}
    for key, value in (nothing | ({"years": _span(choices)} if _span(choices) else {})).items():
        st.session_state[key] = value
