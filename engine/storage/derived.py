"""Arrays computed from a build on first use, and stored in its folder from then on."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from engine.errors import IndexFault, reason
from engine.storage.arrays import Arrays, open_arrays, write_arrays
from engine.storage.digests import digest_of_file

VERSION = 3
"""Raise it with every change of how any of these arrays is computed."""

log = logging.getLogger("cinewatch.build")

Parameters = Mapping[str, object]
"""What arrays depend on besides the build; anything JSON can hold."""


class Derived:
    """The derived arrays of one build. Threads and processes may share its folder.

    Parameters
    ----------
    folder
        Folder of the build. Arrays called "map" lie there in one file, `map-….h5`, named by the digest of its bytes.
    build
        Id of the build.

    """

    def __init__(self, folder: Path, build: str) -> None:
        self._folder = folder
        self._build = build

    def stored(self, name: str, parameters: Parameters) -> Arrays | None:
        """Return the arrays stored as `name`, memory-mapped.

        `None` if there are none, if they are damaged, or if they were computed with other parameters.
        """
        return next((arrays for arrays, known in self._readable(name) if known == dict(parameters)), None)

    def newest(self, name: str) -> tuple[Arrays, Parameters] | None:
        """Return the arrays last stored as `name`, whatever their parameters, and these. `None` as for `stored`."""
        return next(self._readable(name), None)

    def put(self, name: str, arrays: Arrays, parameters: Parameters) -> None:
        """Store arrays as `name`, in place of those stored before. Readers see the old or the new ones, never a part.

        Raises
        ------
        OSError
            The folder refuses.

        """
        with _locked(self._folder / f".{name}.lock"):
            self._store(name, arrays, parameters)

    def forget(self, name: str) -> bool:
        """Remove the arrays stored as `name`, and return whether there were any.

        Raises
        ------
        OSError
            The folder refuses.

        """
        with _locked(self._folder / f".{name}.lock"):
            files = self._files(name)
            for path in files:
                path.unlink(missing_ok=True)
        return bool(files)

    def fingerprint(self, name: str) -> tuple[str, ...]:
        """Return a value that changes whenever other arrays are stored as `name`; empty if there are none."""
        return tuple(sorted(path.name for path in self._files(name)))

    def get(self, name: str, parameters: Parameters, compute: Callable[[], Arrays]) -> Arrays:
        """Return the arrays stored as `name`; if `stored` returns `None`, compute and store them first.

        Only one thread or process computes them; the others wait for it. If the folder cannot be written to, the
        computed arrays are returned all the same.
        """
        if (arrays := self.stored(name, parameters)) is not None:
            return arrays
        with _locked(self._folder / f".{name}.lock"):
            # Somebody else may have stored them while we waited.
            if (arrays := self.stored(name, parameters)) is not None:
                return arrays
            computed = compute()
            try:
                self._store(name, computed, parameters)
            except OSError as error:
                log.warning(
                    "%s cannot be stored and will be computed again next time: %s", name, reason(error, self._folder)
                )
                return computed
            # Mapped arrays take no memory of the process.
            return self.stored(name, parameters) or computed

    def _store(self, name: str, arrays: Arrays, parameters: Parameters) -> None:
        handle, unfinished = tempfile.mkstemp(prefix=f".{name}.", dir=self._folder)
        os.close(handle)
        path = Path(unfinished)
        try:
            # `write_arrays` wants a new file.
            path.unlink()
            write_arrays(path, arrays, self._header(parameters))
            target = path.rename(self._folder / f"{name}-{digest_of_file(path)}.h5")
            for other in self._files(name):
                if other != target:
                    other.unlink()
        finally:
            path.unlink(missing_ok=True)

    def _readable(self, name: str) -> Iterator[tuple[Arrays, Parameters]]:
        """Yield the arrays stored as `name` that are whole and belong to this build, with their parameters."""
        for path in self._files(name):
            try:
                # Read whole first: HDF5 may return anything from a damaged file, or never return.
                if path.stem.rpartition("-")[2] != digest_of_file(path):
                    continue
                arrays, header = open_arrays(path)
            except (OSError, IndexFault) as error:
                log.warning("%s cannot be used and will be computed again: %s", path, error)
                continue
            parameters = header.get("parameters")
            if isinstance(parameters, dict) and header == self._header(parameters):
                yield arrays, parameters

    def _files(self, name: str) -> list[Path]:
        return [path for path in self._folder.glob(f"{name}-*.h5") if path.is_file()]

    def _header(self, parameters: Parameters) -> dict[str, object]:
        return {"version": VERSION, "build": self._build, "parameters": dict(parameters)}


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock if possible: a folder may be read-only, or have been removed."""
    lock = FileLock(path)
    try:
        # Taking the lock would create the folder again after a newer build has removed it.
        if path.parent.is_dir():
            lock.acquire()
    except OSError as error:
        log.warning("going on without a lock: %s", reason(error, path))
    try:
        yield
    finally:
        lock.release()
