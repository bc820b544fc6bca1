"""What an operator does with users on the command line, on the sample and a database of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import CineWatch
from engine.users import Users
from tests.engine.command_outcomes import Outcome, Run
from tests.engine.users.transfer import exported

Command = Callable[..., Outcome]


@pytest.fixture
def users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Users:
    url = f"sqlite:///{tmp_path / 'films.db'}"
    monkeypatch.setenv("CINEWATCH_DATABASE_URL", url)
    opened = Users(url)
    assert opened.sign_in("https://id.example", "ada").user.id == 1
    return opened


@pytest.fixture
def command(run: Run, users: Users, sample: CineWatch) -> Command:
    """Return a function that runs a command of `users` on the sample."""
    assert users
    models = Path(sample.info.path).parent
    return lambda *arguments: run("users", *arguments, "--models", models)


@pytest.fixture
def letterboxd(tmp_path: Path) -> Path:
    file = tmp_path / "letterboxd.zip"
    file.write_bytes(exported.zip_of(exported.LETTERBOXD))
    return file


def last(outcome: Outcome) -> dict[str, object]:
    assert outcome.status == 0, outcome.err
    found: dict[str, object] = json.loads(outcome.out.splitlines()[-1])
    return found


def test_a_dry_run_writes_nothing_and_a_second_import_changes_nothing(
    command: Command, users: Users, letterboxd: Path
) -> None:
    expected = {"source": "Letterboxd", "matched": 3, "doubtful": 0, "kept": 0, "missing": 0, "skipped": 0}
    assert last(command("import", "--user", 1, letterboxd, "--dry-run")) == expected
    assert len(users.marks(1)) == 0
    assert last(command("import", "--user", 1, letterboxd)) == expected | {"added": 4, "changed": 0, "unchanged": 0}
    assert last(command("import", "--user", 1, letterboxd)) == expected | {"added": 0, "changed": 0, "unchanged": 4}
    assert len(users.marks(1)) == 4


def test_what_is_doubtful_missing_or_skipped_is_named(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "ratings.csv"
    header = exported.RATINGS.splitlines()[0]
    file.write_text(f"{header}\n,Godfathr,1972,u,4\n,No film is called so,2010,u,4\n,Heat,1995,u,9\n", encoding="utf-8")
    outcome = command("import", "--user", 1, file)
    assert "doubtful: Godfathr (1972), perhaps The Godfather (1972)" in outcome.err
    assert "not in the catalogue: No film is called so (2010)" in outcome.err
    assert "line 4 skipped: the rating is not a number from 0.5 to 5" in outcome.err


@pytest.mark.parametrize("form", ["json", "csv", "letterboxd", "letterboxd-watchlist", "trakt"])
def test_each_export_can_be_imported_again(
    command: Command, users: Users, letterboxd: Path, tmp_path: Path, form: str
) -> None:
    command("import", "--user", 1, letterboxd)
    file = tmp_path / f"{form}.{'json' if form == 'json' else 'csv'}"
    assert command("export", "--user", 1, "--format", form, "--out", file).status == 0
    printed = command("export", "--user", 1, "--format", form).out
    assert file.read_text(encoding="utf-8").splitlines() == printed.splitlines()
    second = users.sign_in("https://id.example", "bob").user.id
    counts = last(command("import", "--user", second, file))
    expected = {"letterboxd": 3, "letterboxd-watchlist": 1}.get(form, 4)
    assert (counts["added"], counts["missing"]) == (expected, 0)


def test_the_list_shows_counts_only(command: Command, letterboxd: Path) -> None:
    command("import", "--user", 1, letterboxd)
    text = command("list").out
    assert "https://id.example" in text
    assert "ratings 1, watched 2, watchlist 1" in text
    assert "ada" not in text
    assert "27205" not in text
    found = last(command("list", "--json"))
    assert found["sizes"]["ratings"] == 1  # type: ignore[index]


def test_deleting_needs_a_yes(command: Command, users: Users) -> None:
    outcome = command("delete", "--user", 1)
    assert outcome.status == 2
    assert "--yes" in outcome.err
    assert users.sizes()["users"] == 1
    assert command("delete", "--user", 1, "--yes").status == 0
    assert users.sizes()["users"] == 0


def test_errors_are_one_line(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments, message in (
        (("delete", "--user", 99, "--yes"), "does not exist"),
        (("export", "--user", 99), "does not exist"),
        (("import", "--user", 1, tmp_path / "none.csv"), "No such file"),
        (("export", "--user", 1, "--out", tmp_path / "none" / "a.json"), "cannot write"),
    ):
        outcome = command(*arguments)
        assert (outcome.status, outcome.out) == (1, "")
        assert message in outcome.err.splitlines()[-1]
    with (tmp_path / "large.csv").open("wb") as large:
        large.truncate(2 * 2**30)
    assert "2,048 MB" in command("import", "--user", 1, tmp_path / "large.csv").err
    monkeypatch.setenv("CINEWATCH_DATABASE_URL", f"postgresql://me:{'secret'}@127.0.0.1:1/films")
    outcome = command("list")
    assert "because the database does not answer" in outcome.err
    assert "secret" not in outcome.err
