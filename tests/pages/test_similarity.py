"""The Similarity page: its modes, and two films side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch
from fakes.sample_catalogue import (
    ABSENT,
    BARE,
    HARBOUR,
    HIGH_WATER,
    IDS,
    LANTERNS,
    LANTERNS_TWIN,
    LOW_TIDE,
    UNDERTOW,
    WHALES,
    film_row,
    write_csv,
)
from tests.pages.conftest import Link, Open, follow, heading, notes, page_text, plain
from tests.pages.film_walls import link_rows
from ui.charts import base
from ui.charts.histogram import histogram_table
from ui.charts.neighbours import neighbours_table
from ui.charts.scores import ADDS, fields_table, terms_table
from ui.navigation import GROUP, MAP, NEIGHBOURS, PATH, TWO_FILMS
from ui.similarity import TITLE, group, neighbourhood, pair, path, start

MODES = (TWO_FILMS, GROUP, NEIGHBOURS, MAP, PATH)
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
    "a group of the most popular films": {
        "mode": GROUP,
        "group": group.MOST_POPULAR,
        "genre": "Drama",
        "decade": "2000s",
        "keyword": "lighthouse",
        "size": "7",
    },
    "a group of picked films": {
        "mode": GROUP,
        "group": group.PICK_FILMS,
        "members": ["Meridian (1982)", "2047 (1997)"],
    },
    "neighbours": {
        "mode": NEIGHBOURS,
        "centre": ["2047 (1997)", "Quillon"],
        "steps": "2",
        "neighbours": "4",
        "min_similarity": "0.1",
    },
    "a map": {"mode": MAP, "first": "Meridian (1982)", "map_colour": "Decade"},
    "a path": {"mode": PATH, "first": "Meridian (1982)", "second": "The Whale Song (1985)"},
}


def compared(app: AppTest, a: int, b: int) -> AppTest:
    """Open the page with two films."""
    first, second = (LABELS.get(film_id, f"id {film_id}") for film_id in (a, b))
    return follow(app.switch_page(PAGE), {"first": first, "second": second})


def metrics(at: AppTest) -> dict[str, tuple[str, str]]:
    """Return the value and the help of each metric, by label."""
    return {one.label: (one.value, one.help) for one in at.metric}


def titles(at: AppTest) -> list[str]:
    """Return the titles of the films side by side."""
    return [plain(one.value) for one in at.header[:2]]


def charts(at: AppTest) -> int:
    return len(at.get("vega_lite_chart"))


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_a_link_to_each_mode_is_kept_whole_and_drawn(app: AppTest, link: Link) -> None:
    follow(app.switch_page(PAGE), link)
    assert dict(app.query_params) == link
    assert notes(app) == []
    assert [one.value for one in app.title] == [TITLE]
    assert charts(app) == {TWO_FILMS: 3, PATH: 0}.get(str(link.get("mode", TWO_FILMS)), 1)


def test_a_mode_that_does_not_exist_is_named_and_ignored(app: AppTest) -> None:
    follow(app.switch_page(PAGE), {"mode": "Sideways"})
    note, _ = notes(app)
    assert "mode=Sideways" in note
    assert app.button_group(key="mode").value == TWO_FILMS


def test_the_modes_share_the_chosen_films(app: AppTest) -> None:
    compared(app, WHALES, MERIDIAN)
    for mode, key in ((GROUP, "first"), (MAP, "first"), (PATH, "first"), (PATH, "second")):
        app.button_group(key="mode").set_value(mode).run()
        assert not app.exception
        assert app.multiselect(key=key).value == [LABELS[MERIDIAN if key == "second" else WHALES]]


@pytest.mark.parametrize(
    "rows",
    [
        [film_row(1, "One", 1990)],
        [film_row(1, "One", 1990, genres="War"), film_row(2, "Two", 1991, genres="War")],
        [film_row(1, "One", 1990, adult=True), film_row(2, "Two", 1991, status="Planned")],
    ],
    ids=["one film", "two films", "hidden films"],
)
def test_every_mode_works_with_hardly_any_films(open_app: Open, tmp_path: Path, rows: Sequence[dict[str, str]]) -> None:
    app = follow(open_app(write_csv(tmp_path / "films.csv", rows)).switch_page(PAGE), {})
    for mode in MODES:
        app.button_group(key="mode").set_value(mode).run()
        assert not app.exception
        assert not app.error
        assert app.info or app.get("vega_lite_chart") or app.dataframe


@pytest.mark.parametrize(
    ("a", "b"), [(HARBOUR, LOW_TIDE), (HIGH_WATER, HARBOUR), (WHALES, HARBOUR), (UNDERTOW, WHALES)]
)
def test_two_films_are_shown_with_their_comparison(app: AppTest, cinewatch: CineWatch, a: int, b: int) -> None:
    compared(app, a, b)
    comparison = cinewatch.compare(a, b)
    shown = metrics(app)
    assert shown == pair.metrics(comparison)
    closer, pairs = (int(share * 1_000) / 10 for share in (comparison.closer_than, comparison.share_of_pairs_below))
    assert [value for value, _ in shown.values()] == [
        f"{comparison.similarity:.3f}",
        f"{closer:.1f}\u00a0% of films",
        f"{pairs:.1f}\u00a0% of film pairs (estimate)",
    ]
    assert f"{comparison.pairs_sampled:,}" in shown["More alike than"][1]
    assert titles(app) == [cinewatch.film(film_id).title for film_id in (a, b)]
    rows = [element.proto.json for element in app.get("bidi_component") if element.proto.component_name == "links"]
    for row, film in zip(rows, (cinewatch.film(a), cinewatch.film(b)), strict=True):
        assert json.loads(row)["links"] == [[pair.all_about(film), f"film?id={film.id}", ""]]


def test_an_estimate_is_never_shown_as_all_pairs(cinewatch: CineWatch) -> None:
    twins = replace(cinewatch.compare(LANTERNS, LANTERNS_TWIN), share_of_pairs_below=1.0, closer_than=1.0)
    shown = pair.metrics(twins)
    assert shown["Closer than"][0].startswith("100\u00a0%")
    assert shown["More alike than"][0].startswith("99.9\u00a0%")


def test_reasons_are_shown_in_two_charts_and_as_tables(app: AppTest, cinewatch: CineWatch) -> None:
    compared(app, HARBOUR, LOW_TIDE)
    comparison = cinewatch.compare(HARBOUR, LOW_TIDE)
    fields, terms = (table.value for table in app.dataframe[:2])
    assert fields.equals(fields_table(comparison.explanation))
    assert terms.equals(terms_table(comparison.explanation))
    for table in (fields, terms):
        assert table[ADDS].sum() == pytest.approx(comparison.similarity, abs=1e-6)


def test_what_only_one_film_is_about_is_shown_for_both(app: AppTest, cinewatch: CineWatch) -> None:
    compared(app, HARBOUR, LOW_TIDE)
    comparison = cinewatch.compare(HARBOUR, LOW_TIDE)
    assert "brother" in comparison.unique_to_a
    assert "returns" in comparison.unique_to_b
    paragraphs = [one.value for one in app.markdown]
    for terms, one in ((comparison.unique_to_a, comparison.a), (comparison.unique_to_b, comparison.b)):
        assert pair.only_in(one, terms) in paragraphs
        assert ", ".join(terms) in plain(pair.only_in(one, terms))


def test_words_that_the_overviews_share_are_marked_in_both(app: AppTest) -> None:
    paragraphs = page_text(compared(app, HARBOUR, LOW_TIDE)).replace(":primary-background", "")
    assert (
        "A [lighthouse] [keeper] searches the [harbour] for his missing brother and finds a ring of [smugglers]."
        in paragraphs
    )
    assert "The [lighthouse] [keeper] returns when the [smugglers] take the [harbour] at low [tide]." in paragraphs


def test_the_facts_of_both_films_are_in_one_table(app: AppTest) -> None:
    rows = plain(compared(app, HARBOUR, WHALES).markdown[-1].value).splitlines()
    assert rows[:2] == ["| Fact | The Glass Harbour | The Whale Song |", "| --- | --- | --- |"]
    assert "| Original title |  | Le Chant de la baleine |" in rows
    assert "| Language | English | French |" in rows


def test_the_first_film_is_compared_with_all_films(app: AppTest, cinewatch: CineWatch) -> None:
    compared(app, WHALES, LOW_TIDE)
    histogram = cinewatch.relations.histogram(WHALES)
    assert plain(pair.all_films_heading(histogram.film)) in page_text(app).splitlines()
    assert charts(app) == 3
    nearest, bins = (table.value for table in app.dataframe[2:])
    assert nearest.drop(columns=base.PAGE).equals(neighbours_table(histogram.nearest))
    assert bins.equals(histogram_table(histogram))
    related = sum(cinewatch.compare(WHALES, other).similarity > 0 for other in IDS if other != WHALES)
    assert pair.related_films(histogram) in page_text(app).splitlines()
    assert f"{related} of 30 films" in pair.related_films(histogram)


def test_a_film_without_anything_in_common_has_no_histogram(app: AppTest, cinewatch: CineWatch) -> None:
    compared(app, BARE, HARBOUR)
    assert charts(app) == 1
    assert len(app.dataframe) == 2
    assert pair.related_films(cinewatch.relations.histogram(BARE)) in page_text(app).splitlines()


def test_a_film_compared_with_itself_has_only_a_similarity(app: AppTest, cinewatch: CineWatch) -> None:
    compared(app, HARBOUR, HARBOUR)
    assert [(label, value) for label, (value, _) in metrics(app).items()] == [("Similarity", "1.000")]
    assert notes(app) == [pair.SAME_FILM]
    assert app.button(key="similarity.more").proto.disabled
    assert pair.only_in(cinewatch.film(HARBOUR), ()).strip() not in page_text(app)
    assert charts(app) == 3


def test_a_note_says_that_two_films_have_nothing_in_common(app: AppTest) -> None:
    compared(app, WHALES, MERIDIAN)
    assert metrics(app)["Similarity"][0] == "0.000"
    assert notes(app) == [pair.NOTHING_SHARED]
    assert charts(app) == 2


def test_the_films_can_be_swapped(app: AppTest, cinewatch: CineWatch) -> None:
    compared(app, HARBOUR, WHALES)
    app.button(key="similarity.swap").click().run()
    assert titles(app) == ["The Whale Song", "The Glass Harbour"]
    assert metrics(app) == pair.metrics(cinewatch.compare(WHALES, HARBOUR))


def test_more_like_both_starts_over_from_these_two_films(app: AppTest) -> None:
    follow(app, {"film": "Nightjar (1974)", "dislike": "2047 (1997)", "about": "robot"})
    app.query_params.clear()
    compared(app, WHALES, MERIDIAN)
    app.button(key="similarity.more").click().run()
    assert not app.exception
    assert app.title[0].value != TITLE
    assert "The Whale Song and Meridian" in heading(app)
    assert dict(app.query_params) == {"film": ["The Whale Song (1985)", "Meridian (1982)"]}


@pytest.mark.parametrize(
    ("mode", "typed", "next_step"),
    [(TWO_FILMS, f"id {ABSENT}", pair.NO_FILMS), (GROUP, "zzzzqq", group.NO_FILM), (PATH, "zzzzqq", path.NO_FILMS)],
)
def test_a_film_that_is_not_found_is_named_and_nothing_is_drawn(
    app: AppTest, mode: str, typed: str, next_step: str
) -> None:
    follow(app.switch_page(PAGE), {"mode": mode, "first": typed})
    not_found, note = notes(app)
    assert typed in not_found
    assert note == next_step
    assert charts(app) == 0


def test_nothing_is_chosen_for_anybody_and_examples_are_one_click_away(sample_app: AppTest) -> None:
    sample_app.switch_page(PAGE).run()
    for mode, next_step in (
        (TWO_FILMS, pair.NO_FILMS),
        (GROUP, group.NO_FILM),
        (NEIGHBOURS, neighbourhood.NO_FILMS),
        (PATH, path.NO_FILMS),
    ):
        sample_app.button_group(key="mode").set_value(mode).run()
        assert notes(sample_app) == [next_step]
        assert charts(sample_app) == 0
        examples = link_rows(sample_app)[start.LABEL]
        assert len(examples) == 3
        assert all(f"mode={mode.replace(' ', '+')}&" in address for address in examples.values())
