"""The statistics of a catalogue, one value per section. Each is computed when you ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

import numpy as np

from engine.entities import Film
from engine.filters.filters import EVERY_FILM, Filters
from engine.logs import timed
from engine.opened import OpenBuild
from engine.statistics.contents import Contents, compute_contents
from engine.statistics.counting import Mask
from engine.statistics.data_quality import DataQuality, compute_data_quality
from engine.statistics.facts import CHECKED_FIELDS, NAME_COLUMNS, Facts
from engine.statistics.group_films import group_mask
from engine.statistics.headlines import Headlines, compute_headlines
from engine.statistics.implausible import ImplausibleFilm, list_implausible_films
from engine.statistics.over_time import OverTime, compute_over_time
from engine.statistics.pivot import Pivot, PivotQuery, compute_pivot
from engine.statistics.pivot_groups import FilmData
from engine.statistics.ratings_and_money import RatingsAndMoney, compute_ratings_and_money


class CatalogueStatistics:
    """Statistics of the films that pass filters, all films by default. Any number of threads may share one.

    Every method looks at all films, so cache what it returns. It raises InvalidQuery if a filter value does not exist.
    The first call for a build takes longer, because it reads the whole catalogue.
    """

    def __init__(self, opened: OpenBuild) -> None:
        self._opened = opened
        self._this_year = datetime.fromisoformat(opened.manifest.built_at).year

    @timed
    def headlines(self, filters: Filters = EVERY_FILM) -> Headlines:
        """Return the films in a few numbers, in total and by decade."""
        return compute_headlines(self._mask(filters), self._opened.columns, self._facts)

    @timed
    def over_time(self, filters: Filters = EVERY_FILM) -> OverTime:
        """Return how films change from year to year and from decade to decade."""
        return compute_over_time(self._mask(filters), self._opened.columns, self._opened.languages, self._facts)

    @timed
    def contents(self, filters: Filters = EVERY_FILM) -> Contents:
        """Return what films are about, where they were made, and by whom."""
        return compute_contents(self._mask(filters), self._opened.columns, self._facts)

    @timed
    def ratings_and_money(self, filters: Filters = EVERY_FILM) -> RatingsAndMoney:
        """Return what people think of films, what films cost, and what they earned."""
        return compute_ratings_and_money(self._mask(filters), self._opened.catalogue, self._opened.columns, self._facts)

    @timed
    def data_quality(self, filters: Filters = EVERY_FILM) -> DataQuality:
        """Return which fields are filled in, and which values are probably wrong."""
        return compute_data_quality(
            self._mask(filters), self._opened.catalogue, self._opened.columns, self._facts, self._this_year
        )

    @timed
    def pivot(self, query: PivotQuery, filters: Filters = EVERY_FILM) -> Pivot:
        """Return the films in groups, with one number for each group.

        Raises
        ------
        InvalidQuery
            A column, measure, aggregate or filter value does not exist, or both columns are the same.
        """
        return compute_pivot(query, self._mask(filters), self._film_data)

    def films_with(self, column: str, name: str, filters: Filters = EVERY_FILM, k: int = 10) -> tuple[Film, ...]:
        """Return the films that have a name in a column, those with most votes first.

        Parameters
        ----------
        column
            "genres", "keywords", "companies", "countries", "director" or "cast".
        name
            As the catalogue spells it; no film has another one.
        filters
            Which films to look at.
        k
            How many films at most, 0 or more.

        Raises
        ------
        InvalidQuery
            The column has no names, or a filter value does not exist.
        """
        return self.films_in(((column, name),), filters, k)[1]

    @timed
    def films_in(
        self, groups: Sequence[tuple[str, str]], filters: Filters = EVERY_FILM, k: int = 10
    ) -> tuple[int, tuple[Film, ...]]:
        """Return how many films are in all of some groups, and those with most votes, most first.

        Parameters
        ----------
        groups
            Each a column and what films have there: a name in a column of names, as for `films_with`; a group of a
            pivot, by one of PIVOT_GROUPS; or, as (LACKING, field), a field that films do not have filled in.
        filters
            Which films to look at.
        k
            How many films at most, 0 or more.

        Raises
        ------
        InvalidQuery
            There is no such column, or a filter value does not exist.
        """
        mask = self._mask(filters)
        for column, name in groups:
            mask &= group_mask(column, name, self._film_data)
        rows = np.flatnonzero(mask)
        return len(rows), tuple(self._opened.catalogue.films(rows[: max(0, k)]))

    def implausible_films(self, filters: Filters = EVERY_FILM) -> tuple[ImplausibleFilm, ...]:
        """Return the films with values that are probably wrong, problem by problem, those with most votes first."""
        return list_implausible_films(
            self._mask(filters), self._opened.catalogue, self._opened.columns, self._facts, self._this_year
        )

    def _mask(self, filters: Filters) -> Mask:
        return self._opened.filter.mask(filters)

    @property
    def _film_data(self) -> FilmData:
        return FilmData(self._opened.columns, self._opened.languages, self._facts)

    @cached_property
    def _facts(self) -> Facts:
        parameters = {"checked_fields": list(CHECKED_FIELDS), "name_columns": list(NAME_COLUMNS)}
        arrays = self._opened.derived.get(
            "facts", parameters, lambda: Facts.of(self._opened.catalogue.table).to_arrays()
        )
        return Facts.from_arrays(arrays)
