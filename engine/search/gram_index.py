"""Posting lists from the grams of names, such as runs of three letters, to the names that have them."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.retrieval.postings import invert, score
from engine.retrieval.row_blocks import row_blocks
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


def build_grams(names: Iterable[Iterable[str]], grams_of: Callable[[str], Set[str]]) -> GramIndex:
    """Return the index of the grams of names.

    Parameters
    ----------
    names
        The parts of each name, such as its words, in order of the names' numbers.
    grams_of
        Returns the grams of a part: names share parts, so each part is cut up only once.

    """
    parts, of_names = _listed(names)
    grams, of_parts = _listed(map(grams_of, parts))
    order = np.array(sorted(range(len(grams)), key=grams.__getitem__), dtype=np.int32)
    matrix = sp.csr_array(of_names @ of_parts[:, order])
    # A name has a gram or not, in however many of its parts. The weights come last, because those of a gram are all
    # alike, and with them a million names take gigabytes.
    matrix = sp.csr_array((np.ones(matrix.nnz, np.int8), matrix.indices, matrix.indptr), shape=matrix.shape)
    postings = invert(matrix)
    idf = _inverse_document_frequency(postings)
    norms = _norms(matrix, postings, idf)
    del matrix
    postings.data = np.repeat(idf, np.diff(postings.indptr))
    return GramIndex(StringArray.of([grams[number] for number in order.tolist()]), idf, postings, norms)


def _inverse_document_frequency(postings: sp.csr_array) -> npt.NDArray[np.float32]:
    """Return ln((n + 1) / (names with the gram + 1)) + 1 for each gram, as scikit-learn's TfidfTransformer has it.

    Loading scikit-learn would take the process of the titles a second and 50 MiB.
    """
    names = np.diff(postings.indptr).astype(np.float32)
    idf: npt.NDArray[np.float32] = np.log(np.float32(postings.shape[1] + 1) / (names + 1)) + np.float32(1)
    return idf


def _listed(lists: Iterable[Iterable[str]]) -> tuple[list[str], sp.csr_array]:
    """Return the different texts of some lists, and how often each list has each, shape (n_lists, n_texts)."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    found, ends = array("i"), array("q", [0])
    for texts in lists:
        found.extend(map(numbers.__getitem__, texts))
        ends.append(len(found))
    ones = np.ones(len(found), dtype=np.float32)
    shape = (len(ends) - 1, len(numbers))
    return list(numbers), sp.csr_array((ones, np.array(found, np.int32), np.array(ends, np.int64)), shape=shape)


def _norms(matrix: sp.csr_array, postings: sp.csr_array, idf: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the length of each row. Squares are added from the column that appears last to the one that is first."""
    first = postings.indices[postings.indptr[:-1]]
    place = np.empty(len(first), dtype=np.int32)
    place[np.argsort(first, kind="stable")[::-1]] = np.arange(len(first), dtype=np.int32)
    norms = np.empty(matrix.shape[0], dtype=np.float32)
    for rows in row_blocks(len(norms)):
        part = matrix[rows]
        weights = idf[part.indices]
        squares = sp.csr_array((weights * weights, place[part.indices], part.indptr), shape=part.shape)
        squares.sort_indices()
        norms[rows] = np.sqrt(squares.sum(axis=1))
    return norms
