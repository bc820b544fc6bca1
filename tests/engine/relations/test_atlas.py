"""The map is drawn once for a build, and chains lead from neighbour to neighbour."""

from __future__ import annotations

import math
from itertools import combinations, pairwise, permutations
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse.csgraph import floyd_warshall

from engine import GENRES, CineWatch, Filters
from engine.errors import InvalidQuery, UnknownFilm
from engine.relations import MAP_STAGES, FilmPath
from fakes.sample_catalogue import ABSENT, ADULT, BARE, FILMS, HARBOUR, HIDDEN, LOW_TIDE, UNDERTOW, WHALES, Build, film
from tests.engine.reference import Reference, assert_best, dot, is_shown

NEAREST = 10


def shown(plain: Reference) -> list[int]:
    """Return the films of the map."""
    return [one.id for one in plain.films if is_shown(Filters(), one)]


def likeness(plain: Reference, film_id: int) -> dict[int, float]:
    """Return the similarity to a film of each film of the map that shares anything with it."""
    values = {other: dot(plain.vectors[film_id], plain.vectors[other]) for other in shown(plain) if other != film_id}
    return {other: value for other, value in values.items() if value > 0}


def linked(plain: Reference, film_id: int) -> dict[int, float]:
    """Return the ten nearest of those."""
    near = likeness(plain, film_id)
    # Sorting is stable: ties keep the order of the rows.
    return dict(sorted(near.items(), key=lambda one: -one[1])[:NEAREST])


def resistances(plain: Reference, films: list[int]) -> np.ndarray:
    """Return the least sum of 1 / similarity over all ways from each film to each, along links either way."""
    place = {film_id: n for n, film_id in enumerate(films)}
    lengths = np.full((len(films), len(films)), np.inf)
    for film_id in films:
        for other, value in linked(plain, film_id).items():
            a, b = place[film_id], place[other]
            lengths[a, b] = lengths[b, a] = 1 / value
    return floyd_warshall(lengths)


def resistance(bridge: FilmPath) -> float:
    return sum(1 / one.similarity for one in bridge.steps)


def assert_chain_of_links(plain: Reference, bridge: FilmPath) -> None:
    """Assert that each film of a chain is a neighbour of the one before, or the other way round."""
    passed = [bridge.a.id, *(one.film.id for one in bridge.steps)]
    assert passed[-1] == bridge.b.id
    assert len({*passed}) == len(passed)
    for (a, b), one in zip(pairwise(passed), bridge.steps, strict=True):
        assert b in linked(plain, a) or a in linked(plain, b)
        told = plain.cinewatch.compare(a, b)
        assert (one.similarity, one.reasons) == (pytest.approx(told.similarity, abs=1e-6), told.explanation.reasons)


def places(cinewatch: CineWatch) -> np.ndarray:
    return np.array([(point.x, point.y) for point in cinewatch.atlas.map().points])


def test_a_bridge_is_the_chain_of_least_resistance(plain: Reference) -> None:
    films = shown(plain)
    least = resistances(plain, films)
    assert np.isfinite(least).mean() > 0.5
    for (m, a), (n, b) in combinations(enumerate(films), 2):
        bridge = plain.cinewatch.atlas.path(a, b)
        assert (bridge.a.id, bridge.b.id, bridge.searched) == (a, b, len(films))
        assert bridge.similarity == pytest.approx(plain.cinewatch.compare(a, b).similarity, abs=1e-6)
        if least[m, n] == np.inf:
            assert bridge.steps == ()
        else:
            assert_chain_of_links(plain, bridge)
            assert resistance(bridge) == pytest.approx(least[m, n], rel=1e-4)


def test_some_bridges_lead_over_other_films(sample: CineWatch, plain_sample: Reference) -> None:
    films = np.random.default_rng(7).permutation(shown(plain_sample))[:8].tolist()
    lengths = []
    for a, b in pairwise(films):
        there, back = sample.atlas.path(a, b), sample.atlas.path(b, a)
        assert_chain_of_links(plain_sample, there)
        assert resistance(there) == pytest.approx(resistance(back))
        lengths.append(len(there.steps))
    assert max(lengths) > 2


