"""How often experiments are wrong: a million people parted by lot, a thousand experiments without a difference."""

from __future__ import annotations

import time
from collections import Counter

import numpy as np
import numpy.typing as npt
from scipy.stats import chisquare

from benchmarks.clock import Measurements
from engine.experiments import Arm, Experiment, arm_of, confidence_sequence, ratio_evidence
from engine.experiments.figures import RATIO_ALARM
from engine.experiments.sequences import effects

PEOPLE = 1_000_000
SHARES = {"a": 0.5, "b": 0.3, "c": 0.2}
EXPERIMENTS = 1_000
DAYS = 60
RATES = (0.05, 0.3)
SECRET = b"a secret of this benchmark"


def assignment(experiment: Experiment) -> Measurements:
    """Return how well a million people are parted by the shares: the p-value of a chi-square test."""
    parted = Experiment(
        "parted", tuple(Arm(name, share) for name, share in SHARES.items()), experiment.start, experiment.end
    )
    start = time.perf_counter()
    counts = Counter(arm_of(parted, user, SECRET).name for user in range(PEOPLE))
    took = time.perf_counter() - start
    test = chisquare([counts[name] for name in SHARES], [PEOPLE * share for share in SHARES.values()])
    return {"people": PEOPLE, "p_value": round(float(test.pvalue), 3), "us_each": round(1e6 * took / PEOPLE, 2)}


def without_difference() -> Measurements:
    """Return how many of a thousand experiments without a difference claim one on any of sixty days."""
    random = np.random.default_rng(24)
    found: Measurements = {"experiments": EXPERIMENTS, "days": DAYS}
    for rate in RATES:
        found[f"split_at_{rate}"] = sum(_claims(_split_values(random, rate)) for _ in range(EXPERIMENTS))
    found["interleaved"] = sum(_claims(_interleaved_values(random)) for _ in range(EXPERIMENTS))
    found["wrong_ratio"] = sum(_alarms(random) for _ in range(EXPERIMENTS))
    return found


def _looks(users: int) -> list[int]:
    """Return how many users have come by the end of each day."""
    return [users * day // DAYS for day in range(1, DAYS + 1)]


def _claims(values: npt.NDArray[np.float64]) -> bool:
    return any(confidence_sequence(values[:seen]).excludes_zero for seen in _looks(len(values)))


def _users(random: np.random.Generator) -> int:
    return int(random.integers(1_000, 20_000))


def _split_values(random: np.random.Generator, rate: float) -> npt.NDArray[np.float64]:
    users = _users(random)
    return effects(random.random(users) < 0.5, random.random(users) < rate, 0.5)


def _interleaved_values(random: np.random.Generator) -> npt.NDArray[np.float64]:
    """Return what users without a preference choose: one film or some, each from either arm."""
    choices = random.integers(1, 5, _users(random))
    second = random.binomial(choices, 0.5)
    return (2 * second - choices) / choices


def _alarms(random: np.random.Generator) -> bool:
    """Return whether the numbers of users are called wrong on any day although they follow the shares."""
    counts = np.zeros(len(SHARES))
    shares = list(SHARES.values())
    for new in np.diff([0, *_looks(_users(random))]):
        counts += random.multinomial(new, shares)
        if ratio_evidence(counts.tolist(), shares) >= RATIO_ALARM:
            return True
    return False
