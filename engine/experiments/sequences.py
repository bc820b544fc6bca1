"""Statistics that may be looked at every day: they stay valid however often one looks, and whenever one stops. Pure.

A usual test promises one false alarm in twenty for one look. Whoever looks daily and stops at the first good news is
wrong far more often. A confidence sequence holds for all looks together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, ndtri

ALPHA = 0.05
"""How often, of all experiments without any difference, one may be claimed."""
TUNED_FOR = 2_000
"""Observations at which a confidence sequence is narrowest."""
MIN_OBSERVATIONS = 200
"""Fewer are too few for the central limit theorem that it rests on."""
MAX_USERS = 10**9
POWER = 0.8

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and the limits that hold at all times."""

    estimate: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether there is a difference, as far as ALPHA goes."""
        return self.low > 0 or self.high < 0


def confidence_sequence(values: npt.ArrayLike, alpha: float = ALPHA) -> Interval:
    """Return the mean of observations, and limits that hold at every look at once with probability 1 - alpha.

    Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, "Time-uniform central limit theory and asymptotic confidence
    sequences", Annals of Statistics 52 (2024), theorem 2.2, with equation (11) for rho.

    Parameters
    ----------
    values
        Observations in the order they came, shape (n,). With fewer than MIN_OBSERVATIONS the limits are infinite.
    alpha
        Above 0, below 1.

    """
    observed = np.asarray(values, dtype=np.float64)
    n = len(observed)
    if n == 0:
        return Interval(math.nan, -math.inf, math.inf)
    mean = float(observed.mean())
    if n < MIN_OBSERVATIONS:
        return Interval(mean, -math.inf, math.inf)
    half = half_width(n, float(observed.std()), alpha)
    return Interval(mean, mean - half, mean + half)


def half_width(n: int, deviation: float, alpha: float = ALPHA) -> float:
    """Return how far the limits are from the mean of `n` observations with a standard deviation."""
    rho2 = (-2 * math.log(alpha) + math.log(-2 * math.log(alpha) + 1)) / TUNED_FOR
    grown = n * rho2 + 1
    return deviation * math.sqrt(2 * grown / (n * n * rho2) * math.log(math.sqrt(grown) / alpha))


def effects(treated: npt.ArrayLike, outcomes: npt.ArrayLike, share: float) -> Floats:
    """Return one observation a user whose mean is the difference between two arms.

    (T - p) / (p (1 - p)) · (Y - m): unbiased for any m that the users before decide, since T is drawn by lot. With m
    their mean outcome it varies least (augmented inverse probability weighting).

    Parameters
    ----------
    treated
        Whether each user is in the second arm, shape (n,), in the order they came.
    outcomes
        0 to 1 each, shape (n,).
    share
        Probability p of the second arm, above 0, below 1.

    """
    t, y = np.asarray(treated, dtype=np.float64), np.asarray(outcomes, dtype=np.float64)
    before = np.concatenate([[0.0], np.cumsum(y)])[: len(y)] / np.maximum(1, np.arange(len(y)))
    effect: Floats = (t - share) / (share * (1 - share)) * (y - before)
    return effect


def ratio_evidence(counts: Sequence[float], shares: Sequence[float]) -> float:
    """Return how much likelier the numbers of users are if the shares are wrong: a Bayes factor.

    If the shares are right, it ever reaches 1 / alpha with probability alpha at most, however often one looks:
    Lindon, Malek, "Anytime-valid inference for multinomial count data", NeurIPS 2022, with a Dirichlet prior around
    the shares that are meant.

    Parameters
    ----------
    counts
        Users of each arm.
    shares
        Meant, each above 0; they sum to 1.

    """
    n, p = np.asarray(counts, dtype=np.float64), np.asarray(shares, dtype=np.float64)
    prior = 100 * p
    log_evidence = (
        gammaln(prior.sum()) - gammaln(prior.sum() + n.sum()) + (gammaln(prior + n) - gammaln(prior)).sum()
    ) - (n * np.log(p)).sum()
    return math.exp(min(700.0, float(log_evidence)))


def users_needed(rate: float, change: float, share: float = 0.5, alpha: float = ALPHA) -> float:
    """Return how many users of two arms it takes to see a relative change with a probability of 80 %.

    Parameters
    ----------
    rate
        Of the first arm, 0 to 1.
    change
        Relative: 0.1 is ten per cent more or fewer.
    share
        Of the second arm among both.

    Returns
    -------
    users
        Infinite if there is nothing to see, or if it takes more than MAX_USERS.

    """
    difference = abs(rate * change)
    deviation = math.sqrt(rate * (1 - rate) / (share * (1 - share)))
    return observations_needed(difference, deviation, alpha)


def observations_needed(difference: float, deviation: float, alpha: float = ALPHA) -> float:
    """Return how many observations with a standard deviation it takes to see a mean; see `users_needed`."""
    if difference <= 0 or deviation <= 0:
        return math.inf

    def is_seen(n: int) -> bool:
        return half_width(n, deviation, alpha) + float(ndtri(POWER)) * deviation / math.sqrt(n) <= difference

    if not is_seen(MAX_USERS):
        return math.inf
    low, high = MIN_OBSERVATIONS, MAX_USERS
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_seen(middle) else (middle + 1, high)
    return float(low)
