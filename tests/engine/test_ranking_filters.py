"""Films pass the filters that plain Python lets them pass; what is not known fits no filter on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.catalogue.cleaning import clean
from engine.catalogue.columns import FilmColumns, columns_of
from engine.catalogue.schema import GENRES
from engine.catalogue.sources import Chunk
from engine.errors import InvalidQuery
from engine.ranking.filters import Filters, mask_of
from tests.engine.made_up import COLUMNS, film


@dataclass(frozen=True)
class Told:
    """What filters ask about a film."""

    year: int | None = None
    genres: tuple[str, ...] = ()
    adult: bool = False
    status: str = "Released"


GENRE_LISTS = st.lists(st.sampled_from(GENRES), unique=True, max_size=3).map(tuple)
ODD_GENRES = st.sampled_from([("Mumblecore",), ("Mumblecore", "War"), ("drama",)])
FILM_LISTS = st.lists(
    st.builds(
        Told,
        year=st.none() | st.integers(1900, 2026),
        genres=GENRE_LISTS | ODD_GENRES,
        adult=st.booleans(),
        status=st.sampled_from(["Released", "Released", "", "Rumored", "Post Production"]),
    ),
    min_size=1,
    max_size=25,
)
YEARS = st.none() | st.integers(1895, 2030) | st.sampled_from([0, -1, -(2**40), 32_767, 32_768, 2**40])
FILTERS = st.builds(Filters, GENRE_LISTS, YEARS, YEARS)


def columns_for(films: list[Told]) -> FilmColumns:
    """Return the columns of films as a build makes them."""
    rows = [
        film(n, "Tern", one.year, genres=", ".join(one.genres), adult=one.adult, status=one.status)
        for n, one in enumerate(films, 1)
    ]
    chunk = Chunk({name: [row[name] for row in rows] for name in COLUMNS}, len(rows), 0)
    return columns_of(clean(chunk, 2026).films)[0]


def passes(one: Told, filters: Filters) -> bool:
    """Return whether a film passes, in plain words."""
    if one.adult or one.status not in ("Released", ""):
        return False
    if filters.genres and not set(filters.genres) & set(one.genres):
        return False
    if filters.first_year is not None and (one.year is None or one.year < filters.first_year):
        return False
    return filters.last_year is None or (one.year is not None and one.year <= filters.last_year)


@settings(deadline=None, max_examples=300)
@given(FILM_LISTS, FILTERS, st.sampled_from([1, 3, 8, 2**16]))
def test_films_pass_that_plain_python_lets_pass(films: list[Told], filters: Filters, run: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.index.runs.RUN", run)
        got = mask_of(filters, columns_for(films))
    assert got.dtype == bool
    assert got.tolist() == [passes(one, filters) for one in films]


@pytest.mark.parametrize("genre", GENRES)
def test_a_genre_lets_its_own_films_pass_and_no_others(genre: str) -> None:
    columns = columns_for([Told(genres=(other,)) for other in GENRES])
    assert np.flatnonzero(mask_of(Filters((genre,)), columns)).tolist() == [GENRES.index(genre)]


def test_one_of_several_genres_is_enough_and_one_named_twice_counts_once() -> None:
    columns = columns_for([Told(genres=("War",)), Told(genres=("Drama", "Music")), Told(genres=("Comedy",)), Told()])
    assert mask_of(Filters(("Music", "War", "War")), columns).tolist() == [True, True, False, False]


def test_both_years_of_a_span_belong_to_it() -> None:
    columns = columns_for([Told(year) for year in range(1998, 2004)])
    assert mask_of(Filters((), 1999, 2002), columns).tolist() == [False, True, True, True, True, False]


@pytest.mark.parametrize("filters", [Filters((), -5), Filters((), 0), Filters((), None, 2100), Filters((), -5, 2100)])
def test_an_unknown_year_fits_no_filter_on_years(filters: Filters) -> None:
    assert mask_of(filters, columns_for([Told(None), Told(1999)])).tolist() == [False, True]


def test_hidden_films_never_pass() -> None:
    columns = columns_for([Told(1999, ("War",), adult=True), Told(1999, ("War",), status="Planned")])
    for filters in (Filters(), Filters(("War",)), Filters((), 1990), Filters(("War",), 1990, 2000)):
        assert mask_of(filters, columns).tolist() == [False, False]


def test_filtering_leaves_the_columns_as_they_were() -> None:
    columns = columns_for([Told(1999), Told(2001, adult=True)])
    mask_of(Filters(("War",), 2000), columns)[:] = True
    assert columns.hidden.tolist() == [False, True]


@pytest.mark.parametrize("genre", ["Mumblecore", "drama", "", "Science  Fiction"])
def test_a_genre_that_there_is_not_is_named(genre: str) -> None:
    with pytest.raises(InvalidQuery, match=f'"{" ".join(genre.split())}" is no genre.*Western'):
        mask_of(Filters(("Drama", genre)), columns_for([Told()]))
