"""Faults over a real server: `streamlit run` in a process of its own, and visitors that speak its protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from fakes.sample_catalogue import FILMS, write_csv
from tests.streamlit_server import Server, streamlit_server

Start = Callable[..., Server]


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Return a dataset that a test may break."""
    folder = tmp_path / "a folder"
    folder.mkdir()
    return write_csv(folder / "films.csv", FILMS)


@pytest.fixture
def start(tmp_path: Path, dataset: Path) -> Iterator[Start]:
    """Return a function that starts a server on the dataset, with settings."""
    with ExitStack() as running:

        def run(**settings: str) -> Server:
            paths = {
                "CINEWATCH_DATASET": str(dataset),
                "CINEWATCH_MODELS_DIR": str(tmp_path / "models"),
                "CINEWATCH_DATABASE_URL": f"sqlite:///{tmp_path / 'users.db'}",
            }
            return running.enter_context(streamlit_server(tmp_path / "server.log", **paths | settings))

        yield run
