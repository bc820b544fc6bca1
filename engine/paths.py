"""Paths of the server in messages: visitors see the name of a file, not where it lies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

_ABSOLUTE = re.compile(r"(?<![\w.:/\\])(?:[A-Za-z]:[\\/]|/)(?:[^\s:;,\"'/\\]+[\\/])*([^\s:;,\"'/\\]+)")


def without_folders(message: str, folders: Iterable[Path]) -> str:
    """Return a message in which files are named without the folders they lie in.

    Parameters
    ----------
    message
        Any text.
    folders
        Folders that may be named, also with spaces in them. Other absolute paths are shortened where they have none.
    """
    known = {str(path) for folder in folders for path in (folder, folder.absolute(), folder.resolve())}
    for folder in sorted(known - {".", "/"}, key=len, reverse=True):
        message = message.replace(f"{folder}/", "").replace(f"{folder}\\", "").replace(folder, Path(folder).name)
    return _ABSOLUTE.sub(r"\1", message)
