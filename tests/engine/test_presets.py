"""Weights of fields multiply what a field adds; presets weigh as they say, and answers still add up."""

from __future__ import annotations

import pytest

from engine import PRESETS, CineWatch, Recommendation, Weights
from tests.engine.made_up import HARBOUR, IDS


def adds(one: Recommendation) -> dict[str, float]:
    return {part.field: part.value for part in one.explanation.fields}


def by_id(cinewatch: CineWatch, weights: Weights) -> dict[int, Recommendation]:
    return {one.film.id: one for one in cinewatch.recommend([HARBOUR], len(IDS), weights)}


@pytest.mark.parametrize("factor", [0.0, 0.5, 3.0])
def test_a_factor_multiplies_what_its_field_adds_and_no_other(cinewatch: CineWatch, factor: float) -> None:
    plain = by_id(cinewatch, Weights())
    for film_id, one in by_id(cinewatch, Weights(fields=(("genres", factor),))).items():
        expected = {name: value * (factor if name == "genres" else 1) for name, value in adds(plain[film_id]).items()}
        assert adds(one) == pytest.approx(expected, abs=1e-6)


def test_the_name_of_no_field_changes_nothing(cinewatch: CineWatch) -> None:
    weights = Weights(fields=(("colour", 9.0),))
    assert cinewatch.recommend([HARBOUR], 10, weights) == cinewatch.recommend([HARBOUR], 10)


@pytest.mark.parametrize("name", PRESETS)
def test_with_every_preset_fields_and_parts_add_up_to_the_score(cinewatch: CineWatch, name: str) -> None:
    found = cinewatch.recommend([HARBOUR], len(IDS), PRESETS[name])
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        assert sum(adds(one).values()) == pytest.approx(one.content, abs=1e-6)
        assert one.content + one.era + one.popularity + one.quality == pytest.approx(one.score, abs=1e-6)


def test_the_first_preset_is_the_default() -> None:
    assert next(iter(PRESETS.values())) == Weights()


def test_hidden_gems_are_less_known_and_crowd_pleasers_better_than_what_is_balanced(cinewatch: CineWatch) -> None:
    def mean_votes(name: str) -> float:
        found = cinewatch.recommend([HARBOUR], 5, PRESETS[name])
        return sum(one.film.votes for one in found) / len(found)

    assert mean_votes("Hidden gems") <= mean_votes("Balanced") <= mean_votes("Crowd-pleasers")
    assert mean_votes("Hidden gems") < mean_votes("Crowd-pleasers")
