"""Fixtures for all tests: the small catalogue and the sample, built once, and functions to build others."""

from __future__ import annotations

import functools
import itertools
import logging
import os
import shutil
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import local_script_runner

from engine import CineWatch
from engine.__main__ import main
from engine.logs import ROOT as ROOT_LOGGER
from engine.personalization.ratings import Ratings
from engine.storage import stillness
from fakes.sample_catalogue import FILMS, Build, Row, folders, write_csv
from tests.beginnings import made_once, write_empty_database
from tests.engine.command_outcomes import Outcome, Run
from tests.engine.personalization.random_users import random_ratings
from ui import cache

SAMPLE = Path(__file__).resolve().parents[1] / "sample_data" / "sample_movies.csv"

WATCHED_EXAMPLES = 10
"""Examples of a property test that coverage watches."""

# No test is timed, so that none fails on a busy machine. Where an example is cheap or rare, a test asks for more.
settings.register_profile("untimed", deadline=None, max_examples=40)
settings.load_profile("untimed")


# AppTest looks through all installed packages for components before each run, which took three quarters of its time.
# Here one look is enough.
manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)


def pytest_xdist_auto_num_workers() -> int:
    """Return how many processes `-n auto` means: one more than cores, since some tests wait for a network."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Let coverage watch the first examples of a property test: later ones run the same lines, and far more slowly."""
    covering = item.config.pluginmanager.getplugin("_cov")
    inner: Any = getattr(getattr(item, "obj", None), "hypothesis", None)
    if covering is None or inner is None or covering.cov_controller is None:
        return (yield)
    test, examples = inner.inner_test, itertools.count()

    @functools.wraps(test)
    def counted(*arguments: object, **values: object) -> None:
        if next(examples) == WATCHED_EXAMPLES:
            covering.cov_controller.pause()
        test(*arguments, **values)

    inner.inner_test = counted
    try:
        return (yield)
    finally:
        inner.inner_test = test
        if not covering.cov_controller.started:
            covering.cov_controller.resume()


@pytest.fixture(scope="session", autouse=True)
def _scripts_are_compiled_once() -> Iterator[None]:
    """Let AppTest share what it compiles, as a server does: alone, each run compiles the pages again."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(local_script_runner, "ScriptCache", functools.cache(ScriptCache))
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_collection_for_each_engine() -> Iterator[None]:
    """Let a new engine cost no garbage collection: each test of a page has one, and that took most of its time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cache, "spare_from_collection", lambda _: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _files_are_complete_soon() -> Iterator[None]:
    """Let a file that a test has just written count as complete a little later, not two seconds later."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stillness, "QUIET_S", 0.2)
        yield


@pytest.fixture(scope="session")
def small_csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the small catalogue as a CSV in the columns of TMDB v11."""
    return write_csv(tmp_path_factory.mktemp("dataset") / "films.csv", FILMS)


@pytest.fixture(scope="session")
def small_models(small_csv: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a models folder with one build, of the small catalogue. Do not change it."""
    models = tmp_path_factory.mktemp("models")
    CineWatch.build(small_csv, models)
    return models


@pytest.fixture(scope="session")
def cinewatch(small_csv: Path, small_models: Path) -> CineWatch:
    """Return the small catalogue, open."""
    return CineWatch.of(small_csv, small_models)


@pytest.fixture(scope="session")
def shared_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a models folder that all processes of this run share, so that each builds what the others have not.

    CineWatch itself holds a lock while it builds. Do not change the folder.
    """
    folder = tmp_path_factory.getbasetemp()
    # pytest-xdist gives each process a folder of its own within a common one.
    return (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "shared models"


@pytest.fixture(scope="session")
def empty_users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of an empty database of users. Do not change it."""
    file = tmp_path_factory.mktemp("empty") / "users.db"
    write_empty_database(file)
    return file


@pytest.fixture(scope="module")
def beginnings_made_once(empty_users: Path, small_models: Path, shared_models: Path) -> Iterator[None]:
    """Let the tests of a module share what they begin with: see `made_once`."""
    with made_once(empty_users, (small_models, shared_models)):
        yield


@pytest.fixture(scope="session")
def sample(shared_models: Path) -> CineWatch:
    """Return the sample catalogue, open."""
    return CineWatch.of(SAMPLE, shared_models)


@pytest.fixture(scope="session")
def ratings(cinewatch: CineWatch) -> Ratings:
    """Return ratings of the small catalogue by forty users."""
    return random_ratings(cinewatch, users=40, per_user=8)


@pytest.fixture(scope="session")
def learned_models(small_models: Path, ratings: Ratings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a models folder with the small catalogue and a community. Do not change it."""
    models = Path(shutil.copytree(small_models, tmp_path_factory.mktemp("learned") / "models"))
    (folder,) = folders(models)
    for_you = CineWatch.open(folder).for_you
    for_you.learn(for_you.plan(ratings))
    return models


@pytest.fixture(scope="session")
def learned(learned_models: Path) -> CineWatch:
    """Return the small catalogue with a community, open. Do not change it."""
    (folder,) = folders(learned_models)
    return CineWatch.open(folder)


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Return a function that builds rows as a catalogue and opens it."""

    def build_rows(rows: Iterable[Row]) -> CineWatch:
        return CineWatch.of(write_csv(tmp_path / "some films.csv", rows), tmp_path / "models")

    return build_rows


@pytest.fixture
def models(small_models: Path, tmp_path: Path) -> Path:
    """Return a copy of the models folder with the small catalogue; a test may damage it."""
    return Path(shutil.copytree(small_models, tmp_path / "models"))


@pytest.fixture
def folder(models: Path) -> Path:
    """Return the folder of the one build in `models`."""
    (path,) = folders(models)
    return path


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of the reference data beside the project; skip the test if there is none."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("there is no reference data beside the project")
    return folder


@pytest.fixture
def logger_as_it_was() -> Iterator[None]:
    """Restore the logger of the project after the test."""
    logger = logging.getLogger(ROOT_LOGGER)
    handlers, level, propagate = logger.handlers[:], logger.level, logger.propagate
    yield
    logger.handlers, logger.propagate = handlers, propagate
    logger.setLevel(level)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, logger_as_it_was: None) -> Run:  # noqa: ARG001
    """Return a function that runs a command in this process, without settings from the environment."""
    for name in ("CINEWATCH_DATASET", "CINEWATCH_MODELS_DIR", "CINEWATCH_LOG_FORMAT"):
        monkeypatch.delenv(name, raising=False)

    def command(*arguments: object) -> Outcome:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            status = int(stop.code or 0)
        return Outcome(status, *capsys.readouterr())

    return command


@pytest.fixture
def run_small(run: Run, small_models: Path) -> Run:
    """Return a function that runs a command on the small catalogue, which is already built."""
    return lambda command, *arguments: run(command, *arguments, "--models", small_models)
