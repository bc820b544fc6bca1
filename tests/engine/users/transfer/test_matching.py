"""Rows of an import find their film, or are shown as doubtful or missing; importing twice changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine import CineWatch
from engine.errors import InvalidQuery
from engine.users import CatalogueFilms, ImportPlan, Users, WriteCount, plan_import, read_import
from tests.engine.users.transfer import exported

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def films(sample: CineWatch) -> CatalogueFilms:
    return CatalogueFilms(sample.opened)


def plan(films: CatalogueFilms, *rows: str) -> ImportPlan:
    """Return the plan of Letterboxd ratings: "title,year,stars"."""
    lines = [
        f"2024-01-0{number},{title},{year},u,{stars}"
        for number, row in enumerate(rows, 1)
        for title, year, stars in [row.rsplit(",", 2)]
    ]
    return plan_import(
        read_import("ratings.csv", "\n".join([exported.RATINGS.splitlines()[0], *lines]).encode()), films
    )


def test_titles_are_matched_whatever_their_case_accents_and_punctuation(films: CatalogueFilms) -> None:
    found = plan(films, "inception,2010,4", "Amelie,2001,4", "Interstellar,2015,3", "Wall-E,2008,5")
    assert [each.film.title for each in found.matched] == ["Inception", "Amélie", "Interstellar", "WALL·E"]
    assert {each.how for each in found.matched} == {"title and year"}


def test_a_misspelt_title_is_doubtful_and_another_film_is_missing(films: CatalogueFilms) -> None:
    found = plan(films, "Godfathr,1972,4", "Inception,1950,4", "No film is called so,2010,4")
    (doubtful,) = found.doubtful
    assert doubtful.candidates[0].title == "The Godfather"
    assert [row.title for row in found.missing] == ["Inception", "No film is called so"]
    assert found.matched == ()


def test_only_what_somebody_confirms_is_written(films: CatalogueFilms) -> None:
    found = plan(films, "Godfathr,1972,4")
    assert len(found.to_write(NOW)[0].marks) == 0
    film = found.doubtful[0].candidates[0]
    chosen = found.with_choices({0: film.id})
    assert chosen.doubtful == ()
    assert [mark.film_id for mark in chosen.to_write(NOW)[0].marks.rating] == [film.id]
    for number, film_id in ((0, 27205), (1, film.id), (-1, film.id)):
        with pytest.raises(InvalidQuery, match="choose another"):
            found.with_choices({number: film_id})


def test_ids_come_before_titles(films: CatalogueFilms) -> None:
    imdb = plan_import(read_import("a.csv", exported.IMDB_RATINGS.replace("Inception", "Titanic").encode()), films)
    assert [(each.film.title, each.how) for each in imdb.matched] == [("Inception", "IMDb id")]
    tmdb = plan_import(read_import("a.csv", exported.TMDB.replace("Inception", "Titanic").encode()), films)
    assert [(each.film.title, each.how) for each in tmdb.matched] == [("Inception", "TMDB id")]


def test_films_that_the_catalogue_lacks_are_kept_by_their_id(films: CatalogueFilms) -> None:
    found = plan_import(read_import("a.csv", b"id,rating\n2147483,4\n27205,5\n"), films)
    assert [row.tmdb_id for row in found.kept] == [2147483]
    assert {mark.film_id for mark in found.to_write(NOW)[0].marks.rating} == {2147483, 27205}


def test_the_newest_of_several_marks_counts(films: CatalogueFilms) -> None:
    file = read_import("a.zip", exported.zip_of(exported.LETTERBOXD))
    data, undated = plan_import(file, films).to_write(NOW)
    assert [(mark.rating, mark.at.day) for mark in data.marks.rating] == [(5.0, 2)]
    assert not any(undated.values())


@pytest.mark.parametrize("name", ["ratings.csv", "letterboxd.zip", "plain.csv"])
def test_importing_twice_changes_nothing(users: Users, ada: int, films: CatalogueFilms, name: str) -> None:
    content = {
        "ratings.csv": exported.IMDB_RATINGS.encode(),
        "letterboxd.zip": exported.zip_of(exported.LETTERBOXD),
        "plain.csv": b"id,rating\n27205,4.5\n",
    }[name]
    found = plan_import(read_import(name, content), films)
    first = users.apply(ada, found)
    before = users.data(ada)
    assert first.added == len(before.marks) > 0
    assert users.apply(ada, found) == WriteCount(unchanged=first.added)
    assert users.data(ada) == before


def test_progress_reaches_the_number_of_rows(films: CatalogueFilms) -> None:
    steps: list[tuple[int, int]] = []
    rows = b"".join(b"%d,4\n" % number for number in range(1, 251))
    plan_import(read_import("a.csv", b"id,rating\n" + rows), films, lambda _, done, total: steps.append((done, total)))
    assert steps == [(0, 250), (100, 250), (200, 250), (250, 250)]
