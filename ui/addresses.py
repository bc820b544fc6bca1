"""Where pages are, and what an address asks of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from urllib.parse import urlencode

from engine import Film
from engine.browsing import Sort

HOME, BROWSE, RECOMMEND = "pages/home.py", "pages/browse.py", "pages/recommend.py"
FILM, PERSON, MY_FILMS = "pages/film.py", "pages/person.py", "pages/my_films.py"
FOR_YOU = "pages/for_you.py"
EXPERIMENTS = "pages/experiments.py"
SIMILARITY, STATISTICS, ABOUT_PAGE = "pages/similarity.py", "pages/statistics.py", "pages/about.py"

FILM_ID = "id"
"""Which film the Film page is about: its name in the address."""
PERSON_NAME = "name"
"""Whom the Person page is about: its name in the address."""

DETAILS_OF = "details"
"""Which film's dialog is open on a page with recommended films: its name in the address."""

ABOUT = "about"
"""The description that the Recommend page starts from: its name in the address, and the key of its widget."""

SORT = "sort"
"""The order of the Browse page: its name in the address."""
SORT_LABELS: dict[Sort, str] = {
    "popular": "Popular",
    "rating": "Rating",
    "newest": "Newest",
    "oldest": "Oldest",
    "shortest": "Shortest",
    "longest": "Longest",
    "title": "Title",
}
"""How the address and the page name each order."""

Link = Mapping[str, str | Sequence[str]]
"""Values by their names in an address."""


def film_link(film: Film) -> Link:
    """Return what the address of the Film page has for a film."""
    return {FILM_ID: str(film.id)}


def film_address(film_id: int) -> str:
    """Return the address of the page of the film with an id."""
    return address_of(FILM, {FILM_ID: str(film_id)})


def address_of(page: str, link: Link) -> str:
    """Return an address within the app, from any of its pages. A browser follows it with a fresh session."""
    return f"{PurePosixPath(page).stem}?{urlencode(link, doseq=True)}"


LIST = "films"
"""Which section the page My films shows: its name in the address."""
RATINGS_LIST, TRANSFER = "Ratings", "Import and export"
STARS = "stars"
"""Of which ratings the list of ratings shows the films: its name in the address."""


def rated_link(stars: float) -> Link:
    """Return what the address of the page My films has for the films that the visitor gave so many stars."""
    return {LIST: RATINGS_LIST, STARS: f"{stars:g}"}


def person_link(name: str) -> Link:
    """Return what the address of the Person page has for somebody."""
    return {PERSON_NAME: name}


_BROWSE_KEYS = {
    "genres": "genre",
    "all_genres": "every_genre",
    "exclude_genres": "without_genre",
    "keywords": "keyword",
    "exclude_keywords": "without_keyword",
    "people": "with",
    "countries": "country",
    "companies": "company",
    "years": "year",
    "runtime": "length",
    "languages": "language",
    "votes": "min_votes",
    "max_votes": "most_votes",
    "rating": "rated",
    "hide_watched": "without_watched",
    "adult": "with_adult",
    "unreleased": "with_unreleased",
}


def browse_key(name: str) -> str:
    """Return the name that a filter has in the address of the Browse page. Its filters are its own."""
    return _BROWSE_KEYS[name]


def statistics_key(name: str) -> str:
    """Return the name that a filter has in the address of the Statistics page. Its filters are its own."""
    return f"films_{name}"


def for_you_key(name: str) -> str:
    """Return the name that a filter has in the address of the page For you. Its filters are its own."""
    return f"picked_{name}"


VARIED = "variety"
"""The switch for more variety on the page For you: its name in the address."""


def decade_link(decade: int) -> Link:
    """Return what the address of the Browse page has for the films of the ten years from `decade` on."""
    return {browse_key("years"): [str(decade), str(decade + 9)]}


def sort_link(sort: Sort) -> Link:
    """Return what the address of the Browse page has for an order."""
    return {SORT: SORT_LABELS[sort]}
