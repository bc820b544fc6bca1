"""A build that is cut, changed, foreign or of another version is a named error, and is made again."""

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
from engine.storage import builds
from engine.storage.builds import CATALOGUE, INDEX, MANIFEST
from fakes.sample_catalogue import FILMS, folders


def remove(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def halve(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def garble(path: Path) -> None:
    path.write_bytes(np.random.default_rng(7).bytes(path.stat().st_size))


def lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


DAMAGES = [remove, empty, cut, halve, garble, lengthen]


@pytest.mark.parametrize("name", [INDEX, CATALOGUE])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_an_index_corrupt(folder: Path, name: str, damage: Callable[[Path], None]) -> None:
    damage(folder / name)
    with pytest.raises(IndexCorrupt) as caught:
        CineWatch.open(folder)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("damage", [empty, cut, halve, garble, lengthen])
def test_a_damaged_manifest_is_an_index_corrupt(folder: Path, damage: Callable[[Path], None]) -> None:
    damage(folder / MANIFEST)
    with pytest.raises(IndexCorrupt):
        CineWatch.open(folder)


@pytest.mark.parametrize("content", ["[]", "7", "null", '"text"', "{}", '{"format": "cinewatch-build"}'])
def test_a_manifest_of_anything_else_is_a_named_error(folder: Path, content: str) -> None:
    (folder / MANIFEST).write_text(content)
    with pytest.raises(IndexFault):
        CineWatch.open(folder)


def test_without_a_manifest_there_is_no_index(folder: Path) -> None:
    (folder / MANIFEST).unlink()
    with pytest.raises(IndexMissing):
        CineWatch.open(folder)


@pytest.mark.parametrize("path", ["absent", "models/.lock"])
def test_where_nothing_is_built_nothing_opens(models: Path, path: str) -> None:
    with pytest.raises(IndexFault):
        CineWatch.open(models.parent / path)


def test_a_manifest_that_was_edited_is_corrupt(folder: Path) -> None:
    content = json.loads((folder / MANIFEST).read_text())
    content["manifest"]["films"] += 1
    (folder / MANIFEST).write_text(json.dumps(content))
    with pytest.raises(IndexCorrupt):
        CineWatch.open(folder)


def test_a_build_of_a_newer_version_is_named_so(folder: Path) -> None:
    content = json.loads((folder / MANIFEST).read_text())
    content["version"] += 1
    content["manifest"]["something_new"] = 1
    (folder / MANIFEST).write_text(json.dumps(content))
    with pytest.raises(IndexVersion):
        CineWatch.open(folder)


def test_an_index_of_a_newer_version_is_named_so(folder: Path) -> None:
    # Changing an attribute in place keeps the length of the file.
    with h5py.File(folder / INDEX, "a") as file:
        file.attrs.modify("version", 99)
    resigned(folder)
    with pytest.raises(IndexVersion):
        CineWatch.open(folder)


def test_an_hdf5_file_of_somebody_else_is_corrupt(folder: Path) -> None:
    with h5py.File(folder / INDEX, "w") as file:
        file["temperatures"] = np.arange(5)
    resigned(folder)
    with pytest.raises(IndexCorrupt):
        CineWatch.open(folder)


def test_an_index_that_lacks_an_array_is_corrupt(folder: Path) -> None:
    for name in ("columns/votes", "content/terms/text", "content/films/data", "titles/idf"):
        with h5py.File(folder / INDEX, "a") as file:
            file.move(name, f"{name}_gone")
        resigned(folder)
        with pytest.raises(IndexCorrupt):
            CineWatch.open(folder)
        with h5py.File(folder / INDEX, "a") as file:
            file.move(f"{name}_gone", name)
    resigned(folder)
    CineWatch.open(folder)


def resigned(folder: Path) -> None:
    """Write the manifest anew, so that only the files themselves can tell that they were changed."""
    content = json.loads((folder / MANIFEST).read_text())["manifest"]
    sizes, digests = builds.describe_files(folder)
    builds.write_manifest(folder, builds.Manifest(**content | {"sizes": sizes, "digests": digests}))


@pytest.mark.parametrize("name", [INDEX, CATALOGUE])
def test_files_of_two_builds_are_not_mixed(folder: Path, small_csv: Path, tmp_path: Path, name: str) -> None:
    other = Path(CineWatch.build(small_csv, tmp_path / "others").opened.path)
    shutil.copy(other / name, folder / name)
    resigned(folder)
    with pytest.raises(IndexCorrupt):
        CineWatch.open(folder)


@pytest.mark.parametrize("name", [INDEX, CATALOGUE])
def test_verify_finds_a_flipped_bit(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    opened = CineWatch.open(folder)
    opened.verify()
    (folder / name).write_bytes(content)
    with pytest.raises(IndexCorrupt, match=name):
        opened.verify()


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", [MANIFEST, INDEX, CATALOGUE])
def test_a_damaged_build_is_made_again(
    models: Path, folder: Path, small_csv: Path, name: str, damage: Callable[[Path], None]
) -> None:
    damage(folder / name)
    assert len(CineWatch.of(small_csv, models)) == len(FILMS)
    assert len(folders(models)) == 1
    assert folders(models) != [folder]
