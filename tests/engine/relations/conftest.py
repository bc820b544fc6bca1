"""What the tests of relations share."""

from __future__ import annotations

import pytest

from tests.engine.reference import Reference


@pytest.fixture(params=["reference", "sample_reference"])
def catalogue(request: pytest.FixtureRequest) -> Reference:
    """Return the small catalogue, then the sample."""
    reference: Reference = request.getfixturevalue(request.param)
    return reference
