"""The panel of filters, and a summary of the filters beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from engine import FilterOptions, Filters
from ui.text.languages import language_name
from ui.text.markdown import literal
from ui.widgets.film_search import BOUND

MAX_RUNTIME = 240
"""Minutes at which the slider ends; there it includes longer films."""
RATINGS = (0.0, 10.0)
NO_MAXIMUM = "No limit"
MAX_VOTES = (NO_MAXIMUM, "100", "500", "1,000", "5,000", "10,000")
VOTES = (0, 10, 50, 100, 500, 1_000, 5_000, 10_000)
CLEAR = "clear_filters"
"""Key of the button that clears all filters."""
NO_MATCH = "No films match your filters."
NO_OTHER_FILM = "This catalogue has no other film. Try a larger dataset."


def pick_filters(options: FilterOptions) -> Filters:
    """Draw the panel, a summary, and a button that clears all; return the filters. Each is in the address."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
        with st.popover("Filters", icon=":material/tune:", help="Limit the results"):
            filters = _panel(options)
        if text := summary(filters):
            st.caption(literal(text), width="content")
            st.button(
                "Clear all filters",
                icon=":material/close:",
                key=CLEAR,
                type="tertiary",
                on_click=_clear,
                args=(options,),
            )
    return filters


def summary(filters: Filters) -> str:
    """Return how many filters are set, and each in words; empty if there are none."""
    parts = in_words(filters)
    count = "1 filter" if len(parts) == 1 else f"{len(parts)} filters"
    return f"{count}: {' · '.join(parts)}" if parts else ""


def in_words(filters: Filters) -> list[str]:
    """Return each filter that is set in a few words; both ends of a range are one filter."""
    low, high = filters.min_rating, filters.max_rating
    parts = (
        (" and " if filters.all_genres else " or ").join(filters.genres),
        f"not {' or '.join(filters.exclude_genres)}" if filters.exclude_genres else "",
        f"about {' or '.join(filters.keywords)}" if filters.keywords else "",
        f"not about {' or '.join(filters.exclude_keywords)}" if filters.exclude_keywords else "",
        _range(filters.first_year, filters.last_year, ""),
        _range(filters.min_runtime, filters.max_runtime, " min"),
        f"in {' or '.join(map(language_name, filters.languages))}" if filters.languages else "",
        f"at least {filters.min_votes:,} votes" if filters.min_votes else "",
        f"at most {filters.max_votes:,} votes" if filters.max_votes is not None else "",
        f"rated {low:g} to {high:g}" if high < RATINGS[1] else f"rated {low:g} or higher" if low > RATINGS[0] else "",
        "with adult films" if filters.include_adult else "",
        "with unreleased films" if filters.include_unreleased else "",
    )
    return [part for part in parts if part]


def nothing_left(removed: Mapping[str, int]) -> str:
    """Return why no film is left.

    Parameters
    ----------
    removed
        How many films each filter removes by itself, the most first.

    """
    worst, count = next(iter(removed.items()), ("", 0))
    if not count:
        return NO_OTHER_FILM
    return f"{NO_MATCH} The {worst} filter removes most of them ({count:,}). Widen it, or clear all filters."


def _range(first: int | None, last: int | None, unit: str) -> str:
    if not first:
        return f"up to {last}{unit}" if last else ""
    return f"{first} to {last}{unit}" if last else f"from {first}{unit}"


def _panel(options: FilterOptions) -> Filters:
    genres = _pick("Genres", "genres", options.genres, "Any")
    all_genres = len(genres) > 1 and st.toggle("Only films with all of these genres", key="all_genres", **BOUND)
    exclude_genres = _pick("Exclude genres", "exclude_genres", options.genres, "None")
    keywords = _pick("Keywords", "keywords", options.keywords, "Any", accept_new=True)
    exclude_keywords = _pick("Exclude keywords", "exclude_keywords", options.keywords, "None", accept_new=True)
    first_year, last_year = _pick_years(options)
    span = (0, MAX_RUNTIME)
    shortest, longest = sorted(st.slider("Running time", *span, span, step=5, format="%d min", key="runtime", **BOUND))
    languages = _pick("Original language", "languages", options.languages, "Any", language_name)
    votes = st.select_slider("Minimum votes", VOTES, key="votes", **BOUND)
    most_votes = st.select_slider("Maximum votes", MAX_VOTES, key="max_votes", **BOUND)
    lowest, highest = sorted(st.slider("Rating", *RATINGS, RATINGS, step=0.5, format="%.1f", key="rating", **BOUND))
    adult = st.toggle("Include adult films", key="adult", **BOUND)
    unreleased = st.toggle("Include unreleased films", key="unreleased", **BOUND)
    return Filters(
        genres=genres,
        all_genres=all_genres,
        exclude_genres=exclude_genres,
        keywords=keywords,
        exclude_keywords=exclude_keywords,
        first_year=first_year,
        last_year=last_year,
        min_runtime=shortest or None,
        max_runtime=longest if longest < MAX_RUNTIME else None,
        languages=languages,
        min_votes=votes,
        max_votes=None if most_votes == NO_MAXIMUM else int(most_votes.replace(",", "")),
        min_rating=lowest,
        max_rating=highest,
        include_adult=adult,
        include_unreleased=unreleased,
    )


def _pick(
    label: str,
    key: str,
    options: Sequence[str],
    placeholder: str,
    name: Callable[[str], str] = str,
    accept_new: bool = False,
) -> tuple[str, ...]:
    return tuple(
        st.multiselect(
            label,
            options,
            key=key,
            placeholder=placeholder,
            format_func=name,
            accept_new_options=accept_new,
            select_all=False,
            **BOUND,
        )
    )


def _pick_years(options: FilterOptions) -> tuple[int | None, int | None]:
    span = _year_span(options)
    if not span:
        return None, None
    # A link may have the later year first.
    first, last = sorted(st.slider("Years", *span, span, key="years", **BOUND))
    # An end that is not moved filters nothing: films without a year stay.
    return first if first > span[0] else None, last if last < span[1] else None


def _year_span(options: FilterOptions) -> tuple[int, int] | None:
    """Return the first and the last year, `None` if there are no two years to choose between."""
    if options.first_year is None or options.last_year is None or options.first_year == options.last_year:
        return None
    return options.first_year, options.last_year


def _clear(options: FilterOptions) -> None:
    """Set every filter to its default; for callbacks."""
    defaults: dict[str, Any] = {
        key: [] for key in ("genres", "exclude_genres", "keywords", "exclude_keywords", "languages")
    }
    defaults |= dict.fromkeys(("all_genres", "adult", "unreleased"), False)
    defaults |= {"runtime": (0, MAX_RUNTIME), "votes": 0, "max_votes": NO_MAXIMUM, "rating": RATINGS}
    if span := _year_span(options):
        defaults["years"] = span
    for key, value in defaults.items():
        st.session_state[key] = value
