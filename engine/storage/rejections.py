"""Rows that a build has left out, and why: kept with the index, so that people can mend their dataset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.catalogue.cleaning import REASONS
from engine.entities import Rejection
from engine.storage.strings import StringArray

MAX_KEPT = 100_000
"""Rejections a build keeps, the first of the file. It counts all of them."""


@dataclass(frozen=True, slots=True)
class Rejections:
    """Arrays of shape (n_kept,), in the order of the file."""

    line: npt.NDArray[np.int64]
    reason: npt.NDArray[np.uint8]
    """Place in REASONS."""
    row: StringArray

    @classmethod
    def of(cls, rejected: Sequence[Rejection]) -> Rejections:
        """Return the first MOST_KEPT of the file among what has been rejected, in any order."""
        kept = sorted(rejected, key=lambda one: one.line)[:MAX_KEPT]
        return cls(
            np.array([one.line for one in kept], dtype=np.int64),
            np.array([REASONS.index(one.reason) for one in kept], dtype=np.uint8),
            StringArray.of([one.row for one in kept]),
        )

    def to_list(self) -> list[Rejection]:
        """Return the rejections as values."""
        return [
            Rejection(line, REASONS[reason], row)
            for line, reason, row in zip(self.line.tolist(), self.reason.tolist(), self.row, strict=True)
        ]

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the arrays by name, to be stored."""
        return {
            "rejected/line": self.line,
            "rejected/reason": self.reason,
            "rejected/text": self.row.text,
            "rejected/offsets": self.row.offsets,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Rejections:
        """Return what `to_arrays` gave. Raises KeyError if it is not whole."""
        return cls(
            arrays["rejected/line"],
            arrays["rejected/reason"],
            StringArray(arrays["rejected/text"], arrays["rejected/offsets"]),
        )
