"""Public API of looking around: the catalogue page by page, franchises and people. Use `CineWatch.browser`."""

from engine.browsing.browser import MAX_PAGE_SIZE, Browser
from engine.browsing.orders import PERSON_SORTS, SORTS, PersonSort, Sort
from engine.browsing.values import FilmPage, Person, Standing

__all__ = [
    "MAX_PAGE_SIZE",
    "PERSON_SORTS",
    "SORTS",
    "Browser",
    "FilmPage",
    "Person",
    "PersonSort",
    "Sort",
    "Standing",
]
