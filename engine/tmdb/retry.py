"""When to try again, and after which pause. Pure: the caller measures the time and sleeps."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

from engine.tmdb.timing import HttpLimits

RETRY_STATUSES = frozenset({429, 500, 502, 503, 504})
"""HTTP statuses after which another try may go better."""


def pause_before_retry(
    attempt: int, requested_s: float, left_s: float, limits: HttpLimits, jitter: float = 0.0
) -> float | None:
    """Return how long to wait before trying again, `None` if there is no point in it.

    Parameters
    ----------
    attempt
        Tries made so far, 1 or more.
    requested_s
        Seconds the service asks to wait, 0 if it does not ask.
    left_s
        Seconds to the deadline of the call. No try begins unless it can run for its whole `read_s`.
    limits
        The limits of the call.
    jitter
        A random number, 0 to 1.
    """
    if attempt > limits.retries:
        return None
    pause = requested_s or backoff_seconds(attempt, jitter=jitter)
    return pause if pause + limits.read_s < left_s else None


def backoff_seconds(attempt: int, base: float = 0.2, cap: float = 2.0, jitter: float = 0.0) -> float:
    """Return the pause after the `attempt`-th failed try: none after the first, then twice as long each time.

    The first retry comes at once, because its usual cause is a kept connection that the service has closed.

    Parameters
    ----------
    attempt
        Tries made so far, 1 or more.
    base
        Seconds that the pause is a multiple of.
    cap
        Most seconds, before jitter is added.
    jitter
        A random number, 0 to 1; adds so many times `base`, so that servers do not retry in step.
    """
    if attempt <= 1:
        return 0.0
    return min(cap, base * 2.0 ** (attempt - 1)) + base * jitter


def retry_after_seconds(header: str | None, now: float) -> float:
    """Return the seconds that a Retry-After header asks to wait, as a number or as a date; 0 if it makes no sense.

    Parameters
    ----------
    header
        The value of the header, `None` if there is none.
    now
        Seconds since 1970.
    """
    if not header:
        return 0.0
    if header.isascii() and header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - now)
    except ValueError:
        return 0.0
