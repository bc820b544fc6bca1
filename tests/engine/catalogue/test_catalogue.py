"""The table on disk: films in order of votes, each id once, read back as they were written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.catalogue.catalogue import (
    BATCH_ROWS,
    Catalogue,
    DuplicateFilm,
    read_columns,
    write_catalogue,
    write_unordered,
)
from engine.catalogue.schema import FILM_SCHEMA
from engine.errors import IndexCorrupt
from fakes.sample_catalogue import FILMS, Row, film_row
from tests.engine.film_rows import table_of


def written(folder: Path, *tables: pa.Table) -> tuple[Catalogue, list[DuplicateFilm]]:
    """Write tables as a build does, and open the file."""
    write_unordered(folder / "unordered.arrow", iter(tables))
    duplicates = write_catalogue(folder / "catalogue.arrow", folder / "unordered.arrow", "a build")
    return Catalogue.open(folder / "catalogue.arrow", "a build"), duplicates


def sorted_by_votes(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return records in order of votes; of those with one id, the first of the most voted."""
    first: dict[int, dict[str, Any]] = {}
    for record in sorted(records, key=lambda record: (-record["votes"], record["id"])):
        first.setdefault(record["id"], record)
    return list(first.values())


def in_pieces(rows: Sequence[Row], sizes: list[int]) -> list[pa.Table]:
    """Return the films of rows as tables of these sizes, which sum to the number of rows."""
    ends = np.cumsum(sizes).tolist()
    return [table_of(rows[end - size : end]) for size, end in zip(sizes, ends, strict=True)]


@pytest.mark.parametrize("sizes", [[31], [1] * 31, [3, 0, 20, 8], [0, 30, 1, 0]])
def test_films_of_several_batches_come_in_order_of_votes_with_all_columns_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sizes: list[int]
) -> None:
    tables = in_pieces(FILMS, sizes)
    for batch_rows in (1, 2, 7, 30, 31, 32, 1_000):
        monkeypatch.setattr("engine.catalogue.catalogue.BATCH_ROWS", batch_rows)
        catalogue, duplicates = written(tmp_path, *tables)
        assert catalogue.table.to_pylist() == sorted_by_votes(pa.concat_tables(tables).to_pylist())
        assert [len(batch) for batch in catalogue.table.to_batches()] == [
            min(batch_rows, 31 - start) for start in range(0, 31, batch_rows)
        ]
        assert duplicates == []


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 3)), max_size=6), min_size=1, max_size=5),
    st.integers(1, 8),
)
def test_each_id_stays_once_wherever_its_films_are(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[list[tuple[int, int]]], batch_rows: int
) -> None:
    tables = [
        table_of([film_row(film_id, f"{number}.{n}", votes=votes) for n, (film_id, votes) in enumerate(piece)])
        for number, piece in enumerate(pieces)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.catalogue.catalogue.BATCH_ROWS", batch_rows)
        catalogue, duplicates = written(tmp_path_factory.mktemp("pieces"), *tables)
    films = pa.concat_tables(tables).to_pylist()
    assert catalogue.table.to_pylist() == sorted_by_votes(films)
    titles = set(catalogue.table["title"].to_pylist())
    assert duplicates == [
        DuplicateFilm(n, film["id"], film["title"]) for n, film in enumerate(films) if film["title"] not in titles
    ]


@pytest.mark.parametrize("batch_rows", [1, 4, 1_000])
def test_columns_are_read_in_the_order_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch_rows: int) -> None:
    monkeypatch.setattr("engine.catalogue.catalogue.BATCH_ROWS", batch_rows)
    catalogue, _ = written(tmp_path, *in_pieces(FILMS, [10, 21]))
    for names in (("id",), ("votes", "title", "id"), ("keywords", "overview"), FILM_SCHEMA.names[::-1]):
        batches = list(read_columns(tmp_path / "catalogue.arrow", names))
        assert {tuple(batch.schema.names) for batch in batches} == {tuple(names)}
        assert [len(batch) for batch in batches] == [len(batch) for batch in catalogue.table.to_batches()]
        records = [record for batch in batches for record in batch.to_pylist()]
        assert records == catalogue.table.select(list(names)).to_pylist()


