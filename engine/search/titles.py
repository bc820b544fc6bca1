"""The title index: character trigrams -> names, through posting lists; the best of them compared letter by letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.retrieval.postings import invert, score
from engine.retrieval.top_k import top_k
from engine.search.matching import fit
from engine.search.text import normal_form, split_year, trigrams
from engine.storage.arrays import Arrays, matrix_arrays, matrix_of
from engine.storage.strings import StringArray

CANDIDATES = 150
"""Names taken from each of the two rankings, to be compared letter by letter."""
WORST_FIT = 0.55
"""Below this a title has nothing to do with the text."""

_RIGHT_YEAR, _NEXT_YEAR, _WRONG_YEAR = 0.08, 0.02, -0.15


@dataclass(frozen=True, slots=True)
class TitleIndex:
    """Names of films: titles, and original titles that differ from them, in order of their films' rows."""

    grams: StringArray
    """Trigrams, ascending."""
    idf: npt.NDArray[np.float32]
    """Shape (n_grams,)."""
    postings: sp.csr_array
    """float32, shape (n_grams, n_names): idf where the name has the trigram."""
    norms: npt.NDArray[np.float32]
    """Length of each name's vector, shape (n_names,)."""
    film: npt.NDArray[np.int32]
    """Row of each name's film, shape (n_names,)."""
    original: npt.NDArray[np.bool_]
    """Whether the name is the original title, shape (n_names,)."""

    def candidates(self, normal: str, among: npt.NDArray[np.bool_] | None = None) -> npt.NDArray[np.int64]:
        """Return the names that share most trigrams with a normal form.

        One pass over the posting lists ranks twice: by cosine, for whole titles, and by how much of the text is
        covered, for beginnings and single words of long titles. Equals are in order of fame.

        among : shape (n_names,), the names that count; all by default
        """
        found = [number for gram in trigrams(normal) if (number := self.grams.find(gram)) is not None]
        columns = np.array(sorted(found), dtype=np.int32)
        dots = score(self.postings, columns, self.idf[columns])
        if among is not None:
            dots[~among] = 0
        rankings = (top_k(dots / self.norms, CANDIDATES), top_k(dots, CANDIDATES))
        names = np.unique(np.concatenate(rankings))
        return names[dots[names] > 0]

    def to_arrays(self) -> Arrays:
        """Return everything by name, to be stored."""
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
        """Return what `to_arrays` gave. Raises KeyError or IndexCorrupt if it is not whole."""
        return cls(
            grams=StringArray(arrays["titles/grams/text"], arrays["titles/grams/offsets"]),
            idf=arrays["titles/idf"],
            norms=arrays["titles/norms"],
            film=arrays["titles/film"],
            original=arrays["titles/original"],
            postings=matrix_of(arrays, "titles/postings", (len(arrays["titles/idf"]), len(arrays["titles/norms"]))),
        )


def build_titles(names: Iterable[tuple[str, str]]) -> TitleIndex:
    """Return the index of (title, original title) pairs, a pair a film, in order of rows."""
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
    """A candidate, as the catalogue has it."""

    row: int
    text: str
    year: int
    """0 if unknown."""
    votes: int


def rank_names(text: str, names: Sequence[Name], k: int) -> list[tuple[int, float]]:
    """Return (row, score from 0 to 1) of the k films whose names fit `text` best, best first.

    A year behind the text is also read as a year. Among films that fit equally well the more voted comes first, then
    the lower row; a thousand times the votes is worth 0.03.
    """
    whole = normal_form(text)
    without_year, year = split_year(text)
    bare = normal_form(without_year)
    best: dict[int, tuple[float, float]] = {}
    for name in names:
        form = normal_form(name.text)
        quality = fit(whole, form)
        if year is not None:
            gap = abs(name.year - year)
            bonus = _RIGHT_YEAR if gap == 0 else _NEXT_YEAR if gap == 1 else _WRONG_YEAR
            quality = max(quality, fit(bare, form) + bonus)
        if quality >= WORST_FIT:
            ranked = quality + 0.01 * np.log10(1 + name.votes)
            best[name.row] = max(best.get(name.row, (0.0, 0.0)), (float(ranked), min(1.0, quality)))
    order = sorted(best, key=lambda row: (-best[row][0], row))
    return [(row, best[row][1]) for row in order[:k]]
