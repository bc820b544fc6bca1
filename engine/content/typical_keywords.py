"""What some films are about more often than others: those of a person, or of a region of the map."""

from __future__ import annotations

from itertools import islice

import numpy as np
import numpy.typing as npt

from engine.content.term_rules import ABOUT_THE_FILE
from engine.content.vector_space import VectorSpace

MAX_KEYWORDS = 12
_MIN_FILMS = 2
"""Films that a keyword is in to be typical, unless there are fewer films."""


def typical_keywords(space: VectorSpace, rows: npt.NDArray[np.integer]) -> tuple[str, ...]:
    """Return what films are about more often than other films, the most typical first.

    Parameters
    ----------
    space
        Of all films.
    rows : shape (n,)
        Rows of the films.

    Returns
    -------
    at most MAX_KEYWORDS keywords, none of them about the file of a film instead of its story

    Notes
    -----
    Keywords are ordered by n · log(p / q): n of the films have it, which is a share p of them, and a share q of all
    films. It is the part of the log-likelihood ratio of Dunning (1993) that counts what is there.

    """
    field = next((field for field in space.fields if field.name == "keywords"), None)
    if field is None or not len(rows):
        return ()
    columns = space.films[rows].indices
    columns = columns[(columns >= field.start) & (columns < field.stop)]
    terms, counts = np.unique(columns, return_counts=True)
    everywhere = np.diff(space.postings.indptr)[terms]
    strength = counts * np.log(counts / len(rows) * space.films.shape[0] / everywhere)
    strength[counts < min(_MIN_FILMS, len(rows))] = 0
    best = np.argsort(-strength, kind="stable")
    named = (space.terms[int(terms[n])] for n in best if strength[n] > 0)
    return tuple(islice((name for name in named if name not in ABOUT_THE_FILE), MAX_KEYWORDS))
