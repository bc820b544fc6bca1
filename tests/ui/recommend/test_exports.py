"""Answers as files: what is in them, and that no title does harm in any."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import CineWatch, Explanation, Film, Query, Recommendation, Weights
from engine.entities import FieldContribution
from fakes.sample_catalogue import HARBOUR
from ui.charts.group import members_table
from ui.charts.scores import score_table
from ui.recommend.exports import MAX_NAME_LENGTH, as_csv, as_json, as_letterboxd, file_name
from ui.text.spreadsheets import table_as_csv

BOM = b"\xef\xbb\xbf"
SIGNS = "=+-@＝＋－＠"

FILM = Film(
    id=862,
    title="Low Tide",
    original_title="Ebbe",
    year=None,
    release_date=None,
    runtime=None,
    rating=None,
    votes=0,
    genres=("Drama", "Music"),
    keywords=(),
    overview="",
    tagline="",
    director=(),
    cast=(),
    companies=(),
    countries=(),
    spoken_languages=(),
    original_language="",
    budget=None,
    revenue=None,
    popularity=0.0,
    status="",
    adult=False,
    imdb_id="tt0114709",
    homepage="",
    poster_path="",
    backdrop_path="",
)
REASONS = Explanation(
    (FieldContribution("title", "Title", 0.25), FieldContribution("cast", "Cast", 0.5)), (), ("tide",)
)
ONE = Recommendation(FILM, 0.375, 0.75, 0.125, -0.5, 0.0, 0.9, REASONS)


def called(title: str) -> Recommendation:
    return replace(ONE, film=replace(FILM, title=title))


def table(file: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV by column, as Python reads them; every row must have a cell for each column."""
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""), strict=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


hostile = st.text() | st.text(alphabet=SIGNS + "'\";,\\ \t\r\n\0\u00a0\u200b\ufeffa1_")


def opens_formula(text: str) -> bool:
    """Return whether `text` has a sign before its first letter or digit."""
    for character in text:
        if character in SIGNS:
            return True
        if character.isalnum() or character == "_":
            return False
    return False


def unguarded(cell: str) -> str:
    """Return the text of a cell without the apostrophes that guard it."""
    parts = cell.split(";")
    return ";".join(part[1:] if part.startswith("'") and opens_formula(part[1:]) else part for part in parts)


def on_one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text)


@settings(deadline=None)
@given(hostile)
def test_no_cell_can_be_read_as_a_formula_and_its_text_can_be_restored(text: str) -> None:
    one = replace(called(text), explanation=replace(REASONS, reasons=(text, text)))
    (row,) = table(as_csv([one]))
    for cell in (row["Title"], row["Why"], row["IMDb id"]):
        for part in cell.split(";"):
            assert part.lstrip(" \u00a0\u200b\ufeff")[:1] not in tuple(SIGNS)
        assert not re.search(r"[\t\r\n\0]", cell)
    assert unguarded(row["Title"]) == on_one_line(text)
    assert unguarded(row["Why"]) == on_one_line(f"{text}, {text}")


@settings(deadline=None)
@given(st.lists(hostile, max_size=4))
def test_a_file_has_as_many_lines_as_films_whatever_their_titles(titles: list[str]) -> None:
    films = [called(title) for title in titles]
    assert as_csv(films).count(b"\n") == as_csv(films).count(b"\r\n") == 1 + len(films)
    assert as_letterboxd(films).count(b"\n") == 1 + len(films)
    assert len(table(as_csv(films))) == len(table(as_letterboxd(films))) == len(films)
    assert b"\0" not in as_csv(films) + as_letterboxd(films)


CELLS = {
    "=1+1": "'=1+1",
    "-30-": "'-30-",
    "  @home": "'  @home",
    "\t=1": "' =1",
    "\u200b+1": "'\u200b+1",
    "＝1": "'＝1",
    "'=1": "''=1",
    "'71": "'71",
    "Up; =1": "Up;' =1",
    "Spider-Man": "Spider-Man",
    "Face/Off": "Face/Off",
}


def test_an_apostrophe_guards_what_might_be_a_formula_and_nothing_else() -> None:
    films = [called(title) for title in CELLS]
    for file in (as_csv(films), as_letterboxd(films)):
        assert [row["Title"] for row in table(file)] == list(CELLS.values())


