"""A CSV is recognised by its columns and read to its end, whatever state it is in."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.catalogue.cleaning import clean
from engine.catalogue.column_names import known_columns
from engine.catalogue.schema import film_of
from engine.catalogue.schemas import SCHEMAS, schema_name
from engine.entities import Film
from engine.errors import SourceMissing, SourceUnreadable, UnknownSchema
from engine.reading.rows import Chunk, Row
from engine.reading.sources import open_source
from fakes.sample_catalogue import COLUMNS, FILMS, film_row, write_csv

TMDB_5000 = (
    "budget,genres,homepage,id,keywords,original_language,original_title,overview,popularity,production_companies,"
    "production_countries,release_date,revenue,runtime,spoken_languages,status,tagline,title,vote_average,vote_count"
)
MOVIES_DATASET = (
    "adult,belongs_to_collection,budget,genres,homepage,id,imdb_id,original_language,original_title,overview,"
    "popularity,poster_path,production_companies,production_countries,release_date,revenue,runtime,spoken_languages,"
    "status,tagline,title,video,vote_average,vote_count"
)
PIPES = (
    "id,imdb_id,popularity,budget,revenue,original_title,cast,homepage,director,tagline,keywords,overview,runtime,"
    "genres,production_companies,release_date,vote_count,vote_average,release_year,budget_adj,revenue_adj"
)


def read(path: Path, rows: int = 1_000) -> list[Chunk]:
    """Return the whole file in chunks."""
    with open_source(path, known_columns) as source:
        schema_name(source.header, path)
        return list(source.chunks(rows))


def films_in(path: Path) -> list[Film]:
    """Return the films of a file, as a build reads them."""
    with open_source(path, known_columns) as source:
        (chunk,) = source.chunks()
        return [film_of(record) for record in clean(chunk, 2026).films.to_pylist()]


def written(tmp_path: Path, content: str | bytes) -> Path:
    """Write a file as it is and return its path."""
    path = tmp_path / "films.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def row_counts(chunks: list[Chunk]) -> tuple[int, int]:
    """Return the number of whole rows and of malformed rows."""
    return sum(chunk.rows for chunk in chunks), sum(len(chunk.malformed) for chunk in chunks)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (",".join(COLUMNS), "TMDB v11"),
        (TMDB_5000, "TMDB 5000"),
        (MOVIES_DATASET, "The Movies Dataset"),
        (PIPES, "TMDB, lists as a|b"),
        ("id,title", "films by id and title"),
        ("original_title,id,colour", "films by id and title"),
    ],
)
def test_a_schema_is_recognised_by_its_columns_in_any_order(header: str, name: str) -> None:
    columns = header.split(",")
    assert schema_name(columns) == schema_name(columns[::-1]) == name
    assert sum(schema.name == name for schema in SCHEMAS) == 1


@pytest.mark.parametrize("header", ["userId,movieId,rating", "id,votes", "genres,year", "PNG", ""])
def test_a_file_without_titles_is_not_a_film_dataset(tmp_path: Path, header: str) -> None:
    with pytest.raises(UnknownSchema, match="needs a column of titles"):
        read(written(tmp_path, header + "\n1,2,3\n"))


def test_column_names_may_be_padded_in_capitals_or_aliases(tmp_path: Path) -> None:
    (film,) = films_in(written(tmp_path, " ID , Title,GENRES\n7,Tern,Drama\n"))
    assert (film.id, film.title, film.genres) == (7, "Tern", ("Drama",))
    for alias in ("movie_id", "tmdb_id"):
        (film,) = films_in(written(tmp_path, f"{alias},title,genre,keyword,directors\n7,Tern,Drama,sea,Ada Finch\n"))
        assert (film.id, film.genres, film.keywords, film.director) == (7, ("Drama",), ("sea",), ("Ada Finch",))
    (film,) = films_in(written(tmp_path, "id,movie_id,title\n7,99,Tern\n"))
    assert film.id == 7


def test_lists_of_json_objects_are_read(tmp_path: Path) -> None:
    row = {"id": 7, "title": "Tern", "genres": '[{"id": 18, "name": "Drama"}, {"id": 37, "name": "Western"}]'}
    (film,) = films_in(write_csv(tmp_path / "a.csv", [row], TMDB_5000.split(",")))
    assert film.genres == ("Drama", "Western")


def test_lists_of_python_literals_are_read(tmp_path: Path) -> None:
    companies = "[{'name': \"Finch's\", 'id': 3}, {'name': 'Tern & Co', 'id': 4}]"
    row = {"id": "7.0", "title": "Tern", "production_companies": companies, "adult": "FALSE"}
    (film,) = films_in(write_csv(tmp_path / "a.csv", [row], MOVIES_DATASET.split(",")))
    assert (film.id, film.companies, film.adult) == (7, ("Finch's", "Tern & Co"), False)


def test_lists_with_pipes_keep_the_commas_in_names(tmp_path: Path) -> None:
    row = {"id": 7, "original_title": "Tern", "cast": "Finch, Jr.|Ada Tern", "release_date": "6/1/16"}
    (film,) = films_in(write_csv(tmp_path / "a.csv", [row | {"release_year": 1916}], PIPES.split(",")))
    assert film.cast == ("Finch, Jr.", "Ada Tern")
    assert film.year == 1916


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_byte_order_mark_decides_the_encoding(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    (film,) = films_in(written(tmp_path, (mark + "id,title\n7,Zoë 鯨\n").encode(encoding)))
    assert (film.id, film.title) == (7, "Zoë 鯨")


def test_bytes_of_windows_1252_among_utf_8_are_read_as_such(tmp_path: Path) -> None:
    path = written(tmp_path, "id,title\n7,Zoë\n8,".encode() + "Zoë’s Café".encode("cp1252") + b"\n")
    assert [film.title for film in films_in(path)] == ["Zoë", "Zoë’s Café"]


def test_utf_16_cut_in_the_middle_of_a_letter_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="not valid utf-16"):
        read(written(tmp_path, "id,title\n7,Tern\n".encode("utf-16")[:-1]))


def test_rows_that_are_too_long_or_too_short_are_malformed(tmp_path: Path) -> None:
    chunks = read(written(tmp_path, "id,title\n1,One\n2\n3,Three,more\n4,Four\n"))
    assert row_counts(chunks) == (2, 2)
    assert chunks[0].columns == {"id": ["1", "4"], "title": ["One", "Four"]}


def test_blank_lines_are_not_rows(tmp_path: Path) -> None:
    assert row_counts(read(written(tmp_path, "id,title\n\n1,One\n\n\r\n2,Two\n\n"))) == (2, 0)
    assert row_counts(read(written(tmp_path, "\nid,title\n1,One\n"))) == (1, 0)


def test_reading_goes_on_after_a_chunk_of_malformed_rows(tmp_path: Path) -> None:
    chunks = read(written(tmp_path, "id,title\n1\n2\n3\n4\n5,Five\n"), rows=2)
    assert row_counts(chunks) == (1, 4)


@pytest.mark.parametrize("rows", [1, 2, 100])
def test_each_row_has_the_line_it_begins_on(tmp_path: Path, rows: int) -> None:
    text = 'id,title\n1,One\n\n2,"Two\nand\nmore"\n3\r\n4,Four\r\n5,Five,V\n6,Six'
    chunks = read(written(tmp_path, text), rows)
    assert [line for chunk in chunks for line in chunk.lines] == [2, 4, 8, 10]
    assert [row for chunk in chunks for row in chunk.malformed] == [Row(7, ["3"]), Row(9, ["5", "Five", "V"])]


@pytest.mark.parametrize("rows", [1, 7, len(FILMS), 1_000])
def test_chunks_have_at_most_the_rows_wanted_and_lose_nothing(small_csv: Path, rows: int) -> None:
    chunks = read(small_csv, rows)
    assert max(chunk.rows for chunk in chunks) <= rows
    assert [film_id for chunk in chunks for film_id in chunk.columns["id"]] == [row["id"] for row in FILMS]


def test_what_the_csv_module_writes_is_read_back(tmp_path: Path) -> None:
    cells = ['comma, "quote"', "line\nbreak", "line\r\nbreak", "", "  spaces  ", "鯨"]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["id", "title"], *([str(n), cell] for n, cell in enumerate(cells, 1))])
    (chunk,) = read(written(tmp_path, text.getvalue()))
    assert chunk.columns["title"] == cells


def test_a_long_cell_is_read_whole_and_one_beyond_all_texts_costs_only_its_row(tmp_path: Path) -> None:
    long, huge = "x" * 2**20, "x" * (5 * 2**20)
    chunks = read(written(tmp_path, f"id,title\n1,{long}\n2,{huge}\n3,Three\n"))
    assert row_counts(chunks) == (2, 1)
    assert chunks[0].columns["title"] == [long, "Three"]


def test_progress_ends_at_the_size_of_the_file(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "films.csv", [film_row(n, f"Film {n}") for n in range(1, 2_001)])
    steps: list[tuple[int, int]] = []
    with open_source(path, known_columns) as source:
        list(source.chunks(300, lambda _, done, total: steps.append((done, total))))
    size = path.stat().st_size
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert {total for _, total in steps} == {size}
    assert steps[-1] == (size, size)


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    assert read(written(tmp_path, "id,title\n")) == []


def test_a_file_that_is_empty_missing_or_a_folder_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="file not found"):
        read(tmp_path / "absent.csv")
    with pytest.raises(SourceUnreadable, match="cannot read"):
        read(tmp_path)
    with pytest.raises(SourceUnreadable, match="empty"):
        read(written(tmp_path, ""))


@pytest.mark.parametrize("start", [b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\x00\x01\x02\x03", b"GIF89a"])
def test_a_binary_file_is_a_named_error_of_one_line(tmp_path: Path, start: bytes) -> None:
    path = written(tmp_path, start + np.random.default_rng(7).bytes(50_000))
    with pytest.raises((SourceUnreadable, UnknownSchema)) as caught:
        read(path)
    assert str(caught.value).isprintable()


def test_a_header_longer_than_any_cell_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="not a CSV file"):
        read(written(tmp_path, "x" * (5 * 2**20)))


class FailingDisk(io.RawIOBase):
    """A file whose header can be read, and nothing after it."""

    def __init__(self) -> None:
        self._parts = [b"id,title\n1,One\n"]

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read the header, then fail."""
        if not self._parts:
            raise OSError(5, "Input/output error")
        part = self._parts.pop()
        buffer[: len(part)] = part
        return len(part)


def test_a_disk_that_fails_while_reading_is_a_named_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "id,title\n1,One\n")
    monkeypatch.setattr(Path, "open", lambda *_: io.BufferedReader(FailingDisk()))
    with pytest.raises(SourceUnreadable, match=r"cannot read the rest of .*Input/output error"):
        read(path)


def test_a_nul_within_a_row_does_not_end_the_reading(tmp_path: Path) -> None:
    good, malformed = row_counts(read(written(tmp_path, "id,title\n1,O\x00ne\n2,Two\n")))
    assert good + malformed == 2
    assert good >= 1
