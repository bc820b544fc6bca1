"""Arrays come back from the file as they were written, mapped and not copied; any other file is a named error."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest
import scipy.sparse as sp

from engine.errors import IndexCorrupt, IndexVersion
from engine.storage.arrays import VERSION, matrix_arrays, matrix_of, open_arrays, write_arrays

ARRAYS = {
    "a/floats": np.arange(1_000, dtype=np.float32),
    "a/ids": np.array([3, 1, 2**31 - 1], dtype=np.int32),
    "flags": np.array([True, False]),
    "grid": np.arange(12, dtype=np.int64).reshape(3, 4),
    "nothing": np.empty(0, dtype=np.uint8),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_arrays(tmp_path / "index.h5", ARRAYS, {"build": "b", "names": ["é", "漢"]})
    return tmp_path / "index.h5"


def test_arrays_and_header_come_back(path: Path) -> None:
    arrays, header = open_arrays(path)
    assert header == {"build": "b", "names": ["é", "漢"]}
    assert arrays.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(arrays[name], array)


def test_arrays_are_read_only_and_mapped_instead_of_copied(path: Path) -> None:
    arrays, _ = open_arrays(path)
    with pytest.raises(ValueError, match="read-only"):
        arrays["a/floats"][0] = 7
    for name, array in arrays.items():
        assert not array.flags.owndata or array.size == 0, name
        assert array.flags.aligned, name


def test_a_matrix_comes_back_without_copying(tmp_path: Path) -> None:
    random = np.random.default_rng(7)
    matrix = sp.csr_array((random.random((30, 20)) * (random.random((30, 20)) < 0.2)).astype(np.float32))
    write_arrays(tmp_path / "m.h5", matrix_arrays("m", matrix), {})
    arrays, _ = open_arrays(tmp_path / "m.h5")
    opened = matrix_of(arrays, "m", (30, 20))
    np.testing.assert_array_equal(opened.toarray(), matrix.toarray())
    for part in ("data", "indices", "indptr"):
        assert np.shares_memory(getattr(opened, part), arrays[f"m/{part}"])


def test_a_matrix_of_another_shape_or_with_a_damaged_part_is_corrupt() -> None:
    whole = matrix_arrays("m", sp.csr_array(np.eye(30, 20, dtype=np.float32)))
    damaged = [
        *((whole, shape) for shape in ((29, 20), (31, 20), (0, 20))),
        *((whole | {name: array[:-1]}, (30, 20)) for name, array in whole.items()),
        *(({other: whole[other] for other in whole if other != name}, (30, 20)) for name in whole),
    ]
    for arrays, shape in damaged:
        with pytest.raises(IndexCorrupt, match="matrix m"):
            matrix_of(arrays, "m", shape)


def test_a_file_that_was_cut_is_corrupt(path: Path) -> None:
    whole = path.read_bytes()
    for share in (0.0, 0.02, 0.3, 0.7, 0.99):
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(IndexCorrupt):
            open_arrays(path)


def test_a_file_of_anything_else_is_corrupt(path: Path) -> None:
    for content in (b"", b"garbage", b"\x89HDF\r\n\x1a\n" + b"\x00" * 5_000, b"\xff" * 100_000):
        path.write_bytes(content)
        with pytest.raises(IndexCorrupt):
            open_arrays(path)


def test_an_hdf5_file_of_another_program_is_corrupt(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "theirs.h5", "w") as file:
        file["temperatures"] = np.arange(5)
    with pytest.raises(IndexCorrupt, match="not an index of CineWatch"):
        open_arrays(tmp_path / "theirs.h5")


def test_a_file_of_another_version_is_named_so(path: Path) -> None:
    for version in (VERSION - 1, VERSION + 1):
        with h5py.File(path, "a") as file:
            file.attrs["version"] = version
        with pytest.raises(IndexVersion, match=f"version {version}, .* reads {VERSION};"):
            open_arrays(path)


@pytest.mark.parametrize("attribute", ["format", "version", "header", "checksum"])
def test_a_file_without_one_of_its_attributes_is_corrupt(path: Path, attribute: str) -> None:
    with h5py.File(path, "a") as file:
        del file.attrs[attribute]
    with pytest.raises(IndexCorrupt):
        open_arrays(path)


def test_a_header_that_was_changed_is_corrupt(path: Path) -> None:
    with h5py.File(path, "a") as file:
        file.attrs["header"] = file.attrs["header"].replace('"b"', '"c"')
    with pytest.raises(IndexCorrupt):
        open_arrays(path)


def test_an_array_that_was_compressed_cannot_be_mapped(path: Path) -> None:
    with h5py.File(path, "a") as file:
        file.create_dataset("packed", data=np.arange(100), chunks=(10,), compression="gzip")
    with pytest.raises(IndexCorrupt):
        open_arrays(path)


def test_a_file_is_never_written_over(path: Path) -> None:
    with pytest.raises(OSError, match="exists"):
        write_arrays(path, ARRAYS, {})
