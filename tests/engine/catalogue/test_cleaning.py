"""Which rows are films, which are skipped, and which cells are counted as unreadable."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.catalogue import cleaning
from engine.catalogue.cleaning import CleanedChunk, clean, reject
from engine.catalogue.schema import FILM_SCHEMA, film_of
from engine.dataset_info import Rejection
from engine.entities import Film
from engine.reading.rows import Chunk
from engine.reading.rows import Row as CsvRow
from fakes.sample_catalogue import COLUMNS, Row, film_row

CELLS = st.sampled_from(
    [
        *("", " ", "7", "7.0", "-1", "0", "nan", "1e308", "99999999999999", "10.5", "2001-02-03", "13/40/99", "True"),
        *("Tern", "a, b", "[{'name': 'Sea'}]", "[{", "[1, null]", "[]", "[[1]]", "N/A", "Rumored", "\ud800", "\x00"),
    ]
) | st.text(max_size=8)


def chunk_of(rows: Sequence[Row], columns: Sequence[str] = COLUMNS, malformed: int = 0) -> Chunk:
    """Return rows by column, as a source returns them."""
    lines = range(2, 2 + len(rows))
    bad = [CsvRow(2 + len(rows) + n, ["1", "Too", "few"]) for n in range(malformed)]
    return Chunk({name: [row.get(name, "") for row in rows] for name in columns}, lines, bad)


def cleaned(*rows: Row, columns: Sequence[str] = COLUMNS) -> CleanedChunk:
    """Return the films of rows and the rest."""
    return clean(chunk_of(rows, columns), latest_year=2026)


def film_in(row: Row, columns: Sequence[str] = COLUMNS) -> Film:
    """Return the one film in a row."""
    (record,) = cleaned(row, columns=columns).films.to_pylist()
    return film_of(record)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=4), st.integers(0, 3))
def test_every_row_is_a_film_or_is_counted(rows: list[list[str]], malformed: int) -> None:
    result = clean(chunk_of([dict(zip(COLUMNS, row, strict=True)) for row in rows], malformed=malformed), 2026)
    assert result.films.num_rows + len(result.rejected) == len(rows) + malformed
    lines = [*result.lines, *(rejection.line for rejection in result.rejected)]
    assert sorted(lines) == list(range(2, 2 + len(rows) + malformed))
    assert result.films.schema == FILM_SCHEMA
    assert all(count > 0 for count in result.unreadable.values())
    films = [film_of(record) for record in result.films.to_pylist()]
    assert all(film.id >= 1 and film.title for film in films)


@pytest.mark.parametrize("column", COLUMNS)
def test_half_of_a_surrogate_pair_is_dropped_in_every_column(column: str) -> None:
    result = cleaned(film_row(1, "Tern") | {column: "\ud8001"})
    assert result.films.num_rows + len(result.rejected) == 1


def test_rows_are_rejected_for_a_reason() -> None:
    rows = [
        film_row(1, "Kept"),
        dict.fromkeys(COLUMNS, " "),
        film_row(0, "No id"),
        film_row(3, "", original_title=""),
        film_row(4, "   ", original_title=""),
    ]
    result = clean(chunk_of(rows, malformed=2), 2026)
    assert result.films["title"].to_pylist() == ["Kept"]
    assert result.lines == [2]
    assert [(rejection.line, rejection.reason) for rejection in result.rejected] == [
        (3, cleaning.EMPTY),
        (4, cleaning.NO_ID),
        (5, cleaning.NO_TITLE),
        (6, cleaning.NO_TITLE),
        (7, cleaning.MALFORMED),
        (8, cleaning.MALFORMED),
    ]
    assert [rejection.row for rejection in result.rejected[-2:]] == ["1, Too, few"] * 2
    assert "No id" in result.rejected[1].row


@settings(deadline=None)
@given(st.lists(st.text()))
def test_a_rejected_row_is_kept_as_one_line_of_bounded_length_that_can_be_stored(cells: list[str]) -> None:
    row = reject(7, cleaning.NO_ID, cells).row
    assert len(row) <= 120
    assert len(row.splitlines()) <= 1
    assert row.encode().decode() == row


def test_a_chunk_without_any_good_row_is_counted() -> None:
    result = clean(Chunk({}, [], [CsvRow(2, []), CsvRow(3, ["1"])]), 2026)
    assert result.films.num_rows == 0
    assert result.rejected == [Rejection(2, cleaning.MALFORMED, ""), Rejection(3, cleaning.MALFORMED, "1")]


def test_the_original_title_replaces_a_missing_title() -> None:
    assert film_in(film_row(1, "", original_title="鯨の歌")).title == "鯨の歌"


def test_a_film_needs_only_an_id_and_a_title() -> None:
    bare = film_in({"id": "5", "title": "Tern"}, columns=("id", "title"))
    assert (bare.id, bare.title, bare.votes, bare.status, bare.adult) == (5, "Tern", 0, "Released", False)
    assert (bare.year, bare.runtime, bare.rating, bare.budget, bare.revenue) == (None,) * 5
    assert (bare.overview, bare.genres, bare.keywords, bare.original_language) == ("", (), (), "")


def test_a_film_without_keywords_genres_or_overview_is_kept() -> None:
    result = cleaned(film_row(1, "A"), film_row(2, "B", keywords="", genres="", overview=""))
    assert result.films["id"].to_pylist() == [1, 2]


def test_money_and_runtime_of_zero_are_unknown_and_not_unreadable() -> None:
    row = film_row(1, "Tern", budget="0", revenue="0.0", runtime=0)
    film = film_in(row)
    assert (film.budget, film.revenue, film.runtime) == (None, None, None)
    assert cleaned(row).unreadable == {}


def test_a_rating_counts_only_with_votes_if_the_file_has_votes() -> None:
    assert film_in(film_row(1, "Tern", votes=0, vote_average=7.5)).rating is None
    assert film_in(film_row(1, "Tern", votes=3, vote_average=7.5)).rating == 7.5
    assert film_in(film_row(1, "Tern", votes=3, vote_average=0)).rating == 0.0
    without_votes = {"id": "1", "title": "Tern", "vote_average": "7.5"}
    assert film_in(without_votes, columns=tuple(without_votes)).rating == 7.5


@pytest.mark.parametrize("rating", ["11", "-0.5", "x"])
def test_a_rating_beyond_the_scale_is_unknown_and_unreadable(rating: str) -> None:
    assert film_in(film_row(1, "Tern", vote_average=rating)).rating is None
    assert cleaned(film_row(1, "Tern", vote_average=rating)).unreadable == {"vote_average": 1}


def test_unreadable_cells_are_counted_by_column_if_their_row_is_a_film() -> None:
    result = cleaned(
        film_row(1, "A", budget="a lot", release_date="soon", genres="[{'id': 1", runtime="99999"),
        film_row(2, "B", budget="twelve", vote_count="many", popularity="x"),
        film_row(3, "C", revenue="-5"),
        film_row(0, "D", budget="a lot"),
    )
    assert result.unreadable == {
        "budget": 2,
        "release_date": 1,
        "genres": 1,
        "runtime": 1,
        "vote_count": 1,
        "popularity": 1,
        "revenue": 1,
    }
    assert result.films.num_rows == 3


def test_the_year_comes_from_the_date() -> None:
    assert film_in(film_row(1, "Tern", 1987)).year == 1987


@pytest.mark.parametrize(("release_year", "year"), [("1987", 1987), ("12", None), ("1700", None), ("", None)])
def test_a_release_year_replaces_a_missing_date(release_year: str, year: int | None) -> None:
    assert film_in(film_row(1, "Tern", release_year=release_year), (*COLUMNS, "release_year")).year == year


def test_a_release_year_puts_two_digits_into_their_century() -> None:
    film = film_in(film_row(1, "Tern", release_date="9/5/16", release_year=1916), (*COLUMNS, "release_year"))
    assert str(film.release_date) == "1916-09-05"


def test_a_film_without_a_status_is_released() -> None:
    assert film_in(film_row(1, "Tern", status="")).status == "Released"
    assert film_in(film_row(1, "Tern", status="Planned")).status == "Planned"


def test_placeholders_are_not_kept_as_overview_or_tagline() -> None:
    film = film_in(film_row(1, "Tern", overview="No overview found.", tagline="N/A"))
    assert (film.overview, film.tagline) == ("", "")


def test_titles_are_cleaned_of_mojibake_and_line_breaks() -> None:
    assert film_in(film_row(1, "Zoë\n Café".encode().decode("cp1252"))).title == "Zoë Café"


def test_popularity_is_neither_negative_nor_infinite_and_votes_are_capped() -> None:
    assert film_in(film_row(1, "Tern", popularity="-3")).popularity == 0.0
    assert film_in(film_row(1, "Tern", popularity="1e308")).popularity < float("inf")
    assert film_in(film_row(1, "Tern", vote_count="9000000000")).votes == 2**31 - 1


def test_films_keep_the_order_of_the_rows_and_repeated_ids() -> None:
    films = cleaned(film_row(3, "C"), film_row(1, "A"), film_row(3, "C again")).films
    assert films["id"].to_pylist() == [3, 1, 3]
