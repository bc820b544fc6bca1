"""A catalogue whose ids are not TMDB's: no id of a file means a film of it, and an export says whose ids it holds."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from engine import CineWatch, users
from engine.users import CatalogueFilms, Mark, Marks, UserData, plan_import, read_import
from tests.engine.users.transfer.exported import START

MARKS = Marks(rating=(Mark(603, START, 4.5),), watchlist=(Mark(7, START),))


@pytest.fixture
def films(tmp_path: Path) -> CatalogueFilms:
    """Return films whose ids are those of another site: 603 is not The Matrix."""
    path = tmp_path / "movies.csv"
    path.write_text("movieId,title,genres\n603,Tern (1995),Drama\n7,Coot (1996),Comedy\n")
    return CatalogueFilms(CineWatch.of(path, tmp_path / "models").opened)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_film_is_known_by_its_title_and_never_by_the_id_of_tmdb(films: CatalogueFilms) -> None:
    text = "tmdbID,imdbID,Title,Year,Rating\n603,tt0133093,The Matrix,1999,5\n9,,Coot,1996,3\n7,,,,4\n"
    plan = plan_import(read_import("films.csv", text.encode()), films)
    assert [(each.film.title, each.how) for each in plan.matched] == [("Coot", "title and year")]
    assert (plan.kept, len(plan.missing)) == ((), 2)


def test_our_own_exports_name_the_ids_and_come_back_by_title(films: CatalogueFilms) -> None:
    facts = films.facts(MARKS.by_film())
    as_text = users.as_json(UserData(MARKS), facts, films.has_tmdb_ids)
    assert [set(film["ids"]) for film in json.loads(as_text)["films"]] == [{"film", "imdb"}] * 2
    table = users.as_csv(MARKS, facts, films.has_tmdb_ids)
    assert [(row["film_id"], row["title"]) for row in rows_of(table)] == [("7", "Coot"), ("603", "Tern")]
    for name, text in (("cinewatch.json", as_text), ("cinewatch.csv", table)):
        data, _ = plan_import(read_import(name, text.encode()), films).to_write(START)
        assert data.marks == MARKS


def test_files_for_other_sites_have_no_ids_of_the_catalogue(films: CatalogueFilms) -> None:
    facts = films.facts(MARKS.by_film())
    files = [
        write(MARKS, facts, films.has_tmdb_ids)
        for write in (users.as_letterboxd, users.as_letterboxd_watchlist, users.as_trakt)
    ]
    assert ["tmdb" in text.lower() or "603" in text for text in files] == [False] * 3
    assert [rows_of(text)[0].get("Title") or rows_of(text)[0]["title"] for text in files] == ["Tern", "Coot", "Coot"]
