"""The command `evaluate films` from end to end: on made-up films, and beside the scorer of the reference data."""

from __future__ import annotations

import importlib.util
import json
import sys
from itertools import product
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from engine import CineWatch
from engine.evaluation import systems
from engine.evaluation.ground_truth import GroundTruth, ground_truth, read_likes
from engine.evaluation.report import METRICS, measure, query_rows
from fakes.sample_catalogue import IDS, write_csv
from tests.engine.command_outcomes import Run, error_of

SYSTEMS = ["CineWatch", "CineWatch, match alone", "the usual recipe", "genre overlap", "popularity", "random"]
USERS = 60


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return ratings and links in which half of the users like half of the films, and the others the other half."""
    folder = tmp_path_factory.mktemp("movielens")
    pairs = product(range(1, USERS + 1), range(len(IDS)))
    rows = [
        {"userId": user, "movieId": n, "rating": 4.5 if (n < len(IDS) // 2) == (user % 2) else 2, "timestamp": 1}
        for user, n in pairs
    ]
    links = [{"movieId": n, "imdbId": n, "tmdbId": film_id} for n, film_id in enumerate(IDS)]
    return (
        write_csv(folder / "ratings.csv", rows, ("userId", "movieId", "rating", "timestamp")),
        write_csv(folder / "links.csv", links, ("movieId", "imdbId", "tmdbId")),
    )


def arguments(files: tuple[Path, Path]) -> tuple[object, ...]:
    return ("evaluate", "films", "--ratings", files[0], "--links", files[1])


def test_the_table_has_one_row_per_system_and_progress_goes_to_stderr(run_small: Run, files: tuple[Path, Path]) -> None:
    outcome = run_small(*arguments(files))
    assert outcome.status == 0
    table, scope = outcome.out.strip().split("\n\n")
    heads, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    assert heads[1 : 1 + len(METRICS)] == list(METRICS.values())
    assert [row[0] for row in rows] == SYSTEMS
    assert {len(row) for row in rows} == {len(heads)}
    assert f"{len(IDS)} query films, {len(IDS)} rated, {len(IDS)} in the catalogue, {USERS} users" in scope
    assert "random: 100%" in outcome.err


def test_json_is_one_object_and_the_file_holds_the_same(
    run_small: Run, files: tuple[Path, Path], tmp_path: Path
) -> None:
    outcome = run_small(*arguments(files), "--json", "--out", tmp_path / "report.json")
    report = json.loads(outcome.out)
    assert report == json.loads((tmp_path / "report.json").read_text())
    assert (report["queries"], report["half"]) == (len(IDS), None)
    for system in report["systems"]:
        assert system["estimates"].keys() == METRICS.keys()
        for estimate in system["estimates"].values():
            assert estimate["low"] <= estimate["mean"] <= estimate["high"]
            assert estimate["films"] == len(IDS)
        assert 0 < system["coverage"] == system["distinct"] / len(IDS) <= 1


def test_two_runs_measure_the_same(run_small: Run, files: tuple[Path, Path]) -> None:
    assert run_small(*arguments(files), "--json").out == run_small(*arguments(files), "--json").out


def test_the_two_halves_split_the_query_films(run_small: Run, files: tuple[Path, Path]) -> None:
    queries = {half: json.loads(run_small(*arguments(files), "--json", "--half", half).out)["queries"] for half in "ab"}
    assert sum(queries.values()) == len(IDS)
    gains = np.ones((40, 40)) - np.eye(40)
    truth = GroundTruth(np.arange(40), gains, gains, {}, 9)
    a, b = (query_rows(truth, half).tolist() for half in ("a", "b"))
    assert sorted(a + b) == list(range(40))
    assert len(a) == len(b)
    # Even and odd ids would not be a random draw.
    assert {row % 2 for row in a} == {0, 1}


def test_films_liked_together_with_fewer_than_ten_others_are_not_query_films() -> None:
    gains = np.zeros((12, 12))
    gains[0, 1:11] = gains[1:11, 0] = 1
    assert query_rows(GroundTruth(np.arange(12), gains, gains, {}, 9)).tolist() == [0]


def test_ablation_adds_one_row_per_part_of_the_score_and_per_field(
    run_small: Run, files: tuple[Path, Path], cinewatch: CineWatch
) -> None:
    report = json.loads(run_small(*arguments(files), "--json", "--ablation").out)
    names = [system["name"] for system in report["systems"]]
    on = [name for name in ("era", "popularity", "quality") if report["weights"][name]]
    fields = dict.fromkeys(label.lower() for label in cinewatch.field_labels.values())
    assert names == [SYSTEMS[0], *(f"CineWatch, {name} off" for name in (*on, *fields)), *SYSTEMS[1:]]
    assert {"era", "popularity"} <= set(on)


def test_a_missing_file_is_one_line(run_small: Run, files: tuple[Path, Path]) -> None:
    ratings, links = files
    for missing in (("--ratings", "absent.csv", "--links", links), ("--ratings", ratings, "--links", "absent.csv")):
        assert "absent.csv" in error_of(run_small("evaluate", "films", *missing))


def test_swapped_files_are_one_line(run_small: Run, files: tuple[Path, Path]) -> None:
    assert "needs the columns" in error_of(run_small(*arguments(files[::-1])))


def test_a_missing_catalogue_is_one_line(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    missing = tmp_path / "absent.csv"
    assert "absent.csv" in error_of(run(*arguments(files), "--catalogue", missing, "--models", tmp_path / "models"))


def test_ratings_of_other_films_are_one_line(run_small: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    links = tmp_path / "links.csv"
    links.write_text("movieId,tmdbId\n1,999999\n")
    assert "no two films" in error_of(run_small(*arguments((files[0], links))))


def test_a_report_that_cannot_be_written_is_one_line(run_small: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    assert "no folder" in error_of(run_small(*arguments(files), "--out", tmp_path / "absent" / "report.json"))
    outcome = run_small(*arguments(files), "--out", tmp_path)
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err.splitlines()[-1].startswith("error: cannot write")


def test_wrong_options_have_status_2(run_small: Run, files: tuple[Path, Path]) -> None:
    for wrong in (("--half", "c"), ("--ablation", "era")):
        assert run_small(*arguments(files), *wrong).status == 2


@pytest.fixture(scope="module")
def scorer(shared_data: Path) -> ModuleType:
    """Return the scorer of the reference data, which prints all digits."""
    path = shared_data.parent / "tools" / "score_recommendations.py"
    if not path.is_file() or not (shared_data / "movielens-small").is_dir():
        pytest.skip("the reference data has no scorer, or no ratings")
    spec = importlib.util.spec_from_file_location("score_recommendations", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module)["round"] = lambda value, _: value
    return module


@pytest.fixture(scope="module")
def real(shared_data: Path, scorer: ModuleType) -> GroundTruth:
    """Return how well the real films go together by MovieLens."""
    del scorer
    ratings, links = (shared_data / "movielens-small" / name for name in ("ratings.csv", "links.csv"))
    catalogue = set(pd.read_csv(shared_data / "real_10439.csv", usecols=["id"]).id)
    return ground_truth(read_likes(ratings, links), catalogue)


def test_gains_are_those_of_the_scorer(scorer: ModuleType, real: GroundTruth) -> None:
    ids, gains = scorer.liked_together()
    assert real.film_ids.tolist() == ids.tolist()
    assert np.abs(real.gains - gains).max() < 1e-6


def test_metrics_are_those_of_the_scorer(
    scorer: ModuleType,
    real: GroundTruth,
    shared_data: Path,
    shared_models: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    cinewatch = CineWatch.of(shared_data / "real_10439.csv", shared_models)
    rows = query_rows(real)[::24]
    cinewatch_system = systems.cinewatch_systems(cinewatch, ablation=False)["CineWatch"]()
    with (tmp_path / "answers.jsonl").open("w") as file:
        for film_id in real.film_ids[rows].tolist():
            ranked = cinewatch_system(cinewatch.film(film_id)).tolist()
            file.write(json.dumps({"id": film_id, "recommendations": [{"id": answer} for answer in ranked]}) + "\n")
    monkeypatch.setattr(sys, "argv", ["", str(tmp_path / "answers.jsonl")])
    scorer.main()
    scores = json.loads(capsys.readouterr().out)
    measured = measure(cinewatch, real, rows, "CineWatch", cinewatch_system)
    assert (scores["films"], scores["distinct_in_top10"]) == (len(rows), measured.distinct)
    assert measured.estimates["ndcg_rated"].mean == pytest.approx(scores["ndcg@10_rated"], abs=1e-6)
    assert measured.estimates["ndcg_all"].mean == pytest.approx(scores["ndcg@10_all"], abs=1e-6)
