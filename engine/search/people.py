"""People by their names, typos included, and their films."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.content.fields import FittedField
from engine.content.vector_space import VectorSpace
from engine.search.gram_index import GramIndex, build_grams
from engine.search.grams import grams_of_text
from engine.search.matching import Form, Title, match_qualities
from engine.search.text import normal_form, trigrams
from engine.storage.arrays import Arrays

FIELDS = ("director", "cast")
"""The fields whose terms are people."""
MIN_QUALITY = 0.8
"""A name that matches less well is another one."""
_TENFOLD_VOTES = 0.01
"""Added to the rank of a person for ten times the votes of all films."""

Rows = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class PeopleIndex:
    """The names of all people. Those of one name are one person."""

    grams: GramIndex | None
    """By which names are found; `None` if nobody is known."""
    terms: npt.NDArray[np.int32]
    """The term of each name in each field of FIELDS, -1 if it has none, shape (n_names, 2)."""

    def to_arrays(self) -> Arrays:
        """Return the arrays by name, to be stored."""
        return {"people/terms": self.terms} | (self.grams.to_arrays("people") if self.grams else {})

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> PeopleIndex:
        """Return what `to_arrays` returned. Raises KeyError if an array is missing, IndexCorrupt if one is damaged."""
        terms = arrays["people/terms"]
        return cls(GramIndex.from_arrays(arrays, "people") if len(terms) else None, terms)


def build_people(terms: Sequence[str], fields: Sequence[FittedField]) -> PeopleIndex:
    """Return the index of the people among the terms of films.

    Parameters
    ----------
    terms
        Text of each term.
    fields
        The fields that terms belong to.

    """
    number_of: dict[str, int] = {}
    found: list[list[int]] = []
    for field in fields:
        if field.name in FIELDS:
            for term in range(field.start, field.stop):
                number = number_of.setdefault(terms[term], len(found))
                if number == len(found):
                    found.append([-1] * len(FIELDS))
                found[number][FIELDS.index(field.name)] = term
    grams = build_grams((normal_form(name).split() for name in number_of), trigrams) if found else None
    return PeopleIndex(grams, np.array(found, dtype=np.int32).reshape(-1, len(FIELDS)))


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person whose name matches a text."""

    name: str
    quality: float
    """How well the name matches, 0 to 1."""
    rows: Rows
    """The person's films, ascending, that is, in order of votes."""


class PeopleFinder:
    """Finds people by name. Immutable; any number of threads may share one."""

    def __init__(self, index: PeopleIndex, space: VectorSpace, votes: npt.NDArray[np.int32]) -> None:
        self._index = index
        self._space = space
        self._votes = votes

    def search(self, text: str, k: int) -> list[FoundPerson]:
        """Return at most `k` people whose name matches a text, best first; of equal ones, the one with more votes."""
        grams = self._index.grams
        form = Form.of(text)
        if grams is None or not form.plain:
            return []
        terms = self._index.terms[grams.candidates(grams_of_text(form))]
        names = [self._space.terms[int(both.max())] for both in terms]
        qualities = match_qualities(form, [Title(Form.of(name)) for name in names])
        people = [
            FoundPerson(names[number], round(float(qualities[number]), 4), self._rows(terms[number]))
            for number in np.flatnonzero(qualities >= MIN_QUALITY).tolist()
        ]
        return sorted(people, key=self._worth, reverse=True)[:k]

    def _rows(self, terms: npt.NDArray[np.int32]) -> Rows:
        postings = self._space.postings
        lists = [postings.indices[slice(*postings.indptr[term : term + 2])] for term in terms.tolist() if term >= 0]
        rows: Rows = np.unique(np.concatenate(lists))
        return rows

    def _worth(self, person: FoundPerson) -> tuple[float, int]:
        votes = self._votes[person.rows].astype(np.float64)
        return person.quality + _TENFOLD_VOTES * np.log10(1 + votes.sum()), len(votes)
