"""The films behind what is clicked in a chart, and the address on the Browse page that has them too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from engine import GENRES, Film, Filters
from engine.statistics import LACKING
from ui import answers
from ui.addresses import BROWSE, Link, address_of, browse_key
from ui.charts.base import column_label
from ui.charts.groups import DECADE, GENRE_PAIR, RATING, RUNTIME, VOTES, YEAR, Groups, genres_of_pair
from ui.charts.years import LANGUAGES
from ui.text.languages import language_name
from ui.widgets.filters import MAX_VOTES, link_of
from ui.widgets.filters import VOTES as VOTES_OFFERED

Span = tuple[float, float | None]
"""From a number up to, but without, another one; `None` for no end."""

_SMALLEST = 0.001
"""Ratings are told apart by three decimals."""
_WIDER = ("director", "cast", "companies")
"""Columns of names whose filter may find more films: it takes a person in any role, and a company by any name."""
_PHRASES = {"month": "released in {}", "budget": "budget {}", "revenue": "box office {}"}


@dataclass(frozen=True, slots=True)
class Behind:
    """Which films are behind a mark."""

    filters: Filters
    groups: tuple[tuple[str, str], ...] = ()
    """What filters cannot say, as `CatalogueStatistics.films_in` takes it."""

    def films(self, k: int) -> tuple[int, tuple[Film, ...]]:
        """Return how many films there are, and the most voted of them."""
        return answers.films_in(self.groups, self.filters, k)

    def link(self, hide_watched: bool = False) -> Link | None:
        """Return what the address of the Browse page has for these films; `None` if its filters cannot say it."""
        most = self.filters.max_votes
        if self.groups or self.filters.min_votes not in VOTES_OFFERED:
            return None
        if most is not None and f"{most:,}" not in MAX_VOTES:
            return None
        return link_of(self.filters, answers.filter_options(), browse_key, hide_watched)

    def address(self, hide_watched: bool = False) -> str:
        """Return the address on the Browse page; empty if there is none."""
        link = self.link(hide_watched)
        return "" if link is None else address_of(BROWSE, link)


def behind(groups: Groups, filters: Filters) -> Behind:
    """Return which films that pass filters are in all of some groups."""
    others: list[tuple[str, str]] = []
    for column, value in groups:
        wanted = narrowed(filters, column, value)
        if wanted is None or (column in _WIDER and _finds_more(wanted, filters, column, value)):
            others += _groups_of(column, value)
        else:
            filters = wanted
    return Behind(filters, tuple(others))


def narrowed(filters: Filters, column: str, value: object) -> Filters | None:
    """Return the filters, narrowed to the films with a value in a column; `None` if no filter does that."""
    name = str(value)
    if column == "genres" and name in GENRES and (len(filters.genres) < 2 or filters.all_genres):
        return replace(filters, genres=tuple(dict.fromkeys((*filters.genres, name))), all_genres=True)
    if column == "keywords" and not filters.keywords:
        return replace(filters, keywords=(name,))
    if column == "countries" and not filters.countries:
        return replace(filters, countries=(name,))
    if column == "companies" and not filters.companies:
        return replace(filters, companies=(name,))
    if column in ("director", "cast") and not filters.people:
        return replace(filters, people=(name,))
    if column == LANGUAGES:
        return replace(filters, languages=_codes_of(name))
    if column == DECADE:
        return _within(filters, int(name.removesuffix("s")), 10)
    if column == YEAR:
        return _within(filters, int(name), 1)
    if column == GENRE_PAIR and (not filters.genres or filters.all_genres):
        genres = dict.fromkeys((*filters.genres, *genres_of_pair(name)))
        return replace(filters, genres=tuple(genres), all_genres=True)
    return _within_span(filters, column, value) if isinstance(value, tuple) else None


def _finds_more(wanted: Filters, filters: Filters, column: str, value: object) -> bool:
    """Return whether narrowed filters find more films than those that have a value in a column."""
    return Behind(wanted).films(0)[0] > Behind(filters, tuple(_groups_of(column, value))).films(0)[0]


def in_words(groups: Groups) -> str:
    """Return what films have in common, as plain text: "Drama · rated 7 to 7.5"."""
    return " · ".join(_words_of(column, value) for column, value in groups)


def _words_of(column: str, value: object) -> str:
    if isinstance(value, tuple):
        low, high = value
        unit = {RUNTIME: " min", VOTES: " votes"}.get(column, "")
        if column != RATING:
            # Whole numbers end below the next one.
            low, high = _whole(low), None if high is None else _whole(high) - 1
        words = f"{low:,g} to {high:,g}" if high is not None and high > low else f"{low:,g}"
        words = f"rated {words}" if column == RATING else f"{words}{unit}"
        return f"{words} or more" if high is None else words
    if column == LACKING:
        return f"without {column_label(str(value))}"
    return _PHRASES.get(column, "{}").format(value)


def _within_span(filters: Filters, column: str, span: Span) -> Filters:
    low, end = span
    if column == RATING:
        high = filters.max_rating if end is None or end >= filters.max_rating else round(end - _SMALLEST, 3)
        return replace(filters, min_rating=max(filters.min_rating, low), max_rating=high)
    first, last = _whole(low), None if end is None else _whole(end) - 1
    if column == RUNTIME:
        shortest = max(filters.min_runtime or 0, first) or None
        return replace(filters, min_runtime=shortest, max_runtime=_least(filters.max_runtime, last))
    return replace(filters, min_votes=max(filters.min_votes, first), max_votes=_least(filters.max_votes, last))


def _whole(number: float) -> int:
    """Return the first whole number that is not below a number, which may be a power with an error of rounding."""
    return ceil(round(number, 6))


def _least(a: int | None, b: int | None) -> int | None:
    return min((number for number in (a, b) if number is not None), default=None)


def _within(filters: Filters, first: int, years: int) -> Filters | None:
    """Return the filters, narrowed to some years from `first` on; `None` if they have none of them."""
    last = first + years - 1
    first, last = max(first, filters.first_year or first), min(last, filters.last_year or last)
    return replace(filters, first_year=first, last_year=last) if first <= last else None


def _groups_of(column: str, value: object) -> list[tuple[str, str]]:
    """Return the groups that stand for a value which filters cannot say."""
    if column == GENRE_PAIR:
        return [("genres", genre) for genre in genres_of_pair(str(value))]
    return [(column, str(value))]


def _codes_of(language: str) -> tuple[str, ...]:
    """Return the codes of a language by its name: several may have the same."""
    return tuple(code for code in answers.filter_options().languages if language_name(code) == language)
