"""Community: what liking one film says about liking another, learned from the ratings of many users.

A user is folded in by one sparse product: nothing is learned again when a rating changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.retrieval.postings import score
from engine.storage.arrays import Arrays, matrix_arrays, matrix_of

NAME = "community"
"""Of its file in the folder of a build."""

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CommunityInfo:
    """What a community was learned from."""

    users: int
    """Users whose ratings count."""
    ratings: int
    """Their ratings of films of the catalogue."""
    rated: int
    """Films that enough of them rated."""
    films: int
    """Films that the community knows: the rated ones and the most voted of the others."""
    learned_at: str
    """UTC, ISO 8601."""
    seconds: float
    """Duration."""


@dataclass(frozen=True, slots=True)
class Community:
    """Film-film weights. Immutable; any number of threads may share one."""

    rows: Rows
    """Rows of the films that it knows, ascending, shape (n_known,)."""
    weights: sp.csr_array
    """What liking the film in a row adds to the score of the film in a column; shape (n_known, n_known)."""
    liked: Floats
    """Share of its users who like each film, shape (n_known,)."""
    info: CommunityInfo

    def scores(self, rows: Rows, grades: npt.NDArray[np.floating]) -> Floats:
        """Return the score of each known film for a user, shape (n_known,).

        Parameters
        ----------
        rows
            Films the user marked, each once; those it does not know add nothing.
        grades
            Shape (n_rows,).

        """
        known, place = self._places(rows)
        return score(self.weights, place.astype(np.int32), np.asarray(grades, dtype=np.float32)[known])

    def knows(self, rows: Rows) -> npt.NDArray[np.bool_]:
        """Return which of these films it knows, shape (n_rows,)."""
        return self._places(rows)[0]

    def liked_share(self, rows: Rows) -> npt.NDArray[np.float64]:
        """Return the share of its users who like each film, 0 for films it does not know; shape (n_rows,)."""
        shares = np.zeros(len(rows))
        known, place = self._places(rows)
        shares[known] = self.liked[place]
        return shares

    def liked_with(self, rows: Rows) -> tuple[Rows, Floats]:
        """Return which films are liked together with those of `rows`, and how much: the sum of their weights above 0.

        Returns
        -------
        rows
            Of the films whose sum is above 0, ascending, shape (n,).
        sums
            Shape (n,).

        """
        weights = self.weights[self._places(rows)[1]]
        sums = np.bincount(weights.indices, np.maximum(weights.data, 0), minlength=len(self.rows)).astype(np.float32)
        films = np.flatnonzero(sums)
        return self.rows[films], sums[films]

    def contributions(self, rows: Rows, grades: npt.NDArray[np.floating], targets: Rows) -> npt.NDArray[np.float64]:
        """Return what each marked film adds to the score of each target film, shape (n_rows, n_targets)."""
        known, place = self._places(rows)
        known_target, place_of_target = self._places(targets)
        values = np.zeros((len(rows), len(targets)))
        block = self.weights[place][:, place_of_target].toarray().astype(np.float64)
        values[np.ix_(known, known_target)] = block * np.asarray(grades, dtype=np.float64)[known, None]
        return values

    def _places(self, rows: Rows) -> tuple[npt.NDArray[np.bool_], Rows]:
        """Return which of the rows it knows, and where those are."""
        place = np.searchsorted(self.rows, rows)
        known = np.append(self.rows, -1)[place] == rows
        return known, place[known]

    def to_arrays(self) -> Arrays:
        """Return the arrays by name, to be stored."""
        return {"rows": self.rows, "liked": self.liked, **matrix_arrays("weights", self.weights)}

    def parameters(self) -> dict[str, object]:
        """Return what is stored beside the arrays."""
        return asdict(self.info)

    @classmethod
    def from_arrays(cls, arrays: Arrays, parameters: Mapping[str, Any]) -> Community:
        """Return what `to_arrays` and `parameters` returned.

        Raises
        ------
        IndexCorrupt
            The matrix is damaged.
        KeyError
            Something is missing.

        """
        info = CommunityInfo(**{field.name: parameters[field.name] for field in fields(CommunityInfo)})
        rows = arrays["rows"]
        # Communities learned before this was counted are used without it.
        liked = arrays.get("liked", np.zeros(len(rows), np.float32))
        return cls(rows, matrix_of(arrays, "weights", (len(rows), len(rows))), liked, info)
