"""A catalogue with a community, learned once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine import CineWatch
from engine.personalization.ratings import Ratings
from fakes.sample_catalogue import folders
from tests.engine.personalization.random_users import random_ratings


@pytest.fixture(scope="session")
def ratings(cinewatch: CineWatch) -> Ratings:
    """Return ratings of the small catalogue by forty users."""
    return random_ratings(cinewatch, users=40, per_user=8)


@pytest.fixture(scope="session")
def learned(small_models: Path, ratings: Ratings, tmp_path_factory: pytest.TempPathFactory) -> CineWatch:
    """Return the small catalogue with a community. Do not change it."""
    models = Path(shutil.copytree(small_models, tmp_path_factory.mktemp("learned") / "models"))
    (folder,) = folders(models)
    opened = CineWatch.open(folder)
    opened.for_you.learn(opened.for_you.plan(ratings))
    return opened
