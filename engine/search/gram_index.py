"""Posting lists from the grams of names, such as runs of three letters, to the names that have them."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.retrieval.postings import invert, score
from engine.retrieval.top_k import top_k
from engine.storage.arrays import Arrays, matrix_arrays, matrix_of
from engine.storage.strings import StringArray

CANDIDATES = 100
"""Names of each of the two rankings that are compared letter by letter."""


@dataclass(frozen=True, slots=True)
class GramIndex:
    """The grams of names, which are numbered from 0."""

    grams: StringArray
    """All grams, ascending; length n_grams."""
    idf: npt.NDArray[np.float32]
    """Inverse document frequency of each gram, shape (n_grams,)."""
    postings: sp.csr_array
    """float32, shape (n_grams, n_names): the idf if the name has the gram."""
    norms: npt.NDArray[np.float32]
    """Euclidean length of each name's vector, shape (n_names,)."""

    def candidates(self, grams: Set[str], among: npt.NDArray[np.bool_] | None = None) -> npt.NDArray[np.int64]:
        """Return the numbers of the names that share most grams with a text, ascending, shape (n,).

        One pass over the posting lists ranks them twice: by cosine, for whole names, and by how much of the text they
        cover, for beginnings and single words of long names. Ties go to the lower number.

        Parameters
        ----------
        grams
            Of the text.
        among : shape (n_names,)
            The names that may be returned; all by default.

        """
        rows = self._known(grams)
        dots = score(self.postings, rows, self.idf[rows])
        if among is not None:
            dots[~among] = 0
        rankings = (top_k(dots / self.norms, CANDIDATES), top_k(dots, CANDIDATES))
        names = np.unique(np.concatenate(rankings))
        return names[dots[names] > 0]

    def coverage(self, grams: Set[str]) -> npt.NDArray[np.float32]:
        """Return which share of a text's grams each name has, by their weights, 0 to 1, shape (n_names,)."""
        rows = self._known(grams)
        whole = float(self.idf[rows] @ self.idf[rows])
        covered: npt.NDArray[np.float32] = score(self.postings, rows, self.idf[rows] / (whole or 1.0))
        return covered

    def _known(self, grams: Set[str]) -> npt.NDArray[np.int32]:
        """Return the numbers of those grams that any name has, ascending."""
        numbers = [number for gram in grams if (number := self.grams.find(gram)) is not None]
        return np.array(sorted(numbers), dtype=np.int32)

    def to_arrays(self, name: str) -> Arrays:
        """Return the arrays by name, to be stored under `name`."""
        return {
            f"{name}/grams/text": self.grams.text,
            f"{name}/grams/offsets": self.grams.offsets,
            f"{name}/idf": self.idf,
            f"{name}/norms": self.norms,
            **matrix_arrays(f"{name}/postings", self.postings),
        }

    @classmethod
    def from_arrays(cls, arrays: Arrays, name: str) -> GramIndex:
        """Return what `to_arrays` returned.

        Raises
        ------
        KeyError
            An array is missing.
        IndexCorrupt
            The posting lists are damaged.

        """
        idf, norms = arrays[f"{name}/idf"], arrays[f"{name}/norms"]
        return cls(
            grams=StringArray(arrays[f"{name}/grams/text"], arrays[f"{name}/grams/offsets"]),
            idf=idf,
            postings=matrix_of(arrays, f"{name}/postings", (len(idf), len(norms))),
            norms=norms,
        )


def build_grams(names: Iterable[Set[str]]) -> GramIndex:
    """Return the index of the grams of each name, in order of their numbers."""
    # Loading scikit-learn takes a second, and only a build needs it.
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectoriser = TfidfVectorizer(analyzer=sorted, norm=None, binary=True, dtype=np.float32)
    matrix = sp.csr_array(vectoriser.fit_transform(names))
    squares = np.asarray(matrix.multiply(matrix).sum(axis=1), dtype=np.float32).ravel()
    return GramIndex(
        grams=StringArray.of(vectoriser.get_feature_names_out().tolist()),
        idf=vectoriser.idf_.astype(np.float32),
        postings=invert(matrix),
        norms=np.sqrt(squares),
    )
