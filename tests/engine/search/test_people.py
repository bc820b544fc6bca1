"""A person is found by name, typos included, with the films in order of votes; a name beside a title helps too."""

from __future__ import annotations

import pytest

from engine import CineWatch
from fakes.sample_catalogue import COLUMNS, film_row, write_csv

KEEN, MARSH = "Wilhelmina Keen", "Rosalind Marsh"


@pytest.fixture(scope="module")
def cinewatch(tmp_path_factory: pytest.TempPathFactory) -> CineWatch:
    folder = tmp_path_factory.mktemp("people")
    rows = [
        film_row(1, "Heron", 1999, votes=10) | {"director": KEEN, "cast": f"{MARSH}, Ned Ash"},
        film_row(2, "Tern", 2001, votes=900) | {"director": KEEN, "cast": "Ned Ash"},
        film_row(3, "Heron", 2010, votes=500) | {"director": "Ida Lund", "cast": KEEN},
        film_row(4, "Marsh", 2011, votes=5) | {"director": "", "cast": ""},
    ]
    csv = write_csv(folder / "films.csv", rows, (*COLUMNS, "director", "cast"))
    return CineWatch.of(csv, folder / "models")


@pytest.mark.parametrize("typed", ["wilhelmina keen", "Wilhelmina Kean", "keen wilhelmina", "wilhelmena keen", "keen"])
def test_a_person_is_found_with_the_films_by_votes(cinewatch: CineWatch, typed: str) -> None:
    hits = cinewatch.search(typed)
    assert [(hit.film.id, hit.person) for hit in hits] == [(2, KEEN), (3, KEEN), (1, KEEN)]
    (person, *_) = cinewatch.people(typed)
    assert (person.name, person.film_count, [film.id for film in person.films]) == (KEEN, 3, [2, 3, 1])


def test_a_title_that_matches_better_comes_first(cinewatch: CineWatch) -> None:
    assert [(hit.film.id, hit.person) for hit in cinewatch.search("marsh")] == [(4, ""), (1, MARSH)]


@pytest.mark.parametrize(
    ("typed", "film_id"), [("ash heron", 1), ("heron lund", 3), ("heron 1999 ash", 1), ("heron", 3)]
)
def test_a_name_beside_a_title_tells_films_apart(cinewatch: CineWatch, typed: str, film_id: int) -> None:
    first = cinewatch.search(typed)[0]
    assert (first.film.id, first.person) == (film_id, "")


def test_nobody_is_found_by_another_name_and_as_many_as_asked(cinewatch: CineWatch) -> None:
    assert cinewatch.people("zachary quill") == ()
    assert cinewatch.people(KEEN, k=0) == ()
    assert cinewatch.people(KEEN, n_films=1)[0].films == (cinewatch.film(2),)
