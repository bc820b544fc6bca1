"""Fixtures for tests of the engine: the small catalogue and the sample, with slow reference answers."""

from __future__ import annotations

import pytest

from engine import CineWatch
from tests.engine.reference import Reference


@pytest.fixture(scope="session")
def reference(cinewatch: CineWatch) -> Reference:
    """Return the reference answers for the small catalogue."""
    return Reference(cinewatch)


@pytest.fixture(scope="session")
def sample_reference(sample: CineWatch) -> Reference:
    """Return the reference answers for the sample catalogue."""
    return Reference(sample)
