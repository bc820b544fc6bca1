"""A server tells wrong settings when it begins, and writes what still waits when it ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import read_settings
from engine.errors import SettingsError
from engine.shared import Shared
from engine.users import Event, utc_now
from server.lifespan import lifespan_of


def live(shared: Callable[[], Shared], work: Callable[[], None] = lambda: None) -> None:
    """Let a server begin, do some work, and end."""

    async def run() -> None:
        async with lifespan_of(shared)(None):
            work()

    asyncio.run(run())


def test_events_that_wait_are_written_before_the_server_ends(tmp_path: Path) -> None:
    shared = Shared(read_settings({"CINEWATCH_DATABASE_URL": f"sqlite:///{tmp_path / 'users.db'}"}))
    user = shared.users.sign_in("https://id.example", "ada").user.id
    event = Event(user, "calm", "a", "shown", utc_now(), 603, 1)
    live(lambda: shared, lambda: shared.recorder.record([event]))
    assert shared.users.events.of("calm") == [event]
    shared.users.close()


def test_a_server_that_notes_nothing_opens_nothing(tmp_path: Path) -> None:
    file = tmp_path / "users.db"
    live(lambda: Shared(read_settings({"CINEWATCH_DATABASE_URL": f"sqlite:///{file}"})))
    assert not file.exists()


def test_a_mistake_in_the_plan_is_told_at_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    plan = tmp_path / "experiments.toml"
    plan.write_text('[[experiment]]\nname = "Too Loud"\n')
    settings = read_settings({"CINEWATCH_EXPERIMENTS": str(plan)})
    with pytest.raises(SettingsError):
        Shared(settings)
    with caplog.at_level(logging.ERROR):
        live(lambda: Shared(settings))
    assert "wrong settings: experiments.toml, experiment 1: name is" in caplog.text
