"""While a catalogue is built, the API says so; when the dataset changes, the last one answers meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from api.live import FRESH_S, LiveCatalogue
from engine import CineWatch
from engine.errors import Busy, SourceMissing
from engine.shared import Shared
from tests.api.serving import Serve, settings_for

Opens = Callable[..., LiveCatalogue]


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def opens() -> Iterator[Opens]:
    """Return a function that makes a catalogue to be opened, which opens nothing more when the test ends."""
    with ExitStack() as opened:

        def make(shared: Callable[[], Shared], **more: Any) -> LiveCatalogue:
            live = LiveCatalogue(shared, **more)
            opened.callback(live.close)
            return live

        yield make


@pytest.fixture
def shared(small_csv: Path, small_models: Path, tmp_path: Path) -> Shared:
    return Shared(settings_for(small_csv, small_models, tmp_path))


def test_while_the_catalogue_is_built_one_is_told_to_come_again(
    opens: Opens, shared: Shared, gate: threading.Event
) -> None:
    def slow() -> Shared:
        gate.wait()
        return shared

    live = opens(slow, wait_s=0.05)

    async def ask() -> CineWatch:
        with pytest.raises(Busy, match="still being built") as told:
            await live.current()
        assert told.value.retry_after_s
        gate.set()
        live.prepare().result(30)
        return await live.current()

    assert len(asyncio.run(ask())) > 10


def test_all_who_wait_get_one_catalogue_that_was_opened_once(opens: Opens, shared: Shared) -> None:
    opened: list[int] = []

    def counted() -> Shared:
        opened.append(1)
        return shared

    live = opens(counted)

    async def ask() -> list[CineWatch]:
        return await asyncio.gather(*(live.current() for _ in range(20)))

    catalogues = asyncio.run(ask())
    assert {id(each) for each in catalogues} == {id(shared.opened)}
    assert len(opened) == 1


def test_whether_the_dataset_has_changed_is_looked_at_now_and_then(opens: Opens, shared: Shared) -> None:
    now, looks = [0.0], [0]

    def counted() -> Shared:
        looks[0] += 1
        return shared

    live = opens(counted, clock=lambda: now[0])

    async def ask() -> None:
        for _ in range(50):
            await live.current()
        assert looks == [1]
        now[0] = FRESH_S + 0.1
        await live.current()
        live.prepare().result(30)

    asyncio.run(ask())
    assert looks[0] >= 2


def test_a_dataset_that_cannot_be_read_is_the_sample_here_as_on_the_pages(
    serve: Serve, shared_models: Path, tmp_path: Path
) -> None:
    client = serve(settings_for(tmp_path / "missing.csv", shared_models, tmp_path))
    assert client.get("search", q="inception").json()["films"][0]["film"]["title"] == "Inception"
    assert isinstance(client.shared.dataset_fault, SourceMissing)
    assert "cinewatch_dataset_fault 1.0" in client.get("/metrics").text
