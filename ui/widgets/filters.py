"""The widgets of all filters, and addresses that set them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import streamlit as st

from engine import FilterOptions, Filters
from engine.users import Preferences
from ui.addresses import Link
from ui.text.languages import language_name
from ui.widgets.film_search import BOUND
from ui.widgets.filter_words import BEST_RATING
from ui.widgets.years import pick_years, year_span

N = TypeVar("N", int, float)

MAX_RUNTIME = 240
"""Minutes at which the slider ends; there it includes longer films."""
RATINGS = (0.0, BEST_RATING)
NO_MAXIMUM = "No limit"
MAX_VOTES = ("100", "500", "1,000", "5,000", "10,000", NO_MAXIMUM)
VOTES = (0, 10, 50, 100, 500, 1_000, 5_000, 10_000)
CLEAR = "clear_filters"
"""Key of the button that clears all filters."""
HIDE_WATCHED = "Hide what I've watched"
INCLUDE_ADULT = "Include adult films"
NO_MATCH = "No films match your filters."
NO_OTHER_FILM = "This catalogue has no other film. Try a larger dataset."


KeyOf = Callable[[str], str]
"""From the name of a filter to the key of its widget, which is its name in the address."""


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
    return f"{NO_MATCH} The {worst} filter removes most of them ({count:,}). Widen or remove it."


def link_of(filters: Filters, options: FilterOptions, key_of: KeyOf, hide_watched: bool = False) -> Link:
    """Return what an address has so that the widgets named by `key_of` make these filters of it."""
    first, last = year_span(options) or (filters.first_year, filters.last_year)
    years = (filters.first_year or first, filters.last_year or last)
    runtime = (filters.min_runtime or 0, filters.max_runtime or MAX_RUNTIME)
    rating = (filters.min_rating, filters.max_rating)
    values: dict[str, Sequence[object]] = {
        "genres": filters.genres,
        "all_genres": ["true"] if filters.all_genres else [],
        "exclude_genres": filters.exclude_genres,
        "keywords": filters.keywords,
        "exclude_keywords": filters.exclude_keywords,
        "people": filters.people,
        "countries": filters.countries,
        "companies": filters.companies,
        "years": years if years != (first, last) else (),
        "runtime": runtime if runtime != (0, MAX_RUNTIME) else (),
        "languages": [language_name(code) for code in filters.languages],
        "votes": [filters.min_votes] if filters.min_votes else [],
        "max_votes": [f"{filters.max_votes:,}"] if filters.max_votes is not None else [],
        "rating": rating if rating != RATINGS else (),
        "hide_watched": ["true"] if hide_watched else [],
        "adult": ["true"] if filters.include_adult else [],
        "unreleased": ["true"] if filters.include_unreleased else [],
    }
    return {key_of(name): [str(value) for value in chosen] for name, chosen in values.items() if chosen}


def filter_widgets(
    options: FilterOptions, key_of: KeyOf, preferred: Preferences, watched: bool = True
) -> tuple[Filters, bool]:
    """Draw a widget for each filter; return the filters, and whether to leave out what the visitor has watched.

    Without `watched` this cannot be chosen.
    """
    filters = _panel(options, key_of, preferred.adult)
    return filters, watched and _toggle(HIDE_WATCHED, key_of("hide_watched"), preferred.hide_watched)


def _panel(options: FilterOptions, key_of: KeyOf, adult: bool) -> Filters:
    genres = _pick("Genres", key_of("genres"), options.genres, "Any")
    all_genres = len(genres) > 1 and _toggle("Only films with all of these genres", key_of("all_genres"))
    exclude_genres = _pick("Exclude genres", key_of("exclude_genres"), options.genres, "None")
    keywords = _pick("Keywords", key_of("keywords"), options.keywords, "Any", accept_new=True)
    exclude_keywords = _pick("Exclude keywords", key_of("exclude_keywords"), options.keywords, "None", accept_new=True)
    people = _names("People", key_of("people"), options.people, "Anybody")
    countries = _names("Countries", key_of("countries"), options.countries, "Any")
    companies = _names("Companies", key_of("companies"), options.companies, "Any")
    first_year, last_year = _pick_years(options, key_of("years"))
    shortest, longest = _slider("Running time", (0, MAX_RUNTIME), 5, "%d min", key_of("runtime"))
    languages = _pick("Original language", key_of("languages"), options.languages, "Any", language_name)
    votes = st.select_slider("Minimum votes", VOTES, key=key_of("votes"), **BOUND)
    most_votes = st.select_slider("Maximum votes", MAX_VOTES, NO_MAXIMUM, key=key_of("max_votes"), **BOUND)
    lowest, highest = _slider("Rating", RATINGS, 0.5, "%.1f", key_of("rating"))
    adult = _toggle(INCLUDE_ADULT, key_of("adult"), adult)
    unreleased = _toggle("Include unreleased films", key_of("unreleased"))
    return Filters(
        genres=genres,
        all_genres=all_genres,
        exclude_genres=exclude_genres,
        keywords=keywords,
        exclude_keywords=exclude_keywords,
        people=people,
        countries=countries,
        companies=companies,
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
            in_front_of_longer(tuple(options)) if accept_new else options,
            key=key,
            placeholder=placeholder,
            format_func=name,
            accept_new_options=accept_new,
            # Otherwise "dark war" is offered for "dwar", and Enter takes it.
            filter_mode="contains",
            select_all=False,
            **BOUND,
        )
    )


@lru_cache(maxsize=16)
def in_front_of_longer(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names in their order, but each before those that contain it: Enter takes the first that has a text."""
    ordered: list[str] = []
    for name in names:
        text = name.casefold()
        longer = (place for place, other in enumerate(ordered) if text in other.casefold())
        ordered.insert(next(longer, len(ordered)), name)
    return tuple(ordered)


def _names(label: str, key: str, options: Sequence[str], placeholder: str) -> tuple[str, ...]:
    """Draw a choice of names that lists only the most frequent ones, if the catalogue has any."""
    return _pick(label, key, options, placeholder, accept_new=True) if options else ()


def _toggle(label: str, key: str, is_on: bool = False) -> bool:
    return st.toggle(label, is_on, key=key, **BOUND)


def _slider(label: str, span: tuple[N, N], step: N, pattern: str, key: str) -> tuple[N, N]:
    """Draw a slider with two ends. A link may have the higher end first."""
    low, high = sorted(st.slider(label, *span, span, step=step, format=pattern, key=key, **BOUND))
    return low, high


def _pick_years(options: FilterOptions, key: str) -> tuple[int | None, int | None]:
    span = year_span(options)
    if not span:
        return None, None
    first, last = pick_years(span, key)
    # An end that is not moved filters nothing: films without a year stay.
    return first if first > span[0] else None, last if last < span[1] else None


def clear_filters(options: FilterOptions, key_of: KeyOf) -> None:
    """Set every filter to its default; for callbacks."""
    st.session_state.update({key_of(name): value for name, value in defaults(options).items()})


def defaults(options: FilterOptions) -> dict[str, Any]:
    """Return the value of each filter's widget that filters nothing, by the name of the filter."""
    lists = (
        "genres",
        "exclude_genres",
        "keywords",
        "exclude_keywords",
        "people",
        "countries",
        "companies",
        "languages",
    )
    values: dict[str, Any] = {name: [] for name in lists}
    values |= dict.fromkeys(("all_genres", "hide_watched", "adult", "unreleased"), False)
    values |= {"runtime": (0, MAX_RUNTIME), "votes": 0, "max_votes": NO_MAXIMUM, "rating": RATINGS}
    span = year_span(options)
    return values | ({"years": span} if span else {})
