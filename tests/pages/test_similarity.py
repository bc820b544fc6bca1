"""The page of similarity: which look it has, and the look at two films side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch
from fakes.sample_catalogue import ABSENT, BARE, HARBOUR, HIGH_WATER, IDS, LOW_TIDE, UNDERTOW, WHALES, film, write_csv
from tests.pages.conftest import Link, Open, follow, heading, notes, plain, told
from ui.charts.relations import histogram_table, neighbours_table
from ui.charts.scores import fields_table, terms_table
from ui.navigation import GROUP, MAP, NEIGHBOURS, PATH, TWO_FILMS

LOOKS = (TWO_FILMS, GROUP, NEIGHBOURS, MAP, PATH)
MERIDIAN = 143
PAGE = "pages/similarity.py"
LABELS = {
    HARBOUR: "The Glass Harbour (1999)",
    LOW_TIDE: "The Glass Harbour: Low Tide (2001)",
    WHALES: "The Whale Song (1985)",
    MERIDIAN: "Meridian (1982)",
}
"""AppTest cannot go on from a choice that is not listed."""

LINKS: dict[str, Link] = {
    "two films": {"first": "Meridian 2088 (2018)", "second": "Meridian (1982)"},
    "a group around a film": {"mode": GROUP, "first": "Meridian (1982)", "size": "5"},
    "a group of the most voted": {
        "mode": GROUP,
        "by": "Most voted",
        "genre": "Drama",
        "decade": "2000s",
        "keyword": "lighthouse",
        "size": "7",
    },
    "a group one by one": {"mode": GROUP, "by": "One by one", "members": ["Meridian (1982)", "2047 (1997)"]},
    "neighbours": {
        "mode": NEIGHBOURS,
        "centre": ["2047 (1997)", "Quillon"],
        "steps": "2",
        "links": "4",
        "least": "0.1",
    },
    "a map": {"mode": MAP, "first": "Meridian (1982)", "colour": "Decade"},
    "a bridge": {"mode": PATH, "first": "Meridian (1982)", "second": "The Whale Song (1985)"},
}


def compared(app: AppTest, a: int, b: int) -> AppTest:
    """Open the look at two films."""
    first, second = (LABELS.get(one, f"id {one}") for one in (a, b))
    return follow(app.switch_page(PAGE), {"first": first, "second": second})


def figures(at: AppTest) -> dict[str, str]:
    return {one.label: plain(one.value) for one in at.metric}


def titles(at: AppTest) -> list[str]:
    """Return the titles of the films side by side."""
    return [plain(one.value) for one in at.subheader[:2]]


def charts(at: AppTest) -> int:
    return len(at.get("vega_lite_chart"))


def percent(value: float) -> str:
    return f"{int(value * 1_000) / 10:.1f}\u00a0%"


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_a_link_to_each_look_is_kept_whole_and_drawn(app: AppTest, link: Link) -> None:
    follow(app.switch_page(PAGE), link)
    assert dict(app.query_params) == link
    assert notes(app) == []
    assert len(app.title) == 1
    assert charts(app) == {TWO_FILMS: 3, PATH: 0}.get(str(link.get("mode", TWO_FILMS)), 1)


def test_a_look_that_there_is_not_is_ignored_and_named(app: AppTest) -> None:
    follow(app.switch_page(PAGE), {"mode": "Sideways"})
    assert notes(app) == ["The link asks for what there is not, which is ignored: mode=Sideways."]
    assert app.button_group(key="mode").value == TWO_FILMS


def test_all_looks_of_one_film_share_the_choice_of_it(app: AppTest) -> None:
    compared(app, WHALES, MERIDIAN)
    for look, key in ((GROUP, "first"), (MAP, "first"), (PATH, "first"), (PATH, "second")):
        app.button_group(key="mode").set_value(look).run()
        assert not app.exception
        assert app.selectbox(key=key).value == LABELS[MERIDIAN if key == "second" else WHALES]


@pytest.mark.parametrize(
    "rows",
    [
        [film(1, "One", 1990)],
        [film(1, "One", 1990, genres="War"), film(2, "Two", 1991, genres="War")],
        [film(1, "One", 1990, adult=True), film(2, "Two", 1991, status="Planned")],
    ],
    ids=["one film", "two films", "films that are not shown"],
)
def test_no_look_breaks_with_hardly_any_film(open_app: Open, tmp_path: Path, rows: Sequence[dict[str, str]]) -> None:
    app = follow(open_app(write_csv(tmp_path / "films.csv", rows)).switch_page(PAGE), {})
    for look in LOOKS:
        app.button_group(key="mode").set_value(look).run()
        assert not app.exception
        assert not app.error
        assert app.info or app.get("vega_lite_chart") or app.dataframe


@pytest.mark.parametrize(
    ("a", "b"), [(HARBOUR, LOW_TIDE), (HIGH_WATER, HARBOUR), (WHALES, HARBOUR), (UNDERTOW, WHALES)]
)
def test_the_figures_are_those_of_the_engine(app: AppTest, cinewatch: CineWatch, a: int, b: int) -> None:
    compared(app, a, b)
    result = cinewatch.compare(a, b)
    assert figures(app) == {
        "Similarity": f"{result.similarity:.3f}",
        "Closer than": percent(result.closer_than),
        "More alike than": f"about {percent(result.above_pairs)} of pairs",
    }
    assert titles(app) == [cinewatch.film(one).title for one in (a, b)]


def test_the_reasons_are_told_in_two_charts_and_as_tables(app: AppTest, cinewatch: CineWatch) -> None:
    compared(app, HARBOUR, LOW_TIDE)
    told = cinewatch.compare(HARBOUR, LOW_TIDE)
    fields, terms = (table.value for table in app.dataframe[:2])
    assert fields.equals(fields_table(told.explanation))
    assert terms.equals(terms_table(told.explanation))
    assert fields["Contribution"].sum() == pytest.approx(told.similarity, abs=1e-6)
    assert terms["Contribution"].sum() == pytest.approx(told.similarity, abs=1e-6)


def test_what_only_one_of_them_is_about_is_told_of_both(app: AppTest, cinewatch: CineWatch) -> None:
    compared(app, HARBOUR, LOW_TIDE)
    result = cinewatch.compare(HARBOUR, LOW_TIDE)
    assert "brother" in result.unique_to_a
    assert "returns" in result.unique_to_b
    paragraphs = [plain(one.value) for one in app.markdown]
    assert f"**Only The Glass Harbour:** {', '.join(result.unique_to_a)}" in paragraphs
    assert f"**Only The Glass Harbour: Low Tide:** {', '.join(result.unique_to_b)}" in paragraphs


def test_the_words_that_the_overviews_share_are_marked_in_both(app: AppTest) -> None:
    paragraphs = told(compared(app, HARBOUR, LOW_TIDE)).replace(":primary-background", "")
    assert (
        "A [lighthouse] [keeper] searches the [harbour] for his missing brother and finds a ring of [smugglers]."
        in paragraphs
    )
    assert "The [lighthouse] [keeper] returns when the [smugglers] take the [harbour] at low [tide]." in paragraphs


def test_the_facts_of_both_stand_in_one_table(app: AppTest) -> None:
    rows = plain(compared(app, HARBOUR, WHALES).markdown[-1].value).splitlines()
    assert rows[:2] == ["|  | The Glass Harbour | The Whale Song |", "| --- | --- | --- |"]
    assert "| Original title |  | Le Chant de la baleine |" in rows
    assert "| Rating | 8.1 by 9,000 votes | 6.5 by 700 votes |" in rows
    assert "| Language | English | French |" in rows


def test_the_first_film_is_seen_among_all_films(app: AppTest, cinewatch: CineWatch) -> None:
    compared(app, WHALES, LOW_TIDE)
    histogram = cinewatch.relations.histogram(WHALES)
    assert "The Whale Song among all films" in told(app).splitlines()
    assert charts(app) == 3
    nearest, bins = (table.value for table in app.dataframe[2:])
    assert nearest.equals(neighbours_table(histogram.nearest))
    assert bins.equals(histogram_table(histogram))
    drawn = sum(cinewatch.compare(WHALES, other).similarity > 0 for other in IDS if other != WHALES)
    assert f"{drawn} of 30 films share something with it. Log scale." in told(app)


def test_a_film_of_which_nothing_is_known_is_seen_among_no_films(app: AppTest) -> None:
    compared(app, BARE, HARBOUR)
    assert charts(app) == 1
    assert len(app.dataframe) == 2
    assert "Nothing is known of Quillon that another film of this catalogue shares." in told(app).splitlines()
    assert "Nothing is known of what this film is about." in told(app).splitlines()


def test_the_same_film_twice_is_said(app: AppTest) -> None:
    compared(app, HARBOUR, HARBOUR)
    assert figures(app) == {"Similarity": "1.000"}
    assert notes(app) == ["This is the same film twice. Choose another one to compare it with."]
    assert app.button(key="similarity.more").proto.disabled
    assert "Only The Glass Harbour" not in told(app)
    assert charts(app) == 3


def test_two_films_that_share_nothing_are_told_to(app: AppTest) -> None:
    compared(app, WHALES, MERIDIAN)
    assert figures(app)["Similarity"] == "0.000"
    assert notes(app) == ["These two share no word, keyword, genre, person or studio."]
    assert "No word, keyword, genre, person or studio is shared." in told(app).splitlines()
    assert charts(app) == 2


def test_swapping_exchanges_the_films(app: AppTest, cinewatch: CineWatch) -> None:
    compared(app, HARBOUR, WHALES)
    app.button(key="similarity.swap").click().run()
    assert titles(app) == ["The Whale Song", "The Glass Harbour"]
    assert figures(app)["Closer than"] == percent(cinewatch.compare(WHALES, HARBOUR).closer_than)


def test_more_like_both_starts_from_these_two_films_and_nothing_else(app: AppTest) -> None:
    follow(app, {"film": "Nightjar (1974)", "dislike": "2047 (1997)", "about": "robot"})
    app.query_params.clear()
    compared(app, WHALES, MERIDIAN)
    app.button(key="similarity.more").click().run()
    assert not app.exception
    assert app.title[0].value == "Films like the ones you love"
    assert heading(app) == "10 films like The Whale Song and Meridian"
    assert dict(app.query_params) == {"film": ["The Whale Song (1985)", "Meridian (1982)"]}


@pytest.mark.parametrize(
    ("look", "typed", "sentence"),
    [
        (TWO_FILMS, f"id {ABSENT}", "Choose two films to put side by side."),
        (GROUP, "zzzzqq", "A group has two films at least: choose more, or loosen what is asked for."),
        (PATH, "zzzzqq", "Choose two films, and see which films lead from one to the other."),
    ],
)
def test_a_film_that_there_is_not_is_no_film(app: AppTest, look: str, typed: str, sentence: str) -> None:
    follow(app.switch_page(PAGE), {"mode": look, "first": typed})
    unknown = f"No title is like “{typed}”. Check the spelling, or choose a film from the list."
    assert notes(app) == [unknown, sentence]
    assert charts(app) == 0
