"""A command that fails says why in one line, and its status says that it failed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fakes.sample_catalogue import (
    ABSENT,
    HARBOUR,
    film,
    write_csv,
)
from tests.engine.command_outcomes import Run, error_of, json_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "arguments",
    [
        ("recommend", "--id", ABSENT),
        ("recommend", "--id", -1),
        ("recommend", "--id", 10**30),
        ("recommend", "--id", HARBOUR, "-k", -1),
        ("recommend", "--title", "qzxwvkq"),
        ("recommend", "--title", "nightjar"),
        ("recommend", "--title", "x" * 10_000),
        ("recommend", "--title", "two\nlines"),
        ("recommend", "--title", " "),
        ("recommend", "--ids-file", "absent"),
        ("compare", HARBOUR, ABSENT),
        ("compare", HARBOUR, "qzxwvkq"),
        ("compare", "--pairs", "absent", "--out", "absent"),
        ("search", " "),
        ("search", "nightjar", "-k", -1),
    ],
)
def test_a_named_error_is_one_line(ask: Run, arguments: tuple[object, ...]) -> None:
    error_of(ask(*arguments))


def test_an_id_of_thousands_of_digits_is_one_line_too(ask: Run) -> None:
    error_of(ask("compare", "9" * 5_000, HARBOUR))


@pytest.mark.parametrize("content", ["", "a;b\n1;2\n", "a,b\n1,x\n", "a,b\n1\n"])
def test_pairs_that_are_none_are_one_line(ask: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "pairs.csv").write_text(content)
    outcome = ask("compare", "--pairs", tmp_path / "pairs.csv", "--out", tmp_path / "out.csv")
    if content:
        error_of(outcome)
    else:
        assert outcome.status in (0, 1)


@pytest.mark.parametrize("content", [None, b"", b"id,name\n1,2\n", b"\x00\x01\x02"])
@pytest.mark.parametrize("command", [("build",), ("info", "--catalogue")])
def test_a_dataset_that_is_none_is_one_line(
    run: Run, tmp_path: Path, command: tuple[str, ...], content: bytes | None
) -> None:
    source = tmp_path / "films.csv"
    if content is not None:
        source.write_bytes(content)
    error_of(run(*command, source, "--models", tmp_path / "models"))


def test_a_dataset_without_films_ends_in_one_line_of_error(run: Run, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "films.csv", [film(0, "No id")])
    outcome = run("build", source, "--models", tmp_path / "models")
    lines = [line for line in outcome.err.splitlines() if line.startswith("error: ")]
    assert (outcome.status, outcome.out) == (1, "")
    assert lines == outcome.err.splitlines()[-1:]


def test_models_that_cannot_be_written_are_one_line(run: Run, small_csv: Path, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file")
    error_of(run("build", small_csv, "--models", tmp_path / "models"))


def test_a_setting_that_cannot_be_used_is_one_line(ask: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CINEWATCH_LOG_FORMAT", "xml")
    assert "CINEWATCH_LOG_FORMAT" in error_of(ask("info"))


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("dance",),
        ("recommend",),
        ("recommend", "--id", "seven"),
        ("recommend", "--id", "1", "--ids-file", "ids"),
        ("recommend", "--id", "1", "-k", "x"),
        ("compare", "1"),
        ("compare", "1", "2", "3"),
        ("compare", "--pairs", "pairs.csv"),
        ("compare", "1", "2", "--out", "out.csv"),
        ("search",),
        ("info", "--colour"),
    ],
)
def test_wrong_usage_has_status_2(run: Run, arguments: tuple[str, ...]) -> None:
    outcome = run(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert "usage:" in outcome.err


def program(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """Start the command line as a program of its own, with nothing set from outside but `environment`."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("CINEWATCH_")}
    command = [sys.executable, "-m", "engine", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=own | environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_a_reader_that_has_seen_enough_is_no_error(small_models: Path) -> None:
    started = program("info", "--json", "--models", str(small_models))
    assert started.stdout is not None
    started.stdout.close()
    assert started.stderr is not None
    assert (started.stderr.read(), started.wait()) == (b"", 0)


def test_letters_that_the_output_cannot_take_are_no_error(small_models: Path) -> None:
    started = program("search", "cafe eclair", "--models", str(small_models), PYTHONIOENCODING="ascii")
    out, err = started.communicate()
    assert (started.returncode, err) == (0, b"")
    assert b"138" in out


def test_a_text_that_is_no_text_is_no_error(ask: Run) -> None:
    assert json_of(ask("search", "tern \udcff", "--json"))["results"] == []


def test_a_file_of_ids_with_a_line_that_is_none_is_not_answered_by_halves(ask: Run, tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text(f"{HARBOUR}\nabc\n")
    error_of(ask("recommend", "--ids-file", tmp_path / "ids.txt"))
