"""A factor of a field multiplies what the field adds; presets weigh as their names say, and scores still add up."""

from __future__ import annotations

from statistics import mean, median

import pytest

from engine import PRESETS, CineWatch, Film, Query, Recommendation, Weights
from fakes.sample_catalogue import HARBOUR, IDS
from tests.engine.reference import Reference, assert_same_answer


def values_by_field(one: Recommendation) -> dict[str, float]:
    return {part.field: part.value for part in one.explanation.fields}


def by_id(cinewatch: CineWatch, weights: Weights) -> dict[int, Recommendation]:
    return {one.film.id: one for one in cinewatch.recommend(Query((HARBOUR,), k=len(IDS), weights=weights)).films}


@pytest.mark.parametrize("factor", [0.0, 0.5, 3.0])
def test_a_factor_multiplies_what_its_field_adds_and_no_other(cinewatch: CineWatch, factor: float) -> None:
    normal, weighted = by_id(cinewatch, Weights()), by_id(cinewatch, Weights(fields=(("genres", factor),)))
    assert any(values_by_field(one)["genres"] for one in normal.values())
    assert normal.keys() == weighted.keys()
    for film_id, one in normal.items():
        expected = {name: value * (factor if name == "genres" else 1) for name, value in values_by_field(one).items()}
        assert values_by_field(weighted[film_id]) == pytest.approx(expected, abs=1e-6)


def test_a_field_that_does_not_exist_changes_nothing(cinewatch: CineWatch) -> None:
    weights = Weights(fields=(("colour", 9.0),))
    normal = cinewatch.recommend(Query((HARBOUR,), k=10))
    assert cinewatch.recommend(Query((HARBOUR,), k=10, weights=weights)) == normal


@pytest.mark.parametrize("name", PRESETS)
def test_with_every_preset_fields_and_parts_add_up_to_the_score(
    reference: Reference, sample_reference: Reference, name: str
) -> None:
    seed = sample_reference.films[12].id
    films = assert_same_answer(reference, Query((HARBOUR,), k=len(IDS), weights=PRESETS[name]))
    more = assert_same_answer(sample_reference, Query((seed,), k=50, weights=PRESETS[name]))
    for one in (*films, *more):
        assert sum(values_by_field(one).values()) == pytest.approx(one.match, abs=1e-6)
        assert one.match + one.era + one.popularity + one.quality == pytest.approx(one.score, abs=1e-6)


def test_the_first_preset_is_the_default() -> None:
    assert next(iter(PRESETS.values())) == Weights()


def test_hidden_gems_are_less_known_than_balanced_films_and_crowd_pleasers_higher_rated(
    sample_reference: Reference,
) -> None:
    def films(preset: str) -> list[Film]:
        queries = [Query((one.id,), weights=PRESETS[preset]) for one in sample_reference.films[::50]]
        return [one.film for query in queries for one in sample_reference.cinewatch.recommend(query).films]

    gems, balanced, pleasers = (films(preset) for preset in ("Hidden gems", "Balanced", "Crowd-pleasers"))
    assert median(one.votes for one in gems) < median(one.votes for one in balanced)
    assert median(one.votes for one in gems) < median(one.votes for one in pleasers)
    assert mean(one.rating or 0 for one in balanced) < mean(one.rating or 0 for one in pleasers)
