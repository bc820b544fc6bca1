"""The Recommend page: what is chosen, by a link or by hand, the engine answers, and the page shows that answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from engine import PRESETS, CineWatch, Filters, Query, Weights
from engine.personalization.ratings import Ratings
from fakes.sample_catalogue import CAFE, HARBOUR, LANTERNS, LOW_TIDE, WHALES, film_row, write_csv
from tests.pages.conftest import (
    ALL_FILMS,
    MOST_VOTED,
    Link,
    Open,
    cards,
    follow,
    heading,
    notes,
    page_query,
    page_text,
    plain,
    recommend,
)
from tests.pages.film_walls import card_lines, tiles, walls
from ui import cache
from ui.charts.base import PAGE
from ui.recommend.preferences import DEFAULT_PRESET, FRANCHISE_CHOICES, summary
from ui.recommend.results import BREAKDOWN, TABLE, average_similarity
from ui.recommend.seeds import liked_and_disliked
from ui.recommend.texts import LITTLE_IN_COMMON, NOTHING_CHOSEN, START_POPULAR, TRY_DIFFERENT_WORDS, none_mention
from ui.text.reasons import why
from ui.widgets.filters import NO_OTHER_FILM

MERIDIAN, CARTOGRAPHER = 143, 153
CARTOGRAPHER_1948 = "The Cartographer's Wife (1948)"
MERIDIAN_1982, WHALES_1985 = "Meridian (1982)", "The Whale Song (1985)"
LIKED = page_query((HARBOUR,))
"""What `recommend` starts from."""
WITHOUT_FRANCHISE = next(label for label, value in FRANCHISE_CHOICES.items() if value == "none")

LINKS: dict[str, tuple[Link, Query]] = {
    "a film": ({"film": MERIDIAN_1982}, page_query((MERIDIAN,))),
    "several films": ({"film": [MOST_VOTED, MERIDIAN_1982]}, page_query((HARBOUR, MERIDIAN))),
    "a disliked film": ({"dislike": WHALES_1985}, replace(LIKED, disliked=(WHALES,))),
    "two disliked films": ({"dislike": [WHALES_1985, "Café Éclair (1962)"]}, replace(LIKED, disliked=(WHALES, CAFE))),
    "a film and a description": (
        {"about": "a robot lost in space"},
        replace(LIKED, about="a robot lost in space"),
    ),
    "a description alone": ({"film": "", "about": "whales of the ocean"}, page_query(about="whales of the ocean")),
    "the weight of era": ({"balanced.era": "2"}, replace(LIKED, weights=Weights(era=2.0))),
    "the weight of popularity": ({"balanced.popularity": "-1.5"}, replace(LIKED, weights=Weights(popularity=-1.5))),
    "the weight of quality": ({"balanced.quality": "4"}, replace(LIKED, weights=Weights(quality=4.0))),
    "a field": ({"balanced.genres": "0"}, replace(LIKED, weights=Weights(fields=(("genres", 0.0),)))),
    "a weight of another preset": (
        {"preset": "Hidden gems", "hidden-gems.popularity": "3"},
        replace(
            LIKED,
            weights=replace(PRESETS["Hidden gems"], popularity=3.0),
            filters=Filters().for_preset("Hidden gems"),
        ),
    ),
    "without this franchise": ({"franchise": WITHOUT_FRANCHISE}, replace(LIKED, franchise="none")),
    "all films of a franchise": ({"franchise": ALL_FILMS}, replace(LIKED, franchise="all")),
    "diversity": ({"diversity": "0.7"}, replace(LIKED, diversity=0.7)),
    "an ignored field": ({"ignore": "Genres"}, replace(LIKED, weights=Weights(fields=(("genres", 0.0),)))),
    "an ignored term": ({"ignore": "Genres: Drama"}, replace(LIKED, terms=(("genres", "Drama", 0.0),))),
    "boosted terms": (
        {"boost": ["Keywords: town", "Story: keeper"]},
        replace(LIKED, terms=(("keywords", "town", 2.0), ("keyword_words", "town", 2.0), ("overview", "keeper", 2.0))),
    ),
    "more films": ({"count": "20"}, replace(LIKED, k=20)),
    "a filter": ({"genres": "Music"}, replace(LIKED, filters=Filters(genres=("Music",)))),
}


def scored(at: AppTest) -> list[tuple[str, float]]:
    """Return the films in the table of an answer, with their scores."""
    table = at.dataframe[0].value
    return list(zip(table["Film"], table["Score"], strict=True))


def expected(cinewatch: CineWatch, query: Query) -> list[tuple[str, float]]:
    """Return the films that the engine recommends, with their scores."""
    return [(one.film.title, one.score) for one in cinewatch.recommend(query).films]


@pytest.mark.parametrize(("link", "query"), LINKS.values(), ids=LINKS)
def test_a_link_opens_the_answer_of_the_engine(app: AppTest, cinewatch: CineWatch, link: Link, query: Query) -> None:
    films = expected(cinewatch, query)
    assert films != expected(cinewatch, LIKED), "the link must change something"
    assert scored(recommend(app, {**link, "view": TABLE})) == films
    assert set(notes(app)) <= {LITTLE_IN_COMMON}


COMMUNITY = "Liked by the same people"


def test_where_a_community_was_learned_it_has_a_slider(
    open_app: Open, small_csv: Path, learned_models: Path, learned: CineWatch
) -> None:
    app = recommend(open_app(small_csv, learned_models), {"film": CARTOGRAPHER_1948, "view": TABLE})
    query = page_query((CARTOGRAPHER,))
    assert scored(app) == expected(learned, query)
    (slider,) = (one for one in app.slider if one.label == COMMUNITY)
    assert (slider.value, slider.min, slider.max) == (Weights().community, 0, 3)
    slider.set_value(0.0).run()
    without = expected(learned, replace(query, weights=Weights(community=0.0)))
    assert scored(app) == without != expected(learned, query)


def test_a_link_names_the_weight_of_the_community(
    open_app: Open, small_csv: Path, learned_models: Path, learned: CineWatch
) -> None:
    link: Link = {"film": CARTOGRAPHER_1948, "balanced.community": "3", "view": TABLE}
    app = recommend(open_app(small_csv, learned_models), link)
    assert scored(app) == expected(learned, page_query((CARTOGRAPHER,), weights=Weights(community=3.0)))


def test_without_a_community_there_is_no_slider(app: AppTest) -> None:
    assert COMMUNITY not in [one.label for one in recommend(app, {}).slider]


def test_what_is_learned_answers_without_a_restart(
    open_app: Open, small_csv: Path, models: Path, ratings: Ratings
) -> None:
    link: Link = {"film": CARTOGRAPHER_1948, "view": TABLE}
    before = scored(recommend(open_app(small_csv, models), link))
    other = CineWatch.of(small_csv, models)
    other.for_you.learn(other.for_you.plan(ratings))
    after = scored(recommend(open_app(small_csv, models), link))
    assert after == expected(other, page_query((CARTOGRAPHER,))) != before


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_can_be_linked_to(app: AppTest, cinewatch: CineWatch, preset: str) -> None:
    recommend(app, {"preset": preset, "view": TABLE})
    fields = tuple((name, factor) for name, factor in PRESETS[preset].fields if name in cinewatch.field_labels)
    assert scored(app) == expected(
        cinewatch,
        replace(
            LIKED,
            weights=replace(PRESETS[preset], fields=fields),
            filters=Filters().for_preset(preset),
        ),
    )
    (tuned,) = summary(LIKED, [], [], is_tuned=True)
    assert tuned not in page_text(app)


def test_everything_at_once_can_be_linked_to(app: AppTest, cinewatch: CineWatch) -> None:
    link: Link = {
        "film": [MERIDIAN_1982, MOST_VOTED],
        "dislike": WHALES_1985,
        "about": "lighthouse",
        "preset": "Story",
        "franchise": ALL_FILMS,
        "diversity": "0.25",
        "story.era": "0.1",
        "story.overview": "0.5",
        "ignore": "Keywords: robot",
        "boost": "Title",
        "exclude_genres": "Comedy",
        "count": "20",
        "view": TABLE,
    }
    weights = Weights(
        era=0.1,
        popularity=1.2,
        fields=(("overview", 0.5), ("keywords", 1.5), ("genres", 0.3), ("companies", 0.0), ("title", 2.0)),
    )
    query = page_query(
        liked=(MERIDIAN, HARBOUR),
        disliked=(WHALES,),
        about="lighthouse",
        k=20,
        weights=weights,
        filters=Filters(exclude_genres=("Comedy",)),
        franchise="all",
        diversity=0.25,
        terms=(("keywords", "robot", 0.0), ("keyword_words", "robot", 0.0)),
    )
    recommend(app, link)
    assert scored(app) == expected(cinewatch, query)
    assert " · ".join(summary(query, ["Keywords: robot"], ["Title"], is_tuned=True)) in page_text(app).splitlines()
    assert {name: app.query_params[name] for name in link} == link


def test_one_film_per_franchise_is_shown_and_the_others_of_a_liked_films_franchise_are_below(
    app: AppTest, cinewatch: CineWatch
) -> None:
    recommend(app, {})
    franchise = [film.id for film in cinewatch.browser.franchise(HARBOUR) if film.id != HARBOUR]
    shown = [film_id for film_id in franchise if film_id in cards(app)]
    assert len(franchise) > 1 == len(shown)
    (below,) = walls(app).values()
    assert below == [film_id for film_id in franchise if film_id not in shown]


def test_where_all_films_of_a_franchise_are_shown_none_are_below(app: AppTest) -> None:
    recommend(app, {"franchise": ALL_FILMS})
    assert not walls(app)


def test_each_preset_keeps_its_own_adjustments(app: AppTest, cinewatch: CineWatch) -> None:
    recommend(app, {"preset": "Crowd-pleasers", "balanced.popularity": "-2", "view": TABLE})
    assert scored(app) == expected(cinewatch, replace(LIKED, weights=PRESETS["Crowd-pleasers"]))
    app.segmented_control(key="preset").set_value(DEFAULT_PRESET).run()
    assert scored(app) == expected(cinewatch, replace(LIKED, weights=Weights(popularity=-2.0)))


def popular(cinewatch: CineWatch, filters: Filters) -> list[int]:
    """Return the most voted films that pass filters."""
    return [film.id for film in cinewatch.browser.page(filters, "popular", 1, 12).films]


def test_the_page_starts_with_no_film_that_nobody_chose_and_says_what_to_do(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {})
    assert app.multiselect(key="film").value == []
    assert NOTHING_CHOSEN in page_text(app).splitlines()
    assert not cards(app)
    assert walls(app) == {START_POPULAR: popular(cinewatch, Filters())}
    app.multiselect(key="film").select(MOST_VOTED).run()
    assert heading(app) == "10 films like The Glass Harbour"
    assert NOTHING_CHOSEN not in page_text(app)
    assert START_POPULAR not in walls(app)


def test_a_popular_film_to_start_from_passes_the_filters_and_keeps_what_else_is_chosen(
    app: AppTest, new_app: Callable[[], AppTest], cinewatch: CineWatch
) -> None:
    chosen = {"dislike": WHALES_1985, "keywords": "robot", "preset": "Story"}
    follow(app, chosen)
    (films,) = tiles(app)
    assert [film["id"] for film in films] == popular(cinewatch, Filters(keywords=("robot",)))
    page, _, query = films[0]["address"].partition("?")
    assert (page, parse_qs(query)) == (
        "recommend",
        {name: [value] for name, value in chosen.items()} | {"film": [cinewatch.film(films[0]["id"]).label]},
    )
    assert heading(follow(new_app(), parse_qs(query))).startswith(f"{len(films) - 1} film")


def test_films_and_a_description_can_be_chosen_by_hand(app: AppTest, cinewatch: CineWatch) -> None:
    recommend(app, {"view": TABLE})
    app.multiselect(key="film").select(MERIDIAN_1982).run()
    app.multiselect(key="dislike").select(WHALES_1985).run()
    app.text_input(key="about").set_value(" a wedding ").run()
    assert scored(app) == expected(cinewatch, page_query((HARBOUR, MERIDIAN), (WHALES,), "a wedding"))
    assert heading(app) == "10 films like The Glass Harbour and Meridian, about “a wedding”, not like The Whale Song"


def test_a_single_film_is_in_the_singular(app: AppTest) -> None:
    assert heading(recommend(app, {"languages": "Japanese"})) == "1 film like The Glass Harbour"


def test_every_card_says_why_the_film_is_there(app: AppTest, cinewatch: CineWatch) -> None:
    lines = card_lines(recommend(app, {}))
    films = cinewatch.recommend(LIKED).films
    reasons = [why(one) for one in films]
    assert [line for line in lines if line in reasons] == reasons
    assert len(reasons) == len(cards(app)) == 10


def test_words_that_no_film_mentions_are_named(app: AppTest, cinewatch: CineWatch) -> None:
    recommend(app, {"about": "a zzzqq lighthouse <b>xyzzy</b>", "view": TABLE})
    assert notes(app) == [plain(none_mention(["zzzqq", "xyzzy"]))]
    assert scored(app) == expected(cinewatch, replace(LIKED, about="lighthouse"))


@pytest.mark.parametrize("filters", [{}, {"genres": "Western"}], ids=["no filter", "a filter"])
@pytest.mark.parametrize("about", ["zzzqq", "the"], ids=["an unknown word", "a function word"])
def test_a_description_without_a_known_word_is_not_blamed_on_the_filters(
    app: AppTest, about: str, filters: Link
) -> None:
    recommend(app, {"film": "", "about": about, **filters})
    assert heading(app) == f"0 films about “{about}”"
    unknown = [plain(none_mention([about]))] if about == "zzzqq" else []
    assert notes(app) == [*unknown, TRY_DIFFERENT_WORDS]


def test_if_nothing_is_chosen_the_page_says_what_to_do(app: AppTest) -> None:
    recommend(app, {"film": "", "dislike": MERIDIAN_1982, "about": "  "})
    assert NOTHING_CHOSEN in page_text(app).splitlines()
    assert not cards(app)
    app.text_input(key="about").set_value("robot").run()
    assert heading(app) == "4 films about “robot”, not like Meridian"


def test_a_film_both_liked_and_disliked_counts_as_liked(app: AppTest, cinewatch: CineWatch) -> None:
    recommend(app, {"film": [MOST_VOTED, MERIDIAN_1982], "dislike": [MERIDIAN_1982, WHALES_1985], "view": TABLE})
    assert notes(app) == [plain(liked_and_disliked([cinewatch.film(MERIDIAN)]))]
    assert scored(app) == expected(cinewatch, page_query((HARBOUR, MERIDIAN), (WHALES,)))


def test_the_table_has_the_films_in_order_and_three_downloads(app: AppTest, cinewatch: CineWatch) -> None:
    recommend(app, {"view": TABLE, "film": [MERIDIAN_1982, "Two Lanterns (1988)"]})
    assert scored(app) == expected(cinewatch, page_query((MERIDIAN, LANTERNS)))
    assert list(app.dataframe[0].value["Rank"]) == list(range(1, 11))
    assert len(app.get("download_button")) == 3
    assert not cards(app)


def test_the_score_breakdown_shows_the_parts_of_every_score(app: AppTest, cinewatch: CineWatch) -> None:
    recommend(app, {"view": BREAKDOWN, "count": "20"})
    answer = cinewatch.recommend(replace(LIKED, k=20))
    assert len(app.get("vega_lite_chart")) == 1
    table = app.dataframe[0].value
    assert list(table["Film"]) == [one.film.label for one in answer.films]
    parts = table.drop(columns=["Rank", "Film", PAGE, "Score"])
    assert parts.sum(axis=1).tolist() == pytest.approx([one.score for one in answer.films], abs=1e-6)
    assert average_similarity(answer) in page_text(app).splitlines()


def test_a_single_film_has_no_average_similarity(app: AppTest, cinewatch: CineWatch) -> None:
    recommend(app, {"view": BREAKDOWN, "languages": "Japanese"})
    label, _, _ = average_similarity(cinewatch.recommend(LIKED)).partition(":")
    assert label not in page_text(app)


def test_the_view_can_be_changed(app: AppTest) -> None:
    recommend(app, {})
    app.segmented_control(key="view").set_value(TABLE).run()
    assert len(app.dataframe) == 1
    assert not cards(app)


def test_a_catalogue_of_one_film_says_that_there_is_no_other(open_app: Open, tmp_path: Path) -> None:
    app = follow(open_app(write_csv(tmp_path / "one.csv", [film_row(1, "Alone", 1990)])), {"film": "Alone (1990)"})
    assert notes(app) == [NO_OTHER_FILM]


def test_a_recommended_film_is_never_one_of_those_chosen(app: AppTest) -> None:
    chosen = [MOST_VOTED, "The Glass Harbour: Low Tide (2001)"]
    recommend(app, {"film": chosen, "dislike": WHALES_1985, "count": "50"})
    assert len(cards(app)) > 10
    assert not {HARBOUR, LOW_TIDE, WHALES} & set(cards(app))


def test_about_says_what_was_learned_only_where_it_was(
    open_app: Open, small_csv: Path, small_models: Path, learned_models: Path
) -> None:
    sentence = "films rank higher if people who like your films like them, too"
    for models, is_said in ((learned_models, True), (small_models, False)):
        cache.forget()
        app = open_app(small_csv, models).switch_page("pages/about.py").run()
        assert not app.exception
        assert (sentence in page_text(app).casefold()) == is_said
