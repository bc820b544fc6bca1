"""The report on accuracy as a sentence, a table and a chart."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui.about.accuracy import accuracy_chart, accuracy_table, description, headline, read_report


def test_the_report_of_the_project_is_shown_with_every_system() -> None:
    report = read_report()
    assert report is not None
    assert f"{report['queries']:,} films" in description(report)
    table = accuracy_table(report).set_index("System")
    assert list(table.index) == [system["name"] for system in report["systems"]]
    for system in report["systems"]:
        estimates = system["estimates"]
        assert table.loc[system["name"]].tolist() == pytest.approx(
            [*(estimates[metric]["mean"] for metric in ("ndcg_rated", "ndcg_all", "auc")), system["distinct"]]
        )


def test_the_headline_compares_us_with_the_usual_recipe() -> None:
    report = read_report()
    assert report is not None
    means = {
        system["name"]: [f"{system['estimates'][metric]['mean']:.2f}" for metric in ("ndcg_rated", "ndcg_all")]
        for system in report["systems"]
    }
    (rated, every), (usual_rated, usual_every) = means["CineWatch"], means["the usual recipe"]
    assert headline(report) == (
        f"CineWatch reaches {rated} among rated films and {every} among all films, the usual TF-IDF recipe "
        f"{usual_rated} and {usual_every}"
    )


def test_the_chart_has_two_points_per_system_and_no_ablation() -> None:
    report = read_report()
    assert report is not None
    (rows,) = accuracy_chart(report).to_dict()["datasets"].values()
    names = [system["name"] for system in report["systems"] if not system["name"].endswith(" off")]
    assert [row["System"] for row in rows] == [name for name in names for _ in "ab"]
    assert all(row["low"] <= row["mean"] <= row["high"] for row in rows)


def test_without_a_report_there_is_none(tmp_path: Path) -> None:
    assert read_report(tmp_path / "nowhere.json") is None
