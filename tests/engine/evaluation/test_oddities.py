"""Oddities of top tens are counted as they are defined, and printed."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from engine import CineWatch, Query
from engine.entities import Explanation, FieldContribution
from engine.evaluation.oddities import MOST, K, oddities
from tests.engine.command_outcomes import Run


def explanation_of(**values: float) -> Explanation:
    return Explanation(tuple(FieldContribution(name, name, value) for name, value in values.items()), (), ())


def test_the_category_share_is_that_of_genre_and_company_among_what_is_shared() -> None:
    assert explanation_of(genres=0.2, companies=0.1, keywords=0.1).category_share == pytest.approx(0.75)
    assert explanation_of(genres=0.2, keywords=-0.5).category_share == 1
    assert explanation_of(genres=0.0).category_share == 0


def test_every_answer_is_counted(cinewatch: CineWatch) -> None:
    found = oddities(cinewatch, films=9)
    names = cinewatch.film_names(9)
    answers = [one for name in names for one in cinewatch.recommend(Query((name.id,), k=K)).films]
    assert (found.films, found.answers) == (9, len(answers))
    assert found.mostly_category == sum(one.explanation.category_share >= MOST for one in answers)
    counted = cinewatch.film_names(27)
    assert found.counted == len(counted) > 9
    times = Counter(one.film.label for name in counted for one in cinewatch.recommend(Query((name.id,), k=K)).films)
    assert found.most_recommended[0][1] == max(times.values())
    assert all(times[label] == count for label, count in found.most_recommended)
    assert set(found.without_shared_word) < {name.label for name in names}


def test_the_command_needs_no_ratings_to_print_oddities(run_small: Run, cinewatch: CineWatch) -> None:
    outcome = run_small("evaluate", "films", "--oddities", "--json")
    assert outcome.status == 0
    assert json.loads(outcome.out)["films"] == len(cinewatch.film_names(len(cinewatch)))
    assert "recommended most" in run_small("evaluate", "films", "--oddities").out


def test_without_oddities_the_ratings_are_asked_for(run_small: Run) -> None:
    assert run_small("evaluate", "films").status == 2
