"""A server of the API on the small catalogue, and one for each test that needs other settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from engine import Settings
from tests.api.serving import Client, Serve, client_of, settings_for


@pytest.fixture(scope="session")
def client(small_csv: Path, small_models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Return a client of the API on the small catalogue."""
    folder = tmp_path_factory.mktemp("users")
    with client_of(settings_for(small_csv, small_models, folder, CINEWATCH_API_LIMIT="1000000")) as opened:
        yield opened


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Return a function that serves the API with other settings."""
    with ExitStack() as running:

        def start(settings: Settings) -> Client:
            return running.enter_context(client_of(settings))

        yield start
