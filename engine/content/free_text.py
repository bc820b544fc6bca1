"""From free text to a query over the terms of an index, weighted like the films' own texts."""

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
from engine.content.words import Word, inflections, is_informative, words_of
from engine.storage.strings import StringArray

MAX_CHARACTERS = 5_000
"""Characters of a text that are read: more than any overview has. A pasted novel takes no longer."""

_MAX_PHRASE_WORDS = 6
_KINDS = {field.name: field.kind for field in FIELDS}
_NAME_FIELDS = {"director", "cast", "companies"}
_ARTICLES = {"a", "an", "the"}
_GENRE_SYNONYMS = {
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
"""Words that mean a genre and nothing else."""


@dataclass(frozen=True, slots=True)
class FreeText:
    """A text as a query."""

    vector: SparseVector
    """Its dot product with a film is the weighted mean of the cosines of the fields that the text mentions, 0 to 1."""
    known: tuple[str, ...]
    """Words of the text that some field has, alone or in a phrase; as written, in order, each once."""
    unknown: tuple[str, ...]
    """Informative words of the text that no field has; as written, in order, each once."""


def vector_of_text(
    text: str, fields: Sequence[FittedField], terms: StringArray, postings_indptr: npt.NDArray[np.integer], n_films: int
) -> FreeText:
    """Return a text as a query; its vector is empty if no film has any of its words.

    Parameters
    ----------
    text
        Only the first MAX_CHARACTERS are read.
    fields
        In order of their columns.
    terms : length n_terms
        Text of each column, ascending within each field.
    postings_indptr : shape (n_terms + 1,)
        The difference of two neighbours is the number of films that have a term.
    n_films
        Number of films of the index.

    Notes
    -----
    A film has sqrt(share) · b in each field, with b of length 1. For a dot product to be a weighted mean of cosines,
    the query has sqrt(share) · b / (sum of the shares of all fields that the text mentions).

    """
    words = words_of(text[:MAX_CHARACTERS])
    index = _TermIndex({field.name: field for field in fields}, terms, postings_indptr, n_films)
    matches = [match for field in fields if (match := _match_field(index, field, words)).counts]
    matched = {term for match in matches for term in match.terms}
    known = _as_written(text, (word for word in words if word.term in matched))
    unknown = _as_written(text, (word for word in words if word.term not in matched and is_informative(word.term)))
    # A word that starts within a character, such as "4scary" in "¼scary", may be written like another word.
    return FreeText(_query_vector(index, matches), known, tuple(word for word in unknown if word not in known))


@dataclass(frozen=True, slots=True)
class _TermIndex:
    """The terms of an index, and how many films have each."""

    fields: Mapping[str, FittedField]
    terms: StringArray
    indptr: npt.NDArray[np.integer]
    n_films: int

    def document_frequency(self, column: int) -> int:
        return int(self.indptr[column + 1] - self.indptr[column])

    def idf(self, column: int) -> float:
        """Return the inverse document frequency of a term, by the formula of scikit-learn's TfidfTransformer."""
        return log((1 + self.n_films) / (1 + self.document_frequency(column))) + 1

    def stories_with(self, word: str) -> int:
        """Return how many films have a word in their story."""
        story = self.fields.get("overview")
        column = self.terms.find(word, story.start, story.stop) if story else None
        return 0 if column is None else self.document_frequency(column)

    def columns_of(self, field: FittedField, phrases: Collection[str]) -> dict[str, list[int]]:
        """Return the columns of a field by phrase, comparing words only: case, accents and signs do not count.

        A phrase is words joined by one space, as `words_of` returns them.
        """
        offsets = self.terms.offsets[field.start : field.stop + 1]
        text = pa.py_buffer(self.terms.text[offsets[0] : offsets[-1]])
        starts = pa.py_buffer((offsets - offsets[0]).astype(np.int32))
        names = pa.Array.from_buffers(pa.string(), len(offsets) - 1, [None, starts, text])
        # A look at how each name begins takes a fifth of the time of splitting all names.
        first_words = "|".join(sorted({phrase.split()[0] for phrase in phrases}))
        likely = pc.match_substring_regex(names, rf"(?i)^\W*(?:{first_words})\b")
        likely = pc.or_(likely, pc.invert(pc.string_is_ascii(names)))
        likely_columns = field.start + np.flatnonzero(likely.to_numpy(zero_copy_only=False))
        columns: dict[str, list[int]] = {}
        for column, words in zip(likely_columns.tolist(), split_words(names.filter(likely)).to_pylist(), strict=True):
            if (phrase := " ".join(filter(None, words))) in phrases:
                columns.setdefault(phrase, []).append(column)
        return columns


@dataclass(frozen=True, slots=True)
class _FieldMatch:
    """What a text mentions of one field."""

    field: FittedField
    counts: Mapping[int, float]
    """Term frequencies, by column."""
    terms: Collection[str]
    """Words of the text that match."""


def _match_field(index: _TermIndex, field: FittedField, words: Sequence[Word]) -> _FieldMatch:
    terms = [word.term for word in words]
    return _match_words(index, field, terms) if _KINDS[field.name] == "words" else _match_phrases(index, field, terms)


def _match_words(index: _TermIndex, field: FittedField, terms: Sequence[str]) -> _FieldMatch:
    columns = {term: _column_of_word(index, field, term) for term in set(terms)}
    known = {term: column for term, column in columns.items() if column is not None}
    times = Counter(known[term] for term in terms if term in known)
    return _FieldMatch(field, {column: 1 + log(count) for column, count in times.items()}, known)


def _column_of_word(index: _TermIndex, field: FittedField, term: str) -> int | None:
    """Return the column of a word; if the field does not have it, that of its singular or plural."""
    forms = (term, *inflections(term)) if is_informative(term) else (term,)
    columns = (index.terms.find(form, field.start, field.stop) for form in forms)
    return next((column for column in columns if column is not None), None)


def _match_phrases(index: _TermIndex, field: FittedField, terms: Sequence[str]) -> _FieldMatch:
    """Match runs of words with the phrases of a field, the longest first; each word counts for one phrase at most."""
    phrases = {
        (start, stop): _phrases_meant(field, " ".join(terms[start:stop]))
        for start in range(len(terms))
        for stop in range(start + 1, min(start + _MAX_PHRASE_WORDS, len(terms)) + 1)
    }
    columns_of = index.columns_of(field, set().union(*phrases.values()))
    columns = {run: [column for phrase in phrases[run] for column in columns_of.get(phrase, ())] for run in phrases}
    runs = [run for run in phrases if columns[run] and _is_mention(index, field, terms[slice(*run)], columns[run])]
    counts: dict[int, float] = {}
    used: set[int] = set()
    for start, stop in sorted(runs, key=lambda run: run[0] - run[1]):
        if used.isdisjoint(range(start, stop)):
            used.update(range(start, stop))
            counts.update(dict.fromkeys(columns[start, stop], 1.0))
    return _FieldMatch(field, counts, {terms[position] for position in used})


def _phrases_meant(field: FittedField, phrase: str) -> set[str]:
    """Return the phrases of a field that a phrase may stand for."""
    if field.name == "keywords":
        before, last = phrase[: phrase.rfind(" ") + 1], phrase.rsplit(" ", 1)[-1]
        return {phrase, *(before + form for form in inflections(last))}
    if field.name == "genres":
        return {phrase, *(genre for genre, synonyms in _GENRE_SYNONYMS.items() if phrase in synonyms)}
    return {phrase}


def _is_mention(index: _TermIndex, field: FittedField, terms: Sequence[str], columns: Iterable[int]) -> bool:
    """Return whether words that spell a phrase of a field mention it.

    Several words always do. One word, with or without an article, must be informative; and if it is a name, more films
    must have the name than have the word in their story: "a team" does not mean the company "A-Team".
    """
    bare = [term for term in terms if term not in _ARTICLES]
    if len(bare) != 1:
        return len(bare) > 1
    if field.name in _NAME_FIELDS and sum(map(index.document_frequency, columns)) <= index.stories_with(bare[0]):
        return False
    return is_informative(bare[0])


def _query_vector(index: _TermIndex, matches: Sequence[_FieldMatch]) -> SparseVector:
    """Return the blocks of all fields as one vector."""
    total_share = sum(match.field.share for match in matches)
    weights: dict[int, float] = {}
    for match in matches:
        block = {column: count * index.idf(column) for column, count in match.counts.items()}
        length = sqrt(sum(weight**2 for weight in block.values()))
        weights |= {column: sqrt(match.field.share) / total_share * block[column] / length for column in sorted(block)}
    return SparseVector(np.array(list(weights), dtype=np.int32), np.array(list(weights.values()), dtype=np.float32))


def _as_written(text: str, words: Iterable[Word]) -> tuple[str, ...]:
    """Return each word once, as the text writes it first."""
    written: dict[str, str] = {}
    for word in words:
        written.setdefault(word.term, text[word.start : word.stop] or word.term)
    return tuple(written.values())
