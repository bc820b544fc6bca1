"""The title index of another process is that of this one, and the build does not depend on it."""

from __future__ import annotations

import logging
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from engine.catalogue.catalogue import read_columns
from engine.search import titles_process
from engine.search.titles import build_titles, titles_of
from engine.search.titles_process import titles_apart
from engine.storage.arrays import Arrays
from engine.storage.manifest import CATALOGUE


@pytest.fixture
def catalogue(folder: Path) -> Path:
    return folder / CATALOGUE


@pytest.fixture
def expected(catalogue: Path) -> Arrays:
    return build_titles(titles_of(partial(read_columns, catalogue)), place_of(catalogue)).to_arrays()


def place_of(catalogue: Path) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.arange(sum(len(batch) for batch in read_columns(catalogue, ["id"])), dtype=np.int16)


def assert_same(arrays: Arrays, expected: Arrays) -> None:
    assert arrays.keys() == expected.keys()
    for name, array in expected.items():
        assert array.dtype == arrays[name].dtype
        np.testing.assert_array_equal(array, arrays[name])


def test_the_index_of_another_process_is_the_same(
    catalogue: Path,
    expected: Arrays,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(titles_process, "_has_room", lambda: True)
    monkeypatch.setattr(logging.getLogger("cinewatch"), "propagate", True)
    with titles_apart(catalogue, titles_process.FEWEST_FILMS) as titles:
        assert_same(titles(place_of(catalogue)), expected)
    assert not caplog.records
    assert not capfd.readouterr().err
    assert [path.name for path in catalogue.parent.iterdir() if path.is_dir()] == []


@pytest.mark.parametrize("python", ["/bin/false", "/absent/python"])
def test_a_process_that_fails_or_cannot_start_does_not_fail_the_build(
    catalogue: Path, expected: Arrays, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, python: str
) -> None:
    monkeypatch.setattr(titles_process, "_has_room", lambda: True)
    monkeypatch.setattr(logging.getLogger("cinewatch"), "propagate", True)
    monkeypatch.setattr(sys, "executable", python)
    with titles_apart(catalogue, titles_process.FEWEST_FILMS) as titles:
        assert_same(titles(place_of(catalogue)), expected)
    assert "built here" in caplog.text


def test_a_small_catalogue_needs_no_other_process(
    catalogue: Path, expected: Arrays, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(titles_process, "_start", None)
    with titles_apart(catalogue, len(expected["titles/place"])) as titles:
        assert_same(titles(place_of(catalogue)), expected)
