"""People in tabs without browsers who mark film after film, and connect again if they lose the server."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import requests
from websockets.exceptions import WebSocketException

from benchmarks.tab import TIMEOUT_S, Tab
from engine.users import COOKIE_NAME, Users, read_cookie
from ui.addresses import FILM_ID
from ui.users.notice import NO_MARKS

_KEY = "film.marks"
_TRIES_AGAIN_S = 0.2
_LINE = NO_MARKS[:40]


@dataclass(slots=True)
class Marked:
    """What people did, and what they noticed."""

    confirmed: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Films that the page has shown on somebody's watchlist, by cookie."""
    last_at: float = 0.0
    """When the last one was confirmed."""
    refused: int = 0
    """Clicks after which the page did not show the film on the list."""
    told: int = 0
    """Pages with the line that marks cannot be read or changed."""
    runs: list[float] = field(default_factory=list)
    """Seconds of each run."""
    back_after: list[float] = field(default_factory=list)
    """Seconds from losing the server to a page that is drawn again."""
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How many marks were confirmed."""
        return sum(map(len, self.confirmed.values()))

    def lost_from(self, database_url: str) -> int:
        """Return how many of the confirmed marks are not in the database."""
        users = Users(database_url)
        try:
            return sum(len(films - _watchlist(users, cookie)) for cookie, films in self.confirmed.items())
        finally:
            users.close()


def _watchlist(users: Users, cookie: str) -> set[int]:
    guest = read_cookie(cookie, users.cookie_key())
    user = users.find_guest(guest) if guest else None
    return {mark.film_id for mark in users.marks(user.id).watchlist} if user else set()


@contextmanager
def markers(address: str, films: Sequence[int], people: int, pause: float) -> Iterator[Marked]:
    """Let people mark films while the block runs; yield what comes of it.

    Parameters
    ----------
    address
        Of the servers.
    films
        Ids to choose from.
    people
        How many there are.
    pause
        Mean seconds between two clicks.

    """
    marked, over = Marked(), threading.Event()

    async def all_of_them() -> None:
        await asyncio.gather(*(_Marker(address, marked, over, pause, n).go(films) for n in range(people)))

    thread = threading.Thread(target=lambda: asyncio.run(all_of_them()))
    thread.start()
    try:
        yield marked
    finally:
        over.set()
        thread.join()


class _Marker:
    """One person."""

    def __init__(self, address: str, marked: Marked, over: threading.Event, pause: float, number: int) -> None:
        self._address = address
        self._marked = marked
        self._over = over
        self._pause = pause
        self._chance = random.Random(number)
        self._tab: Tab | None = None
        self._lost_at: float | None = None
        self._clicks = 0

    async def go(self, films: Sequence[int]) -> None:
        cookie = await asyncio.to_thread(_new_guest, self._address)
        await asyncio.sleep(self._chance.uniform(0, self._pause))
        # Nobody marks a film twice: the second click would say nothing about the first.
        for film in self._chance.sample(films, len(films)):
            if self._over.is_set():
                break
            try:
                await self._mark(film, cookie)
            except (OSError, WebSocketException, TimeoutError) as error:
                await self._lose(error)
            await asyncio.sleep(self._pause * self._chance.uniform(0.5, 1.5) if self._tab else _TRIES_AGAIN_S)
        if self._tab:
            await self._tab.close()

    async def _mark(self, film: int, cookie: str) -> None:
        """Open a film, click, and see what the page says."""
        if self._tab is None:
            self._tab = await Tab.open(self._address, {COOKIE_NAME: cookie})
        await self._run({FILM_ID: str(film)}, "film")
        if self._lost_at is not None:
            self._marked.back_after.append(time.monotonic() - self._lost_at)
            self._lost_at = None
        self._clicks += 1
        click = {"n": self._clicks, "kind": "watchlist", "film": film, "value": True}
        self._tab.set_state(_KEY, {"marks": [click]})
        await self._run({FILM_ID: str(film)})
        shown = self._tab.components[_KEY]["film"]
        if shown["id"] == film and shown["marks"].get("watchlist"):
            self._marked.confirmed[cookie].add(film)
            self._marked.last_at = time.monotonic()
        else:
            self._marked.refused += 1

    async def _run(self, address: Mapping[str, str], page: str | None = None) -> None:
        assert self._tab is not None  # noqa: S101 - it was opened
        run = await self._tab.run(address, page)
        self._marked.runs.append(run.seconds)
        self._marked.errors.update(error[:80] for error in run.errors)
        self._marked.told += any(_LINE in text for text in run.texts)

    async def _lose(self, error: Exception) -> None:
        if isinstance(error, TimeoutError):
            self._marked.errors["a page took too long"] += 1
        self._lost_at = self._lost_at or time.monotonic()
        if self._tab:
            with suppress(OSError, WebSocketException):
                await self._tab.close()
        self._tab = None


def _new_guest(address: str) -> str:
    answer = requests.get(f"{address}/about", timeout=TIMEOUT_S)
    answer.raise_for_status()
    return str(answer.cookies[COOKIE_NAME])
