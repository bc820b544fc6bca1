"""Public API of looking around: the catalogue page by page, franchises and people. Use `CineWatch.browser`."""

from engine.browsing.browser import MAX_PAGE_SIZE, Browser
from engine.browsing.orders import SORTS, Sort
from engine.browsing.values import FilmPage, Person, Standing

__all__ = ["MAX_PAGE_SIZE", "SORTS", "Browser", "FilmPage", "Person", "Sort", "Standing"]
