"""Charts and tables of scores."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd
import pytest

from engine import CineWatch, Query, RankChange
from fakes.sample_catalogue import HARBOUR, LOW_TIDE, WHALES, Build, film
from ui.charts import scores
from ui.text.palette import PART_COLOURS


def test_the_parts_of_each_score_sum_to_it(cinewatch: CineWatch) -> None:
    parts = scores.score_parts(cinewatch.recommend(Query((HARBOUR,), k=10)).films)
    sums = parts.groupby("Place").agg(total=("Value", "sum"), score=("Score", "first"))
    assert sums["total"].to_numpy() == pytest.approx(sums["score"].to_numpy(), abs=1e-6)


def test_the_table_of_an_answer_has_a_row_for_each_film_in_order(cinewatch: CineWatch) -> None:
    found = cinewatch.recommend(Query((HARBOUR,), k=10)).films
    table = scores.answer_table(found)
    assert len(table) == 10
    for place, (row, one) in enumerate(zip(table.to_dict("records"), found, strict=True), 1):
        film = one.film
        assert (row["Place"], row["Film"], row["Year"]) == (place, film.title, film.year)
        assert (row["Score"], row["Because"]) == (one.score, ", ".join(one.explanation.reasons))
        assert (row["Votes"], row["Minutes"], row["Genres"]) == (film.votes, film.runtime, ", ".join(film.genres))
        assert row["Rating"] == film.rating or (film.rating is None and row["Rating"] is pd.NA)


def test_what_is_not_known_is_empty_in_the_table_and_years_stay_whole(build: Build) -> None:
    known = film(1, "Known", 1990, genres="War")
    bare = film(2, "Bare", None, 0, runtime=0, genres="War")
    dated = film(3, "Dated", 1991, genres="War, Drama")
    table = scores.answer_table(build([known, bare, dated]).recommend(Query((1,))).films).set_index("Film")
    assert table.loc["Bare", ["Year", "Rating", "Minutes"]].isna().all()
    assert table.loc["Bare", "Votes"] == 0
    assert str(table.loc["Dated", "Year"]) == "1991"


def test_moves_are_told_with_both_places_and_in_words(cinewatch: CineWatch) -> None:
    first, second, third = (cinewatch.film(film_id) for film_id in (HARBOUR, LOW_TIDE, WHALES))
    moves = [RankChange(first, 3, 1), RankChange(second, 2, 2), RankChange(third, 1, 1_003)]
    assert scores.moves_table(moves).to_dict("records") == [
        {"Film": "The Glass Harbour (1999)", "Before": 3, "After": 1, "Moves": "up 2"},
        {"Film": "The Glass Harbour: Low Tide (2001)", "Before": 2, "After": 2, "Moves": ""},
        {"Film": "The Whale Song (1985)", "Before": 1, "After": 1_003, "Moves": "down 1,002"},
    ]


def test_every_part_of_a_score_has_a_colour(cinewatch: CineWatch) -> None:
    parts = set(scores.score_parts(cinewatch.recommend(Query((HARBOUR,), k=50)).films)["Part"])
    assert parts <= set(PART_COLOURS)
    assert set(cinewatch.info.fields) <= set(PART_COLOURS)


def test_a_term_in_two_fields_has_two_bars(cinewatch: CineWatch) -> None:
    table = scores.terms_table(cinewatch.compare(HARBOUR, LOW_TIDE).explanation)
    bars = scores.contributions(table).data["Bar"]
    assert table["Term"].duplicated().any()
    assert not bars.duplicated().any()


def test_charts_of_an_answer_are_valid_vega_lite(cinewatch: CineWatch) -> None:
    found = cinewatch.recommend(Query((HARBOUR,), k=10)).films
    explanation = cinewatch.compare(HARBOUR, LOW_TIDE).explanation
    made: Sequence[alt.TopLevelMixin] = [
        scores.stacked_scores(scores.score_parts(found)),
        scores.contributions(scores.fields_table(explanation)),
        scores.shares(cinewatch.info.fields),
    ]
    for chart in made:
        chart.to_dict()
