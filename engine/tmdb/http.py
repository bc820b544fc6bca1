"""One service over HTTP: pooled connections, retries, a rate limit, a circuit breaker, and an end to every wait.

A key travels in a header, or in the address where a service knows no other way. What is raised and logged here never
holds an address with its parameters, nor an exception of a library, which might hold one.
"""

from __future__ import annotations

import json
import logging
import re
import threading
import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self, cast

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3 import BaseHTTPResponse
from urllib3.connectionpool import ConnectionPool
from urllib3.exceptions import HTTPError, MaxRetryError, NewConnectionError
from urllib3.exceptions import TimeoutError as TimedOut
from urllib3.util import Retry

from engine.errors import KeyRefused, OnlineError, TooManyCalls, Unavailable
from engine.tmdb.breaker import Breaker
from engine.tmdb.rate_limiter import RateLimiter

CONNECT_S, READ_S = 1.0, 1.5
"""For one try: until there is a connection, and until the first byte of an answer."""
TOTAL_S = 4.0
"""For a call with all its retries and waits."""
RETRIES = 2
MAX_BYTES = 5 * 2**20
"""Of an answer. A film with everything appended has a few hundred thousand."""

log = logging.getLogger("cinewatch.online")

_AGAIN = frozenset({429, 500, 502, 503, 504})
_deadline: ContextVar[float] = ContextVar("deadline")

_KEY = re.compile(r"[\x21-\x7e]{1,4000}")

# urllib3 logs addresses when it tries again.
_SECRET = re.compile(r"((?:api_key|key)=)[^&\s'\"]+")


def _without_keys(record: logging.LogRecord) -> bool:
    record.msg, record.args = _SECRET.sub(r"\1…", record.getMessage()), ()
    return True


for _name in ("urllib3.connectionpool", "urllib3.util.retry"):
    logging.getLogger(_name).addFilter(_without_keys)


def is_key(secret: str | None) -> bool:
    """Return whether a secret can be sent at all: a line break or a curly quote that was copied with it cannot."""
    return secret is not None and _KEY.fullmatch(secret) is not None


class ApiKey(AuthBase):
    """Puts a key into each request, whatever a .netrc of the machine says.

    parameter : its name in the address; a bearer token, in a header, where there is none
    """

    def __init__(self, secret: str, parameter: str | None = None) -> None:
        self._secret = secret
        self._parameter = parameter

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the key to a request."""
        if self._parameter:
            request.prepare_url(request.url or "", {self._parameter: self._secret})
        else:
            request.headers["Authorization"] = f"Bearer {self._secret}"
        return request


class JsonApi:
    """A service that answers in JSON. Any number of threads may share one.

    under_way : calls that are on their way at once; others wait
    refusals : what status says that the key is not accepted
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        key: ApiKey,
        pace: RateLimiter,
        under_way: int,
        refusals: frozenset[int] = frozenset({401, 403}),
    ) -> None:
        self._refusals = refusals
        self._under_way = threading.BoundedSemaphore(under_way)
        self._name = name
        self._base_url = base_url
        self._pace = pace
        self._breaker = Breaker()
        self._lock = threading.Lock()
        self.calls = 0
        """Made so far, retries included."""
        self.trouble = ""
        """Why the last call failed, empty if it did not."""
        self._session = requests.Session()
        self._session.auth = key
        self._session.headers.update({"Accept": "application/json", "User-Agent": "CineWatch"})
        patience = _Patience(
            before=self._before_try,
            total=RETRIES,
            status_forcelist=_AGAIN,
            allowed_methods=["GET"],
            backoff_factor=0.2,
            backoff_jitter=0.2,
            raise_on_status=False,
        )
        adapter = HTTPAdapter(pool_connections=1, pool_maxsize=under_way, max_retries=patience)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter)

    def get(self, path: str, parameters: Mapping[str, str]) -> Any | None:
        """Return what a path holds, `None` if there is nothing at it.

        Raises KeyRefused, TooManyCalls or Unavailable, within TOTAL_S of time.
        """
        if (rest := self._breaker.rests()) is not None:
            cause = self.trouble or f"{self._name} does not answer"
            raise Unavailable(f"{cause}; it is asked again in {rest:.0f} seconds")
        _deadline.set(time.monotonic() + TOTAL_S)
        if not self._under_way.acquire(timeout=TOTAL_S):
            raise Unavailable(f"{self._name} is being asked too much at once; try again")
        try:
            answer, failure = self._tried(path, parameters)
        finally:
            self._under_way.release()
        self.trouble = str(failure) if failure else ""
        if failure:
            log.warning("%s: %s", self._name, failure)
            # Here no exception of a library is being handled any more, so none is chained to this one.
            raise failure
        return answer

    def _tried(self, path: str, parameters: Mapping[str, str]) -> tuple[Any | None, OnlineError | None]:
        """Return the answer, or why there is none; the breaker is told."""
        try:
            self._before_try()
            response = self._session.get(
                self._base_url + path,
                params=dict(parameters),
                timeout=(CONNECT_S, READ_S),
                stream=True,
                allow_redirects=False,
            )
            with response:
                return self._read(response)
        except Unavailable as error:
            # Our own pace, which is no fault of the service.
            return None, Unavailable(str(error))
        except (requests.RequestException, HTTPError, OSError) as error:
            told, for_sure = _told(error)
            self._breaker.failed(for_sure)
            return None, Unavailable(f"{self._name} {told}")

    def _read(self, response: requests.Response) -> tuple[Any | None, OnlineError | None]:
        """Return what a response says, or what is wrong with it; the breaker is told."""
        status = response.status_code
        if status == 429:
            wait = _retry_after(response.headers.get("Retry-After"))
            self._breaker.failed(for_sure=True, rest_s=min(wait or 5.0, 120))
            return None, TooManyCalls(f"{self._name} asks to be called less often")
        if status in _AGAIN or status >= 500:
            self._breaker.failed()
            return None, Unavailable(f"{self._name} has a fault of its own (status {status})")
        if status in self._refusals:
            self._breaker.succeeded()
            return None, KeyRefused(f"{self._name} does not accept the key (status {status})")
        if status == 404:
            self._breaker.succeeded()
            return None, None
        try:
            answer = json.loads(_body(response.raw)) if status == 200 else None
        except (ValueError, RecursionError):
            answer = None
        if answer is None:
            self._breaker.failed()
            return None, Unavailable(f"{self._name} answered with something else than what it documents")
        self._breaker.succeeded()
        return answer, None

    def _before_try(self) -> None:
        self._pace.wait(_deadline.get())
        with self._lock:
            self.calls += 1


