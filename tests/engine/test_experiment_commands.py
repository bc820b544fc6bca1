"""What an operator sees of experiments on the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from engine.users import Event, Users
from tests.engine.command_outcomes import Run, error_of, json_of

PLAN = """
[[experiment]]
name = "calm"
start = {start}
end = {end}
[[experiment.arm]]
name = "as-now"
share = 0.5
[[experiment.arm]]
name = "new"
share = 0.5
"""


@pytest.fixture
def users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Users:
    """Return an empty database of users; the plan has one experiment."""
    url, plan = f"sqlite:///{tmp_path / 'films.db'}", tmp_path / "experiments.toml"
    today = datetime.now(UTC).date()
    plan.write_text(PLAN.format(start=today - timedelta(days=30), end=today + timedelta(days=30)))
    monkeypatch.setenv("CINEWATCH_DATABASE_URL", url)
    monkeypatch.setenv("CINEWATCH_EXPERIMENTS", str(plan))
    return Users(url)


def test_on_an_empty_database_nobody_has_taken_part(run: Run, users: Users) -> None:
    assert users.events.names() == ()
    text = run("experiments", "report").out
    assert text.startswith("calm  (split, ")
    assert "Nobody has taken part yet." in text
    (calm,) = cast(Any, json_of(run("experiments", "report", "--json")))["experiments"]
    assert [arm["users"] for arm in calm["arms"]] == [0, 0]
    # JSON knows no number that is none.
    assert [arm["rate"] for arm in calm["arms"]] == [None, None]


def test_a_report_counts_people_and_names_what_is_not_planned(run: Run, users: Users) -> None:
    ada = users.sign_in("https://id.example", "ada").user.id
    at = datetime.now(UTC) - timedelta(days=10)
    users.events.add([Event(ada, name, "new", "shown", at, 603, 1) for name in ("calm", "old")])
    users.events.add([Event(ada, "calm", "", "opened", at + timedelta(hours=1), 603)])
    outcome = run("experiments", "report")
    assert outcome.status == 0
    assert "new" in outcome.out
    assert "1 people, 1 of them complete, 100.0 in a hundred" in outcome.out
    assert "“old” has events, but is not in the plan" in outcome.err


def test_a_change_to_wait_for_may_be_chosen_and_has_to_make_sense(run: Run, users: Users) -> None:
    assert users
    (calm,) = cast(Any, json_of(run("experiments", "report", "--json", "--change", "5")))["experiments"]
    assert calm["change"] == 0.05
    assert run("experiments", "report", "--change", "0").status == 2


def test_without_a_plan_one_is_told_where_to_name_it(run: Run, users: Users, monkeypatch: pytest.MonkeyPatch) -> None:
    assert users
    monkeypatch.delenv("CINEWATCH_EXPERIMENTS")
    assert "CINEWATCH_EXPERIMENTS" in error_of(run("experiments", "report"))
