"""A neighbourhood is its centre films and their most similar films, drawn along its lines."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy.sparse.csgraph import floyd_warshall

from engine import CineWatch
from engine.errors import InvalidQuery
from engine.relations import MAX_CENTRES
from engine.relations.layout import kamada_kawai_layout
from engine.relations.relations import MAX_NODES
from fakes.sample_catalogue import ADULT, BARE, HARBOUR, HIDDEN, IDS, UNDERTOW, WHALES
from tests.engine.reference import ROUNDING, Reference, assert_best
from tests.engine.relations.similar_films import random_ids, related


@pytest.mark.parametrize(("count", "min_similarity"), [(1, 0.0), (6, 0.0), (8, 0.15), (20, 0.0)])
def test_a_neighbourhood_is_a_film_and_its_most_similar_films(
    catalogue: Reference, count: int, min_similarity: float
) -> None:
    for film_id in random_ids(catalogue, 5):
        result = catalogue.cinewatch.relations.neighbourhood(
            [film_id], n_neighbours=count, min_similarity=min_similarity
        )
        allowed = {other: value for other, value in related(catalogue, film_id).items() if value >= min_similarity}
        centre, *others = result.nodes
        assert (centre.film.id, centre.steps, result.not_shown) == (film_id, 0, 0)
        assert {node.steps for node in others} <= {1}
        assert_best([node.film.id for node in others], allowed, count)
        assert all(0 <= node.x <= 1 and 0 <= node.y <= 1 for node in result.nodes)
        assert {edge.b for edge in result.edges if edge.a == film_id} == {node.film.id for node in others}


@pytest.mark.parametrize(("centres", "depth"), [(1, 1), (1, 2), (2, 1), (MAX_CENTRES, 2)])
def test_every_line_is_a_comparison(sample_reference: Reference, centres: int, depth: int) -> None:
    ids = random_ids(sample_reference, centres)
    result = sample_reference.cinewatch.relations.neighbourhood(ids, depth, min_similarity=0.05)
    steps = {node.film.id: node.steps for node in result.nodes}
    assert [node.film.id for node in result.nodes[:centres]] == ids
    assert [*steps.values()] == sorted(steps.values())
    assert max(steps.values()) == depth
    assert len(steps) == len(result.nodes) <= MAX_NODES
    assert result.edges
    for edge in result.edges:
        comparison = sample_reference.cinewatch.compare(edge.a, edge.b)
        assert edge.similarity == pytest.approx(comparison.similarity, abs=1e-6)
        assert edge.reasons == comparison.explanation.reasons
        assert edge.similarity >= 0.05 - ROUNDING
        assert steps[edge.a] <= steps[edge.b]
    values = [edge.similarity for edge in result.edges]
    assert values == pytest.approx(sorted(values, reverse=True), abs=1e-6)
    joined = {end for edge in result.edges for end in (edge.a, edge.b)}
    assert {film_id for film_id, step in steps.items() if step} <= joined


def test_positions_follow_the_lengths_of_paths_along_the_lines(sample_reference: Reference) -> None:
    result = sample_reference.cinewatch.relations.neighbourhood(random_ids(sample_reference, 2), n_neighbours=5)
    number = {node.film.id: n for n, node in enumerate(result.nodes)}
    lengths = np.full((len(number), len(number)), np.inf)
    for edge in result.edges:
        a, b = number[edge.a], number[edge.b]
        lengths[a, b] = lengths[b, a] = 1 - edge.similarity
    expected = kamada_kawai_layout(floyd_warshall(lengths))
    np.testing.assert_allclose([(node.x, node.y) for node in result.nodes], expected, atol=0.02)


def test_films_that_do_not_fit_are_counted(sample_reference: Reference) -> None:
    result = sample_reference.cinewatch.relations.neighbourhood(random_ids(sample_reference, 1), n_neighbours=100)
    assert (len(result.nodes), result.not_shown) == (MAX_NODES, 101 - MAX_NODES)


def test_hidden_films_are_shown_only_as_centres(cinewatch: CineWatch) -> None:
    result = cinewatch.relations.neighbourhood([HARBOUR], 2, 31)
    assert not {node.film.id for node in result.nodes} & HIDDEN
    result = cinewatch.relations.neighbourhood([ADULT, UNDERTOW])
    assert {node.film.id for node in result.nodes if node.steps == 0} == HIDDEN
    assert HARBOUR in {node.film.id for node in result.nodes}


def test_a_repeated_id_is_one_centre(cinewatch: CineWatch) -> None:
    relations = cinewatch.relations
    assert relations.neighbourhood([HARBOUR, WHALES, HARBOUR]) == relations.neighbourhood([HARBOUR, WHALES])


def test_a_centre_without_similar_films_is_alone(cinewatch: CineWatch) -> None:
    for film_id, min_similarity in ((HARBOUR, 1.0), (BARE, 0.0)):
        for depth in (1, 2):
            result = cinewatch.relations.neighbourhood([film_id], depth, min_similarity=min_similarity)
            assert [node.film.id for node in result.nodes] == [film_id]
            assert (result.edges, result.not_shown) == ((), 0)
            assert math.isfinite(result.nodes[0].x + result.nodes[0].y)


@pytest.mark.parametrize(
    ("ids", "options"),
    [
        ([], {}),
        (IDS[: MAX_CENTRES + 1], {}),
        ([HARBOUR], {"depth": 0}),
        ([HARBOUR], {"depth": 3}),
        ([HARBOUR], {"n_neighbours": 0}),
        ([HARBOUR], {"min_similarity": 2}),
        ([HARBOUR], {"min_similarity": -0.1}),
        ([HARBOUR], {"min_similarity": math.nan}),
    ],
)
def test_an_argument_outside_its_range_is_an_invalid_query(
    cinewatch: CineWatch, ids: list[int], options: dict[str, Any]
) -> None:
    with pytest.raises(InvalidQuery):
        cinewatch.relations.neighbourhood(ids, **options)
