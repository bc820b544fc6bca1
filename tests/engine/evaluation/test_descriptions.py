"""Descriptions find their films at least as often as BM25 finds them, and the figures are those of plain Python."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from engine import CineWatch, Query
from engine.errors import InvalidQuery, NoFilms, SourceError
from engine.evaluation.descriptions import (
    BM25S,
    Described,
    evaluate_descriptions,
    read_descriptions,
    reciprocal_rank,
)
from engine.search.text import normal_form
from fakes.sample_catalogue import HARBOUR, WHALES
from sample_data.overlap import shared_runs
from tests.conftest import SAMPLE

DESCRIPTIONS = SAMPLE.parent / "descriptions.csv"
"""150 films of the sample in our own words. Half a was used to tune, half b was not."""


@pytest.mark.parametrize("half", ["a", "b"])
def test_both_halves_find_their_films_at_least_as_often_as_bm25(sample: CineWatch, half: str) -> None:
    report = evaluate_descriptions(sample, read_descriptions(DESCRIPTIONS, half))
    systems = {system.name: system for system in report.systems}
    assert (report.descriptions, report.unknown) == (75, 0)
    assert systems["CineWatch"].mrr.mean >= 0.9
    assert systems["CineWatch"].in_ten.mean >= 0.97
    if BM25S not in systems:
        pytest.skip("the package to compare with is not installed")
    assert systems["CineWatch"].mrr.mean >= systems[BM25S].mrr.mean > 0.8


def test_the_descriptions_are_our_own_words_without_titles() -> None:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        films = {int(row["id"]): row for row in csv.DictReader(file)}
    described = read_descriptions(DESCRIPTIONS)
    assert len({one.id for one in described}) == len(described) == 150
    assert {one.id for one in described} <= films.keys()
    for one in described:
        words = normal_form(one.text).split()
        assert len(words) >= 10
        title = normal_form(films[one.id]["title"])
        assert f" {title} " not in f" {' '.join(words)} "
    overviews = {row["title"]: row["overview"] for row in films.values()}
    assert shared_runs({str(one.id): one.text for one in described}, overviews) == []


def test_metrics_are_those_of_plain_python(cinewatch: CineWatch) -> None:
    described = [
        Described(HARBOUR, "a lighthouse in a harbour town"),
        Described(WHALES, "lighthouse"),
        Described(WHALES, "the song of a whale"),
        Described(999_999, "nothing"),
    ]
    report = evaluate_descriptions(cinewatch, described)
    tops = [cinewatch.recommender.ranked_ids(Query(about=one.text, k=10)) for one in described[:3]]
    ranks = [
        1 / (1 + top.index(one.id)) if one.id in top else 0.0 for one, top in zip(described[:3], tops, strict=True)
    ]
    assert Counter(rank > 0 for rank in ranks) == {True: 2, False: 1}
    ours = report.systems[0]
    assert ours.mrr.mean == pytest.approx(sum(ranks) / 3)
    assert ours.first.mean == pytest.approx(sum(rank == 1 for rank in ranks) / 3)
    assert ours.in_ten.mean == pytest.approx(2 / 3)
    assert (report.catalogue, report.descriptions, report.unknown) == (len(cinewatch), 3, 1)
    assert "1 left out" in report.markdown()


@pytest.mark.parametrize(("wanted", "value"), [(7, 1.0), (8, 0.5), (9, 0.1), (10, 0.0), (11, 0.0)])
def test_the_reciprocal_rank_counts_the_first_ten(wanted: int, value: float) -> None:
    assert reciprocal_rank([7, 8, *range(20, 27), 9, 10], wanted) == value


def test_half_of_the_rows_are_left_for_tuning(tmp_path: Path) -> None:
    path = tmp_path / "descriptions.csv"
    path.write_text('id,text\n1,one\n2,"two, too"\n3,three\n', encoding="utf-8")
    assert read_descriptions(path) == [Described(1, "one"), Described(2, "two, too"), Described(3, "three")]
    assert [one.id for one in read_descriptions(path, "a")] == [1, 3]
    assert [one.id for one in read_descriptions(path, "b")] == [2]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"film,text\n1,one\n", InvalidQuery),
        (b"id,about\n1,one\n", InvalidQuery),
        (b"id,text\none,1\n", InvalidQuery),
        (b"id,text\n1\n", InvalidQuery),
        (b"\xff\xfe\x00", SourceError),
    ],
)
def test_a_file_that_is_not_descriptions_is_a_named_error(
    content: bytes, error: type[Exception], tmp_path: Path
) -> None:
    path = tmp_path / "descriptions.csv"
    path.write_bytes(content)
    with pytest.raises(error):
        read_descriptions(path)
    with pytest.raises(SourceError):
        read_descriptions(tmp_path / "missing.csv")


def test_descriptions_of_other_films_cannot_be_measured(cinewatch: CineWatch) -> None:
    for described in ([], [Described(999_999, "a film")], [Described(HARBOUR, "")]):
        with pytest.raises(NoFilms):
            evaluate_descriptions(cinewatch, described)
