"""No secret is in the repository: no file has text in the form of one, except the made-up ones of tests."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from fakes.tmdb import KEY

ROOT = Path(__file__).resolve().parents[2]

FORMS = {
    "a key of TMDB": re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z])"),
    "a token of TMDB": re.compile(r"eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}"),
    "a key of Google": re.compile(r"AIza[\w-]{35}"),
    "a password in an address": re.compile(r"[a-z][a-z0-9+.-]*://[^\s/:@'\"<>{}]*:[^\s/@'\"<>{}]+@", re.IGNORECASE),
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
}
ALLOWED = {KEY, "redis://:tell-nobody-4@"}
"""Made up for tests."""


def found(text: str) -> list[str]:
    """Return the parts of a text that look like a secret."""
    matches = (match[0] for form in FORMS.values() for match in form.finditer(text))
    return [match for match in matches if match not in ALLOWED]


def git(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git on this repository; skip the test if there is no git or no repository."""
    if not shutil.which("git"):
        pytest.skip("there is no git on this machine")
    if not (ROOT / ".git").exists():
        pytest.skip("this is a copy without its repository")
    return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=False)


def files() -> list[Path]:
    """Return the files of the repository, and those that the next commit might add."""
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if listed.returncode:
        pytest.skip(f"git does not list its files: {listed.stderr.strip()}")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def test_no_file_of_the_repository_holds_a_secret() -> None:
    paths = files()
    assert Path(__file__).resolve() in paths
    secrets = {}
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if matches := found(text):
            # Others read the message of a failure, so it does not repeat the secret.
            secrets[str(path.relative_to(ROOT))] = [f"{match[:4]}… of {len(match)} characters" for match in matches]
    assert not secrets


# Put together here, so that this file does not contain them.
PLANTED = {
    "a key of TMDB": ["a1b2c3d4" * 4, f"api_key={'0f' * 16}&language=en", f'TMDB_API_KEY = "{"9e" * 16}"'],
    "a token of TMDB": [f"Bearer eyJ{'a' * 20}.{'b' * 60}.{'C-_' * 12}"],
    "a key of Google": [f"key=AIza{'Sy_-7' * 7}"],
    "a password in an address": [
        "://".join(parts)
        for parts in (("redis", ":pass@host:6379/0"), ("postgresql", "me:pass@host/films"), ("HTTPS", "me:p-w@host"))
    ],
    "a private key": [f"-----BEGIN {kind}PRIVATE KEY-----" for kind in ("", "RSA ", "OPENSSH ", "EC ")],
}


def test_a_planted_secret_is_found_by_its_form_alone() -> None:
    assert PLANTED.keys() == FORMS.keys()
    for form, texts in PLANTED.items():
        for text in texts:
            assert [name for name, pattern in FORMS.items() if pattern.search(f"before {text} after")] == [form]
            assert found(f"a line\nx = {text}\n")


HARMLESS = (
    KEY,
    "f0" * 32,
    "f0" * 20,
    "g1" * 16,
    "redis://localhost:6379/0",
    "https://example.org/a:b",
    "someone@example.org",
    "-----BEGIN PUBLIC KEY-----",
    "AIza-short",
    "eyJ.short.text",
)


def test_harmless_text_is_not_taken_for_a_secret() -> None:
    for text in HARMLESS:
        assert found(text) == []


def test_the_file_of_secrets_is_ignored_and_its_example_is_not() -> None:
    assert git("check-ignore", "--quiet", ".streamlit/secrets.toml").returncode == 0
    assert git("check-ignore", "--quiet", ".streamlit/secrets.toml.example").returncode == 1
    assert ".streamlit/secrets.toml" not in git("ls-files", ".streamlit").stdout.split()
