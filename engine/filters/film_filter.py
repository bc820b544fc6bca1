"""Applies filters to the films of a build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from engine.catalogue.columns import ADULT, UNRELEASED, FilmColumns
from engine.catalogue.genres import GENRES
from engine.content.term_rules import HOUSE_OF
from engine.content.vector_space import VectorSpace
from engine.errors import InvalidQuery, quoted
from engine.filters.country_index import CountryIndex
from engine.filters.filters import BEST_RATING, Filters
from engine.retrieval.row_blocks import row_blocks

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.integer]
Condition = Callable[[slice], Mask]
"""From a slice of rows to which of them pass."""


class FilmFilter:
    """Filters the films of a build. Immutable; any number of threads may share one.

    Parameters
    ----------
    columns
        Columns of all films.
    languages
        The code that each number in `columns.language` stands for.
    space
        Knows which films have a keyword, a person or a company.
    countries
        Knows which films are from a country.
    mentioning
        From a word or a name to the rows of the films that mention it.

    """

    def __init__(
        self,
        columns: FilmColumns,
        languages: Sequence[str],
        space: VectorSpace,
        countries: CountryIndex,
        mentioning: Callable[[str], Rows],
    ) -> None:
        self._columns = columns
        self._languages = languages
        self._space = space
        self._countries = countries
        self._mentioning = mentioning

    def mask(self, filters: Filters) -> Mask:
        """Return which films pass, shape (n_films,).

        Raises
        ------
        InvalidQuery
            A genre does not exist.

        """
        conditions = [passes for _, passes in self._conditions(filters)]
        mask = self._shown(filters)
        for block in row_blocks(len(mask)):
            for passes in conditions:
                mask[block] &= passes(block)
        return mask

    def removed_by(self, filters: Filters) -> dict[str, int]:
        """Return how many films each filter would remove alone, by its label, most first.

        Adult and unreleased films that are hidden anyway do not count.

        Raises
        ------
        InvalidQuery
            A genre does not exist.

        """
        every_row = slice(0, len(self._columns.id))
        shown = self._shown(filters)
        removed = {
            label: int(np.count_nonzero(shown & ~passes(every_row))) for label, passes in self._conditions(filters)
        }
        return dict(sorted(removed.items(), key=lambda item: -item[1]))

    def _shown(self, filters: Filters) -> Mask:
        reasons = (0 if filters.include_adult else ADULT) | (0 if filters.include_unreleased else UNRELEASED)
        shown: Mask = (self._columns.hidden & np.uint8(reasons)) == 0
        return shown

    def _conditions(self, filters: Filters) -> Iterator[tuple[str, Condition]]:
        """Yield the label and the condition of each filter that is set."""
        columns = self._columns
        if filters.genres:
            wanted = _bits(filters.genres)
            # A film that shares any bit shares at least 1.
            minimum = wanted if filters.all_genres else np.uint32(1)
            yield "genres", lambda rows: (columns.genres[rows] & wanted) >= minimum
        if filters.exclude_genres:
            unwanted = _bits(filters.exclude_genres)
            yield "excluded genres", lambda rows: (columns.genres[rows] & unwanted) == 0
        yield from self._named(filters)
        if filters.first_year is not None or filters.last_year is not None:
            yield "years", _between(columns.year, filters.first_year, filters.last_year)
        if filters.min_runtime is not None or filters.max_runtime is not None:
            yield "running time", _between(columns.runtime, filters.min_runtime, filters.max_runtime)
        if filters.languages:
            numbers = [number for number, code in enumerate(self._languages) if code and code in filters.languages]
            yield "languages", lambda rows: np.isin(columns.language[rows], numbers)
        if filters.min_votes > 0:
            yield "votes", lambda rows: columns.votes[rows] >= filters.min_votes
        if filters.max_votes is not None:
            most = filters.max_votes
            yield "maximum votes", lambda rows: columns.votes[rows] <= most
        if filters.min_rating > 0 or filters.max_rating < BEST_RATING:
            yield "rating", _rated(columns.rating, filters.min_rating, filters.max_rating)
        yield from self._unwanted(filters)

    def _named(self, filters: Filters) -> Iterator[tuple[str, Condition]]:
        """Yield the label and the condition of each filter on names that a film has, or must not have."""
        find: dict[str, Callable[[str], Iterator[Rows]]] = {
            "keywords": lambda name: iter([self._space.rows_with("keywords", name)]),
            "people": lambda name: (self._space.rows_with(field, name) for field in ("director", "cast")),
            "countries": lambda name: iter([self._countries.rows_with(name)]),
            "companies": lambda name: iter([self._space.rows_with("companies", HOUSE_OF.get(name, name))]),
        }
        for label, field, names in (
            ("keywords", "keywords", filters.keywords),
            ("people", "people", filters.people),
            ("countries", "countries", filters.countries),
            ("companies", "companies", filters.companies),
            ("excluded keywords", "keywords", filters.exclude_keywords),
            ("excluded people", "people", filters.exclude_people),
            ("excluded countries", "countries", filters.exclude_countries),
        ):
            if names:
                has_any = self._rows(chain.from_iterable(map(find[field], names)))
                passing = ~has_any if label != field else has_any
                yield label, passing.__getitem__

    def _rows(self, found: Iterable[Rows]) -> Mask:
        """Return which films are in any of some lists of rows."""
        mask = np.zeros(len(self._columns.id), dtype=bool)
        for rows in found:
            mask[rows] = True
        return mask

    def _unwanted(self, filters: Filters) -> Iterator[tuple[str, Condition]]:
        """Yield the label and the condition of each filter on what a film must not have, or not be."""
        if filters.exclude_words:
            mentions_none = np.ones(len(self._columns.id), dtype=bool)
            for word in filters.exclude_words:
                mentions_none[self._mentioning(word)] = False
            yield "excluded words", lambda rows: mentions_none[rows]
        if filters.exclude_films:
            is_other = np.ones(len(self._columns.id), dtype=bool)
            is_other[self._columns.rows_of(filters.exclude_films)] = False
            yield "hidden films", lambda rows: is_other[rows]


def _between(values: npt.NDArray[np.signedinteger], first: int | None, last: int | None) -> Condition:
    """Return the condition that a value is known and between the limits; 0 is unknown."""
    largest = int(np.iinfo(values.dtype).max)
    low = 1 if first is None else max(1, first)
    high = largest if last is None else min(last, largest)

    def passes(rows: slice) -> Mask:
        inside: Mask = (values[rows] >= low) & (values[rows] <= high)
        return inside

    return passes


def _rated(ratings: npt.NDArray[np.float32], minimum: float, maximum: float) -> Condition:
    """Return the condition that a rating is between the limits; NaN is unknown and never passes."""
    # As float32, so that 7.1 equals the 7.1 that is stored.
    low, high = np.float32(minimum), np.float32(maximum)

    def passes(rows: slice) -> Mask:
        inside: Mask = (ratings[rows] >= low) & (ratings[rows] <= high)
        return inside

    return passes


def _bits(genres: tuple[str, ...]) -> np.uint32:
    if unknown := [name for name in genres if name not in GENRES]:
        raise InvalidQuery(f"{quoted(unknown[0])} is not a genre; choose from {', '.join(GENRES)}")
    return np.uint32(sum(1 << GENRES.index(name) for name in set(genres)))
