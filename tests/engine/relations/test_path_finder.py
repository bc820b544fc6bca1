"""Paths lead from neighbour to neighbour, at the lowest cost."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from scipy.sparse.csgraph import floyd_warshall

from engine import CineWatch
from engine.errors import InvalidQuery, UnknownFilm
from engine.relations import FilmPath
from fakes.sample_catalogue import ABSENT, ADULT, BARE, HARBOUR, HIDDEN, UNDERTOW, Build, film_row
from tests.engine.reference import Reference
from tests.engine.relations.similar_films import neighbours, shown


def lowest_costs(reference: Reference, films: list[int]) -> np.ndarray:
    """Return the lowest sum of 1 / similarity over all paths between any two films; steps lead both ways."""
    node = {film_id: n for n, film_id in enumerate(films)}
    costs = np.full((len(films), len(films)), np.inf)
    for film_id in films:
        for other, value in neighbours(reference, film_id).items():
            a, b = node[film_id], node[other]
            costs[a, b] = costs[b, a] = 1 / value
    lowest: np.ndarray = floyd_warshall(costs)
    return lowest


def cost(path: FilmPath) -> float:
    return sum(1 / step.similarity for step in path.steps)


def assert_leads_over_neighbours(reference: Reference, path: FilmPath) -> None:
    """Assert that every step leads to a neighbour, or back from one, and is explained as a comparison is."""
    ids = [path.a.id, *(step.film.id for step in path.steps)]
    assert ids[-1] == path.b.id
    assert len({*ids}) == len(ids)
    for (a, b), step in zip(pairwise(ids), path.steps, strict=True):
        assert b in neighbours(reference, a) or a in neighbours(reference, b)
        comparison = reference.cinewatch.compare(a, b)
        assert step.similarity == pytest.approx(comparison.similarity, abs=1e-6)
        assert step.reasons == comparison.explanation.reasons


def test_no_path_over_neighbours_costs_less(reference: Reference) -> None:
    films = shown(reference)
    lowest = lowest_costs(reference, films)
    assert np.isfinite(lowest).mean() > 0.5
    for (m, a), (n, b) in combinations(enumerate(films), 2):
        path = reference.cinewatch.path_finder.path(a, b)
        assert (path.a.id, path.b.id, path.films_searched) == (a, b, len(films))
        assert path.similarity == pytest.approx(reference.cinewatch.compare(a, b).similarity, abs=1e-6)
        if lowest[m, n] == np.inf:
            assert path.steps == ()
        else:
            assert_leads_over_neighbours(reference, path)
            assert cost(path) == pytest.approx(lowest[m, n], rel=1e-4)


def test_some_paths_lead_over_other_films(sample: CineWatch, sample_reference: Reference) -> None:
    films = np.random.default_rng(7).permutation(shown(sample_reference))[:8].tolist()
    lengths = []
    for a, b in pairwise(films):
        there, back = sample.path_finder.path(a, b), sample.path_finder.path(b, a)
        assert_leads_over_neighbours(sample_reference, there)
        assert cost(there) == pytest.approx(cost(back))
        lengths.append(len(there.steps))
    assert max(lengths) > 2


@pytest.mark.parametrize("hidden", sorted(HIDDEN))
def test_a_hidden_film_can_be_an_end_and_is_joined_to_the_films_most_similar_to_it(
    reference: Reference, hidden: int
) -> None:
    films = [*shown(reference), hidden]
    lowest = lowest_costs(reference, films)[-1]
    assert np.isfinite(lowest).sum() > 20
    for other, expected in zip(films[:-1], lowest, strict=False):
        there, back = (
            reference.cinewatch.path_finder.path(hidden, other),
            reference.cinewatch.path_finder.path(other, hidden),
        )
        assert bool(there.steps) == bool(back.steps) == (expected < np.inf)
        if there.steps:
            assert_leads_over_neighbours(reference, there)
            assert not {step.film.id for step in there.steps} & HIDDEN
            assert cost(there) == pytest.approx(cost(back)) == pytest.approx(expected, rel=1e-4)


def test_both_ends_can_be_hidden(reference: Reference) -> None:
    path = reference.cinewatch.path_finder.path(ADULT, UNDERTOW)
    assert path.steps[-1].film.id == UNDERTOW
    assert all(step.similarity > 0 for step in path.steps)
    assert cost(path) == pytest.approx(cost(reference.cinewatch.path_finder.path(UNDERTOW, ADULT)))


def test_two_hidden_films_that_share_something_are_joined_in_both_directions(build: Build) -> None:
    rows = [film_row(n, f"Tale {n}", keywords="lantern, twins, forest", genres="Fantasy") for n in range(1, 13)]
    rows.append(film_row(101, "Q", keywords="lantern, twins, forest, gold", genres="Fantasy", status="Rumored"))
    rows.append(film_row(102, "W", keywords="gold", status="Rumored"))
    path_finder = build(rows).path_finder
    assert [step.film.id for step in path_finder.path(101, 102).steps] == [102]
    assert [step.film.id for step in path_finder.path(102, 101).steps] == [101]


def test_no_path_leads_to_a_film_that_shares_nothing_with_any(cinewatch: CineWatch) -> None:
    for other in (HARBOUR, ADULT):
        for path in (cinewatch.path_finder.path(BARE, other), cinewatch.path_finder.path(other, BARE)):
            assert (path.steps, path.similarity) == ((), 0)


def test_a_path_from_a_film_to_itself_is_an_invalid_query(cinewatch: CineWatch) -> None:
    for film_id in (HARBOUR, BARE, ADULT):
        with pytest.raises(InvalidQuery):
            cinewatch.path_finder.path(film_id, film_id)


def test_an_unknown_id_is_an_unknown_film(cinewatch: CineWatch) -> None:
    for a, b in ((ABSENT, HARBOUR), (HARBOUR, ABSENT), (ABSENT, ABSENT)):
        with pytest.raises(UnknownFilm):
            cinewatch.path_finder.path(a, b)
