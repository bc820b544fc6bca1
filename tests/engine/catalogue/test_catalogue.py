"""The table on disk and the arrays beside it: films in order of fame, each id once, found by its id."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.catalogue.catalogue import BATCH_ROWS, Catalogue, Dropped, read_columns, write_catalogue, write_unordered
from engine.catalogue.cleaning import clean
from engine.catalogue.columns import ADULT, UNRELEASED, FilmColumns, columns_of
from engine.catalogue.schema import FILM_SCHEMA, GENRES
from engine.catalogue.sources import Chunk
from engine.errors import IndexCorrupt, UnknownFilm
from fakes.sample_catalogue import COLUMNS, FILMS, Row, film


def table_of(rows: list[Row]) -> pa.Table:
    """Return the films of rows as a table."""
    return clean(Chunk({name: [row[name] for row in rows] for name in COLUMNS}, range(len(rows)), ()), 2026).films


def columns_for(table: pa.Table) -> FilmColumns:
    """Return the columns of a table of films of no franchise."""
    return columns_of(table, np.zeros(len(table), np.int32))[0]


def stored(folder: Path, *tables: pa.Table) -> tuple[Catalogue, list[Dropped]]:
    """Write tables as a build does, and open what was written."""
    write_unordered(folder / "unordered.arrow", iter(tables))
    dropped = write_catalogue(folder / "catalogue.arrow", folder / "unordered.arrow", "a build")
    return Catalogue.open(folder / "catalogue.arrow", "a build"), dropped


def by_fame(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return records in order of fame, of those with one id the first of the most voted, by sorting all of them."""
    first = {}
    for row in sorted(rows, key=lambda row: (-row["votes"], row["id"])):
        first.setdefault(row["id"], row)
    return list(first.values())


def in_pieces(rows: list[Row], sizes: list[int]) -> list[pa.Table]:
    """Return the films of rows as tables of these sizes, which sum to the number of rows."""
    ends = np.cumsum(sizes).tolist()
    return [table_of(rows[end - size : end]) for size, end in zip(sizes, ends, strict=True)]


@pytest.mark.parametrize("batch_rows", [1, 2, 7, 30, 31, 32, 1_000])
@pytest.mark.parametrize("sizes", [[31], [1] * 31, [3, 0, 20, 8], [0, 30, 1, 0], [16, 15]])
def test_films_of_several_batches_come_in_order_of_fame_with_all_columns_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sizes: list[int], batch_rows: int
) -> None:
    monkeypatch.setattr("engine.catalogue.catalogue.BATCH_ROWS", batch_rows)
    tables = in_pieces(list(FILMS), sizes)
    catalogue, dropped = stored(tmp_path, *tables)
    assert catalogue.table.to_pylist() == by_fame(pa.concat_tables(tables).to_pylist())
    assert [len(batch) for batch in catalogue.table.to_batches()] == [
        min(batch_rows, 31 - start) for start in range(0, 31, batch_rows)
    ]
    assert not dropped


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 3)), max_size=6), min_size=1, max_size=5),
    st.integers(1, 8),
)
def test_each_id_stays_once_wherever_its_films_lie(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[list[tuple[int, int]]], batch_rows: int
) -> None:
    tables = [
        table_of([film(film_id, f"{number}.{n}", votes=votes) for n, (film_id, votes) in enumerate(piece)])
        for number, piece in enumerate(pieces)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.catalogue.catalogue.BATCH_ROWS", batch_rows)
        catalogue, dropped = stored(tmp_path_factory.mktemp("pieces"), *tables)
    assert catalogue.table.to_pylist() == by_fame(pa.concat_tables(tables).to_pylist())
    titles = set(catalogue.table["title"].to_pylist())
    told = [(film["id"], film["title"]) for film in pa.concat_tables(tables).to_pylist()]
    assert dropped == [Dropped(place, *one) for place, one in enumerate(told) if one[1] not in titles]


@pytest.mark.parametrize("batch_rows", [1, 4, 1_000])
@pytest.mark.parametrize(
    "names", [("id",), ("votes", "title", "id"), ("keywords", "overview"), FILM_SCHEMA.names[::-1]]
)
def test_columns_read_are_those_of_the_table_in_the_order_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: Sequence[str], batch_rows: int
) -> None:
    monkeypatch.setattr("engine.catalogue.catalogue.BATCH_ROWS", batch_rows)
    catalogue, _ = stored(tmp_path, *in_pieces(list(FILMS), [10, 21]))
    read = list(read_columns(tmp_path / "catalogue.arrow", names))
    assert {tuple(batch.schema.names) for batch in read} == {tuple(names)}
    assert [len(batch) for batch in read] == [len(batch) for batch in catalogue.table.to_batches()]
    assert [row for batch in read for row in batch.to_pylist()] == catalogue.table.select(list(names)).to_pylist()


