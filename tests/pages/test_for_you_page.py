"""The page with all films for the visitor: why each is there, filters, and what to ignore for good."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch, Filters
from engine.personalization import Marks as PersonalMarks
from engine.personalization import PersonalQuery, PersonalRecommendation
from engine.users import Mark, Marks
from tests.pages.conftest import cards, follow, notes, open_filters, page_text, plain
from tests.pages.film_walls import card_lines, click_on_card, walls
from tests.pages.visitors import Visitor, marks_on, new_tab
from ui import cache
from ui.addresses import DETAILS_OF, FOR_YOU, HOME, VARIED, for_you_key
from ui.for_you.details import NOT_YOUR_TASTE
from ui.for_you.listing import COUNTS
from ui.home.personal import SOMETHING_DIFFERENT
from ui.text.for_you import DIFFERENT, TO_RATE, rate_more, score_line
from ui.text.for_you import FOR_YOU as FOR_YOU_SHELF
from ui.text.reasons import why_for_you
from ui.text.terms import term_in_words
from ui.widgets.cards import DETAILS
from ui.widgets.filters import HIDE_WATCHED, INCLUDE_ADULT

STARS = (5.0, 4.5, 1.0, 5.0, 0.5, 4.0)


@pytest.fixture
def app(sample_app: AppTest) -> AppTest:
    return sample_app


@pytest.fixture
def films(sample: CineWatch) -> list[int]:
    return [int(film_id) for film_id in sample.opened.columns.id[: len(STARS)]]


@pytest.fixture
def mine(visitor: Visitor, films: list[int]) -> PersonalQuery:
    """Give the visitor ratings; return the question for the films of their page."""
    ratings = zip(marks_on(films), STARS, strict=True)
    visitor.add(Marks(tuple(Mark(mark.film_id, mark.at, stars) for mark, stars in ratings)))
    marks = PersonalMarks(tuple(zip(films, STARS, strict=True)))
    return PersonalQuery(marks, k=COUNTS[1], franchise="one")


def page(app: AppTest, **values: str) -> AppTest:
    follow(app.switch_page(FOR_YOU), values)
    assert not app.exception
    return app


def picked(cinewatch: CineWatch, query: PersonalQuery) -> tuple[PersonalRecommendation, ...]:
    return cinewatch.for_you.recommend(query).films


def test_whoever_has_rated_too_little_gets_films_to_rate(app: AppTest, visitor: Visitor, films: list[int]) -> None:
    assert rate_more(0) in page_text(page(app))
    assert len(walls(app)[TO_RATE]) == 24
    visitor.add(Marks(marks_on(films[:4], 5.0)))
    app = new_tab()
    assert rate_more(4) in page_text(page(app))
    assert {*films[:4]}.isdisjoint(walls(app)[TO_RATE])
    assert cards(app) == []


def test_films_come_with_their_reasons_as_many_as_asked(app: AppTest, mine: PersonalQuery, sample: CineWatch) -> None:
    best = picked(sample, mine)
    assert cards(page(app)) == [found.film.id for found in best]
    assert {why_for_you(found) for found in best} <= {*card_lines(app)}
    app.button_group(key="for_you_count").set_value(COUNTS[0]).run()
    assert cards(app) == [found.film.id for found in best[: COUNTS[0]]]


def test_a_link_has_the_filters_and_the_variety(app: AppTest, mine: PersonalQuery, sample: CineWatch) -> None:
    page(app, **{for_you_key("genres"): "Comedy", VARIED: "true"})
    filters = Filters(genres=("Comedy",))
    best = picked(sample, PersonalQuery(mine.marks, k=mine.k, franchise="one", diversity=DIFFERENT, filters=filters))
    assert cards(app) == [found.film.id for found in best]
    assert all("Comedy" in found.film.genres for found in best)
    assert notes(app) == []


@pytest.mark.usefixtures("mine")
def test_no_filter_is_offered_that_could_do_nothing(app: AppTest) -> None:
    labels = [toggle.label for toggle in open_filters(page(app)).toggle]
    assert INCLUDE_ADULT in labels
    assert HIDE_WATCHED not in labels


@pytest.mark.usefixtures("mine")
def test_filters_that_leave_no_film_are_named(app: AppTest) -> None:
    page(app, **{for_you_key("genres"): "Documentary", for_you_key("votes"): "10000"})
    assert cards(app) == []
    (note,) = notes(app)
    assert "No films match your filters." in note


def test_the_details_say_what_the_score_is_made_of(app: AppTest, mine: PersonalQuery, sample: CineWatch) -> None:
    found = picked(sample, mine)[0]
    click_on_card(page(app), found.film.id, DETAILS)
    (dialog,) = app.get("dialog")
    assert dialog.proto.dialog.title == found.film.title
    assert plain(score_line(found)) in [plain(one.value) for one in dialog.markdown]
    assert NOT_YOUR_TASTE in [header.value for header in dialog.header]
    assert app.query_params[DETAILS_OF] == str(found.film.id)


def test_what_is_ignored_for_good_counts_at_once(
    app: AppTest, mine: PersonalQuery, visitor: Visitor, sample: CineWatch
) -> None:
    first = picked(sample, mine)[0]
    term = max(first.explanation.terms, key=lambda term: term.value)
    key = f"for_you.ignore.{first.film.id}"
    name = term_in_words(term.label, term.term)
    # AppTest cannot run a dialog alone: the choice is there when it opens.
    page(app).session_state[key] = name
    click_on_card(app, first.film.id, DETAILS)
    app.button(key=f"{key}.apply").click().run()
    (kept,) = visitor.data.terms
    assert (kept.term, kept.choice) == (term.term, "ignore")
    choices = ((kept.field, kept.term, kept.choice),)
    changed = picked(sample, PersonalQuery(mine.marks, k=mine.k, franchise="one", choices=choices))
    assert cards(app) == [found.film.id for found in changed]
    assert [found.score for found in changed] != [found.score for found in picked(sample, mine)]


@pytest.mark.usefixtures("mine")
def test_a_rating_takes_the_film_off_the_page(app: AppTest, visitor: Visitor) -> None:
    first, *_ = cards(page(app))
    assert visitor.user_id is not None
    cache.database().mark(visitor.user_id, "rating", first, 2.0)
    assert first not in cards(page(new_tab()))


@pytest.mark.usefixtures("mine")
def test_the_shelves_of_home_lead_here(app: AppTest) -> None:
    app.switch_page(HOME).run()
    headings = [header.value for header in app.header]
    assert (headings[0], headings[1]) == (FOR_YOU_SHELF, SOMETHING_DIFFERENT)
    links = [element.proto for element in app.get("page_link")]
    assert [(link.page, link.query_string) for link in links[:2]] == [("for_you", ""), ("for_you", f"{VARIED}=true")]
