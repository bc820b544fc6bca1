"""The map is drawn once for a build, and compared with the true neighbours of its films."""

from __future__ import annotations

import math
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import GENRES, CineWatch
from engine.errors import UnknownFilm
from engine.relations import MAP_STAGES
from engine.relations.film_mapper import close_count
from fakes.sample_catalogue import ABSENT, ADULT, BARE, FILMS, HARBOUR, HIDDEN, LOW_TIDE, WHALES, Build, film_row
from tests.engine.reference import Reference, assert_best
from tests.engine.relations.similar_films import N_NEIGHBOURS, related, shown


def test_the_map_shows_the_films_that_are_not_hidden_the_most_voted_first(reference: Reference) -> None:
    mapper = reference.cinewatch.mapper
    drawn = mapper.film_map()
    assert [point.id for point in drawn.points] == shown(reference)
    assert mapper.film_count == len(drawn.points) == len(FILMS) - len(HIDDEN)
    for point in drawn.points:
        details = reference.film[point.id]
        assert (point.label, point.year, point.votes) == (details.label, details.year, details.votes)
        assert point.rating == (None if details.rating is None else pytest.approx(details.rating, abs=1e-3))
        assert point.genre == next((genre for genre in details.genres if genre in GENRES), "")
        assert -1 <= point.x <= 1
        assert -1 <= point.y <= 1
    assert any(point.rating is None for point in drawn.points)


def test_the_map_is_measured(reference: Reference) -> None:
    mapper = reference.cinewatch.mapper
    drawn = mapper.film_map()
    assert 0 <= drawn.trustworthiness <= 1
    assert drawn.close_count == 10
    close = [sum(mapper.map_neighbours(point.id).close_on_map) for point in drawn.points]
    assert drawn.neighbour_recall == pytest.approx(sum(close) / len(close))


def test_close_is_one_film_in_a_hundred_but_ten_at_least() -> None:
    assert [close_count(films) for films in (0, 999, 1_099, 1_100, 5_000)] == [10, 10, 10, 11, 50]


def test_a_genre_that_is_not_in_the_fixed_list_is_skipped(build: Build) -> None:
    drawn = build([film_row(1, "A", genres="Samba, Drama"), film_row(2, "B", genres="Samba")]).mapper.film_map()
    assert [point.genre for point in drawn.points] == ["Drama", ""]


def test_a_map_is_drawn_once_and_stored_with_the_build(build: Build) -> None:
    first = build(FILMS)
    assert not first.mapper.has_map
    stages: list[str] = []
    drawn = first.mapper.film_map(lambda stage, *_: stages.append(stage))
    assert tuple(stages) == MAP_STAGES
    assert first.mapper.has_map
    assert first.mapper.film_map(lambda stage, *_: stages.append(stage)) is drawn
    again = CineWatch.open(first.opened.path)
    assert again.mapper.has_map
    assert again.mapper.film_map(lambda stage, *_: stages.append(stage)) == drawn
    assert tuple(stages) == MAP_STAGES
    assert CineWatch.build(Path(first.info.source), first.opened.path.parent).mapper.has_map is False


def test_true_neighbours_are_marked_if_they_are_close_on_the_map(reference: Reference) -> None:
    points = np.array([(point.x, point.y) for point in reference.cinewatch.mapper.film_map().points])
    node = {film_id: n for n, film_id in enumerate(shown(reference))}
    seen = set()
    for film_id, n in node.items():
        result = reference.cinewatch.mapper.map_neighbours(film_id)
        assert (result.film.id, result.on_map) == (film_id, True)
        assert_best([one.film.id for one in result.neighbours], related(reference, film_id), N_NEIGHBOURS)
        distances = np.hypot(*(points - points[n]).T)
        distances[n] = np.inf
        close = {*np.argsort(distances)[:10].tolist()}
        assert result.close_on_map == tuple(node[one.film.id] in close for one in result.neighbours)
        seen |= {*result.close_on_map}
    assert seen == {True, False}


def test_neighbours_have_the_similarity_and_the_reasons_of_a_comparison(cinewatch: CineWatch) -> None:
    for film_id in (HARBOUR, WHALES, ADULT):
        neighbours = cinewatch.mapper.map_neighbours(film_id).neighbours
        assert neighbours
        for one in neighbours:
            comparison = cinewatch.compare(film_id, one.film.id)
            assert (one.similarity, one.reasons) == (comparison.similarity, comparison.explanation.reasons)


@pytest.mark.parametrize("hidden", sorted(HIDDEN))
def test_a_film_that_is_not_on_the_map_has_neighbours_there(reference: Reference, hidden: int) -> None:
    result = reference.cinewatch.mapper.map_neighbours(hidden)
    assert (result.film.id, result.on_map, result.close_on_map) == (hidden, False, ())
    assert_best([one.film.id for one in result.neighbours], related(reference, hidden), N_NEIGHBOURS)
    assert {HARBOUR, LOW_TIDE} <= {one.film.id for one in result.neighbours}


def test_a_film_that_shares_nothing_has_no_neighbours(cinewatch: CineWatch) -> None:
    result = cinewatch.mapper.map_neighbours(BARE)
    assert (result.on_map, result.neighbours, result.close_on_map) == (True, (), ())


def test_an_unknown_id_is_an_unknown_film(cinewatch: CineWatch) -> None:
    with pytest.raises(UnknownFilm):
        cinewatch.mapper.map_neighbours(ABSENT)


HIDDEN_FILM: dict[str, Any] = {"status": "Rumored"}
TALE: dict[str, Any] = {"genres": "Fantasy", "keywords": "lantern, twins", "overview": "Twins carry a lantern."}


@pytest.mark.parametrize(
    ("rows", "films"),
    [
        ([film_row(1, "A", **TALE)], 1),
        ([film_row(1, "A")], 1),
        ([film_row(1, "A", **TALE), film_row(2, "B"), film_row(3, "C", **TALE)], 3),
        ([film_row(1, "A", **TALE), film_row(2, "B", **TALE, **HIDDEN_FILM), film_row(3, "C", **HIDDEN_FILM)], 1),
        ([film_row(1, "A", **TALE, **HIDDEN_FILM)], 0),
        ([film_row(1, "A", **TALE, **HIDDEN_FILM), film_row(2, "B", **TALE, **HIDDEN_FILM)], 0),
        ([film_row(n, "A", **TALE) for n in range(1, 10)], 9),
        ([film_row(n, f"Tale {n}", **TALE, tagline=f"Night {n} of stories") for n in range(1, 13)], 12),
    ],
)
def test_a_catalogue_of_few_films_has_a_map_and_paths(build: Build, rows: list[dict[str, str]], films: int) -> None:
    cinewatch = build(rows)
    drawn = cinewatch.mapper.film_map()
    assert len(drawn.points) == cinewatch.mapper.film_count == films
    assert math.isnan(drawn.trustworthiness)
    assert math.isnan(drawn.neighbour_recall) == (films == 0)
    # There are so few that all are close.
    assert drawn.close_count == max(0, min(10, films - 1))
    assert all(math.isfinite(point.x) and math.isfinite(point.y) for point in drawn.points)
    ids = [int(row["id"]) for row in rows]
    for film_id in ids:
        result = cinewatch.mapper.map_neighbours(film_id)
        assert result.on_map == (film_id in {point.id for point in drawn.points})
        assert len(result.close_on_map) == (len(result.neighbours) if result.on_map else 0)
    for a, b in permutations(ids[:3], 2):
        path = cinewatch.path_finder.path(a, b)
        # In so small a catalogue, films that have anything in common are neighbours.
        assert bool(path.steps) == (path.similarity > 0)
