"""Everybody has an arm, the same each time, by lot, whatever their arm elsewhere."""

from __future__ import annotations

from collections import Counter

from scipy.stats import chi2_contingency, chisquare

from engine.experiments import arm_of
from tests.engine.experiments.conftest import planned

SECRET = b"known to the servers"


def test_people_are_parted_by_the_shares() -> None:
    # The benchmark of experiments does the same with a million.
    experiment = planned(0.5, 0.3, 0.2)
    counts = Counter(arm_of(experiment, user, SECRET).name for user in range(50_000))
    assert chisquare([counts[name] for name in "abc"], [25_000, 15_000, 10_000]).pvalue > 1e-3


def test_arms_of_two_experiments_and_of_two_secrets_are_independent() -> None:
    first, second = planned(0.5, 0.5, name="first"), planned(0.5, 0.5, name="second")
    users = range(20_000)
    by_experiment = Counter((arm_of(first, user, SECRET).name, arm_of(second, user, SECRET).name) for user in users)
    by_secret = Counter((arm_of(first, user, SECRET).name, arm_of(first, user, b"other").name) for user in users)
    for counts in (by_experiment, by_secret):
        table = [[counts[one, other] for other in "ab"] for one in "ab"]
        assert chi2_contingency(table).pvalue > 1e-3


def test_an_arm_stays() -> None:
    experiment = planned(0.5, 0.5)
    assert len({arm_of(experiment, 7, SECRET).name for _ in range(5)}) == 1
