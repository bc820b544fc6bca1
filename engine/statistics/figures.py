"""A catalogue in figures, for whoever opened it: joins its films with the facts that are derived of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from engine.catalogue.catalogue import Catalogue
from engine.catalogue.columns import FilmColumns
from engine.entities import Film
from engine.errors import InvalidQuery, quoted
from engine.index.derived import Derived
from engine.logs import timed
from engine.ranking.filters import EVERY_FILM, Filters, Sieve
from engine.statistics import crosses, quality
from engine.statistics.facts import Facts
from engine.statistics.overview import statistics_of
from engine.statistics.values import Cross, Crossed, DoubtfulFilm, Statistics


class Figures:
    """What there is, of all films or of those that pass filters. Immutable; any number of threads may share one.

    The first question to a build takes longer, because the whole catalogue is read.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        columns: FilmColumns,
        languages: Sequence[str],
        sieve: Sieve,
        derived: Derived,
        this_year: int,
    ) -> None:
        self._catalogue = catalogue
        self._columns = columns
        self._languages = languages
        self._sieve = sieve
        self._derived = derived
        self._this_year = this_year

    @timed
    def of(self, filters: Filters) -> Statistics:
        """Return the films that pass filters in figures. Looks at every film: cache it. Raises InvalidQuery."""
        mask = self._sieve.mask(filters)
        return statistics_of(mask, self._catalogue, self._columns, self._languages, self._facts, self._this_year)

    @timed
    def crossed(self, asked: Cross, filters: Filters = EVERY_FILM) -> Crossed:
        """Return the films that pass filters in groups, with a figure of each. Raises InvalidQuery."""
        films = crosses.Films(self._columns, self._languages, self._facts)
        return crosses.crossed(asked, self._sieve.mask(filters), films)

    def films_with(self, column: str, name: str, filters: Filters = EVERY_FILM, k: int = 10) -> tuple[Film, ...]:
        """Return the `k` most voted films that pass filters and have a name in a column, such as "countries".

        There are fewer where fewer do. Raises InvalidQuery for a column without names, or a filter that cannot be.
        """
        if column not in self._facts.lists:
            raise InvalidQuery(f"{quoted(column)} is no column of names; there are {', '.join(self._facts.lists)}")
        rows = self._facts.lists[column].rows_with(name)
        return tuple(self._catalogue.films(rows[self._sieve.mask(filters)[rows]][: max(0, k)]))

    def doubtful(self, filters: Filters = EVERY_FILM) -> tuple[DoubtfulFilm, ...]:
        """Return the films that pass filters of which something can hardly be true, the most voted of each first."""
        mask = self._sieve.mask(filters)
        return quality.doubtful_films(mask, self._catalogue, self._columns, self._facts, self._this_year)

    @cached_property
    def _facts(self) -> Facts:
        arrays = self._derived.get("facts", {}, lambda: Facts.of(self._catalogue.table).to_arrays())
        return Facts.from_arrays(arrays)
