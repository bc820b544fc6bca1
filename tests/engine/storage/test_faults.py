"""Random damage: wherever a file of a build is cut or a bit of it flips, it is found out, and nothing crashes."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from engine import CineWatch
from engine.errors import IndexCorrupt, IndexFault
from engine.storage import builds
from engine.storage.builds import CATALOGUE, INDEX, MANIFEST

PLACES = 200


@pytest.mark.parametrize("name", [INDEX, CATALOGUE])
def test_a_file_cut_anywhere_is_an_index_corrupt(folder: Path, name: str) -> None:
    whole = (folder / name).read_bytes()
    for length in np.random.default_rng(3).integers(0, len(whole), PLACES).tolist():
        (folder / name).write_bytes(whole[:length])
        with pytest.raises(IndexCorrupt):
            CineWatch.open(folder)


@pytest.mark.parametrize("name", [INDEX, CATALOGUE, MANIFEST])
def test_a_bit_that_flips_anywhere_is_found_by_verifying(folder: Path, name: str) -> None:
    whole = bytearray((folder / name).read_bytes())
    random = np.random.default_rng(4)
    for place in random.integers(0, len(whole), PLACES).tolist():
        damaged = bytearray(whole)
        damaged[place] ^= 1 << int(random.integers(8))
        (folder / name).write_bytes(damaged)
        with pytest.raises(IndexFault):
            builds.verify(folder)


@pytest.mark.parametrize("name", [INDEX, CATALOGUE])
def test_a_file_cut_to_what_the_manifest_says_is_still_no_crash(folder: Path, name: str) -> None:
    """A manifest may be as wrong as the file: then reading must fail in words, not with a signal."""
    whole = (folder / name).read_bytes()
    manifest = builds.read_manifest(folder)
    for length in np.random.default_rng(5).integers(0, len(whole), 40).tolist():
        os.truncate(folder / name, 0)
        (folder / name).write_bytes(whole[:length])
        manifest.sizes[name] = length
        builds.write_manifest(folder, manifest)
        with pytest.raises(IndexCorrupt):
            CineWatch.open(folder)


def test_files_of_two_builds_are_never_read_as_one(folder: Path, tmp_path: Path, small_csv: Path) -> None:
    other = CineWatch.build(small_csv, tmp_path / "other").opened.path
    for name in (INDEX, CATALOGUE):
        own = (folder / name).read_bytes()
        (folder / name).write_bytes((other / name).read_bytes())
        manifest = builds.read_manifest(other)
        assert manifest.sizes[name] == len((folder / name).read_bytes())
        with pytest.raises(IndexCorrupt):
            CineWatch.open(folder)
        (folder / name).write_bytes(own)
