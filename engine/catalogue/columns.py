"""What scoring and filtering read of every film: plain arrays, one value a row, in the order of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.catalogue.schema import GENRES
from engine.entities import Choices

N = TypeVar("N", bound=np.generic)

MOST_LANGUAGES = 60
"""To choose from: all of them travel to the browser."""


@dataclass(frozen=True, slots=True)
class FilmColumns:
    """Arrays of shape (n_films,). Zero means unknown, but for `rating`, where unknown is NaN."""

    id: npt.NDArray[np.int32]
    year: npt.NDArray[np.int16]
    votes: npt.NDArray[np.int32]
    rating: npt.NDArray[np.float32]
    """0 to 10."""
    runtime: npt.NDArray[np.int32]
    """Minutes."""
    genres: npt.NDArray[np.uint32]
    """Bit g is set for GENRES[g]."""
    language: npt.NDArray[np.uint16]
    """Place in `languages`."""
    hidden: npt.NDArray[np.bool_]
    """Adult or not released: shown only on request."""
    sorted_id: npt.NDArray[np.int32]
    """The ids again, ascending, to find a film by bisection."""
    by_id: npt.NDArray[np.int32]
    """The row of each of `sorted_id`."""

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the arrays by name, to be stored."""
        return {f"columns/{field.name}": getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> FilmColumns:
        """Return what `to_arrays` gave. Raises KeyError if it is not whole."""
        return cls(**{field.name: arrays[f"columns/{field.name}"] for field in fields(cls)})

    def row_of(self, film_id: int) -> int | None:
        """Return the row of the film with that id, or `None`."""
        if not 0 < film_id <= np.iinfo(np.int32).max:
            return None
        # A number of another type would have the whole array converted to it.
        place = int(np.searchsorted(self.sorted_id, np.int32(film_id)))
        if place == len(self.sorted_id) or int(self.sorted_id[place]) != film_id:
            return None
        return int(self.by_id[place])


def choices_of(columns: FilmColumns, languages: Sequence[str]) -> Choices:
    """Return between what filters can choose: at most MOST_LANGUAGES languages, the most frequent first."""
    years = columns.year[columns.year > 0]
    counts = np.bincount(columns.language, minlength=len(languages))
    frequent = [languages[number] for number in np.argsort(-counts, kind="stable") if languages[number]]
    bits = int(np.bitwise_or.reduce(columns.genres, initial=0))
    return Choices(
        genres=tuple(name for number, name in enumerate(GENRES) if bits >> number & 1),
        languages=tuple(frequent[:MOST_LANGUAGES]),
        first_year=int(years.min()) if len(years) else None,
        last_year=int(years.max()) if len(years) else None,
    )


def columns_of(films: pa.Table) -> tuple[FilmColumns, list[str]]:
    """Return the columns of a table of FILM_SCHEMA, and the language codes that `language` points into.

    Code 0 is the empty one: no language known.
    """

    def numbers(name: str, dtype: type[N], unknown: float = 0) -> npt.NDArray[N]:
        return np.asarray(pc.fill_null(films[name], unknown).to_numpy(), dtype=dtype)

    ids = numbers("id", np.int32)
    codes = films["original_language"].to_pylist()
    languages = ["", *sorted(set(codes) - {""})]
    place = {code: n for n, code in enumerate(languages)}
    released = pc.equal(films["status"], "Released")
    by_id = np.argsort(ids, kind="stable").astype(np.int32)
    columns = FilmColumns(
        id=ids,
        year=numbers("year", np.int16),
        votes=numbers("votes", np.int32),
        rating=numbers("rating", np.float32, float("nan")),
        runtime=numbers("runtime", np.int32),
        genres=_genre_bits(films["genres"]),
        language=np.array([place[code] for code in codes], dtype=np.uint16),
        hidden=np.asarray(pc.or_(films["adult"], pc.invert(released)).to_numpy()),
        sorted_id=ids[by_id],
        by_id=by_id,
    )
    return columns, languages


def _genre_bits(genres: pa.ChunkedArray) -> npt.NDArray[np.uint32]:
    bits = np.zeros(len(genres), dtype=np.uint32)
    start = 0
    for chunk in genres.chunks:
        rows = pc.list_parent_indices(chunk).to_numpy()
        place = pc.index_in(pc.list_flatten(chunk), pa.array(GENRES))
        known = pc.is_valid(place).to_numpy(zero_copy_only=False)
        bit = np.uint32(1) << pc.fill_null(place, 0).to_numpy().astype(np.uint32)
        np.bitwise_or.at(bits, start + rows[known], bit[known])
        start += len(chunk)
    return bits
