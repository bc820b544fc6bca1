"""Exports of every site are read; everything else is refused in one clear sentence."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ImportRefused
from engine.users import MAX_UPLOAD_BYTES, ImportedFile, ImportedMark, check_size, read_import
from engine.users.transfer import archives
from engine.users.transfer.rows import BadCell, stars, time_of
from tests.engine.users.transfer import exported

DAY = datetime(2024, 1, 2, tzinfo=UTC)
RATED = (ImportedMark("rating", 4.5, DAY),)


@pytest.mark.parametrize(
    ("name", "content", "source", "marks"),
    [
        ("ratings.csv", exported.RATINGS, "Letterboxd", RATED),
        ("ratings.csv", exported.IMDB_RATINGS, "IMDb", RATED),
        ("ratings.csv", exported.IMDB_OLD_RATINGS, "IMDb", RATED),
        ("watchlist.csv", exported.IMDB_WATCHLIST, "IMDb", (ImportedMark("watchlist", None, DAY),)),
        ("ratings-movies.json", exported.TRAKT, "Trakt", RATED),
        ("movielens.csv", exported.MOVIELENS_SITE, "MovieLens", (ImportedMark("rating", 4.5),)),
        ("tmdb.csv", exported.TMDB, "TMDB", RATED),
        ("mine.csv", "id,rating\n27205,4.5\n", "a table of ids and ratings", (ImportedMark("rating", 4.5),)),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_export_of_each_site_is_read(
    name: str, content: str, source: str, marks: tuple[ImportedMark, ...], encoding: str
) -> None:
    file = read_import(name, content.encode(encoding))
    (row,) = file.rows
    assert file.source == source
    assert row.marks == marks
    assert row.title == "Inception" or row.tmdb_id == 27205
    assert {skipped.reason for skipped in file.skipped} <= {"it is not a film"}


def test_movielens_ratings_need_its_links_and_one_person() -> None:
    together = exported.zip_of({"ml/ratings.csv": exported.MOVIELENS, "ml/links.csv": exported.LINKS})
    (row,) = read_import("ml.zip", together).rows
    assert (row.tmdb_id, row.imdb_id, row.marks) == (27205, "tt1375666", RATED)
    with pytest.raises(ImportRefused, match=r"zip with links\.csv"):
        read_import("ratings.csv", exported.MOVIELENS.encode())
    with pytest.raises(ImportRefused, match="ratings of 2 people"):
        read_import("ratings.csv", (exported.MOVIELENS + "2,79132,4,1\n").encode())


def test_the_zip_of_letterboxd_is_read_as_one() -> None:
    file = read_import("letterboxd-ada.zip", exported.zip_of(exported.LETTERBOXD))
    marks = {row.title: [(mark.kind, mark.rating) for mark in row.marks] for row in file.rows}
    assert marks == {
        "Inception": [("rating", 4.5), ("watched", None), ("rating", 5.0)],
        "Interstellar": [("watched", None)],
        "Avatar": [("watchlist", None)],
    }


def test_semicolons_and_an_old_encoding_are_read() -> None:
    text = exported.RATINGS.replace(",", ";").replace("Inception", "Amélie").replace("4.5", "4,5")
    (row,) = read_import("ratings.csv", text.encode("cp1252")).rows
    assert (row.title, row.marks[0].rating) == ("Amélie", 4.5)


def test_a_bad_rating_skips_its_row_and_says_why() -> None:
    rows = "".join(f"2024-01-02,Film {text},2010,u,{text}\n" for text in ("0", "5.5", "five", "4.3", "4"))
    file = read_import("ratings.csv", (exported.RATINGS.splitlines()[0] + "\n" + rows).encode())
    assert [row.title for row in file.rows] == ["Film 4"]
    outside = "the rating is not a number from 0.5 to 5"
    assert [(skipped.line, skipped.reason) for skipped in file.skipped] == [
        (2, outside),
        (3, outside),
        (4, outside),
        (5, "the rating is not in steps of a half"),
    ]


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(ImportRefused) as caught:
        read_import(name, data)
    message = str(caught.value)
    assert message.isprintable()
    return message


def test_what_cannot_be_imported_is_refused_in_one_sentence() -> None:
    german = exported.IMDB_RATINGS.replace("Const", "Konstante").replace("Title", "Titel")
    assert "names of the columns in English" in refusal("bewertungen.csv", german.encode())
    no_header = exported.RATINGS.split("\n", 1)[1]
    assert "its first row is" in refusal("ratings.csv", no_header.encode())
    assert "no export that we know" in refusal("other.csv", b"beer,stars\nale,4\n")
    assert "no export that we know" in refusal("other.json", b'{"beer": 1}')
    assert "has 200 columns" in refusal("wide.csv", ",".join(f"c{i}" for i in range(200)).encode())
    assert "is empty" in refusal("ratings.csv", b" \n")
    assert "is no text" in refusal("ratings.csv", b"\x00\x01\x02")
    assert "damaged or no JSON" in refusal("a.json", b"[" * 100_000)
    assert "name it ratings.csv" in refusal("export.csv", exported.WATCHED.encode())
    assert "newer version" in refusal("a.json", b'{"cinewatch": 2}')
    assert "preferences" in refusal("a.json", b'{"cinewatch": 1, "preferences": {"country": 5}}')
    term = b'{"field": "genres", "term": "Drama", "choice": "never", "at": "2026-01-01T00:00:00Z"}'
    assert "terms" in refusal("a.json", b'{"cinewatch": 1, "terms": [%s]}' % term)
    assert "more than 50,000 rows" in refusal("a.csv", b"id,rating\n" + b"1,4\n" * 50_001)


def test_zips_are_refused_before_they_are_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no CSV or JSON" in refusal("a.zip", exported.zip_of({}))
    assert "other zips" in refusal("a.zip", exported.zip_of({"b.zip": exported.zip_of({"ratings.csv": ""})}))
    assert "damaged or encrypted" in refusal("a.zip", exported.zip_of({"ratings.csv": exported.RATINGS})[:-30])
    bomb = exported.zip_of({"ratings.csv": b"0" * 70_000_000})
    assert len(bomb) < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it is unpacked"))
    assert "unpacks to more than 60 MB" in refusal("a.zip", bomb)


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    packed = exported.zip_of({"ratings.csv": exported.RATINGS + "x" * 5_000})
    true_size = (len(exported.RATINGS) + 5_000).to_bytes(4, "little")
    assert packed.count(true_size) == 2
    assert "damaged" in refusal("a.zip", packed.replace(true_size, (50).to_bytes(4, "little")))


def test_names_in_a_zip_are_never_paths() -> None:
    (row,) = read_import("a.zip", exported.zip_of({"/no such folder/../ratings.csv": exported.RATINGS})).rows
    assert row.title == "Inception"
    assert not Path("/no such folder").exists()


def test_a_large_file_is_refused_by_its_size() -> None:
    check_size(MAX_UPLOAD_BYTES)
    with pytest.raises(ImportRefused, match="2,048 MB, and 20 MB is the most"):
        check_size(2 * 2**30)
    with pytest.raises(ImportRefused, match="20 MB is the most"):
        archives.files_in("a.csv", b"x" * (MAX_UPLOAD_BYTES + 1))


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for name in ("a.csv", "a.json", "ratings.csv"):
        for content in (data, exported.RATINGS.encode() + data):
            with suppress(ImportRefused):
                assert isinstance(read_import(name, content), ImportedFile)


def test_ratings_are_scaled_by_one_rule() -> None:
    assert [stars(text, 5) for text in ("0.5", "5", "3,5", "", None)] == [0.5, 5.0, 3.5, None, None]
    assert [stars(points, 10) for points in range(1, 11)] == [half / 2 for half in range(1, 11)]
    assert [stars(text, 10) for text in ("6.5", "6.4", "8.5", "0.5")] == [3.5, 3.0, 4.5, 0.5]
    for text, out_of in (("0", 10), ("10.5", 10), ("5.5", 5), ("nan", 5), ("inf", 5), ("-1", 10)):
        with pytest.raises(BadCell):
            stars(text, out_of)


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_none(text: str) -> None:
    found = time_of(text)
    assert found is None or found.tzinfo is UTC


def test_a_time_of_the_future_or_before_computers_is_none() -> None:
    assert time_of("2999-01-01") is None
    assert time_of("0001-01-01") is None
    assert time_of("2024-01-02T02:00:00+02:00") == DAY
