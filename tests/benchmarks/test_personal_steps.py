"""The benchmark of films for a user measures each step, and learns its community in memory."""

from __future__ import annotations

import numpy as np

from benchmarks.personal_steps import for_you
from engine import CineWatch


def test_every_step_is_measured_and_nothing_is_stored(cinewatch: CineWatch) -> None:
    before = cinewatch.for_you.store.fingerprint
    figures = for_you(cinewatch, np.random.default_rng(1), 3)
    assert figures.pop("first_ms") > 0
    assert {*figures} >= {"taste", "fold_in", "answer", "answer_processor", "answer_no_community", "new_rating"}
    assert all(step["n"] == 3 and step["median"] <= step["p99"] for step in figures.values())
    assert cinewatch.for_you.store.fingerprint == before
