"""The benchmark of descriptions measures descriptions of ten and of forty words, each step of them."""

from __future__ import annotations

import numpy as np

from benchmarks.description_steps import LENGTHS, descriptions
from engine import CineWatch


def test_every_step_is_measured_for_every_length(sample: CineWatch) -> None:
    figures = descriptions(sample, np.random.default_rng(1), 3)
    assert figures["bytes"] == sum(array.nbytes for array in sample.opened.descriptions.to_arrays().values())
    for length in LENGTHS:
        assert {*figures[length]} == {"scored", "ranked", "answer"}
        assert all(step["n"] == 3 and 0 < step["median"] <= step["p99"] for step in figures[length].values())


def test_a_catalogue_without_long_overviews_has_no_long_descriptions(cinewatch: CineWatch) -> None:
    figures = descriptions(cinewatch, np.random.default_rng(1), 2)
    assert figures["ten"]["answer"]["n"] == 2
    assert figures["forty"] == {}