def test_films_are_found_in_every_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.catalogue.catalogue.BATCH_ROWS", 4)
    catalogue, _ = stored(tmp_path, table_of(list(FILMS)))
    titles = catalogue.table["title"].to_pylist()
    rows = [30, 0, 3, 4, 4, 28, 27]
    assert [one.title for one in catalogue.films(rows)] == [titles[row] for row in rows]
    assert catalogue.column("title", rows) == [titles[row] for row in rows]


def test_films_are_in_order_of_votes_then_of_their_ids(tmp_path: Path) -> None:
    catalogue, _ = stored(tmp_path, table_of(list(FILMS)))
    order = sorted(FILMS, key=lambda row: (-int(row["vote_count"]), int(row["id"])))
    assert catalogue.table["id"].to_pylist() == [int(row["id"]) for row in order]


def test_of_films_with_one_id_the_most_voted_stays(tmp_path: Path) -> None:
    rows = [film(7, "Few", votes=1), film(7, "Most", votes=9), film(8, "Other", votes=5), film(7, "Some", votes=4)]
    catalogue, dropped = stored(tmp_path, table_of(rows))
    assert catalogue.table["title"].to_pylist() == ["Most", "Other"]
    assert dropped == [Dropped(0, 7, "Few"), Dropped(3, 7, "Some")]


def test_of_equal_films_with_one_id_the_first_stays_even_across_chunks(tmp_path: Path) -> None:
    catalogue, dropped = stored(tmp_path, table_of([film(7, "First")]), table_of([film(7, "Second")]))
    assert catalogue.table["title"].to_pylist() == ["First"]
    assert dropped == [Dropped(1, 7, "Second")]


def test_the_order_holds_beyond_one_batch(tmp_path: Path) -> None:
    count = BATCH_ROWS + 5
    ids = np.arange(1, count + 1)
    one = table_of([film(1, "Tern")])
    many = pa.concat_tables([one] * count).combine_chunks()
    many = many.set_column(0, FILM_SCHEMA.field("id"), pa.array(ids, pa.int32()))
    many = many.set_column(FILM_SCHEMA.get_field_index("votes"), "votes", pa.array(ids % 1_000, pa.int32()))
    catalogue, _ = stored(tmp_path, many.cast(FILM_SCHEMA))
    votes = catalogue.table["votes"].to_numpy()
    assert len(catalogue) == count
    assert (np.diff(votes) <= 0).all()
    assert sum(len(batch) for batch in read_columns(tmp_path / "catalogue.arrow", ("id",))) == count


def test_films_come_back_in_the_order_of_the_rows_asked_for(tmp_path: Path) -> None:
    catalogue, _ = stored(tmp_path, table_of([film(1, "A", votes=3), film(2, "B", votes=2), film(3, "C", votes=1)]))
    assert [one.id for one in catalogue.films([2, 0, 2])] == [3, 1, 3]
    assert catalogue.films([]) == []
    assert catalogue.column("title", [1]) == ["B"]


def test_a_film_says_what_its_row_said(tmp_path: Path) -> None:
    row = film(7, "Tern", 1987, 12, vote_average=7.123, popularity=3.456, genres="Drama, War", budget=5, imdb_id="tt7")
    catalogue, _ = stored(tmp_path, table_of([row]))
    (one,) = catalogue.films([0])
    assert (one.release_date, one.year, one.votes, one.rating) == (date(1987, 6, 15), 1987, 12, 7.123)
    assert (one.popularity, one.genres, one.budget, one.imdb_id) == (3.456, ("Drama", "War"), 5, "tt7")
    assert one.label == "Tern (1987)"


def test_a_table_of_another_build_is_refused(tmp_path: Path) -> None:
    stored(tmp_path, table_of([film(1, "A")]))
    with pytest.raises(IndexCorrupt):
        Catalogue.open(tmp_path / "catalogue.arrow", "another build")


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.9, 0.999])
def test_a_table_that_was_cut_is_refused(tmp_path: Path, share: float) -> None:
    stored(tmp_path, table_of(list(FILMS)))
    path = tmp_path / "cut.arrow"
    whole = (tmp_path / "catalogue.arrow").read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(IndexCorrupt):
        Catalogue.open(path, "a build")


