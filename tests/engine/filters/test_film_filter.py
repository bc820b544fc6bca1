"""The films that pass are those that pass in plain Python; an unknown value passes no filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest
import scipy.sparse as sp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import CineWatch, Film, Query
from engine.catalogue.columns import ADULT, UNRELEASED, FilmColumns, columns_of
from engine.catalogue.genres import GENRES
from engine.catalogue.schema import film_of
from engine.content.fields import FittedField
from engine.content.vector_space import VectorSpace
from engine.errors import InvalidQuery
from engine.filters.country_index import CountryIndex
from engine.filters.film_filter import FilmFilter
from engine.filters.filters import EVERY_FILM, Filters
from engine.retrieval.postings import invert
from engine.storage.strings import StringArray
from fakes.sample_catalogue import ADULT as ADULT_FILM
from fakes.sample_catalogue import HARBOUR, HIDDEN, IDS, UNDERTOW, Build, Row, film_row
from tests.engine.film_rows import table_of
from tests.engine.reference import Reference, filter_results, houses, ids, is_shown, passes

PEOPLE = ("Ada Reef", "Bo Shoal")
COMPANIES = ("Auk", "Metro-Goldwyn-Mayer", "Toho", "Warner Bros. Pictures")
KEYWORDS = ("Sea", "sea", "sea map", "storm")
# Few, so that films and filters meet.
FEW_GENRES = (GENRES[0], "Drama", "Music", GENRES[-1])
GENRE_LISTS = st.lists(st.sampled_from(FEW_GENRES), unique=True, max_size=3).map(tuple)
KEYWORD_LISTS = st.lists(st.sampled_from(KEYWORDS), unique=True, max_size=2).map(tuple)
TENTHS = st.integers(0, 100).map(lambda tenths: tenths / 10)
CELLS = st.fixed_dictionaries(
    {
        "release_date": st.just("") | st.integers(1900, 2026).map("{}-06-15".format),
        "genres": GENRE_LISTS.map(", ".join) | st.sampled_from(["Mumblecore", "Mumblecore, Drama", "Dramma"]),
        "adult": st.sampled_from(["True", "False"]),
        "status": st.sampled_from(["Released", "Released", "", "Rumored", "Post Production"]),
        "keywords": KEYWORD_LISTS.map(", ".join),
        "production_countries": st.sampled_from(["", "France", "France, Japan", "japan"]),
        "production_companies": st.sampled_from(["", "Warner Bros.", "Toho Company, MGM", "Auk"]),
        "director": st.sampled_from(["", "Ada Reef", "Ada Reef, Bo Shoal", "Bo"]),
        "cast": st.sampled_from(["", "Bo Shoal", "Ada Reef"]),
        "overview": st.lists(st.sampled_from(KEYWORDS), max_size=2).map(" ".join),
        "runtime": st.just("") | st.integers(60, 240).map(str),
        "original_language": st.sampled_from(["", "en", "fr"]),
        "vote_count": st.integers(0, 400).map(str),
        "vote_average": st.just("") | TENTHS.map(str),
    }
)
FILM_LISTS = st.lists(CELLS, min_size=1, max_size=25)
YEARS = st.integers(1895, 2030) | st.sampled_from([0, -1, -(2**40), 32_767, 32_768, 2**40])
MINUTES = st.integers(-10, 250) | st.sampled_from([2**31, 2**70])
FILTERS_BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "genres": GENRE_LISTS,
    "all_genres": st.booleans(),
    "exclude_genres": GENRE_LISTS,
    "keywords": KEYWORD_LISTS,
    "exclude_keywords": KEYWORD_LISTS,
    "people": st.sampled_from([("Ada Reef",), PEOPLE, ("ada reef",), ("Bo",)]),
    "countries": st.sampled_from([("France",), ("Japan", "Chile"), ("france",), ("Japan", "japan")]),
    "exclude_countries": st.sampled_from([("France",), ("Japan", "Chile")]),
    "companies": st.sampled_from([("Warner Bros. Pictures",), ("Toho", "Auk"), ("Warner",)]),
    "first_year": YEARS,
    "last_year": YEARS,
    "min_runtime": MINUTES,
    "max_runtime": MINUTES,
    "languages": st.sampled_from([("en",), ("fr", "en"), ("", "xx"), ("fr", "fr")]),
    "min_votes": st.integers(-5, 400),
    "max_votes": st.none() | st.integers(-5, 400),
    "exclude_people": st.sampled_from([("Ada Reef",), PEOPLE, ("bo shoal",)]),
    "exclude_words": st.lists(st.sampled_from(["sea", "storm", "tern"]), unique=True, max_size=2).map(tuple),
    "exclude_films": st.lists(st.integers(-1, 30) | st.sampled_from([2**31, 10**30]), max_size=12).map(tuple),
    "min_rating": TENTHS,
    "max_rating": TENTHS,
    "include_adult": st.booleans(),
    "include_unreleased": st.booleans(),
}
FEW_FILTERS = st.sets(st.sampled_from(list(FILTERS_BY_NAME)), max_size=4).flatmap(
    lambda names: st.builds(Filters, **{name: FILTERS_BY_NAME[name] for name in names})
)
EXAMPLES = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])


def columns_for(rows: list[Row]) -> tuple[FilmColumns, list[str], list[Film]]:
    """Return columns and languages of rows as a build makes them, and the films."""
    table = table_of([film_row(n, "Tern") | cells for n, cells in enumerate(rows, 1)])
    films = [film_of(record) for record in table.to_pylist()]
    return *columns_of(table, np.zeros(len(films), np.int32)), films


def mentions_in(films: Sequence[Film]) -> Callable[[str], npt.NDArray[np.integer]]:
    """Return a function that finds the rows of the films whose overview has a word."""
    return lambda word: np.array([row for row, film in enumerate(films) if word in film.overview.split()], np.int64)


def name_space(films: list[Film]) -> VectorSpace:
    """Return a vector space of keywords, directors, cast and companies alone, each of weight 1."""
    lists = {"keywords": KEYWORDS, "director": PEOPLE, "cast": PEOPLE, "companies": COMPANIES}
    dense = [
        [name in houses(getattr(film, field)) for field, names in lists.items() for name in names] for film in films
    ]
    matrix = sp.csr_array(np.array(dense, dtype=np.float32))
    stops = list(accumulate(map(len, lists.values()), initial=0))
    fields = (FittedField(name, name, 1 / 4, *ends, 1) for name, ends in zip(lists, pairwise(stops), strict=True))
    return VectorSpace(matrix, invert(matrix), StringArray.of([*KEYWORDS, *PEOPLE, *PEOPLE, *COMPANIES]), tuple(fields))


def filter_of(columns: FilmColumns, languages: Sequence[str], films: list[Film]) -> FilmFilter:
    """Return the filter of films with these columns."""
    countries = pa.chunked_array([[film.countries] for film in films], pa.list_(pa.string()))
    return FilmFilter(columns, languages, name_space(films), CountryIndex.of(countries), mentions_in(films))


def film_filter_of(*rows: Row) -> FilmFilter:
    """Return a filter over films with these cells."""
    columns, languages, films = columns_for(list(rows))
    return filter_of(columns, languages, films)


def passing(filters: Filters, *rows: Row) -> list[bool]:
    """Return which films with these cells pass."""
    passed: list[bool] = film_filter_of(*rows).mask(filters).tolist()
    return passed


@EXAMPLES
@given(rows=FILM_LISTS, filters=FEW_FILTERS, block=st.sampled_from([1, 3, 8, 2**16]))
def test_the_films_that_pass_are_those_that_pass_in_plain_python(rows: list[Row], filters: Filters, block: int) -> None:
    columns, languages, films = columns_for(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.retrieval.row_blocks.ROWS_PER_BLOCK", block)
        mask = filter_of(columns, languages, films).mask(filters)
    assert mask.dtype.name == "bool"
    assert mask.tolist() == [passes(filters, film) for film in films]


@settings(deadline=None, max_examples=30)
@given(rows=FILM_LISTS, values=st.fixed_dictionaries(FILTERS_BY_NAME))
def test_each_filter_does_the_same_alone(rows: list[Row], values: dict[str, Any]) -> None:
    columns, languages, films = columns_for(rows)
    film_filter = filter_of(columns, languages, films)
    for name, value in values.items():
        filters = Filters(**{name: value})
        assert film_filter.mask(filters).tolist() == [passes(filters, film) for film in films], name


CATALOGUE_KEYWORDS = st.sampled_from(["whale", "lighthouse", "space station", "robot", "Robot", "<b>html</b>", ""])


@EXAMPLES
@given(
    filters=st.builds(
        Filters,
        genres=st.lists(st.sampled_from(GENRES), max_size=2, unique=True).map(tuple),
        all_genres=st.booleans(),
        exclude_genres=st.lists(st.sampled_from(GENRES), max_size=2, unique=True).map(tuple),
        keywords=st.just(()) | st.lists(CATALOGUE_KEYWORDS, max_size=2).map(tuple),
        exclude_keywords=st.just(()) | st.lists(CATALOGUE_KEYWORDS, max_size=2).map(tuple),
        first_year=st.none() | st.integers(1900, 2030),
        max_runtime=st.none() | st.integers(1, 240),
        languages=st.just(()) | st.lists(st.sampled_from(["en", "fr", "ja", "xx", ""]), max_size=2).map(tuple),
        min_votes=st.sampled_from([0, 1, 50, 500, 10_000]),
        min_rating=st.sampled_from([0.0, 5.0, 7.2, 9.5]),
        include_adult=st.booleans(),
        include_unreleased=st.booleans(),
    )
)
def test_each_filter_says_how_many_films_of_a_catalogue_it_would_remove_alone(
    reference: Reference, filters: Filters
) -> None:
    film_filter = reference.cinewatch.opened.filter
    assert film_filter.mask(filters).tolist() == [passes(filters, film) for film in reference.films]
    results = [filter_results(filters, film) for film in reference.films if is_shown(filters, film)]
    removed = film_filter.removed_by(filters)
    assert removed == {label: sum(not result[label] for result in results) for label in results[0]}
    assert list(removed.values()) == sorted(removed.values(), reverse=True)


ALONE = (
    Filters(("Drama",)),
    Filters(("Drama", "Music")),
    Filters(("Drama", "Music"), all_genres=True),
    Filters(exclude_genres=("Drama", "Comedy")),
    Filters(keywords=("whale", "robot")),
    Filters(exclude_keywords=("whale", "robot")),
    Filters(first_year=1990),
    Filters(last_year=1990),
    Filters(min_runtime=100),
    Filters(max_runtime=100),
    Filters(languages=("fr", "ja")),
    Filters(countries=("France", "Norway")),
    Filters(exclude_countries=("France", "Norway")),
    Filters(companies=("Tideline Pictures",)),
    Filters(min_votes=500),
    Filters(min_rating=7.2),
    Filters(max_rating=6.5),
    Filters(include_adult=True),
    Filters(include_unreleased=True),
    Filters(exclude_genres=("Drama",), exclude_keywords=("robot",), min_votes=1, max_runtime=150),
)


def test_recommendations_are_the_films_that_pass(reference: Reference) -> None:
    for filters in ALONE:
        expected = {film.id for film in reference.films if passes(filters, film)}
        recommended = ids(reference.cinewatch.recommend(Query((HARBOUR,), k=1_000, filters=filters)).films)
        assert {*recommended} == expected - {HARBOUR}
        assert set() < expected != {*IDS} - HIDDEN


def test_without_filters_nothing_is_removed_and_hidden_films_do_not_count() -> None:
    film_filter = film_filter_of(
        {"release_date": "1999-01-01"},
        {"release_date": "1999-01-01", "adult": "True"},
        {"release_date": "1999-01-01", "status": "Rumored"},
    )
    assert film_filter.removed_by(Filters()) == film_filter.removed_by(EVERY_FILM) == {}
    assert film_filter.removed_by(Filters(first_year=2000)) == {"years": 1}
    assert film_filter.removed_by(Filters(first_year=2000, include_adult=True)) == {"years": 2}
    both = Filters(first_year=2000, include_adult=True, include_unreleased=True)
    assert film_filter.removed_by(both) == {"years": 3}


def test_a_genre_lets_its_own_films_pass_and_no_others() -> None:
    film_filter = film_filter_of(*({"genres": genre} for genre in GENRES))
    for every in (False, True):
        rows = [np.flatnonzero(film_filter.mask(Filters((genre,), every))).tolist() for genre in GENRES]
        assert rows == [[n] for n in range(len(GENRES))]


def test_one_of_several_genres_is_enough_unless_all_are_wanted_and_a_repeated_one_counts_once() -> None:
    rows = [{"genres": genres} for genres in ("War", "Drama, Music", "Comedy", "", "Music, Comedy, War")]
    genres = ("Music", "War", "War")
    assert passing(Filters(genres), *rows) == [True, True, False, False, True]
    assert passing(Filters(genres, all_genres=True), *rows) == [False] * 4 + [True]
    assert passing(Filters((), all_genres=True), *rows) == [True] * 5
    assert passing(Filters(exclude_genres=("Music", "War")), *rows) == [False, False, True, True, False]


def test_a_keyword_is_compared_exactly_and_keeps_its_case() -> None:
    rows = [{"keywords": keywords} for keywords in ("sea", "Sea", "sea map", "")]
    for keyword, row in (("sea", 0), ("Sea", 1), ("sea map", 2), ("SEA", None), ("map", None)):
        expected = [n == row for n in range(4)]
        assert passing(Filters(keywords=(keyword,)), *rows) == expected
        assert passing(Filters(exclude_keywords=(keyword,)), *rows) == [not passed for passed in expected]


def test_both_ends_of_a_range_belong_to_it() -> None:
    years = [{"release_date": f"{year}-01-01"} for year in range(1998, 2004)]
    assert passing(Filters(first_year=1999, last_year=2002), *years) == [False, True, True, True, True, False]
    ratings = [{"vote_average": str(tenths / 10)} for tenths in range(69, 74)]
    assert passing(Filters(min_rating=7.1, max_rating=7.2), *ratings) == [False, False, True, True, False]


def test_an_unknown_year_or_rating_passes_no_filter_on_it() -> None:
    unknown = {"release_date": "", "vote_average": ""}
    assert passing(Filters(), unknown) == [True]
    for filters in (
        *(Filters(first_year=year) for year in (-5, 0, 1)),
        *(Filters(last_year=year) for year in (2100, 2**40)),
        Filters(min_rating=0.1),
        Filters(max_rating=9.9),
        Filters(max_rating=0.0),
    ):
        assert passing(filters, unknown) == [False], filters


def test_adult_and_unreleased_films_pass_only_if_each_is_included(cinewatch: CineWatch) -> None:
    rows: tuple[Row, ...] = ({}, {"adult": "True"}, {"status": "Planned"}, {"adult": "True", "status": "Planned"})
    for adult, unreleased, expected, recommended in (
        (False, False, [True, False, False, False], set[int]()),
        (True, False, [True, True, False, False], {ADULT_FILM}),
        (False, True, [True, False, True, False], {UNDERTOW}),
        (True, True, [True, True, True, True], {ADULT_FILM, UNDERTOW}),
    ):
        filters = Filters(include_adult=adult, include_unreleased=unreleased)
        assert passing(filters, *rows) == expected
        answer = cinewatch.recommend(Query((HARBOUR,), filters=filters))
        assert HIDDEN & {*ids(answer.films)} == recommended


def test_filtering_does_not_change_the_columns() -> None:
    columns, languages, films = columns_for([{}, {"adult": "True"}, {"status": "Planned", "keywords": "sea"}])
    film_filter = filter_of(columns, languages, films)
    film_filter.mask(Filters(("War",), first_year=2000, keywords=("sea",)))[:] = True
    assert columns.hidden.tolist() == [0, ADULT, UNRELEASED]
    assert film_filter.mask(Filters(keywords=("sea",), include_unreleased=True)).tolist() == [False, False, True]


@pytest.mark.parametrize("genre", ["Mumblecore", "drama", "", "Science  Fiction"])
def test_a_genre_that_does_not_exist_is_named(genre: str) -> None:
    film_filter = film_filter_of({})
    for filters in (Filters(("Drama", genre)), Filters(exclude_genres=(genre,)), Filters((genre,), all_genres=True)):
        with pytest.raises(InvalidQuery, match=f'"{" ".join(genre.split())}" is not a genre.*Western'):
            film_filter.mask(filters)
        with pytest.raises(InvalidQuery, match="is not a genre"):
            film_filter.removed_by(filters)


def test_keywords_of_a_build_keep_their_case(build: Build) -> None:
    sea, map_ = {"keywords": "Undercover, sea"}, {"keywords": "undercover, Sea Map"}
    cinewatch = build([film_row(1, "Tern"), film_row(2, "Auk") | sea, film_row(3, "Gull") | map_])
    for keywords, expected in {
        ("Undercover",): [2],
        ("undercover",): [3],
        ("UNDERCOVER",): [],
        ("Sea Map",): [3],
        ("sea map",): [],
        ("undercover", "sea"): [2, 3],
    }.items():
        answer = cinewatch.recommend(Query((1,), filters=Filters(keywords=keywords)))
        assert ids(answer.films) == expected
