"""Tables and charts of scores: they add up, stay in order, and are valid."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from engine import CineWatch, Query, RankChange
from fakes.sample_catalogue import HARBOUR, LOW_TIDE, WHALES, Build, film_row
from ui.charts import scores
from ui.text.palette import PART_COLOURS


def test_the_parts_of_each_score_add_up_to_it(cinewatch: CineWatch) -> None:
    films = cinewatch.recommend(Query((HARBOUR,), k=10)).films
    for one in films:
        assert sum(scores.score_parts(one).values()) == pytest.approx(one.score, abs=1e-6)
    sums = scores.stacked_table(films).groupby("Rank").agg(total=("Value", "sum"), score=("Score", "first"))
    assert sums["total"].to_numpy() == pytest.approx(sums["score"].to_numpy(), abs=1e-6)
    assert sums["score"].tolist() == [one.score for one in films]


def test_the_community_is_a_part_only_where_one_was_learned(cinewatch: CineWatch, learned: CineWatch) -> None:
    name, query = "Liked by the same people", Query((HARBOUR,), k=30)
    films = learned.recommend(query).films
    assert [scores.score_parts(one)[name] for one in films] == [one.community for one in films]
    assert name in scores.score_table(films).columns
    assert name in set(scores.stacked_table(films)["Part"])
    assert f"</span>{name}</span>" in scores.stacked_legend(scores.stacked_table(films))
    assert name in PART_COLOURS
    for one in films:
        assert sum(scores.score_parts(one).values()) == pytest.approx(one.score, abs=1e-6)
    assert name not in scores.score_table(cinewatch.recommend(query).films).columns


def test_the_table_of_an_answer_has_one_row_per_film_in_order(cinewatch: CineWatch) -> None:
    films = cinewatch.recommend(Query((HARBOUR,), k=10)).films
    table = scores.answer_table(films)
    assert len(table) == 10
    for rank, (row, one) in enumerate(zip(table.to_dict("records"), films, strict=True), 1):
        assert (row["Rank"], row["Film"], row["Year"]) == (rank, one.film.title, one.film.year)
        assert (row["Score"], row["Why"]) == (one.score, ", ".join(one.explanation.reasons))
        assert (row["Votes"], row["Minutes"]) == (one.film.votes, one.film.runtime)
        assert row["Genres"] == ", ".join(one.film.genres)
        assert row["Rating"] == one.film.rating or (one.film.rating is None and row["Rating"] is pd.NA)


def test_unknown_values_are_empty_and_years_stay_whole(build: Build) -> None:
    known = film_row(1, "Known", 1990, genres="War")
    bare = film_row(2, "Bare", None, 0, runtime=0, genres="War")
    dated = film_row(3, "Dated", 1991, genres="War, Drama")
    table = scores.answer_table(build([known, bare, dated]).recommend(Query((1,))).films).set_index("Film")
    assert table.loc["Bare", ["Year", "Rating", "Minutes"]].isna().all()
    assert table.loc["Bare", "Votes"] == 0
    assert str(table.loc["Dated", "Year"]) == "1991"


def test_rank_changes_have_both_ranks_and_the_movement_in_words(cinewatch: CineWatch) -> None:
    first, second, third = (cinewatch.film(film_id) for film_id in (HARBOUR, LOW_TIDE, WHALES))
    changes = [RankChange(first, 3, 1), RankChange(second, 2, 2), RankChange(third, 1, 1_003)]
    assert scores.rank_changes_table(changes).to_dict("records") == [
        {"Film": "The Glass Harbour (1999)", "Before": 3, "After": 1, "Moves": "up 2"},
        {"Film": "The Glass Harbour: Low Tide (2001)", "Before": 2, "After": 2, "Moves": ""},
        {"Film": "The Whale Song (1985)", "Before": 1, "After": 1_003, "Moves": "down 1,002"},
    ]


def test_every_part_of_a_score_has_a_colour_and_is_in_the_legend(cinewatch: CineWatch) -> None:
    assert set(cinewatch.info.fields) <= set(PART_COLOURS)
    table = scores.stacked_table(cinewatch.recommend(Query((HARBOUR,), k=50)).films)
    parts = [name for name in PART_COLOURS if name in set(table["Part"])]
    assert len(parts) == table["Part"].nunique() > 3
    legend = scores.stacked_legend(table)
    assert re.findall(r"background:(#\w+)", legend) == [PART_COLOURS[name] for name in parts]
    assert re.findall(r"</span>([^<]+)</span>", legend) == parts


def test_a_term_in_two_fields_has_two_bars(cinewatch: CineWatch) -> None:
    table = scores.terms_table(cinewatch.compare(HARBOUR, LOW_TIDE).explanation)
    bars = scores.contribution_chart(table).data["Bar"]
    assert table["Term"].duplicated().any()
    assert not bars.duplicated().any()


def test_a_bar_of_a_term_opens_the_films_that_have_it_or_mention_it(
    sample: CineWatch,
) -> None:
    explanation = sample.compare(603, 862).explanation
    table, addresses = scores.terms_table(explanation), scores.term_addresses(explanation)
    opened = dict(zip(table["Term"], addresses, strict=True))
    assert opened == {
        "martial arts": "browse?keyword=martial+arts",
        "martial": "recommend?about=martial",
        "arts": "recommend?about=arts",
    }
    batman = sample.compare(27205, 155).explanation
    opened = dict(zip(scores.terms_table(batman)["Term"], scores.term_addresses(batman), strict=True))
    assert opened["Christopher Nolan"] == "person?name=Christopher+Nolan"
    assert opened["Syncopy"] == "browse?company=Syncopy"
    assert opened["Action"] == "browse?genre=Action"
    chart = scores.contribution_chart(table, addresses).to_dict()
    (data,) = chart["datasets"].values()
    assert [row[chart["encoding"]["href"]["field"]] for row in data] == addresses


def test_the_charts_are_valid_vega_lite_with_a_bar_for_each_row(cinewatch: CineWatch) -> None:
    stacked = scores.stacked_table(cinewatch.recommend(Query((HARBOUR,), k=10)).films)
    fields = scores.fields_table(cinewatch.compare(HARBOUR, LOW_TIDE).explanation)
    for chart, rows in (
        (scores.stacked_chart(stacked), len(stacked)),
        (scores.fields_chart(fields), len(fields)),
        (scores.field_shares_chart(cinewatch.info.fields), len(cinewatch.info.fields)),
    ):
        (data,) = chart.to_dict()["datasets"].values()
        assert len(data) == rows > 3


def test_counts_are_sorted_with_the_largest_first() -> None:
    table = scores.counted({"a": 1, "b": 3, "c": 1}, "Reason", "Rows")
    assert table.to_dict("records") == [
        {"Reason": "b", "Rows": 3},
        {"Reason": "a", "Rows": 1},
        {"Reason": "c", "Rows": 1},
    ]


def test_keywords_and_their_words_are_one_field_for_people(cinewatch: CineWatch) -> None:
    explanation = cinewatch.compare(HARBOUR, LOW_TIDE).explanation
    both = [part.value for part in explanation.fields if part.field in ("keywords", "keyword_words")]
    assert len(both) == 2
    table = scores.fields_table(explanation)
    assert table.loc[table["Field"] == "Keywords", scores.ADDS].tolist() == pytest.approx([sum(both)], abs=1e-9)
    terms = scores.terms_table(explanation)
    assert not terms.duplicated(["Term", "Field"]).any()
    assert terms[scores.ADDS].is_monotonic_decreasing
    for sums in (table, terms):
        assert sums[scores.ADDS].sum() == pytest.approx(sum(part.value for part in explanation.fields), abs=1e-9)


def test_the_terms_of_a_field_add_up_to_it_and_have_their_addresses(sample: CineWatch) -> None:
    explanation = sample.compare(27205, 155).explanation
    whole = dict(zip(scores.terms_table(explanation)["Term"], scores.term_addresses(explanation), strict=True))
    added = scores.fields_table(explanation).set_index("Field")[scores.ADDS]
    for field in ("Genres", "Director"):
        terms = scores.terms_table(explanation, [field])
        assert {*terms["Field"]} == {field}
        assert terms[scores.ADDS].sum() == pytest.approx(added[field], abs=1e-6)
        assert [whole[term] for term in terms["Term"]] == scores.term_addresses(explanation, [field])
    assert {*scores.terms_table(explanation, ["Genres", "Director"])["Field"]} == {"Genres", "Director"}


def test_a_click_on_the_bar_of_a_field_selects_it(cinewatch: CineWatch) -> None:
    table = scores.fields_table(cinewatch.compare(HARBOUR, LOW_TIDE).explanation)
    (param,) = scores.fields_chart(table).to_dict()["params"]
    assert (param["name"], param["select"]["fields"]) == (scores.FIELD, ["Field"])
