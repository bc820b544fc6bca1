"""Which films come from which country. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.storage.arrays import Arrays
from engine.storage.strings import StringArray


@dataclass(frozen=True, slots=True)
class CountryIndex:
    """For each country the films that were made there. A film may have several."""

    names: StringArray
    """As the catalogue writes them, ascending."""
    starts: npt.NDArray[np.int64]
    """Films of country n are `rows[starts[n]:starts[n + 1]]`; shape (n_countries + 1,)."""
    rows: npt.NDArray[np.int32]
    """Ascending for each country."""

    @classmethod
    def of(cls, countries: pa.ChunkedArray) -> CountryIndex:
        """Return the index of a column of lists of names."""
        flat = pc.list_flatten(countries)
        film = pc.list_parent_indices(countries).to_numpy()
        encoded = pa.chunked_array(flat.chunks, pa.string()).dictionary_encode().unify_dictionaries().combine_chunks()
        names = encoded.dictionary.to_pylist()
        order = sorted(range(len(names)), key=names.__getitem__)
        rank = np.empty(len(names), np.int64)
        rank[order] = np.arange(len(names))
        number = rank[encoded.indices.to_numpy()] if names else np.empty(0, np.int64)
        starts = np.concatenate([[0], np.cumsum(np.bincount(number, minlength=len(names)))])
        by_country = np.argsort(number, kind="stable")
        return cls(StringArray.of([names[n] for n in order]), starts, film[by_country].astype(np.int32))

    def rows_with(self, name: str) -> npt.NDArray[np.int32]:
        """Return the rows of the films from a country, ascending; none if no film has it."""
        number = self.names.find(name)
        return self.rows[:0] if number is None else self.rows[self.starts[number] : self.starts[number + 1]]

    def most_frequent(self, limit: int) -> tuple[str, ...]:
        """Return at most `limit` countries, those of most films first, ties in alphabetical order."""
        counts = np.diff(self.starts)
        return tuple(self.names[int(n)] for n in np.argsort(-counts, kind="stable")[:limit])

    def to_arrays(self) -> Arrays:
        """Return the arrays by name, to be stored."""
        names = {"countries/text": self.names.text, "countries/offsets": self.names.offsets}
        return names | {"countries/starts": self.starts, "countries/rows": self.rows}

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> CountryIndex:
        """Return what `to_arrays` returned. Raises KeyError if an array is missing."""
        names = StringArray(arrays["countries/text"], arrays["countries/offsets"])
        return cls(names, arrays["countries/starts"], arrays["countries/rows"])
