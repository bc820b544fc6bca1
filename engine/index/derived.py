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
from engine.index.arrays import Arrays, open_arrays, write_arrays
from engine.index.digest import digest_of

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
        try:
            arrays, header = open_arrays(self._file(name))
        except IndexFault:
            return None
        return arrays if header == self._header(arrays, made_with) else None

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

    def _keep(self, name: str, made: Arrays, made_with: Header) -> None:
        handle, unfinished = tempfile.mkstemp(prefix=f".{name}.", dir=self._folder)
        os.close(handle)
        path = Path(unfinished)
        try:
            # It must not be there yet.
            path.unlink()
            write_arrays(path, made, self._header(made, made_with))
            path.replace(self._file(name))
        finally:
            path.unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.h5"

    def _header(self, made: Arrays, made_with: Header) -> dict[str, object]:
        """Return what is written beside the arrays. They are small enough to be read whole at each opening."""
        digests = {name: digest_of(made[name].tobytes()) for name in sorted(made)}
        return {"build": self._build, "made_with": dict(made_with), "digests": digests}


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
