"""From the ids of marked films to the rows of a catalogue. Pure."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from engine.catalogue.columns import FilmColumns

NO_ROW = -1
"""Of a film that the catalogue lacks."""


def rows_of(columns: FilmColumns, film_ids: Iterable[int]) -> npt.NDArray[np.int64]:
    """Return the row of each film, NO_ROW for those that the catalogue lacks, shape (n_ids,)."""
    ids = np.fromiter(film_ids, dtype=np.int64)
    if not len(columns.sorted_id):
        return np.full(len(ids), NO_ROW, dtype=np.int64)
    place = np.minimum(np.searchsorted(columns.sorted_id, ids), len(columns.sorted_id) - 1)
    found: npt.NDArray[np.int64] = np.where(columns.sorted_id[place] == ids, columns.by_id[place], NO_ROW)
    return found.astype(np.int64)
