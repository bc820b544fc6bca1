"""The title index: posting lists from character trigrams to titles; the best matches are compared letter by letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.retrieval.postings import invert, score
from engine.retrieval.top_k import top_k
from engine.search.matching import match_quality
from engine.search.text import normal_form, split_year, trigrams
from engine.storage.arrays import Arrays, matrix_arrays, matrix_of
from engine.storage.strings import StringArray

CANDIDATES = 150
"""Titles of each of the two rankings that are compared letter by letter."""
MIN_QUALITY = 0.55
"""A title that matches less well has nothing to do with the text."""

_RIGHT_YEAR, _NEXT_YEAR, _WRONG_YEAR = 0.08, 0.02, -0.15
"""Added to the quality of a match if the text ends with a year."""


@dataclass(frozen=True, slots=True)
class TitleIndex:
    """The names of all films: titles, and original titles that differ from them, in order of the films' rows."""

    grams: StringArray
    """All trigrams, ascending; length n_grams."""
    idf: npt.NDArray[np.float32]
    """Inverse document frequency of each trigram, shape (n_grams,)."""
    postings: sp.csr_array
    """float32, shape (n_grams, n_names): the idf if the name has the trigram."""
    norms: npt.NDArray[np.float32]
    """Euclidean length of each name's vector, shape (n_names,)."""
    film: npt.NDArray[np.int32]
    """Row of each name's film, shape (n_names,)."""
    original: npt.NDArray[np.bool_]
    """Whether the name is the original title, shape (n_names,)."""

    def candidates(self, normal: str, among: npt.NDArray[np.bool_] | None = None) -> npt.NDArray[np.int64]:
        """Return the numbers of the names that share most trigrams with a text, ascending, shape (n,).

        One pass over the posting lists ranks them twice: by cosine, for whole titles, and by how much of the text they
        cover, for beginnings and single words of long titles. Ties go to the film with more votes.

        Parameters
        ----------
        normal
            Normal form of the text.
        among : shape (n_names,)
            The names that may be returned; all by default.

        """
        numbers = [number for gram in trigrams(normal) if (number := self.grams.find(gram)) is not None]
        columns = np.array(sorted(numbers), dtype=np.int32)
        dots = score(self.postings, columns, self.idf[columns])
        if among is not None:
            dots[~among] = 0
        rankings = (top_k(dots / self.norms, CANDIDATES), top_k(dots, CANDIDATES))
        names = np.unique(np.concatenate(rankings))
        return names[dots[names] > 0]

    def to_arrays(self) -> Arrays:
        """Return the arrays by name, to be stored."""
        return {
            "titles/grams/text": self.grams.text,
            "titles/grams/offsets": self.grams.offsets,
            "titles/idf": self.idf,
            "titles/norms": self.norms,
            "titles/film": self.film,
            "titles/original": self.original,
            **matrix_arrays("titles/postings", self.postings),
        }

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> TitleIndex:
        """Return what `to_arrays` returned.

        Raises
        ------
        KeyError
            An array is missing.
        IndexCorrupt
            The posting lists are damaged.

        """
        return cls(
            grams=StringArray(arrays["titles/grams/text"], arrays["titles/grams/offsets"]),
            idf=arrays["titles/idf"],
            norms=arrays["titles/norms"],
            film=arrays["titles/film"],
            original=arrays["titles/original"],
            postings=matrix_of(arrays, "titles/postings", (len(arrays["titles/idf"]), len(arrays["titles/norms"]))),
        )


def build_titles(names: Iterable[tuple[str, str]]) -> TitleIndex:
    """Return the title index of all films.

    Parameters
    ----------
    names
        Title and original title of each film, in order of rows.

    """
    # Loading scikit-learn takes a second, and only a build needs it.
    from sklearn.feature_extraction.text import TfidfVectorizer

    film: list[int] = []
    original: list[bool] = []

    def normal_forms() -> Iterable[str]:
        for row, (title, other) in enumerate(names):
            forms = list(dict.fromkeys(filter(None, (normal_form(title), normal_form(other)))))
            for form in forms:
                film.append(row)
                original.append(form is not forms[0])
                yield form

    vectoriser = TfidfVectorizer(analyzer=_sorted_trigrams, norm=None, binary=True, dtype=np.float32)
    matrix = sp.csr_array(vectoriser.fit_transform(normal_forms()))
    squares = np.asarray(matrix.multiply(matrix).sum(axis=1), dtype=np.float32).ravel()
    return TitleIndex(
        grams=StringArray.of(vectoriser.get_feature_names_out().tolist()),
        idf=vectoriser.idf_.astype(np.float32),
        postings=invert(matrix),
        norms=np.sqrt(squares),
        film=np.array(film, dtype=np.int32),
        original=np.array(original),
    )


def _sorted_trigrams(normal: str) -> list[str]:
    return sorted(trigrams(normal))


@dataclass(frozen=True, slots=True)
class Name:
    """A title or original title that may be meant."""

    row: int
    """Row of its film."""
    text: str
    year: int
    """0 if unknown."""
    votes: int


def rank_names(text: str, names: Sequence[Name], k: int) -> list[tuple[int, float]]:
    """Return the films whose names match a text best, best first.

    A year at the end of the text may be part of the title or the year of the film. If two films match equally well, the
    one with more votes comes first, then the lower row; a thousand times the votes are worth 0.03.

    Parameters
    ----------
    text
        As typed.
    names
        Names to rank; a film may have several.
    k
        Most films to return.

    Returns
    -------
    Row and match quality, 0 to 1, of each film.

    """
    form = normal_form(text)
    without_year, year = split_year(text)
    form_without_year = normal_form(without_year)
    best: dict[int, tuple[float, float]] = {}
    for name in names:
        title = normal_form(name.text)
        quality = match_quality(form, title)
        if year is not None:
            quality = max(quality, match_quality(form_without_year, title) + _year_bonus(name.year, year))
        if quality >= MIN_QUALITY:
            rank_value = quality + 0.01 * np.log10(1 + name.votes)
            best[name.row] = max(best.get(name.row, (0.0, 0.0)), (float(rank_value), min(1.0, quality)))
    order = sorted(best, key=lambda row: (-best[row][0], row))
    return [(row, best[row][1]) for row in order[:k]]


def _year_bonus(film_year: int, typed_year: int) -> float:
    gap = abs(film_year - typed_year)
    return _RIGHT_YEAR if gap == 0 else _NEXT_YEAR if gap == 1 else _WRONG_YEAR
