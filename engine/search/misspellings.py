"""Words that one typing error turns into another. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase


def one_edit_away(word: str) -> Iterator[str]:
    """Yield what a word may have been before one typing error; some several times, never the word itself.

    The error is a letter too few or too many, a wrong letter, or two letters in the wrong order. The first letter is
    taken to be right, as it mostly is.

    References
    ----------
    Damerau, "A technique for computer detection and correction of spelling errors" (1964).

    """
    for place in range(1, len(word) + 1):
        before, rest = word[:place], word[place:]
        yield from (before + letter + rest for letter in ascii_lowercase)
        if not rest:
            continue
        yield before + rest[1:]
        yield from (before + letter + rest[1:] for letter in ascii_lowercase if letter != rest[0])
        if len(rest) > 1 and rest[0] != rest[1]:
            yield before + rest[1] + rest[0] + rest[2:]
