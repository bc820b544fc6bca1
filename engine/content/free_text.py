"""Free text -> a query over the terms of an index, weighed as the films' own texts were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.content.fields import FIELDS, FittedField
from engine.content.terms import split_words
from engine.content.vectors import SparseVector
from engine.content.words import Word, other_number, tells, words_of
from engine.storage.strings import StringArray

MAX_CHARACTERS = 5_000
"""Characters of a text that are read: more than any overview has, so that a pasted novel is no more work than one."""

_LONGEST_PHRASE = 6
"""Words."""
_KINDS = {field.name: field.kind for field in FIELDS}
_NAMES = {"director", "cast", "companies"}
_ARTICLES = {"a", "an", "the"}
_EVERYDAY = {
    "animation": ("animated", "cartoon", "cartoons"),
    "comedy": ("comedies", "comedic", "funny", "hilarious", "romcom", "rom com"),
    "crime": ("cop", "cops", "gangster", "gangsters"),
    "documentary": ("documentaries",),
    "drama": ("dramas",),
    "history": ("historical",),
    "horror": ("scary", "spooky"),
    "music": ("musical", "musicals"),
    "mystery": ("mysteries", "whodunit", "whodunits", "whodunnit"),
    "romance": ("romantic", "romances", "romcom", "rom com"),
    "science fiction": ("sci fi", "scifi"),
    "thriller": ("thrillers", "suspense", "suspenseful"),
    "western": ("westerns",),
}
"""Genres -> what else people call them, as far as it means nothing else."""


@dataclass(frozen=True, slots=True)
class FreeText:
    """What a text says to an index."""

    vector: SparseVector
    """Its dot product with a film is the weighted mean of the cosines of the fields that the text speaks of, 0 to 1."""
    known: tuple[str, ...]
    """Words as written that some field knows, alone or in a phrase; in order, each once."""
    unknown: tuple[str, ...]
    """Words as written that no field knows, but for those that tell nothing; in order, each once."""


def vector_of_text(
    text: str, fields: Sequence[FittedField], terms: StringArray, postings_indptr: npt.NDArray[np.integer], n_films: int
) -> FreeText:
    """Return a text as a query. The vector of one that says nothing known is empty.

    fields : in the order of their columns
    terms : ascending within each field
    postings_indptr : shape (n_terms + 1,); as many films have a term as lie between its number and the next

    A film has sqrt(share) * b in each field, so that the query must have sqrt(share) * b / (sum of the shares of the
    fields it speaks of), where b is of length 1.
    """
    words = words_of(text[:MAX_CHARACTERS])
    index = _Index({field.name: field for field in fields}, terms, postings_indptr, n_films)
    said = [one for field in fields if (one := _said(index, field, words)).counts]
    known = {term for one in said for term in one.terms}
    knows = _as_written(text, (word for word in words if word.term in known))
    lacks = _as_written(text, (word for word in words if word.term not in known and tells(word.term)))
    # A word that begins within a character, such as "4scary" in "¼scary", may be written like another.
    return FreeText(_joined(index, said), knows, tuple(word for word in lacks if word not in knows))


@dataclass(frozen=True, slots=True)
class _Index:
    """What a text is held against."""

    fields: Mapping[str, FittedField]
    terms: StringArray
    indptr: npt.NDArray[np.integer]
    n_films: int

    def films_with(self, column: int) -> int:
        return int(self.indptr[column + 1] - self.indptr[column])

    def idf(self, column: int) -> float:
        """Return how rare a term is, by the formula of scikit-learn's TfidfTransformer."""
        return log((1 + self.n_films) / (1 + self.films_with(column))) + 1

    def stories_with(self, word: str) -> int:
        story = self.fields.get("overview")
        column = self.terms.find(word, story.start, story.stop) if story else None
        return 0 if column is None else self.films_with(column)

    def phrases(self, field: FittedField, wanted: Collection[str]) -> dict[str, list[int]]:
        """Return the columns of phrases, which are the same if their words are; `wanted` has these between spaces."""
        offsets = self.terms.offsets[field.start : field.stop + 1]
        text = pa.py_buffer(self.terms.text[offsets[0] : offsets[-1]])
        starts = pa.py_buffer((offsets - offsets[0]).astype(np.int32))
        phrases = pa.Array.from_buffers(pa.string(), len(offsets) - 1, [None, starts, text])
        # Looking at how each begins takes a fifth of the time of taking all apart.
        first_words = "|".join(sorted({phrase.split()[0] for phrase in wanted}))
        likely = pc.match_substring_regex(phrases, rf"(?i)^\W*(?:{first_words})\b")
        likely = pc.or_(likely, pc.invert(pc.string_is_ascii(phrases)))
        columns = field.start + np.flatnonzero(likely.to_numpy(zero_copy_only=False))
        found: dict[str, list[int]] = {}
        for column, words in zip(columns.tolist(), split_words(phrases.filter(likely)).to_pylist(), strict=True):
            if (phrase := " ".join(filter(None, words))) in wanted:
                found.setdefault(phrase, []).append(column)
        return found