@pytest.mark.parametrize("hidden", sorted(HIDDEN))
def test_a_hidden_film_may_be_an_end_and_begins_with_the_films_nearest_to_it(plain: Reference, hidden: int) -> None:
    films = [*shown(plain), hidden]
    least = resistances(plain, films)[-1]
    assert np.isfinite(least).sum() > 20
    for other, expected in zip(films[:-1], least, strict=False):
        there, back = plain.cinewatch.atlas.path(hidden, other), plain.cinewatch.atlas.path(other, hidden)
        assert bool(there.steps) == bool(back.steps) == (expected < np.inf)
        if there.steps:
            assert_chain_of_links(plain, there)
            assert not {one.film.id for one in there.steps} & HIDDEN
            assert resistance(there) == pytest.approx(resistance(back)) == pytest.approx(expected, rel=1e-4)


def test_between_two_hidden_films_there_is_a_bridge_too(plain: Reference) -> None:
    bridge = plain.cinewatch.atlas.path(ADULT, UNDERTOW)
    assert bridge.steps[-1].film.id == UNDERTOW
    assert all(one.similarity > 0 for one in bridge.steps)
    assert resistance(bridge) == pytest.approx(resistance(plain.cinewatch.atlas.path(UNDERTOW, ADULT)))


def test_a_bridge_between_two_hidden_films_that_share_something_leads_both_ways(build: Build) -> None:
    rows = [film(n, f"Tale {n}", keywords="lantern, twins, forest", genres="Fantasy") for n in range(1, 13)]
    rows.append(film(101, "Q", keywords="lantern, twins, forest, gold", genres="Fantasy", status="Rumored"))
    rows.append(film(102, "W", keywords="gold", status="Rumored"))
    atlas = build(rows).atlas
    assert [one.film.id for one in atlas.path(101, 102).steps] == [102]
    assert [one.film.id for one in atlas.path(102, 101).steps] == [101]


@pytest.mark.parametrize("other", [HARBOUR, ADULT])
def test_no_bridge_leads_to_a_film_that_shares_nothing_with_any(cinewatch: CineWatch, other: int) -> None:
    for bridge in (cinewatch.atlas.path(BARE, other), cinewatch.atlas.path(other, BARE)):
        assert (bridge.steps, bridge.similarity) == ((), 0)


@pytest.mark.parametrize("film_id", [HARBOUR, BARE, ADULT])
def test_a_bridge_from_a_film_to_itself_is_an_invalid_query(cinewatch: CineWatch, film_id: int) -> None:
    with pytest.raises(InvalidQuery):
        cinewatch.atlas.path(film_id, film_id)


def test_an_unknown_id_is_an_unknown_film(cinewatch: CineWatch) -> None:
    for a, b in ((ABSENT, HARBOUR), (HARBOUR, ABSENT), (ABSENT, ABSENT)):
        with pytest.raises(UnknownFilm):
            cinewatch.atlas.path(a, b)
    with pytest.raises(UnknownFilm):
        cinewatch.atlas.map_neighbours(ABSENT)


def test_the_map_shows_the_films_that_are_not_hidden_the_most_voted_first(plain: Reference) -> None:
    drawn = plain.cinewatch.atlas.map()
    assert [point.id for point in drawn.points] == shown(plain)
    assert len(plain.cinewatch.atlas) == len(drawn.points) == len(FILMS) - len(HIDDEN)
    for point in drawn.points:
        one = plain.film[point.id]
        assert (point.label, point.year, point.votes) == (one.label, one.year, one.votes)
        assert point.rating == (None if one.rating is None else pytest.approx(one.rating, abs=1e-3))
        assert point.genre == next((genre for genre in one.genres if genre in GENRES), "")
        assert -1 <= point.x <= 1
        assert -1 <= point.y <= 1
    assert 0 <= drawn.trustworthiness <= 1
    assert drawn.near == 10
    near = [sum(plain.cinewatch.atlas.map_neighbours(point.id).near) for point in drawn.points]
    assert drawn.kept == pytest.approx(sum(near) / len(near))
    assert any(point.rating is None for point in drawn.points)


def test_a_genre_that_is_not_of_the_fixed_list_is_passed_over(build: Build) -> None:
    drawn = build([film(1, "A", genres="Samba, Drama"), film(2, "B", genres="Samba")]).atlas.map()
    assert [point.genre for point in drawn.points] == ["Drama", ""]


def test_a_map_is_made_once_and_kept_with_the_build(build: Build) -> None:
    first = build(FILMS)
    assert not first.atlas.has_map
    told: list[str] = []
    drawn = first.atlas.map(lambda stage, *_: told.append(stage))
    assert tuple(told) == MAP_STAGES
    assert first.atlas.has_map
    assert first.atlas.map() is drawn
    again = CineWatch.open(first.opened.path)
    assert again.atlas.has_map
    assert (
        again.atlas.map(lambda stage, *_: told.append(stage))
        == first.atlas.map(lambda stage, *_: told.append(stage))
        == drawn
    )
    assert tuple(told) == MAP_STAGES
    assert CineWatch.build(Path(first.info.source), first.opened.path.parent).atlas.has_map is False


