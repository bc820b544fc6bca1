"""The rows that a build skipped, and why: stored with the index, so that people can mend their dataset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.catalogue.cleaning import REASONS
from engine.dataset_info import Rejection
from engine.storage.strings import StringArray

MAX_KEPT = 100_000
"""Skipped rows that a build stores, the first ones of the file. It counts all of them."""


@dataclass(frozen=True, slots=True)
class Rejections:
    """Skipped rows, in the order of the file; each array of shape (n_rows,)."""

    line: npt.NDArray[np.int64]
    """Line of the file where the row begins; the first is 1."""
    reason: npt.NDArray[np.uint8]
    """Number of the reason in REASONS."""
    row: StringArray
    """How each row begins."""

    @classmethod
    def of(cls, rejected: Sequence[Rejection]) -> Rejections:
        """Return the first MAX_KEPT rows of the file among `rejected`, which may be in any order."""
        kept = sorted(rejected, key=lambda rejection: rejection.line)[:MAX_KEPT]
        return cls(
            np.array([rejection.line for rejection in kept], dtype=np.int64),
            np.array([REASONS.index(rejection.reason) for rejection in kept], dtype=np.uint8),
            StringArray.of([rejection.row for rejection in kept]),
        )

    def to_list(self) -> list[Rejection]:
        """Return the rows as values."""
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
        """Return what `to_arrays` returned.

        Raises
        ------
        KeyError
            An array is missing.

        """
        return cls(
            arrays["rejected/line"],
            arrays["rejected/reason"],
            StringArray(arrays["rejected/text"], arrays["rejected/offsets"]),
        )
