"""The columns that scoring and filtering read: plain arrays, one value per film, in the order of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.catalogue.genres import GENRES, genres_meant
from engine.errors import UnknownFilm

N = TypeVar("N", bound=np.generic)

ADULT, UNRELEASED = 1, 2
"""Bits of `FilmColumns.hidden`."""


@dataclass(frozen=True, slots=True)
class FilmColumns:
    """Arrays of shape (n_films,). An unknown value is 0; an unknown rating is NaN."""

    id: npt.NDArray[np.int32]
    year: npt.NDArray[np.int16]
    votes: npt.NDArray[np.int32]
    rating: npt.NDArray[np.float32]
    """0 to 10."""
    runtime: npt.NDArray[np.int32]
    """Minutes."""
    genres: npt.NDArray[np.uint32]
    """Bit g is set if the film has GENRES[g]."""
    language: npt.NDArray[np.uint16]
    """Number of the code in the list of languages that `columns_of` returns; 0 is unknown."""
    hidden: npt.NDArray[np.uint8]
    """Why a film is hidden unless it is asked for: bits ADULT and UNRELEASED; 0 if it is shown."""
    franchise: npt.NDArray[np.int32]
    """All films of a franchise have the same number above 0; other films have 0."""
    sorted_id: npt.NDArray[np.int32]
    """The ids in ascending order, to find a film by bisection."""
    by_id: npt.NDArray[np.int32]
    """The row of each id of `sorted_id`."""

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the arrays by name, to be stored."""
        return {f"columns/{field.name}": getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> FilmColumns:
        """Return what `to_arrays` returned.

        Raises
        ------
        KeyError
            An array is missing.

        """
        return cls(**{field.name: arrays[f"columns/{field.name}"] for field in fields(cls)})

    def row_of(self, film_id: int) -> int | None:
        """Return the row of the film with that id, `None` if there is none."""
        if not 0 < film_id <= np.iinfo(np.int32).max:
            return None
        # A number of another type would make NumPy convert the whole array.
        position = int(np.searchsorted(self.sorted_id, np.int32(film_id)))
        if position == len(self.sorted_id) or int(self.sorted_id[position]) != film_id:
            return None
        return int(self.by_id[position])

    def row(self, film_id: int) -> int:
        """Return the row of the film with that id.

        Raises
        ------
        UnknownFilm
            No film has that id.

        """
        row = self.row_of(film_id)
        if row is None:
            raise UnknownFilm(f"no film has the id {film_id}")
        return row

    def rows_of(self, film_ids: Sequence[int]) -> npt.NDArray[np.int32]:
        """Return the rows of the films with these ids; ids that no film has are left out."""
        most = np.iinfo(np.int32).max
        ids = np.array([film_id for film_id in film_ids if 0 < film_id <= most], dtype=np.int32)
        places = np.minimum(np.searchsorted(self.sorted_id, ids), len(self.sorted_id) - 1)
        rows: npt.NDArray[np.int32] = self.by_id[places[self.sorted_id[places] == ids]]
        return rows


def columns_of(films: pa.Table, franchise: npt.NDArray[np.int32]) -> tuple[FilmColumns, list[str]]:
    """Return the columns of all films, and the languages that the numbers in `language` stand for.

    Parameters
    ----------
    films
        Table in FILM_SCHEMA.
    franchise : shape (n_films,)
        Franchise of each film, as `franchises_of` returns it.

    Returns
    -------
    The columns, and the language codes; the first code is empty and stands for an unknown language.

    """

    def values(name: str, dtype: type[N], unknown: float = 0) -> npt.NDArray[N]:
        return np.asarray(pc.fill_null(films[name], unknown).to_numpy(), dtype=dtype)

    ids = values("id", np.int32)
    codes = films["original_language"]
    languages = ["", *sorted(set(pc.unique(codes).to_pylist()) - {""})]
    released = pc.equal(films["status"], "Released")
    by_id = np.argsort(ids, kind="stable").astype(np.int32)
    columns = FilmColumns(
        id=ids,
        year=values("year", np.int16),
        votes=values("votes", np.int32),
        rating=values("rating", np.float32, float("nan")),
        runtime=values("runtime", np.int32),
        genres=_genre_bits(films["genres"]),
        language=pc.index_in(codes, pa.array(languages, pa.string())).to_numpy().astype(np.uint16),
        hidden=np.where(films["adult"].to_numpy(), ADULT, 0).astype(np.uint8)
        | np.where(released.to_numpy(), 0, UNRELEASED).astype(np.uint8),
        franchise=franchise,
        sorted_id=ids[by_id],
        by_id=by_id,
    )
    return columns, languages


def _genre_bits(genres: pa.ChunkedArray) -> npt.NDArray[np.uint32]:
    """Return the genres of each film as bits: "Sci-Fi" is Science Fiction; genres that TMDB does not have are none."""
    bits = np.zeros(len(genres), dtype=np.uint32)
    start = 0
    for chunk in genres.chunks:
        rows = pc.list_parent_indices(chunk).to_numpy()
        encoded = pc.list_flatten(chunk).dictionary_encode()
        meant = [
            sum(1 << GENRES.index(genre) for genre in genres_meant(name)) for name in encoded.dictionary.to_pylist()
        ]
        np.bitwise_or.at(bits, start + rows, np.array(meant, dtype=np.uint32)[encoded.indices.to_numpy()])
        start += len(chunk)
    return bits
