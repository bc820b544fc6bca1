"""The look at the chain of films from one to another."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch
from engine.relations import FilmPath
from fakes.sample_catalogue import ADULT, HARBOUR, LOW_TIDE, WHALES, film, write_csv
from tests.pages.conftest import Link, Open, follow, heading, notes, told
from ui.charts.relations import bridge_table

MERIDIAN, CARTOGRAPHER, KEEPER = 143, 153, 147


def bridged(app: AppTest, link: Link) -> AppTest:
    """Open the look by a link."""
    return follow(app.switch_page("pages/similarity.py"), {"mode": "Path", **link})


def assert_shows(at: AppTest, bridge: FilmPath) -> None:
    """See that the films of this chain are shown in their order, and as a table."""
    films = [bridge.a, *(step.film for step in bridge.steps)]
    lines = told(at).splitlines()
    assert [line for line in lines if line.startswith("**")] == [f"**{one.title}**" for one in films]
    assert lines.count("Here it begins.") == 1
    assert [line for line in lines if line.startswith("Shares ")] == [
        f"Shares {', '.join(step.reasons)} with the film before. Similarity\u00a0{step.similarity:.3f}."
        for step in bridge.steps
    ]
    assert len(at.get("image")) == len(films)
    (table,) = at.dataframe
    assert table.value.equals(bridge_table(bridge))


def test_each_step_is_shown_with_what_it_shares(app: AppTest, cinewatch: CineWatch) -> None:
    bridge = cinewatch.atlas.path(WHALES, MERIDIAN)
    assert len(bridge.steps) == 2
    bridged(app, {"first": "The Whale Song (1985)", "second": "Meridian (1982)"})
    assert_shows(app, bridge)
    assert heading(app) == "One film between The Whale Song and Meridian"
    assert "They share nothing themselves; the weakest step of the chain is 0.077, to Songs for a Robot." in told(app)
    assert "among the 29 most voted films it is the one of least resistance." in told(app)


def test_a_chain_may_begin_and_end_with_films_that_are_not_shown(app: AppTest, cinewatch: CineWatch) -> None:
    bridge = cinewatch.atlas.path(ADULT, MERIDIAN)
    between = len(bridge.steps) - 1
    assert between > 1
    assert_shows(bridged(app, {"first": f"id {ADULT}", "second": "Meridian (1982)"}), bridge)
    assert heading(app) == f"{between} films between Velvet Corridor and Meridian"


def test_the_weakest_step_is_told_and_how_alike_the_ends_are(open_app: Open, tmp_path: Path) -> None:
    words = [f"{a}{b} " for a in "abcdefgh" for b in "lmnopq"]
    rows = [
        film(1, "One", 1990, 99, overview="".join(words[:20]) + "rare"),
        film(2, "Two", 1991, 98, overview="".join(words[:32])),
        film(3, "Three", 1992, 97, overview="".join(words[20:]) + "rare"),
    ]
    app = bridged(open_app(write_csv(tmp_path / "films.csv", rows)), {"second": "Three (1992)"})
    bridge = CineWatch.of(tmp_path / "films.csv", tmp_path / "models").atlas.path(1, 3)
    first, second = (step.similarity for step in bridge.steps)
    assert 0 < bridge.similarity < second < first
    assert f"They are {bridge.similarity:.3f} alike themselves; " in told(app)
    assert f"the weakest step of the chain is {second:.3f}, to Three." in told(app)


def test_between_neighbours_there_is_no_film(app: AppTest, cinewatch: CineWatch) -> None:
    bridge = cinewatch.atlas.path(HARBOUR, LOW_TIDE)
    assert_shows(bridged(app, {}), bridge)
    assert heading(app) == "No film between The Glass Harbour and The Glass Harbour: Low Tide"
    assert f"They are neighbours, with a similarity of {bridge.similarity:.3f}." in told(app).splitlines()
    assert "weakest" not in told(app)


def test_swapping_leads_back(app: AppTest, cinewatch: CineWatch) -> None:
    bridged(app, {"first": "The Cartographer's Wife (1948)", "second": "Meridian (1982)"})
    assert_shows(app, cinewatch.atlas.path(CARTOGRAPHER, MERIDIAN))
    app.button(key="bridge.swap").click().run()
    assert not app.exception
    assert_shows(app, cinewatch.atlas.path(MERIDIAN, CARTOGRAPHER))


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        (
            {"second": "The Glass Harbour (1999)"},
            "This is the same film twice. Choose another one to go to.",
        ),
        (
            {"first": "Quillon", "second": "Meridian (1982)"},
            "No chain of neighbours leads from Quillon to Meridian among the 29 most voted films. "
            "Choose another film at one of the ends.",
        ),
        (
            {"second": "Quillon"},
            "No chain of neighbours leads from The Glass Harbour to Quillon among the 29 most voted films. "
            "Choose another film at one of the ends.",
        ),
    ],
    ids=["the same film twice", "from a film that shares nothing", "to a film that shares nothing"],
)
def test_where_there_is_no_chain_a_sentence_says_so(app: AppTest, link: Link, sentence: str) -> None:
    bridged(app, link)
    assert notes(app) == [sentence]
    assert not app.subheader
    assert not app.dataframe


def test_between_films_that_are_no_neighbours_and_have_none_in_common_there_is_no_chain(
    open_app: Open, tmp_path: Path
) -> None:
    genres = {"One": "War", "Two": "War", "Three": "Music", "Four": "Music"}
    rows = [film(n, title, 1990, 99 - n, genres=genre) for n, (title, genre) in enumerate(genres.items(), 1)]
    app = bridged(open_app(write_csv(tmp_path / "films.csv", rows)), {"second": "Four (1990)"})
    assert [note.partition(" among ")[0] for note in notes(app)] == ["No chain of neighbours leads from One to Four"]
