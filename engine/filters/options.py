"""The values each filter offers in a catalogue."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.catalogue.columns import FilmColumns
from engine.catalogue.schema import GENRES
from engine.content.vector_space import VectorSpace
from engine.entities import FilterOptions

MAX_LANGUAGES = 60
MAX_KEYWORDS = 500
"""All of them are sent to the browser."""


def filter_options(columns: FilmColumns, languages: Sequence[str], space: VectorSpace) -> FilterOptions:
    """Return the values each filter offers: all genres, and the most frequent languages and keywords.

    Parameters
    ----------
    columns
        Columns of all films.
    languages
        The code that each number in `columns.language` stands for.
    space
        Its terms are the keywords.

    """
    years = columns.year[columns.year > 0]
    counts = np.bincount(columns.language, minlength=len(languages))
    frequent = [languages[number] for number in np.argsort(-counts, kind="stable") if languages[number]]
    bits = int(np.bitwise_or.reduce(columns.genres, initial=0))
    return FilterOptions(
        genres=tuple(name for number, name in enumerate(GENRES) if bits >> number & 1),
        languages=tuple(frequent[:MAX_LANGUAGES]),
        keywords=space.most_frequent_terms("keywords", MAX_KEYWORDS),
        first_year=int(years.min()) if len(years) else None,
        last_year=int(years.max()) if len(years) else None,
    )
