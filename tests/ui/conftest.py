"""What tests of the screen share: the sample catalogue, open."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import CineWatch

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "sample_movies.csv"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> CineWatch:
    """Return the sample catalogue, open."""
    return CineWatch.of(SAMPLE, tmp_path_factory.mktemp("models of the sample"))
