"""Limits that hold at every look: seldom wrong without a difference, and they find one that is there."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest

from engine.experiments import confidence_sequence, ratio_evidence, users_needed
from engine.experiments.sequences import ALPHA, MIN_OBSERVATIONS, POWER, effects, half_width

LOOKS = 40


def claims(rates: tuple[float, float], users: int, trials: int, seed: int) -> float:
    """Return the share of experiments in which one of many looks claims a difference."""
    random, found = np.random.default_rng(seed), 0
    for _ in range(trials):
        treated = random.random(users) < 0.5
        liked = random.random(users) < np.where(treated, rates[1], rates[0])
        values = effects(treated, liked, 0.5)
        found += any(
            confidence_sequence(values[:seen]).excludes_zero
            for seen in np.linspace(MIN_OBSERVATIONS, users, LOOKS).astype(int)
        )
    return found / trials


def test_who_looks_all_the_time_is_seldom_wrong() -> None:
    assert claims((0.1, 0.1), 10_000, 200, seed=1) <= ALPHA


def test_a_difference_is_found_in_the_stated_number_of_users() -> None:
    needed = int(users_needed(0.3, 0.2))
    assert claims((0.3, 0.36), needed, 100, seed=2) > POWER - 0.12
    assert claims((0.3, 0.36), needed // 4, 100, seed=3) < 0.5


@pytest.mark.parametrize("share", [0.5, 0.2])
def test_effects_are_the_difference_of_the_rates_on_average(share: float) -> None:
    random = np.random.default_rng(4)
    treated = random.random(200_000) < share
    liked: npt.NDArray[np.bool_] = random.random(200_000) < np.where(treated, 0.35, 0.25)
    assert effects(treated, liked, share).mean() == pytest.approx(0.1, abs=0.01)


def test_limits_come_closer_with_more_observations_and_are_endless_with_few() -> None:
    widths = [half_width(n, 1.0) for n in (200, 2_000, 20_000, 2_000_000)]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < 0.01
    few = confidence_sequence([1.0] * (MIN_OBSERVATIONS - 1))
    assert (few.estimate, few.low, few.high) == (1.0, -math.inf, math.inf)
    assert math.isnan(confidence_sequence([]).estimate)


def test_numbers_that_fit_the_shares_are_no_evidence_and_others_are() -> None:
    random = np.random.default_rng(5)
    alarms = 0
    for _ in range(300):
        counts = np.zeros(2)
        for _ in range(20):
            counts += random.multinomial(500, [0.5, 0.5])
            if ratio_evidence(counts.tolist(), (0.5, 0.5)) >= 100:
                alarms += 1
                break
    assert alarms <= 300 * 0.02
    assert ratio_evidence((5_300, 4_700), (0.5, 0.5)) > 100
    assert ratio_evidence((0, 0), (0.5, 0.5)) == pytest.approx(1)


def test_what_cannot_be_seen_takes_forever() -> None:
    assert users_needed(0.0, 0.1) == users_needed(0.3, 0.0) == math.inf
    assert users_needed(1e-9, 1e-9) == math.inf
