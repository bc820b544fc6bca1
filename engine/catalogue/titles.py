"""The words of titles, as franchises compare them: without accents, articles and signs, with marks of sequels apart.

"Jaws: The Revenge" has the words "jaws" and "revenge", and its name ends after the first. "Jaws 3" has the number 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.catalogue.numerals import MARKS, ROMAN, WORDS, value_of

Batches = Callable[[Sequence[str]], Iterator[pa.RecordBatch]]
Ints = npt.NDArray[np.integer]

MAX_WORDS = 12
"""Words of a title that are compared, at most."""
# Behind a single word a high number is no sure mark: "Apollo 13", "Super 8".
HIGH_NUMBER = 4
"""Which film of a series, for all from the fourth on."""
BREAK = r"\.{2,}|…|:\s|\s[-–—]+\s|[?!(;]"
"""Pattern of what stands between a name and a subtitle."""
_COUNTED = "|".join(list(WORDS)[:10])
# Patterns of RE2, and what takes their place. "|" is a break, and stands between words like a word; "#2" is a mark.
_SPELLINGS = (
    (BREAK, " | "),
    (r"['’.]", ""),
    (r"&", " and "),
    # Neither a letter before a hyphen is a number of a series nor a figure in front: "X-Men", "21 Jump Street".
    (r"\b(\w)[-/](\w)", r"\1\2"),
    (r"\b(?:the|an?)\b", ""),
    (r"[^\pL\pN|]+", " "),
    (r"^ ?(\d+) (\pL)", r"\1\2"),
    (rf"\b(?:{'|'.join(MARKS)}) ([ivx]+|\d\d?|{_COUNTED})\b", r"| #\1"),
    (r"(\pL )([ivx]{2,}|[vx2-9]|[1-9]\d)\b", r"\1| #\2"),
    (r" (two|too)$", r" | #\1"),
    (r"^[ |#]+|[ |]+$", ""),
)


@dataclass(frozen=True, slots=True)
class Names:
    """The names in a column of lists, or the words of titles: film `film[r]` has `names[code[r]]`."""

    film: Ints
    """Rows of films, ascending, shape (n_pairs,)."""
    code: Ints
    """Shape (n_pairs,)."""
    names: list[str]
    rarity: npt.NDArray[np.float64]
    """Of each name, shape (n_names,): 0 if all films have it, nearly 1 if only two have."""


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles of all films: `words` are places in `vocabulary`; the other arrays are of shape (n_films,).

    A title is `length` words from `start`, of which `name` are its name. `number` is which film of a series the mark
    behind the name says this is, at most HIGH_NUMBER; 0 without a mark. `year` is 0 if unknown.
    """

    words: Ints
    vocabulary: list[str]
    start: Ints
    length: Ints
    name: Ints
    number: Ints
    year: Ints

    def backwards(self) -> Titles:
        """Return the titles with their words in reverse, and the whole of each as its name."""
        start = len(self.words) - self.start - self.length
        return replace(self, words=self.words[::-1], start=start, name=self.length)

    def beginnings(self, depth: int | Ints) -> Ints:
        """Return a number for the first `depth` words of each film, or all that it has, shape (n_films,); 0 is none."""
        node = np.zeros(len(self.year), dtype=np.int64)
        numbered = 1
        for place in range(MAX_WORDS):
            films = np.flatnonzero((self.length > place) & (depth > place))
            paths = node[films] * len(self.vocabulary) + self.words[self.start[films] + place]
            different, path = np.unique(paths, return_inverse=True)
            node[films] = numbered + path
            numbered += len(different)
        return node


def read_names(lists: Iterable[pa.ListArray]) -> Names:
    """Return the names of all films, of which each batch holds a list for each of its films."""
    films, things, start = [np.empty(0, np.int32)], [pa.array([], pa.string()).dictionary_encode()], 0
    for batch in lists:
        films.append((pc.list_parent_indices(batch).to_numpy() + start).astype(np.int32))
        things.append(pc.list_flatten(batch).dictionary_encode())
        start += len(batch)
    encoded = pa.chunked_array(things).unify_dictionaries().chunks
    film, code = np.concatenate(films), np.concatenate([chunk.indices.to_numpy() for chunk in encoded])
    # `to_pylist` takes ten times as long.
    names = encoded[0].dictionary.to_numpy(zero_copy_only=False).tolist()
    rarity = 1 - np.log(np.bincount(code, minlength=len(names))) / np.log(max(2, len(np.unique(film))))
    return Names(film, code, names, rarity)


def read_titles(batches: Batches) -> Titles:
    """Return the titles of all films. `batches` yields columns of FILM_SCHEMA; it is called once for each column."""
    year = np.concatenate([np.empty(0, np.int32), *(pc.fill_null(batch.column(0), 0) for batch in batches(("year",)))])
    tokens = read_names(_words(batch.column(0)) for batch in batches(("title",)))
    is_break = np.array([word == "|" for word in tokens.names], dtype=bool)[tokens.code]
    is_word = np.array([word not in ("|", "") for word in tokens.names], dtype=bool)[tokens.code]
    words = tokens.code[is_word]
    length = np.bincount(tokens.film[is_word], minlength=len(year)).astype(np.int32)
    start = np.cumsum(length, dtype=np.int32) - length
    broken, first = np.unique(tokens.film[is_break], return_index=True)
    name, number = length.copy(), np.zeros_like(length)
    name[broken] = np.cumsum(is_word, dtype=np.int32)[is_break][first] - start[broken]
    marks = [tokens.names[word] for word in words[start[broken] + name[broken]]]
    number[broken] = [_number(mark) for mark in marks]
    return Titles(words, tokens.names, start, length, name, number, year)


def _number(mark: str) -> int:
    """Return which film of a series a mark says this is, at most HIGH_NUMBER; 0 if the word is no mark."""
    if not mark.startswith("#"):
        return 0
    numeral = mark[1:]
    value = 2 if numeral == "too" else value_of(numeral) or ROMAN.get(numeral, HIGH_NUMBER)
    return min(value, HIGH_NUMBER)


def _words(titles: pa.Array) -> pa.ListArray:
    """Return the words of each title, in lower case, without accents, articles and signs; "|" is a break."""
    plain = pc.utf8_lower(titles)
    if not pc.all(pc.string_is_ascii(plain)).as_py():
        plain = pc.replace_substring_regex(pc.utf8_normalize(plain, "NFKD"), r"\p{M}+", "")
    for pattern, replacement in _SPELLINGS:
        plain = pc.replace_substring_regex(plain, pattern, replacement)
    return pc.split_pattern_regex(plain, " +")
