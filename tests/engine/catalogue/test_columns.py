"""Columns hold one value per film, unknown values included, and lead from an id to a row."""

from __future__ import annotations

from random import Random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.catalogue.columns import ADULT, UNRELEASED, FilmColumns, columns_of
from engine.catalogue.genres import GENRES
from engine.errors import UnknownFilm
from fakes.sample_catalogue import FILMS, Row, film_row
from tests.engine.film_rows import table_of


def columns_for(*rows: Row) -> FilmColumns:
    """Return the columns of films that belong to no franchise."""
    return columns_of(table_of(rows), np.zeros(len(rows), np.int32))[0]


@settings(deadline=None, max_examples=30)
@given(st.sets(st.integers(1, 2**31 - 1), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_every_id_leads_to_its_row_and_no_other_id_to_any(ids: set[int], random: Random) -> None:
    order = list(ids)
    random.shuffle(order)
    columns = columns_for(*(film_row(film_id, "Tern") for film_id in order))
    assert [columns.row_of(film_id) for film_id in order] == list(range(len(order)))
    assert [columns.row(film_id) for film_id in order] == list(range(len(order)))
    assert {columns.row_of(film_id + 1) for film_id in ids if film_id + 1 not in ids} <= {None}


@pytest.mark.parametrize("film_id", [-1, 0, -(2**31), 2**31, 2**32 + 7, 2**63, -(2**63) - 1, 10**30])
def test_an_id_beyond_all_ids_has_no_row(film_id: int) -> None:
    columns = columns_for(film_row(7, "Tern"), film_row(2**31 - 1, "Last"))
    assert columns.row_of(film_id) is None
    with pytest.raises(UnknownFilm, match=f"the id {film_id}$"):
        columns.row(film_id)


def test_each_genre_has_a_bit_and_unknown_genres_have_none() -> None:
    rows = [film_row(n, "Tern", genres=genre) for n, genre in enumerate(GENRES, 1)]
    mixed = ("Drama, War", "Mumblecore, Western", "")
    bits = columns_for(*rows, *(film_row(90 + n, "Auk", genres=genres) for n, genres in enumerate(mixed)))
    assert bits.genres.tolist() == [
        *(1 << n for n in range(len(GENRES))),
        (1 << GENRES.index("Drama")) | (1 << GENRES.index("War")),
        1 << GENRES.index("Western"),
        0,
    ]


def test_genre_bits_are_in_their_rows_across_chunks() -> None:
    tables = [table_of([film_row(1, "A", genres="War"), film_row(2, "B")])]
    tables += [table_of([film_row(3, "C"), film_row(4, "D", genres="War")])]
    columns, _ = columns_of(pa.concat_tables(tables), np.zeros(4, np.int32))
    assert (columns.genres > 0).tolist() == [True, False, False, True]


def test_unknown_numbers_are_zero_and_an_unknown_rating_is_nan() -> None:
    columns = columns_for(film_row(1, "Tern", votes=0, runtime=0))
    assert (columns.year[0], columns.runtime[0], columns.votes[0]) == (0, 0, 0)
    assert np.isnan(columns.rating[0])


def test_a_language_is_the_number_of_its_code_and_zero_is_unknown() -> None:
    codes = ["ja", "", "en", "ja"]
    table = table_of([film_row(n, "Tern", original_language=code) for n, code in enumerate(codes, 1)])
    columns, languages = columns_of(table, np.zeros(4, np.int32))
    assert languages[0] == ""
    assert [languages[number] for number in columns.language] == codes


def test_adult_and_unreleased_films_are_hidden_for_separate_reasons() -> None:
    columns = columns_for(
        film_row(1, "A"),
        film_row(2, "B", adult=True),
        film_row(3, "C", status="Rumored"),
        film_row(4, "D", status=""),
        film_row(5, "E", adult=True, status="Planned"),
    )
    assert columns.hidden.dtype == np.uint8
    assert columns.hidden.tolist() == [0, ADULT, UNRELEASED, 0, ADULT | UNRELEASED]
    assert ADULT & UNRELEASED == 0


def test_columns_come_back_from_their_arrays_and_none_may_be_missing() -> None:
    franchises = np.arange(len(FILMS), dtype=np.int32)
    columns, _ = columns_of(table_of(FILMS), franchises)
    assert columns.franchise.tolist() == franchises.tolist()
    arrays = columns.to_arrays()
    again = FilmColumns.from_arrays(arrays)
    for name in FilmColumns.__slots__:
        np.testing.assert_array_equal(getattr(again, name), getattr(columns, name))
    for missing in arrays:
        with pytest.raises(KeyError, match=missing):
            FilmColumns.from_arrays({name: array for name, array in arrays.items() if name != missing})
