"""The page that recommends: what it is asked for, in a link or by hand, the engine answers, and the page shows that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import PRESETS, CineWatch, Filters, Query, Weights
from fakes.sample_catalogue import CAFE, HARBOUR, LANTERNS, LOW_TIDE, WHALES, film_row, write_csv
from tests.pages.conftest import Link, Open, cards, follow, heading, notes, plain, told

MERIDIAN = 143
HARBOUR_1999, MERIDIAN_1982, WHALES_1985 = "The Glass Harbour (1999)", "Meridian (1982)", "The Whale Song (1985)"
LIKED = Query((HARBOUR,))
"""What the page asks for at first: the best-known film."""

LINKS: dict[str, tuple[Link, Query]] = {
    "a film": ({"film": MERIDIAN_1982}, Query((MERIDIAN,))),
    "several films": ({"film": [HARBOUR_1999, MERIDIAN_1982]}, Query((HARBOUR, MERIDIAN))),
    "a disliked film": ({"dislike": WHALES_1985}, replace(LIKED, disliked=(WHALES,))),
    "two disliked films": ({"dislike": [WHALES_1985, "Café Éclair (1962)"]}, replace(LIKED, disliked=(WHALES, CAFE))),
    "words beside a film": ({"about": "a robot lost in space"}, replace(LIKED, about="a robot lost in space")),
    "words alone": ({"film": "", "about": "whales of the ocean"}, Query(about="whales of the ocean")),
    "the part of era": ({"balanced.era": "2"}, replace(LIKED, weights=Weights(era=2.0))),
    "the part of popularity": ({"balanced.popularity": "-1.5"}, replace(LIKED, weights=Weights(popularity=-1.5))),
    "the part of rating": ({"balanced.quality": "4"}, replace(LIKED, weights=Weights(quality=4.0))),
    "a field": ({"balanced.genres": "0"}, replace(LIKED, weights=Weights(fields=(("genres", 0.0),)))),
    "a part of another way": (
        {"preset": "Hidden gems", "hidden-gems.popularity": "3"},
        replace(LIKED, weights=replace(PRESETS["Hidden gems"], popularity=3.0)),
    ),
    "no sequels": ({"franchise": "No sequels"}, replace(LIKED, franchise="none")),
    "one of each franchise": ({"franchise": "One of each"}, replace(LIKED, franchise="one")),
    "diversity": ({"diversity": "0.7"}, replace(LIKED, diversity=0.7)),
    "a field left out": ({"strike": "Genres"}, replace(LIKED, weights=Weights(fields=(("genres", 0.0),)))),
    "a term left out": ({"strike": "Genres: Drama"}, replace(LIKED, terms=(("genres", "Drama", 0.0),))),
    "a term counted double": (
        {"boost": ["Keyword words: town", "Story: keeper"]},
        replace(LIKED, terms=(("keyword_words", "town", 2.0), ("overview", "keeper", 2.0))),
    ),
    "more films": ({"count": "20"}, replace(LIKED, k=20)),
    "a filter": ({"genres": "Music"}, replace(LIKED, filters=Filters(genres=("Music",)))),
}


def wall(at: AppTest) -> list[tuple[int, str]]:
    """Return the films shown, with the scores that stand on their cards."""
    reasons = [caption.value for caption in at.caption if caption.value.startswith("Shares ")]
    scores = (reason.rpartition("\u00a0")[2].removesuffix(".") for reason in reasons)
    return list(zip(cards(at), scores, strict=True))


def expected(cinewatch: CineWatch, query: Query) -> list[tuple[int, str]]:
    """Return what the wall has to show."""
    return [(one.film.id, f"{one.score:.2f}") for one in cinewatch.recommend(query).films]


@pytest.mark.parametrize(("link", "query"), LINKS.values(), ids=LINKS)
def test_a_link_opens_the_answer_that_the_engine_gives(
    app: AppTest, cinewatch: CineWatch, link: Link, query: Query
) -> None:
    films = expected(cinewatch, query)
    assert films != expected(cinewatch, LIKED), "what changes nothing would not be missed"
    assert wall(follow(app, link)) == films
    assert notes(app) == []


@pytest.mark.parametrize("taste", PRESETS)
def test_every_ready_made_way_of_weighing_can_be_linked_to(app: AppTest, cinewatch: CineWatch, taste: str) -> None:
    follow(app, {"preset": taste})
    fields = tuple((name, factor) for name, factor in PRESETS[taste].fields if name in cinewatch.field_labels)
    assert wall(app) == expected(cinewatch, replace(LIKED, weights=replace(PRESETS[taste], fields=fields)))
    assert "weights of your own" not in told(app)


def test_everything_at_once_can_be_linked_to(app: AppTest, cinewatch: CineWatch) -> None:
    link: Link = {
        "film": [MERIDIAN_1982, HARBOUR_1999],
        "dislike": WHALES_1985,
        "about": "lighthouse",
        "preset": "Story",
        "franchise": "One of each",
        "diversity": "0.25",
        "story.era": "0.1",
        "story.overview": "0.5",
        "strike": "Keywords: robot",
        "boost": "Title",
        "exclude_genres": "Comedy",
        "count": "20",
    }
    weights = Weights(
        era=0.1,
        popularity=1.0,
        fields=(("overview", 0.5), ("keywords", 1.5), ("genres", 0.3), ("companies", 0.0), ("title", 2.0)),
    )
    query = Query(
        liked=(MERIDIAN, HARBOUR),
        disliked=(WHALES,),
        about="lighthouse",
        k=20,
        weights=weights,
        filters=Filters(exclude_genres=("Comedy",)),
        franchise="one",
        diversity=0.25,
        terms=(("keywords", "robot", 0.0),),
    )
    follow(app, link)
    assert wall(app) == expected(cinewatch, query)
    differs = "one film of each franchise · variety 0.25 · without Keywords: robot · twice Title · weights of your own"
    assert differs in told(app).splitlines()
    assert {name: app.query_params[name] for name in link} == link


def test_each_way_of_weighing_keeps_its_own_adjustments(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {"preset": "Crowd-pleasers", "balanced.popularity": "-2"})
    assert wall(app) == expected(cinewatch, replace(LIKED, weights=PRESETS["Crowd-pleasers"]))
    app.segmented_control(key="preset").set_value("Balanced").run()
    assert wall(app) == expected(cinewatch, replace(LIKED, weights=Weights(popularity=-2.0)))


def test_the_best_known_film_is_chosen_at_first(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {})
    assert app.multiselect(key="film").value == [cinewatch.film_names(1)[0].label]
    assert heading(app) == "10 films like The Glass Harbour"
    assert wall(app) == expected(cinewatch, LIKED)


def test_films_and_words_are_chosen_by_hand(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {})
    app.multiselect(key="film").select(MERIDIAN_1982).run()
    app.multiselect(key="dislike").select(WHALES_1985).run()
    app.text_input(key="about").set_value(" a wedding ").run()
    assert wall(app) == expected(cinewatch, Query((HARBOUR, MERIDIAN), (WHALES,), "a wedding"))
    assert heading(app) == "10 films like The Glass Harbour and Meridian, about “a wedding”"


def test_one_film_is_not_called_films(app: AppTest) -> None:
    assert heading(follow(app, {"languages": "Japanese"})) == "1 film like The Glass Harbour"


def test_every_card_says_why(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {})
    reasons = [plain(caption.value) for caption in app.caption if caption.value.startswith("Shares ")]
    films = cinewatch.recommend(LIKED).films
    assert len(reasons) == len(films)
    for reason, one in zip(reasons, films, strict=True):
        assert ", ".join(one.explanation.reasons) in reason
        assert reason.endswith(f"Score\u00a0{one.score:.2f}.")


def test_how_alike_the_films_are_is_told(app: AppTest, cinewatch: CineWatch) -> None:
    alike = int((1 - cinewatch.recommend(LIKED).diversity) * 1000) / 10
    assert f"On average two of these films are {alike:.1f}\u00a0% alike." in told(follow(app, {}))


def test_words_that_no_film_knows_are_named(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {"about": "a zzzqq lighthouse <b>xyzzy</b>"})
    assert notes(app) == ["No film of this catalogue knows zzzqq, xyzzy."]
    assert wall(app) == expected(cinewatch, replace(LIKED, about="lighthouse"))


@pytest.mark.parametrize("filters", [{}, {"genres": "Western"}], ids=["no filter", "a filter"])
@pytest.mark.parametrize("text", ["zzzqq", "the"], ids=["an unknown word", "a word that tells nothing"])
def test_words_of_which_none_is_known_are_blamed_on_nothing_else(app: AppTest, text: str, filters: Link) -> None:
    follow(app, {"film": "", "about": text, **filters})
    assert heading(app) == f"0 films about “{text}”"
    assert notes(app)[-1] == "Say it in other words, or choose a film you like."
    assert len(notes(app)) == 1 + (text == "zzzqq")


def test_where_nothing_is_chosen_the_page_says_what_to_do(app: AppTest) -> None:
    follow(app, {"film": "", "dislike": MERIDIAN_1982, "about": "  "})
    assert notes(app) == [
        "Choose a film you like, say in your own words what a film should be about, or take an example."
    ]
    assert not app.subheader
    assert not cards(app)
    app.text_input(key="about").set_value("robot").run()
    assert heading(app) == "4 films about “robot”"


def test_a_film_both_liked_and_disliked_is_told_and_counts_as_liked(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {"film": [HARBOUR_1999, MERIDIAN_1982], "dislike": [MERIDIAN_1982, WHALES_1985]})
    assert notes(app) == ["Meridian cannot be liked and disliked at once, and counts as liked."]
    assert wall(app) == expected(cinewatch, Query((HARBOUR, MERIDIAN), (WHALES,)))


def test_the_table_has_the_films_in_order_and_can_be_taken_along(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {"view": "Table", "film": [MERIDIAN_1982, "Two Lanterns (1988)"]})
    films = [one.film for one in cinewatch.recommend(Query((MERIDIAN, LANTERNS))).films]
    table = app.dataframe[0].value
    assert list(table["Film"]) == [film.title for film in films]
    assert list(table["Place"]) == list(range(1, 11))
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels == ["CSV", "JSON", "Letterboxd list"]
    assert not cards(app)


def test_the_view_of_contributions_shows_the_parts_of_every_score(app: AppTest, cinewatch: CineWatch) -> None:
    follow(app, {"view": "Contributions", "count": "20"})
    films = cinewatch.recommend(replace(LIKED, k=20)).films
    assert len(app.get("vega_lite_chart")) == 1
    table = app.dataframe[0].value
    assert list(table["Film"]) == [one.film.label for one in films]
    parts = table.drop(columns=["Place", "Film", "Score"])
    assert parts.sum(axis=1).tolist() == pytest.approx([one.score for one in films], abs=1e-6)


def test_the_view_changes_at_a_click(app: AppTest) -> None:
    follow(app, {})
    app.segmented_control(key="view").set_value("Table").run()
    assert len(app.dataframe) == 1
    assert not cards(app)


def test_a_catalogue_of_one_film_says_that_there_is_no_other(open_app: Open, tmp_path: Path) -> None:
    app = follow(open_app(write_csv(tmp_path / "one.csv", [film_row(1, "Alone", 1990)])), {})
    assert notes(app) == ["This catalogue has no other film. Build it from a larger dataset."]


def test_a_recommended_film_is_never_one_of_those_named(app: AppTest) -> None:
    named = [HARBOUR_1999, "The Glass Harbour: Low Tide (2001)"]
    follow(app, {"film": named, "dislike": WHALES_1985, "count": "50"})
    assert not {HARBOUR, LOW_TIDE, WHALES} & set(cards(app))
