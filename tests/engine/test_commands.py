"""The command line: results on standard output, everything else on standard error, and a status."""

from __future__ import annotations

import csv
import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine import CineWatch, Filters, Query
from engine.relations import MAP_STAGES
from fakes.sample_catalogue import (
    ABSENT,
    COLUMNS,
    FILMS,
    HARBOUR,
    HIDDEN,
    IDS,
    LOW_TIDE,
    NIGHTJAR_1974,
    NIGHTJAR_2015,
    film_row,
    folders,
    write_csv,
)
from tests.engine.command_outcomes import Run, error_of, json_of

ROOT = Path(__file__).resolve().parents[2]


def test_build_reports_in_json_what_it_did(run: Run, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "films.csv", [*FILMS, film_row(0, "No id")])
    outcome = run("build", source, "--models", tmp_path / "models")
    report = json.loads(outcome.out.splitlines()[-1])
    assert outcome.status == 0
    assert {"source", "rows_read", "films", "rejected", "terms", "nnz", "seconds", "path"} <= report.keys()
    assert (report["source"], report["rows_read"], report["films"]) == (str(source), len(FILMS) + 1, len(FILMS))
    assert report["rejected"] == {"no valid id": 1}
    assert report["terms"] > 0 < report["nnz"]
    assert [Path(report["path"])] == folders(tmp_path / "models")


def test_build_prints_only_its_report_and_draws_progress_on_standard_error(
    run: Run, small_csv: Path, tmp_path: Path
) -> None:
    outcome = run("build", small_csv, "--models", tmp_path)
    assert len(outcome.out.splitlines()) == 1
    assert "Reading" in outcome.err


def test_build_takes_the_dataset_as_catalogue_too(run: Run, small_csv: Path, tmp_path: Path) -> None:
    outcome = run("build", "--catalogue", small_csv, "--models", tmp_path)
    assert json.loads(outcome.out)["films"] == len(FILMS)


