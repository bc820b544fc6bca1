"""The commands about users: `learn` and `for-you`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine import CineWatch
from engine.personalization import Marks, PersonalQuery
from fakes.sample_catalogue import ABSENT, HARBOUR, LOW_TIDE, NIGHTJAR_1974, write_csv
from tests.engine.command_outcomes import Outcome, Run, error_of, json_of

CARTOGRAPHER = 153
"""A film whose answer changes where the community of the small catalogue counts."""
FILMS = (HARBOUR, LOW_TIDE, NIGHTJAR_1974)


@pytest.fixture
def movielens(tmp_path: Path) -> tuple[str, Path, str, Path]:
    """Return the options that name a MovieLens dataset of nine users."""
    ratings = [
        {"userId": user, "movieId": movie, "rating": 5 if (user + movie) % 2 else 2}
        for user in range(9)
        for movie in range(3)
    ]
    links = [{"movieId": movie, "tmdbId": film} for movie, film in enumerate(FILMS)]
    return (
        "--ratings",
        write_csv(tmp_path / "ratings.csv", ratings, ("userId", "movieId", "rating")),
        "--links",
        write_csv(tmp_path / "links.csv", links, ("movieId", "tmdbId")),
    )


def own_ratings(folder: Path, *rows: tuple[int, float]) -> Path:
    lines = [{"id": film, "rating": stars} for film, stars in rows]
    return write_csv(folder / "own.csv", lines, ("id", "rating"))


def test_learn_says_what_it_needs_and_reports_in_json(
    run: Run, models: Path, movielens: tuple[str, Path, str, Path], tmp_path: Path
) -> None:
    outcome = run("learn", *movielens, "--models", models)
    report = json.loads(outcome.out.splitlines()[-1])
    assert outcome.status == 0
    assert (report["users"], report["ratings"], report["rated"]) == (9, 27, 3)
    assert "GB of memory" in outcome.err
    own = own_ratings(tmp_path, (HARBOUR, 5))
    learned = json_of(run("for-you", "--ratings", own, "--json", "-k", 30, "--models", models))
    assert json.loads(run("learn", "--forget", "--models", models).out) == {"forgotten": True}
    forgotten = json_of(run("for-you", "--ratings", own, "--json", "-k", 30, "--models", models))
    with_community, without = (
        [film["parts"]["community"] for film in answer["recommendations"]]  # type: ignore[attr-defined]
        for answer in (learned, forgotten)
    )
    assert any(with_community)
    assert not any(without)


def test_recommend_has_what_was_learned_as_a_part_that_can_be_weighed(
    run: Run, run_small: Run, learned_models: Path, tmp_path: Path
) -> None:
    (tmp_path / "ids").write_text(f"{CARTOGRAPHER}\n")

    def films(run: Run, *options: object) -> list[dict[str, Any]]:
        """Return the films recommended; by id and by a file of ids they are the same."""
        by_id = json_of(run("recommend", "--id", CARTOGRAPHER, "--json", "-k", 30, *options))
        by_file = json_of(run("recommend", "--ids-file", tmp_path / "ids", "--jsonl", "-k", 30, *options))
        assert by_id["recommendations"] == by_file["recommendations"]
        found: list[dict[str, Any]] = by_id["recommendations"]  # type: ignore[assignment]
        assert all(sum(film["parts"].values()) == pytest.approx(film["score"], abs=1e-6) for film in found)
        return found

    def run_learned(command: str, *arguments: object) -> Outcome:
        return run(command, *arguments, "--models", learned_models)

    usual, more, off = (films(run_learned, *options) for options in ((), ("--community", 3), ("--community", 0)))
    values = {film["id"]: film["parts"]["community"] for film in usual}
    assert any(values.values())
    assert {film["id"]: film["parts"]["community"] for film in more} == pytest.approx(
        {film: 2 * value for film, value in values.items()}
    )
    assert not any(film["parts"]["community"] for film in off)
    without = films(run_small)
    assert [film["id"] for film in without] == [film["id"] for film in off] != [film["id"] for film in usual]
    assert all("community" not in film["parts"] for film in without)
    outcome = run_learned("recommend", "--id", HARBOUR, "--community", "-1")
    assert error_of(outcome) == "error: the weight of the community must be from 0 to 100"


def test_for_you_prints_films_with_reasons(run_small: Run, cinewatch: CineWatch, tmp_path: Path) -> None:
    own = own_ratings(tmp_path, (HARBOUR, 5), (NIGHTJAR_1974, 1))
    expected = cinewatch.for_you.recommend(PersonalQuery(Marks(((HARBOUR, 5.0), (NIGHTJAR_1974, 1.0))), k=4)).films
    answer = json_of(run_small("for-you", "--ratings", own, "-k", 4, "--json"))["recommendations"]
    assert isinstance(answer, list)
    assert [(film["id"], film["score"], tuple(film["reasons"])) for film in answer] == [
        (found.film.id, found.score, found.explanation.reasons) for found in expected
    ]
    lines = run_small("for-you", "--ratings", own, "-k", 4).out.splitlines()
    assert [found.film.label in line for found, line in zip(expected, lines, strict=True)] == [True] * 4


def test_for_you_says_how_many_films_the_catalogue_lacks(run_small: Run, tmp_path: Path) -> None:
    outcome = run_small("for-you", "--ratings", own_ratings(tmp_path, (HARBOUR, 5), (ABSENT, 5)))
    assert outcome.status == 0
    assert outcome.err == "1 of the rated films are not in this catalogue\n"


def test_for_you_answers_each_user_of_a_file(run_small: Run, cinewatch: CineWatch, tmp_path: Path) -> None:
    rows = [{"user": user, "id": film, "rating": 4} for user, film in ((7, HARBOUR), (3, ABSENT), (7, LOW_TIDE))]
    users = write_csv(tmp_path / "users.csv", rows, ("user", "id", "rating"))
    outcome = run_small("for-you", "--users", users, "-k", 3, "--jsonl")
    seven, three = map(json.loads, outcome.out.splitlines())
    assert (outcome.status, outcome.err) == (0, "")
    expected = cinewatch.for_you.ranked_ids(PersonalQuery(Marks(((HARBOUR, 4.0), (LOW_TIDE, 4.0))), k=3))
    assert (seven["user"], [film["id"] for film in seven["recommendations"]]) == (7, expected)
    assert (three["user"], three["recommendations"]) == (3, [])
    assert "catalogue" in three["error"]


def test_mistakes_are_one_line(
    run_small: Run, run: Run, models: Path, movielens: tuple[str, Path, str, Path], tmp_path: Path
) -> None:
    assert "from 0.5 to 5" in error_of(run_small("for-you", "--ratings", own_ratings(tmp_path, (HARBOUR, 6))))
    assert "none of the 1" in error_of(run_small("for-you", "--ratings", own_ratings(tmp_path, (ABSENT, 4))))
    assert "file not found" in error_of(run_small("for-you", "--ratings", tmp_path / "absent.csv"))
    wrong = write_csv(tmp_path / "wrong.csv", [{"a": 1}], ("a",))
    assert "needs the columns id, rating" in error_of(run_small("for-you", "--ratings", wrong))
    links = write_csv(tmp_path / "links.csv", [{"movieId": 0, "tmdbId": ABSENT}], ("movieId", "tmdbId"))
    assert "no film of this catalogue" in error_of(run("learn", *movielens[:3], links, "--models", models))


@pytest.mark.parametrize(
    "arguments",
    ["learn", "learn --forget --ratings a.csv", "learn --ratings a.csv", "for-you", "for-you --users a.csv"],
)
def test_wrong_usage_exits_with_2(run_small: Run, arguments: str) -> None:
    assert run_small(*arguments.split()).status == 2
