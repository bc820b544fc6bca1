"""Named arrays and a header in one HDF5 file: written once, uncompressed, then memory-mapped at their offsets."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.errors import IndexCorrupt, IndexVersion
from engine.storage.digests import digest_of

FORMAT = "cinewatch-index"
VERSION = 4
"""Raised with every change of what is in the file, or of what it means."""

Arrays = dict[str, npt.NDArray[Any]]

# Mapped arrays start where a vector register can load them.
_ALIGNMENT = 64


def write_arrays(path: Path, arrays: Mapping[str, npt.NDArray[Any]], header: Mapping[str, object]) -> None:
    """Write `arrays`, by names like "content/data", and a header that JSON can hold, to a new file, safely on disk."""
    text = json.dumps(header, sort_keys=True)
    with h5py.File(path, "w-", alignment_threshold=1, alignment_interval=_ALIGNMENT) as file:
        file.attrs["format"] = FORMAT
        file.attrs["version"] = VERSION
        file.attrs["header"] = text
        file.attrs["checksum"] = digest_of(text.encode())
        for name, array in arrays.items():
            file.create_dataset(name, data=array, track_times=False)
    with path.open("rb") as written:
        os.fsync(written.fileno())


def open_arrays(path: Path) -> tuple[Arrays, dict[str, Any]]:
    """Return the arrays of the file, memory-mapped and read-only, and its header.

    The time it takes does not grow with the arrays: the header is checked whole, of the arrays only that they lie
    within the file. Raises IndexCorrupt, or IndexVersion if the file is of another version.
    """
    try:
        with h5py.File(path, "r", locking=False) as file:
            header = _read_header(path, file)
            places = {}
            file.visititems(lambda name, item: places.update({name: _place(item)}))
        mapped = np.memmap(path, dtype=np.uint8, mode="r")
        arrays = {name: _view(mapped, *place) for name, place in places.items() if place}
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, OverflowError, UnicodeError) as error:
        raise IndexCorrupt(f"{path} is no index, or damaged: rebuild it") from error
    return arrays, header


def _read_header(path: Path, file: h5py.File) -> dict[str, Any]:
    if file.attrs.get("format") != FORMAT:
        raise IndexCorrupt(f"{path} is an HDF5 file, but no index of CineWatch")
    version = int(file.attrs["version"])
    if version != VERSION:
        raise IndexVersion(f"{path} has version {version} of the format, this program reads {VERSION}: rebuild it")
    text = str(file.attrs["header"])
    if file.attrs["checksum"] != digest_of(text.encode()):
        raise ValueError("header checksum")
    header: dict[str, Any] = json.loads(text)
    return header


def _place(item: h5py.Dataset | h5py.Group) -> tuple[int, np.dtype[Any], tuple[int, ...]] | None:
    """Return where an array lies in the file, its type and shape; offset -1 for one without elements."""
    if not isinstance(item, h5py.Dataset):
        return None
    offset = item.id.get_offset()
    if offset is None and item.size:
        raise ValueError("not contiguous")
    return (-1 if offset is None else int(offset)), item.dtype, item.shape


def _view(mapped: npt.NDArray[np.uint8], offset: int, dtype: np.dtype[Any], shape: tuple[int, ...]) -> npt.NDArray[Any]:
    if offset < 0:
        return np.empty(shape, dtype)
    # A plain ndarray: np.memmap would drag its bookkeeping into every slice.
    return np.ndarray(shape, dtype, buffer=mapped.data, offset=offset)


def matrix_arrays(name: str, matrix: sp.csr_array) -> Arrays:
    """Return the three arrays of a sparse matrix under `name`."""
    # SciPy wants both index arrays of one type, and would copy them at every opening if they were not.
    index = np.int32 if max(matrix.nnz, *matrix.shape) <= np.iinfo(np.int32).max else np.int64
    return {
        f"{name}/data": matrix.data,
        f"{name}/indices": matrix.indices.astype(index, copy=False),
        f"{name}/indptr": matrix.indptr.astype(index, copy=False),
    }


def matrix_of(arrays: Arrays, name: str, shape: tuple[int, int]) -> sp.csr_array:
    """Return the sparse matrix of `shape` stored under `name`, without copying. Raises IndexCorrupt."""
    try:
        data, indices, indptr = (arrays[f"{name}/{part}"] for part in ("data", "indices", "indptr"))
        if len(indptr) != shape[0] + 1 or indptr[0] != 0 or not indptr[-1] == len(indices) == len(data):
            raise ValueError("its parts do not fit")
        return sp.csr_array((data, indices, indptr), shape=shape, copy=False)
    except (KeyError, ValueError, IndexError) as error:
        raise IndexCorrupt(f"the matrix {name} of the index is damaged: rebuild it") from error
