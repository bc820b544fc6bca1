"""One service over HTTP: pooled connections, retries, a rate limit, a circuit breaker, and one deadline per call.

What is raised and logged here never holds an address with its parameters, nor an exception of a library, which might
hold one.
"""

from __future__ import annotations

import json
import logging
import math
import random
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse, Timeout
from urllib3.exceptions import HTTPError

from engine.errors import Unavailable
from engine.metrics import BREAKER_OPEN, SERVICE_CALLS
from engine.tmdb.api_key import ApiKey
from engine.tmdb.breaker import Breaker
from engine.tmdb.failures import Failure, connection_failure, status_failure, unreadable
from engine.tmdb.rate_limiter import RateLimiter
from engine.tmdb.retry import pause_before_retry, retry_after_seconds
from engine.tmdb.timing import DEFAULT_LIMITS, SYSTEM_CLOCK, Clock, Deadline, HttpLimits

_SHORTEST_S = 0.01
"""Seconds of a timeout: urllib3 knows none of 0."""

_OUTCOMES = {"up": "refused", "failing": "failed", "down": "failed", "not called": "not called"}
"""How the metrics call the end of a call, by what it says about the service."""

log = logging.getLogger("cinewatch.tmdb")


class JsonApi:
    """A service that answers in JSON. Any number of threads may share one.

    Parameters
    ----------
    name
        What messages call the service.
    base_url
        The address that all paths are added to.
    key
        Added to each request.
    limiter
        Decides when a try may begin.
    max_in_flight
        Calls in flight at once; others wait.
    refusals
        HTTP statuses that mean that the key is not accepted.
    limits
        What one call may cost.
    clock
        Where the time comes from.
    jitter
        Returns a random number, 0 to 1, for the pauses between tries.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        key: ApiKey,
        limiter: RateLimiter,
        max_in_flight: int,
        refusals: frozenset[int] = frozenset({401, 403}),
        limits: HttpLimits = DEFAULT_LIMITS,
        clock: Clock = SYSTEM_CLOCK,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._name = name
        self._base_url = base_url
        self._limiter = limiter
        self._in_flight = threading.BoundedSemaphore(max_in_flight)
        self._refusals = refusals
        self._limits = limits
        self._clock = clock
        self._jitter = jitter
        self._breaker = Breaker(clock=clock.now)
        self._lock = threading.Lock()
        self.calls = 0
        """Calls made so far, retries included."""
        self.last_error = ""
        """Why the last call failed, empty if it did not."""
        self._session = requests.Session()
        self._session.auth = key
        self._session.headers.update({"Accept": "application/json", "User-Agent": "CineWatch"})
        adapter = HTTPAdapter(pool_connections=1, pool_maxsize=max_in_flight, max_retries=0)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter)

    def get(self, path: str, parameters: Mapping[str, str]) -> Any | None:
        """Return the JSON at a path, `None` if there is nothing at it.

        Raises
        ------
        KeyRefused, TooManyCalls, Unavailable
            Within `total_s` of the limits.
        """
        if (rest := self._breaker.rest_left()) is not None:
            cause = self.last_error or f"{self._name} does not answer"
            seconds = math.ceil(rest)
            SERVICE_CALLS.labels(self._name, "left alone").inc()
            raise Unavailable(f"{cause}; we try again in {seconds} second{'s' if seconds > 1 else ''}")
        deadline = Deadline.after(self._limits.total_s, self._clock)
        if not self._in_flight.acquire(timeout=self._last_start(deadline).left()):
            raise Unavailable(f"too many calls to {self._name} at once; try again")
        try:
            answer = self._answer(path, parameters, deadline)
        finally:
            self._in_flight.release()
        failure = answer if isinstance(answer, Failure) else None
        self._record(failure)
        if failure:
            # No exception of a library is being handled here any more, so none is chained to this one.
            raise failure.error
        return answer

    def _last_start(self, deadline: Deadline) -> Deadline:
        """Return when the last try may begin. With less time than usual, a try might blame the service for our wait."""
        return deadline.earlier(self._limits.read_s)

    def _answer(self, path: str, parameters: Mapping[str, str], deadline: Deadline) -> Any | Failure:
        """Return what the last of the tries gives."""
        attempt = 0
        while True:
            attempt += 1
            try:
                self._limiter.wait(self._last_start(deadline))
            except Unavailable as error:
                return Failure(error, "not called")
            answer = self._one_try(path, parameters, deadline)
            if not (isinstance(answer, Failure) and answer.retry):
                return answer
            pause = pause_before_retry(attempt, answer.requested_s, deadline.left(), self._limits, self._jitter())
            if pause is None:
                return answer
            self._clock.sleep(pause)

    def _one_try(self, path: str, parameters: Mapping[str, str], deadline: Deadline) -> Any | Failure:
        """Return the answer of a single request."""
        with self._lock:
            self.calls += 1
        left = max(_SHORTEST_S, deadline.left())
        timeout = Timeout(total=left, connect=self._limits.connect_s, read=self._limits.read_s)
        try:
            response = self._session.get(
                self._base_url + path,
                params=dict(parameters),
                timeout=timeout,  # type: ignore[arg-type]  # HTTPAdapter.send documents it; the annotation forgets it
                stream=True,
                allow_redirects=False,
            )
            with response:
                return self._read(response, deadline)
        except (HTTPError, OSError) as error:
            return connection_failure(self._name, error)

    def _read(self, response: requests.Response, deadline: Deadline) -> Any | Failure:
        """Return the JSON of a response, or what is wrong with it."""
        status = response.status_code
        if status == 404:
            return None
        if status != 200:
            requested_s = retry_after_seconds(response.headers.get("Retry-After"), time.time())
            return status_failure(self._name, status, self._refusals, requested_s)
        try:
            answer = json.loads(read_body(response.raw, deadline, self._limits))
        except (ValueError, RecursionError):
            answer = None
        return unreadable(self._name) if answer is None else answer

    def _record(self, failure: Failure | None) -> None:
        """Note how a call ended, for the breaker, the log and the status."""
        self.last_error = str(failure.error) if failure else ""
        if failure is None or failure.health == "up":
            self._breaker.record_success()
        elif failure.health != "not called":
            self._breaker.record_failure(certain=failure.health == "down", rest_s=failure.rest_s)
        SERVICE_CALLS.labels(self._name, _OUTCOMES[failure.health] if failure else "answered").inc()
        BREAKER_OPEN.labels(self._name).set(self._breaker.is_open)
        if failure:
            log.warning("%s", failure.error)


def read_body(raw: BaseHTTPResponse, deadline: Deadline, limits: HttpLimits) -> bytes:
    """Return the body of a response, unpacked.

    Raises
    ------
    HTTPError
        If the body breaks off.
    TimeoutError
        If it is not complete at the deadline. A connection that the service closes after the answer cannot be
        interrupted at the deadline itself, only at the end of its next pause, `read_s` later at most.
    ValueError
        If it is longer than any documented answer.
    """
    parts: list[bytes] = []
    size = 0
    while True:
        left = deadline.left()
        if not left:
            raise TimeoutError
        if socket := getattr(raw.connection, "sock", None):
            socket.settimeout(min(limits.read_s, left))
        part = raw.read1(2**16, decode_content=True)
        if not part:
            return b"".join(parts)
        parts.append(part)
        size += len(part)
        if size > limits.max_bytes:
            raise ValueError("too long")
