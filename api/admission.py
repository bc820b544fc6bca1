"""Who may ask: keys, guests, and how often one visitor may."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import threading
import time
from collections.abc import Callable

from starlette.requests import Request

from api.forwarded import address_of
from api.pool import Pool
from engine.errors import ApiKeyNeeded, Busy, DatabaseUnavailable, DatabaseVersion, TooManyRequests
from engine.forwarded import household_of
from engine.metrics import REFUSED_REQUESTS
from engine.settings import Settings
from engine.shared import Shared
from engine.users import COOKIE_NAME, GuestId, read_cookie
from engine.visitor_limits import VisitorLimits

KEY_WAIT_S = 1.0
"""Seconds that a request waits for the database to tell how cookies are signed."""
REFUSAL_S = 0.5
"""Seconds that a refusal takes: whoever asks without end on one connection costs next to nothing."""
_MOST_HELD = 1_000
"""Refusals that may be held back at once."""
KEY_REST_S = 10.0
"""Seconds for which a database is left alone that could not say how cookies are signed."""

log = logging.getLogger("cinewatch.api")


class Admission:
    """Decides which requests are answered.

    Parameters
    ----------
    shared
        Returns what the server shares.
    lookups
        Where the database is waited for.
    clock
        Returns seconds since some fixed moment.

    """

    def __init__(
        self, shared: Callable[[], Shared], lookups: Pool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._shared = shared
        self._lookups = lookups
        self._clock = clock
        self._lock = threading.Lock()
        self._limits: VisitorLimits | None = None
        self._cookie_key: bytes | None = None
        self._key_not_before = clock()
        self._held = 0

    async def admit(self, request: Request) -> None:
        """Return if a request may be answered.

        Raises
        ------
        ApiKeyNeeded
            Keys are set, and the request has none of them.
        TooManyRequests
            Its sender, or everybody from its address, asks too often.

        """
        settings = self._shared().settings
        key = _key_of(request)
        if settings.api_keys and not _is_accepted(key, settings.api_keys):
            REFUSED_REQUESTS.labels("key").inc()
            raise ApiKeyNeeded("send a key of this API as 'Authorization: Bearer KEY'")
        address = household_of(address_of(request.scope, settings.trusted_proxies))
        visitor = f"key:{_short(key)}" if settings.api_keys else await self._visitor(request, address)
        limits = self._limits_of(settings)
        # Redis may keep us waiting, memory does not.
        wait_s = (
            await asyncio.to_thread(limits.wait_s, visitor, address)
            if limits.is_shared
            else limits.wait_s(visitor, address)
        )
        if wait_s:
            REFUSED_REQUESTS.labels("limit").inc()
            await self._hold_back()
            raise TooManyRequests(f"more than {settings.api_limit:,} requests in a minute; wait a little", wait_s)

    async def _hold_back(self) -> None:
        """Wait before a request is refused: its connection can send the next one only after that."""
        if self._held >= _MOST_HELD:
            return
        self._held += 1
        try:
            await asyncio.sleep(REFUSAL_S)
        finally:
            self._held -= 1

    async def guest(self, request: Request) -> GuestId | None:
        """Return the guest whose cookie a request has, `None` without a cookie or with one that we did not sign.

        Raises
        ------
        DatabaseUnavailable, DatabaseVersion, Busy
            The database cannot say how cookies are signed.

        """
        value = request.cookies.get(COOKIE_NAME)
        if not value:
            return None
        if self._cookie_key is None:
            self._cookie_key = await self._lookups.run(self._read_cookie_key)
        return read_cookie(value, self._cookie_key)

    async def _visitor(self, request: Request, address: str) -> str:
        if self._cookie_key is None and self._clock() < self._key_not_before:
            return address
        try:
            async with asyncio.timeout(KEY_WAIT_S):
                guest = await self.guest(request)
        except (DatabaseUnavailable, DatabaseVersion, Busy, TimeoutError) as error:
            log.warning("visitors are told apart by their addresses only: %s", str(error) or "the database is slow")
            self._key_not_before = self._clock() + KEY_REST_S
            return address
        return f"guest:{guest.subject}" if guest else address

    def _read_cookie_key(self) -> bytes:
        return self._shared().users.cookie_key()

    def _limits_of(self, settings: Settings) -> VisitorLimits:
        with self._lock:
            self._limits = self._limits or VisitorLimits(settings.api_limit, settings.redis_url)
            return self._limits


def _key_of(request: Request) -> str:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def _is_accepted(key: str, keys: tuple[str, ...]) -> bool:
    """Return whether a key is one of ours, in a time that does not tell how much of it is right."""
    given = key.encode()
    return sum(hmac.compare_digest(given, each.encode()) for each in keys) > 0


def _short(key: str) -> str:
    """Return what names a key without telling it."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]
