"""Looks around in a catalogue: page by page, franchise by franchise, person by person."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from engine.browsing.orders import PERSON_SORTS, SORTS, PersonSort, Rows, Sort, best_rated_first, sort_orders
from engine.browsing.values import FilmPage, Person, Standing
from engine.content.typical_keywords import typical_keywords
from engine.entities import Film
from engine.errors import InvalidQuery, UnknownPerson, quoted
from engine.filters.filters import Filters
from engine.logs import timed
from engine.opened import OpenBuild

MAX_PAGE_SIZE = 100
BEST_KNOWN = 10
"""Best known films of a person."""


class Browser:
    """Looks around in a catalogue. Immutable; any number of threads may share one."""

    def __init__(self, opened: OpenBuild) -> None:
        self._opened = opened

    @timed
    def page(self, filters: Filters, sort: Sort = "popular", page: int = 1, page_size: int = 24) -> FilmPage:
        """Return one page of the films that pass filters.

        The first order but "popular" that a build is asked for takes seconds at a million films, because all orders are
        made; they are stored with the build.

        Parameters
        ----------
        filters
            Which films are listed.
        sort
            One of SORTS. Films of which the value is unknown come last.
        page
            1 is the first; beyond the last page you get the last.
        page_size
            Films on a page, 1 to MAX_PAGE_SIZE.

        Raises
        ------
        InvalidQuery
            An order or a filter value does not exist, or a number is out of range.

        """
        if sort not in SORTS:
            raise InvalidQuery(f"{quoted(sort)} is not an order; choose one of {', '.join(SORTS)}")
        if page < 1 or not 1 <= page_size <= MAX_PAGE_SIZE:
            raise InvalidQuery(f"a page has 1 to {MAX_PAGE_SIZE} films and a number of 1 or more")
        mask = self._opened.filter.mask(filters)
        order = None if sort == "popular" else self._orders[sort]
        found = np.flatnonzero(mask if order is None else mask[order])
        pages = max(1, -(-len(found) // page_size))
        page = min(page, pages)
        places = found[(page - 1) * page_size : page * page_size]
        rows = places if order is None else order[places]
        return FilmPage(tuple(self._opened.catalogue.films(rows)), len(found), page, pages)

    def franchise(self, film_id: int) -> tuple[Film, ...]:
        """Return all films of the franchise of the film with the id `film_id`, the oldest first; none if it has none.

        Raises
        ------
        UnknownFilm

        """
        columns = self._opened.columns
        number = columns.franchise[columns.row(film_id)]
        rows = np.flatnonzero(columns.franchise == number) if number else np.empty(0, dtype=np.int64)
        return tuple(sorted(self._opened.catalogue.films(rows), key=_date))

    def standing(self, film_id: int) -> Standing:
        """Return where the film with the id `film_id` stands among all films.

        Raises
        ------
        UnknownFilm

        """
        columns, quality = self._opened.columns, self._opened.priors.quality
        row = columns.row(film_id)
        others = max(1, len(columns.id) - 1)
        rated = ~np.isnan(columns.rating)
        return Standing(
            fewer_votes=int(np.count_nonzero(columns.votes < columns.votes[row])) / others,
            rated_lower=int(np.count_nonzero(rated & (quality < quality[row]))) / max(1, int(rated.sum()) - 1)
            if rated[row]
            else None,
        )

    @timed
    def person(self, name: str, sort: PersonSort = "newest") -> Person:
        """Return the films of the person called `name`, as the catalogue spells it, hidden films left out.

        Parameters
        ----------
        name
            Of the person.
        sort
            One of PERSON_SORTS: the order of the films they directed, and of those they act in.

        Raises
        ------
        UnknownPerson
            Nobody in the catalogue has that name.
        InvalidQuery
            The order does not exist.

        """
        if sort not in PERSON_SORTS:
            raise InvalidQuery(f"{quoted(sort)} is not an order; choose one of {', '.join(PERSON_SORTS)}")
        directed, acted_in = (self._rows_of(role, name) for role in ("director", "cast"))
        rows = np.union1d(directed, acted_in)
        if not len(rows):
            raise UnknownPerson(f"nobody in this catalogue is called {quoted(name)}")
        return Person(
            name=name,
            directed=self._in_order(directed, sort),
            acted_in=self._in_order(acted_in, sort),
            keywords=typical_keywords(self._opened.space, rows),
            best_known=tuple(self._opened.catalogue.films(rows[:BEST_KNOWN])),
        )

    def _rows_of(self, role: str, name: str) -> npt.NDArray[np.int64]:
        rows = self._opened.space.rows_with(role, name).astype(np.int64)
        shown: npt.NDArray[np.int64] = rows[self._opened.columns.hidden[rows] == 0]
        return shown

    def _in_order(self, rows: npt.NDArray[np.int64], sort: PersonSort) -> tuple[Film, ...]:
        """Return the films of `rows`, which begin with the most voted, in an order."""
        if sort == "rating":
            rows = rows[best_rated_first(self._opened.priors.quality[rows], self._opened.columns.rating[rows])]
        films = self._opened.catalogue.films(rows)
        return tuple(sorted(films, key=_date, reverse=True) if sort == "newest" else films)

    @cached_property
    def _orders(self) -> dict[str, Rows]:
        opened = self._opened
        arrays = opened.derived.get(
            "orders",
            {"orders": list(SORTS)},
            lambda: sort_orders(opened.catalogue.table, opened.columns, opened.priors),
        )
        return {name: np.asarray(array, dtype=np.int32) for name, array in arrays.items()}


def _date(film: Film) -> tuple[int, str]:
    """Return what orders films by date; films without one come first."""
    return film.year or 0, film.release_date.isoformat() if film.release_date else ""
