"""The page that compares two films."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from engine import CineWatch
from tests.engine.made_up import HARBOUR, LOW_TIDE
from ui.text import literal


def _open(app: AppTest, cinewatch: CineWatch, a: int, b: int) -> AppTest:
    at = app.run().switch_page("pages/similarity.py").run()
    at.selectbox(key="first").select(cinewatch.film(a).label)
    at.selectbox(key="second").select(cinewatch.film(b).label)
    return at.run()


def test_two_films_show_the_similarity_the_engine_gives(app: AppTest, cinewatch: CineWatch) -> None:
    at = _open(app, cinewatch, HARBOUR, LOW_TIDE)
    assert not at.exception
    assert at.metric[0].value == f"{cinewatch.compare(HARBOUR, LOW_TIDE).similarity:.3f}"
    assert [heading.value for heading in at.subheader[:2]] == [
        literal(cinewatch.film(i).title) for i in (HARBOUR, LOW_TIDE)
    ]


def test_the_table_of_fields_sums_to_the_similarity(app: AppTest, cinewatch: CineWatch) -> None:
    at = _open(app, cinewatch, HARBOUR, LOW_TIDE)
    fields, terms = (table.value for table in at.dataframe)
    similarity = cinewatch.compare(HARBOUR, LOW_TIDE).similarity
    assert abs(fields["Contribution"].sum() - similarity) < 1e-6
    assert abs(terms["Contribution"].sum() - similarity) < 1e-6


def test_both_charts_are_drawn(app: AppTest, cinewatch: CineWatch) -> None:
    assert len(_open(app, cinewatch, HARBOUR, LOW_TIDE).get("vega_lite_chart")) == 2


def test_the_same_film_twice_is_said(app: AppTest, cinewatch: CineWatch) -> None:
    at = _open(app, cinewatch, HARBOUR, HARBOUR)
    assert not at.exception
    assert at.metric[0].value == "1.000"
    assert "same film twice" in at.info[0].value


def test_swapping_exchanges_the_films(app: AppTest, cinewatch: CineWatch) -> None:
    at = _open(app, cinewatch, HARBOUR, LOW_TIDE)
    at.button(key="similarity.swap").click().run()
    assert [heading.value for heading in at.subheader[:2]] == [
        literal(cinewatch.film(i).title) for i in (LOW_TIDE, HARBOUR)
    ]
