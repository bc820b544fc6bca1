"""A CSV is recognised by its columns and read to its end, whatever state it is in."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from engine.catalogue.cleaning import clean
from engine.catalogue.schema import film_of
from engine.catalogue.sources import SCHEMAS, Chunk, Row, open_source, recognise
from engine.entities import Film
from engine.errors import SourceMissing, SourceUnreadable, UnknownSchema
from fakes.sample_catalogue import COLUMNS, FILMS, film, write_csv

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
    with open_source(path) as source:
        return list(source.chunks(rows))


def films_in(path: Path) -> list[Film]:
    """Return the films of a file, as a build would see them."""
    with open_source(path) as source:
        (chunk,) = source.chunks()
        return [film_of(record) for record in clean(chunk, 2026, source.schema.separator).films.to_pylist()]


def written(tmp_path: Path, content: str | bytes) -> Path:
    """Write a file as it is and return its path."""
    path = tmp_path / "films.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def counted(chunks: list[Chunk]) -> tuple[int, int]:
    """Return the rows that are whole, and those that are malformed."""
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
def test_a_schema_is_told_by_its_columns_in_any_order(header: str, name: str) -> None:
    columns = header.split(",")
    assert recognise(columns).name == name
    assert recognise(columns[::-1]).name == name


def test_the_name_of_each_schema_is_its_own() -> None:
    assert len({schema.name for schema in SCHEMAS}) == len(SCHEMAS)


@pytest.mark.parametrize("header", ["movieId,title,genres", "id,name", "title,year", "PNG", ""])
def test_without_id_and_title_it_is_no_film_dataset(tmp_path: Path, header: str) -> None:
    path = written(tmp_path, header + "\n1,2,3\n")
    with pytest.raises(UnknownSchema):
        read(path)


def test_names_of_columns_may_be_padded_and_in_capitals(tmp_path: Path) -> None:
    (only,) = films_in(written(tmp_path, " ID , Title,GENRES\n7,Tern,Drama\n"))
    assert (only.id, only.title, only.genres) == (7, "Tern", ("Drama",))


@pytest.mark.parametrize("alias", ["movie_id", "tmdb_id"])
def test_other_names_of_columns_are_known(tmp_path: Path, alias: str) -> None:
    (only,) = films_in(written(tmp_path, f"{alias},title,genre,keyword,directors\n7,Tern,Drama,sea,Ada Finch\n"))
    assert (only.id, only.genres, only.keywords, only.director) == (7, ("Drama",), ("sea",), ("Ada Finch",))


def test_an_alias_does_not_take_the_place_of_the_column_itself(tmp_path: Path) -> None:
    (only,) = films_in(written(tmp_path, "id,movie_id,title\n7,99,Tern\n"))
    assert only.id == 7


def test_lists_of_json_objects_are_read(tmp_path: Path) -> None:
    row = {"id": 7, "title": "Tern", "genres": '[{"id": 18, "name": "Drama"}, {"id": 37, "name": "Western"}]'}
    (only,) = films_in(write_csv(tmp_path / "a.csv", [row], TMDB_5000.split(",")))
    assert only.genres == ("Drama", "Western")


def test_lists_of_python_literals_are_read(tmp_path: Path) -> None:
    companies = "[{'name': \"Finch's\", 'id': 3}, {'name': 'Tern & Co', 'id': 4}]"
    row = {"id": "7.0", "title": "Tern", "production_companies": companies, "adult": "FALSE"}
    (only,) = films_in(write_csv(tmp_path / "a.csv", [row], MOVIES_DATASET.split(",")))
    assert (only.id, only.companies, only.adult) == (7, ("Finch's", "Tern & Co"), False)


def test_lists_with_pipes_keep_the_commas_in_names(tmp_path: Path) -> None:
    row = {"id": 7, "original_title": "Tern", "cast": "Finch, Jr.|Ada Tern", "release_date": "6/1/16"}
    (only,) = films_in(write_csv(tmp_path / "a.csv", [row | {"release_year": 1916}], PIPES.split(",")))
    assert only.cast == ("Finch, Jr.", "Ada Tern")
    assert only.year == 1916


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_byte_order_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    (only,) = films_in(written(tmp_path, (mark + "id,title\n7,Zoë 鯨\n").encode(encoding)))
    assert (only.id, only.title) == (7, "Zoë 鯨")


def test_bytes_of_windows_1252_among_utf_8_are_read_as_such(tmp_path: Path) -> None:
    path = written(tmp_path, "id,title\n7,Zoë\n8,".encode() + "Zoë’s Café".encode("cp1252") + b"\n")
    assert [one.title for one in films_in(path)] == ["Zoë", "Zoë’s Café"]


def test_utf_16_cut_in_the_middle_of_a_letter_is_a_named_error(tmp_path: Path) -> None:
    path = written(tmp_path, "id,title\n7,Tern\n".encode("utf-16")[:-1])
    with pytest.raises(SourceUnreadable):
        read(path)


def test_rows_too_long_or_too_short_are_counted(tmp_path: Path) -> None:
    chunks = read(written(tmp_path, "id,title\n1,One\n2\n3,Three,more\n4,Four\n"))
    assert counted(chunks) == (2, 2)
    assert chunks[0].columns == {"id": ["1", "4"], "title": ["One", "Four"]}


def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    assert counted(read(written(tmp_path, "id,title\n\n1,One\n\n\r\n2,Two\n\n"))) == (2, 0)


def test_a_chunk_of_malformed_rows_alone_does_not_end_the_reading(tmp_path: Path) -> None:
    chunks = read(written(tmp_path, "id,title\n1\n2\n3\n4\n5,Five\n"), rows=2)
    assert counted(chunks) == (1, 4)


@pytest.mark.parametrize("rows", [1, 2, 100])
def test_each_row_knows_the_line_it_begins_on(tmp_path: Path, rows: int) -> None:
    text = 'id,title\n1,One\n\n2,"Two\nand\nmore"\n3\r\n4,Four\r\n5,Five,V\n6,Six'
    chunks = read(written(tmp_path, text), rows)
    assert [line for chunk in chunks for line in chunk.lines] == [2, 4, 8, 10]
    assert [row for chunk in chunks for row in chunk.malformed] == [Row(7, ["3"]), Row(9, ["5", "Five", "V"])]


@pytest.mark.parametrize("rows", [1, 7, len(FILMS), 1_000])
def test_chunks_are_no_longer_than_asked_for_and_lose_nothing(small_csv: Path, rows: int) -> None:
    chunks = read(small_csv, rows)
    assert max(chunk.rows for chunk in chunks) <= rows
    assert [film_id for chunk in chunks for film_id in chunk.columns["id"]] == [row["id"] for row in FILMS]


def test_a_line_break_within_quotes_belongs_to_the_cell(tmp_path: Path) -> None:
    (chunk,) = read(written(tmp_path, 'id,title\r\n1,"One\r\nhalf"\r\n2,Two\r\n'))
    assert chunk.columns["title"] == ["One\r\nhalf", "Two"]


def test_a_cell_longer_than_any_text_costs_its_row_only(tmp_path: Path) -> None:
    huge = "x" * (5 * 2**20)
    chunks = read(written(tmp_path, f"id,title\n1,One\n2,{huge}\n3,Three\n"))
    assert counted(chunks) == (2, 1)


def test_a_long_cell_is_read_whole(tmp_path: Path) -> None:
    (chunk,) = read(written(tmp_path, f"id,title\n1,{'x' * 2**20}\n"))
    assert len(chunk.columns["title"][0]) == 2**20


def test_progress_ends_at_the_size_of_the_file(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "films.csv", [film(n, f"Film {n}") for n in range(1, 2_001)])
    seen: list[tuple[int, int]] = []
    with open_source(path) as source:
        list(source.chunks(300, lambda _, done, total: seen.append((done, total))))
    size = path.stat().st_size
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert {total for _, total in seen} == {size}
    assert seen[-1] == (size, size)


def test_an_empty_file_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="empty"):
        read(written(tmp_path, ""))


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    assert read(written(tmp_path, "id,title\n")) == []


def test_a_file_that_is_not_there_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing):
        read(tmp_path / "absent.csv")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable):
        read(tmp_path)


@pytest.mark.parametrize("start", [b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\x00\x01\x02\x03", b"GIF89a"])
def test_a_binary_file_is_a_named_error_of_one_line(tmp_path: Path, start: bytes) -> None:
    path = written(tmp_path, start + np.random.default_rng(7).bytes(50_000))
    with pytest.raises((SourceUnreadable, UnknownSchema)) as caught:
        read(path)
    assert str(caught.value).isprintable()


def test_a_blank_line_before_the_header_is_no_header(tmp_path: Path) -> None:
    assert counted(read(written(tmp_path, "\nid,title\n1,One\n"))) == (1, 0)


def test_a_nul_within_a_row_does_not_end_the_reading(tmp_path: Path) -> None:
    good, malformed = counted(read(written(tmp_path, "id,title\n1,O\x00ne\n2,Two\n")))
    assert good + malformed == 2
    assert good >= 1


def test_what_the_csv_module_writes_is_read_back(tmp_path: Path) -> None:
    cells = ['comma, "quote"', "line\nbreak", "", "  spaces  ", "鯨"]
    text = io.StringIO()
    csv.writer(text).writerows([["id", "title"], *([str(n), cell] for n, cell in enumerate(cells, 1))])
    (chunk,) = read(written(tmp_path, text.getvalue()))
    assert chunk.columns["title"] == cells
