"""The command `evaluate` from end to end: on films that do not exist, and beside the scorer of the reference data."""

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
from engine.evaluation.report import METRICS, films_to_ask, measure
from fakes.sample_catalogue import IDS, write_csv
from tests.engine.command_outcomes import Run, error_of

SYSTEMS = ["CineWatch", "CineWatch, content alone", "the usual recipe", "genre overlap", "popularity", "random"]
PEOPLE = 60


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return ratings and links in which one half of people likes one half of the films, and the other the other."""
    folder = tmp_path_factory.mktemp("movielens")
    pairs = product(range(1, PEOPLE + 1), range(len(IDS)))
    rows = [
        {"userId": person, "movieId": n, "rating": 4.5 if (n < len(IDS) // 2) == (person % 2) else 2, "timestamp": 1}
        for person, n in pairs
    ]
    links = [{"movieId": n, "imdbId": n, "tmdbId": film_id} for n, film_id in enumerate(IDS)]
    return (
        write_csv(folder / "ratings.csv", rows, ("userId", "movieId", "rating", "timestamp")),
        write_csv(folder / "links.csv", links, ("movieId", "imdbId", "tmdbId")),
    )


def arguments(files: tuple[Path, Path]) -> tuple[object, ...]:
    return ("evaluate", "--ratings", files[0], "--links", files[1])


def test_the_table_has_a_row_a_system_and_progress_is_on_standard_error(ask: Run, files: tuple[Path, Path]) -> None:
    outcome = ask(*arguments(files))
    assert outcome.status == 0
    table, told = outcome.out.strip().split("\n\n")
    heads, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    assert heads[1 : 1 + len(METRICS)] == list(METRICS.values())
    assert [row[0] for row in rows] == SYSTEMS
    assert {len(row) for row in rows} == {len(heads)}
    assert f"{len(IDS)} films asked about, {len(IDS)} rated, {len(IDS)} in the catalogue, {PEOPLE} people" in told
    assert "random: 100%" in outcome.err


def test_json_is_one_object_and_the_same_goes_to_a_file(ask: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    outcome = ask(*arguments(files), "--json", "--out", tmp_path / "report.json")
    report = json.loads(outcome.out)
    assert report == json.loads((tmp_path / "report.json").read_text())
    assert (report["asked"], report["half"]) == (len(IDS), None)
    for system in report["systems"]:
        assert system["estimates"].keys() == METRICS.keys()
        for one in system["estimates"].values():
            assert one["low"] <= one["mean"] <= one["high"]
            assert one["films"] == len(IDS)
        assert 0 < system["coverage"] == system["distinct"] / len(IDS) <= 1


def test_the_same_is_measured_each_time(ask: Run, files: tuple[Path, Path]) -> None:
    assert ask(*arguments(files), "--json").out == ask(*arguments(files), "--json").out


def test_the_halves_are_all_films_once(ask: Run, files: tuple[Path, Path]) -> None:
    asked = {half: json.loads(ask(*arguments(files), "--json", "--half", half).out)["asked"] for half in "ab"}
    assert sum(asked.values()) == len(IDS)
    gains = np.ones((40, 40)) - np.eye(40)
    truth = GroundTruth(np.arange(40), gains, gains, {}, 9)
    a, b = (films_to_ask(truth, half).tolist() for half in ("a", "b"))
    assert sorted(a + b) == list(range(40))
    assert len(a) == len(b)
    # Even and odd ids would be no draw.
    assert {row % 2 for row in a} == {0, 1}


def test_films_liked_together_with_fewer_than_ten_are_not_asked_about() -> None:
    gains = np.zeros((12, 12))
    gains[0, 1:11] = gains[1:11, 0] = 1
    assert films_to_ask(GroundTruth(np.arange(12), gains, gains, {}, 9)).tolist() == [0]


def test_ablation_adds_a_row_for_each_part_of_the_blend_and_each_field(
    ask: Run, files: tuple[Path, Path], cinewatch: CineWatch
) -> None:
    report = json.loads(ask(*arguments(files), "--json", "--ablation").out)
    names = [system["name"] for system in report["systems"]]
    on = [name for name in ("era", "popularity", "quality") if report["weights"][name]]
    fields = [label.lower() for label in cinewatch.field_labels.values()]
    assert names == [SYSTEMS[0], *(f"CineWatch, {name} off" for name in (*on, *fields)), *SYSTEMS[1:]]
    assert {"era", "popularity"} <= set(on)


@pytest.mark.parametrize("missing", ["ratings", "links"])
def test_a_missing_file_is_one_line(ask: Run, files: tuple[Path, Path], missing: str) -> None:
    rest = ("--ratings", files[0]) if missing == "links" else ("--links", files[1])
    assert "absent.csv" in error_of(ask("evaluate", f"--{missing}", "absent.csv", *rest))


def test_files_given_the_wrong_way_round_are_one_line(ask: Run, files: tuple[Path, Path]) -> None:
    assert "needs the columns" in error_of(ask(*arguments(files[::-1])))


def test_a_catalogue_that_is_missing_is_one_line(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    error_of(run(*arguments(files), "--catalogue", tmp_path / "absent.csv", "--models", tmp_path / "models"))


def test_ratings_of_other_films_are_one_line(ask: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text("movieId,tmdbId\n1,999999\n")
    assert "no two films" in error_of(ask("evaluate", "--ratings", files[0], "--links", tmp_path / "links.csv"))


def test_a_report_that_cannot_be_written_is_one_line_before_anything_is_measured(
    ask: Run, files: tuple[Path, Path], tmp_path: Path
) -> None:
    assert "no folder" in error_of(ask(*arguments(files), "--out", tmp_path / "absent" / "report.json"))
    outcome = ask(*arguments(files), "--out", tmp_path)
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err.splitlines()[-1].startswith("error: cannot write")


@pytest.mark.parametrize("wrong", [("--half", "c"), ("--ablation", "era")])
def test_wrong_usage_is_status_2(ask: Run, files: tuple[Path, Path], wrong: tuple[str, ...]) -> None:
    assert ask(*arguments(files), *wrong).status == 2
    assert ask("evaluate").status == 2


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
    """Return what MovieLens tells of the real catalogue."""
    del scorer
    ratings, links = (shared_data / "movielens-small" / name for name in ("ratings.csv", "links.csv"))
    catalogue = set(pd.read_csv(shared_data / "real_10439.csv", usecols=["id"]).id)
    return ground_truth(read_likes(ratings, links), catalogue)


def test_gains_are_those_of_the_scorer(scorer: ModuleType, real: GroundTruth) -> None:
    ids, gains = scorer.liked_together()
    assert real.film_ids.tolist() == ids.tolist()
    assert np.abs(real.gains - gains).max() < 1e-6


def test_figures_are_those_of_the_scorer(
    scorer: ModuleType,
    real: GroundTruth,
    shared_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    cinewatch = CineWatch.of(shared_data / "real_10439.csv", tmp_path)
    rows = films_to_ask(real)[::6]
    ours = systems.ours(cinewatch, ablation=False)["CineWatch"]()
    with (tmp_path / "answers.jsonl").open("w") as file:
        for film_id in real.film_ids[rows].tolist():
            ranked = ours(cinewatch.film(film_id)).tolist()
            file.write(json.dumps({"id": film_id, "recommendations": [{"id": one} for one in ranked]}) + "\n")
    monkeypatch.setattr(sys, "argv", ["", str(tmp_path / "answers.jsonl")])
    scorer.main()
    told = json.loads(capsys.readouterr().out)
    found = measure(cinewatch, real, rows, "CineWatch", ours)
    assert (told["films"], told["distinct_in_top10"]) == (len(rows), found.distinct)
    assert found.estimates["ndcg_rated"].mean == pytest.approx(told["ndcg@10_rated"], abs=1e-6)
    assert found.estimates["ndcg_all"].mean == pytest.approx(told["ndcg@10_all"], abs=1e-6)
