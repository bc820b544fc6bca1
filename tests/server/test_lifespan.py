"""A server tells wrong settings when it begins, and writes what still waits when it ends."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI

from api import create
from engine import read_settings
from engine.errors import SettingsError
from engine.shared import Shared
from engine.users import Event, utc_now
from server.ending import Ending
from server.lifespan import lifespan_of
from tests.api.serving import settings_for


def live(shared: Callable[[], Shared], work: Callable[[], None] = lambda: None) -> FastAPI:
    """Let a server begin, do some work, and end; return its API."""
    api = create(shared)

    async def run() -> None:
        async with lifespan_of(shared, api, Ending())(None):
            work()

    asyncio.run(run())
    return api


def test_events_that_wait_are_written_before_the_server_ends(
    small_csv: Path, small_models: Path, tmp_path: Path
) -> None:
    shared = Shared(settings_for(small_csv, small_models, tmp_path))
    user = shared.users.sign_in("https://id.example", "ada").user.id
    event = Event(user, "calm", "a", "shown", utc_now(), 603, 1)
    live(lambda: shared, lambda: shared.recorder.record([event]))
    assert shared.users.events.of("calm") == [event]
    shared.users.close()


def test_the_mounted_api_begins_and_ends_with_the_server(small_csv: Path, small_models: Path, tmp_path: Path) -> None:
    shared = Shared(settings_for(small_csv, small_models, tmp_path))
    assert shared.opened is None
    api = live(lambda: shared, lambda: api_waits_for(shared))
    for pool in (api.state.desk.engine_pool, api.state.desk.lookup_pool):
        with pytest.raises(RuntimeError, match="after shutdown"):
            asyncio.run(pool.run(dict))


def api_waits_for(shared: Shared) -> None:
    """Wait until the API has opened the catalogue, which nobody has asked for."""
    end = time.monotonic() + 30
    while shared.opened is None:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_server_that_notes_nothing_makes_no_database(small_csv: Path, small_models: Path, tmp_path: Path) -> None:
    live(lambda: Shared(settings_for(small_csv, small_models, tmp_path)))
    assert not (tmp_path / "users.db").exists()


def test_a_mistake_in_the_plan_is_told_at_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    plan = tmp_path / "experiments.toml"
    plan.write_text('[[experiment]]\nname = "Too Loud"\n')
    settings = read_settings({"CINEWATCH_EXPERIMENTS": str(plan)})
    with pytest.raises(SettingsError):
        Shared(settings)
    with caplog.at_level(logging.ERROR):
        live(lambda: Shared(settings))
    assert "wrong settings: experiments.toml, experiment 1: name is" in caplog.text
