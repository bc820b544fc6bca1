"""Filters applied to the films of a build."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from engine.catalogue.columns import ADULT, UNRELEASED, FilmColumns
from engine.catalogue.schema import GENRES
from engine.content.vector_space import VectorSpace
from engine.errors import InvalidQuery, quoted
from engine.filters.filters import BEST_RATING, Filters
from engine.retrieval.row_blocks import row_blocks

Mask = npt.NDArray[np.bool_]


class FilmFilter:
    """Filters films of a build. Immutable; threads share it."""

    def __init__(self, columns: FilmColumns, languages: Sequence[str], space: VectorSpace) -> None:
        """Take the columns of all films, and the code that each number of `columns.language` stands for."""
        self._columns = columns
        self._languages = languages
        self._space = space

    def mask(self, filters: Filters) -> Mask:
        """Return which films pass; shape (n_films,). Raises InvalidQuery for a genre that there is not."""
        conditions = [passes for _, passes in self._conditions(filters)]
        mask = self._shown(filters)
        for part in row_blocks(len(mask)):
            for passes in conditions:
                mask[part] &= passes(part)
        return mask

    def removed_by(self, filters: Filters) -> dict[str, int]:
        """Return how many films each filter removes by itself, by what it is about, the most first. Raises as `mask`.

        Films that are withheld unless asked for are not counted.
        """
        whole = slice(0, len(self._columns.id))
        shown = self._shown(filters)
        removed = {label: int(np.count_nonzero(shown & ~passes(whole))) for label, passes in self._conditions(filters)}
        return dict(sorted(removed.items(), key=lambda item: -item[1]))

    def _shown(self, filters: Filters) -> Mask:
        withheld = (0 if filters.include_adult else ADULT) | (0 if filters.include_unreleased else UNRELEASED)
        shown: Mask = (self._columns.hidden & np.uint8(withheld)) == 0
        return shown

    def _conditions(self, filters: Filters) -> Iterator[tuple[str, Callable[[slice], Mask]]]:
        """Yield what each filter that is set is about, and the function that tells which of a run of rows pass it."""
        columns = self._columns
        if filters.genres:
            wanted = _bits(filters.genres)
            least = wanted if filters.all_genres else np.uint32(1)
            # All of the bits, or any of them: then the common ones are at least 1.
            yield "genres", lambda part: (columns.genres[part] & wanted) >= least
        if filters.exclude_genres:
            unwanted = _bits(filters.exclude_genres)
            yield "excluded genres", lambda part: (columns.genres[part] & unwanted) == 0
        if filters.keywords:
            having = self._with_keywords(filters.keywords)
            yield "keywords", lambda part: having[part]
        if filters.exclude_keywords:
            lacking = ~self._with_keywords(filters.exclude_keywords)
            yield "excluded keywords", lambda part: lacking[part]
        if filters.first_year is not None or filters.last_year is not None:
            yield "years", _between(columns.year, filters.first_year, filters.last_year)
        if filters.min_runtime is not None or filters.max_runtime is not None:
            yield "running time", _between(columns.runtime, filters.min_runtime, filters.max_runtime)
        if filters.languages:
            numbers = [number for number, code in enumerate(self._languages) if code and code in filters.languages]
            yield "languages", lambda part: np.isin(columns.language[part], numbers)
        if filters.min_votes > 0:
            yield "votes", lambda part: columns.votes[part] >= filters.min_votes
        if filters.min_rating > 0 or filters.max_rating < BEST_RATING:
            yield "rating", _rated(columns.rating, filters.min_rating, filters.max_rating)

    def _with_keywords(self, keywords: Sequence[str]) -> Mask:
        having = np.zeros(len(self._columns.id), dtype=bool)
        for keyword in keywords:
            having[self._space.rows_with("keywords", keyword)] = True
        return having


def _between(values: npt.NDArray[np.signedinteger], first: int | None, last: int | None) -> Callable[[slice], Mask]:
    """Return the function that tells which values are known, which 0 is not, and lie between two ends or one."""
    least = 1 if first is None else max(1, first)
    most = int(np.iinfo(values.dtype).max) if last is None else min(last, int(np.iinfo(values.dtype).max))

    def passes(part: slice) -> Mask:
        inside: Mask = (values[part] >= least) & (values[part] <= most)
        return inside

    return passes


def _rated(ratings: npt.NDArray[np.float32], least: float, most: float) -> Callable[[slice], Mask]:
    """Return the function that tells which ratings lie between two; the unknown, NaN, never do."""
    # As float32, so that 7.1 is the 7.1 that is stored.
    low, high = np.float32(least), np.float32(most)

    def passes(part: slice) -> Mask:
        inside: Mask = (ratings[part] >= low) & (ratings[part] <= high)
        return inside

    return passes


def _bits(genres: tuple[str, ...]) -> np.uint32:
    if unknown := [name for name in genres if name not in GENRES]:
        raise InvalidQuery(f"{quoted(unknown[0])} is no genre; there are {', '.join(GENRES)}")
    return np.uint32(sum(1 << GENRES.index(name) for name in set(genres)))
