"""Checksums of files and fingerprints of sources."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

_BLOCK_BYTES = 2**20
_SAMPLES = 64
_SAMPLE_BYTES = 2**16


def digest_of(content: bytes) -> str:
    """Return the BLAKE2b digest of `content`, 32 hexadecimal digits."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def digest_of_file(path: Path) -> str:
    """Return the BLAKE2b digest of a whole file, 32 hexadecimal digits. Takes about a second per gigabyte."""
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def fingerprint(source: Path, parameters: object) -> str:
    """Return 32 hexadecimal digits that change with a file, or with the parameters it is built with.

    They depend on the size of the file, the time of its last change, and 64 samples of 64 KiB spread over it, so that
    a file of gigabytes takes milliseconds.

    Parameters
    ----------
    source
        The file.
    parameters
        Anything JSON can hold.

    """
    state = source.stat()
    digest = hashlib.blake2b(json.dumps([state.st_size, state.st_mtime_ns, parameters]).encode(), digest_size=16)
    step = max(_SAMPLE_BYTES, state.st_size // _SAMPLES)
    with source.open("rb") as file:
        for offset in range(0, state.st_size, step):
            file.seek(offset)
            digest.update(file.read(_SAMPLE_BYTES))
    return digest.hexdigest()
