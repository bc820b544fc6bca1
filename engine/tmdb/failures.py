"""Why a try gave no answer, and what follows from it for retries and for the circuit breaker. Pure.

Messages never repeat what an exception of a library says: it may hold an address, and that a key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError
from urllib3.exceptions import TimeoutError as TimedOut

from engine.errors import KeyRefused, LookupFailed, TooManyCalls, Unavailable
from engine.tmdb.retry import RETRY_STATUSES

_REST_S, _MAX_REST_S = 5.0, 120.0
"""Seconds to leave a service alone that asks for fewer calls: if it names no time, and at most."""

Health = Literal["not called", "up", "failing", "down"]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a try gave no answer."""

    error: LookupFailed
    health: Health = "failing"
    """What it says about the service: "up" if it did answer, "down" if the next call would fail as well."""
    retry: bool = False
    """Whether another try may go better."""
    requested_s: float = 0.0
    """Seconds the service asks to wait, 0 if it does not ask."""
    rest_s: float | None = None
    """Seconds to leave the service alone, if not the usual time."""


def connection_failure(name: str, error: Exception) -> Failure:
    """Return what went wrong with the connection to the service `name`."""
    # requests wraps what urllib3 gave up on.
    wrapped = error.args[0] if error.args else None
    cause = wrapped.reason if isinstance(wrapped, MaxRetryError) else error
    # Before the timeouts, because urllib3 counts it among them.
    if isinstance(cause, NewConnectionError):
        return Failure(Unavailable(f"{name} cannot be reached"), "down")
    if isinstance(cause, (TimedOut, requests.Timeout, TimeoutError)):
        return Failure(Unavailable(f"{name} did not answer in time"), "down")
    # Only a connection that breaks before the answer: half an answer would break at the same place again.
    broken = isinstance(error, requests.ConnectionError)
    return Failure(Unavailable(f"{name} broke the connection"), retry=broken)


def status_failure(name: str, status: int, refusals: frozenset[int], requested_s: float) -> Failure:
    """Return what an HTTP status other than 200 and 404 means.

    Parameters
    ----------
    name
        The service.
    status
        The HTTP status.
    refusals
        Statuses that mean that the key is not accepted.
    requested_s
        Seconds the service asks to wait, 0 if it does not ask.
    """
    if status == 429:
        rest_s = min(requested_s or _REST_S, _MAX_REST_S)
        return Failure(TooManyCalls(f"{name} asks for fewer calls"), "down", True, requested_s, rest_s)
    if status >= 500:
        problem = Unavailable(f"{name} has a problem (status {status})")
        return Failure(problem, retry=status in RETRY_STATUSES, requested_s=requested_s)
    if status in refusals:
        return Failure(KeyRefused(f"{name} does not accept the key (status {status})"), "up")
    return unreadable(name)


def unreadable(name: str) -> Failure:
    """Return that the service `name` sent something other than what it documents."""
    return Failure(Unavailable(f"{name} sent an answer we can't read"))