def test_an_arrow_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    table = pa.table({"colour": ["red"]})
    with pa.OSFile(str(tmp_path / "a.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    with pytest.raises(IndexCorrupt):
        Catalogue.open(tmp_path / "a.arrow", "a build")


@settings(deadline=None, max_examples=60)
@given(st.sets(st.integers(1, 2**31 - 1), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_every_id_leads_to_its_row_and_no_other_to_any(ids: set[int], random: object) -> None:
    order = list(ids)
    random.shuffle(order)  # type: ignore[attr-defined]
    columns = columns_for(table_of([film(film_id, "Tern") for film_id in order]))
    assert [columns.row_of(film_id) for film_id in order] == list(range(len(order)))
    assert [columns.row(film_id) for film_id in order] == list(range(len(order)))
    for absent in {film_id + 1 for film_id in ids} - ids:
        assert columns.row_of(absent) is None


@pytest.mark.parametrize("film_id", [-1, 0, -(2**31), 2**31, 2**32 + 7, 2**63, -(2**63) - 1, 10**30])
def test_an_id_beyond_all_ids_has_no_row(film_id: int) -> None:
    columns = columns_for(table_of([film(7, "Tern"), film(2**31 - 1, "Last")]))
    assert columns.row_of(film_id) is None
    with pytest.raises(UnknownFilm, match=f"the id {film_id}$"):
        columns.row(film_id)


def test_each_genre_has_a_bit_and_others_have_none() -> None:
    rows = [film(n, "Tern", genres=genre) for n, genre in enumerate(GENRES, 1)]
    rows += [film(90, "Two", genres="Drama, War"), film(91, "Odd", genres="Mumblecore, Western"), film(92, "None")]
    columns = columns_for(table_of(rows))
    bits = columns.genres.tolist()
    assert bits[: len(GENRES)] == [1 << n for n in range(len(GENRES))]
    assert bits[-3:] == [
        (1 << GENRES.index("Drama")) | (1 << GENRES.index("War")),
        1 << GENRES.index("Western"),
        0,
    ]


def test_genre_bits_find_their_rows_across_chunks() -> None:
    tables = [
        table_of([film(1, "A", genres="War"), film(2, "B")]),
        table_of([film(3, "C"), film(4, "D", genres="War")]),
    ]
    columns = columns_for(pa.concat_tables(tables))
    assert (columns.genres > 0).tolist() == [True, False, False, True]


def test_unknown_numbers_are_zero_and_an_unknown_rating_is_nan() -> None:
    columns = columns_for(table_of([film(1, "Tern", votes=0, runtime=0)]))
    assert (columns.year[0], columns.runtime[0], columns.votes[0]) == (0, 0, 0)
    assert np.isnan(columns.rating[0])


def test_languages_are_codes_and_zero_is_none() -> None:
    rows = [film(n, "Tern", original_language=code) for n, code in enumerate(["ja", "", "en", "ja"], 1)]
    columns, languages = columns_of(table_of(rows), np.zeros(4, np.int32))
    assert languages[0] == ""
    assert [languages[code] for code in columns.language] == ["ja", "", "en", "ja"]


def test_adult_and_unreleased_films_are_hidden_and_it_is_known_why() -> None:
    rows = [film(1, "A"), film(2, "B", adult=True), film(3, "C", status="Rumored"), film(4, "D", status="")]
    columns = columns_for(table_of([*rows, film(5, "E", adult=True, status="Planned")]))
    assert columns.hidden.dtype == np.uint8
    assert columns.hidden.tolist() == [0, ADULT, UNRELEASED, 0, ADULT | UNRELEASED]
    assert ADULT & UNRELEASED == 0


def test_franchises_are_taken_as_they_are_told() -> None:
    told = np.array([2, 0, 2], np.int32)
    columns, _ = columns_of(table_of([film(n, "Tern") for n in (7, 5, 6)]), told)
    assert columns.franchise.tolist() == [2, 0, 2]


def test_columns_come_back_from_the_arrays_as_they_were() -> None:
    columns = columns_of(table_of(list(FILMS)), np.arange(len(FILMS), dtype=np.int32))[0]
    again = FilmColumns.from_arrays(columns.to_arrays())
    for name in FilmColumns.__slots__:
        np.testing.assert_array_equal(getattr(again, name), getattr(columns, name))
    for lost in columns.to_arrays():
        with pytest.raises(KeyError, match=lost):
            FilmColumns.from_arrays({name: array for name, array in columns.to_arrays().items() if name != lost})
