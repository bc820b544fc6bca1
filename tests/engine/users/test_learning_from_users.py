"""`learn --from-database`: a community of our own users, on SQLite and PostgreSQL, in which nobody is seen."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine import CineWatch
from engine.users import Users, new_guest_id
from fakes.sample_catalogue import ABSENT, HARBOUR, LOW_TIDE, NIGHTJAR_1974
from tests.engine.command_outcomes import Outcome, Run, error_of

Learn = Callable[..., Outcome]


@pytest.fixture
def learn(run: Run, url: str, models: Path, monkeypatch: pytest.MonkeyPatch) -> Learn:
    """Return a function that learns from the database of `users` for the small catalogue."""
    monkeypatch.setenv("CINEWATCH_DATABASE_URL", url)
    return lambda *arguments: run("learn", "--from-database", *arguments, "--models", models)


@pytest.fixture
def people(users: Users) -> list[int]:
    """Return five users, two of them guests, who all like two films."""
    found = [users.sign_in("https://id.example", name).user.id for name in ("ada", "bo", "cy")]
    found += [users.guest(new_guest_id()).id for _ in range(2)]
    for user in found:
        users.mark(user, "rating", HARBOUR, 4.5)
        users.mark(user, "rating", LOW_TIDE, 4)
    return found


def report_of(outcome: Outcome) -> dict[str, int]:
    assert outcome.status == 0, outcome.err
    found: dict[str, int] = json.loads(outcome.out.splitlines()[-1])
    return found


def test_films_that_five_users_rated_are_learned(learn: Learn, users: Users, people: list[int], folder: Path) -> None:
    # A second rating replaces the first, and a film of another catalogue says nothing here.
    users.mark(people[0], "rating", HARBOUR, 5)
    users.mark(people[0], "rating", ABSENT, 5)
    report = report_of(learn())
    assert (report["users"], report["ratings"], report["rated"]) == (5, 10, 2)
    community = CineWatch.open(folder).for_you.community
    assert community is not None
    rows = CineWatch.open(folder).opened.columns
    harbour, low_tide = (np.array([rows.row(film)]) for film in (HARBOUR, LOW_TIDE))
    assert community.contributions(harbour, np.ones(1), low_tide)[0, 0] > 0


def test_what_fewer_than_five_users_rated_leaves_no_trace(
    learn: Learn, users: Users, people: list[int], folder: Path
) -> None:
    def stored() -> tuple[dict[str, int], dict[str, bytes]]:
        report = report_of(learn())
        community = CineWatch.open(folder).for_you.community
        assert community is not None
        counts = {name: report[name] for name in ("users", "ratings", "rated")}
        return counts, {name: array.tobytes() for name, array in community.to_arrays().items()}

    before = stored()
    newcomer = users.sign_in("https://id.example", "dee").user.id
    for user in (*people[:3], newcomer):
        users.mark(user, "rating", NIGHTJAR_1974, 5)
    assert stored() == before


def test_too_few_users_are_one_sentence_and_the_old_community_stays(
    learn: Learn, users: Users, people: list[int], folder: Path
) -> None:
    report_of(learn())
    users.delete(people[0])
    assert "no film of this catalogue has ratings of 5 or more users" in error_of(learn())
    assert CineWatch.open(folder).for_you.community is not None


@pytest.mark.parametrize("more", [["--ratings", "a.csv", "--links", "b.csv"], ["--min-users", "4"], ["--forget"]])
def test_wrong_usage_exits_with_2(run_small: Run, more: list[str]) -> None:
    assert run_small("learn", "--from-database", *more).status == 2
