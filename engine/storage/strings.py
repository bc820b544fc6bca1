"""A list of strings as two arrays, so that it can be memory-mapped: nothing is decoded before it is asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


class StringArray(Sequence[str]):
    """Strings in one run of UTF-8 bytes: number n lies between `offsets[n]` and `offsets[n + 1]`."""

    def __init__(self, text: npt.NDArray[np.uint8], offsets: npt.NDArray[np.integer]) -> None:
        self.text = text
        self.offsets = offsets

    @classmethod
    def of(cls, strings: Sequence[str]) -> StringArray:
        """Return the same strings in this form."""
        encoded = [string.encode() for string in strings]
        offsets = np.concatenate([[0], np.cumsum([len(part) for part in encoded], dtype=np.int64)])
        small = np.int32 if offsets[-1] <= np.iinfo(np.int32).max else np.int64
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets.astype(small))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    # Slices are never asked for, and a sequence of them would only copy.
    def __getitem__(self, number: int) -> str:  # type: ignore[override]
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self.text[self.offsets[number] : self.offsets[number + 1]].tobytes().decode()

    def find(self, string: str, start: int = 0, stop: int | None = None) -> int | None:
        """Return the number of `string`, `None` if it is absent; the strings from `start` to `stop` must ascend."""
        low = start
        high = end = len(self) if stop is None else stop
        while low < high:
            middle = (low + high) // 2
            if self[middle] < string:
                low = middle + 1
            else:
                high = middle
        return low if low < end and self[low] == string else None
