"""Faults over a real server: `streamlit run` in a process of its own, and visitors that speak its protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from fakes.sample_catalogue import FILMS, write_csv
from fakes.streamlit_server import StreamlitServer, streamlit_server
from fakes.visitor import Visitor
from tests.api.serving import Client, client_of, settings_for

Start = Callable[..., StreamlitServer]


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

        def run(**settings: str) -> StreamlitServer:
            paths = {"CINEWATCH_DATASET": str(dataset), "CINEWATCH_MODELS_DIR": str(tmp_path / "models")}
            return running.enter_context(streamlit_server(paths | settings, tmp_path / "server.log"))

        yield run


@pytest.fixture(scope="session")
def visited(
    small_csv: Path, small_models: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[StreamlitServer, Visitor]]:
    """Return a server, and its very first visitor, who has opened an address without a page and left."""
    paths = {"CINEWATCH_DATASET": str(small_csv), "CINEWATCH_MODELS_DIR": str(small_models)}
    with streamlit_server(paths, tmp_path_factory.mktemp("running") / "server.log") as server:
        with Visitor(server.address) as first:
            first.run(page="nosuch")
        yield server, first


@pytest.fixture(scope="session")
def running(visited: tuple[StreamlitServer, Visitor]) -> StreamlitServer:
    """Return a server for tests that change neither settings nor films, and need not be its first visitors."""
    return visited[0]


@pytest.fixture(scope="session")
def lost(visited: tuple[StreamlitServer, Visitor]) -> Visitor:
    """Return the very first visitor of a server, who has opened an address without a page and left."""
    return visited[1]


@pytest.fixture(scope="session")
def client(small_csv: Path, small_models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Return a client of the API on the small catalogue, served with all middleware."""
    with client_of(settings_for(small_csv, small_models, tmp_path_factory.mktemp("users"))) as opened:
        yield opened
