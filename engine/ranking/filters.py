"""Which films may be recommended at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.catalogue.columns import FilmColumns
from engine.catalogue.schema import GENRES
from engine.errors import InvalidQuery, quoted
from engine.index.runs import runs

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a film must be like; nothing is asked for by default. What is not known of a film fits no filter on it."""

    genres: tuple[str, ...] = ()
    """One of these at least."""
    first_year: int | None = None
    last_year: int | None = None
    without_genres: tuple[str, ...] = ()
    """None of these."""
    shortest: int | None = None
    """Minutes."""
    longest: int | None = None
    """Minutes."""
    languages: tuple[str, ...] = ()
    """Codes, one of which is the original language."""
    least_votes: int = 0
    least_rating: float = 0.0
    """0 to 10."""


def mask_of(filters: Filters, columns: FilmColumns, languages: Sequence[str] = ()) -> Mask:
    """Return which films pass, and are neither adult nor unreleased; shape (n_films,).

    languages : the code that each number of `columns.language` stands for
    Raises InvalidQuery for a genre that there is not.
    """
    conditions = [passes for _, passes in _conditions(filters, columns, languages)]
    mask = ~columns.hidden
    for part in runs(len(mask)):
        for passes in conditions:
            mask[part] &= passes(part)
    return mask


def removed_by(filters: Filters, columns: FilmColumns, languages: Sequence[str] = ()) -> dict[str, int]:
    """Return how many films each filter removes by itself, by what it is about, the most first. Raises as `mask_of`."""
    whole = slice(0, len(columns.id))
    shown = ~columns.hidden
    removed = {
        label: int(np.count_nonzero(shown & ~passes(whole)))
        for label, passes in _conditions(filters, columns, languages)
    }
    return dict(sorted(removed.items(), key=lambda item: -item[1]))


def _conditions(
    filters: Filters, columns: FilmColumns, languages: Sequence[str]
) -> Iterator[tuple[str, Callable[[slice], Mask]]]:
    """Yield what each filter that is set is about, and the function that tells which of a run of rows pass it."""
    if filters.genres:
        wanted = _bits(filters.genres)
        yield "genres", lambda part: (columns.genres[part] & wanted) != 0
    if filters.without_genres:
        unwanted = _bits(filters.without_genres)
        yield "genres left out", lambda part: (columns.genres[part] & unwanted) == 0
    if filters.first_year is not None or filters.last_year is not None:
        yield "years", _between(columns.year, filters.first_year, filters.last_year)
    if filters.shortest is not None or filters.longest is not None:
        yield "runtime", _between(columns.runtime, filters.shortest, filters.longest)
    if filters.languages:
        numbers = [number for number, code in enumerate(languages) if code and code in filters.languages]
        yield "languages", lambda part: np.isin(columns.language[part], numbers)
    if filters.least_votes > 0:
        yield "votes", lambda part: columns.votes[part] >= filters.least_votes
    if filters.least_rating > 0:
        yield "rating", lambda part: columns.rating[part] >= filters.least_rating


def _between(values: npt.NDArray[np.signedinteger], first: int | None, last: int | None) -> Callable[[slice], Mask]:
    """Return the function that tells which values are known, which 0 is not, and lie between two ends or one."""
    least = 1 if first is None else max(1, first)
    most = int(np.iinfo(values.dtype).max) if last is None else min(last, int(np.iinfo(values.dtype).max))

    def passes(part: slice) -> Mask:
        inside: Mask = (values[part] >= least) & (values[part] <= most)
        return inside

    return passes


def _bits(genres: tuple[str, ...]) -> np.uint32:
    if unknown := [name for name in genres if name not in GENRES]:
        raise InvalidQuery(f"{quoted(unknown[0])} is no genre; there are {', '.join(GENRES)}")
    return np.uint32(sum(1 << GENRES.index(name) for name in set(genres)))
