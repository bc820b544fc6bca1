"""The dialog of a film: its score, what it shares and where, and what if something didn't matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch, Query, Recommendation, Weights
from fakes.sample_catalogue import HARBOUR, LANTERNS, LOW_TIDE, film_row, write_csv
from tests.pages.conftest import Open, cards, follow, page_query, page_text, plain, recommend
from tests.pages.film_walls import click_on_card
from ui.addresses import DETAILS_OF
from ui.charts.scores import fields_table, rank_changes_table, terms_table
from ui.recommend.details import CHOOSE_A_TERM, NOTHING_TO_IGNORE, movement, score_line
from ui.recommend.results import BREAKDOWN, TABLE
from ui.shell import IGNORED
from ui.text.numbers import share
from ui.text.reasons import HIGHLY_RATED, LIKED_TOGETHER, POPULAR, SAME_ERA
from ui.widgets.cards import DETAILS
from ui.widgets.explanation import NOTHING_SHARED
from ui.widgets.film_card import NO_OVERVIEW

KEEPER, NO_VOTES = 147, 155
LIKED = page_query((HARBOUR,))
APPLY = "details.apply"


def opened(app: AppTest, film_id: int, ignored: Sequence[str] = (), boosted: Sequence[str] = ()) -> AppTest:
    """Open the dialog of a film, with some terms ignored and some boosted.

    These are chosen before the dialog is drawn: AppTest cannot run a dialog alone.
    """
    for kind, chosen in (("ignore", ignored), ("boost", boosted)):
        if chosen:
            app.session_state[f"details.{kind}.{film_id}"] = list(chosen)
    return click_on_card(app, film_id, DETAILS)


def paragraphs(app: AppTest) -> list[str]:
    """Return the paragraphs of the dialog as people read them."""
    (dialog,) = app.get("dialog")
    return [plain(one.value) for kind in (dialog.markdown, dialog.caption) for one in kind]


def recommended(cinewatch: CineWatch, film_id: int, query: Query = LIKED) -> Recommendation:
    return next(one for one in cinewatch.recommend(query).films if one.film.id == film_id)


def test_the_dialog_has_the_title_of_the_film_that_was_clicked(app: AppTest) -> None:
    assert len(recommend(app, {}).get("dialog")) == 0
    (dialog,) = opened(app, KEEPER).get("dialog")
    assert dialog.proto.dialog.title == "A Lighthouse Keeper"
    assert "A Lighthouse Keeper" not in [header.value for header in dialog.header]


def test_the_address_names_the_film_whose_dialog_is_open_and_a_link_opens_it(
    app: AppTest, new_app: Callable[[], AppTest]
) -> None:
    opened(recommend(app, {}), KEEPER)
    assert app.query_params[DETAILS_OF] == str(KEEPER)
    visitor = recommend(new_app(), {DETAILS_OF: str(KEEPER)})
    (dialog,) = visitor.get("dialog")
    assert dialog.proto.dialog.title == "A Lighthouse Keeper"
    assert f"{DETAILS_OF}={KEEPER}" in dialog.code[0].value
    assert IGNORED not in page_text(visitor)


@pytest.mark.parametrize("view", [TABLE, BREAKDOWN])
def test_a_link_opens_the_dialog_in_every_view(app: AppTest, view: str) -> None:
    (dialog,) = recommend(app, {DETAILS_OF: str(KEEPER), "view": view}).get("dialog")
    assert dialog.proto.dialog.title == "A Lighthouse Keeper"


@pytest.mark.parametrize("film_id", [str(HARBOUR), "999999", "9" * 5_000, "-1", "²", "film"])
def test_a_link_to_the_details_of_a_film_that_is_not_in_the_answer_opens_none_and_says_so(
    app: AppTest, film_id: str
) -> None:
    recommend(app, {DETAILS_OF: film_id})
    assert not app.get("dialog")
    assert DETAILS_OF not in app.query_params
    assert f"{IGNORED}{DETAILS_OF}={film_id}"[:60] in page_text(app)


def test_a_link_to_details_without_an_answer_opens_nothing_with_a_later_one(app: AppTest) -> None:
    follow(app, {DETAILS_OF: str(KEEPER)})
    assert DETAILS_OF not in app.query_params


def test_the_parts_of_the_score_are_named_with_their_signs(cinewatch: CineWatch) -> None:
    one = recommended(cinewatch, LOW_TIDE)
    parts = f"{one.match:.3f} match, {one.era:+.3f} {SAME_ERA}, {one.popularity:+.3f} {POPULAR}"
    better = f"It matches better than {share(one.closer_than)} of films."
    assert score_line(one) == f"Score **{one.score:.3f}**: {parts}. {better}"
    query = replace(LIKED, weights=Weights(era=0.0, popularity=-1.0, quality=2.0))
    line = score_line(recommended(cinewatch, LOW_TIDE, query))
    assert SAME_ERA not in line
    assert f", -0.{line.partition(', -0.')[2][:3]} {POPULAR}, +0." in line
    assert line.partition(f" {HIGHLY_RATED}")[1]


def test_that_the_same_people_like_it_is_said_where_it_was_learned(cinewatch: CineWatch, learned: CineWatch) -> None:
    one = next(one for one in learned.recommend(replace(LIKED, k=30)).films if one.community)
    assert f", {one.community:+.3f} {LIKED_TOGETHER}. " in score_line(one)
    assert LIKED_TOGETHER not in score_line(recommended(cinewatch, LOW_TIDE))


def test_the_dialog_shows_the_score_of_the_query(app: AppTest, cinewatch: CineWatch) -> None:
    recommend(app, {"balanced.popularity": "-1", "balanced.quality": "2"})
    query = replace(LIKED, weights=Weights(popularity=-1.0, quality=2.0))
    assert score_line(recommended(cinewatch, LOW_TIDE, query)) in paragraphs(opened(app, LOW_TIDE))


def test_shared_words_of_the_overview_are_highlighted(app: AppTest) -> None:
    assert paragraphs(opened(recommend(app, {}), KEEPER))[0] == "Light over the :primary-background[harbour]."


def test_an_ignored_word_is_not_highlighted(app: AppTest) -> None:
    assert paragraphs(opened(recommend(app, {"ignore": "Story: harbour"}), KEEPER))[0] == "Light over the harbour."


def test_a_word_shared_only_in_the_title_is_not_highlighted(open_app: Open, tmp_path: Path) -> None:
    rows = [
        film_row(1, "Harbour", 1990, overview="A quiet town."),
        film_row(2, "Harbour Lights", 1991, overview="A harbour."),
    ]
    app = opened(follow(open_app(write_csv(tmp_path / "films.csv", rows)), {"film": "Harbour (1990)"}), 2)
    assert paragraphs(app)[0] == "A harbour."


def test_a_film_without_an_overview_says_so(open_app: Open, tmp_path: Path) -> None:
    rows = [film_row(1, "One", 1990, genres="War"), film_row(2, "Two", 1991, genres="War")]
    app = opened(follow(open_app(write_csv(tmp_path / "films.csv", rows)), {"film": "One (1990)"}), 2)
    (dialog,) = app.get("dialog")
    assert [text.value for text in dialog.text] == [NO_OVERVIEW]


def test_fields_and_terms_are_there_as_charts_and_as_tables(app: AppTest, cinewatch: CineWatch) -> None:
    (dialog,) = opened(recommend(app, {}), LOW_TIDE).get("dialog")
    explanation = recommended(cinewatch, LOW_TIDE).explanation
    assert len(dialog.get("vega_lite_chart")) == 2
    fields, terms = (table.value for table in dialog.dataframe)
    assert fields.equals(fields_table(explanation))
    assert terms.equals(terms_table(explanation))


def test_what_the_film_shares_can_be_ignored_or_boosted_fields_first(app: AppTest, cinewatch: CineWatch) -> None:
    options = opened(recommend(app, {}), KEEPER).multiselect(key=f"details.ignore.{KEEPER}").options
    explanation = recommended(cinewatch, KEEPER).explanation
    fields = list(dict.fromkeys(part.label for part in explanation.fields if part.value > 0))
    assert options[: len(fields)] == fields
    terms = options[len(fields) :]
    assert len(terms) == len({*terms}) > 0
    assert {*terms} == {f"{term.label}: {term.term}" for term in explanation.terms}
    assert "Keywords: lighthouse" in options
    assert app.multiselect(key=f"details.boost.{KEEPER}").options == options


def test_a_film_that_shares_nothing_has_nothing_to_ignore(open_app: Open, tmp_path: Path) -> None:
    rows = [film_row(1, "One", 1990, genres="War"), film_row(2, "Two", 1991, genres="Drama")]
    app = opened(follow(open_app(write_csv(tmp_path / "films.csv", rows)), {"film": "One (1990)"}), 2)
    assert {NOTHING_SHARED, NOTHING_TO_IGNORE} <= {*paragraphs(app)}
    assert not [one for one in app.multiselect if str(one.key).startswith("details.")]


@pytest.mark.parametrize(
    ("ignored", "boosted", "changed"),
    [
        (
            ["Keywords: lighthouse"],
            [],
            replace(LIKED, terms=(("keywords", "lighthouse", 0.0), ("keyword_words", "lighthouse", 0.0))),
        ),
        ([], ["Story"], replace(LIKED, weights=Weights(fields=(("overview", 2.0),)))),
        (
            ["Keywords"],
            ["Story: harbour"],
            replace(
                LIKED,
                weights=Weights(fields=(("keywords", 0.0), ("keyword_words", 0.0))),
                terms=(("overview", "harbour", 2.0),),
            ),
        ),
    ],
    ids=["an ignored term", "a boosted field", "both"],
)
def test_what_if_shows_the_rank_of_each_film_before_and_after(
    app: AppTest, cinewatch: CineWatch, ignored: list[str], boosted: list[str], changed: Query
) -> None:
    changes = cinewatch.recommender.what_if(LIKED, changed)
    app = opened(recommend(app, {}), KEEPER, ignored, boosted)
    (dialog,) = app.get("dialog")
    assert dialog.dataframe[-1].value.equals(rank_changes_table(changes))
    assert plain(movement(cinewatch.film(KEEPER), changes)) in paragraphs(app)


@pytest.mark.parametrize(
    ("liked", "film_id", "weights", "sentence"),
    [
        (HARBOUR, NO_VOTES, Weights(fields=(("genres", 0.0),)), "No Votes at Dawn moves down from rank {} to {}."),
        (LANTERNS, HARBOUR, Weights(fields=(("genres", 0.0),)), "The Glass Harbour moves up from rank {} to {}."),
        (HARBOUR, KEEPER, Weights(fields=(("overview", 2.0),)), "A Lighthouse Keeper stays where it is."),
    ],
    ids=["down", "up", "nowhere"],
)
def test_a_sentence_says_where_the_film_moves(
    cinewatch: CineWatch, liked: int, film_id: int, weights: Weights, sentence: str
) -> None:
    changes = cinewatch.recommender.what_if(page_query((liked,)), page_query((liked,), weights=weights))
    ranks = next((one.before, one.after) for one in changes if one.film.id == film_id)
    assert plain(movement(cinewatch.film(film_id), changes)) == sentence.format(*ranks)


def test_without_a_choice_there_is_nothing_to_apply(app: AppTest) -> None:
    opened(recommend(app, {}), KEEPER)
    assert CHOOSE_A_TERM in paragraphs(app)
    assert APPLY not in [button.key for button in app.button]


def test_applied_changes_become_part_of_the_query(app: AppTest, cinewatch: CineWatch) -> None:
    recommend(app, {"ignore": "Keywords: smuggling"})
    opened(app, KEEPER, ["Genres"], ["Story: harbour"])
    app.button(key=APPLY).click().run()
    assert not app.exception
    assert app.query_params["ignore"] == ["Keywords: smuggling", "Genres"]
    assert DETAILS_OF not in app.query_params
    assert app.query_params["boost"] == "Story: harbour"
    changed = replace(
        LIKED,
        weights=Weights(fields=(("genres", 0.0),)),
        terms=(("keywords", "smuggling", 0.0), ("overview", "harbour", 2.0)),
    )
    assert cards(app) == [one.film.id for one in cinewatch.recommend(changed).films]
    assert app.multiselect(key="ignore").value == ["Keywords: smuggling", "Genres"]
