"""A group is what comparing every two of its films gives."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest

from engine import CineWatch
from engine.errors import InvalidQuery
from engine.relations import MAX_MEMBERS
from fakes.sample_catalogue import HARBOUR, HIGH_WATER, LOW_TIDE, NIGHTJAR_2015, Build, film_row
from tests.engine.reference import Reference
from tests.engine.relations.similar_films import random_ids

WEDDING = 149
"""A comedy, which has little in common with a harbour."""


def test_a_group_is_what_comparing_every_two_films_gives(sample_reference: Reference) -> None:
    cinewatch = sample_reference.cinewatch
    group = cinewatch.relations.group(random_ids(sample_reference, MAX_MEMBERS))
    ids = [member.film.id for member in group.members]
    assert sorted(ids) == sorted(random_ids(sample_reference, MAX_MEMBERS))
    expected = np.eye(MAX_MEMBERS)
    for a, b in combinations(range(MAX_MEMBERS), 2):
        expected[a, b] = expected[b, a] = cinewatch.compare(ids[a], ids[b]).similarity
    np.testing.assert_allclose(group.similarities, expected, rtol=0, atol=1e-6)
    assert [group.similarities[n][n] for n in range(MAX_MEMBERS)] == [1.0] * MAX_MEMBERS
    means = (expected.sum(axis=1) - 1) / (MAX_MEMBERS - 1)
    assert [member.mean_similarity for member in group.members] == pytest.approx(means.tolist(), abs=1e-6)
    assert group.mean_similarity == pytest.approx(means.mean(), abs=1e-6)
    assert group.typical is not None
    assert group.outlier is not None
    assert group.typical.id == ids[means.argmax()]
    assert group.outlier.id == ids[means.argmin()]
    assert len(group.merges) == MAX_MEMBERS - 1
    assert group.merges[0].distance == pytest.approx(1 - (expected - np.eye(MAX_MEMBERS)).max(), abs=1e-6)


def test_the_order_of_the_ids_does_not_matter_nor_do_repeated_ids(sample_reference: Reference) -> None:
    ids = random_ids(sample_reference, 12)
    relations = sample_reference.cinewatch.relations
    assert relations.group(ids) == relations.group(ids[::-1]) == relations.group([*ids[5:], *ids])


def test_films_of_a_franchise_are_next_to_each_other(cinewatch: CineWatch) -> None:
    group = cinewatch.relations.group([HARBOUR, NIGHTJAR_2015, LOW_TIDE, WEDDING, HIGH_WATER])
    positions = [n for n, member in enumerate(group.members) if "Harbour" in member.film.title]
    assert positions in ([0, 1, 2], [1, 2, 3], [2, 3, 4])
    assert group.typical in [group.members[n].film for n in positions]


@pytest.mark.parametrize("votes", [(5, 9, 8, 7, 6), (9, 5, 6, 7, 8), (7, 6, 5, 9, 8)])
def test_of_equally_similar_films_the_most_voted_is_typical_and_the_least_voted_the_outlier(
    build: Build, votes: tuple[int, ...]
) -> None:
    tale = {"genres": "Fantasy", "keywords": "lantern, twins", "overview": "Twins carry a lantern."}
    cells: list[dict[str, Any]] = [tale, tale, {}, {}, {}]
    rows = [film_row(n, "ABCDE"[n - 1], votes=votes[n - 1], **cells[n - 1]) for n in range(1, 6)]
    group = build(rows).relations.group([1, 2, 3, 4, 5])
    assert group.typical is not None
    assert group.outlier is not None
    assert group.typical.votes == max(votes[:2])
    assert group.outlier.votes == min(votes[2:])


def test_of_two_films_neither_is_typical(cinewatch: CineWatch) -> None:
    group = cinewatch.relations.group([HARBOUR, LOW_TIDE])
    similarity = cinewatch.compare(HARBOUR, LOW_TIDE).similarity
    assert (group.typical, group.outlier) == (None, None)
    assert group.mean_similarity == pytest.approx(similarity, abs=1e-6)
    assert [member.mean_similarity for member in group.members] == pytest.approx([similarity] * 2, abs=1e-6)
    assert [(merge.left, merge.right) for merge in group.merges] == [(0, 1)]


def test_films_without_terms_are_a_group_with_nothing_in_common(build: Build) -> None:
    cinewatch = build(
        [film_row(1, "A"), film_row(2, "B"), film_row(3, "C"), film_row(4, "D", genres="Drama", overview="A harbour.")]
    )
    for ids in ([1, 2], [1, 2, 3], [1, 2, 3, 4]):
        group = cinewatch.relations.group(ids)
        assert group.similarities == tuple(map(tuple, np.eye(len(ids)).tolist()))
        assert (group.mean_similarity, group.typical, group.outlier) == (0, None, None)
        assert {merge.distance for merge in group.merges} == {1.0}
    assert cinewatch.compare(1, 2).similarity == 0


def test_a_group_of_too_few_or_too_many_films_is_an_invalid_query(
    cinewatch: CineWatch, sample_reference: Reference
) -> None:
    for ids in ([], [HARBOUR], [HARBOUR, HARBOUR]):
        with pytest.raises(InvalidQuery):
            cinewatch.relations.group(ids)
    with pytest.raises(InvalidQuery, match="41"):
        sample_reference.cinewatch.relations.group(random_ids(sample_reference, MAX_MEMBERS + 1))