def test_the_csv_has_these_columns() -> None:
    file = as_csv([ONE])
    assert file.startswith(BOM)
    assert file.endswith(b"\r\n")
    (row,) = table(file)
    assert row == {
        "Rank": "1",
        "Title": "Low Tide",
        "Year": "",
        "Score": "0.375",
        "Score: Title": "0.25",
        "Score: Cast": "0.5",
        "Score: Same era": "0.125",
        "Score: Popular": "-0.5",
        "Score: Highly rated": "0.0",
        "Rating": "",
        "Votes": "0",
        "Minutes": "",
        "Genres": "Drama, Music",
        "Why": "tide",
        "TMDB id": "862",
        "IMDb id": "tt0114709",
    }


def test_the_parts_of_a_score_are_called_as_on_the_page_and_add_up_to_it(cinewatch: CineWatch) -> None:
    films = cinewatch.recommend(Query((HARBOUR,), k=10)).films
    rows = table(as_csv(films))
    parts = [name.removeprefix("Score: ") for name in rows[0] if name.startswith("Score: ")]
    assert parts == [name for name in score_table(films).columns if name not in ("Rank", "Film", "Score")]
    for rank, (row, one) in enumerate(zip(rows, films, strict=True), 1):
        assert (int(row["Rank"]), row["Title"], int(row["TMDB id"])) == (rank, one.film.title, one.film.id)
        assert sum(float(row[f"Score: {name}"]) for name in parts) == pytest.approx(float(row["Score"]), abs=2e-5)
        assert float(row["Score"]) == pytest.approx(one.score, abs=1e-6)
        known = {"Rating": one.film.rating, "Votes": one.film.votes, "Year": one.film.year, "Minutes": one.film.runtime}
        assert {name: row[name] for name in known} == {
            name: "" if value is None else str(value) for name, value in known.items()
        }


def test_files_have_the_community_only_where_one_was_learned() -> None:
    learned = replace(ONE, score=0.5, community=0.125)
    ((row,), (without,)) = (table(as_csv([one])) for one in (learned, ONE))
    assert [*row][4:10] == [*[*without][4:9], "Score: Liked by the same people"]
    assert row["Score: Liked by the same people"] == "0.125"
    (film,) = json.loads(as_json([learned], {}))["recommendations"]
    assert film["parts"] == {"match": 0.75, "era": 0.125, "popularity": -0.5, "quality": 0.0, "community": 0.125}


def test_the_letterboxd_file_only_identifies_the_films() -> None:
    films = [replace(ONE, film=replace(FILM, title="Seven, Eight", year=1995)), called('"Blue" \\ Sea')]
    assert as_letterboxd(films).decode() == (
        'tmdbID,imdbID,Title,Year\n862,tt0114709,"Seven, Eight",1995\n862,tt0114709,”Blue” / Sea,\n'
    )


def test_ids_of_other_sites_are_not_said_to_be_tmdbs() -> None:
    assert as_letterboxd([ONE], has_tmdb_ids=False).decode() == "imdbID,Title,Year\ntt0114709,Low Tide,\n"
    (row,) = table(as_csv([ONE], has_tmdb_ids=False))
    assert (row["Id"], row["IMDb id"]) == ("862", "tt0114709")
    assert "TMDB id" not in row


@given(hostile)
def test_letterboxd_and_spreadsheets_read_the_same_titles(title: str) -> None:
    file = as_letterboxd([called(title)])
    escaped = csv.reader(io.StringIO(file.decode(), newline=""), doublequote=False, escapechar="\\", strict=True)
    assert dict(zip(*escaped, strict=True)) == table(file)[0]


