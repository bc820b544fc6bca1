"""Charts of a taste show what means something by itself; the tables have everything."""

from __future__ import annotations

from engine.personalization import StrengthChange, TasteProfile, TasteTerm
from tests.ui.charts.captioned import specification
from ui.charts.base import OPENS_BROWSE
from ui.charts.my_taste import MAX_TERMS, decades, disliked_terms, in_words, liked_terms, rating_changes

NOTHING = TasteProfile((), (), (), 0.0)
TASTE = TasteProfile(
    liked=(
        TasteTerm("title", "Title", "heat", 0.5, 1),
        TasteTerm("keywords", "Keywords", "heist", 0.4, 2),
        TasteTerm("director", "Director", "Michael Mann", 0.3, 1),
        TasteTerm("companies", "Companies", "Forward Pass", 0.2, 1),
        TasteTerm("keyword_words", "Keyword words", "heist", 0.1, 2),
    ),
    disliked=(TasteTerm("genres", "Genres", "Romance", -0.2, 2),),
    decades=((1980, -0.1), (1990, 0.3)),
    fame=0.1,
)


def test_words_of_titles_are_in_the_table_only() -> None:
    chart = liked_terms(TASTE)
    names = specification(chart)["encoding"]["y"]["sort"]
    assert names == ["heist", "Michael Mann", "Forward Pass"]
    (table,) = chart.tables
    assert table["Term"].tolist() == ["heat", "heist", "Michael Mann", "Forward Pass", "heist"]


def test_a_chart_has_no_more_terms_than_fit() -> None:
    many = tuple(TasteTerm("keywords", "Keywords", f"k{n}", 1 / (n + 1), 1) for n in range(40))
    chart = liked_terms(TasteProfile(many, (), (), 0.0))
    assert len(specification(chart)["encoding"]["y"]["sort"]) == MAX_TERMS
    assert len(chart.tables[0]) == 40


def test_a_term_in_two_fields_is_told_apart() -> None:
    both = (TasteTerm("keywords", "Keywords", "war", 0.2, 1), TasteTerm("genres", "Genres", "war", 0.1, 1))
    assert specification(liked_terms(TasteProfile(both, (), (), 0.0)))["encoding"]["y"]["sort"] == [
        "war · Keywords",
        "war · Genres",
    ]


def test_a_taste_is_put_in_words() -> None:
    assert in_words(TASTE) == "You like heist and Michael Mann. You like Romance less."
    assert in_words(NOTHING) == ""
    assert decades(TASTE).caption == f"Of the decades of your films, you like the 1990s most. {OPENS_BROWSE}"


def test_without_a_taste_there_is_a_hint_instead_of_a_chart() -> None:
    for chart in (liked_terms(NOTHING), disliked_terms(NOTHING), decades(NOTHING)):
        assert chart.chart is None
        assert chart.caption


def test_a_bar_leads_to_its_films_or_its_person() -> None:
    spec = specification(liked_terms(TASTE))
    rows = {row["Term"]: row["Page"] for row in spec["datasets"][spec["data"]["name"]]}
    assert rows == {
        "heist": "browse?keyword=heist",
        "Michael Mann": "person?name=Michael+Mann",
        "Forward Pass": "browse?company=Forward+Pass",
    }
    spec = specification(decades(TASTE))
    rows = {row["Decade"]: row["Page"] for row in spec["datasets"][spec["data"]["name"]]}
    assert rows == {"1980s": "browse?year=1980&year=1989", "1990s": "browse?year=1990&year=1999"}


def test_what_a_rating_changed_is_sorted_from_up_to_down_and_named_by_the_largest() -> None:
    changes = (
        StrengthChange("genres", "Genres", "Romance", 0.1, -0.3),
        StrengthChange("story", "Story", "heat", 0.0, 0.3),
        StrengthChange("keywords", "Keywords", "heist", 0.0, 0.2),
        StrengthChange("director", "Director", "Michael Mann", 0.2, 0.1),
    )
    chart = rating_changes("Heat (1995)", 4.5, changes)
    spec = specification(chart)
    assert spec["encoding"]["y"]["sort"] == ["heist (keyword)", "Michael Mann (director)", "Romance (genre)"]
    assert chart.caption == f"Heat (1995), 4.5 stars: Romance (genre) went down most. {OPENS_BROWSE}"
    (table,) = chart.tables
    assert table["Now"].tolist() == [-0.3, 0.3, 0.2, 0.1]
    nothing = rating_changes("Heat (1995)", 2.5, ())
    assert nothing.chart is None
    assert "changed nothing" in nothing.caption
