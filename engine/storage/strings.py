"""A list of strings as two arrays that can be memory-mapped: a string is decoded only when it is read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


class StringArray(Sequence[str]):
    """Strings in one run of UTF-8 bytes: string n lies between `offsets[n]` and `offsets[n + 1]`.

    Parameters
    ----------
    text : shape (n_bytes,)
        All strings, one after the other.
    offsets : shape (n_strings + 1,), ascending from 0
        Where each string starts in `text`.

    """

    def __init__(self, text: npt.NDArray[np.uint8], offsets: npt.NDArray[np.integer]) -> None:
        self.text = text
        self.offsets = offsets
        # One value is read from these several times as fast as from an array.
        self._bytes, self._starts = text.data, offsets.data

    @classmethod
    def of(cls, strings: Sequence[str]) -> StringArray:
        """Return the same strings as an array."""
        joined = "".join(strings)
        lengths = map(len, strings) if joined.isascii() else (len(string.encode()) for string in strings)
        offsets = np.concatenate([[0], np.cumsum(np.fromiter(lengths, np.int64, len(strings)))])
        dtype = np.int32 if offsets[-1] <= np.iinfo(np.int32).max else np.int64
        return cls(np.frombuffer(joined.encode(), dtype=np.uint8), offsets.astype(dtype))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    # Nobody takes slices, and a sequence of them would only copy.
    def __getitem__(self, number: int) -> str:  # type: ignore[override]
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self._encoded(number).decode()

    def _encoded(self, number: int) -> bytes:
        return bytes(self._bytes[self._starts[number] : self._starts[number + 1]])

    def find(self, string: str, start: int = 0, stop: int | None = None) -> int | None:
        """Return the number of a string by bisection, `None` if it is absent.

        Parameters
        ----------
        string
            What to find.
        start, stop
            Numbers to look between, the end excluded; strings must be in ascending order there. All by default.

        """
        end = len(self) if stop is None else stop
        place = self.place(string, start, end)
        return place if place < end and self[place] == string else None

    def place(self, string: str, start: int = 0, stop: int | None = None) -> int:
        """Return the number of the first string that is not before `string`; `stop` if there is none.

        Parameters
        ----------
        string
            What to place.
        start, stop
            As of `find`.

        """
        # UTF-8 keeps the order of characters; a text from outside may hold half a pair of surrogates.
        wanted = string.encode("utf-8", "surrogatepass")
        return start + bisect_left(range(start, len(self) if stop is None else stop), wanted, key=self._encoded)
