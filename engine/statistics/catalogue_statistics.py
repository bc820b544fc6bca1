"""A catalogue in figures, for whoever opened it: joins its films with the facts that are derived of them."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from engine.entities import Film
from engine.errors import InvalidQuery, quoted
from engine.filters.filters import EVERY_FILM, Filters
from engine.logs import timed
from engine.opened import OpenBuild
from engine.statistics import data_quality, pivot
from engine.statistics.facts import Facts
from engine.statistics.overview import statistics_of
from engine.statistics.values import ImplausibleFilm, Pivot, PivotQuery, Statistics


class CatalogueStatistics:
    """What there is, of all films or of those that pass filters. Immutable; any number of threads may share one.

    The first question to a build takes longer, because the whole catalogue is read.
    """

    def __init__(self, opened: OpenBuild) -> None:
        self._opened = opened
        self._this_year = datetime.fromisoformat(opened.manifest.built_at).year

    @timed
    def of(self, filters: Filters = EVERY_FILM) -> Statistics:
        """Return the films that pass filters in figures. Looks at every film: cache it. Raises InvalidQuery."""
        mask = self._opened.filter.mask(filters)
        return statistics_of(
            mask, self._opened.catalogue, self._opened.columns, self._opened.languages, self._facts, self._this_year
        )

    @timed
    def pivot(self, asked: PivotQuery, filters: Filters = EVERY_FILM) -> Pivot:
        """Return the films that pass filters in groups, with a figure of each. Raises InvalidQuery."""
        films = pivot.Films(self._opened.columns, self._opened.languages, self._facts)
        return pivot.pivot(asked, self._opened.filter.mask(filters), films)

    def films_with(self, column: str, name: str, filters: Filters = EVERY_FILM, k: int = 10) -> tuple[Film, ...]:
        """Return the `k` most voted films that pass filters and have a name in a column, such as "countries".

        There are fewer where fewer do. Raises InvalidQuery for a column without names, or a filter that cannot be.
        """
        if column not in self._facts.lists:
            raise InvalidQuery(f"{quoted(column)} is no column of names; there are {', '.join(self._facts.lists)}")
        rows = self._facts.lists[column].rows_with(name)
        return tuple(self._opened.catalogue.films(rows[self._opened.filter.mask(filters)[rows]][: max(0, k)]))

    def implausible(self, filters: Filters = EVERY_FILM) -> tuple[ImplausibleFilm, ...]:
        """Return the films that pass filters of which something can hardly be true, the most voted of each first."""
        mask = self._opened.filter.mask(filters)
        return data_quality.implausible_films(
            mask, self._opened.catalogue, self._opened.columns, self._facts, self._this_year
        )

    @cached_property
    def _facts(self) -> Facts:
        arrays = self._opened.derived.get("facts", {}, lambda: Facts.of(self._opened.catalogue.table).to_arrays())
        return Facts.from_arrays(arrays)
