"""What is a film, what is not, and what is counted."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.catalogue import cleaning, sources
from engine.catalogue.cleaning import Cleaned, clean, rejection
from engine.catalogue.schema import FILM_SCHEMA, film_of
from engine.catalogue.sources import Chunk
from engine.entities import Film, Rejection
from fakes.sample_catalogue import COLUMNS, Row, film

CELL = st.sampled_from(
    [
        *("", " ", "7", "7.0", "-1", "0", "nan", "1e308", "99999999999999", "10.5", "2001-02-03", "13/40/99", "True"),
        *("Tern", "a, b", "[{'name': 'Sea'}]", "[{", "[1, null]", "[]", "[[1]]", "N/A", "Rumored", "\ud800", "\x00"),
    ]
) | st.text(max_size=8)


def chunk_of(rows: Sequence[Row], columns: Sequence[str] = COLUMNS, malformed: int = 0) -> Chunk:
    """Return rows as the reader gives them: by column."""
    lines = range(2, 2 + len(rows))
    bad = [sources.Row(2 + len(rows) + n, ["1", "Too", "few"]) for n in range(malformed)]
    return Chunk({name: [row.get(name, "") for row in rows] for name in columns}, lines, bad)


def cleaned(*rows: Row, columns: Sequence[str] = COLUMNS) -> Cleaned:
    """Return what becomes of the rows."""
    return clean(chunk_of(rows, columns), latest_year=2026)


def the_film(row: Row) -> Film:
    """Return the one film there is in a row."""
    (record,) = cleaned(row).films.to_pylist()
    return film_of(record)


@settings(deadline=None, max_examples=80)
@given(st.lists(st.lists(CELL, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=4), st.integers(0, 3))
def test_every_row_is_a_film_or_is_counted(rows: list[list[str]], malformed: int) -> None:
    result = clean(chunk_of([dict(zip(COLUMNS, row, strict=True)) for row in rows], malformed=malformed), 2026)
    assert result.films.num_rows + len(result.rejected) == len(rows) + malformed
    assert sorted([*result.lines, *(one.line for one in result.rejected)]) == list(range(2, 2 + len(rows) + malformed))
    assert result.films.schema == FILM_SCHEMA
    assert all(count > 0 for count in result.unusable.values())
    for record in result.films.to_pylist():
        one = film_of(record)
        assert one.id >= 1
        assert one.title


def test_rows_are_rejected_for_a_reason() -> None:
    rows = [film(1, "Kept"), dict.fromkeys(COLUMNS, " "), film(0, "No id"), film(3, ""), film(4, "   ")]
    rows[3]["original_title"] = rows[4]["original_title"] = ""
    result = clean(chunk_of(rows, malformed=2), 2026)
    assert result.films["title"].to_pylist() == ["Kept"]
    assert result.lines == [2]
    assert [(one.line, one.reason) for one in result.rejected] == [
        (3, cleaning.EMPTY),
        (4, cleaning.NO_ID),
        (5, cleaning.NO_TITLE),
        (6, cleaning.NO_TITLE),
        (7, cleaning.MALFORMED),
        (8, cleaning.MALFORMED),
    ]
    assert [one.row for one in result.rejected if one.reason == cleaning.MALFORMED] == ["1, Too, few"] * 2
    assert "No id" in result.rejected[1].row


@settings(deadline=None)
@given(st.lists(st.text()))
def test_what_is_told_of_a_rejected_row_is_one_line_of_bounded_length_that_can_be_stored(cells: list[str]) -> None:
    told = rejection(7, cleaning.NO_ID, cells).row
    assert len(told) <= 120
    assert len(told.splitlines()) <= 1
    assert told.encode().decode() == told


def test_a_chunk_without_any_good_row_is_counted() -> None:
    result = clean(Chunk({}, [], [sources.Row(2, []), sources.Row(3, ["1"])]), 2026)
    assert result.films.num_rows == 0
    assert result.rejected == [Rejection(2, cleaning.MALFORMED, ""), Rejection(3, cleaning.MALFORMED, "1")]


def test_the_original_title_stands_in_for_a_title() -> None:
    assert the_film(film(1, "", original_title="鯨の歌")).title == "鯨の歌"


def test_a_film_needs_only_an_id_and_a_title() -> None:
    (record,) = cleaned({"id": "5", "title": "Tern"}, columns=("id", "title")).films.to_pylist()
    bare = film_of(record)
    assert (bare.id, bare.title, bare.votes, bare.status, bare.adult) == (5, "Tern", 0, "Released", False)
    assert (bare.year, bare.runtime, bare.rating, bare.budget, bare.revenue) == (None,) * 5
    assert (bare.overview, bare.genres, bare.keywords, bare.original_language) == ("", (), (), "")


def test_a_film_without_keywords_genres_or_overview_is_kept() -> None:
    result = cleaned(film(1, "A"), film(2, "B", keywords="", genres="", overview=""))
    assert result.films["id"].to_pylist() == [1, 2]


def test_money_and_runtime_of_zero_are_unknown_and_no_fault() -> None:
    row = film(1, "Tern", budget="0", revenue="0.0", runtime=0)
    assert (the_film(row).budget, the_film(row).revenue, the_film(row).runtime) == (None, None, None)
    assert cleaned(row).unusable == {}


def test_a_rating_without_votes_is_unknown() -> None:
    assert the_film(film(1, "Tern", votes=0, vote_average=7.5)).rating is None
    assert the_film(film(1, "Tern", votes=3, vote_average=7.5)).rating == 7.5


@pytest.mark.parametrize("rating", ["11", "-0.5", "x", "nan"])
def test_a_rating_beyond_the_scale_is_unknown_and_counted(rating: str) -> None:
    assert the_film(film(1, "Tern", vote_average=rating)).rating is None
    assert cleaned(film(1, "Tern", vote_average=rating)).unusable == {"vote_average": 1}


def test_a_rating_counts_where_the_file_has_no_column_of_votes() -> None:
    row = {"id": "1", "title": "Tern", "vote_average": "7.5"}
    table = clean(Chunk({name: [cell] for name, cell in row.items()}, [2], []), 2026).films
    assert table["rating"].to_pylist() == [7.5]


def test_zero_is_a_rating_where_there_are_votes() -> None:
    assert the_film(film(1, "Tern", vote_average=0)).rating == 0.0


def test_cells_that_say_something_unintelligible_are_counted_by_column() -> None:
    result = cleaned(
        film(1, "A", budget="a lot", release_date="soon", genres="[{'id': 1", runtime="99999"),
        film(2, "B", budget="twelve", vote_count="many", popularity="x"),
        film(3, "C", revenue="-5"),
    )
    assert result.unusable == {
        "budget": 2,
        "release_date": 1,
        "genres": 1,
        "runtime": 1,
        "vote_count": 1,
        "popularity": 1,
        "revenue": 1,
    }
    assert result.films.num_rows == 3


def test_cells_of_rejected_rows_are_not_counted_as_unusable() -> None:
    assert cleaned(film(0, "A", budget="a lot")).unusable == {}


def test_the_year_comes_from_the_date() -> None:
    assert the_film(film(1, "Tern", 1987)).year == 1987


@pytest.mark.parametrize(("release_year", "year"), [("1987", 1987), ("12", None), ("1700", None), ("", None)])
def test_a_release_year_stands_in_for_a_date(release_year: str, year: int | None) -> None:
    columns = (*COLUMNS, "release_year")
    (record,) = cleaned(film(1, "Tern", release_year=release_year), columns=columns).films.to_pylist()
    assert record["year"] == year


def test_a_release_year_puts_two_digits_into_their_century() -> None:
    row = film(1, "Tern", release_date="9/5/16", release_year=1916)
    (record,) = cleaned(row, columns=(*COLUMNS, "release_year")).films.to_pylist()
    assert record["release_date"].isoformat() == "1916-09-05"


def test_no_status_means_released() -> None:
    assert the_film(film(1, "Tern", status="")).status == "Released"
    assert the_film(film(1, "Tern", status="Planned")).status == "Planned"


def test_placeholders_are_no_overview() -> None:
    assert the_film(film(1, "Tern", overview="No overview found.", tagline="N/A")).overview == ""
    assert the_film(film(1, "Tern", overview="No overview found.", tagline="N/A")).tagline == ""


def test_titles_are_cleaned_of_mojibake_and_line_breaks() -> None:
    assert the_film(film(1, "Zoë\n Café".encode().decode("cp1252"))).title == "Zoë Café"


def test_popularity_is_never_negative() -> None:
    assert the_film(film(1, "Tern", popularity="-3")).popularity == 0.0


def test_popularity_is_never_infinite() -> None:
    assert the_film(film(1, "Tern", popularity="1e308")).popularity < float("inf")


def test_votes_beyond_what_can_be_stored_are_capped() -> None:
    assert the_film(film(1, "Tern", vote_count="9000000000")).votes == 2**31 - 1


def test_films_keep_the_order_of_the_rows_and_repeated_ids() -> None:
    assert cleaned(film(3, "C"), film(1, "A"), film(3, "C again")).films["id"].to_pylist() == [3, 1, 3]