def test_films_and_columns_come_in_the_order_of_the_rows_from_every_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.catalogue.catalogue.BATCH_ROWS", 4)
    catalogue, _ = written(tmp_path, table_of(FILMS))
    titles = catalogue.table["title"].to_pylist()
    rows = [30, 0, 3, 4, 4, 28, 27]
    assert [film.title for film in catalogue.films(rows)] == [titles[row] for row in rows]
    assert catalogue.column("title", rows) == [titles[row] for row in rows]
    assert catalogue.films([]) == catalogue.column("title", []) == []


def test_of_films_with_one_id_the_most_voted_stays_then_the_first(tmp_path: Path) -> None:
    rows = [(7, "Few", 1), (7, "Most", 9), (8, "Other", 5), (7, "As many", 9)]
    catalogue, duplicates = written(tmp_path, table_of([film_row(n, title, votes=votes) for n, title, votes in rows]))
    assert catalogue.table["title"].to_pylist() == ["Most", "Other"]
    assert duplicates == [DuplicateFilm(0, 7, "Few"), DuplicateFilm(3, 7, "As many")]


def test_the_order_holds_beyond_one_batch(tmp_path: Path) -> None:
    count = BATCH_ROWS + 5
    ids = np.arange(1, count + 1)
    many = pa.concat_tables([table_of([film_row(1, "Tern")])] * count).combine_chunks()
    many = many.set_column(0, FILM_SCHEMA.field("id"), pa.array(ids, pa.int32()))
    many = many.set_column(FILM_SCHEMA.get_field_index("votes"), "votes", pa.array(ids % 1_000, pa.int32()))
    catalogue, _ = written(tmp_path, many.cast(FILM_SCHEMA))
    votes = catalogue.table["votes"].to_numpy()
    assert len(catalogue) == count
    assert (np.diff(votes) <= 0).all()
    assert sum(len(batch) for batch in read_columns(tmp_path / "catalogue.arrow", ("id",))) == count


def test_a_film_has_the_values_of_its_row(tmp_path: Path) -> None:
    values = {"vote_average": 7.123, "popularity": 3.456, "genres": "Drama, War", "budget": 5, "imdb_id": "tt7"}
    catalogue, _ = written(tmp_path, table_of([film_row(7, "Tern", 1987, 12, **values)]))
    (film,) = catalogue.films([0])
    assert (film.release_date, film.year, film.votes, film.rating) == (date(1987, 6, 15), 1987, 12, 7.123)
    assert (film.popularity, film.genres, film.budget, film.imdb_id) == (3.456, ("Drama", "War"), 5, "tt7")
    assert film.label == "Tern (1987)"


def test_a_table_of_another_build_is_refused(tmp_path: Path) -> None:
    written(tmp_path, table_of([film_row(1, "A")]))
    with pytest.raises(IndexCorrupt, match="another build"):
        Catalogue.open(tmp_path / "catalogue.arrow", "another build")


def test_a_table_that_was_cut_is_refused(tmp_path: Path) -> None:
    written(tmp_path, table_of(FILMS))
    whole = (tmp_path / "catalogue.arrow").read_bytes()
    for share in (0.0, 0.01, 0.5, 0.9, 0.999):
        (tmp_path / "cut.arrow").write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(IndexCorrupt):
            Catalogue.open(tmp_path / "cut.arrow", "a build")


def test_an_arrow_file_of_another_program_is_refused(tmp_path: Path) -> None:
    table = pa.table({"colour": ["red"]})
    with pa.OSFile(str(tmp_path / "a.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    with pytest.raises(IndexCorrupt):
        Catalogue.open(tmp_path / "a.arrow", "a build")