class _TooLate(HTTPError):
    """The deadline of a call has passed."""


class _Patience(Retry):
    """Tries again as urllib3 does, but not beyond the deadline of the call, and each try is counted by the pace."""

    def __init__(self, *args: Any, before: Callable[[], None], **options: Any) -> None:
        super().__init__(*args, **options)
        self._before = before

    def new(self, **options: Any) -> Self:
        return super().new(before=self._before, **options)

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: ConnectionPool | None = None,
        _stacktrace: TracebackType | None = None,
    ) -> Self:
        wait = _retry_after(response.headers.get("Retry-After")) if response else 0.0
        # A service that is silent, or not there, would be so again.
        hopeless = isinstance(error, (TimedOut, NewConnectionError))
        # A try that begins may last for READ_S.
        if hopeless or time.monotonic() + wait + READ_S >= _deadline.get():
            raise MaxRetryError(cast(ConnectionPool, _pool), url or "", error)
        return super().increment(method, url, response, error, _pool, _stacktrace)

    def parse_retry_after(self, retry_after: str) -> float:
        return _retry_after(retry_after)

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        super().sleep(response)
        self._before()


def _body(raw: BaseHTTPResponse) -> bytes:
    """Return the body of an answer, read as it comes: what trickles in for ever ends at the deadline.

    Raises HTTPError if it breaks off or is late, and ValueError if there is more of it than anything documented.
    """
    parts, size = [], 0
    while part := raw.read1(2**16, decode_content=True):
        parts.append(part)
        size += len(part)
        if size > MAX_BYTES:
            raise ValueError("too long")
        if time.monotonic() > _deadline.get():
            raise _TooLate
    return b"".join(parts)


def _told(error: Exception) -> tuple[str, bool]:
    """Return what a service did instead of answering, and whether it would surely do so again."""
    # requests wraps what urllib3 gave up on.
    given_up = error.args[0] if error.args else None
    cause = given_up.reason if isinstance(given_up, MaxRetryError) else error
    # Which urllib3 counts among the time-outs.
    if isinstance(cause, NewConnectionError):
        return "cannot be reached", True
    if isinstance(cause, (TimedOut, requests.Timeout, _TooLate)):
        return "did not answer in time", True
    return "broke off instead of answering", False


def _retry_after(value: str | None) -> float:
    """Return the seconds that a header asks to wait, as a number or as a date; 0 where it says nothing."""
    if not value:
        return 0.0
    if value.isascii() and value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return 0.0