def test_json_has_the_query_and_all_parts_of_each_score() -> None:
    query = {"about": "größer\n=1", "k": 5, "weights": Weights(era=0.5), "query": Query(liked=(1, 2))}
    file = as_json([ONE, called("⟨/script⟩")], query)
    assert not file.startswith(BOM)
    assert "größer".encode() in file
    assert b'\n  "query": {\n' in file
    answer = json.loads(file)
    assert list(answer) == ["query", "recommendations"]
    assert answer["query"]["about"] == "größer\n=1"
    assert answer["query"]["k"] == 5
    assert answer["query"]["weights"]["era"] == 0.5
    assert answer["query"]["query"]["liked"] == [1, 2]
    assert [film["title"] for film in answer["recommendations"]] == ["Low Tide", "⟨/script⟩"]
    assert answer["recommendations"][0] == {
        "rank": 1,
        "id": 862,
        "imdb_id": "tt0114709",
        "title": "Low Tide",
        "original_title": "Ebbe",
        "year": None,
        "runtime": None,
        "rating": None,
        "votes": 0,
        "genres": ["Drama", "Music"],
        "score": 0.375,
        "parts": {"match": 0.75, "era": 0.125, "popularity": -0.5, "quality": 0.0},
        "closer_than": 0.9,
        "reasons": ["tide"],
        "fields": {"Title": 0.25, "Cast": 0.5},
    }


def test_json_refuses_nan_and_infinity() -> None:
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="JSON"):
            as_json([], {"era": value})
        with pytest.raises(ValueError, match="JSON"):
            as_json([replace(ONE, score=value)], {})


def test_an_empty_answer_is_a_header() -> None:
    assert as_csv([]) == BOM + b"Rank,Title,Year,Score,Rating,Votes,Minutes,Genres,Why,TMDB id,IMDb id\r\n"
    assert as_letterboxd([]) == b"tmdbID,imdbID,Title,Year\n"


def test_a_file_is_named_after_what_its_films_are_like() -> None:
    for text, ending, name in (
        ("Inception", "csv", "films-like-inception.csv"),
        ("Amélie & l'Été", "json", "films-like-amelie-lete.json"),
        ("Tokyo—Paris", "letterboxd.csv", "films-like-tokyo-paris.letterboxd.csv"),
        ("千と千尋の神隠し", "csv", "films.csv"),
        ("", "csv", "films.csv"),
        ("../../etc/passwd", "csv", "films-like-etc-passwd.csv"),
        ("x" * 99, "csv", f"films-like-{'x' * 45}.csv"),
        ("x" * 44 + " y", "csv", f"films-like-{'x' * 44}.csv"),
    ):
        assert file_name(text, ending) == name


@given(st.text())
def test_a_file_name_is_short_plain_and_never_empty(text: str) -> None:
    name = file_name(text, "csv")
    assert re.fullmatch(r"films(-[a-z0-9]+)*\.csv", name)
    assert len(name) <= MAX_NAME_LENGTH


def test_a_table_becomes_a_file_with_its_columns() -> None:
    films = pd.DataFrame({"Film": ["One, Two", 'Three "3"'], "Rank": [1, 2], "Similarity": [0.125, 1.0]})
    assert table_as_csv(films) == BOM + b'Film,Rank,Similarity\r\n"One, Two",1,0.125\r\n"Three ""3""",2,1.0\r\n'
    assert table_as_csv(films.head(0)) == BOM + b"Film,Rank,Similarity\r\n"


@settings(deadline=None)
@given(st.lists(hostile, min_size=1, max_size=4))
def test_no_cell_and_no_column_name_can_be_read_as_a_formula(titles: list[str]) -> None:
    hostile_table = pd.DataFrame([[*titles, 0.5]], columns=[*titles, "Closeness"])
    file = table_as_csv(hostile_table)
    assert file.count(b"\n") == file.count(b"\r\n") == 2
    header, row = csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""), strict=True)
    for cells in (header[:-1], row[:-1]):
        assert [unguarded(cell) for cell in cells] == [on_one_line(title) for title in titles]
        assert not any(part.lstrip(" \u00a0\u200b\ufeff")[:1] in tuple(SIGNS) for c in cells for part in c.split(";"))
    assert (header[-1], row[-1]) == ("Closeness", "0.5")


def test_the_table_of_a_group_can_be_read_back_from_its_file(cinewatch: CineWatch) -> None:
    group = cinewatch.relations.group([HARBOUR, 102, 121, 122, 134])
    rows = table(table_as_csv(members_table(group)))
    assert [row["Film"] for row in rows] == list(rows[0])[2:]
    for row, one, values in zip(rows, group.members, group.similarities, strict=True):
        assert float(row["Average similarity"]) == one.mean_similarity
        assert [float(value) for value in list(row.values())[2:]] == list(values)
