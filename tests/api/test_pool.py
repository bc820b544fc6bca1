"""However much is asked, few threads run, few wait, and nobody waits for long."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest

from api.pool import Pool
from engine.errors import Busy, InvalidQuery
from engine.logs import request_id


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Return what work waits for; it opens at the end in any case."""
    event = threading.Event()
    yield event
    event.set()


def test_results_and_errors_are_passed_on() -> None:
    async def ask() -> int:
        pool = Pool("test", threads=1, waiting=1, seconds=5)
        with pytest.raises(InvalidQuery, match="no"):
            await pool.run(lambda: (_ for _ in ()).throw(InvalidQuery("no")))
        return await pool.run(lambda: 7)

    assert asyncio.run(ask()) == 7


def test_who_finds_no_place_is_told_at_once(gate: threading.Event) -> None:
    async def ask() -> tuple[float, list[bool]]:
        pool = Pool("test", threads=1, waiting=2, seconds=30)
        taken = [asyncio.create_task(pool.run(gate.wait)) for _ in range(3)]
        await asyncio.sleep(0.05)
        start = time.perf_counter()
        with pytest.raises(Busy) as refused:
            await pool.run(lambda: None)
        seconds = time.perf_counter() - start
        assert refused.value.retry_after_s == 1
        gate.set()
        return seconds, await asyncio.gather(*taken)

    seconds, results = asyncio.run(ask())
    assert results == [True] * 3
    assert seconds < 10


def test_work_that_takes_too_long_is_left_and_keeps_its_place(gate: threading.Event) -> None:
    async def ask() -> None:
        pool = Pool("test", threads=1, waiting=0, seconds=0.05)
        with pytest.raises(Busy, match=r"longer than 0\.05 seconds"):
            await pool.run(gate.wait)
        # The thread cannot be stopped: until it is done, there is no other.
        with pytest.raises(Busy, match="too many"):
            await pool.run(lambda: None)
        gate.set()
        for _ in range(200):
            await asyncio.sleep(0.01)
            try:
                assert await pool.run(lambda: 3) == 3
            except Busy:
                continue
            return
        raise AssertionError("the place never becomes free")

    asyncio.run(ask())


def test_what_waits_too_long_never_runs(gate: threading.Event) -> None:
    ran: list[int] = []

    async def ask() -> None:
        pool = Pool("test", threads=1, waiting=1, seconds=0.05)
        first = asyncio.create_task(pool.run(gate.wait))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await pool.run(lambda: ran.append(1))
        with pytest.raises(Busy):
            await first
        gate.set()
        pool.close()

    asyncio.run(ask())
    assert ran == []


def test_work_knows_the_id_of_its_request() -> None:
    async def ask() -> str:
        request_id.set("a-request")
        return await Pool("test", threads=1, waiting=0, seconds=5).run(request_id.get)

    assert asyncio.run(ask()) == "a-request"
