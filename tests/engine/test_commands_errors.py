"""A command that fails says why in one line, and its exit status says that it failed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fakes.sample_catalogue import ABSENT, HARBOUR, film_row, write_csv
from tests.engine.command_outcomes import Run, error_of, json_of

ROOT = Path(__file__).resolve().parents[2]

REFUSED: tuple[tuple[object, ...], ...] = (
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
    ("recommend", "--about-file", "absent"),
    ("evaluate", "descriptions", "absent"),
    ("compare", HARBOUR, ABSENT),
    ("compare", HARBOUR, "qzxwvkq"),
    ("compare", "9" * 5_000, HARBOUR),
    ("compare", "--pairs", "absent", "--out", "absent"),
    ("search", " "),
    ("search", ""),
    ("search", "--queries", "absent"),
    ("search", "nightjar", "-k", -1),
)
WRONG_USAGE: tuple[tuple[str, ...], ...] = (
    (),
    ("dance",),
    ("recommend",),
    ("recommend", "--id", "seven"),
    ("recommend", "--id", "1", "--ids-file", "ids"),
    ("recommend", "--about", "robots", "--about-file", "texts"),
    ("recommend", "--ids-file", "ids", "--about-file", "texts"),
    ("recommend", "--id", "1", "--jsonl"),
    ("recommend", "--id", "1", "-k", "x"),
    ("recommend", "--id", "1", "--preset", "Weird"),
    ("compare", "1"),
    ("compare", "1", "2", "3"),
    ("compare", "--pairs", "pairs.csv"),
    ("compare", "1", "2", "--out", "out.csv"),
    ("search",),
    ("search", "heron", "--queries", "queries"),
    ("search", "heron", "--jsonl"),
    ("info", "--colour"),
    ("evaluate",),
    ("evaluate", "films"),
    ("evaluate", "cars"),
)


def test_a_named_error_is_one_line(run_small: Run) -> None:
    for arguments in REFUSED:
        assert error_of(run_small(*arguments)), arguments


def test_wrong_usage_has_status_2_and_shows_the_usage(run: Run) -> None:
    for arguments in WRONG_USAGE:
        outcome = run(*arguments)
        assert (outcome.status, outcome.out) == (2, ""), arguments
        assert "usage:" in outcome.err


def test_a_file_without_pairs_is_one_line(run_small: Run, tmp_path: Path) -> None:
    for content in ("", "a;b\n1;2\n", "a,b\n1,x\n", "a,b\n1\n"):
        (tmp_path / "pairs.csv").write_text(content)
        error = error_of(run_small("compare", "--pairs", tmp_path / "pairs.csv", "--out", tmp_path / "out.csv"))
        assert "columns a and b" in error, content
        assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("command", [("build",), ("info", "--catalogue")])
def test_a_file_that_is_not_a_dataset_is_one_line(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    source = tmp_path / "films.csv"
    for content in (None, b"", b"id,votes\n1,2\n", b"\x00\x01\x02"):
        if content is not None:
            source.write_bytes(content)
        assert "films.csv" in error_of(run(*command, source, "--models", tmp_path / "models")), content


def test_a_dataset_without_films_ends_in_one_line_of_error(run: Run, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "films.csv", [film_row(0, "No id")])
    outcome = run("build", source, "--models", tmp_path / "models")
    errors = [line for line in outcome.err.splitlines() if line.startswith("error: ")]
    assert (outcome.status, outcome.out) == (1, "")
    assert errors == outcome.err.splitlines()[-1:]


def test_a_models_folder_that_cannot_be_written_is_one_line(run: Run, small_csv: Path, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file")
    assert "--models" in error_of(run("build", small_csv, "--models", tmp_path / "models"))


def test_a_setting_with_an_unknown_value_is_one_line(run_small: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CINEWATCH_LOG_FORMAT", "xml")
    assert "CINEWATCH_LOG_FORMAT" in error_of(run_small("info"))


def test_a_file_of_ids_with_one_wrong_line_gets_no_answer_at_all(run_small: Run, tmp_path: Path) -> None:
    for content in (f"{HARBOUR}\nabc\n", "7.5\n", "9" * 5_000):
        (tmp_path / "ids").write_text(content)
        assert "film id" in error_of(run_small("recommend", "--ids-file", tmp_path / "ids", "--jsonl"))


def program(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """Start the command line as its own program, with no setting from outside except `environment`."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("CINEWATCH_")}
    command = [sys.executable, "-m", "engine", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=own | environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_a_reader_that_closes_the_pipe_early_is_not_an_error(small_models: Path) -> None:
    started = program("info", "--json", "--models", str(small_models))
    assert started.stdout is not None
    started.stdout.close()
    assert started.stderr is not None
    assert (started.stderr.read(), started.wait()) == (b"", 0)


def test_letters_that_the_output_cannot_encode_are_not_an_error(small_models: Path) -> None:
    started = program("search", "cafe eclair", "--models", str(small_models), PYTHONIOENCODING="ascii")
    out, err = started.communicate()
    assert (started.returncode, err) == (0, b"")
    assert b"138" in out


def test_an_argument_that_is_not_valid_text_is_not_an_error(run_small: Run) -> None:
    assert json_of(run_small("search", "tern \udcff", "--json"))["films"] == []
