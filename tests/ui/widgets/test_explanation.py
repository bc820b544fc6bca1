"""Why a similarity is what it is: a click on a field shows only what it is made of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import CineWatch
from ui.charts.scores import ADDS, FIELD, fields_table, terms_table
from ui.widgets.explanation import NOTHING_OF_FIELD, heading

INCEPTION, DARK_KNIGHT = 27205, 155


def draw_explanation(models: str, a: int, b: int) -> None:
    """Draw why two films of the sample are similar; runs in AppTest."""
    from pathlib import Path

    from engine import CineWatch
    from tests.conftest import SAMPLE
    from ui.widgets.explanation import show_explanation

    comparison = CineWatch.of(SAMPLE, Path(models)).compare(a, b)
    show_explanation(comparison.explanation, comparison.similarity)


@pytest.fixture
def shown(sample: CineWatch) -> AppTest:
    models = str(Path(sample.opened.path).parent)
    at = AppTest.from_function(draw_explanation, args=(models, INCEPTION, DARK_KNIGHT), default_timeout=60).run()
    assert not at.exception
    return at


def click(at: AppTest, *fields: str) -> AppTest:
    """Click fields of the first chart. AppTest has no charts, so this sends what a browser sends."""
    states = at._tree.get_widget_states()
    chosen = {"selection": {FIELD: [{"Field": field} for field in fields]}}
    states.widgets.add(id=at.get("vega_lite_chart")[0].proto.id, string_value=json.dumps(chosen))
    at._run(states)
    assert not at.exception
    return at


def test_all_terms_are_shown_until_a_field_is_clicked(shown: AppTest, sample: CineWatch) -> None:
    explanation = sample.compare(INCEPTION, DARK_KNIGHT).explanation
    fields, terms = (table.value for table in shown.dataframe)
    assert fields.equals(fields_table(explanation))
    assert terms.equals(terms_table(explanation))
    assert [header.value for header in shown.header] == ["By field", heading(())]


def test_a_click_on_a_field_shows_its_terms_which_add_up_to_it(shown: AppTest) -> None:
    fields = shown.dataframe[0].value.set_index("Field")[ADDS]
    for field in ("Genres", "Director"):
        terms = click(shown, field).dataframe[1].value
        assert {*terms["Field"]} == {field}
        assert terms[ADDS].sum() == pytest.approx(fields[field], abs=1e-6)
        assert shown.header[1].value == f"{heading(())}: {field}"


def test_several_fields_are_shown_together(shown: AppTest) -> None:
    assert {*click(shown, "Genres", "Director").dataframe[1].value["Field"]} == {"Genres", "Director"}
    assert shown.header[1].value.endswith("Genres and Director")


def test_a_field_that_adds_nothing_says_so(shown: AppTest) -> None:
    fields = shown.dataframe[0].value
    empty = next(row["Field"] for row in fields.to_dict("records") if not row[ADDS])
    assert NOTHING_OF_FIELD in [caption.value for caption in click(shown, empty).caption]
