"""Named arrays and a header in one HDF5 file: written once, uncompressed, then read or mapped at their offsets."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.errors import IndexCorrupt, IndexVersion
from engine.storage.digests import digest_of

FORMAT = "cinewatch-index"
VERSION = 10
"""Raise it with every change of what the file holds, or of what that means."""

Arrays = dict[str, npt.NDArray[Any]]
Location = tuple[int, np.dtype[Any], tuple[int, ...]]
"""Offset of an array in the file, in bytes; its type; its shape. The offset is -1 if it has no elements."""

PRIVATE_BYTES = 2**26
"""Up to this size a file is read into memory: the process does not depend on it any more.

The system ends a process that reads from a mapped file which somebody has cut meanwhile.
"""
# Mapped arrays start where a vector register can load them.
_ALIGNMENT = 64
_OVERHEAD_BYTES = 2**16
"""More than names, header and alignment take."""


def write_arrays(path: Path, arrays: Mapping[str, npt.NDArray[Any]], header: Mapping[str, object]) -> None:
    """Write arrays and a header to a new file, and wait until they are safely on disk.

    Parameters
    ----------
    path
        Must not exist.
    arrays
        By names like "content/data".
    header
        Anything JSON can hold.

    Raises
    ------
    OSError
        The file exists, or the disk refuses.

    """
    with array_writer(path) as write:
        write(arrays, header)


Write = Callable[[Mapping[str, npt.NDArray[Any]], Mapping[str, object]], None]
"""Writes more arrays, and more of the header."""


@contextmanager
def array_writer(path: Path) -> Iterator[Write]:
    """Yield a function that writes a new file part by part, as `write_arrays` writes it at once."""
    header: dict[str, object] = {}
    _make_sure_of_room(path, 0)
    with h5py.File(path, "w-", alignment_threshold=1, alignment_interval=_ALIGNMENT) as file:

        def write(arrays: Mapping[str, npt.NDArray[Any]], more: Mapping[str, object]) -> None:
            _make_sure_of_room(path.with_name(f"{path.name}.room"), sum(array.nbytes for array in arrays.values()))
            for name, array in arrays.items():
                file.create_dataset(name, data=array, track_times=False)
            header.update(more)

        yield write
        text = json.dumps(header, sort_keys=True)
        file.attrs["format"] = FORMAT
        file.attrs["version"] = VERSION
        file.attrs["header"] = text
        file.attrs["checksum"] = digest_of(text.encode())
    with path.open("rb") as written:
        os.fsync(written.fileno())


def _make_sure_of_room(path: Path, array_bytes: int) -> None:
    """Raise OSError if a new file of that size cannot be written: HDF5 may end the process where a disk is full."""
    needed = array_bytes + _OVERHEAD_BYTES
    with path.open("xb") as file:
        try:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, needed)
            elif shutil.disk_usage(path.parent).free < needed:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        finally:
            path.unlink()


def open_arrays(path: Path) -> tuple[Arrays, dict[str, Any]]:
    """Return the arrays of a file, read-only, and its header. Large files are memory-mapped.

    The time this takes does not grow with the arrays. It checks all of the header, but of the arrays only that they
    lie within the file.

    Raises
    ------
    IndexCorrupt
        The file is missing, damaged, or not an index.
    IndexVersion
        The file has another version of the format.

    """
    try:
        with h5py.File(path, "r", locking=False) as file:
            header = _read_header(path, file)
            locations: dict[str, Location] = {}
            file.visititems(lambda name, item: _add_location(locations, name, item))
        content = _content(path)
        arrays = {name: _view(content, *location) for name, location in locations.items()}
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, OverflowError, UnicodeError) as error:
        raise IndexCorrupt(f"{path} is damaged or not an index; build the catalogue again") from error
    return arrays, header


def _content(path: Path) -> bytes | memoryview:
    """Return the bytes of a file: a copy in memory if it is small, otherwise mapped."""
    if path.stat().st_size > PRIVATE_BYTES:
        return np.memmap(path, dtype=np.uint8, mode="r").data
    return path.read_bytes()


def _read_header(path: Path, file: h5py.File) -> dict[str, Any]:
    if file.attrs.get("format") != FORMAT:
        raise IndexCorrupt(f"{path} is an HDF5 file, but not an index of CineWatch; build the catalogue again")
    version = int(file.attrs["version"])
    if version != VERSION:
        raise IndexVersion(
            f"{path} has format version {version}, but this version of CineWatch reads {VERSION}; "
            "build the catalogue again"
        )
    text = str(file.attrs["header"])
    if file.attrs["checksum"] != digest_of(text.encode()):
        raise ValueError("header checksum")
    header: dict[str, Any] = json.loads(text)
    return header


def _add_location(locations: dict[str, Location], name: str, item: h5py.Dataset | h5py.Group) -> None:
    if not isinstance(item, h5py.Dataset):
        return
    offset = item.id.get_offset()
    if offset is None and item.size:
        raise ValueError("not contiguous")
    locations[name] = (-1 if offset is None else int(offset)), item.dtype, item.shape


def _view(content: bytes | memoryview, offset: int, dtype: np.dtype[Any], shape: tuple[int, ...]) -> npt.NDArray[Any]:
    if offset < 0:
        return np.empty(shape, dtype)
    # A plain ndarray: np.memmap would drag its bookkeeping into every slice.
    return np.ndarray(shape, dtype, buffer=content, offset=offset)


def matrix_arrays(name: str, matrix: sp.csr_array) -> Arrays:
    """Return the three arrays of a sparse matrix, to be stored under `name`."""
    # SciPy wants both index arrays of one type, and would copy them at every opening if they were not.
    index = np.int32 if max(matrix.nnz, *matrix.shape) <= np.iinfo(np.int32).max else np.int64
    return {
        f"{name}/data": matrix.data,
        f"{name}/indices": matrix.indices.astype(index, copy=False),
        f"{name}/indptr": matrix.indptr.astype(index, copy=False),
    }


def matrix_of(arrays: Arrays, name: str, shape: tuple[int, int]) -> sp.csr_array:
    """Return the sparse matrix of this shape that is stored under `name`, without copying.

    Raises
    ------
    IndexCorrupt
        An array is missing, or does not fit the shape.

    """
    try:
        data, indices, indptr = (arrays[f"{name}/{part}"] for part in ("data", "indices", "indptr"))
        if len(indptr) != shape[0] + 1 or indptr[0] != 0 or not indptr[-1] == len(indices) == len(data):
            raise ValueError("its parts do not fit")
        return sp.csr_array((data, indices, indptr), shape=shape, copy=False)
    except (KeyError, ValueError, IndexError) as error:
        raise IndexCorrupt(f"the matrix {name} of the index is damaged; build the catalogue again") from error
