"""What tests of the engine share: the sample catalogue, open, and both catalogues as plain Python has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import CineWatch
from tests.engine.reference import Reference

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "sample_movies.csv"


@pytest.fixture(scope="session")
def plain(cinewatch: CineWatch) -> Reference:
    """Return the small catalogue, read whole."""
    return Reference(cinewatch)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> CineWatch:
    """Return the sample catalogue, open."""
    return CineWatch.of(SAMPLE, tmp_path_factory.mktemp("models of the sample"))


@pytest.fixture(scope="session")
def plain_sample(sample: CineWatch) -> Reference:
    """Return the sample catalogue, read whole."""
    return Reference(sample)
