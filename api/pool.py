"""Runs work in a few threads, so that the server goes on answering: never too many at once, never for too long."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from engine.errors import Busy

T = TypeVar("T")


class Pool:
    """A few threads and a short queue.

    Work that takes too long goes on in its thread, because no thread can be stopped, and keeps its place until it is
    done. So however much is asked, no more than `threads` run, and no more than `waiting` wait.

    Parameters
    ----------
    name
        Of the threads.
    threads
        How many run at once.
    waiting
        How many may wait.
    seconds
        How long an answer may take, waiting included.

    """

    def __init__(self, name: str, threads: int, waiting: int, seconds: float) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=f"cinewatch-{name}")
        self._places = threading.BoundedSemaphore(threads + waiting)
        self._seconds = seconds

    async def run(self, work: Callable[[], T]) -> T:
        """Return what `work` returns; what it raises is passed on.

        Raises
        ------
        Busy
            Too many wait already, or there is no result in time.

        """
        if not self._places.acquire(blocking=False):
            raise Busy("too many requests at once; try again in a second", 1)
        future = self._threads.submit(contextvars.copy_context().run, work)
        future.add_done_callback(self._leave)
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            message = f"the answer takes longer than {self._seconds:g} seconds; ask for less, or try again later"
            raise Busy(message, 5) from None

    def close(self) -> None:
        """Finish what runs, and forget what waits."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _leave(self, _future: Future[T]) -> None:
        self._places.release()
