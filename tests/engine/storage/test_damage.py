"""A build that is cut, changed, foreign or of another version is a named error, and is built again."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest

from engine import CineWatch
from engine.errors import IndexCorrupt, IndexFault, IndexMissing, IndexVersion
from engine.storage.manifest import (
    CATALOGUE,
    INDEX,
    MANIFEST,
    VERSION,
    Manifest,
    read_manifest,
    sizes_and_digests,
    verify,
    write_manifest,
)
from fakes.sample_catalogue import FILMS, folders

POSITIONS = 200
"""Places of a file that are damaged, one at a time."""


def remove(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def garble(path: Path) -> None:
    path.write_bytes(np.random.default_rng(7).bytes(path.stat().st_size))


def lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def update_manifest(folder: Path) -> None:
    """Write sizes and digests of the files as they are, so that only the files themselves show their damage."""
    content = json.loads((folder / MANIFEST).read_text())["manifest"]
    sizes, digests = sizes_and_digests(folder)
    write_manifest(folder, Manifest(**content | {"sizes": sizes, "digests": digests}))


@pytest.mark.parametrize("name", [INDEX, CATALOGUE, MANIFEST])
def test_a_damaged_file_is_an_index_corrupt(folder: Path, name: str) -> None:
    whole = (folder / name).read_bytes()
    for damage in (empty, cut, garble, lengthen):
        damage(folder / name)
        with pytest.raises(IndexCorrupt) as caught:
            CineWatch.open(folder)
        assert str(caught.value).isprintable()
        (folder / name).write_bytes(whole)
    remove(folder / name)
    with pytest.raises(IndexMissing if name == MANIFEST else IndexCorrupt):
        CineWatch.open(folder)


@pytest.mark.parametrize("damage", [remove, cut, garble])
@pytest.mark.parametrize("name", [MANIFEST, INDEX, CATALOGUE])
def test_a_damaged_build_is_built_again(
    models: Path, folder: Path, small_csv: Path, name: str, damage: Callable[[Path], None]
) -> None:
    damage(folder / name)
    assert len(CineWatch.of(small_csv, models)) == len(FILMS)
    assert len(folders(models)) == 1
    assert folders(models) != [folder]


@pytest.mark.parametrize("name", [INDEX, CATALOGUE])
def test_a_file_cut_anywhere_is_corrupt_even_if_the_manifest_agrees(folder: Path, name: str) -> None:
    """If the manifest is as wrong as the file, reading must still fail with an error, not with a signal."""
    whole, manifest = (folder / name).read_bytes(), read_manifest(folder)
    for n, length in enumerate(np.random.default_rng(3).integers(0, len(whole), POSITIONS).tolist()):
        (folder / name).write_bytes(whole[:length])
        if n % 5 == 0:
            manifest.sizes[name] = length
            write_manifest(folder, manifest)
        with pytest.raises(IndexCorrupt):
            CineWatch.open(folder)


@pytest.mark.parametrize("name", [INDEX, CATALOGUE, MANIFEST])
def test_verifying_finds_a_flipped_bit_anywhere(folder: Path, name: str) -> None:
    opened = CineWatch.open(folder)
    opened.verify()
    whole = (folder / name).read_bytes()
    random = np.random.default_rng(4)
    for position in random.integers(0, len(whole), POSITIONS).tolist():
        damaged = bytearray(whole)
        damaged[position] ^= 1 << int(random.integers(8))
        (folder / name).write_bytes(damaged)
        with pytest.raises(IndexFault):
            verify(folder)
    with pytest.raises(IndexFault, match=None if name == MANIFEST else name):
        opened.verify()


@pytest.mark.parametrize("name", [INDEX, CATALOGUE])
def test_files_of_two_builds_are_not_mixed(folder: Path, small_csv: Path, tmp_path: Path, name: str) -> None:
    other = CineWatch.build(small_csv, tmp_path / "others").opened.path
    shutil.copy(other / name, folder / name)
    for _ in range(2):
        with pytest.raises(IndexCorrupt):
            CineWatch.open(folder)
        update_manifest(folder)


def test_a_manifest_of_anything_else_is_corrupt(folder: Path) -> None:
    for content in ("[]", "7", "null", '"text"', "{}", "\0"):
        (folder / MANIFEST).write_text(content)
        with pytest.raises(IndexCorrupt):
            CineWatch.open(folder)


def test_a_manifest_that_cannot_be_read_is_corrupt(folder: Path) -> None:
    (folder / MANIFEST).unlink()
    (folder / MANIFEST).mkdir()
    with pytest.raises(IndexCorrupt, match="cannot read"):
        CineWatch.open(folder)


def test_a_manifest_that_was_edited_is_corrupt(folder: Path) -> None:
    content = json.loads((folder / MANIFEST).read_text())
    content["manifest"]["films"] += 1
    (folder / MANIFEST).write_text(json.dumps(content))
    with pytest.raises(IndexCorrupt):
        CineWatch.open(folder)


def test_nothing_opens_where_nothing_is_built(models: Path) -> None:
    for path in (models.parent / "absent", models):
        with pytest.raises(IndexMissing):
            CineWatch.open(path)
    with pytest.raises(IndexFault):
        CineWatch.open(models / ".lock")


def test_a_build_of_another_version_is_named_so(folder: Path) -> None:
    content = json.loads((folder / MANIFEST).read_text())
    content["manifest"]["something_new"] = 1
    for version in (VERSION - 1, VERSION + 1):
        (folder / MANIFEST).write_text(json.dumps(content | {"version": version}))
        with pytest.raises(IndexVersion, match=f"version {version}, .* reads {VERSION};"):
            CineWatch.open(folder)


def test_an_index_of_another_version_is_named_so(folder: Path) -> None:
    # Changing an attribute in place keeps the length of the file.
    with h5py.File(folder / INDEX, "a") as file:
        file.attrs.modify("version", 99)
    update_manifest(folder)
    with pytest.raises(IndexVersion, match="version 99"):
        CineWatch.open(folder)


def test_an_hdf5_file_of_another_program_is_corrupt(folder: Path) -> None:
    with h5py.File(folder / INDEX, "w") as file:
        file["temperatures"] = np.arange(5)
    update_manifest(folder)
    with pytest.raises(IndexCorrupt):
        CineWatch.open(folder)


def test_an_index_without_one_of_its_arrays_is_corrupt(folder: Path) -> None:
    for name in ("columns/votes", "content/terms/text", "content/films/data", "titles/idf"):
        with h5py.File(folder / INDEX, "a") as file:
            file.move(name, f"{name}_gone")
        update_manifest(folder)
        with pytest.raises(IndexCorrupt):
            CineWatch.open(folder)
        with h5py.File(folder / INDEX, "a") as file:
            file.move(f"{name}_gone", name)
    update_manifest(folder)
    assert len(CineWatch.open(folder)) == len(FILMS)


def test_an_index_whose_parts_do_not_fit_together_is_corrupt(folder: Path) -> None:
    with h5py.File(folder / INDEX, "a") as file:
        ids = file["columns/id"][:-1]
        del file["columns/id"]
        file["columns/id"] = ids
    update_manifest(folder)
    with pytest.raises(IndexCorrupt, match="do not fit together"):
        CineWatch.open(folder)
