"""The values each filter offers in a catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import numpy as np

from engine.catalogue.columns import FilmColumns
from engine.catalogue.genres import GENRES
from engine.content.vector_space import VectorSpace
from engine.entities import FilterOptions
from engine.filters.country_index import CountryIndex

MAX_LANGUAGES = 60
MAX_KEYWORDS = 500
MAX_PEOPLE = 300
MAX_COUNTRIES = 250
MAX_COMPANIES = 300
"""All of these are sent to the browser."""


def filter_options(
    columns: FilmColumns, languages: Sequence[str], space: VectorSpace, countries: CountryIndex
) -> FilterOptions:
    """Return the values each filter offers: all genres, and the most frequent of the other names.

    Parameters
    ----------
    columns
        Columns of all films.
    languages
        The code that each number in `columns.language` stands for.
    space
        Its terms are the keywords, people and companies.
    countries
        Which films are from which country.

    """
    years = columns.year[columns.year > 0]
    counts = np.bincount(columns.language, minlength=len(languages))
    frequent = [languages[number] for number in np.argsort(-counts, kind="stable") if languages[number]]
    bits = int(np.bitwise_or.reduce(columns.genres, initial=0))
    return FilterOptions(
        genres=tuple(name for number, name in enumerate(GENRES) if bits >> number & 1),
        languages=tuple(frequent[:MAX_LANGUAGES]),
        keywords=space.most_frequent_terms("keywords", MAX_KEYWORDS),
        people=_people(space),
        countries=countries.most_frequent(MAX_COUNTRIES),
        companies=space.most_frequent_terms("companies", MAX_COMPANIES),
        first_year=int(years.min()) if len(years) else None,
        last_year=int(years.max()) if len(years) else None,
    )


def _people(space: VectorSpace) -> tuple[str, ...]:
    """Return directors and actors by turns, those with most films first."""
    directors, cast = (space.most_frequent_terms(role, MAX_PEOPLE) for role in ("director", "cast"))
    names = (name for pair in zip_longest(cast, directors) for name in pair if name is not None)
    return tuple(dict.fromkeys(names))[:MAX_PEOPLE]
