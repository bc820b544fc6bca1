"""Arrays come back from the file as they went in, mapped and not copied; any other file is refused by name."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import IndexCorrupt, IndexVersion
from engine.storage.arrays import VERSION, matrix_arrays, matrix_of, open_arrays, write_arrays
from engine.storage.strings import StringArray

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


def test_arrays_can_be_read_and_not_written(path: Path) -> None:
    arrays, _ = open_arrays(path)
    with pytest.raises(ValueError, match="read-only"):
        arrays["a/floats"][0] = 7


def test_arrays_are_mapped_and_not_copied(path: Path) -> None:
    arrays, _ = open_arrays(path)
    for name, array in arrays.items():
        assert not array.flags.owndata or array.size == 0, name
        assert array.flags.aligned, name


def test_a_matrix_comes_back_without_copying(tmp_path: Path) -> None:
    matrix = sp.random_array((30, 20), density=0.2, format="csr", dtype=np.float32, rng=np.random.default_rng(7))
    write_arrays(tmp_path / "m.h5", matrix_arrays("m", matrix), {})
    arrays, _ = open_arrays(tmp_path / "m.h5")
    opened = matrix_of(arrays, "m", (30, 20))
    np.testing.assert_array_equal(opened.toarray(), matrix.toarray())
    for part in ("data", "indices", "indptr"):
        assert np.shares_memory(getattr(opened, part), arrays[f"m/{part}"])


@pytest.mark.parametrize("shape", [(29, 20), (31, 20), (0, 20)])
def test_a_matrix_of_another_shape_is_corrupt(shape: tuple[int, int]) -> None:
    arrays = matrix_arrays("m", sp.csr_array(np.eye(30, 20, dtype=np.float32)))
    with pytest.raises(IndexCorrupt):
        matrix_of(arrays, "m", shape)


@pytest.mark.parametrize("part", ["data", "indices", "indptr"])
def test_a_matrix_that_lacks_a_part_or_has_it_cut_is_corrupt(part: str) -> None:
    whole = matrix_arrays("m", sp.csr_array(np.eye(4, dtype=np.float32)))
    with pytest.raises(IndexCorrupt):
        matrix_of(whole | {f"m/{part}": whole[f"m/{part}"][:-1]}, "m", (4, 4))
    with pytest.raises(IndexCorrupt):
        matrix_of({name: array for name, array in whole.items() if name != f"m/{part}"}, "m", (4, 4))


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.7, 0.99])
def test_a_file_that_was_cut_is_corrupt(path: Path, share: float) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(IndexCorrupt):
        open_arrays(path)


@pytest.mark.parametrize("content", [b"", b"garbage", b"\x89HDF\r\n\x1a\n" + b"\x00" * 5_000, b"\xff" * 100_000])
def test_a_file_of_anything_else_is_corrupt(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(IndexCorrupt):
        open_arrays(path)


def test_an_hdf5_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "theirs.h5", "w") as file:
        file["temperatures"] = np.arange(5)
    with pytest.raises(IndexCorrupt, match="no index of CineWatch"):
        open_arrays(tmp_path / "theirs.h5")


def test_a_file_of_a_newer_version_is_named_so(path: Path) -> None:
    with h5py.File(path, "a") as file:
        file.attrs["version"] = VERSION + 1
    with pytest.raises(IndexVersion, match=str(VERSION + 1)):
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


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), max_size=12))
def test_strings_come_back(strings: list[str]) -> None:
    array = StringArray.of(strings)
    assert len(array) == len(strings)
    assert list(array) == strings


@settings(deadline=None, max_examples=100)
@given(
    st.sets(st.text(st.sampled_from("ab é漢🦊"), max_size=3), max_size=12),
    st.text(st.sampled_from("ab é漢🦊"), max_size=3),
)
def test_a_string_is_found_where_it_is_and_nowhere_else(strings: set[str], wanted: str) -> None:
    ordered = sorted(strings)
    assert StringArray.of(ordered).find(wanted) == (ordered.index(wanted) if wanted in strings else None)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sets(st.text("abé", max_size=2), max_size=6), min_size=3, max_size=3), st.text("abé", max_size=2))
def test_a_string_is_found_in_its_part_where_only_each_part_ascends(parts: list[set[str]], wanted: str) -> None:
    before, middle, behind = (sorted(part) for part in parts)
    start, stop = len(before), len(before) + len(middle)
    found = StringArray.of([*before, *middle, *behind]).find(wanted, start, stop)
    assert found == (start + middle.index(wanted) if wanted in middle else None)


@pytest.mark.parametrize("number", [-1, 3, 10**9])
def test_there_is_no_string_before_the_first_nor_after_the_last(number: int) -> None:
    with pytest.raises(IndexError):
        StringArray.of(["a", "", "c"])[number]
