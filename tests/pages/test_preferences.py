"""What a visitor prefers holds on every page, until they say otherwise there."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from engine import PRESETS, CineWatch
from engine.users import Marks, Preferences
from tests.conftest import SAMPLE
from tests.pages.conftest import Open, follow
from tests.pages.film_walls import walls
from tests.pages.visitors import Visitor, marks_on
from ui import cache
from ui.addresses import BROWSE, HOME, MY_FILMS, RECOMMEND, browse_key
from ui.browse.listing import LABEL
from ui.my_films.preferences import NAME

OTHER = list(PRESETS)[1]
KEY = "my_films.preferences."


def kept(visitor: Visitor) -> Preferences:
    assert visitor.user_id is not None
    return cache.database().preferences(visitor.user_id)


def prefer(visitor: Visitor, wanted: Preferences) -> None:
    cache.database().set_preferences(cache.database().guest(visitor.guest).id, wanted)


def test_each_choice_is_kept_at_once_and_can_be_taken_back(sample_app: AppTest, visitor: Visitor) -> None:
    follow(sample_app.switch_page(MY_FILMS), {"films": NAME})
    assert visitor.user_id is None
    sample_app.toggle(key=f"{KEY}hide_watched").set_value(True).run()
    sample_app.selectbox(key=f"{KEY}preset").set_value(OTHER).run()
    assert kept(visitor) == Preferences(preset=OTHER, hide_watched=True)
    sample_app.selectbox(key=f"{KEY}preset").set_value("").run()
    assert kept(visitor) == Preferences(hide_watched=True)
    assert not sample_app.exception


def test_watched_films_are_hidden_wherever_films_are_offered_but_one_can_see_them(
    open_app: Open, sample_app: AppTest, visitor: Visitor, sample: CineWatch
) -> None:
    popular = follow(sample_app.switch_page(HOME), {})
    offered = {film_id for films in walls(popular).values() for film_id in films}
    visitor.add(Marks(watched=marks_on(sorted(offered))))
    prefer(visitor, Preferences(hide_watched=True))
    for page in (HOME, BROWSE):
        shown = follow(open_app(SAMPLE, sample.opened.path.parent).switch_page(page), {})
        assert offered.isdisjoint(film_id for films in walls(shown).values() for film_id in films)
    # The last one is Browse.
    shown.toggle(key=browse_key("hide_watched")).set_value(False).run()
    assert offered.intersection(walls(shown)[LABEL])


def test_a_preferred_preset_is_chosen_and_named_in_the_address(sample_app: AppTest, visitor: Visitor) -> None:
    prefer(visitor, Preferences(preset=OTHER))
    follow(sample_app.switch_page(RECOMMEND), {"film": "Heat (1995)"})
    assert sample_app.button_group(key="preset").value == OTHER
    assert sample_app.query_params["preset"] == OTHER


def test_a_link_with_a_preset_wins_over_the_preferred_one(sample_app: AppTest, visitor: Visitor) -> None:
    prefer(visitor, Preferences(preset=OTHER))
    third = list(PRESETS)[2]
    follow(sample_app.switch_page(RECOMMEND), {"film": "Heat (1995)", "preset": third})
    assert sample_app.button_group(key="preset").value == third


def test_a_preset_that_is_no_more_is_none(sample_app: AppTest, visitor: Visitor) -> None:
    prefer(visitor, Preferences(preset="A preset of an older version"))
    follow(sample_app.switch_page(RECOMMEND), {"film": "Heat (1995)"})
    assert sample_app.button_group(key="preset").value == next(iter(PRESETS))
    follow(sample_app.switch_page(MY_FILMS), {"films": NAME})
