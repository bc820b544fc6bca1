"""A column of names, such as keywords: which films have which name. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.statistics.counting import Counts, Mask
from engine.storage.strings import StringArray

_FEW = 4
"""If the mask selects fewer than one film in this many, it is faster to find their entries than to test them all."""


@dataclass(frozen=True, slots=True)
class NameLists:
    """The names of a column. Those of film n have the codes from `starts[n]` up to `starts[n + 1]`."""

    starts: npt.NDArray[np.int32]
    """Shape (n_films + 1,)."""
    codes: npt.NDArray[np.int32]
    """Positions in `names`."""
    names: StringArray
    """In alphabetical order."""

    @classmethod
    def of(cls, column: pa.ChunkedArray) -> NameLists:
        """Return the names of an Arrow column of lists."""
        lengths = pc.fill_null(pc.list_value_length(column), 0).to_numpy()
        flat = pc.list_flatten(column)
        encoded = pa.chunked_array(flat.chunks, pa.string()).dictionary_encode().unify_dictionaries().combine_chunks()
        names = encoded.dictionary.to_pylist()
        # By code point, as Python compares and `StringArray.find` bisects.
        order = sorted(range(len(names)), key=names.__getitem__)
        rank = np.empty(len(names), dtype=np.int32)
        rank[order] = np.arange(len(names), dtype=np.int32)
        codes = rank[encoded.indices.to_numpy()] if len(names) else np.empty(0, dtype=np.int32)
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        return cls(starts, codes, StringArray.of([names[n] for n in order]))

    def counts(self, mask: Mask) -> Counts:
        """Return how many of the films in `mask` have each name, shape (n_names,)."""
        codes = self.codes if mask.all() else self.codes[self._entries(mask)]
        return np.bincount(codes, minlength=len(self.names))

    def with_values(self, mask: Mask, values: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int32], npt.NDArray[Any]]:
        """Return the code of every name of the films in `mask`, and beside each the value of its film.

        Parameters
        ----------
        mask, values
            Shape (n_films,).

        Returns
        -------
        codes, values
            Shape (n_entries,); a film has as many entries as names.
        """
        lengths = np.diff(self.starts)
        if mask.all():
            return self.codes, np.repeat(values, lengths)
        return self.codes[self._entries(mask)], np.repeat(values[mask], lengths[mask])

    def rows_with(self, name: str) -> npt.NDArray[np.int64]:
        """Return the rows of the films that have a name, ascending."""
        code = self.names.find(name)
        entries = np.flatnonzero(self.codes == code) if code is not None else np.empty(0, dtype=np.int64)
        rows: npt.NDArray[np.int64] = np.searchsorted(self.starts, entries, side="right") - 1
        return rows

    def _entries(self, mask: Mask) -> Mask | npt.NDArray[np.int64]:
        """Return which of `codes` are of films in `mask`: as a mask, or as positions if they are few."""
        rows = np.flatnonzero(mask)
        if len(rows) * _FEW > len(mask):
            return np.repeat(mask, np.diff(self.starts))
        lengths = self.starts[rows + 1] - self.starts[rows]
        # The entries of a film are consecutive: its start, minus the number of entries of the films before it.
        first = self.starts[rows] - (np.cumsum(lengths) - lengths)
        positions: npt.NDArray[np.int64] = np.repeat(first, lengths) + np.arange(lengths.sum())
        return positions