def test_what_is_nearest_in_truth_is_told_with_whether_it_is_near_on_the_map(plain: Reference) -> None:
    drawn = places(plain.cinewatch)
    place = {film_id: n for n, film_id in enumerate(shown(plain))}
    answers = set()
    for film_id, own in place.items():
        told = plain.cinewatch.atlas.map_neighbours(film_id)
        assert (told.film.id, told.on_map) == (film_id, True)
        assert_best([one.film.id for one in told.nearest], likeness(plain, film_id), NEAREST)
        by_distance = np.hypot(*(drawn - drawn[own]).T)
        by_distance[own] = np.inf
        on_map = {*np.argsort(by_distance)[:NEAREST].tolist()}
        assert told.near == tuple(place[one.film.id] in on_map for one in told.nearest)
        answers |= {*told.near}
    assert answers == {True, False}


def test_neighbours_are_told_with_their_similarity_and_why(cinewatch: CineWatch) -> None:
    for film_id in (HARBOUR, WHALES, ADULT):
        for one in cinewatch.atlas.map_neighbours(film_id).nearest:
            told = cinewatch.compare(film_id, one.film.id)
            assert (one.similarity, one.reasons) == (told.similarity, told.explanation.reasons)


@pytest.mark.parametrize("hidden", sorted(HIDDEN))
def test_a_film_that_is_not_on_the_map_has_neighbours_there(plain: Reference, hidden: int) -> None:
    told = plain.cinewatch.atlas.map_neighbours(hidden)
    assert (told.film.id, told.on_map, told.near) == (hidden, False, ())
    assert_best([one.film.id for one in told.nearest], likeness(plain, hidden), NEAREST)
    assert {HARBOUR, LOW_TIDE} <= {one.film.id for one in told.nearest}


def test_a_film_that_shares_nothing_is_near_nobody(cinewatch: CineWatch) -> None:
    told = cinewatch.atlas.map_neighbours(BARE)
    assert (told.on_map, told.nearest, told.near) == (True, (), ())


_HIDDEN = {"status": "Rumored"}
_TALE = {"genres": "Fantasy", "keywords": "lantern, twins", "overview": "Twins carry a lantern."}


@pytest.mark.parametrize(
    ("rows", "films"),
    [
        ([film(1, "A", **_TALE)], 1),
        ([film(1, "A")], 1),
        ([film(1, "A", **_TALE), film(2, "B"), film(3, "C", **_TALE)], 3),
        ([film(1, "A", **_TALE), film(2, "B", **_TALE, **_HIDDEN), film(3, "C", **_HIDDEN)], 1),
        ([film(1, "A", **_TALE, **_HIDDEN)], 0),
        ([film(1, "A", **_TALE, **_HIDDEN), film(2, "B", **_TALE, **_HIDDEN)], 0),
        ([film(n, "A", **_TALE) for n in range(1, 10)], 9),
        ([film(n, f"Tale {n}", **_TALE, tagline=f"Night {n} of stories") for n in range(1, 13)], 12),
    ],
)
def test_a_catalogue_of_few_films_has_a_map_all_the_same(build: Build, rows: list[dict[str, str]], films: int) -> None:
    cinewatch = build(rows)
    drawn = cinewatch.atlas.map()
    assert len(drawn.points) == len(cinewatch.atlas) == films
    assert math.isnan(drawn.trustworthiness)
    assert math.isnan(drawn.kept) == (films == 0)
    # They are so few that all are near.
    assert drawn.near == max(0, min(10, films - 1))
    assert all(math.isfinite(point.x) and math.isfinite(point.y) for point in drawn.points)
    ids = [int(row["id"]) for row in rows]
    for film_id in ids:
        told = cinewatch.atlas.map_neighbours(film_id)
        assert told.on_map == (film_id in {point.id for point in drawn.points})
        assert len(told.near) == (len(told.nearest) if told.on_map else 0)
    for a, b in permutations(ids[:3], 2):
        bridge = cinewatch.atlas.path(a, b)
        # The chain knows of every film of the catalogue that shares anything.
        assert bool(bridge.steps) == (bridge.similarity > 0)