@dataclass(frozen=True, slots=True)
class _Said:
    """What a text says in a field."""

    field: FittedField
    counts: Mapping[int, float]
    """Columns -> how much their terms count, were all equally rare."""
    terms: Collection[str]
    """The words that say it."""


def _said(index: _Index, field: FittedField, words: Sequence[Word]) -> _Said:
    terms = [word.term for word in words]
    return _words_said(index, field, terms) if _KINDS[field.name] == "words" else _phrases_said(index, field, terms)


def _words_said(index: _Index, field: FittedField, terms: Sequence[str]) -> _Said:
    columns = {term: _column(index, field, term) for term in set(terms)}
    known = {term: column for term, column in columns.items() if column is not None}
    times = Counter(known[term] for term in terms if term in known)
    return _Said(field, {column: 1 + log(count) for column, count in times.items()}, known)


def _column(index: _Index, field: FittedField, term: str) -> int | None:
    """Return the column of a word, or if it is none of the field's, of the same in the other number."""
    forms = (term, *other_number(term)) if tells(term) else (term,)
    columns = (index.terms.find(form, field.start, field.stop) for form in forms)
    return next((column for column in columns if column is not None), None)


def _phrases_said(index: _Index, field: FittedField, terms: Sequence[str]) -> _Said:
    """Return the phrases in runs of words, the longest first; each word is in one of them at most."""
    meant = {
        (start, stop): _meant(field, " ".join(terms[start:stop]))
        for start in range(len(terms))
        for stop in range(start + 1, min(start + _LONGEST_PHRASE, len(terms)) + 1)
    }
    known = index.phrases(field, set().union(*meant.values()))
    columns = {run: [column for phrase in meant[run] for column in known.get(phrase, ())] for run in meant}
    said = [run for run in meant if columns[run] and _is_meant(index, field, terms[slice(*run)], columns[run])]
    counts: dict[int, float] = {}
    taken: set[int] = set()
    for start, stop in sorted(said, key=lambda run: run[0] - run[1]):
        if taken.isdisjoint(range(start, stop)):
            taken.update(range(start, stop))
            counts.update(dict.fromkeys(columns[start, stop], 1.0))
    return _Said(field, counts, {terms[place] for place in taken})


def _meant(field: FittedField, phrase: str) -> set[str]:
    """Return the phrases of a field that a phrase may stand for."""
    if field.name == "keywords":
        before, last = phrase[: phrase.rfind(" ") + 1], phrase.rsplit(" ", 1)[-1]
        return {phrase, *(before + form for form in other_number(last))}
    if field.name == "genres":
        return {phrase, *(genre for genre, names in _EVERYDAY.items() if phrase in names)}
    return {phrase}


def _is_meant(index: _Index, field: FittedField, terms: Sequence[str], columns: Iterable[int]) -> bool:
    """Return whether words that spell a phrase mean it: always, unless they are one word, or one and its article.

    That word must tell something. If it is a name, more films must have the name than tell of the word: "a team" is
    not the company "A-Team".
    """
    bare = [term for term in terms if term not in _ARTICLES]
    if len(bare) != 1:
        return len(bare) > 1
    if field.name in _NAMES and sum(map(index.films_with, columns)) <= index.stories_with(bare[0]):
        return False
    return tells(bare[0])


def _joined(index: _Index, said: Sequence[_Said]) -> SparseVector:
    """Return the blocks of all fields as one query."""
    spoken = sum(one.field.share for one in said)
    weights: dict[int, float] = {}
    for one in said:
        block = {column: count * index.idf(column) for column, count in one.counts.items()}
        length = sqrt(sum(weight**2 for weight in block.values()))
        weights |= {column: sqrt(one.field.share) / spoken * block[column] / length for column in sorted(block)}
    return SparseVector(np.array(list(weights), dtype=np.int32), np.array(list(weights.values()), dtype=np.float32))


def _as_written(text: str, words: Iterable[Word]) -> tuple[str, ...]:
    """Return each word once, as it stands in the text first."""
    written: dict[str, str] = {}
    for word in words:
        written.setdefault(word.term, text[word.start : word.stop] or word.term)
    return tuple(written.values())
