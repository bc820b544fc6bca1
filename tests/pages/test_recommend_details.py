"""The dialog about one film: its score, what it shares and where, and what would be if some of it did not count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch, Query, Recommendation, Weights
from fakes.sample_catalogue import HARBOUR, LANTERNS, LOW_TIDE, NIGHTJAR_2015, film_row, write_csv
from tests.pages.conftest import Open, cards, follow, plain
from ui.charts.scores import fields_table, moves_table, terms_table

KEEPER, NO_VOTES = 147, 155
LIKED = Query((HARBOUR,))


def opened(app: AppTest, film_id: int, struck: Sequence[str] = (), boosted: Sequence[str] = ()) -> AppTest:
    """Click on "Details" of a film, with some of it left out and some counted double.

    The choices are there before the dialog is: AppTest does not run a dialog by itself.
    """
    for kind, chosen in (("strike", struck), ("boost", boosted)):
        if chosen:
            app.session_state[f"details.{kind}.{film_id}"] = list(chosen)
    app.button(key=f"details.{film_id}").click().run()
    assert not app.exception
    return app


def words(app: AppTest) -> list[str]:
    """Return the paragraphs of the dialog as a person reads them."""
    (dialog,) = app.get("dialog")
    return [plain(one.value) for kind in (dialog.markdown, dialog.caption) for one in kind]


def recommended(cinewatch: CineWatch, film_id: int, query: Query = LIKED) -> Recommendation:
    return next(one for one in cinewatch.recommend(query).films if one.film.id == film_id)


def test_the_dialog_is_about_the_film_whose_button_was_clicked(app: AppTest) -> None:
    (dialog,) = opened(follow(app, {}), KEEPER).get("dialog")
    assert dialog.subheader[0].value == "A Lighthouse Keeper"


def test_nothing_is_opened_unasked(app: AppTest) -> None:
    assert len(follow(app, {}).get("dialog")) == 0


def test_the_parts_of_the_score_are_told(app: AppTest, cinewatch: CineWatch) -> None:
    one = recommended(cinewatch, LOW_TIDE)
    told = next(text for text in words(opened(follow(app, {}), LOW_TIDE)) if text.startswith("Score"))
    assert told.startswith(f"Score **{one.score:.3f}**: {one.match:.3f} for what it shares, ")
    assert f"{one.era:+.3f} for being close in time, {one.popularity:+.3f} for being well known." in told
    assert "rated well" not in told
    assert f"more than {int(one.closer_than * 1000) / 10:.1f}\u00a0% of the catalogue does" in told


def test_a_part_that_takes_from_the_score_is_told_with_its_sign(app: AppTest) -> None:
    follow(app, {"balanced.popularity": "-1", "balanced.quality": "2"})
    told = next(text for text in words(opened(app, LOW_TIDE)) if text.startswith("Score"))
    assert ", -0." in told.partition(" for being well known")[0]
    assert told.partition(" for being rated well")[0][-7:].startswith(" +0.")


def test_the_words_of_the_overview_that_it_shares_are_marked(app: AppTest) -> None:
    assert words(opened(follow(app, {}), KEEPER))[0] == "Light over the :primary-background[harbour]."


def test_a_word_that_does_not_count_is_not_marked(app: AppTest) -> None:
    assert words(opened(follow(app, {"strike": "Story: harbour"}), KEEPER))[0] == "Light over the harbour."


def test_a_word_shared_in_the_title_alone_is_not_marked_in_the_overview(open_app: Open, tmp_path: Path) -> None:
    rows = [
        film_row(1, "Harbour", 1990, overview="A quiet town."),
        film_row(2, "Harbour Lights", 1991, overview="A harbour."),
    ]
    app = opened(follow(open_app(write_csv(tmp_path / "films.csv", rows)), {"film": "Harbour (1990)"}), 2)
    assert words(app)[0] == "A harbour."


def test_a_film_without_an_overview_says_so(open_app: Open, tmp_path: Path) -> None:
    rows = [film_row(1, "One", 1990, genres="War"), film_row(2, "Two", 1991, genres="War")]
    app = opened(follow(open_app(write_csv(tmp_path / "films.csv", rows)), {"film": "One (1990)"}), 2)
    (dialog,) = app.get("dialog")
    assert [text.value for text in dialog.text] == ["Nothing is known of what this film is about."]


def test_fields_and_terms_are_there_as_charts_and_as_tables(app: AppTest, cinewatch: CineWatch) -> None:
    (dialog,) = opened(follow(app, {}), LOW_TIDE).get("dialog")
    explanation = recommended(cinewatch, LOW_TIDE).explanation
    assert len(dialog.get("vega_lite_chart")) == 2
    fields, terms = (table.value for table in dialog.dataframe)
    assert fields.equals(fields_table(explanation))
    assert terms.equals(terms_table(explanation))


def test_what_can_be_left_out_is_what_the_film_shares_fields_first(app: AppTest, cinewatch: CineWatch) -> None:
    options = opened(follow(app, {}), KEEPER).multiselect(key=f"details.strike.{KEEPER}").options
    told = recommended(cinewatch, KEEPER).explanation
    fields = [part.label for part in told.fields if part.value > 0]
    assert options == fields + [f"{term.label}: {term.term}" for term in told.terms]
    assert "Keywords: lighthouse" in options
    assert app.multiselect(key=f"details.boost.{KEEPER}").options == options


def test_a_film_that_shares_nothing_has_nothing_to_leave_out(open_app: Open, tmp_path: Path) -> None:
    rows = [film_row(1, "One", 1990, genres="War"), film_row(2, "Two", 1991, genres="Drama")]
    app = opened(follow(open_app(write_csv(tmp_path / "films.csv", rows)), {"film": "One (1990)"}), 2)
    assert "No word, keyword, genre, person or studio is shared." in words(app)
    assert "There is nothing to leave out." in words(app)
    assert not [one for one in app.multiselect if str(one.key).startswith("details.")]


@pytest.mark.parametrize(
    ("struck", "boosted", "changed"),
    [
        (["Keywords: lighthouse"], [], replace(LIKED, terms=(("keywords", "lighthouse", 0.0),))),
        ([], ["Story"], replace(LIKED, weights=Weights(fields=(("overview", 2.0),)))),
        (
            ["Keywords", "Keyword words"],
            ["Story: harbour"],
            replace(
                LIKED,
                weights=Weights(fields=(("keywords", 0.0), ("keyword_words", 0.0))),
                terms=(("overview", "harbour", 2.0),),
            ),
        ),
    ],
    ids=["a term left out", "a field counted double", "both"],
)
def test_what_if_shows_where_each_film_would_be(
    app: AppTest, cinewatch: CineWatch, struck: list[str], boosted: list[str], changed: Query
) -> None:
    (dialog,) = opened(follow(app, {}), KEEPER, struck, boosted).get("dialog")
    assert dialog.dataframe[-1].value.equals(moves_table(cinewatch.recommender.what_if(LIKED, changed)))


@pytest.mark.parametrize(
    ("liked", "film_id", "struck", "boosted", "sentence"),
    [
        (HARBOUR, NO_VOTES, ["Genres"], [], "No Votes at Dawn moves down from place {} to {}."),
        (LANTERNS, NIGHTJAR_2015, [], ["Story"], "Nightjar moves up from place {} to {}."),
        (HARBOUR, KEEPER, [], ["Story"], "A Lighthouse Keeper stays where it is."),
    ],
    ids=["down", "up", "nowhere"],
)
def test_it_is_told_where_the_film_itself_would_go(
    app: AppTest, cinewatch: CineWatch, liked: int, film_id: int, struck: list[str], boosted: list[str], sentence: str
) -> None:
    query = Query((liked,))
    names = {label: name for name, label in cinewatch.field_labels.items()}
    factors = [(names[label], 0.0) for label in struck] + [(names[label], 2.0) for label in boosted]
    moves = cinewatch.recommender.what_if(query, replace(query, weights=Weights(fields=tuple(factors))))
    places = next((one.before, one.after) for one in moves if one.film.id == film_id)
    assert sentence.format(*places) in words(opened(follow(app, {"film": f"id {liked}"}), film_id, struck, boosted))


def test_without_a_choice_there_is_nothing_to_keep(app: AppTest) -> None:
    opened(follow(app, {}), KEEPER)
    assert "Choose a field or a term, and see which films move up and which down." in words(app)
    assert "Keep this" not in [button.label for button in app.button]


def test_what_is_kept_is_part_of_the_query_from_then_on(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {"strike": "Keywords: smuggling"})
    opened(app, KEEPER, ["Genres"], ["Story: harbour"])
    next(button for button in app.button if button.label == "Keep this").click().run()
    assert not app.exception
    assert app.query_params["strike"] == ["Keywords: smuggling", "Genres"]
    assert app.query_params["boost"] == "Story: harbour"
    kept = replace(
        LIKED,
        weights=Weights(fields=(("genres", 0.0),)),
        terms=(("keywords", "smuggling", 0.0), ("overview", "harbour", 2.0)),
    )
    assert cards(app) == [one.film.id for one in cinewatch.recommend(kept).films]
    assert app.multiselect(key="strike").value == ["Keywords: smuggling", "Genres"]
