"""Arrays that are made of a build when somebody first asks for them, and kept in its folder from then on."""

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

VERSION = 2
"""Raised with every change of how anything that is kept is made."""

log = logging.getLogger("cinewatch.build")

Header = Mapping[str, object]


class Derived:
    """What is derived of one build. Threads and processes may share its folder."""

    def __init__(self, folder: Path, build: str) -> None:
        self._folder = folder
        self._build = build

    def kept(self, name: str, made_with: Header) -> Arrays | None:
        """Return the arrays kept as `name`; `None` where there are none, damaged ones, or ones made with other things.

        made_with : what they depend on besides the build, as far as JSON can hold it
        """
        for path in self._files(name):
            try:
                # Read whole first: of a damaged file HDF5 may make anything, or never come back.
                if path.stem.rpartition("-")[2] != digest_of_file(path):
                    continue
                arrays, header = open_arrays(path)
            except (OSError, IndexFault) as error:
                log.warning("%s cannot be used, and will be made again: %s", path, error)
                continue
            if header == self._header(made_with):
                return arrays
        return None

    def get(self, name: str, made_with: Header, make: Callable[[], Arrays]) -> Arrays:
        """Return the arrays kept as `name`; make them first where `kept` gives none.

        Whoever asks at the same time, in whatever process, waits. Where nothing can be written, what was made is
        returned all the same.
        """
        if (found := self.kept(name, made_with)) is not None:
            return found
        with _locked(self._folder / f".{name}.lock"):
            # Somebody else may have made it while we waited.
            if (found := self.kept(name, made_with)) is not None:
                return found
            made = make()
            try:
                self._keep(name, made, made_with)
            except OSError as error:
                log.warning("%s is not kept, and will be made again: %s", name, reason(error, self._folder))
                return made
            # What is mapped takes no memory of the process.
            return self.kept(name, made_with) or made

    def _keep(self, name: str, made: Arrays, made_with: Header) -> None:
        handle, unfinished = tempfile.mkstemp(prefix=f".{name}.", dir=self._folder)
        os.close(handle)
        path = Path(unfinished)
        try:
            # It must not be there yet.
            path.unlink()
            write_arrays(path, made, self._header(made_with))
            target = path.rename(self._folder / f"{name}-{digest_of_file(path)}.h5")
            for other in self._files(name):
                if other != target:
                    other.unlink()
        finally:
            path.unlink(missing_ok=True)

    def _files(self, name: str) -> list[Path]:
        """Return what is kept as `name`: one file, named by the digest of all it holds, or none."""
        return [path for path in self._folder.glob(f"{name}-*.h5") if path.is_file()]

    def _header(self, made_with: Header) -> dict[str, object]:
        return {"version": VERSION, "build": self._build, "made_with": dict(made_with)}


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock as far as there can be one: not in a folder that cannot be written to, or has been removed."""
    lock = FileLock(path)
    try:
        # To take the lock would make the folder of a build anew that a newer one has replaced.
        if path.parent.is_dir():
            lock.acquire()
    except OSError as error:
        log.warning("going on without a lock: %s", reason(error, path))
    try:
        yield
    finally:
        lock.release()
