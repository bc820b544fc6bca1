"""Films pass the filters that plain Python lets them pass; what is not known of a film fits no filter on it."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.catalogue.cleaning import clean
from engine.catalogue.columns import ADULT, UNRELEASED, columns_of
from engine.catalogue.schema import GENRES
from engine.catalogue.sources import Chunk
from engine.content.fields import FittedField
from engine.content.vector_space import VectorSpace
from engine.errors import InvalidQuery
from engine.filters.film_filter import FilmFilter
from engine.filters.filters import Filters
from engine.retrieval.postings import invert
from engine.storage.strings import StringArray
from fakes.sample_catalogue import COLUMNS, film


@dataclass(frozen=True)
class Told:
    """What filters ask about a film."""

    year: int | None = None
    genres: tuple[str, ...] = ()
    adult: bool = False
    status: str = "Released"
    keywords: tuple[str, ...] = ()
    runtime: int | None = None
    language: str = ""
    votes: int = 10
    rating: float | None = None


KEYWORDS = ("sea", "Sea", "sea map", "storm")
# Few, so that films and filters meet.
FEW_GENRES = (GENRES[0], "Drama", "Music", GENRES[-1])
GENRE_LISTS = st.lists(st.sampled_from(FEW_GENRES), unique=True, max_size=3).map(tuple)
KEYWORD_LISTS = st.lists(st.sampled_from(KEYWORDS), unique=True, max_size=2).map(tuple)
ODD_GENRES = st.sampled_from([("Mumblecore",), ("Mumblecore", "Drama"), ("drama",)])
FILM_LISTS = st.lists(
    st.builds(
        Told,
        year=st.none() | st.integers(1900, 2026),
        genres=GENRE_LISTS | ODD_GENRES,
        adult=st.booleans(),
        status=st.sampled_from(["Released", "Released", "", "Rumored", "Post Production"]),
        keywords=KEYWORD_LISTS,
        runtime=st.none() | st.integers(60, 240),
        language=st.sampled_from(["", "en", "fr"]),
        votes=st.integers(0, 400),
        rating=st.none() | st.integers(1, 100).map(lambda tenths: tenths / 10),
    ),
    min_size=1,
    max_size=25,
)
YEARS = st.integers(1895, 2030) | st.sampled_from([0, -1, -(2**40), 32_767, 32_768, 2**40])
MINUTES = st.integers(-10, 250) | st.sampled_from([2**31, 2**70])
TENTHS = st.integers(0, 100).map(lambda tenths: tenths / 10)
FILTERS_BY_NAME = {
    "genres": GENRE_LISTS,
    "all_genres": st.booleans(),
    "exclude_genres": GENRE_LISTS,
    "keywords": KEYWORD_LISTS,
    "exclude_keywords": KEYWORD_LISTS,
    "first_year": YEARS,
    "last_year": YEARS,
    "min_runtime": MINUTES,
    "max_runtime": MINUTES,
    "languages": st.sampled_from([("en",), ("fr", "en"), ("", "xx"), ("fr", "fr")]),
    "min_votes": st.integers(-5, 400),
    "min_rating": TENTHS,
    "max_rating": TENTHS,
    "include_adult": st.booleans(),
    "include_unreleased": st.booleans(),
}
NAMES = [one.name for one in fields(Filters)]
FEW_FILTERS = st.sets(st.sampled_from(NAMES), max_size=4).flatmap(
    lambda names: st.builds(Filters, **{name: FILTERS_BY_NAME[name] for name in names})
)


def space_of(films: list[Told]) -> VectorSpace:
    """Return a space of keywords alone, each of weight 1."""
    dense = np.array([[keyword in one.keywords for keyword in sorted(KEYWORDS)] for one in films], dtype=np.float32)
    matrix = sp.csr_array(dense)
    field = FittedField("keywords", "Keywords", 1.0, 0, len(KEYWORDS), 1)
    return VectorSpace(matrix, invert(matrix), StringArray.of(sorted(KEYWORDS)), (field,))


def sieve_of(films: list[Told]) -> FilmFilter:
    """Return a sieve over films whose columns are made as a build makes them."""
    rows = [
        film(
            n,
            "Tern",
            one.year,
            one.votes if one.rating else 0,
            genres=", ".join(one.genres),
            adult=one.adult,
            status=one.status,
            runtime=one.runtime or 0,
            original_language=one.language,
            vote_average=one.rating or 0,
        )
        for n, one in enumerate(films, 1)
    ]
    chunk = Chunk({name: [row[name] for row in rows] for name in COLUMNS}, range(len(rows)), ())
    columns, languages = columns_of(clean(chunk, 2026).films, np.zeros(len(rows), np.int32))
    return FilmFilter(columns, languages, space_of(films))


def passes(one: Told, filters: Filters) -> bool:
    """Return whether a film passes, in plain words."""
    if (one.adult and not filters.include_adult) or (
        one.status not in ("Released", "") and not filters.include_unreleased
    ):
        return False
    shared = set(filters.genres) & set(one.genres)
    if filters.genres and (shared != set(filters.genres) if filters.all_genres else not shared):
        return False
    if set(filters.exclude_genres) & set(one.genres) or set(filters.exclude_keywords) & set(one.keywords):
        return False
    if filters.keywords and not set(filters.keywords) & set(one.keywords):
        return False
    for first, value, last in (
        (filters.first_year, one.year, filters.last_year),
        (filters.min_runtime, one.runtime, filters.max_runtime),
    ):
        if first is not None and (value is None or value < first):
            return False
        if last is not None and (value is None or value > last):
            return False
    if filters.languages and (not one.language or one.language not in filters.languages):
        return False
    # A rating that nobody has voted for is none.
    votes, rating = (one.votes, one.rating) if one.rating and one.votes else (0, None)
    if votes < filters.min_votes:
        return False
    if filters.min_rating > 0 or filters.max_rating < 10:
        return rating is not None and filters.min_rating <= rating <= filters.max_rating
    return True


@settings(deadline=None, max_examples=120)
@given(FILM_LISTS, FEW_FILTERS, st.sampled_from([1, 3, 8, 2**16]))
def test_films_pass_that_plain_python_lets_pass(films: list[Told], filters: Filters, run: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.retrieval.row_blocks.ROWS_PER_BLOCK", run)
        got = sieve_of(films).mask(filters)
    assert got.dtype == bool
    assert got.tolist() == [passes(one, filters) for one in films]


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=30)
@given(FILM_LISTS, st.data())
def test_each_filter_does_the_same_alone(name: str, films: list[Told], data: st.DataObject) -> None:
    alone = Filters(**{name: data.draw(FILTERS_BY_NAME[name])})
    assert sieve_of(films).mask(alone).tolist() == [passes(one, alone) for one in films]


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("genre", GENRES)
def test_a_genre_lets_its_own_films_pass_and_no_others(genre: str, every: bool) -> None:
    sieve = sieve_of([Told(genres=(other,)) for other in GENRES])
    assert np.flatnonzero(sieve.mask(Filters((genre,), every))).tolist() == [GENRES.index(genre)]


def test_one_of_several_genres_is_enough_unless_every_one_is_asked_for_and_one_named_twice_counts_once() -> None:
    told = (("War",), ("Drama", "Music"), ("Comedy",), (), ("Music", "Comedy", "War"))
    sieve = sieve_of([Told(genres=genres) for genres in told])
    assert sieve.mask(Filters(("Music", "War", "War"))).tolist() == [True, True, False, False, True]
    assert sieve.mask(Filters(("Music", "War", "War"), all_genres=True)).tolist() == [False] * 4 + [True]
    assert sieve.mask(Filters((), all_genres=True)).all()


def test_one_of_several_genres_left_out_is_enough_to_leave_a_film_out() -> None:
    sieve = sieve_of([Told(genres=genres) for genres in (("War",), ("Drama", "Music"), ("Comedy",), ())])
    assert sieve.mask(Filters(exclude_genres=("Music", "War"))).tolist() == [False, False, True, True]


@pytest.mark.parametrize(("keyword", "passed"), [("sea", 0), ("Sea", 1), ("sea map", 2), ("SEA", None), ("map", None)])
def test_a_keyword_is_meant_to_the_letter(keyword: str, passed: int | None) -> None:
    sieve = sieve_of([Told(keywords=("sea",)), Told(keywords=("Sea",)), Told(keywords=("sea map",)), Told()])
    having = [row == passed for row in range(4)]
    assert sieve.mask(Filters(keywords=(keyword,))).tolist() == having
    assert sieve.mask(Filters(exclude_keywords=(keyword,))).tolist() == [not one for one in having]


def test_both_years_of_a_span_belong_to_it() -> None:
    sieve = sieve_of([Told(year) for year in range(1998, 2004)])
    mask = sieve.mask(Filters(first_year=1999, last_year=2002))
    assert mask.tolist() == [False, True, True, True, True, False]


@pytest.mark.parametrize("first", [None, -5, 0])
@pytest.mark.parametrize("last", [None, 2100, 2**40])
def test_an_unknown_year_fits_no_filter_on_years(first: int | None, last: int | None) -> None:
    passed = sieve_of([Told(None), Told(1999)]).mask(Filters(first_year=first, last_year=last))
    assert passed.tolist() == [(first, last) == (None, None), True]


def test_both_ends_of_the_ratings_belong_to_them_to_the_digit() -> None:
    sieve = sieve_of([Told(rating=tenths / 10) for tenths in range(69, 74)])
    assert sieve.mask(Filters(min_rating=7.1, max_rating=7.2)).tolist() == [False, False, True, True, False]


@pytest.mark.parametrize("filters", [Filters(min_rating=0.1), Filters(max_rating=9.9), Filters(max_rating=0.0)])
def test_an_unknown_rating_fits_no_filter_on_ratings(filters: Filters) -> None:
    assert sieve_of([Told(rating=None)]).mask(filters).tolist() == [False]


def test_adult_and_unreleased_films_pass_on_request_only_and_both_at_once_if_both_are_asked_for() -> None:
    sieve = sieve_of([Told(), Told(adult=True), Told(status="Planned"), Told(adult=True, status="Planned")])
    assert sieve.mask(Filters()).tolist() == [True, False, False, False]
    assert sieve.mask(Filters(include_adult=True)).tolist() == [True, True, False, False]
    assert sieve.mask(Filters(include_unreleased=True)).tolist() == [True, False, True, False]
    assert sieve.mask(Filters(include_adult=True, include_unreleased=True)).tolist() == [True, True, True, True]


def test_filtering_leaves_the_columns_as_they_were() -> None:
    sieve = sieve_of([Told(1999), Told(2001, adult=True), Told(status="Planned", keywords=("sea",))])
    sieve.mask(Filters(("War",), first_year=2000, keywords=("sea",)))[:] = True
    assert sieve._columns.hidden.tolist() == [0, ADULT, UNRELEASED]
    assert sieve.mask(Filters(keywords=("sea",), include_unreleased=True)).tolist() == [False, False, True]


@pytest.mark.parametrize("genre", ["Mumblecore", "drama", "", "Science  Fiction"])
def test_a_genre_that_there_is_not_is_named(genre: str) -> None:
    sieve = sieve_of([Told()])
    for filters in (Filters(("Drama", genre)), Filters(exclude_genres=(genre,)), Filters((genre,), all_genres=True)):
        with pytest.raises(InvalidQuery, match=f'"{" ".join(genre.split())}" is no genre.*Western'):
            sieve.mask(filters)
        with pytest.raises(InvalidQuery, match="is no genre"):
            sieve.removed_by(filters)
