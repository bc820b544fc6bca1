"""Names and pairs of genres are what plain Python and pandas find over the same films."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from engine import ABOUT_THE_FILE, GENRES, CineWatch, Filters
from engine.statistics import Contents
from engine.statistics.contents import MAX_NAMES, genre_pairs
from fakes.sample_catalogue import Build, film_row
from tests.engine.statistics.film_tables import Films, Selection, selections
from tests.engine.statistics.pandas_counts import most_frequent, pairs
from tests.engine.statistics.plain_python import Row, assert_fields, content_keywords, names
from tests.engine.statistics.plain_python import most_frequent as plainly_most_frequent


def plain_genre_pairs(films: Films) -> list[Row]:
    sets = [own for film in films if (own := set(film["genres"]) & set(GENRES))]
    alone = Counter(genre for own in sets for genre in own)
    rows = ((a, b, sum({a, b} <= own for own in sets)) for a, b in combinations(GENRES, 2))
    return [(a, b, both, both * len(sets) / (alone[a] * alone[b])) for a, b, both in rows if both]


EXPECTED: dict[str, Callable[[Films], object]] = {
    "films": len,
    "countries": lambda films: plainly_most_frequent(names(films, "countries")),
    "keywords": lambda films: plainly_most_frequent(content_keywords(films), MAX_NAMES),
    "companies": lambda films: plainly_most_frequent(names(films, "companies"), MAX_NAMES),
    "directors": lambda films: plainly_most_frequent(names(films, "director"), MAX_NAMES),
    "cast": lambda films: plainly_most_frequent(names(films, "cast"), MAX_NAMES),
    "genre_pairs": plain_genre_pairs,
}


@given(selections())
@settings(deadline=None, max_examples=30)
def test_contents_are_those_of_plain_python(selection: Selection) -> None:
    # test_keywords.py has the rest.
    assert [*EXPECTED, "genre_keywords"] == [*Contents.__slots__]
    assert_fields(selection.contents(), EXPECTED, selection.films())


@pytest.fixture(scope="module")
def contents(cinewatch: CineWatch, filters: Filters) -> Contents:
    return cinewatch.statistics.contents(filters)


def test_the_most_frequent_names_are_those_of_pandas(contents: Contents, rows: pd.DataFrame) -> None:
    keywords = rows["keywords"].explode()
    assert pairs(contents.keywords) == most_frequent(keywords[~keywords.isin(ABOUT_THE_FILE)])
    assert pairs(contents.companies) == most_frequent(rows["production_companies"].explode())
    assert pairs(contents.countries) == most_frequent(rows["production_countries"].explode(), len(rows))


def test_pairs_of_genres_have_the_lift_of_counting_films(contents: Contents, rows: pd.DataFrame) -> None:
    sets = [genres for names in rows["genres"] if (genres := set(names) & set(GENRES))]
    expected: dict[tuple[str, str], object] = {}
    for a, b in combinations(GENRES, 2):
        both = sum({a, b} <= genres for genres in sets)
        if both:
            by_chance = sum(a in genres for genres in sets) * sum(b in genres for genres in sets)
            expected[a, b] = (both, pytest.approx(both * len(sets) / by_chance))
    assert {(pair.a, pair.b): (pair.films, pair.lift) for pair in contents.genre_pairs} == expected


def test_films_without_genres_are_in_no_pair() -> None:
    assert genre_pairs(np.zeros(3, dtype=np.uint32)) == ()
    assert genre_pairs(np.empty(0, dtype=np.uint32)) == ()


def test_companies_are_counted(build: Build) -> None:
    rows = [film_row(n, f"Film {n}", production_companies="Tern, Auk" if n % 2 else "Tern") for n in range(1, 6)]
    assert pairs(build(rows).statistics.contents().companies) == [("Tern", 5), ("Auk", 3)]
