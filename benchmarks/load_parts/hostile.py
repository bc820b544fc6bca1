"""One visitor who asks without end, beside people who do not."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from urllib.parse import urlsplit

from benchmarks.load_parts.crowd import START, Level, Served, Times, as_guest, crowd
from benchmarks.tab import Tab
from engine.users import COOKIE_NAME
from ui.navigation import LIKED

TABS = 20
RATE = 1_000
"""Requests to the API in a second."""
_SOURCE = ("127.0.0.2", 0)
_PAGES = ({"mode": "Map"}, "similarity"), ({"section": "Your own chart"}, "statistics")


async def beside(served: Served, level: Level, films: list[str], rate: int) -> tuple[Times, int]:
    """Return how long people waited beside one hostile visitor, and how many requests to the API that one made.

    The hostile one comes from another address of this machine.

    Parameters
    ----------
    served
        Where they all come.
    level
        How many people there are.
    films
        Labels that people choose from.
    rate
        Requests to the API in a second.

    """
    cookies = await asyncio.to_thread(as_guest, served.address)
    made = [0]
    hostile = [asyncio.create_task(_tab(served, cookies, random.Random(n), films)) for n in range(TABS)]
    hostile += [asyncio.create_task(_flood(served, cookies, made, rate / TABS)) for _ in range(TABS)]
    times = Times()
    try:
        await crowd(served, level, films, times)
    finally:
        for each in hostile:
            each.cancel()
        await asyncio.gather(*hostile, return_exceptions=True)
    return times, made[0]


async def beside_tabs(served: Served, level: Level, films: list[str]) -> Times:
    """Return how long people waited beside one visitor who chooses films in many tabs without a pause."""
    cookies = await asyncio.to_thread(as_guest, served.address)
    busy = [asyncio.create_task(_choosing(served, cookies, random.Random(n), films)) for n in range(TABS)]
    times = Times()
    try:
        await crowd(served, level, films, times)
    finally:
        for each in busy:
            each.cancel()
        await asyncio.gather(*busy, return_exceptions=True)
    return times


async def _choosing(served: Served, cookies: dict[str, str], chance: random.Random, films: list[str]) -> None:
    tab = await Tab.open(served.address, cookies)
    try:
        await tab.run({LIKED: chance.choice(films)}, START)
        while True:
            await tab.run({LIKED: chance.choice(films)})
    finally:
        await tab.close()


async def _tab(served: Served, cookies: dict[str, str], chance: random.Random, films: list[str]) -> None:
    """Draw costly pages without a pause."""
    while True:
        # Whatever the server does with this one is right, as long as others are served.
        with suppress(Exception):
            tab = await Tab.open(served.address, cookies, _SOURCE)
            try:
                while True:
                    words = " ".join(chance.choice(films) for _ in range(40))
                    link, page = chance.choice([*_PAGES, ({"about": words}, "recommend")])
                    await tab.run(link, page)
            finally:
                await tab.close()
        await asyncio.sleep(0.2)


async def _flood(served: Served, cookies: dict[str, str], made: list[int], rate: float) -> None:
    """Ask the API at a steady rate, and do not read what it says beyond making room for more."""
    place = urlsplit(served.address)
    headers = f"Host: 127.0.0.1\r\nCookie: {COOKIE_NAME}={cookies[COOKIE_NAME]}\r\n"
    request = f"GET /api/v1/recommend?about=harbour+{made[0]} HTTP/1.1\r\n{headers}\r\n".encode()
    while True:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection(place.hostname, place.port, local_addr=_SOURCE)
            try:
                while not reader.at_eof():
                    writer.write(request)
                    made[0] += 1
                    with suppress(TimeoutError):
                        await asyncio.wait_for(reader.read(65536), 1 / rate)
                    await asyncio.sleep(1 / rate)
            finally:
                writer.close()
        await asyncio.sleep(0.2)