def test_build_without_a_dataset_takes_the_one_of_the_settings(
    run: Run, small_csv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CINEWATCH_DATASET", str(small_csv))
    assert json.loads(run("build", "--models", tmp_path).out)["source"] == str(small_csv)


def test_recommend_prints_seeds_and_recommendations(run_small: Run, cinewatch: CineWatch) -> None:
    answer = json_of(run_small("recommend", "--id", HARBOUR, "-k", 4, "--json"))
    expected = cinewatch.recommend(Query((HARBOUR,), k=4)).films
    assert answer["seeds"] == [{"id": HARBOUR, "title": "The Glass Harbour", "year": 1999}]
    recommendations = answer["recommendations"]
    assert isinstance(recommendations, list)
    assert [
        (line["id"], line["title"], line["year"], line["score"], tuple(line["reasons"])) for line in recommendations
    ] == [
        (found.film.id, found.film.title, found.film.year, found.score, found.explanation.reasons) for found in expected
    ]


def test_recommend_takes_several_ids_and_titles(run_small: Run, cinewatch: CineWatch) -> None:
    answer = json_of(run_small("recommend", "--id", HARBOUR, "--id", 142, "--title", "nightjar (1974)", "--json"))
    recommendations = answer["recommendations"]
    assert isinstance(recommendations, list)
    expected = cinewatch.recommend(Query((HARBOUR, 142, NIGHTJAR_1974))).films
    assert [line["id"] for line in recommendations] == [found.film.id for found in expected]
    assert len(recommendations) == 10


def test_recommend_prints_text_by_default(run_small: Run) -> None:
    outcome = run_small("recommend", "--title", "The Glass Harbour", "-k", 2)
    assert (outcome.status, outcome.err) == (0, "")
    heading, first, second = outcome.out.splitlines()
    assert "The Glass Harbour (1999)" in heading
    assert "The Glass Harbour: Low Tide (2001)" in first
    assert "The Glass Harbour: High Water (2003)" in second


def test_a_file_of_ids_gives_one_json_line_per_film_even_for_unknown_ids(
    run_small: Run, cinewatch: CineWatch, tmp_path: Path
) -> None:
    (tmp_path / "ids").write_text(f"{HARBOUR}\n\n{ABSENT}\n 142 \n")
    outcome = run_small("recommend", "--ids-file", tmp_path / "ids", "-k", 3, "--jsonl")
    lines = [json.loads(line) for line in outcome.out.splitlines()]
    assert (outcome.status, outcome.err) == (0, "")
    assert [line["id"] for line in lines] == [HARBOUR, ABSENT, 142]
    assert [len(line["recommendations"]) for line in lines] == [3, 0, 3]
    expected = cinewatch.recommend(Query((142,), k=3)).films
    third = [(line["id"], line["title"], line["score"]) for line in lines[2]["recommendations"]]
    assert third == [(found.film.id, found.film.title, found.score) for found in expected]


def test_a_file_of_ids_without_jsonl_prints_text(run_small: Run, tmp_path: Path) -> None:
    (tmp_path / "ids").write_text(f"{HARBOUR}\n{ABSENT}\n")
    outcome = run_small("recommend", "--ids-file", tmp_path / "ids", "-k", 1)
    heading, first = outcome.out.splitlines()
    assert heading == "Like The Glass Harbour (1999):"
    assert "The Glass Harbour: Low Tide (2001)" in first
    assert (outcome.status, outcome.err) == (0, f"no film has the id {ABSENT}\n")


def test_a_file_of_ids_gets_as_many_as_asked_for(run_small: Run, tmp_path: Path) -> None:
    (tmp_path / "ids").write_text("\n".join(map(str, IDS)))
    outcome = run_small("recommend", "--ids-file", tmp_path / "ids", "-k", 500, "--jsonl")
    lines = [json.loads(line) for line in outcome.out.splitlines()]
    assert [line["id"] for line in lines] == list(IDS)
    assert all(len(IDS) - 3 <= len(line["recommendations"]) < len(IDS) for line in lines)


def test_a_file_of_ids_may_begin_with_a_byte_order_mark(run_small: Run, tmp_path: Path) -> None:
    (tmp_path / "ids").write_text(f"{HARBOUR}\n", encoding="utf-8-sig")
    assert json_of(run_small("recommend", "--ids-file", tmp_path / "ids", "--jsonl"))["id"] == HARBOUR


def test_a_file_of_descriptions_gets_an_answer_per_line_in_order(
    run_small: Run, cinewatch: CineWatch, tmp_path: Path
) -> None:
    (tmp_path / "texts").write_text("a robot lost in space\n\nqwxz\nthe song of a whale\n", encoding="utf-8")
    outcome = run_small("recommend", "--about-file", tmp_path / "texts", "-k", 3, "--jsonl")
    lines = [json.loads(line) for line in outcome.out.splitlines()]
    assert (outcome.status, outcome.err) == (0, "")
    assert [line["about"] for line in lines] == ["a robot lost in space", "qwxz", "the song of a whale"]
    assert lines[1]["recommendations"] == []
    expected = cinewatch.recommend(Query(about="the song of a whale", k=3)).films
    third = [(found["id"], found["score"]) for found in lines[2]["recommendations"]]
    assert third == [(found.film.id, found.score) for found in expected] != []


def test_a_file_of_descriptions_without_jsonl_prints_text(run_small: Run, tmp_path: Path) -> None:
    (tmp_path / "texts").write_text("a lighthuose\nqwxz\n", encoding="utf-8")
    outcome = run_small("recommend", "--about-file", tmp_path / "texts", "-k", 1)
    assert outcome.out.startswith("Like a lighthuose:\n  1. ")
    assert outcome.err == 'read "lighthuose" as "lighthouse"\nnone of the films mention qwxz\n'


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_descriptions_are_measured(run_small: Run, tmp_path: Path, form: tuple[str, ...]) -> None:
    path, report = tmp_path / "descriptions.csv", tmp_path / "report.json"
    path.write_text(f"id,text\n{HARBOUR},a lighthouse in a harbour town\n{ABSENT},x\n", encoding="utf-8")
    outcome = run_small("evaluate", "descriptions", path, "--out", report, *form)
    assert outcome.status == 0
    written = json.loads(report.read_text(encoding="utf-8"))
    assert (written["descriptions"], written["unknown"]) == (1, 1)
    assert written["systems"][0]["mrr"]["mean"] > 0
    assert json.loads(outcome.out) == written if form else "MRR@10" in outcome.out


def test_compare_prints_a_similarity_and_the_fields_and_terms_that_sum_to_it(
    run_small: Run, cinewatch: CineWatch
) -> None:
    answer = json_of(run_small("compare", HARBOUR, LOW_TIDE, "--json"))
    assert answer["similarity"] == cinewatch.compare(HARBOUR, LOW_TIDE).similarity
    for parts in (answer["fields"], answer["terms"]):
        assert isinstance(parts, list)
        assert sum(part["value"] for part in parts) == pytest.approx(answer["similarity"])
        assert all(part["field"] and part["label"] for part in parts)
    assert answer["a"] == {"id": HARBOUR, "title": "The Glass Harbour", "year": 1999}


def test_compare_takes_titles(run_small: Run) -> None:
    by_id = run_small("compare", HARBOUR, NIGHTJAR_1974, "--json")
    assert run_small("compare", "the glass harbour", "Nightjar (1974)", "--json") == by_id


def test_compare_prints_text_by_default(run_small: Run) -> None:
    outcome = run_small("compare", HARBOUR, LOW_TIDE)
    assert (outcome.status, outcome.err) == (0, "")
    assert "The Glass Harbour (1999) and The Glass Harbour: Low Tide (2001)" in outcome.out
    assert "Story" in outcome.out


def test_compare_writes_a_file_of_pairs(run_small: Run, cinewatch: CineWatch, tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text(f"a,b\n{HARBOUR},{LOW_TIDE}\n{HARBOUR},{ABSENT}\n{HARBOUR},{HARBOUR}\n")
    outcome = run_small("compare", "--pairs", tmp_path / "pairs.csv", "--out", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert (outcome.status, outcome.out) == (0, "")
    assert [(int(row["a"]), int(row["b"])) for row in rows] == [
        (HARBOUR, LOW_TIDE),
        (HARBOUR, ABSENT),
        (HARBOUR, HARBOUR),
    ]
    assert float(rows[0]["similarity"]) == pytest.approx(cinewatch.compare(HARBOUR, LOW_TIDE).similarity, abs=1e-6)
    assert (rows[1]["similarity"], float(rows[2]["similarity"])) == ("", 1.0)
    assert "1 of 3" in outcome.err


def test_map_draws_the_map_and_measures_how_accurate_it_is(run: Run, small_csv: Path, tmp_path: Path) -> None:
    run("build", small_csv, "--models", tmp_path)
    outcome = run("map", "--json", "--models", tmp_path)
    (line,) = outcome.out.splitlines()
    facts = json.loads(line)
    assert outcome.status == 0
    assert outcome.err.splitlines() == [*MAP_STAGES]
    opened = CineWatch.of(small_csv, tmp_path)
    assert opened.mapper.has_map
    drawn = opened.mapper.film_map()
    assert facts.keys() == {"films", "trustworthiness", "neighbour_recall", "seconds"}
    assert facts["films"] == len(drawn.points) == len(FILMS) - len(HIDDEN)
    assert (facts["trustworthiness"], facts["neighbour_recall"]) == (drawn.trustworthiness, drawn.neighbour_recall)
    assert facts["seconds"] > 0
    files = {path.name: path.read_bytes() for path in opened.opened.path.glob("*.h5")}
    assert {name.partition("-")[0] for name in files} >= {"map", "neighbours"}
    assert json_of(run("map", "--json", "--models", tmp_path))["films"] == facts["films"]
    assert {path.name: path.read_bytes() for path in opened.opened.path.glob("*.h5")} == files


def test_map_prints_text_by_default(run_small: Run, cinewatch: CineWatch) -> None:
    outcome = run_small("map")
    facts = {line[:16].strip(): line[17:] for line in outcome.out.splitlines()}
    drawn = cinewatch.mapper.film_map()
    assert outcome.status == 0
    assert facts.keys() == {"films", "trustworthiness", "neighbour recall", "seconds"}
    assert facts["films"] == str(len(drawn.points))
    assert (facts["trustworthiness"], facts["neighbour recall"]) == (
        f"{drawn.trustworthiness:.3f}",
        f"{drawn.neighbour_recall:.3f}",
    )


def test_map_of_too_few_films_says_so(run: Run, tmp_path: Path) -> None:
    for rows in ([film_row(1, "A"), film_row(2, "B")], [film_row(1, "A", adult=True)]):
        run("build", write_csv(tmp_path / "films.csv", rows), "--models", tmp_path)
        outcome = run("map", "--models", tmp_path)
        assert outcome.status == 0
        assert "trustworthiness  too few films to measure" in outcome.out
        assert json_of(run("map", "--json", "--models", tmp_path))["trustworthiness"] is None


def test_search_prints_what_it_found(run_small: Run) -> None:
    answer = json_of(run_small("search", "nihgtjar", "--json", "-k", 2))
    assert answer["query"] == "nihgtjar"
    results = answer["films"]
    assert isinstance(results, list)
    assert [(line["id"], line["title"], line["year"]) for line in results] == [
        (NIGHTJAR_2015, "Nightjar", 2015),
        (NIGHTJAR_1974, "Nightjar", 1974),
    ]
    assert all(0 < line["score"] <= 1 for line in results)


def test_search_answers_each_line_of_a_file_in_order(run_small: Run, tmp_path: Path) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text("nihgtjar \n\nqzxwvkq\n", encoding="utf-8")
    lines = run_small("search", "--queries", queries, "-k", 1, "--jsonl").out.splitlines()
    answers = [json.loads(line) for line in lines]
    assert [(answer["query"], len(answer["films"]), answer["people"]) for answer in answers] == [
        ("nihgtjar ", 1, []),
        ("qzxwvkq", 0, []),
    ]
    assert "Nightjar (2015)" in run_small("search", "--queries", queries).out


def test_search_prints_a_person_above_the_films(run: Run, tmp_path: Path) -> None:
    rows = [
        film_row(1, "Heron", 1999, votes=10) | {"director": "Wilhelmina Keen"},
        film_row(2, "Keen", 2001) | {"director": "Ida Lund"},
    ]
    csv = write_csv(tmp_path / "films.csv", rows, (*COLUMNS, "director"))
    outcome = run("search", "keen", "--catalogue", csv, "--models", tmp_path)
    assert outcome.out.splitlines() == [
        "        2  Keen (2001)",
        "Wilhelmina Keen, 1 film:",
        "        1  Heron (1999)",
    ]
    answer = json_of(run("search", "wilhelmina keen", "--json", "--catalogue", csv, "--models", tmp_path))
    assert answer["people"] == [{"name": "Wilhelmina Keen", "score": 1.0, "films": 1}]


def test_a_search_without_hits_is_not_an_error(run_small: Run) -> None:
    assert json_of(run_small("search", "qzxwvkq", "--json"))["films"] == []
    outcome = run_small("search", "qzxwvkq")
    assert (outcome.status, outcome.out) == (0, "")
    assert "qzxwvkq" in outcome.err


def test_info_shows_what_is_built_and_where(run_small: Run, small_csv: Path, small_models: Path) -> None:
    facts = json_of(run_small("info", "--json"))
    assert facts["source"] == str(small_csv)
    assert (facts["films"], facts["schema"]) == (len(FILMS), "TMDB v11")
    assert [Path(str(facts["path"]))] == folders(small_models)
    assert "verified" not in facts


def test_info_verifies_when_asked_to(run: Run, small_csv: Path, tmp_path: Path) -> None:
    run("build", small_csv, "--models", tmp_path)
    assert json_of(run("info", "--verify", "--json", "--models", tmp_path))["verified"] is True
    (path,) = tmp_path.glob("*/index.h5")
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    assert "build the catalogue again" in error_of(run("info", "--verify", "--models", tmp_path))


def test_a_catalogue_is_built_once_and_reused(run: Run, small_csv: Path, tmp_path: Path) -> None:
    options = ("--catalogue", small_csv, "--models", tmp_path, "--json")
    first = run("search", "nightjar", *options)
    built = folders(tmp_path)
    again = run("search", "nightjar", *options)
    assert (first.status, again.status) == (0, 0)
    assert first.out == again.out
    assert "Reading" in first.err
    assert again.err == ""
    assert folders(tmp_path) == built
    assert len(built) == 1


def test_models_alone_opens_the_newest_build(run: Run, small_csv: Path, tmp_path: Path) -> None:
    run("build", small_csv, "--models", tmp_path)
    run("build", write_csv(tmp_path / "other.csv", [film_row(7, "Tern")]), "--models", tmp_path)
    assert json_of(run("info", "--json", "--models", tmp_path))["films"] == 1


def test_the_dataset_of_the_settings_is_used(
    run: Run, small_csv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CINEWATCH_DATASET", str(small_csv))
    monkeypatch.setenv("CINEWATCH_MODELS_DIR", str(tmp_path))
    assert run("search", "nightjar", "--json").status == 0
    assert len(folders(tmp_path)) == 1


def test_every_command_has_help_and_the_shared_options(run: Run) -> None:
    for command in (
        "build",
        "recommend",
        "compare",
        "map",
        "search",
        "info",
        "learn",
        "for-you",
        "evaluate films",
        "evaluate users",
    ):
        outcome = run(*command.split(), "--help")
        assert outcome.status == 0
        assert {"--models", "--catalogue", "--verbose"} <= set(outcome.out.split()), command


def test_verbose_logs_on_standard_error_how_long_it_took(run_small: Run) -> None:
    outcome = run_small("search", "nightjar", "--json", "--verbose")
    assert len(outcome.out.splitlines()) == 1
    assert "search took" in outcome.err


def test_the_program_exits_with_the_status(small_models: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CINEWATCH_")}

    def status(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "engine", *arguments, "--models", str(small_models)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False, encoding="utf-8")
        return done.returncode, done.stdout

    assert status("search", "🦊🌙") == (0, "      133  🦊🌙 (2019)\n")
    assert status("recommend", "--id", str(ABSENT)) == (1, "")


def test_no_number_in_json_is_infinite_or_nan(run_small: Run, tmp_path: Path) -> None:
    (tmp_path / "ids").write_text("\n".join(map(str, IDS)))
    outcome = run_small("recommend", "--ids-file", tmp_path / "ids", "--jsonl")

    def refuse(constant: str) -> float:
        raise AssertionError(constant)

    lines = outcome.out.splitlines()
    assert len(lines) == len(IDS)
    for line in lines:
        parsed = json.loads(line, parse_constant=refuse)
        assert all(math.isfinite(found["score"]) for found in parsed["recommendations"])


@pytest.mark.parametrize(
    ("options", "filters"),
    [
        (["--country", "Norway"], Filters(countries=("Norway",))),
        (["--country", "Chile", "--country", "Norway"], Filters(countries=("Norway", "Chile"))),
        (["--company", "Tideline Pictures"], Filters(companies=("Tideline Pictures",))),
        (["--genre", "Drama"], Filters(genres=("Drama",))),
    ],
)
def test_recommendations_are_filtered(
    run_small: Run, cinewatch: CineWatch, options: list[str], filters: Filters
) -> None:
    found = json.loads(run_small("recommend", "--id", str(HARBOUR), *options, "--json").out)["recommendations"]
    expected = cinewatch.recommend(Query((HARBOUR,), filters=filters)).films
    assert [film["id"] for film in found] == [one.film.id for one in expected]
    assert 0 < len(found) < len(cinewatch.recommend(Query((HARBOUR,))).films)
