"""The graph holds the most voted films that are not hidden; other films can be joined to it."""

from __future__ import annotations

import numpy as np

from engine.relations.neighbour_graph import NeighbourGraph
from fakes.sample_catalogue import ADULT, HARBOUR, HIDDEN, IDS, UNDERTOW
from tests.engine.reference import Reference, assert_best
from tests.engine.relations.similar_films import N_NEIGHBOURS, related, shown


def test_nodes_are_the_films_that_are_not_hidden(reference: Reference) -> None:
    opened = reference.cinewatch.opened
    graph = NeighbourGraph(opened)
    assert opened.columns.id[graph.rows].tolist() == shown(reference)
    assert len(graph) == len(graph.vectors().toarray()) == len(IDS) - len(HIDDEN)
    assert [graph.node_of(row) for row in graph.rows.tolist()] == [*range(len(graph))]
    assert [graph.node_of(opened.columns.row(film_id)) for film_id in HIDDEN] == [None] * len(HIDDEN)
    assert graph.node_of(len(opened)) is None


def test_neighbours_of_any_film_are_the_most_similar_nodes(reference: Reference) -> None:
    columns = reference.cinewatch.opened.columns
    graph = NeighbourGraph(reference.cinewatch.opened)
    for film_id in IDS:
        nodes = graph.neighbours_of(columns.row(film_id))
        assert_best(columns.id[graph.rows[nodes]].tolist(), related(reference, film_id), N_NEIGHBOURS)


def test_terms_of_one_film_alone_change_no_similarity(reference: Reference) -> None:
    graph = NeighbourGraph(reference.cinewatch.opened)
    vectors = graph.vectors()
    assert vectors.shape[1] < reference.cinewatch.opened.space.films.shape[1]
    product, expected = (vectors @ vectors.T).toarray(), reference.cinewatch.opened.space.similarities(graph.rows)
    off_diagonal = ~np.eye(len(graph), dtype=bool)
    np.testing.assert_allclose(product[off_diagonal], expected[off_diagonal], atol=1e-6)


def test_only_films_that_are_not_in_the_graph_are_added(reference: Reference) -> None:
    columns = reference.cinewatch.opened.columns
    graph = NeighbourGraph(reference.cinewatch.opened)
    harbour, adult, undertow = (columns.row(film_id) for film_id in (HARBOUR, ADULT, UNDERTOW))
    rows, nodes, similarities = graph.with_films([harbour, adult, undertow])
    assert rows.tolist() == [*graph.rows.tolist(), adult, undertow]
    assert nodes.shape == similarities.shape == (len(graph) + 2, N_NEIGHBOURS)
    np.testing.assert_array_equal(nodes[: len(graph)], graph.neighbours()[0])
    # The two added films are similar, but no film is its own neighbour.
    assert [row in rows[nodes[-2]] for row in (adult, undertow)] == [False, True]
    assert [row in rows[nodes[-1]] for row in (adult, undertow)] == [True, False]
    assert len(graph) == len(IDS) - len(HIDDEN)
