"""Digests change with every byte, fingerprints with content, time and parameters."""

from __future__ import annotations

import os
from pathlib import Path

from engine.storage.digests import digest_of, digest_of_file, fingerprint


def test_a_fingerprint_changes_with_content_time_and_parameters(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(bytes(10_000_000))
    os.utime(path, (1e9, 1e9))
    first = fingerprint(path, [1])
    assert fingerprint(path, [1]) == first
    assert fingerprint(path, [2]) != first
    os.utime(path, (1e9, 1e9 + 1))
    assert fingerprint(path, [1]) != first
    path.write_bytes(b"x" + bytes(9_999_999))
    os.utime(path, (1e9, 1e9))
    assert fingerprint(path, [1]) != first


def test_digests_of_a_file_and_of_its_bytes_are_the_same(tmp_path: Path) -> None:
    content = bytes(range(256)) * 10_000
    (tmp_path / "a").write_bytes(content)
    assert digest_of_file(tmp_path / "a") == digest_of(content) != digest_of(content[1:])
